//! A change of all files at once: another key, no key, another format.
//!
//! The new files are written into `new-format/` and flushed. The commit is one rename, that of `new-format/READY`,
//! which names them and what they take the place of. From then on the change is only carried forward, by whoever opens
//! the store next; before it, what is there is thrown away. Carrying forward needs no key.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::document::{self, Filed};
use super::open::VERSION;
use super::save;
use super::seal;
use super::store::{BACKUPS, DAMAGED, IDENTITY, JOURNAL, Store, TRASH};
use super::vfs::{Kind, Vfs};
use crate::error::{Error, Reason};

pub(super) const NEW: &str = "new-format";
const READY: &str = "READY";

/// What is carried forward.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// The version of the files.
    pub(super) format: u32,
    /// The folder in `backups` that what they take the place of is kept in, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) keep: Option<String>,
    /// The new files, by their place in the store.
    pub(super) files: Vec<String>,
    /// What goes.
    #[serde(default)]
    pub(super) remove: Vec<String>,
}

impl Filed for Manifest {}

impl Manifest {
    /// Where a new file is until it is carried to its place; `None` once it is there, or for other files.
    pub(super) fn place(&self, store: &Store, file: &str) -> Option<PathBuf> {
        let waiting = store.root.join(NEW).join(file);
        let ours = self.files.iter().any(|name| name == file);
        (ours && store.vfs.stat(&waiting).is_ok()).then_some(waiting)
    }
}

/// The change that was committed in this folder and not finished; one that was not committed is `None`.
pub(super) fn committed(vfs: &dyn Vfs, root: &Path) -> Result<Option<Manifest>, Error> {
    let path = root.join(NEW).join(READY);
    let bytes = match vfs.read(&path, save::CAP) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::read(&path, &error)),
    };
    let text = seal::unseal(&bytes).ok();
    let manifest = text.and_then(|text| document::parse::<Manifest>(text).ok());
    match manifest.map(|document| document.value) {
        Some(manifest)
            if manifest.files.iter().chain(&manifest.remove).all(|name| is_inside(name)) =>
        {
            Ok(Some(manifest))
        }
        Some(_) | None => {
            let reason = Reason::new("it does not say which files are new");
            Err(Error::Damaged { place: path, reason })
        }
    }
}

/// Whether a name leads to a place in the store and nowhere else.
fn is_inside(name: &str) -> bool {
    !name.is_empty() && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Throws away what was written before a commit that never came.
pub(super) fn discard(vfs: &dyn Vfs, root: &Path) -> io::Result<()> {
    let folder = root.join(NEW);
    if remove_all(vfs, &folder)? {
        save::sync_folder(vfs, root)?;
    }
    Ok(())
}

/// Removes a folder of ours with all that is in it; `false` where there is none.
pub(super) fn remove_all(vfs: &dyn Vfs, folder: &Path) -> io::Result<bool> {
    let names = match vfs.list(folder) {
        Ok(names) => names,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    for name in names {
        let path = folder.join(name);
        if vfs.stat(&path)?.kind == Kind::Folder {
            remove_all(vfs, &path)?;
        } else {
            vfs.remove(&path)?;
        }
    }
    vfs.remove_folder(folder)?;
    Ok(true)
}

/// Carries a committed change forward to its end. May be cut short anywhere, and is then done again, `afresh`: what an
/// earlier try did may have failed to reach the disk, and a second flush of the same file or name may lie. So each is
/// written anew.
pub(super) fn carry_forward(
    vfs: &dyn Vfs,
    root: &Path,
    manifest: &Manifest,
    afresh: bool,
) -> io::Result<()> {
    let new = root.join(NEW);
    if afresh {
        save::ensure_folder(vfs, &new)?;
        write_list(vfs, &new, manifest)?;
    }
    for file in &manifest.files {
        carry(vfs, root, file, manifest.keep.as_deref(), afresh)?;
    }
    for folder in ["", JOURNAL, TRASH, DAMAGED] {
        sync_if_there(vfs, &root.join(folder))?;
    }
    for name in &manifest.remove {
        remove(vfs, &root.join(name), afresh)?;
    }
    for folder in ["", JOURNAL, TRASH, DAMAGED, BACKUPS] {
        sync_if_there(vfs, &root.join(folder))?;
    }
    vfs.remove(&new.join(READY))?;
    // Before anything new is saved: a list that came back would remove it.
    save::sync_folder(vfs, &new)?;
    discard(vfs, root)
}

/// Carries one new file to its place, and keeps what was there if it is to be kept.
fn carry(
    vfs: &dyn Vfs,
    root: &Path,
    file: &str,
    keep: Option<&str>,
    afresh: bool,
) -> io::Result<()> {
    let (from, to) = (root.join(NEW).join(file), root.join(file));
    if !is_there(vfs, &from)? {
        // Carried already; only what was flushed for certain may stay as it is.
        if afresh && is_there(vfs, &to)? {
            let bytes = vfs.read(&to, super::write::LARGEST)?;
            save::write_new(vfs, &to, &bytes)?;
        }
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        save::ensure_folder(vfs, folder)?;
    }
    if let Some(keep) = keep {
        keep_as(vfs, &to, &root.join(BACKUPS).join(keep).join(file))?;
    }
    vfs.rename(&from, &to)
}

/// Removes a file. Afresh, one that is gone already is made and removed again, so that its folder is written anew.
fn remove(vfs: &dyn Vfs, path: &Path, afresh: bool) -> io::Result<()> {
    match vfs.remove(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        other => return other,
    }
    match path.parent() {
        Some(folder) if afresh && is_there(vfs, folder)? => {
            drop(vfs.create(path)?);
            vfs.remove(path)
        }
        Some(_) | None => Ok(()),
    }
}

fn is_there(vfs: &dyn Vfs, path: &Path) -> io::Result<bool> {
    match vfs.stat(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Keeps what a new file is about to take the place of. A link that an earlier try made is made anew: it may not have
/// reached the disk.
fn keep_as(vfs: &dyn Vfs, from: &Path, to: &Path) -> io::Result<()> {
    if !is_there(vfs, from)? {
        return Ok(());
    }
    let folder = to.parent().unwrap_or(to);
    save::ensure_folder(vfs, folder)?;
    let linked = match vfs.link(from, to) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            vfs.remove(to)?;
            vfs.link(from, to)
        }
        other => other,
    };
    if linked.is_err() {
        let bytes = vfs.read(from, super::write::LARGEST)?;
        save::write_new(vfs, to, &bytes)?;
    }
    save::sync_folder(vfs, folder).map(|_| ())
}

/// Writes the list that commits a change, flushed, in place of one that may be there.
fn write_list(vfs: &dyn Vfs, new: &Path, manifest: &Manifest) -> io::Result<()> {
    let document =
        document::Document { value: manifest.clone(), unknown: document::Unknown::default() };
    let text = document::write(&document).ok_or_else(|| io::Error::other("no list"))?;
    save::write_new(vfs, &new.join(READY), seal::seal(&text).as_bytes())?;
    save::sync_folder(vfs, new).map(|_| ())
}

fn sync_if_there(vfs: &dyn Vfs, folder: &Path) -> io::Result<()> {
    if is_there(vfs, folder)? { save::sync_folder(vfs, folder).map(|_| ()) } else { Ok(()) }
}

/// The new files of a change, as they are gathered.
#[derive(Debug, Default)]
pub(super) struct Rewrite {
    pub(super) manifest: Manifest,
    pub(super) files: Vec<(String, Vec<u8>)>,
}

impl Rewrite {
    pub(super) fn add(&mut self, file: impl Into<String>, bytes: Vec<u8>) {
        let file = file.into();
        self.manifest.files.push(file.clone());
        self.files.push((file, bytes));
    }
}

impl Store {
    /// Writes the new files, commits, and carries the change forward.
    ///
    /// # Errors
    /// Before the commit all is as it was. After it the error is [`Error::Unfinished`]: the change stands, is read as it
    /// stands, and the next start finishes it; this run saves nothing more.
    pub(super) fn commit_rewrite(&mut self, rewrite: Rewrite) -> Result<(), Error> {
        let Rewrite { mut manifest, files } = rewrite;
        manifest.format = VERSION;
        manifest.remove.retain(|name| !manifest.files.contains(name));
        let new = self.root.join(NEW);
        if let Err(error) = self.write_rewrite(&new, &files) {
            let _ = discard(self.vfs.as_ref(), &self.root);
            return Err(Error::save(&new, &error));
        }
        let listed = write_list(self.vfs.as_ref(), &new, &manifest);
        if let Err(error) = &listed
            && matches!(committed(self.vfs.as_ref(), &self.root), Ok(None))
        {
            let _ = discard(self.vfs.as_ref(), &self.root);
            return Err(Error::save(&new, error));
        }
        // A list that is there although writing or flushing it failed may reach the disk: then the change stands.
        let carry = |afresh| carry_forward(self.vfs.as_ref(), &self.root, &manifest, afresh);
        let carried = listed.and_then(|()| carry(false)).or_else(|_| carry(true));
        carried.map_err(|error| {
            self.read_only = Some(super::notice::ReadOnly::Unfinished);
            self.pending = Some(manifest);
            Error::Unfinished { place: new, reason: Reason::from(&error) }
        })
    }

    /// Writes the new files, without the list that commits them.
    fn write_rewrite(&self, new: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
        let vfs = self.vfs.as_ref();
        discard(vfs, &self.root)?;
        save::ensure_folder(vfs, new)?;
        let mut folders = vec![new.to_owned()];
        for (file, bytes) in files {
            let path = new.join(file);
            if let Some(folder) = path.parent()
                && !folders.iter().any(|known| known == folder)
            {
                save::ensure_folder(vfs, folder)?;
                folders.push(folder.to_owned());
            }
            save::write_temporary(vfs, &path, bytes)?;
        }
        for folder in folders.iter().rev() {
            save::sync_folder(vfs, folder)?;
        }
        Ok(())
    }

    /// The files of a folder of the store, by their place in it, those in folders within it too.
    pub(super) fn files_below(&self, folder: &str) -> io::Result<Vec<String>> {
        let names = match self.vfs.list(&self.root.join(folder)) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut files = Vec::new();
        for name in names {
            let name = format!("{folder}/{name}");
            match self.vfs.stat(&self.root.join(&name))?.kind {
                Kind::Folder => files.extend(self.files_below(&name)?),
                Kind::File | Kind::Other => files.push(name),
            }
        }
        Ok(files)
    }

    /// The copies of the wrapped key in `backups`.
    pub(super) fn wrapped_copies(&self) -> io::Result<Vec<PathBuf>> {
        let backups = self.root.join(BACKUPS);
        let copies = self.copies(&backups, IDENTITY);
        Ok(copies.numbers()?.into_iter().rev().map(|number| copies.path(number)).collect())
    }
}
