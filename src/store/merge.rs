//! One month from two devices: the union of their entries, whichever way round and however often they are merged.
//!
//! Each version of an entry is a thing of its own, named by its digest. A device remembers the versions it replaced or
//! deleted; what neither of the two replaced stays. So an entry that was deleted here and changed there is kept, and
//! of an entry that was changed on both, both versions are kept: the newer under its name, the other marked.

use std::collections::{BTreeMap, BTreeSet};

use super::seal;
use super::store::MonthFile;
use crate::engine::{Entry, EntryId};

/// Stands in the name of an entry before the digest of a version that came second.
const MARK: char = '~';
/// How much of a digest tells versions of one entry apart.
const DIGITS: usize = 16;
/// Stands before the digest of a name that was forgotten for good, whatever its versions.
const FORGOTTEN: &str = "name-";

/// What comes of two versions of a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Merged {
    pub(super) file: MonthFile,
    /// How many entries of either side are in it no longer, because the other side had deleted them.
    pub(super) dropped: usize,
}

/// Merges a month as another device has it into ours.
pub(super) fn merge(ours: &MonthFile, theirs: &MonthFile) -> Merged {
    let replaced: BTreeSet<String> = ours.replaced.union(&theirs.replaced).cloned().collect();
    let mut versions: BTreeMap<String, BTreeMap<String, Entry>> = BTreeMap::new();
    for entry in ours.entries.iter().chain(&theirs.entries) {
        let plain = plain(entry);
        let here = versions.entry(plain.id.0.clone()).or_default();
        let version = version(&plain);
        if !replaced.contains(&version) && !replaced.contains(&forgotten(&plain.id)) {
            here.insert(version, plain);
        }
    }
    let dropped = versions.values().filter(|versions| versions.is_empty()).count();
    let mut entries: Vec<Entry> = versions.into_values().flat_map(named).collect();
    entries.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
    let month = ours.month.clone();
    let seq = ours.seq.max(theirs.seq);
    Merged { file: MonthFile { month, seq, replaced, entries }, dropped }
}

/// Remembers what a change of the month replaced or deleted.
pub(super) fn remember_replaced(file: &mut MonthFile, before: &[Entry]) {
    let now: BTreeSet<String> = file.entries.iter().map(version).collect();
    let gone = before.iter().map(version).filter(|version| !now.contains(version));
    file.replaced.extend(gone);
    file.replaced.retain(|version| !now.contains(version));
}

/// Remembers that an entry is forgotten for good, without a trace of what it said.
pub(super) fn remember_forgotten(file: &mut MonthFile, entry: &Entry) {
    file.replaced.remove(&version(entry));
    file.replaced.insert(forgotten(&plain(entry).id));
}

/// Whether this version of an entry was changed, moved or deleted in this month, or its name forgotten.
pub(super) fn was_taken_out(file: &MonthFile, entry: &Entry) -> bool {
    file.replaced.contains(&version(entry)) || file.replaced.contains(&forgotten(&plain(entry).id))
}

/// Whether an entry of this name was forgotten for good in this month.
pub(super) fn is_forgotten(file: &MonthFile, name: &EntryId) -> bool {
    file.replaced.contains(&forgotten(&plain_name(name)))
}

/// The versions of one entry as entries: the newest has the plain name.
fn named(versions: BTreeMap<String, Entry>) -> Vec<Entry> {
    let mut versions: Vec<(String, Entry)> = versions.into_iter().collect();
    versions.sort_by(|(one, first), (other, second)| (second.at, other).cmp(&(first.at, one)));
    let mut entries = Vec::with_capacity(versions.len());
    for (place, (version, mut entry)) in versions.into_iter().enumerate() {
        if place > 0 {
            entry.id = EntryId(format!("{}{MARK}{version}", entry.id));
        }
        entries.push(entry);
    }
    entries
}

/// The entry under its plain name.
fn plain(entry: &Entry) -> Entry {
    Entry { id: plain_name(&entry.id), ..entry.clone() }
}

fn plain_name(name: &EntryId) -> EntryId {
    EntryId(name.0.split(MARK).next().unwrap_or_default().to_owned())
}

fn version(entry: &Entry) -> String {
    digest(&toml::to_string(&plain(entry)).unwrap_or_default())
}

fn forgotten(name: &EntryId) -> String {
    format!("{FORGOTTEN}{}", digest(&name.0))
}

fn digest(text: &str) -> String {
    let mut digest = seal::digest(text.as_bytes());
    digest.truncate(DIGITS);
    digest
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::*;
    use crate::engine::EntryKind;

    fn entry(number: usize, text: &str, second: i64) -> Entry {
        let at = DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap();
        let id = EntryId(format!("e{number}"));
        let text = text.to_owned();
        Entry { text, ..Entry::new(id, EntryKind::Note, at.date_naive(), at) }
    }

    fn month(entries: &[Entry]) -> MonthFile {
        MonthFile { entries: entries.to_vec(), ..MonthFile::default() }
    }

    fn change(file: &mut MonthFile, how: impl FnOnce(&mut Vec<Entry>)) {
        let before = file.entries.clone();
        how(&mut file.entries);
        remember_replaced(file, &before);
    }

    fn texts(merged: &Merged) -> Vec<&str> {
        merged.file.entries.iter().map(|entry| entry.text.as_str()).collect()
    }

    #[test]
    fn what_one_side_deleted_goes_and_what_the_other_changed_stays() {
        let start = month(&[entry(1, "one", 1), entry(2, "two", 2), entry(3, "three", 3)]);
        let (mut here, mut there) = (start.clone(), start);
        change(&mut here, |entries| entries.retain(|entry| entry.text == "three"));
        change(&mut there, |entries| entries[1].text = "two, changed".to_owned());
        let merged = merge(&here, &there);
        assert_eq!(texts(&merged), ["two, changed", "three"]);
        assert_eq!(merged.dropped, 1);
    }

    #[test]
    fn what_both_changed_is_there_twice_the_newer_under_its_name() {
        let start = month(&[entry(1, "one", 1)]);
        let (mut here, mut there) = (start.clone(), start);
        change(&mut here, |entries| entries[0] = entry(1, "older", 5));
        change(&mut there, |entries| entries[0] = entry(1, "newer", 6));
        let merged = merge(&here, &there);
        let newer = merged.file.entries.iter().find(|entry| entry.text == "newer").unwrap();
        let older = merged.file.entries.iter().find(|entry| entry.text == "older").unwrap();
        assert_eq!((newer.id.0.as_str(), older.id.0.starts_with("e1~")), ("e1", true));
        assert_eq!(merged.dropped, 0);
    }

    #[test]
    fn what_was_forgotten_does_not_come_back_from_another_device() {
        let there = month(&[entry(1, "secret", 1)]);
        let mut here = month(&[]);
        remember_forgotten(&mut here, &there.entries[0]);
        assert_eq!(texts(&merge(&here, &there)), [""; 0]);
        let changed = month(&[entry(1, "secret, changed", 1)]);
        assert_eq!(texts(&merge(&here, &changed)), [""; 0]);
    }

    /// What a person does on one of three devices.
    #[derive(Debug, Clone)]
    enum Deed {
        Add,
        Change(usize),
        Delete(usize),
        Merge(usize),
    }

    fn deeds() -> impl Strategy<Value = Vec<(usize, Deed)>> {
        let deed = prop_oneof![
            4 => Just(Deed::Add),
            2 => (0..8_usize).prop_map(Deed::Change),
            1 => (0..8_usize).prop_map(Deed::Delete),
            1 => (0..3_usize).prop_map(Deed::Merge),
        ];
        prop::collection::vec((0..3_usize, deed), 1..24)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_order_of_merging_gives_the_same_and_loses_nothing(deeds in deeds()) {
            let mut devices = [month(&[]), month(&[]), month(&[])];
            let (mut texts, mut ended) = (BTreeSet::new(), BTreeSet::new());
            for (number, (device, deed)) in deeds.into_iter().enumerate() {
                let text = format!("text {number}");
                let second = i64::try_from(number).unwrap();
                let file = devices[device].clone();
                let chosen = |at: usize| file.entries.get(at % file.entries.len().max(1)).cloned();
                match deed {
                    Deed::Add => {
                        texts.insert(text.clone());
                        change(&mut devices[device], |entries| entries.push(entry(number, &text, second)));
                    }
                    Deed::Change(at) => if let Some(old) = chosen(at) {
                        texts.insert(text.clone());
                        ended.insert(old.text.clone());
                        change(&mut devices[device], |entries| {
                            let place = entries.iter_mut().find(|entry| entry.id == old.id).unwrap();
                            place.text.clone_from(&text);
                        });
                    },
                    Deed::Delete(at) => if let Some(old) = chosen(at) {
                        ended.insert(old.text.clone());
                        change(&mut devices[device], |entries| entries.retain(|entry| entry.id != old.id));
                    },
                    Deed::Merge(other) => devices[device] = merge(&file, &devices[other]).file,
                }
            }
            let [a, b, c] = &devices;
            let one = merge(&merge(a, b).file, c).file;
            for (x, y, z) in [(a, c, b), (b, a, c), (b, c, a), (c, a, b), (c, b, a)] {
                let other = merge(x, &merge(y, z).file).file;
                prop_assert_eq!((&one.entries, &one.replaced), (&other.entries, &other.replaced));
            }
            prop_assert_eq!(&merge(&one, a).file.entries, &one.entries);
            let found: BTreeSet<String> = one.entries.iter().map(|entry| entry.text.clone()).collect();
            let expected: BTreeSet<String> = texts.difference(&ended).cloned().collect();
            prop_assert_eq!(found, expected);
            let names: BTreeSet<&EntryId> = one.entries.iter().map(|entry| &entry.id).collect();
            prop_assert_eq!(names.len(), one.entries.len());
        }
    }
}
