//! Versions of the plan from another device, by the names that sync tools give them.

use std::fs;
use std::path::Path;

use trustcoach::engine::Plan;
use trustcoach::engine::record::{Concerns, Promise, PromiseTerms};
use trustcoach::store::{Loaded, Notice, Opened, Passphrase, Store};

use crate::home::{Home, full_plan, instant, put};

const PLAIN: [&str; 5] = [
    "plan.sync-conflict-20261105-093000-ABCDEFG.toml",
    "plan (conflicted copy 2026-11-05 093000).toml",
    "plan (Robin's conflicted copy 2026-11-05).toml",
    "plan 2.toml",
    "plan (Case Conflict).toml",
];
const LOCKED: [&str; 4] = [
    "plan.toml.sync-conflict-20261105-093000-ABCDEFG.age",
    "plan.toml (conflicted copy 2026-11-05 093000).age",
    "plan.toml (Robin's conflicted copy 2026-11-05).age",
    "plan.toml 2.age",
];

fn passphrase() -> Passphrase {
    "words".to_owned().into()
}

/// The store, unlocked where it has to be.
fn open(home: &Home) -> (Store, Loaded) {
    match Store::open(&home.places).unwrap() {
        Opened::Found(store, loaded) => (store, *loaded),
        Opened::Locked(locked) => {
            let key = locked.try_passphrase(&passphrase()).unwrap();
            let (store, loaded) = locked.unlock(key).unwrap();
            (store, *loaded)
        }
        Opened::New(_) => panic!("nothing is kept"),
    }
}

fn promise(number: usize, what: &str) -> Promise {
    let id = format!("own-1f-{number}").try_into().unwrap();
    let terms = PromiseTerms {
        what: what.to_owned(),
        asked_by: Concerns::Me,
        by: None,
        every: None,
        realistic: None,
    };
    Promise { id, terms, since: instant().date_naive(), last: None }
}

/// Saves a plan as it would be on another device that had ours, and gives back the bytes of its file; here all stays.
fn on_another_device(home: &Home, change: impl FnOnce(&mut Plan)) -> Vec<u8> {
    let away = Home::new();
    copy(&home.path(""), &away.path(""));
    let (mut store, loaded) = open(&away);
    let mut plan = loaded.plan;
    change(&mut plan);
    store.save_plan(&mut plan).unwrap();
    let name = if store.is_encrypted() { "plan.toml.age" } else { "plan.toml" };
    fs::read(away.path(name)).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn change_here(home: &Home, change: impl FnOnce(&mut Plan)) {
    let (mut store, loaded) = open(home);
    let mut plan = loaded.plan;
    change(&mut plan);
    store.save_plan(&mut plan).unwrap();
}

fn says(plan: &Plan, what: &str) -> bool {
    plan.promises.iter().any(|promise| promise.terms.what == what)
}

#[test]
fn a_plan_changed_on_two_devices_is_one_again_under_every_name() {
    for (locked, names) in [(false, &PLAIN[..]), (true, &LOCKED[..])] {
        let home = Home::with(full_plan());
        if locked {
            home.open().0.set_passphrase(&passphrase(), instant()).unwrap();
        }
        for (nth, name) in names.iter().enumerate() {
            let (ours, theirs) = (format!("ours {nth}"), format!("theirs {nth}"));
            let word = format!("their word {nth}");
            let bytes = on_another_device(&home, |plan| {
                plan.promises.push(promise(nth * 2, &theirs));
                plan.profile.event.clone_from(&word);
            });
            change_here(&home, |plan| plan.promises.push(promise(nth * 2 + 1, &ours)));
            change_here(&home, |plan| plan.profile.event = format!("our word {nth}"));
            put(&home.path(name), &bytes);
            let (mut store, loaded) = open(&home);
            assert!(says(&loaded.plan, &ours) && says(&loaded.plan, &theirs), "{name}");
            assert_eq!(loaded.plan.profile.event, format!("our word {nth}"), "saved more often");
            assert_eq!(loaded.notices, [Notice::MergedPlan { lost: 1 }], "{name}");
            let trash = store.trash().unwrap();
            assert!(trash.iter().any(|item| item.entry.text.ends_with(&word)), "{trash:?}");
            assert!(!home.path(name).exists(), "{name}");
            drop(store);
            let (_, again) = open(&home);
            assert_eq!((again.plan, again.notices.len()), (loaded.plan, 0), "{name}");
        }
    }
}

#[test]
fn what_was_taken_out_here_stays_out_and_many_deletions_are_asked_about() {
    let home = Home::with(full_plan());
    change_here(&home, |plan| plan.promises.extend((0..8).map(|n| promise(n, &format!("p{n}")))));
    let bytes = on_another_device(&home, |plan| plan.profile.partner = "R".to_owned());
    change_here(&home, |plan| plan.promises.retain(|promise| promise.terms.what != "p3"));
    put(&home.path("plan 2.toml"), &bytes);
    let (_, loaded) = open(&home);
    assert!(!says(&loaded.plan, "p3") && says(&loaded.plan, "p4"));

    let bytes = on_another_device(&home, |plan| plan.promises.clear());
    put(&home.path("plan 2.toml"), &bytes);
    let (mut store, loaded) = open(&home);
    let count = loaded.plan.promises.len();
    assert!(count > 5);
    assert_eq!(loaded.notices, [Notice::ManyDeletions { file: "plan 2.toml".to_owned(), count }]);
    assert!(home.path("plan 2.toml").exists());
    store.repair(&loaded, true, instant()).unwrap();
    drop(store);
    let (mut store, loaded) = open(&home);
    assert_eq!(loaded.plan.promises, []);
    assert!(store.trash().unwrap().len() >= count, "their words can be brought back");
}

#[test]
fn a_version_of_another_program_is_kept_can_be_looked_at_and_taken() {
    let home = Home::with(full_plan());
    let bytes = on_another_device(&home, |plan| {
        plan.program = "other".to_owned().try_into().unwrap();
        plan.profile.partner = "Quill".to_owned();
    });
    put(&home.path("plan 2.toml"), &bytes);
    let (mut store, loaded) = open(&home);
    let [Notice::Copy { file, kept: Some(_) }] = &loaded.notices[..] else {
        panic!("{:?}", loaded.notices)
    };
    assert_eq!(file, "plan.toml");
    let number = store.versions().unwrap().iter().map(|version| version.number).max().unwrap();
    let text = store.show_version("plan.toml", Some(number)).unwrap();
    assert!(text.contains("Quill"), "{}", *text);
    assert!(store.show_version("plan.toml", Some(999)).is_err());
    assert!(store.show_version("../plan.toml", Some(number)).is_err());
    store.restore_version("plan.toml", number).unwrap();
    drop(store);
    assert_eq!(open(&home).1.plan.profile.partner, "Quill");
}
