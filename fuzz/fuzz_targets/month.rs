//! A month with a good seal and anything in it, beside one of another device: it is refused or merged, and read back.
#![no_main]

use std::fs;

use libfuzzer_sys::fuzz_target;
use trustcoach::store::seal::seal;
use trustcoach::store::{Opened, Places, Store};

const PLAN: &str = "program = \"trust\"\ncreated = \"2026-01-01T00:00:00Z\"\nseq = 1\n";

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let folder = tempfile::tempdir_in("/dev/shm").unwrap();
    let places = Places { data: folder.path().join("data"), config: folder.path().join("config") };
    fs::create_dir_all(places.data.join("journal")).unwrap();
    fs::write(places.data.join("FORMAT"), "trustcoach 2\n").unwrap();
    fs::write(places.data.join("plan.toml"), seal(PLAN)).unwrap();
    let mut halves = text.split("\u{1}");
    let ours = halves.next().unwrap_or_default();
    fs::write(places.data.join("journal/2026-11.toml"), seal(ours)).unwrap();
    if let Some(theirs) = halves.next() {
        fs::write(places.data.join("journal/2026-11 2.toml"), seal(theirs)).unwrap();
    }
    if let Ok(Opened::Found(mut store, loaded)) = Store::open(&places) {
        let Ok(month) = store.read_month("2026-11") else { return };
        if store.save_plan(&mut loaded.plan.clone()).is_err() || store.save_entries(&month.entries, &[]).is_err() {
            return;
        }
        drop(store);
        let Ok(Opened::Found(mut store, _)) = Store::open(&places) else { panic!("it does not open again") };
        let again = store.read_month("2026-11").unwrap().entries;
        for entry in &month.entries {
            assert!(again.iter().any(|there| there.id == entry.id), "{entry:?}");
        }
    }
});
