//! The store of one plan: what is saved, and where.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::document::{self, Document, Found, Unknown};
use super::generations::Generations;
use super::notice::{Notice, ReadOnly};
use super::save::{self, Durability};
use super::seal;
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
    /// The plan's file as it was opened: what of it this version does not know goes into each save.
    pub(super) beside: String,
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
    /// Counts the saves of this month.
    pub(super) seq: u64,
    #[serde(default, rename = "entry")]
    pub(super) entries: Vec<Entry>,
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
        let unknown = document::unknown::<Plan>(&self.beside);
        let document = Document { value, unknown };
        self.save_document(PLAN, &document, true)?;
        self.kept = true;
        if !self.format {
            self.write_format()?;
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
            self.change_month(month, |file| {
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
            self.change_month(month, |file| {
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
            Ok(names) => Ok(names
                .iter()
                .filter_map(|name| name.strip_suffix(".toml"))
                .filter(|month| is_month(month))
                .map(str::to_owned)
                .collect()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(Error::read(&folder, &error)),
        }
    }

    /// One month of the journal, as `YYYY-MM`; empty where there is none.
    ///
    /// # Errors
    /// When it cannot be read or was changed outside.
    pub fn read_month(&mut self, month: &str) -> Result<Month, Error> {
        let before = self.take_notices();
        let file = self.month_file(month);
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
        let path = self.root.join(DRAFT);
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

    fn check_writable(&self) -> Result<(), Error> {
        match self.read_only {
            Some(_) => Err(Error::ReadOnly { place: self.root.clone() }),
            None => Ok(()),
        }
    }

    fn check_kept(&self) -> Result<(), Error> {
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

    pub(super) fn month_file(&mut self, month: &str) -> Result<Found<MonthFile>, Error> {
        if !is_month(month) {
            return Ok(Found::default());
        }
        Ok(self.read_document(&month_name(month))?.unwrap_or_default())
    }

    /// Reads the month, changes it and saves it; not where nothing changed.
    fn change_month(
        &mut self,
        month: &str,
        change: impl FnOnce(&mut MonthFile),
    ) -> Result<(), Error> {
        let Found { value, text } = self.month_file(month)?;
        let mut file = Document { value, unknown: document::unknown::<MonthFile>(&text) };
        let before = file.value.entries.clone();
        change(&mut file.value);
        if file.value.entries == before {
            return Ok(());
        }
        let folder = self.root.join(JOURNAL);
        save::ensure_folder(self.vfs.as_ref(), &folder)
            .map_err(|error| Error::save(&folder, &error))?;
        file.value.seq = file.value.seq.saturating_add(1);
        self.save_document(&month_name(month), &file, true)
    }

    fn save_document<T: Serialize + DeserializeOwned + PartialEq>(
        &mut self,
        name: &str,
        document: &Document<T>,
        generations: bool,
    ) -> Result<(), Error> {
        let bytes = self.encoded(name, document)?;
        let generations = self.check_unchanged(name)? && generations;
        self.ours.entry(name.to_owned()).or_default().insert(seal::digest(&bytes));
        self.replace(name, &bytes, generations)?;
        self.ours.insert(name.to_owned(), BTreeSet::from([seal::digest(&bytes)]));
        Ok(())
    }

    /// The bytes for the disk: sealed, and read back once before anything is written.
    fn encoded<T: Serialize + DeserializeOwned + PartialEq>(
        &self,
        name: &str,
        document: &Document<T>,
    ) -> Result<Vec<u8>, Error> {
        let refuse =
            |words: &str| Error::Save { place: self.root.join(name), reason: Reason::new(words) };
        let text = document::write(document)
            .ok_or_else(|| refuse("it would not read back as it was; please report this"))?;
        let bytes = seal::seal(&text).into_bytes();
        if bytes.len() as u64 > save::CAP {
            return Err(refuse("it has grown beyond 16 MiB"));
        }
        Ok(bytes)
    }

    pub(super) fn replace(
        &mut self,
        name: &str,
        bytes: &[u8],
        generations: bool,
    ) -> Result<(), Error> {
        let backups = self.root.join(BACKUPS);
        let earlier = self.copies(&backups, name);
        let path = self.root.join(name);
        let saved = save::replace(self.vfs.as_ref(), &path, bytes, generations.then_some(&earlier));
        match saved {
            Ok(Durability::Flushed) => Ok(()),
            Ok(Durability::Unknown) => {
                if !self.notices.contains(&Notice::NotDurable) {
                    self.notices.push(Notice::NotDurable);
                }
                Ok(())
            }
            Err(failed) => Err(Error::save(&failed.place, &failed.error)),
        }
    }

    /// The copies of a file in `backups` or `damaged`.
    pub(super) fn copies<'a>(&'a self, folder: &'a Path, name: &'a str) -> Generations<'a> {
        let name = name.rsplit('/').next().unwrap_or(name);
        Generations { vfs: self.vfs.as_ref(), folder, name }
    }
}

/// The name of a month's file in the store.
pub(super) fn month_name(month: &str) -> String {
    format!("{JOURNAL}/{month}.toml")
}

/// Whether it is `YYYY-MM`.
fn is_month(text: &str) -> bool {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('-').is_some_and(|(year, month)| {
        year.len() == 4 && digits(year) && month.len() == 2 && digits(month)
    })
}
