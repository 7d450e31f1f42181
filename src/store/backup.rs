//! The earlier versions that are kept: shown, and brought back.

use std::io;

use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use super::document::{self, Beside, Document, Filed};
use super::merge;
use super::seal::SealError;
use super::store::{AGE, BACKUPS, DRAFT, MonthFile, PLAN, Store, is_month, month_name};
use super::write::{Bad, LARGEST};
use crate::engine::{Draft, Plan};
use crate::error::{Error, Reason};

/// An earlier version of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// The file, by its name without a folder.
    pub file: String,
    /// Which version: they count up.
    pub number: u64,
    /// When it was written.
    pub written: DateTime<Utc>,
    /// Its size on the disk, in bytes.
    pub size: u64,
}

impl Store {
    /// The earlier versions that are kept, by file, the oldest first.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn versions(&self) -> Result<Vec<Version>, Error> {
        let folder = self.root.join(BACKUPS);
        let names = match self.vfs.list(&folder) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Error::read(&folder, &error)),
        };
        let mut versions = Vec::new();
        for name in names {
            let Some((file, digits)) = name.rsplit_once('.') else { continue };
            let (Ok(number), true) = (digits.parse(), self.logical(file).is_some()) else {
                continue;
            };
            let path = folder.join(&name);
            let stat = self.vfs.stat(&path).map_err(|error| Error::read(&path, &error))?;
            let file = file.to_owned();
            versions.push(Version { file, number, written: stat.modified, size: stat.size });
        }
        Ok(versions)
    }

    /// Brings a version back. What stood there becomes an earlier version itself.
    ///
    /// # Errors
    /// When there is no such version, it is damaged, or it was not saved.
    pub fn restore_version(&mut self, file: &str, number: u64) -> Result<(), Error> {
        self.check_kept()?;
        let known = self.versions()?;
        let wanted = known.iter().find(|known| known.file == file && known.number == number);
        let name = wanted.and_then(|wanted| self.logical(&wanted.file));
        let Some(name) = name else {
            let reason = Reason::new("there is no such version");
            return Err(Error::Read { place: self.root.join(BACKUPS), reason });
        };
        if name == PLAN {
            let mut plan = self.version::<Plan>(file, number)?;
            self.unknown = plan.unknown;
            // What is known of the months, and of what was removed, goes on.
            let _ = super::index::Index::take_from(&mut self.unknown);
            let _ = super::removed::Versions::take_from(&mut self.unknown);
            return self.save_plan(&mut plan.value);
        }
        if name == DRAFT {
            let draft = self.version::<Draft>(file, number)?;
            return self.save_draft(&draft.value);
        }
        let month = super::store::month_in(&name).unwrap_or_default().to_owned();
        let mut earlier = self.version::<MonthFile>(file, number)?;
        let now = self.month_file(&month, Beside::Now)?.value;
        earlier.value.month.clone_from(&month);
        earlier.value.replaced.extend(now.replaced);
        merge::remember_replaced(&mut earlier.value, &now.entries);
        self.save_month(&month, &mut earlier)
    }

    /// The text of an earlier version; without a number, of another device's version that was left where it is.
    ///
    /// # Errors
    /// When there is no such version, or it does not open with the key.
    pub fn show_version(
        &self,
        file: &str,
        number: Option<u64>,
    ) -> Result<Zeroizing<String>, Error> {
        let backups = self.root.join(BACKUPS);
        let path = if let Some(number) = number {
            let known = self.versions()?;
            let wanted = |known: &&Version| known.file == file && known.number == number;
            known.iter().find(wanted).map(|_| self.copies(&backups, file).path(number))
        } else {
            let (copies, _) = self.copies_of_others()?;
            let wanted = copies.into_iter().find(|(_, name, _)| name == file);
            wanted.map(|(folder, name, _)| folder.join(name))
        };
        let Some(path) = path else {
            let reason = Reason::new("there is no such version");
            return Err(Error::Read { place: backups, reason });
        };
        let bytes = self.vfs.read(&path, LARGEST).map_err(|error| Error::read(&path, &error))?;
        match self.text(&bytes) {
            Ok(text) => Ok(text),
            Err(Bad::Seal(SealError::Mismatch { text })) => Ok(text.into()),
            Err(bad) => Err(Error::Damaged { place: path, reason: Reason::new(bad.to_string()) }),
        }
    }

    fn version<T: Filed>(&self, file: &str, number: u64) -> Result<Document<T>, Error> {
        let backups = self.root.join(BACKUPS);
        let path = self.copies(&backups, file).path(number);
        let bytes = self.vfs.read(&path, LARGEST).map_err(|error| Error::read(&path, &error))?;
        let damaged =
            |reason: String| Error::Damaged { place: path.clone(), reason: Reason::new(reason) };
        let text = self.text(&bytes).map_err(|bad| damaged(bad.to_string()))?;
        document::parse(&text).map_err(|wrong| damaged(wrong.to_string()))
    }

    /// The name in the store of the file that a version is of; `None` for others, and for another form of the store.
    fn logical(&self, file: &str) -> Option<String> {
        let plain = if self.encrypted { file.strip_suffix(AGE)? } else { file };
        let month = plain.strip_suffix(".toml")?;
        match plain {
            PLAN => Some(PLAN.to_owned()),
            DRAFT => Some(DRAFT.to_owned()),
            _ => is_month(month).then(|| month_name(month)),
        }
    }
}
