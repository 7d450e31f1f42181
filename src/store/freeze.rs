//! Makes the stores that the tests open and never change: to be run by hand, once for each new format.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::disk::Disk;
use super::open::Opened;
use super::rewrite;
use super::store::Store;
use super::sweep::instant;
use super::vault::Key;

/// Writes the frozen stores of the current format from that of the first one. To be run once for each new format, with
/// the folder `tests/fixtures/formats` in `FREEZE`; the stores of released formats never change again.
#[test]
#[ignore = "writes fixtures"]
fn freeze() {
    let folder = PathBuf::from(std::env::var_os("FREEZE").unwrap());
    for (name, encrypted) in [("2", false), ("2-locked", true)] {
        let to = folder.join(name);
        let mut copy = Command::new("cp");
        assert!(copy.arg("-r").arg(folder.join("1")).arg(&to).status().unwrap().success());
        let disk = Arc::new(Disk);
        let Ok(Opened::Found(mut store, loaded)) = Store::open_on(disk, &to) else {
            panic!("not open")
        };
        if encrypted {
            let key = Key::generate(instant());
            let wrapped = key.wrap_at(&Zeroizing::new("fixture".to_owned()), 2).unwrap();
            store.rewrite_with(Some(key), Some(wrapped)).unwrap();
        }
        store.save_plan(&mut loaded.plan.clone()).unwrap();
        if !encrypted {
            rewrite::remove_all(&Disk, &to.join("backups")).unwrap();
        }
        drop(store);
        std::fs::remove_file(to.join(".lock")).unwrap();
    }
}

/// Encrypts a copy of the store in `FROM` at `TO`, the key wrapped at the lowest cost by "fixture": for the sweeps of
/// the program from outside, which open it thousands of times.
#[test]
#[ignore = "writes fixtures"]
fn lock_cheaply() {
    let path = |name: &str| PathBuf::from(std::env::var_os(name).unwrap());
    let (from, to) = (path("FROM"), path("TO"));
    assert!(Command::new("cp").arg("-r").arg(from).arg(&to).status().unwrap().success());
    let Ok(Opened::Found(mut store, loaded)) = Store::open_on(Arc::new(Disk), &to) else {
        panic!("not open")
    };
    let key = Key::generate(instant());
    let wrapped = key.wrap_at(&Zeroizing::new("fixture".to_owned()), 2).unwrap();
    store.rewrite_with(Some(key), Some(wrapped)).unwrap();
    store.save_plan(&mut loaded.plan.clone()).unwrap();
}
