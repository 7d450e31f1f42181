//! Every call of a start and its saves fails once, lies once, is cut in half once and is the last once; after each,
//! the process is killed or the power is cut, and the store must open with all that was said to be saved.

use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::memory::{Cut, Fault, Memory};
use super::notice::Notice;
use super::open::{Loaded, Opened};
use super::store::Store;
use super::vfs::{Kind, Vfs};
use crate::content::StageId;
use crate::engine::{Draft, Entry, EntryId, EntryKind, Now, Plan};
use crate::error::Error;

pub(super) const FAULTS: [Fault; 7] = [
    Fault::Fails(ErrorKind::StorageFull),
    Fault::Fails(ErrorKind::PermissionDenied),
    Fault::Fails(ErrorKind::Other),
    Fault::Lies,
    Fault::Half,
    Fault::Loses,
    Fault::Stops,
];
pub(super) const CUTS: [Cut; 3] = [Cut::Killed, Cut::Power, Cut::PowerNamesFirst];
pub(super) const ROOT: &str = "/home/store";

pub(super) fn instant() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

pub(super) fn new_plan() -> Plan {
    let now = Now { at: instant(), today: instant().date_naive() };
    Plan::new(StageId::try_from("trust").unwrap(), now)
}

pub(super) fn entry(number: usize, day: &str) -> Entry {
    Entry {
        id: EntryId::new(instant(), number),
        day: day.parse::<NaiveDate>().unwrap(),
        at: instant(),
        kind: EntryKind::Note,
        step: None,
        text: format!("entry {number}"),
        numbers: std::collections::BTreeMap::new(),
    }
}

pub(super) fn open(memory: &Memory) -> Result<Opened, Error> {
    Store::open_on(Arc::new(memory.clone()), Path::new(ROOT))
}

fn reopen(memory: &Memory) -> Result<(Store, Loaded), String> {
    match open(memory) {
        Ok(Opened::Found(store, loaded)) => Ok((store, *loaded)),
        Ok(Opened::New(_)) => Err("reads as new".to_owned()),
        Ok(Opened::Locked(_)) => Err("reads as locked".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// What one run was told about what it saved.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Told {
    plan: bool,
    entries: bool,
    draft: bool,
}

const ALL: Told = Told { plan: true, entries: true, draft: true };

/// A disk on which one run has kept a plan, two entries and a draft.
fn kept() -> Memory {
    let memory = empty();
    for event in ["zero", "one"] {
        let told = run(&memory, event, &[entry(1, "2026-10-30"), entry(2, "2026-11-01")], &[]);
        assert_eq!(told, ALL);
    }
    memory
}

pub(super) fn empty() -> Memory {
    let memory = Memory::default();
    memory.make_folder(Path::new("/home")).unwrap();
    memory.sync_folder(Path::new("/")).unwrap();
    memory
}

/// One run of the program: it opens the store and saves; after a failed save it goes on.
fn run(memory: &Memory, event: &str, add: &[Entry], remove: &[EntryId]) -> Told {
    let mut told = Told::default();
    let (mut store, mut plan) = match open(memory) {
        Ok(Opened::New(store)) => (store, new_plan()),
        Ok(Opened::Found(store, loaded)) => (store, loaded.plan),
        Ok(Opened::Locked(_)) | Err(_) => return told,
    };
    event.clone_into(&mut plan.profile.event);
    told.plan = store.save_plan(&mut plan).is_ok();
    told.entries = store.save_entries(add, remove).is_ok();
    let draft = Draft { seq: plan.seq, typed: Some(event.to_owned()), ..Draft::default() };
    told.draft = store.save_draft(&draft).is_ok();
    told
}

/// The second run: a changed plan, an entry more, one moved to another month, one gone.
fn second(memory: &Memory) -> Told {
    run(memory, "two", &[entry(3, "2026-11-02"), entry(1, "2026-11-03")], &ids(&[1, 2]))
}

fn ids(numbers: &[usize]) -> Vec<EntryId> {
    numbers.iter().map(|number| EntryId::new(instant(), *number)).collect()
}

/// What is wrong with the disk after the second run was told this.
fn wrong(memory: &Memory, told: Told) -> Option<String> {
    let (mut store, loaded) = match reopen(memory) {
        Ok(opened) => opened,
        Err(words) => return Some(words),
    };
    let mended = |notice: &Notice| matches!(notice, Notice::Recovered { .. } | Notice::Lost { .. });
    if loaded.notices.iter().any(mended) {
        return Some(format!("had to be mended: {:?}", loaded.notices));
    }
    let one_of = |event: &str, saved: bool| event == "two" || (event == "one" && !saved);
    if !one_of(&loaded.plan.profile.event, told.plan) {
        return Some(format!("plan is {:?}", loaded.plan.profile.event));
    }
    let typed = loaded.draft.and_then(|draft| draft.typed).unwrap_or_default();
    if !one_of(&typed, told.draft) {
        return Some(format!("draft is {typed:?}"));
    }
    let mut found = Vec::new();
    for month in &loaded.months {
        found.extend(store.read_month(month).ok()?.entries.into_iter().map(|entry| entry.id));
    }
    found.sort();
    found.dedup();
    let (before, after) = (ids(&[1, 2]), ids(&[1, 3]));
    let between = ids(&[1, 2, 3]);
    let good = found == after || (!told.entries && (found == before || found == between));
    if !good {
        return Some(format!("entries are {found:?}"));
    }
    None
}

/// Sweeps the second run; returns the number of points and what went wrong.
fn sweep(start: &Memory) -> (usize, Vec<String>) {
    let (mut points, mut faults) = (0, Vec::new());
    let calls = {
        let memory = start.after(Cut::Killed);
        memory.calm();
        assert_eq!(second(&memory), ALL);
        memory.calm()
    };
    for fault in FAULTS {
        for call in 0..calls {
            let memory = start.after(Cut::Killed);
            memory.plan(call, fault);
            let told = second(&memory);
            memory.calm();
            for cut in CUTS {
                points += 1;
                if let Some(words) = wrong(&memory.after(cut), told) {
                    faults
                        .push(format!("{fault:?} at {call}, then {cut:?}: {words}; told {told:?}"));
                }
            }
            let litter = memory.files().keys().any(|path| path.to_string_lossy().ends_with(".tmp"));
            if litter && fault != Fault::Stops {
                faults.push(format!("{fault:?} at {call}: a temporary file stays"));
            }
            // The next run goes through, whatever happened.
            if second(&memory) != ALL || wrong(&memory, ALL).is_some() {
                faults.push(format!("{fault:?} at {call}: the next run is stuck"));
            }
        }
    }
    (points, faults)
}

#[test]
fn nothing_that_was_said_to_be_saved_is_ever_lost() {
    let (points, faults) = sweep(&kept());
    assert!(points >= 500, "only {points} points");
    assert!(faults.is_empty(), "{} of {points}:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn what_cannot_be_read_is_never_taken_for_nothing() {
    let start = kept();
    for fault in FAULTS {
        for call in 0..60 {
            let memory = start.after(Cut::Killed);
            memory.plan(call, fault);
            let Ok((mut store, loaded)) = reopen(&memory) else { continue };
            let months = loaded.months.iter().map(|month| store.read_month(month));
            let Ok(months) = months.collect::<Result<Vec<_>, _>>() else { continue };
            let mut found: Vec<EntryId> =
                months.into_iter().flat_map(|month| month.entries).map(|entry| entry.id).collect();
            found.sort();
            assert_eq!(found, ids(&[1, 2]), "{fault:?} at {call}");
            assert!(loaded.draft.is_some(), "{fault:?} at {call}");
        }
    }
}

#[test]
fn the_sweep_sees_a_flush_that_is_missing() {
    for kind in [Kind::File, Kind::Folder] {
        let start = kept();
        let deaf = start.after(Cut::Killed);
        deaf.deafen(kind);
        assert_eq!(second(&deaf), ALL);
        let seen = CUTS.iter().any(|cut| wrong(&deaf.after(*cut), ALL).is_some());
        assert!(seen, "a missing flush of {kind:?} was not seen");
    }
}

#[test]
fn a_first_save_that_is_cut_short_leaves_nothing_or_a_plan() {
    let calls = {
        let memory = empty();
        memory.calm();
        assert_eq!(run(&memory, "two", &[], &[]), ALL);
        memory.calm()
    };
    for fault in FAULTS {
        for call in 0..calls {
            let memory = empty();
            memory.plan(call, fault);
            let told = run(&memory, "two", &[], &[]);
            memory.calm();
            for cut in CUTS {
                let found = match open(&memory.after(cut)) {
                    Ok(Opened::New(_)) => None,
                    Ok(Opened::Locked(_)) => panic!("{fault:?} at {call}: reads as locked"),
                    Ok(Opened::Found(_, loaded)) => Some(loaded.plan.profile.event),
                    Err(error) => panic!("{fault:?} at {call}, then {cut:?}: {error}"),
                };
                let whole = found.as_deref() == Some("two");
                assert!(whole || (found.is_none() && !told.plan), "{fault:?} at {call}, {cut:?}");
            }
            assert_eq!(run(&memory, "two", &[], &[]), ALL, "{fault:?} at {call}: stuck");
        }
    }
}

#[test]
fn a_failed_save_can_be_tried_again_at_once() {
    let start = kept();
    for fault in FAULTS {
        for call in 0..60 {
            let memory = start.after(Cut::Killed);
            let (mut store, loaded) = reopen(&memory).unwrap();
            let mut plan = loaded.plan;
            "two".clone_into(&mut plan.profile.event);
            memory.plan(call, fault);
            let first = store.save_plan(&mut plan);
            memory.calm();
            if first.is_err() {
                store.save_plan(&mut plan).unwrap();
            }
            drop(store);
            assert_eq!(reopen(&memory).unwrap().1.plan, plan, "{fault:?} at {call}");
        }
    }
}

#[test]
fn mending_is_as_safe_as_saving() {
    let start = kept();
    let path = Path::new(ROOT).join("plan.toml");
    let good = start.files()[&path].clone();
    let cut = good[..good.len() - 9].to_vec();
    start.damage(&path, &cut);
    let calls = {
        let memory = start.after(Cut::Killed);
        memory.calm();
        assert_eq!(reopen(&memory).unwrap().1.plan.profile.event, "zero");
        memory.calm()
    };
    for fault in FAULTS {
        for call in 0..calls {
            let memory = start.after(Cut::Killed);
            memory.plan(call, fault);
            let _ = open(&memory);
            memory.calm();
            for found in CUTS.map(|cut| memory.after(cut)) {
                let (_, loaded) = reopen(&found).unwrap();
                assert_eq!(loaded.plan.profile.event, "zero", "{fault:?} at {call}");
                let kept = found.files().values().any(|bytes| *bytes == cut);
                assert!(kept, "{fault:?} at {call}: the damaged file is gone");
            }
        }
    }
}

#[test]
fn where_there_are_no_links_and_no_folder_flushes_it_saves_and_says_so() {
    let memory = kept();
    memory.impoverish();
    let (mut store, loaded) = reopen(&memory).unwrap();
    let mut plan = loaded.plan;
    for event in ["two", "three"] {
        event.clone_into(&mut plan.profile.event);
        store.save_plan(&mut plan).unwrap();
    }
    assert_eq!(store.take_notices(), [Notice::NotDurable]);
    drop(store);
    memory.damage(&Path::new(ROOT).join("plan.toml"), b"");
    assert_eq!(reopen(&memory).unwrap().1.plan.profile.event, "two");
}
