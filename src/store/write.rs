//! From a value to the bytes of a file, and back to its text.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::document::{self, Document, Filed};
use super::generations::Generations;
use super::notice::Notice;
use super::save::{self, Durability};
use super::seal::{self, SealError};
use super::store::{AGE, BACKUPS, Store};
use super::vault::Key;
use crate::error::{Error, Reason};

/// How much larger than its text an encrypted file may be.
const ENCRYPTION: u64 = 64 * 1024;
/// The largest file of the store on the disk.
pub(super) const LARGEST: u64 = save::CAP + ENCRYPTION;

/// Why the bytes of a file are no good.
#[derive(Debug, thiserror::Error)]
pub(super) enum Bad {
    /// It does not open with the key.
    #[error("it cannot be decrypted")]
    Encrypted,
    /// Its seal does not fit.
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// The bytes for the disk: sealed, and encrypted where there is a key.
pub(super) fn bytes_of(key: Option<&Key>, text: &str) -> Result<Vec<u8>, Reason> {
    let sealed = match key {
        None => Zeroizing::new(seal::seal(text).into_bytes()),
        Some(_) => Zeroizing::new(seal::seal(&Zeroizing::new(seal::pad(text))).into_bytes()),
    };
    if sealed.len() as u64 > save::CAP {
        return Err(Reason::new("it has grown beyond 16 MiB"));
    }
    match key {
        None => Ok(sealed.to_vec()),
        Some(key) => key.encrypt(&sealed).map_err(Reason::new),
    }
}

/// The text of a file, once its seal was found good.
pub(super) fn text_of(key: Option<&Key>, bytes: &[u8]) -> Result<Zeroizing<String>, Bad> {
    let plain = match key {
        None => Cow::Borrowed(bytes),
        Some(key) => {
            let plain = key.decrypt(bytes, save::CAP).ok_or(Bad::Encrypted)?;
            let text = seal::unseal(&plain)?;
            return Ok(Zeroizing::new(seal::unpad(text).to_owned()));
        }
    };
    Ok(Zeroizing::new(seal::unseal(&plain)?.to_owned()))
}

/// The text of a file, and the digest of its bytes.
fn text_and_digest(key: Option<&Key>, bytes: &[u8]) -> Result<(Zeroizing<String>, String), Bad> {
    if key.is_some() {
        return Ok((text_of(key, bytes)?, seal::digest(bytes)));
    }
    let (text, digest) = seal::unseal_with_digest(bytes)?;
    Ok((Zeroizing::new(text.to_owned()), digest))
}

impl Store {
    /// The name on the disk of a file with this name.
    pub(super) fn file(&self, name: &str) -> String {
        let encrypted = self.encrypted && name.strip_suffix(".toml").is_some();
        format!("{name}{}", if encrypted { AGE } else { "" })
    }

    /// Where the file with this name is.
    pub(super) fn place(&self, name: &str) -> PathBuf {
        let file = self.file(name);
        let pending = self.pending.as_ref().and_then(|pending| pending.place(self, &file));
        pending.unwrap_or_else(|| self.root.join(file))
    }

    /// The text of a file of this store.
    pub(super) fn text(&self, bytes: &[u8]) -> Result<Zeroizing<String>, Bad> {
        text_of(self.key.as_ref(), bytes)
    }

    /// The same, and the digest of the file.
    pub(super) fn text_and_digest(&self, bytes: &[u8]) -> Result<(Zeroizing<String>, String), Bad> {
        text_and_digest(self.key.as_ref(), bytes)
    }

    pub(super) fn save_document<T: Filed>(
        &mut self,
        name: &str,
        document: &Document<T>,
        generations: bool,
    ) -> Result<(), Error> {
        let bytes = self.encoded(name, document)?;
        let generations = self.check_unchanged(name)? && generations;
        let digest = seal::digest(&bytes);
        self.ours.entry(name.to_owned()).or_default().insert(digest.clone());
        self.unsure.insert(name.to_owned());
        self.replace(name, &bytes, generations)?;
        self.unsure.remove(name);
        self.ours.insert(name.to_owned(), BTreeSet::from([digest]));
        Ok(())
    }

    /// The bytes for the disk: sealed, and read back once before anything is written.
    pub(super) fn encoded<T: Filed>(
        &self,
        name: &str,
        document: &Document<T>,
    ) -> Result<Vec<u8>, Error> {
        let refuse = |reason: Reason| Error::Save { place: self.place(name), reason };
        let text = document::write(document).map(Zeroizing::new);
        let text = text.ok_or_else(|| self.unlike(name))?;
        let bytes = bytes_of(self.key.as_ref(), &text).map_err(refuse)?;
        match self.text(&bytes) {
            Ok(again) if again.trim_end() == text.trim_end() => Ok(bytes),
            Ok(_) | Err(_) => Err(self.unlike(name)),
        }
    }

    /// The refusal to write what would not be read again as it was.
    pub(super) fn unlike(&self, name: &str) -> Error {
        let reason = Reason::new("it would not read back as it was; please report this");
        Error::Save { place: self.place(name), reason }
    }

    pub(super) fn replace(
        &mut self,
        name: &str,
        bytes: &[u8],
        generations: bool,
    ) -> Result<(), Error> {
        let backups = self.root.join(BACKUPS);
        let file = self.file(name);
        let earlier = self.copies(&backups, &file);
        let path = self.root.join(&file);
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

    /// The copies of a file, by its name on the disk, in `backups` or `damaged`.
    pub(super) fn copies<'a>(&'a self, folder: &'a Path, file: &'a str) -> Generations<'a> {
        let name = file.rsplit('/').next().unwrap_or(file);
        Generations { vfs: self.vfs.as_ref(), folder, name }
    }
}
