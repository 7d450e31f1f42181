//! A plan with a good seal and anything in it: it is refused, or it is saved and reads back as the same.
#![no_main]

use std::fs;

use libfuzzer_sys::fuzz_target;
use trustcoach::store::seal::seal;
use trustcoach::store::{Opened, Places, Store};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let folder = tempfile::tempdir_in("/dev/shm").unwrap();
    let places = Places { data: folder.path().join("data"), config: folder.path().join("config") };
    fs::create_dir(&places.data).unwrap();
    fs::write(places.data.join("FORMAT"), "trustcoach 2\n").unwrap();
    fs::write(places.data.join("plan.toml"), seal(text)).unwrap();
    if let Ok(Opened::Found(mut store, loaded)) = Store::open(&places) {
        let mut plan = loaded.plan;
        if store.save_plan(&mut plan).is_err() {
            return;
        }
        drop(store);
        let Ok(Opened::Found(_, again)) = Store::open(&places) else { panic!("it does not open again") };
        assert_eq!(again.plan, plan);
    }
});
