//! Opening: what stands at the place, whose it is, and whether it may be written to.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::disk::Disk;
use super::document::{Beside, Unknown};
use super::index::Index;
use super::locked::LockedStore;
use super::notice::{Notice, ReadOnly};
use super::places::Places;
use super::removed::{Things, Versions};
use super::store::{
    AGE, BACKUPS, DRAFT, FORMAT, IDENTITY, JOURNAL, LOCK, MonthFile, PLAN, Store, TRASH,
};
use super::vfs::{Lock, Vfs};
use super::{merge, rewrite, save};
use crate::engine::{Draft, Entry, Plan, missing_entries};
use crate::error::{Error, Reason};

/// What `FORMAT` holds.
pub(super) const CURRENT: &str = "trustcoach 2\n";
pub(super) const VERSION: u32 = 2;
const TAKEN: &str = "another trustcoach keeps a plan there by now";

/// What stood at the place.
#[derive(Debug)]
pub enum Opened {
    /// No plan. Nothing is on the disk until the first save of one.
    New(Store),
    /// A plan.
    Found(Store, Box<Loaded>),
    /// A plan that opens with its passphrase.
    Locked(LockedStore),
}

/// All that a start needs; older months are read when they are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// The plan.
    pub plan: Plan,
    /// The entries of the newest month.
    pub entries: Vec<Entry>,
    /// The lines that follow from the plan and that a cut kept out of that month; none that was taken out on purpose.
    pub missing: Vec<Entry>,
    /// All months of the journal, as `YYYY-MM`, oldest first.
    pub months: Vec<String>,
    /// What was being typed.
    pub draft: Option<Draft>,
    /// What the person should be told.
    pub notices: Vec<Notice>,
    /// Why it can only be read, if so.
    pub read_only: Option<ReadOnly>,
}

/// The version of what is in the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    /// No `FORMAT`: new, or a first save that was cut short.
    None,
    /// An earlier one, which is written anew at the first start that may.
    Older(u32),
    Current,
    Newer,
}

impl Store {
    /// Opens the store at these places, and locks it if it is there.
    ///
    /// # Errors
    /// When what is there cannot be read, was changed outside, or is damaged beyond what earlier versions mend.
    pub fn open(places: &Places) -> Result<Opened, Error> {
        Self::open_on(Arc::new(Disk), &places.data)
    }

    /// Opens the store to read from it only: no lock is taken, so no window is kept from saving, and nothing is mended.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_to_read(places: &Places) -> Result<Opened, Error> {
        Self::opened(Self::found(Arc::new(Disk), &places.data, Some(ReadOnly::Asked))?)
    }

    /// Opens the store in a folder of the given file system.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_on(vfs: Arc<dyn Vfs>, data: &Path) -> Result<Opened, Error> {
        Self::opened(Self::found(vfs, data, None)?)
    }

    fn opened(found: (Self, bool)) -> Result<Opened, Error> {
        match found {
            (store, false) => Ok(Opened::New(store)),
            (store, true) if store.is_locked() => Ok(Opened::Locked(LockedStore::new(store))),
            (mut store, true) => {
                let loaded = store.load()?;
                Ok(Opened::Found(store, Box::new(loaded)))
            }
        }
    }

    /// The store in the folder, locked where it may and should be, and whether there is a plan to load.
    pub(super) fn found(
        vfs: Arc<dyn Vfs>,
        data: &Path,
        read_only: Option<ReadOnly>,
    ) -> Result<(Self, bool), Error> {
        let mut store = Self {
            vfs,
            root: data.to_owned(),
            lock: None,
            read_only,
            format: false,
            kept: false,
            encrypted: false,
            key: None,
            wrapped: None,
            pending: None,
            index: Index::default(),
            seq: 0,
            things: Things::default(),
            removed: Versions::default(),
            unknown: Unknown::default(),
            unsure: BTreeSet::new(),
            ours: BTreeMap::new(),
            notices: Vec::new(),
        };
        match store.vfs.resolve(data) {
            Ok(root) => store.root = root,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((store, false)),
            Err(error) => return Err(Error::read(data, &error)),
        }
        let format = store.read_format()?;
        store.pending = rewrite::committed(store.vfs.as_ref(), &store.root)?;
        let newer = store.pending.as_ref().is_some_and(|pending| pending.format > VERSION);
        store.encrypted = store.is_there(IDENTITY)? || store.is_there(&format!("{PLAN}{AGE}"))?;
        if format == Format::None && !store.is_there(&store.file(PLAN))? && store.pending.is_none()
        {
            // A wrapped key alone: a first save that was cut short.
            store.encrypted = false;
            return Ok((store, false));
        }
        store.format = format != Format::None;
        if format == Format::Newer || newer {
            store.read_only = Some(ReadOnly::Newer);
            return Ok((store, true));
        }
        store.take_lock()?;
        store.finish_rewrite()?;
        if let (Format::Older(from), None) = (format, store.read_only)
            && store.read_format()? == format
        {
            store.migrate(from)?;
        }
        Ok((store, true))
    }

    /// Carries forward a change of all files that was cut short, where it may; else it is looked through.
    fn finish_rewrite(&mut self) -> Result<(), Error> {
        let failed = |error: &io::Error| Error::save(&self.root.join(rewrite::NEW), error);
        if self.read_only.is_none() {
            // It may have been finished by another window while this one waited for the lock.
            self.pending = rewrite::committed(self.vfs.as_ref(), &self.root)?;
            match self.pending.take() {
                Some(pending) => {
                    // Nobody knows how far the run that began it came.
                    rewrite::carry_forward(self.vfs.as_ref(), &self.root, &pending, true).map_err(
                        |error| Error::Unfinished {
                            place: self.root.join(rewrite::NEW),
                            reason: Reason::from(&error),
                        },
                    )?;
                }
                None => rewrite::discard(self.vfs.as_ref(), &self.root)
                    .map_err(|error| failed(&error))?,
            }
        }
        let encrypted = format!("{PLAN}{AGE}");
        self.encrypted = match &self.pending {
            Some(pending) => pending.files.contains(&encrypted),
            None => self.is_there(IDENTITY)? || self.is_there(&encrypted)?,
        };
        Ok(())
    }

    pub(super) fn load(&mut self) -> Result<Loaded, Error> {
        self.close_to_others();
        let Some(mut plan) = self.read_document::<Plan>(PLAN, Beside::Later)? else {
            let reason = Reason::new("it is not there");
            return Err(Error::Damaged { place: self.place(PLAN), reason });
        };
        self.kept = true;
        self.seq = plan.value.seq;
        self.unknown = plan.unknown;
        self.index = Index::take_from(&mut self.unknown);
        self.removed = Versions::take_from(&mut self.unknown);
        self.things = Things::of(&plan.value);
        let months = match self.merge_copies(&mut plan.value, false)? {
            Some(names) => self.months_among(&names),
            None => self.months()?,
        };
        let newest = match months.last() {
            Some(newest) => self.month_file(newest, Beside::Later)?.value,
            None => MonthFile::default(),
        };
        // Earlier months are not asked after at a start, and later ones are not there.
        let missing = missing_entries(&plan.value, &newest.entries).into_iter().filter(|line| {
            let month = line.day.format("%Y-%m").to_string();
            month >= newest.month && !merge::was_taken_out(&newest, line)
        });
        let missing = missing.collect();
        let draft = self.read_document::<Draft>(DRAFT, Beside::Later)?.map(|draft| draft.value);
        Ok(Loaded {
            plan: plan.value,
            entries: newest.entries,
            missing,
            months,
            draft,
            notices: self.take_notices(),
            read_only: self.read_only,
        })
    }

    fn read_format(&self) -> Result<Format, Error> {
        let path = self.root.join(FORMAT);
        let bytes = match self.vfs.read(&path, 64) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Format::None),
            Err(error) => return Err(Error::read(&path, &error)),
        };
        let version = std::str::from_utf8(&bytes)
            .ok()
            .and_then(|text| text.strip_prefix("trustcoach "))
            .and_then(|rest| rest.trim_end().parse::<u32>().ok());
        match version {
            Some(VERSION) => Ok(Format::Current),
            Some(newer) if newer > VERSION => Ok(Format::Newer),
            Some(older) if older > 0 => Ok(Format::Older(older)),
            Some(_) | None => {
                let reason = Reason::new("it does not say which version wrote the files");
                Err(Error::Damaged { place: path, reason })
            }
        }
    }

    fn is_there(&self, name: &str) -> Result<bool, Error> {
        let path = self.root.join(name);
        match self.vfs.stat(&path) {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(Error::read(&path, &error)),
        }
    }

    /// Takes the lock, or says why the store can only be read.
    fn take_lock(&mut self) -> Result<(), Error> {
        if self.read_only.is_some() {
            return Ok(());
        }
        let place = self.root.join(LOCK);
        match self.vfs.lock(&place) {
            Ok(Lock::Ours(guard)) => self.lock = Some(guard),
            Ok(Lock::Held { by }) => self.read_only = Some(ReadOnly::Held { by }),
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                self.notices.push(Notice::NoLocks);
            }
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied
                ) =>
            {
                self.read_only = Some(ReadOnly::Medium);
            }
            Err(error) => return Err(Error::Lock { place, reason: (&error).into() }),
        }
        Ok(())
    }

    /// Makes the folder of a new store and locks it. Not in a folder that holds other things.
    pub(super) fn begin(&mut self) -> Result<(), Error> {
        if self.lock.is_some() || self.ours.contains_key(PLAN) {
            return Ok(());
        }
        let vfs = Arc::clone(&self.vfs);
        let failed = |error: &io::Error| Error::save(&self.root, error);
        save::ensure_folder(vfs.as_ref(), &self.root).map_err(|error| failed(&error))?;
        let root = vfs.resolve(&self.root).map_err(|error| failed(&error))?;
        let names = vfs.list(&root).map_err(|error| failed(&error))?;
        self.root = root;
        let age = format!("{PLAN}{AGE}");
        let other = |name: &String| {
            !name.starts_with('.') && ![PLAN, &age, IDENTITY, FORMAT].contains(&name.as_str())
        };
        if names.iter().any(other) && !names.iter().any(|name| name == FORMAT) {
            return Err(Error::NotOurs { place: self.root.clone() });
        }
        self.take_lock()?;
        let refusal = match self.read_only.take() {
            Some(ReadOnly::Medium | ReadOnly::Newer | ReadOnly::Asked | ReadOnly::Unfinished) => {
                Some("it cannot be written to")
            }
            Some(ReadOnly::Held { .. }) => Some(TAKEN),
            None => (self.is_there(PLAN)? || self.is_there(&age)? || self.is_there(FORMAT)?)
                .then_some(TAKEN),
        };
        if let Some(words) = refusal {
            self.lock = None;
            return Err(Error::Save { place: self.root.clone(), reason: Reason::new(words) });
        }
        // A folder that was there may be open to others. The files are closed in any case.
        let _ = vfs.close_to_others(&self.root);
        Ok(())
    }

    pub(super) fn write_format(&mut self) -> Result<(), Error> {
        self.replace(FORMAT, CURRENT.as_bytes(), false)?;
        self.format = true;
        Ok(())
    }

    /// Takes from others what they could open, where it is ours to take.
    fn close_to_others(&mut self) {
        if self.read_only.is_some() {
            return;
        }
        let inside = [&self.file(PLAN), &self.file(DRAFT), IDENTITY, JOURNAL, BACKUPS, TRASH]
            .map(|name| self.root.join(name));
        let open = |path: &Path| self.vfs.stat(path).is_ok_and(|stat| stat.is_open_to_others());
        let mut closed = false;
        for path in std::iter::once(&self.root).chain(&inside).filter(|path| open(path)) {
            // A file system without modes takes the call and changes nothing: that is no news.
            closed |= self.vfs.close_to_others(path).is_ok() && !open(path);
        }
        if closed {
            self.notices.push(Notice::Closed);
        }
    }
}
