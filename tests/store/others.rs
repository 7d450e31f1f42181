//! Other people, other windows, other versions, other things in the folder.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};

use trustcoach::engine::Draft;
use trustcoach::error::Error;
use trustcoach::store::{Notice, Opened, ReadOnly, Store, inventory};

use crate::home::{Home, entry, full_plan, new_plan, put};

#[test]
fn nobody_else_can_open_anything_under_any_umask() {
    rustix::process::umask(rustix::fs::Mode::empty());
    let home = Home::with(full_plan());
    let (mut store, loaded) = home.open();
    store.save_plan(&mut loaded.plan.clone()).unwrap();
    store.save_entries(&[entry(1, "2026-11-01")], &[]).unwrap();
    store.save_draft(&Draft::default()).unwrap();
    drop(store);
    let all_closed = || {
        let items = inventory(&home.places).unwrap();
        assert_eq!(items.len(), 9, "{items:?}");
        for item in items {
            let expected = if item.path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(item.mode, expected, "{}", item.path.display());
        }
    };
    all_closed();
    let parent = fs::metadata(home.folder.path().join("share")).unwrap().permissions().mode();
    assert_eq!(parent & 0o777, 0o700);
    fs::set_permissions(home.path(""), Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(home.path("plan.toml"), Permissions::from_mode(0o644)).unwrap();
    let (_, loaded) = home.open();
    assert_eq!(loaded.notices, [Notice::Closed]);
    all_closed();
}

#[test]
fn a_second_window_reads_and_writes_nothing() {
    let home = Home::with(full_plan());
    let (mut first, _) = home.open();
    let (mut second, loaded) = home.open();
    let held = Some(ReadOnly::Held { by: Some(std::process::id()) });
    assert_eq!((loaded.read_only, second.read_only()), (held, held));
    assert_eq!(loaded.plan.progress, full_plan().progress);
    let refused = |done: Result<(), Error>| assert!(matches!(done, Err(Error::ReadOnly { .. })));
    refused(second.save_plan(&mut loaded.plan.clone()));
    refused(second.save_entries(&[entry(1, "2026-11-01")], &[]));
    refused(second.save_draft(&Draft::default()));
    refused(second.clear_draft());
    first.save_plan(&mut loaded.plan.clone()).unwrap();
    drop((first, second));
    assert_eq!(home.open().1.read_only, None);
}

#[test]
fn reading_takes_no_lock() {
    let home = Home::with(full_plan());
    fs::remove_file(home.path(".lock")).unwrap();
    let Opened::Found(mut reader, loaded) = Store::open_to_read(&home.places).unwrap() else {
        panic!("there is no plan")
    };
    assert_eq!(loaded.read_only, Some(ReadOnly::Asked));
    assert!(reader.save_plan(&mut loaded.plan.clone()).is_err());
    assert!(!home.path(".lock").exists());
    let (mut writer, _) = home.open();
    writer.save_plan(&mut loaded.plan.clone()).unwrap();
    assert!(matches!(Store::open_to_read(&Home::new().places), Ok(Opened::New(_))));
}

#[test]
fn two_first_saves_do_not_meet() {
    let home = Home::new();
    let (mut first, mut second) = (home.fresh(), home.fresh());
    let (mut mine, mut theirs) = (new_plan(), full_plan());
    first.save_plan(&mut mine).unwrap();
    assert!(second.save_plan(&mut theirs).is_err());
    drop(first);
    assert!(second.save_plan(&mut theirs).is_err());
    assert_eq!(home.open().1.plan, mine);
}

#[test]
fn a_folder_with_other_things_is_left_alone() {
    let home = Home::new();
    fs::create_dir_all(home.path("")).unwrap();
    put(&home.path("letter.txt"), b"mine");
    let error = home.fresh().save_plan(&mut new_plan()).unwrap_err();
    assert!(matches!(error, Error::NotOurs { .. }), "{error}");
    assert_eq!(home.names(""), ["letter.txt"]);
    fs::remove_file(home.path("letter.txt")).unwrap();
    put(&home.path(".DS_Store"), b"");
    home.fresh().save_plan(&mut new_plan()).unwrap();
}

#[test]
fn a_newer_store_is_read_and_not_touched() {
    let home = Home::with(full_plan());
    put(&home.path("FORMAT"), b"trustcoach 3\n");
    fs::remove_file(home.path(".lock")).unwrap();
    let before = inventory(&home.places).unwrap();
    let (mut store, loaded) = home.open();
    assert_eq!(loaded.read_only, Some(ReadOnly::Newer));
    assert!(store.save_plan(&mut loaded.plan.clone()).is_err());
    assert_eq!(inventory(&home.places).unwrap(), before);
}

#[test]
fn links_in_the_place_of_our_files_are_not_followed() {
    for name in [".plan.toml.tmp", ".lock", "draft.toml"] {
        let home = Home::with(new_plan());
        let victim = home.folder.path().join("victim");
        put(&victim, b"mine");
        let _ = fs::remove_file(home.path(name));
        symlink(&victim, home.path(name)).unwrap();
        if let Ok(Opened::Found(mut store, loaded)) = Store::open(&home.places) {
            let _ = store.save_plan(&mut loaded.plan.clone());
            let _ = store.save_draft(&Draft::default());
        }
        assert_eq!(fs::read(victim).unwrap(), b"mine", "{name}");
    }
}
