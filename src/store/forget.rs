//! Destroying: one entry with every version of it, or all that is kept.

use std::io;
use std::path::PathBuf;

use super::disk::Disk;
use super::document::Beside;
use super::merge;
use super::places::Places;
use super::rewrite::{self, NEW};
use super::save;
use super::store::{
    AGE, BACKUPS, DAMAGED, DRAFT, FORMAT, IDENTITY, JOURNAL, LOCK, PLAN, Store, TRASH,
};
use super::write::LARGEST;
use crate::engine::EntryId;
use crate::error::{Error, Reason};
use std::sync::Arc;

/// What came of forgetting an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Forgotten {
    /// Whether it was in the journal or the trash.
    pub found: bool,
    /// How many earlier versions held it and were removed.
    pub versions: usize,
    /// Files that could not be looked into, and may hold it.
    pub unread: Vec<PathBuf>,
}

impl Store {
    /// Destroys an entry: in its month, in the trash, and in every earlier or damaged version that is kept here.
    ///
    /// # Errors
    /// When a file could not be read, saved or removed. It may be done again.
    pub fn forget_entry(&mut self, id: &EntryId) -> Result<Forgotten, Error> {
        self.check_kept()?;
        let mut forgotten = Forgotten::default();
        for month in self.months()? {
            let mut file = self.month_file(&month, Beside::Now)?;
            if let Some(at) = file.value.entries.iter().position(|entry| entry.id == *id) {
                let entry = file.value.entries.remove(at);
                merge::remember_forgotten(&mut file.value, &entry);
                forgotten.found = true;
            } else if !merge::is_forgotten(&file.value, id) {
                continue;
            }
            // Also where it is forgotten already: an earlier try may not have reached the disk.
            self.save_month(&month, &mut file)?;
        }
        forgotten.found |= self.forget_in_trash(id)?;
        let needle = id.0.as_bytes();
        for folder in [BACKUPS, DAMAGED] {
            let place = self.root.join(folder);
            let files = self.files_below(folder).map_err(|error| Error::read(&place, &error))?;
            for name in files.into_iter().filter(|name| !name.contains(IDENTITY)) {
                let path = self.root.join(name);
                let bytes =
                    self.vfs.read(&path, LARGEST).map_err(|error| Error::read(&path, &error))?;
                let plain = match &self.key {
                    Some(key) => key.decrypt(&bytes, LARGEST),
                    None => Some(zeroize::Zeroizing::new(bytes)),
                };
                let Some(plain) = plain else {
                    forgotten.unread.push(path);
                    continue;
                };
                if plain.windows(needle.len().max(1)).any(|part| part == needle) {
                    self.vfs.remove(&path).map_err(|error| remove(path, &error))?;
                    forgotten.versions += 1;
                }
            }
            if self.vfs.stat(&place).is_ok() {
                save::sync_folder(self.vfs.as_ref(), &place)
                    .map_err(|error| remove(place.clone(), &error))?;
            }
        }
        Ok(forgotten)
    }

    /// Removes everything that is kept at these places: key first, then all the rest, then the folder if nothing of
    /// others is in it. Needs no key. Returns what was left because it is not ours.
    ///
    /// # Errors
    /// When another window has the store open, or a file could not be removed. It may be done again.
    pub fn erase(places: &Places) -> Result<Vec<PathBuf>, Error> {
        let (store, _) = Self::found(Arc::new(Disk), &places.data, None)?;
        if store.read_only.is_some() {
            return Err(Error::ReadOnly { place: store.root });
        }
        store.erase_all().map_err(|error| remove(store.root.clone(), &error))
    }

    pub(super) fn erase_all(&self) -> io::Result<Vec<PathBuf>> {
        let vfs = self.vfs.as_ref();
        let gone = |done: io::Result<()>| match done {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        };
        let names = match vfs.list(&self.root) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        // Without the key, whatever a cut leaves cannot be read.
        gone(vfs.remove(&self.root.join(IDENTITY)))?;
        self.drop_wrapped_copies()?;
        save::sync_folder(vfs, &self.root)?;
        for folder in [NEW, JOURNAL, TRASH, BACKUPS, DAMAGED] {
            rewrite::remove_all(vfs, &self.root.join(folder))?;
        }
        let ours = |name: &String| {
            let plain = name.strip_suffix(AGE).unwrap_or(name);
            [PLAN, DRAFT].contains(&plain)
                || super::conflict::original(name).is_some()
                || save::is_temporary(name)
        };
        for name in names.iter().filter(|name| ours(name)) {
            gone(vfs.remove(&self.root.join(name)))?;
        }
        for name in [FORMAT, LOCK] {
            gone(vfs.remove(&self.root.join(name)))?;
        }
        save::sync_folder(vfs, &self.root)?;
        let left = vfs.list(&self.root)?;
        if left.is_empty() {
            vfs.remove_folder(&self.root)?;
            if let Some(parent) = self.root.parent() {
                save::sync_folder(vfs, parent)?;
            }
        }
        Ok(left.into_iter().map(|name| self.root.join(name)).collect())
    }
}

fn remove(place: PathBuf, error: &io::Error) -> Error {
    Error::Remove { place, reason: Reason::from(error) }
}
