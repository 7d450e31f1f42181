//! Deleted entries, which can be brought back for thirty days.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use super::document::{Beside, Document, Filed, Unknown};
use super::merge_plan::Lost;
use super::store::{Store, TRASH};
use super::{merge, save, seal};
use crate::clock;
use crate::engine::{Entry, EntryId, EntryKind, Plan, missing_entries};
use crate::error::Error;

/// The file of deleted entries. Its name is no month's, so that their earlier versions are not taken for each other.
pub(super) const TRASHED: &str = "trash/entries.toml";

/// How long a deleted entry stays.
const DAYS: i64 = 30;

/// A deleted entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trashed {
    /// When it was deleted.
    pub deleted: DateTime<Utc>,
    /// What it was.
    pub entry: Entry,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Trash {
    #[serde(default, rename = "deleted")]
    pub(super) items: Vec<Trashed>,
}

impl Filed for Trash {}

impl Store {
    /// The entry of this name, in whichever month it is.
    ///
    /// # Errors
    /// When a month cannot be read.
    pub fn find_entry(&mut self, id: &EntryId) -> Result<Option<Entry>, Error> {
        for month in self.months()?.iter().rev() {
            let entries = self.month_file(month, Beside::Later)?.value.entries;
            if let Some(entry) = entries.into_iter().find(|entry| entry.id == *id) {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }

    /// Writes the lines of the journal that follow from the plan and that a cut kept out of it.
    ///
    /// # Errors
    /// When a month cannot be read or saved.
    pub fn complete_journal(&mut self, plan: &Plan) -> Result<(), Error> {
        let mut entries = Vec::new();
        for month in self.months()? {
            entries.extend(self.month_file(&month, Beside::Later)?.value.entries);
        }
        entries.extend(self.trash_file()?.value.items.into_iter().map(|item| item.entry));
        let missing = self.missing_lines(plan, &entries)?;
        if missing.is_empty() { Ok(()) } else { self.save_entries(&missing, &[]) }
    }

    /// The lines that follow from the plan and are not among these, unless they were deleted, forgotten, changed or
    /// moved: what was taken out on purpose does not come back.
    pub(super) fn missing_lines(
        &mut self,
        plan: &Plan,
        there: &[Entry],
    ) -> Result<Vec<Entry>, Error> {
        let mut missing = Vec::new();
        for line in missing_entries(plan, there) {
            let file = self.month_file(&line.day.format("%Y-%m").to_string(), Beside::Now)?;
            if !merge::was_taken_out(&file.value, &line) {
                missing.push(line);
            }
        }
        Ok(missing)
    }

    /// Keeps words in the trash that found no place when another device's version was merged, each as a note that can be
    /// brought back. Words that are there already stay as they are.
    pub(super) fn discard_words(&mut self, lost: &[Lost]) -> Result<(), Error> {
        if lost.is_empty() {
            return Ok(());
        }
        let now = clock::now();
        let mut trash = self.trash_file()?;
        let before = trash.value.items.len();
        for words in lost {
            let step = words.step.as_ref().map_or("", |step| step.as_str());
            let mut digest = seal::digest(format!("{step}\n{}", words.text).as_bytes());
            digest.truncate(16);
            let id = EntryId(format!("merged-{digest}"));
            let known = trash.value.items.iter().any(|item| item.entry.id == id);
            if known || self.find_entry(&id)?.is_some() {
                continue;
            }
            let note = Entry::new(id, EntryKind::Note, now.today, now.at).saying(&words.text);
            let entry = Entry { step: words.step.clone(), ..note };
            trash.value.items.push(Trashed { deleted: now.at, entry });
        }
        if trash.value.items.len() == before { Ok(()) } else { self.save_trash(&trash) }
    }

    /// Deletes an entry: it goes to the trash first, then from its month.
    ///
    /// # Errors
    /// [`Error::NoEntry`], and when a file was not saved.
    pub fn delete_entry(&mut self, id: &EntryId, now: DateTime<Utc>) -> Result<(), Error> {
        self.check_kept()?;
        let entry = self.find_entry(id)?;
        let entry = entry.ok_or_else(|| Error::NoEntry { id: id.0.clone() })?;
        let mut trash = self.trash_file()?;
        trash.value.items.retain(|item| item.entry.id != *id && !is_expired(item, now));
        trash.value.items.push(Trashed { deleted: now, entry });
        self.save_trash(&trash)?;
        self.save_entries(&[], std::slice::from_ref(id))
    }

    /// What is in the trash, the newest last. An entry that is in a month too was not deleted in the end.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn trash(&mut self) -> Result<Vec<Trashed>, Error> {
        let mut items = Vec::new();
        for item in self.trash_file()?.value.items {
            if self.find_entry(&item.entry.id)?.is_none() {
                items.push(item);
            }
        }
        Ok(items)
    }

    /// Brings an entry back from the trash to its month.
    ///
    /// # Errors
    /// [`Error::NoEntry`], and when a file was not saved.
    pub fn restore_entry(&mut self, id: &EntryId) -> Result<(), Error> {
        self.check_kept()?;
        let mut trash = self.trash_file()?;
        let Some(at) = trash.value.items.iter().position(|item| item.entry.id == *id) else {
            return Err(Error::NoEntry { id: id.0.clone() });
        };
        let item = trash.value.items.remove(at);
        // Where it stands in the journal again, a save of it may have failed half-way: it is saved once more.
        let entry = self.find_entry(id)?.unwrap_or(item.entry);
        self.save_entries(&[entry], &[])?;
        self.save_trash(&trash)
    }

    /// Takes out of the trash what was deleted more than thirty days ago.
    ///
    /// # Errors
    /// When the file could not be read or saved.
    pub fn expire_trash(&mut self, now: DateTime<Utc>) -> Result<(), Error> {
        self.check_kept()?;
        let mut trash = self.trash_file()?;
        let before = trash.value.items.len();
        trash.value.items.retain(|item| !is_expired(item, now));
        if trash.value.items.len() == before { Ok(()) } else { self.save_trash(&trash) }
    }

    /// Takes an entry out of the trash for good. The trash is written anew in any case: an earlier try may not have
    /// reached the disk.
    pub(super) fn forget_in_trash(&mut self, id: &EntryId) -> Result<bool, Error> {
        let Some(mut trash) = self.read_document::<Trash>(TRASHED, Beside::Now)? else {
            return Ok(false);
        };
        let before = trash.value.items.len();
        trash.value.items.retain(|item| item.entry.id != *id);
        self.save_trash(&trash).map(|()| trash.value.items.len() != before)
    }

    pub(super) fn trash_file(&mut self) -> Result<Document<Trash>, Error> {
        let empty = || Document { value: Trash::default(), unknown: Unknown::default() };
        Ok(self.read_document(TRASHED, Beside::Now)?.unwrap_or_else(empty))
    }

    fn save_trash(&mut self, trash: &Document<Trash>) -> Result<(), Error> {
        let folder = self.root.join(TRASH);
        save::ensure_folder(self.vfs.as_ref(), &folder)
            .map_err(|error| Error::save(&folder, &error))?;
        self.save_document(TRASHED, trash, false)
    }
}

fn is_expired(item: &Trashed, now: DateTime<Utc>) -> bool {
    now.signed_duration_since(item.deleted) > Duration::days(DAYS)
}
