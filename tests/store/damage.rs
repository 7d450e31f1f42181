//! Files that are cut, flipped, empty, missing or unreadable: never accepted, never taken for new.

use std::fs;

use trustcoach::engine::Draft;
use trustcoach::error::Error;
use trustcoach::store::seal::seal;
use trustcoach::store::{Notice, Store};

use crate::home::{Home, entry, full_plan, new_plan, put};

#[test]
fn no_cut_and_no_flipped_bit_of_a_plan_is_accepted() {
    let home = Home::with(new_plan());
    let path = home.path("plan.toml");
    let whole = fs::read(&path).unwrap();
    let refused = |bytes: &[u8], what: &str| {
        put(&path, bytes);
        match Store::open(&home.places) {
            Err(Error::Damaged { .. } | Error::ChangedOutside { .. }) => {}
            other => panic!("{what}: {other:?}"),
        }
        assert_eq!(fs::read(&path).unwrap(), bytes, "{what}: the file was touched");
    };
    for cut in 0..whole.len() {
        refused(&whole[..cut], &format!("cut at {cut}"));
    }
    for bit in 0..whole.len() * 8 {
        let mut flipped = whole.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        refused(&flipped, &format!("bit {bit}"));
    }
}

/// How a file that was never written looks.
fn unwritten(whole: &[u8]) -> [Vec<u8>; 3] {
    let half = whole.len() / 2;
    [Vec::new(), vec![0; whole.len()], [&whole[..half], &vec![0; whole.len() - half]].concat()]
}

/// A home with everything saved twice, but for the draft.
fn lived_in() -> Home {
    let home = Home::with(full_plan());
    let (mut store, loaded) = home.open();
    store.save_plan(&mut loaded.plan.clone()).unwrap();
    store.save_entries(&[entry(1, "2026-11-01")], &[]).unwrap();
    store.save_entries(&[entry(2, "2026-11-01")], &[]).unwrap();
    store.save_draft(&Draft::default()).unwrap();
    home
}

#[test]
fn an_unwritten_file_is_damage_and_an_earlier_version_opens() {
    for (name, entries) in [("plan.toml", 2), ("journal/2026-11.toml", 1)] {
        for fill in 0..3 {
            let home = lived_in();
            let bytes = unwritten(&fs::read(home.path(name)).unwrap())[fill].clone();
            put(&home.path(name), &bytes);
            let (store, loaded) = home.open();
            let [Notice::Recovered { file, kept: Some(kept), .. }] = &loaded.notices[..] else {
                panic!("{name}: {:?}", loaded.notices)
            };
            assert_eq!(file, name);
            assert_eq!(fs::read(kept).unwrap(), bytes);
            assert_eq!(loaded.plan.progress, full_plan().progress);
            assert_eq!(loaded.entries.len(), entries, "{name} {fill}");
            drop(store);
            assert_eq!(home.open().1.notices, [], "told once");
        }
    }
}

#[test]
fn an_unwritten_draft_is_told_and_set_aside() {
    for fill in 0..3 {
        let home = lived_in();
        let path = home.path("draft.toml");
        let bytes = unwritten(&fs::read(&path).unwrap())[fill].clone();
        put(&path, &bytes);
        let (store, loaded) = home.open();
        let [Notice::Lost { kept: Some(kept), .. }] = &loaded.notices[..] else {
            panic!("{:?}", loaded.notices)
        };
        assert_eq!(fs::read(kept).unwrap(), bytes);
        assert_eq!(loaded.draft, None);
        drop(store);
        assert_eq!(home.open().1.notices, [], "told once");
    }
}

#[test]
fn a_second_window_mends_nothing() {
    let home = lived_in();
    let (_first, _) = home.open();
    put(&home.path("plan.toml"), b"");
    let (_, loaded) = home.open();
    assert!(matches!(loaded.notices[..], [Notice::Recovered { kept: None, .. }]));
    assert_eq!(fs::read(home.path("plan.toml")).unwrap(), b"");
}

#[test]
fn a_damaged_generation_is_passed_over() {
    let home = Home::with(new_plan());
    let (mut store, loaded) = home.open();
    let mut plan = loaded.plan;
    for event in ["one", "two", "three"] {
        event.clone_into(&mut plan.profile.event);
        store.save_plan(&mut plan).unwrap();
    }
    drop(store);
    let names = ["plan.toml.00000001", "plan.toml.00000002", "plan.toml.00000003"];
    assert_eq!(home.names("backups"), names);
    put(&home.path("plan.toml"), b"");
    put(&home.path("backups/plan.toml.00000003"), b"seq = 1\n");
    assert_eq!(home.open().1.plan.profile.event, "one");
}

#[test]
fn a_missing_plan_is_taken_from_the_generations_and_is_never_new() {
    let home = lived_in();
    fs::remove_file(home.path("plan.toml")).unwrap();
    assert!(matches!(home.open().1.notices[..], [Notice::Recovered { kept: None, .. }]));
    fs::remove_file(home.path("plan.toml")).unwrap();
    fs::remove_dir_all(home.path("backups")).unwrap();
    assert!(matches!(Store::open(&home.places), Err(Error::Damaged { .. })));
}

#[test]
fn what_cannot_be_read_is_not_taken_for_new() {
    for name in ["FORMAT", "plan.toml", "draft.toml"] {
        let home = Home::with(new_plan());
        let _ = fs::remove_file(home.path(name));
        fs::create_dir(home.path(name)).unwrap();
        let error = Store::open(&home.places).unwrap_err();
        assert!(matches!(error, Error::Read { .. }), "{name}: {error}");
    }
    let home = Home::with(new_plan());
    put(&home.path("FORMAT"), b"");
    assert!(matches!(Store::open(&home.places), Err(Error::Damaged { .. })));
}

#[test]
fn errors_quote_nothing_that_the_person_wrote() {
    let home = Home::with(new_plan());
    let text = "program = \"canary\"\nprofile = \"canary\"\n";
    put(&home.path("plan.toml"), seal(text).as_bytes());
    let error = Store::open(&home.places).unwrap_err();
    assert!(error.to_string().contains("line 2"), "{error}");
    assert!(!format!("{error} {error:?} {}", error.hint()).contains("canary"));
}
