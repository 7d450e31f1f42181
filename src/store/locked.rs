//! Locking and unlocking: what can be done with an encrypted store while its key is not at hand, which is very little.

use std::io;
use std::path::PathBuf;

use super::notice::{Notice, ReadOnly};
use super::open::Loaded;
use super::store::{BACKUPS, IDENTITY, PLAN, Store};
use super::vault::{Key, Passphrase, Refused};
use super::write::LARGEST;
use super::{save, write};
use crate::error::{Error, Reason};

/// An encrypted store whose key is not at hand. It holds the lock against other windows all the same.
#[derive(Debug)]
pub struct LockedStore(Store);

impl LockedStore {
    pub(super) fn new(store: Store) -> Self {
        Self(store)
    }

    /// See [`Store::try_passphrase`].
    ///
    /// # Errors
    /// See there.
    pub fn try_passphrase(&self, passphrase: &Passphrase) -> Result<Key, Error> {
        self.0.try_passphrase(passphrase)
    }

    /// See [`Store::try_recovery_key`].
    ///
    /// # Errors
    /// See there.
    pub fn try_recovery_key(&self, line: &Passphrase) -> Result<Key, Error> {
        self.0.try_recovery_key(line)
    }

    /// Opens the store with its key.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn unlock(mut self, key: Key) -> Result<(Store, Box<Loaded>), Error> {
        let loaded = self.0.unlock(key)?;
        Ok((self.0, loaded))
    }

    /// The store as it is: locked, to be unlocked later.
    #[must_use]
    pub fn into_store(self) -> Store {
        self.0
    }

    /// Why it can only be read, if so.
    #[must_use]
    pub fn read_only(&self) -> Option<ReadOnly> {
        self.0.read_only
    }

    /// Where the wrapped key is.
    #[must_use]
    pub fn key_file(&self) -> PathBuf {
        self.0.place(IDENTITY)
    }
}

impl Store {
    /// Whether there is a passphrase.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    /// Whether the store is encrypted and its key is not at hand. Nothing can be read or saved then.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.encrypted && self.key.is_none()
    }

    /// Drops the key and all that was read with it. Save the draft first. No effect without a passphrase.
    pub fn lock(&mut self) {
        if self.encrypted && self.kept {
            self.key = None;
            self.unknown = super::document::Unknown::default();
            self.index = super::index::Index::default();
            self.things = super::removed::Things::default();
            self.removed = super::removed::Versions::default();
            self.ours.clear();
        }
    }

    /// The key, if this is the passphrase. Half a second of work; it changes nothing and may be done on a thread.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`], and when the wrapped key cannot be read.
    pub fn try_passphrase(&self, passphrase: &Passphrase) -> Result<Key, Error> {
        let place = self.place(IDENTITY);
        let copies = self.wrapped_copies().unwrap_or_default();
        let mut refused =
            Error::Damaged { place: place.clone(), reason: Reason::new("no wrapped key is there") };
        let mut tried: Vec<Vec<u8>> = Vec::new();
        for path in std::iter::once(&place).chain(&copies) {
            let bytes = match self.vfs.read(path, LARGEST) {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(Error::read(path, &error)),
            };
            if tried.contains(&bytes) {
                continue;
            }
            match Key::unwrap(&bytes, passphrase) {
                Ok(key) => return Ok(key),
                Err(Refused::Wrong) => refused = Error::WrongPassphrase,
                Err(other) if !matches!(refused, Error::WrongPassphrase) => {
                    let words = match other {
                        Refused::TooMuchWork => {
                            "to open it would take more work and memory than is accepted"
                        }
                        Refused::Damaged | Refused::Wrong => "it holds no wrapped key",
                    };
                    let reason = Reason::new(words);
                    refused = Error::Damaged { place: place.clone(), reason };
                }
                Err(_) => {}
            }
            tried.push(bytes);
        }
        Err(refused)
    }

    /// The key, if this is the recovery key of this store.
    ///
    /// # Errors
    /// [`Error::WrongPassphrase`], and when the plan cannot be read.
    pub fn try_recovery_key(&self, line: &Passphrase) -> Result<Key, Error> {
        let key = Key::from_recovery(line).ok_or(Error::WrongPassphrase)?;
        let path = self.place(PLAN);
        let bytes = self.vfs.read(&path, LARGEST).map_err(|error| Error::read(&path, &error))?;
        match write::text_of(Some(&key), &bytes) {
            Err(write::Bad::Encrypted) => Err(Error::WrongPassphrase),
            Ok(_) | Err(write::Bad::Seal(_)) => Ok(key),
        }
    }

    /// Opens the store with its key, as [`Store::open`] does where there is no passphrase.
    ///
    /// # Errors
    /// As there.
    pub fn unlock(&mut self, key: Key) -> Result<Box<Loaded>, Error> {
        self.key = Some(key);
        self.mend_wrapped();
        let loaded = self.load().inspect_err(|_| self.key = None)?;
        Ok(Box::new(loaded))
    }

    /// Puts the wrapped key back where it opened from a copy only, and makes a copy where there is none.
    fn mend_wrapped(&mut self) {
        let from = self.key.as_ref().and_then(|key| key.from.clone());
        let Some(from) = from.filter(|_| self.read_only.is_none()) else { return };
        let Ok(copies) = self.wrapped_copies() else { return };
        let read = |path: &std::path::Path| self.vfs.read(path, LARGEST).ok();
        let backed_up = copies.len() == 1 && read(&copies[0]).as_ref() == Some(&from);
        let here = read(&self.root.join(IDENTITY)).as_ref() == Some(&from);
        if !here && self.replace(IDENTITY, &from, false).is_ok() {
            let stat = copies.first().and_then(|path| self.vfs.stat(path).ok());
            let written = stat.map_or(chrono::DateTime::UNIX_EPOCH, |stat| stat.modified);
            let file = IDENTITY.to_owned();
            self.notices.push(Notice::Recovered { file, written, kept: None });
        }
        if !backed_up {
            self.keep_wrapped(&from);
        }
    }

    /// Keeps one copy of the wrapped key in `backups`, in place of all earlier ones. The key itself is saved: a copy
    /// that cannot be made now is made at the next start.
    pub(super) fn keep_wrapped(&mut self, bytes: &[u8]) {
        let backups = self.root.join(BACKUPS);
        if self.drop_wrapped_copies().is_ok()
            && save::ensure_folder(self.vfs.as_ref(), &backups).is_ok()
        {
            let path = self.copies(&backups, IDENTITY).path(1);
            let vfs = self.vfs.as_ref();
            let write = || {
                save::write_new(vfs, &path, bytes)?;
                save::sync_folder(vfs, &backups).map(|_| ())
            };
            // A flush that failed is not tried again on the same file, but once on a new one.
            let _ = write().or_else(|_| write());
        }
    }

    /// Removes the copies of the wrapped key: they open with the passphrase of their time.
    pub(super) fn drop_wrapped_copies(&self) -> io::Result<()> {
        let copies = self.wrapped_copies()?;
        for path in &copies {
            self.vfs.remove(path)?;
        }
        if !copies.is_empty() {
            save::sync_folder(self.vfs.as_ref(), &self.root.join(BACKUPS))?;
        }
        Ok(())
    }
}
