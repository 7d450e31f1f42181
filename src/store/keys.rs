//! Passphrases: set, changed, removed, and the key renewed.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use super::document::{self, Beside, Document, Filed};
use super::rewrite::Rewrite;
use super::store::{AGE, BACKUPS, DAMAGED, DRAFT, FORMAT, IDENTITY, JOURNAL, PLAN, Store, TRASH};
use super::store::{MonthFile, month_name};
use super::trash::{TRASHED, Trash};
use super::vault::{Key, Passphrase};
use super::write::{LARGEST, bytes_of, text_of};
use super::{conflict, open, save};
use crate::engine::{Draft, Plan};
use crate::error::{Error, Reason};

impl Store {
    /// Encrypts the store with a new key, wrapped by this passphrase. A plan that is not kept yet is encrypted from its
    /// first save on, and nothing is written now. Else all files are written anew and every plaintext version is
    /// removed. Returns the recovery key, to be shown once.
    ///
    /// The disk, its snapshots and copies elsewhere may still hold the old plaintext: say so.
    ///
    /// # Errors
    /// When there is a passphrase already, or the files could not be written; then all is as it was. After
    /// [`Error::Unfinished`] the new key may be what opens them: show [`Store::recovery_key`] all the same.
    pub fn set_passphrase(
        &mut self,
        passphrase: &Passphrase,
        now: DateTime<Utc>,
    ) -> Result<Passphrase, Error> {
        if self.encrypted && self.kept {
            return Err(refused("there is a passphrase already"));
        }
        not_empty(passphrase)?;
        let key = Key::generate(now);
        let (wrapped, recovery) = (self.wrapped_by(&key, passphrase)?, key.recovery());
        if !self.kept {
            self.encrypted = true;
            (self.key, self.wrapped) = (Some(key), Some(wrapped));
            return Ok(recovery);
        }
        self.check_kept()?;
        self.rewrite_with(Some(key), Some(wrapped))?;
        Ok(recovery)
    }

    /// Wraps the key by another passphrase. The files stay as they are: a copy of the old `identity.age` still opens
    /// them with the old passphrase. Say so, and that [`Store::rekey`] is the remedy.
    ///
    /// # Errors
    /// When there is no passphrase to change, or the key could not be written; then the old one holds.
    pub fn change_passphrase(
        &mut self,
        passphrase: &Passphrase,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        self.check_kept()?;
        not_empty(passphrase)?;
        let key = self.key.as_ref().ok_or_else(|| refused("there is no passphrase"))?;
        let key = key.rewrapped(now);
        let wrapped = self.wrapped_by(&key, passphrase)?;
        self.replace_wrapped(key, &wrapped)
    }

    pub(super) fn replace_wrapped(&mut self, key: Key, wrapped: &[u8]) -> Result<(), Error> {
        // The copy goes first: one that outlived the change would open with the old passphrase.
        self.drop_wrapped_copies()
            .map_err(|error| Error::save(&self.root.join(BACKUPS), &error))?;
        self.replace(IDENTITY, wrapped, false)?;
        self.keep_wrapped(wrapped);
        self.key = Some(key);
        Ok(())
    }

    /// Writes all files anew without a passphrase, and removes every encrypted version.
    ///
    /// # Errors
    /// When there is no passphrase, or the files could not be written; then all is as it was, except after
    /// [`Error::Unfinished`]: the next start takes the passphrase away then.
    pub fn remove_passphrase(&mut self) -> Result<(), Error> {
        if !self.kept {
            // Nothing is on the disk: the choice is taken back.
            self.encrypted = false;
            (self.key, self.wrapped) = (None, None);
            return Ok(());
        }
        self.check_kept()?;
        if !self.encrypted {
            return Err(refused("there is no passphrase"));
        }
        self.rewrite_with(None, None)
    }

    /// Makes a new key, wrapped by this passphrase, and encrypts all files anew. Versions that the old key opens are
    /// removed here; copies elsewhere still open with it. Returns the new recovery key, to be shown once.
    ///
    /// # Errors
    /// When there is no passphrase, or the files could not be written; then all is as it was. After
    /// [`Error::Unfinished`] the new key may be what opens them: show [`Store::recovery_key`] all the same.
    pub fn rekey(
        &mut self,
        passphrase: &Passphrase,
        now: DateTime<Utc>,
    ) -> Result<Passphrase, Error> {
        self.check_kept()?;
        if !self.encrypted {
            return Err(refused("there is no passphrase"));
        }
        not_empty(passphrase)?;
        let key = Key::generate(now);
        let (wrapped, recovery) = (self.wrapped_by(&key, passphrase)?, key.recovery());
        self.rewrite_with(Some(key), Some(wrapped))?;
        Ok(recovery)
    }

    fn wrapped_by(&self, key: &Key, passphrase: &Passphrase) -> Result<Vec<u8>, Error> {
        let place = self.root.join(IDENTITY);
        key.wrap(passphrase).map_err(|words| Error::Save { place, reason: Reason::new(words) })
    }

    pub(super) fn rewrite_with(
        &mut self,
        key: Option<Key>,
        wrapped: Option<Vec<u8>>,
    ) -> Result<(), Error> {
        let mut rewrite = self.gather(key.as_ref())?;
        let backups = self.files_below(BACKUPS);
        let backups = backups.map_err(|error| Error::read(&self.root.join(BACKUPS), &error))?;
        rewrite.manifest.remove.extend(backups);
        match &wrapped {
            Some(wrapped) => rewrite.add(IDENTITY, wrapped.clone()),
            None => rewrite.manifest.remove.push(IDENTITY.to_owned()),
        }
        let committed = self.commit_rewrite(rewrite);
        if let Err(error) = &committed
            && !matches!(error, Error::Unfinished { .. })
        {
            return committed;
        }
        // Unfinished too: this key opens what there is from now on, and the recovery key can be asked for.
        self.encrypted = key.is_some();
        self.key = key;
        self.ours.clear();
        committed?;
        if let Some(wrapped) = wrapped {
            self.keep_wrapped(&wrapped);
        }
        // What is on the disk now is ours: the next save must know it.
        self.read_document::<Plan>(PLAN, Beside::Later).map(|_| ())
    }

    /// Writes all files anew in this format, and keeps the old ones in `backups`.
    pub(super) fn migrate(&mut self, from: u32) -> Result<(), Error> {
        self.kept = true;
        let mut rewrite = self.gather(None)?;
        rewrite.add(FORMAT, open::CURRENT.as_bytes().to_vec());
        rewrite.manifest.keep = Some(format!("format-{from}"));
        self.commit_rewrite(rewrite)?;
        self.ours.clear();
        self.notices.push(super::notice::Notice::Migrated { from });
        Ok(())
    }

    /// All files as they are to be under another key.
    fn gather(&mut self, key: Option<&Key>) -> Result<Rewrite, Error> {
        let mut rewrite = Rewrite::default();
        let months = self.months()?;
        for month in &months {
            let name = month_name(month);
            if let Some(mut file) = self.read_document::<MonthFile>(&name, Beside::Now)? {
                month.clone_into(&mut file.value.month);
                self.index.saw(month, &file.value);
                self.gather_document(&mut rewrite, key, &name, &file)?;
            }
        }
        if let Some(trash) = self.read_document::<Trash>(TRASHED, Beside::Now)? {
            self.gather_document(&mut rewrite, key, TRASHED, &trash)?;
        }
        if let Some(draft) = self.read_document::<Draft>(DRAFT, Beside::Now)? {
            self.gather_document(&mut rewrite, key, DRAFT, &draft)?;
        }
        let index = self.index.clone();
        if let Some(mut plan) = self.read_document::<Plan>(PLAN, Beside::Now)? {
            self.index = index;
            self.index.put_into(&mut plan.unknown);
            self.gather_document(&mut rewrite, key, PLAN, &plan)?;
        }
        self.gather_strays(&mut rewrite, key).map_err(|error| Error::read(&self.root, &error))?;
        Ok(rewrite)
    }

    fn gather_document<T: Filed>(
        &self,
        rewrite: &mut Rewrite,
        key: Option<&Key>,
        name: &str,
        document: &Document<T>,
    ) -> Result<(), Error> {
        let refuse = |reason: Reason| Error::Save { place: self.place(name), reason };
        let unlike = || Reason::new("it would not read back as it was; please report this");
        let text = document::write(document).map(Zeroizing::new);
        let text = text.ok_or_else(|| refuse(unlike()))?;
        let bytes = bytes_of(key, &text).map_err(refuse)?;
        let again = text_of(key, &bytes).map_err(|_| refuse(unlike()))?;
        if again.trim_end() != text.trim_end() {
            return Err(refuse(unlike()));
        }
        rewrite.add(format!("{name}{}", if key.is_some() { AGE } else { "" }), bytes);
        rewrite.manifest.remove.push(self.file(name));
        Ok(())
    }

    /// What is no document: damaged files, copies of other devices and half-written files. They hold words too.
    fn gather_strays(&self, rewrite: &mut Rewrite, key: Option<&Key>) -> std::io::Result<()> {
        let mut strays = self.files_below(DAMAGED)?;
        for folder in ["", JOURNAL, TRASH] {
            let names = match self.vfs.list(&self.root.join(folder)) {
                Ok(names) => names,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error),
            };
            let at = |name: &String| match folder {
                "" => name.clone(),
                folder => format!("{folder}/{name}"),
            };
            let half = |name: &&String| save::is_temporary(name);
            rewrite.manifest.remove.extend(names.iter().filter(half).map(at));
            strays.extend(names.iter().filter(|name| conflict::original(name).is_some()).map(at));
        }
        for stray in strays {
            let bytes = self.vfs.read(&self.root.join(&stray), LARGEST)?;
            let plain = match &self.key {
                None => Some(Zeroizing::new(bytes)),
                Some(old) => old.decrypt(&bytes, LARGEST),
            };
            // What the old key does not open, nobody can open: it stays as it is.
            let Some(plain) = plain else { continue };
            let name = stray.rsplit('/').next().unwrap_or(&stray);
            let name = name.strip_suffix(AGE).unwrap_or(name);
            let (bytes, ending) = match key {
                Some(key) => (key.encrypt(&plain).map_err(std::io::Error::other)?, AGE),
                None => (plain.to_vec(), ""),
            };
            rewrite.add(format!("{DAMAGED}/{name}{ending}"), bytes);
            rewrite.manifest.remove.push(stray);
        }
        Ok(())
    }

    /// The recovery key, while the store is unlocked.
    #[must_use]
    pub fn recovery_key(&self) -> Option<Passphrase> {
        self.key.as_ref().map(Key::recovery)
    }

    /// When the key was made and when it was last wrapped, while the store is unlocked.
    #[must_use]
    pub fn key_times(&self) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        self.key.as_ref().map(|key| (key.created, key.wrapped))
    }

    /// Where the wrapped key is.
    #[must_use]
    pub fn key_file(&self) -> PathBuf {
        self.root.join(IDENTITY)
    }
}

fn refused(words: &str) -> Error {
    Error::Passphrase { reason: Reason::new(words) }
}

fn not_empty(passphrase: &Passphrase) -> Result<(), Error> {
    if passphrase.is_empty() { Err(refused("a passphrase cannot be empty")) } else { Ok(()) }
}
