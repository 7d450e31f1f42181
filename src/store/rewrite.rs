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

/// Carries a committed change forward to its end. May be cut short anywhere, and is then done again.
pub(super) fn carry_forward(vfs: &dyn Vfs, root: &Path, manifest: &Manifest) -> io::Result<()> {
    let new = root.join(NEW);
    for file in &manifest.files {
        let (from, to) = (new.join(file), root.join(file));
        match vfs.stat(&from) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        }
        if let Some(folder) = to.parent() {
            save::ensure_folder(vfs, folder)?;
        }
        if let Some(keep) = &manifest.keep {
            keep_as(vfs, &to, &root.join(BACKUPS).join(keep).join(file))?;
        }
        vfs.rename(&from, &to)?;
    }
    for folder in [root.to_owned(), root.join(JOURNAL), root.join(TRASH), root.join(DAMAGED)] {
        sync_if_there(vfs, &folder)?;
    }
    for name in &manifest.remove {
        match vfs.remove(&root.join(name)) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    for folder in [
        root.to_owned(),
        root.join(JOURNAL),
        root.join(TRASH),
        root.join(DAMAGED),
        root.join(BACKUPS),
    ] {
        sync_if_there(vfs, &folder)?;
    }
    vfs.remove(&new.join(READY))?;
    // Before anything new is saved: a list that came back would remove it.
    save::sync_folder(vfs, &new)?;
    discard(vfs, root)
}

/// Keeps what a new file takes the place of. What is kept already, by a try that was cut short, stays.
fn keep_as(vfs: &dyn Vfs, from: &Path, to: &Path) -> io::Result<()> {
    match vfs.stat(from) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    }
    let folder = to.parent().unwrap_or(to);
    save::ensure_folder(vfs, folder)?;
    match vfs.link(from, to) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(_) => {
            let bytes = vfs.read(from, super::write::LARGEST)?;
            save::write_new(vfs, to, &bytes)?;
        }
    }
    save::sync_folder(vfs, folder).map(|_| ())
}

fn sync_if_there(vfs: &dyn Vfs, folder: &Path) -> io::Result<()> {
    match vfs.stat(folder) {
        Ok(_) => save::sync_folder(vfs, folder).map(|_| ()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
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
    /// Before the commit all is as it was. After it the change stands, and the next start finishes it.
    pub(super) fn commit_rewrite(&mut self, rewrite: Rewrite) -> Result<(), Error> {
        let Rewrite { mut manifest, files } = rewrite;
        manifest.format = VERSION;
        manifest.remove.retain(|name| !manifest.files.contains(name));
        let new = self.root.join(NEW);
        let written = self.write_rewrite(&new, &manifest, &files);
        if let Err(error) = written {
            // A rename that failed may have happened all the same: then the change stands.
            if !matches!(committed(self.vfs.as_ref(), &self.root), Ok(Some(_))) {
                let _ = discard(self.vfs.as_ref(), &self.root);
                return Err(Error::save(&new, &error));
            }
        }
        let carried = carry_forward(self.vfs.as_ref(), &self.root, &manifest)
            .or_else(|_| carry_forward(self.vfs.as_ref(), &self.root, &manifest));
        carried.map_err(|error| {
            // The files are neither here nor there: nothing more may be saved by this run.
            self.read_only = Some(super::notice::ReadOnly::Unfinished);
            Error::save(&new, &error)
        })
    }

    fn write_rewrite(
        &self,
        new: &Path,
        manifest: &Manifest,
        files: &[(String, Vec<u8>)],
    ) -> io::Result<()> {
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
        let document =
            document::Document { value: manifest.clone(), unknown: document::Unknown::default() };
        let text = document::write(&document).ok_or_else(|| io::Error::other("no list"))?;
        save::write_new(vfs, &new.join(READY), seal::seal(&text).as_bytes())?;
        save::sync_folder(vfs, new).map(|_| ())
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
