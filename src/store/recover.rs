//! Reading, and what is done with a file that is damaged or was changed outside.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use super::disk::Disk;
use super::document::{self, Beside, Document, Filed};
use super::index::Index;
use super::notice::{Notice, ReadOnly};
use super::places::Places;
use super::seal::{self, SealError};
use super::store::{BACKUPS, DAMAGED, DRAFT, MonthFile, PLAN, Store, month_name};
use super::trash::{TRASHED, Trash};
use super::vault::Key;
use super::write::{Bad, LARGEST, bytes_of};
use super::{save, store};
use crate::engine::{Draft, Plan};
use crate::error::{Error, Reason};

/// What a file of the store turned out to be.
enum Content<T> {
    /// With the digest of its bytes.
    Good(Document<T>, String),
    /// It makes sense, and something else wrote it.
    Changed,
    Damaged(Reason),
}

/// An earlier version of a file that is whole.
struct Earlier<T> {
    document: Document<T>,
    bytes: Vec<u8>,
    written: DateTime<Utc>,
}

impl Store {
    /// Reads a file of the store; `None` where there is none. Damage is mended from an earlier version, and told.
    pub(super) fn read_document<T: Filed>(
        &mut self,
        name: &str,
        beside: Beside,
    ) -> Result<Option<Document<T>>, Error> {
        if self.is_locked() {
            return Err(Error::Locked { place: self.root.clone() });
        }
        let path = self.place(name);
        let bytes = match self.vfs.read(&path, LARGEST) {
            Ok(bytes) => bytes,
            // The plan stands wherever FORMAT does, and a month that the plan knows: one that is gone is damage.
            Err(error)
                if error.kind() == io::ErrorKind::NotFound
                    && (name == PLAN
                        || store::month_in(name).is_some_and(|m| self.index.knows(m))) =>
            {
                return self.recover(name, Reason::from(&error));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::read(&path, &error)),
        };
        match self.content(name, &bytes, beside)? {
            Content::Good(document, digest) => {
                self.ours.insert(name.to_owned(), BTreeSet::from([digest]));
                Ok(Some(document))
            }
            Content::Changed => Err(Error::ChangedOutside { place: path }),
            Content::Damaged(reason) => self.recover(name, reason),
        }
    }

    fn content<T: Filed>(
        &self,
        name: &str,
        bytes: &[u8],
        beside: Beside,
    ) -> Result<Content<T>, Error> {
        let read = |text: Zeroizing<String>| match beside {
            Beside::Now => document::parse::<T>(&text),
            Beside::Later => document::parse_value::<T>(text),
        };
        match self.text_and_digest(bytes) {
            Ok((text, digest)) => match read(text) {
                Ok(document) if is_of_another(name, &document) => {
                    Ok(Content::Damaged(Reason::new("it is the file of another month")))
                }
                Ok(document) => Ok(Content::Good(document, digest)),
                Err(_) if self.read_only == Some(ReadOnly::Newer) => {
                    Err(Error::Newer { place: self.root.clone() })
                }
                // It is whole: this is not damage, and an earlier version would lose what it says.
                Err(wrong) => Err(Error::Read {
                    place: self.place(name),
                    reason: Reason::new(format!("it is whole, but {wrong} by this version")),
                }),
            },
            Err(Bad::Seal(SealError::Mismatch { text })) if document::parse::<T>(&text).is_ok() => {
                Ok(Content::Changed)
            }
            Err(damage) => Ok(Content::Damaged(Reason::new(damage.to_string()))),
        }
    }

    /// The newest earlier version that is whole takes the place of a damaged file, which is set aside.
    fn recover<T: Filed>(
        &mut self,
        name: &str,
        reason: Reason,
    ) -> Result<Option<Document<T>>, Error> {
        let place = self.place(name);
        let file = self.file(name);
        if let Some(Earlier { document, bytes, written }) = self.newest_good::<T>(name)? {
            // Where nothing can be written now, the next save says so; reading goes on.
            let kept = self.put_back(name, &bytes).ok().flatten();
            self.notices.push(Notice::Recovered { file, written, kept });
            return Ok(Some(document));
        }
        if name == PLAN {
            return Err(Error::Damaged { place, reason });
        }
        if let Some(month) = store::month_in(name) {
            self.index.forget(month);
        }
        let kept = self.set_aside(name).ok().flatten();
        if kept.is_some() && self.vfs.remove(&place).is_ok() {
            let folder = place.parent().unwrap_or(&self.root);
            let _ = save::sync_folder(self.vfs.as_ref(), folder);
        }
        self.notices.push(Notice::Lost { file, kept });
        Ok(None)
    }

    /// Sets the damaged file aside and writes these bytes in its place; not in a store that can only be read.
    fn put_back(&mut self, name: &str, bytes: &[u8]) -> Result<Option<PathBuf>, Error> {
        if self.read_only.is_some() {
            return Ok(None);
        }
        let kept = self.set_aside(name)?;
        self.ours.insert(name.to_owned(), BTreeSet::from([seal::digest(bytes)]));
        self.replace(name, bytes, false)?;
        Ok(kept)
    }

    fn newest_good<T: Filed>(&self, name: &str) -> Result<Option<Earlier<T>>, Error> {
        let backups = self.root.join(BACKUPS);
        let file = self.file(name);
        let copies = self.copies(&backups, &file);
        let numbers = copies.numbers().map_err(|error| Error::read(&backups, &error))?;
        for number in numbers.into_iter().rev() {
            let path = copies.path(number);
            let bytes = self.vfs.read(&path, LARGEST);
            let bytes = bytes.map_err(|error| Error::read(&path, &error))?;
            let text = self.text(&bytes).ok();
            let document = text.and_then(|text| document::parse::<T>(&text).ok());
            if let Some(document) = document.filter(|document| !is_of_another(name, document)) {
                let written =
                    self.vfs.stat(&path).map_or(DateTime::UNIX_EPOCH, |stat| stat.modified);
                return Ok(Some(Earlier { document, bytes, written }));
            }
        }
        Ok(None)
    }

    /// Keeps what is in the file now in `damaged`; not in a store that can only be read.
    fn set_aside(&self, name: &str) -> Result<Option<PathBuf>, Error> {
        if self.read_only.is_some() {
            return Ok(None);
        }
        let damaged = self.root.join(DAMAGED);
        let file = self.file(name);
        let copies = self.copies(&damaged, &file);
        copies
            .numbers()
            .and_then(|numbers| copies.keep(&self.root.join(&file), &numbers))
            .map_err(|error| Error::save(&damaged, &error))
    }

    /// Whether the file on the disk is the one this store knows, so that it may be replaced and kept as a generation.
    /// `false` for one that is gone, or damaged and set aside.
    pub(super) fn check_unchanged(&self, name: &str) -> Result<bool, Error> {
        let path = self.place(name);
        let bytes = match self.vfs.read(&path, LARGEST) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(Error::save(&path, &error)),
        };
        if self.ours.get(name).is_some_and(|ours| ours.contains(&seal::digest(&bytes))) {
            return Ok(true);
        }
        match self.text(&bytes) {
            Ok(_) | Err(Bad::Seal(SealError::Mismatch { .. })) => {
                Err(Error::ChangedOutside { place: path })
            }
            Err(_) => self.set_aside(name).map(|_| false),
        }
    }

    /// Sets aside, in `damaged`, the versions that something else wrote while this store was open, so that the next
    /// save goes through. Returns where they are kept.
    ///
    /// # Errors
    /// When one could not be kept.
    pub fn set_aside_changed(&mut self) -> Result<Vec<PathBuf>, Error> {
        let mut kept = Vec::new();
        for name in self.ours.keys().cloned().collect::<Vec<_>>() {
            if let Err(Error::ChangedOutside { place }) = self.check_unchanged(&name) {
                kept.extend(self.set_aside(&name)?);
                let bytes = self.vfs.read(&place, LARGEST);
                let version = seal::digest(&bytes.map_err(|error| Error::read(&place, &error))?);
                self.ours.entry(name).or_default().insert(version);
            }
        }
        Ok(kept)
    }

    /// Keeps what was changed outside: seals it anew, as the latest version. Returns the files.
    ///
    /// # Errors
    /// When one could not be read or saved.
    pub fn accept_changed(places: &Places, key: Option<Key>) -> Result<Vec<PathBuf>, Error> {
        Self::settle(places, key, |store, name, text| {
            let counted = store::month_in(name).and_then(|month| {
                let mut file = document::parse::<MonthFile>(text).ok()?;
                // Counted up, so that it is not taken for a version that was put back.
                file.value.seq = file.value.seq.max(store.index.seq(month)).saturating_add(1);
                document::write(&file)
            });
            let bytes = bytes_of(store.key.as_ref(), counted.as_deref().unwrap_or(text));
            let place = store.place(name);
            let bytes = bytes.map_err(|reason| Error::Save { place, reason })?;
            store.replace(name, &bytes, false)
        })
    }

    /// Goes back to the last versions saved here; what was changed outside is set aside in `damaged`. Returns the files.
    ///
    /// # Errors
    /// When one could not be read, or there is no earlier version.
    pub fn refuse_changed(places: &Places, key: Option<Key>) -> Result<Vec<PathBuf>, Error> {
        Self::settle(places, key, |store, name, _| {
            let reason = Reason::new("it was changed outside");
            match name {
                PLAN => store.recover::<Plan>(name, reason).map(|_| ()),
                DRAFT => store.recover::<Draft>(name, reason).map(|_| ()),
                TRASHED => store.recover::<Trash>(name, reason).map(|_| ()),
                _ => store.recover::<MonthFile>(name, reason).map(|_| ()),
            }
        })
    }

    /// Does something with each file that was changed outside.
    fn settle(
        places: &Places,
        key: Option<Key>,
        mut how: impl FnMut(&mut Self, &str, &str) -> Result<(), Error>,
    ) -> Result<Vec<PathBuf>, Error> {
        let (mut store, there) = Self::found(Arc::new(Disk), &places.data, None)?;
        if !there {
            return Ok(Vec::new());
        }
        store.key = key.filter(|_| store.encrypted);
        store.check_writable()?;
        if let Ok(Some(mut plan)) = store.read_document::<Plan>(PLAN, Beside::Now) {
            store.index = Index::take_from(&mut plan.unknown);
        }
        let mut names = vec![PLAN.to_owned(), DRAFT.to_owned(), TRASHED.to_owned()];
        names.extend(store.months()?.iter().map(|month| month_name(month)));
        let mut settled = Vec::new();
        for name in names {
            let path = store.place(&name);
            let bytes = match store.vfs.read(&path, LARGEST) {
                Ok(bytes) => bytes,
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                Err(error) => return Err(Error::read(&path, &error)),
            };
            if let Err(Bad::Seal(SealError::Mismatch { text })) = store.text(&bytes)
                && makes_sense(&name, &text)
            {
                how(&mut store, &name, &text)?;
                settled.push(path);
            }
        }
        Ok(settled)
    }
}

/// Whether it is a month, and another than its name says.
fn is_of_another<T: Filed>(name: &str, document: &Document<T>) -> bool {
    let Some(month) = store::month_in(name) else { return false };
    document.value.month().is_some_and(|written| written != month)
}

fn makes_sense(name: &str, text: &str) -> bool {
    match name {
        PLAN => document::parse::<Plan>(text).is_ok(),
        DRAFT => document::parse::<Draft>(text).is_ok(),
        TRASHED => document::parse::<Trash>(text).is_ok(),
        _ => document::parse::<MonthFile>(text).is_ok(),
    }
}
