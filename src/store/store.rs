//! The store of one plan: what is saved, and where.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::document::{Beside, Document, Filed, Unknown};
use super::index::Index;
use super::merge;
use super::notice::{Notice, ReadOnly};
use super::removed::{Things, Versions};
use super::rewrite::Manifest;
use super::save;
use super::vault::Key;
use super::vfs::{Guard, Vfs};
use crate::engine::{Draft, Entry, EntryId, Plan};
use crate::error::{Error, Reason};

pub(super) const FORMAT: &str = "FORMAT";
pub(super) const LOCK: &str = ".lock";
pub(super) const PLAN: &str = "plan.toml";
pub(super) const DRAFT: &str = "draft.toml";
pub(super) const JOURNAL: &str = "journal";
pub(super) const BACKUPS: &str = "backups";
pub(super) const DAMAGED: &str = "damaged";
pub(super) const TRASH: &str = "trash";
pub(super) const IDENTITY: &str = "identity.age";
/// What the names of encrypted files end in.
pub(super) const AGE: &str = ".age";

/// The store of one plan. Dropping it gives the lock free.
#[derive(Debug)]
pub struct Store {
    pub(super) vfs: Arc<dyn Vfs>,
    pub(super) root: PathBuf,
    pub(super) lock: Option<Box<dyn Guard>>,
    pub(super) read_only: Option<ReadOnly>,
    /// Whether `FORMAT` is on the disk. It is written last: where it stands, a plan was kept.
    pub(super) format: bool,
    /// Whether a plan is on the disk.
    pub(super) kept: bool,
    /// The highest `seq` of the plan that was ever tried.
    pub(super) seq: u64,
    /// Whether the files are encrypted.
    pub(super) encrypted: bool,
    /// The key, while an encrypted store is unlocked.
    pub(super) key: Option<Key>,
    /// The wrapped key of a store that is not on the disk yet.
    pub(super) wrapped: Option<Vec<u8>>,
    /// A change of all files that was cut short, and can only be looked through here.
    pub(super) pending: Option<Manifest>,
    /// What is known of each month.
    pub(super) index: Index,
    /// The things of the plan as it is on the disk.
    pub(super) things: Things,
    /// What was taken out of the plan.
    pub(super) removed: Versions,
    /// What the plan's file holds that this version does not know.
    pub(super) unknown: Unknown,
    /// The files whose last save failed: what is read of them may not be on the disk.
    pub(super) unsure: BTreeSet<String>,
    /// The versions of each file that are ours: read, saved, or tried to.
    pub(super) ours: BTreeMap<String, BTreeSet<String>>,
    pub(super) notices: Vec<Notice>,
}

/// One month of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Month {
    /// Its entries, in the order they were saved.
    pub entries: Vec<Entry>,
    /// What the person should be told.
    pub notices: Vec<Notice>,
}

/// A month as it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct MonthFile {
    /// Which month it is, so that two that were swapped are told apart; empty in format 1.
    #[serde(default)]
    pub(super) month: String,
    /// Counts the saves of this month.
    pub(super) seq: u64,
    /// The versions of entries that were changed or deleted here, by their digest; a copy of this file from another
    /// device does not bring them back.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) replaced: BTreeSet<String>,
    #[serde(default, rename = "entry")]
    pub(super) entries: Vec<Entry>,
}

impl Filed for Plan {}
impl Filed for Draft {}
impl Filed for MonthFile {
    fn month(&self) -> Option<&str> {
        Some(self.month.as_str()).filter(|month| !month.is_empty())
    }
}

impl Store {
    /// Whether no plan is kept yet.
    #[must_use]
    pub fn is_new(&self) -> bool {
        !self.kept
    }

    /// The number of the newest save that was tried.
    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// Why it can only be read, if so.
    #[must_use]
    pub fn read_only(&self) -> Option<ReadOnly> {
        self.read_only
    }

    /// The folder of the store.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.root
    }

    /// What came up since the store was opened that the person should be told, once.
    pub fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }

    /// Saves the plan and counts its `seq` up. The first save of a new store makes the folder.
    ///
    /// # Errors
    /// When it was not saved; what was there before is still there.
    pub fn save_plan(&mut self, plan: &mut Plan) -> Result<(), Error> {
        self.check_writable()?;
        if !self.kept {
            self.begin()?;
        }
        self.seq = self.seq.max(plan.seq).saturating_add(1);
        let mut value = plan.clone();
        value.unkept.clear();
        value.seq = self.seq;
        self.unknown.settle().ok_or_else(|| self.unlike(PLAN))?;
        let mut unknown = self.unknown.clone();
        self.index.put_into(&mut unknown);
        let things = Things::of(&value);
        let mut removed = self.removed.clone();
        removed.remember(&self.things.versions(), &things.versions());
        removed.put_into(&mut unknown);
        if let Some(wrapped) = self.wrapped.take() {
            let saved = self.replace(IDENTITY, &wrapped, false);
            self.wrapped = Some(wrapped);
            saved?;
        }
        self.save_document(PLAN, &Document { value, unknown }, true)?;
        (self.things, self.removed) = (things, removed);
        self.kept = true;
        if !self.format {
            self.write_format()?;
        }
        if let Some(wrapped) = self.wrapped.take() {
            self.keep_wrapped(&wrapped);
        }
        plan.seq = self.seq;
        Ok(())
    }

    /// Adds entries to the months of their days, and removes others. An entry that is there already is replaced, so
    /// that a failed call may be repeated; one that is both added and removed is moved.
    ///
    /// # Errors
    /// When a month was not saved. Months are separate files: additions are saved before removals.
    pub fn save_entries(&mut self, add: &[Entry], remove: &[EntryId]) -> Result<(), Error> {
        self.check_kept()?;
        let mut targets: BTreeMap<String, Vec<&Entry>> = BTreeMap::new();
        for entry in add {
            targets.entry(self.month_of(entry)?).or_default().push(entry);
        }
        let added: BTreeSet<&EntryId> = add.iter().map(|entry| &entry.id).collect();
        let mut left: BTreeSet<&EntryId> = remove.iter().collect();
        for (month, entries) in &targets {
            // Also what stands there as it is: the flush of an earlier save may have failed.
            self.change_month(month, true, |file| {
                file.entries.retain(|old| added.contains(&old.id) || !left.remove(&old.id));
                for entry in entries {
                    match file.entries.iter_mut().find(|old| old.id == entry.id) {
                        Some(old) => *old = (*entry).clone(),
                        None => file.entries.push((*entry).clone()),
                    }
                }
            })?;
        }
        for month in self.months()?.iter().rev() {
            if left.is_empty() {
                break;
            }
            let here: BTreeSet<&EntryId> =
                targets.get(month).into_iter().flatten().map(|entry| &entry.id).collect();
            self.change_month(month, false, |file| {
                file.entries.retain(|old| here.contains(&old.id) || !left.remove(&old.id));
            })?;
        }
        Ok(())
    }

    /// The months of the journal, as `YYYY-MM`, oldest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn months(&self) -> Result<Vec<String>, Error> {
        let folder = self.root.join(JOURNAL);
        match self.vfs.list(&folder) {
            Ok(names) => Ok(self.months_among(&names)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Ok(self.months_among(&[]))
            }
            Err(error) => Err(Error::read(&folder, &error)),
        }
    }

    /// The months of these files of the journal, and those that are known.
    pub(super) fn months_among(&self, names: &[String]) -> Vec<String> {
        let months: BTreeSet<&str> = names
            .iter()
            .filter_map(|name| {
                let name = if self.encrypted { name.strip_suffix(AGE)? } else { name };
                name.strip_suffix(".toml")
            })
            .chain(self.index.months())
            .filter(|month| is_month(month))
            .collect();
        months.into_iter().map(str::to_owned).collect()
    }

    /// One month of the journal, as `YYYY-MM`; empty where there is none.
    ///
    /// # Errors
    /// When it cannot be read or was changed outside.
    pub fn read_month(&mut self, month: &str) -> Result<Month, Error> {
        let before = self.take_notices();
        let file = self.month_file(month, Beside::Later);
        let notices = std::mem::replace(&mut self.notices, before);
        Ok(Month { entries: file?.value.entries, notices })
    }

    /// Saves what is being typed.
    ///
    /// # Errors
    /// When it was not saved, or nothing is kept yet.
    pub fn save_draft(&mut self, draft: &Draft) -> Result<(), Error> {
        self.check_kept()?;
        let document = Document { value: draft.clone(), unknown: Unknown::default() };
        let bytes = self.encoded(DRAFT, &document)?;
        self.replace(DRAFT, &bytes, false)
    }

    /// Removes the draft.
    ///
    /// # Errors
    /// When it could not be removed.
    pub fn clear_draft(&mut self) -> Result<(), Error> {
        self.check_kept()?;
        let path = self.root.join(self.file(DRAFT));
        let failed =
            |error: &std::io::Error| Error::Remove { place: path.clone(), reason: error.into() };
        match self.vfs.remove(&path) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(failed(&error)),
        }
        save::sync_folder(self.vfs.as_ref(), &self.root).map_err(|error| failed(&error))?;
        Ok(())
    }

    pub(super) fn check_writable(&self) -> Result<(), Error> {
        if self.is_locked() {
            return Err(Error::Locked { place: self.root.clone() });
        }
        match self.read_only {
            Some(_) => Err(Error::ReadOnly { place: self.root.clone() }),
            None => Ok(()),
        }
    }

    pub(super) fn check_kept(&self) -> Result<(), Error> {
        self.check_writable()?;
        if self.kept { Ok(()) } else { Err(Error::NoPlan { place: self.root.clone() }) }
    }

    fn month_of(&self, entry: &Entry) -> Result<String, Error> {
        let month = entry.day.format("%Y-%m").to_string();
        if is_month(&month) {
            Ok(month)
        } else {
            let reason = Reason::new("the journal knows the years 0 to 9999 only");
            Err(Error::Save { place: self.root.join(JOURNAL), reason })
        }
    }

    pub(super) fn month_file(
        &mut self,
        month: &str,
        beside: Beside,
    ) -> Result<Document<MonthFile>, Error> {
        let empty = || Document {
            value: MonthFile { month: month.to_owned(), ..MonthFile::default() },
            unknown: Unknown::default(),
        };
        if !is_month(month) {
            return Ok(empty());
        }
        let told = self.notices.len();
        let Some(mut file) = self.read_document::<MonthFile>(&month_name(month), beside)? else {
            return Ok(empty());
        };
        month.clone_into(&mut file.value.month);
        // What was mended just now is older, and that was said.
        if self.index.raise(month, &file.value, file.unknown.unread_text())
            && self.notices.len() == told
        {
            self.notices.push(Notice::RolledBack { file: self.file(&month_name(month)) });
        }
        Ok(file)
    }

    /// Reads the month, changes it and saves it; where nothing changed only if it must, or its last save failed.
    fn change_month(
        &mut self,
        month: &str,
        must: bool,
        change: impl FnOnce(&mut MonthFile),
    ) -> Result<(), Error> {
        let mut file = self.month_file(month, Beside::Now)?;
        let before = file.value.entries.clone();
        change(&mut file.value);
        if file.value.entries == before && !must && !self.unsure.contains(&month_name(month)) {
            return Ok(());
        }
        merge::remember_replaced(&mut file.value, &before);
        self.save_month(month, &mut file)
    }

    /// Saves the month, counted up over all that is known of it.
    pub(super) fn save_month(
        &mut self,
        month: &str,
        file: &mut Document<MonthFile>,
    ) -> Result<(), Error> {
        let folder = self.root.join(JOURNAL);
        save::ensure_folder(self.vfs.as_ref(), &folder)
            .map_err(|error| Error::save(&folder, &error))?;
        file.value.seq = file.value.seq.max(self.index.seq(month)).saturating_add(1);
        self.save_document(&month_name(month), file, true)?;
        self.index.saw(month, &file.value);
        Ok(())
    }
}

/// The name of a month's file in the store.
pub(super) fn month_name(month: &str) -> String {
    format!("{JOURNAL}/{month}.toml")
}

/// The month that a file of the store holds, by its name; `None` for other files.
pub(super) fn month_in(name: &str) -> Option<&str> {
    name.strip_prefix(JOURNAL)?.strip_prefix('/')?.strip_suffix(".toml")
}

/// Whether it is `YYYY-MM`.
pub(super) fn is_month(text: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('-').is_some_and(|(year, month)| {
        year.len() == 4 && digits(year) && month.len() == 2 && digits(month)
    })
}
