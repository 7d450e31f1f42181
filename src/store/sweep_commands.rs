//! The same sweep for every command that changes files: at every call, by every fault, the content is the old or the
//! new, the command tells the truth about which, and the next run goes through.

use std::fmt::Write;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Duration, Utc};
use zeroize::Zeroizing;

use super::memory::{Cut, Fault, Memory};
use super::notice::Notice;
use super::open::Opened;
use super::store::Store;
use super::sweep::{CUTS, FAULTS, ROOT, empty, entry, instant, new_plan};
use super::vault::Key;
use super::vfs::Vfs;
use crate::engine::{Draft, EntryId};
use crate::error::Error;

/// Something that a command does with an open store.
type Deed = fn(&mut Store) -> Result<(), Error>;

fn later() -> DateTime<Utc> {
    instant() + Duration::days(1)
}

/// A key and its wrapped form, made once for each moment and passphrase: thousands of points take seconds so.
fn key_of(made: DateTime<Utc>, wrapped: DateTime<Utc>) -> (Key, Vec<u8>) {
    static KEYS: Mutex<Vec<(Key, Vec<u8>)>> = Mutex::new(Vec::new());
    let mut keys = KEYS.lock().unwrap();
    let known = keys.iter().find(|(key, _)| (key.created, key.wrapped) == (made, wrapped));
    if let Some((key, bytes)) = known {
        return (key.rewrapped(wrapped), bytes.clone());
    }
    let of_that_moment = keys.iter().find(|(key, _)| key.created == made);
    let key = of_that_moment
        .map_or_else(|| Key::generate(made).rewrapped(wrapped), |(key, _)| key.rewrapped(wrapped));
    let bytes = key.wrap_at(&Zeroizing::new("words".to_owned()), 2).unwrap();
    keys.push((key.rewrapped(wrapped), bytes.clone()));
    (key, bytes)
}

/// The key that this wrapped form holds.
fn key_in(bytes: &[u8]) -> Result<Key, String> {
    for (made, wrapped) in [(instant(), instant()), (instant(), later()), (later(), later())] {
        let (key, known) = key_of(made, wrapped);
        if known == bytes {
            return Ok(key);
        }
    }
    Err("another wrapped key".to_owned())
}

fn id(number: usize) -> EntryId {
    EntryId::new(instant(), number)
}

/// The store on this disk, unlocked by whichever passphrase fits.
fn opened(memory: &Memory) -> Result<Store, String> {
    let open = Store::open_on(Arc::new(memory.clone()), Path::new(ROOT));
    match open.map_err(|error| error.to_string())? {
        Opened::New(_) => Err("reads as new".to_owned()),
        Opened::Found(mut store, loaded) => {
            store.notices = loaded.notices;
            Ok(store)
        }
        Opened::Locked(locked) => {
            let path = locked.key_file();
            let bytes = memory.read(&path, 10_000).map_err(|error| error.to_string())?;
            let key = key_in(&bytes)?;
            let (mut store, loaded) = locked.unlock(key).map_err(|error| error.to_string())?;
            store.notices = loaded.notices;
            Ok(store)
        }
    }
}

/// All that a person would miss or notice, in words.
fn content(memory: &Memory) -> Result<String, String> {
    let mut store = opened(memory)?;
    let bad = |notice: &&Notice| {
        matches!(notice, Notice::Recovered { .. } | Notice::Lost { .. } | Notice::RolledBack { .. })
    };
    if let Some(notice) = store.notices.iter().find(bad) {
        return Err(format!("had to be mended: {notice}"));
    }
    let words = |error: Error| error.to_string();
    let loaded = store.load().map_err(words)?;
    let mut told =
        format!("{} {:?}\n", loaded.plan.profile.event, loaded.draft.and_then(|draft| draft.typed));
    let mut entries = Vec::new();
    for month in &loaded.months {
        entries.extend(store.read_month(month).map_err(words)?.entries);
    }
    entries.sort_by(|one, other| one.id.cmp(&other.id));
    for entry in entries {
        let _ = writeln!(told, "{} {} {}", entry.id, entry.day, entry.text);
    }
    for item in store.trash().map_err(words)? {
        let _ = writeln!(told, "trash {} {}", item.entry.id, item.entry.text);
    }
    let times = store.key_times();
    let _ = writeln!(told, "encrypted {} {times:?}", store.encrypted);
    if let Some(notice) = store.notices.iter().find(bad) {
        return Err(format!("had to be mended: {notice}"));
    }
    Ok(told)
}

/// A disk on which two runs have kept a plan, three months, a deleted entry and a draft.
fn lived_in(encrypted: bool) -> Memory {
    let memory = empty();
    let Ok(Opened::New(mut store)) = Store::open_on(Arc::new(memory.clone()), Path::new(ROOT))
    else {
        panic!("not new")
    };
    let mut plan = new_plan();
    store.save_plan(&mut plan).unwrap();
    let entries = [
        entry(1, "2026-09-30"),
        entry(2, "2026-10-30"),
        entry(3, "2026-11-01"),
        entry(4, "2026-11-02"),
    ];
    store.save_entries(&entries, &[]).unwrap();
    store.delete_entry(&id(4), instant()).unwrap();
    if encrypted {
        let (key, wrapped) = key_of(instant(), instant());
        store.rewrite_with(Some(key), Some(wrapped)).unwrap();
    }
    "one".clone_into(&mut plan.profile.event);
    store.save_plan(&mut plan).unwrap();
    let typed = Some("half a sen".to_owned());
    store.save_draft(&Draft { seq: plan.seq, typed, ..Draft::default() }).unwrap();
    drop(store);
    memory
}

/// Sweeps a deed; returns the number of points and what went wrong.
fn sweep(start: &Memory, deed: Deed) -> (usize, Vec<String>) {
    let run = |memory: &Memory| -> bool {
        opened(memory).is_ok_and(|mut store| deed(&mut store).is_ok())
    };
    let old = content(&start.after(Cut::Killed)).unwrap();
    let (calls, new) = {
        let memory = start.after(Cut::Killed);
        memory.calm();
        assert!(run(&memory), "fails without a fault");
        (memory.calm(), content(&memory.after(Cut::Killed)).unwrap())
    };
    assert_ne!(old, new, "changes nothing");
    let (mut points, mut wrong) = (0, Vec::new());
    let apart = if calls < 45 {
        1
    } else if calls < 90 {
        2
    } else {
        4
    };
    for (turn, fault) in FAULTS.into_iter().enumerate() {
        // Every call fails once and is the last once; the other faults take turns where there are many calls.
        let every = matches!(fault, Fault::Stops | Fault::Loses | Fault::Fails(ErrorKind::Other));
        for call in (0..calls).filter(|call| every || (call + turn) % apart == 0) {
            let memory = start.after(Cut::Killed);
            memory.plan(call, fault);
            let told = run(&memory);
            memory.calm();
            for cut in CUTS {
                points += 1;
                match content(&memory.after(cut)) {
                    Ok(found) if found == new || (!told && found == old) => {}
                    Ok(found) => {
                        wrong.push(format!("{fault:?} at {call}, {cut:?}, told {told}:\n{found}"));
                    }
                    Err(words) => wrong.push(format!("{fault:?} at {call}, {cut:?}: {words}")),
                }
            }
            // On the same disk, which may have given up for good what a flush failed to write.
            let told = run(&memory);
            for cut in [Cut::Killed, Cut::Power] {
                let found = content(&memory.after(cut));
                if found.as_ref() != Ok(&new) && (told || cut == Cut::Killed) {
                    wrong.push(format!("{fault:?} at {call}, the next run, {cut:?}: {found:?}"));
                }
            }
        }
    }
    (points, wrong)
}

/// Sweeps a deed in the given forms of the store, until there are enough points.
fn all_well(name: &str, forms: &[bool], deed: Deed) {
    for encrypted in forms {
        let (points, wrong) = sweep(&lived_in(*encrypted), deed);
        assert!(points >= 500, "{name}: only {points} points");
        let shown = wrong.iter().take(4).cloned().collect::<Vec<_>>().join("\n");
        assert!(
            wrong.is_empty(),
            "{name}, encrypted {encrypted}: {} of {points}:\n{shown}",
            wrong.len()
        );
    }
}

const BOTH: [bool; 2] = [false, true];

#[test]
fn logging() {
    all_well("log", &BOTH, |store| store.save_entries(&[entry(9, "2026-11-09")], &[]));
}

#[test]
fn editing() {
    all_well("edit", &BOTH, |store| {
        let mut changed = entry(2, "2026-10-30");
        "changed".clone_into(&mut changed.text);
        store.save_entries(&[changed], &[])
    });
}

#[test]
fn deleting() {
    all_well("delete", &BOTH, |store| store.delete_entry(&id(2), later()));
}

#[test]
fn bringing_back() {
    all_well("trash restore", &BOTH, |store| store.restore_entry(&id(4)));
}

#[test]
fn forgetting() {
    all_well("forget", &BOTH, |store| store.forget_entry(&id(3)).map(|_| ()));
}

#[test]
fn finishing_a_step() {
    all_well("step done", &BOTH, |store| {
        let mut plan = store.load()?.plan;
        "two".clone_into(&mut plan.profile.event);
        store.save_plan(&mut plan)
    });
}

#[test]
fn changing_the_passphrase() {
    all_well("passphrase change", &[true], |store| {
        let (key, wrapped) = key_of(instant(), later());
        store.replace_wrapped(key, &wrapped)
    });
}

#[test]
fn setting_a_passphrase() {
    all_well("passphrase set", &[false], |store| {
        if store.encrypted {
            return Ok(());
        }
        let (key, wrapped) = key_of(later(), later());
        store.rewrite_with(Some(key), Some(wrapped))
    });
}

#[test]
fn the_recovery_key_of_an_unfinished_change_is_at_hand() {
    let start = lived_in(false);
    let mut unfinished = 0;
    for call in 0..200 {
        let memory = start.after(Cut::Killed);
        let mut store = opened(&memory).unwrap();
        let (key, wrapped) = key_of(later(), later());
        let recovery = key.recovery();
        memory.plan(call, Fault::Stops);
        if let Err(Error::Unfinished { .. }) = store.rewrite_with(Some(key), Some(wrapped)) {
            assert_eq!(store.recovery_key(), Some(recovery), "stopped at {call}");
            // Where nobody could tell whether the list was written, the files may open without it.
            let found = content(&memory.after(Cut::Killed)).unwrap();
            unfinished += usize::from(found.contains("encrypted true"));
        }
    }
    assert!(unfinished > 10, "only {unfinished}");
}

#[test]
fn removing_the_passphrase() {
    all_well("passphrase remove", &[true], |store| {
        if store.encrypted { store.rewrite_with(None, None) } else { Ok(()) }
    });
}

#[test]
fn renewing_the_key() {
    all_well("rekey", &[true], |store| {
        let (key, wrapped) = key_of(later(), later());
        store.rewrite_with(Some(key), Some(wrapped))
    });
}

#[test]
fn migrating() {
    let start = lived_in(false);
    start.damage(&Path::new(ROOT).join("FORMAT"), b"trustcoach 1\n");
    // The deed is the opening itself: what tells old from new is the FORMAT.
    let (mut points, mut wrong) = (0, Vec::new());
    let good = content(&lived_in(false)).unwrap();
    let calls = {
        let memory = start.after(Cut::Killed);
        memory.calm();
        assert_eq!(content(&memory).as_ref(), Ok(&good));
        memory.calm()
    };
    for (turn, fault) in FAULTS.into_iter().enumerate() {
        let every = matches!(fault, Fault::Stops | Fault::Loses | Fault::Fails(ErrorKind::Other));
        for call in (0..calls).filter(|call| every || (call + turn) % 4 == 0) {
            let memory = start.after(Cut::Killed);
            memory.plan(call, fault);
            let _ = opened(&memory);
            memory.calm();
            for cut in CUTS {
                points += 1;
                let after = memory.after(cut);
                let found = content(&after);
                let whole = after.files()[&Path::new(ROOT).join("FORMAT")] == b"trustcoach 2\n";
                let kept =
                    after.files().keys().any(|path| path.ends_with("backups/format-1/plan.toml"));
                if found.as_ref() != Ok(&good) || !whole || !kept {
                    wrong.push(format!("{fault:?} at {call}, {cut:?}: {found:?}"));
                }
            }
        }
    }
    assert!(points >= 500, "only {points} points");
    assert!(wrong.is_empty(), "{} of {points}:\n{}", wrong.len(), wrong[0]);
}

/// The same disk on which another device left its version of November (one entry more, one changed) or of the plan.
fn with_a_copy(encrypted: bool, of_the_plan: bool) -> Memory {
    let start = lived_in(encrypted);
    let theirs = start.after(Cut::Killed);
    let mut store = opened(&theirs).unwrap();
    let mut changed = entry(3, "2026-11-01");
    "changed there".clone_into(&mut changed.text);
    store.save_entries(&[changed, entry(5, "2026-11-05")], &[]).unwrap();
    let mut plan = store.load().unwrap().plan;
    "there".clone_into(&mut plan.profile.event);
    "R".clone_into(&mut plan.profile.partner);
    store.save_plan(&mut plan).unwrap();
    store.save_plan(&mut plan).unwrap();
    let name = if of_the_plan { "plan" } else { "journal/2026-11" };
    let bytes = theirs.files()[&store.place(&format!("{name}.toml"))].clone();
    let file = store.file(&format!("{name} 2.toml"));
    drop(store);
    let path = Path::new(ROOT).join(file.replace(" 2.toml.age", ".toml 2.age"));
    let mut copy = start.create(&path).unwrap();
    copy.write(&bytes).unwrap();
    copy.sync().unwrap();
    start.sync_folder(path.parent().unwrap()).unwrap();
    start
}

#[test]
fn merging() {
    for (encrypted, of_the_plan) in [(false, false), (true, false), (false, true), (true, true)] {
        let start = with_a_copy(encrypted, of_the_plan);
        let good = content(&start.after(Cut::Killed)).unwrap();
        if of_the_plan {
            assert!(good.contains("there Some") && good.contains("happened: one"), "{good}");
        } else {
            assert!(good.contains("changed there") && good.contains("entry 5"), "{good}");
        }
        let calls = {
            let memory = start.after(Cut::Killed);
            memory.calm();
            drop(opened(&memory).unwrap());
            memory.calm()
        };
        let mut points = 0;
        for fault in FAULTS {
            for call in 0..calls {
                let memory = start.after(Cut::Killed);
                memory.plan(call, fault);
                let _ = opened(&memory);
                memory.calm();
                for cut in CUTS {
                    points += 1;
                    assert_eq!(
                        content(&memory.after(cut)).as_ref(),
                        Ok(&good),
                        "{fault:?} at {call}, {cut:?}"
                    );
                }
            }
        }
        assert!(points >= 500, "only {points} points");
    }
}
