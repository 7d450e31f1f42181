//! One save: the order of calls in which a cut at any place leaves the old file or the new one, whole.

use std::io;
use std::path::{Path, PathBuf};

use super::generations::Generations;
use super::vfs::{Kind, Vfs};

/// The largest file of the store, in bytes.
pub(super) const CAP: u64 = 16 * 1024 * 1024;

/// A save that did not go through to the end.
#[derive(Debug)]
pub(super) struct Failed {
    /// The path that the failed call was about.
    pub(super) place: PathBuf,
    /// What the system said.
    pub(super) error: io::Error,
}

/// Whether a save survives a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Durability {
    /// Yes, as far as the system tells.
    Flushed,
    /// The folder cannot be flushed here.
    Unknown,
}

/// Replaces the file by one with these bytes, keeping the old one among the generations if there are any.
///
/// On an error the file is the old one or the new one, whole, and no temporary file stays where it can be removed.
pub(super) fn replace(
    vfs: &dyn Vfs,
    path: &Path,
    bytes: &[u8],
    generations: Option<&Generations<'_>>,
) -> Result<Durability, Failed> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let temporary = temporary(path);
    // Listed now: between the rename and its flush nothing may fail that need not.
    let numbers = match generations {
        Some(generations) => {
            generations.numbers().map_err(|error| failed(generations.folder, error))?
        }
        None => Vec::new(),
    };
    let swap = || {
        write_temporary(vfs, &temporary, bytes).map_err(|error| failed(path, error))?;
        if let Some(generations) = generations {
            generations.keep(path, &numbers).map_err(|error| failed(generations.folder, error))?;
        }
        vfs.rename(&temporary, path).map_err(|error| failed(path, error))
    };
    swap().inspect_err(|_| {
        let _ = vfs.remove(&temporary);
    })?;
    let durability = sync_folder(vfs, folder).map_err(|error| failed(folder, error))?;
    if let Some(generations) = generations {
        generations.prune();
    }
    Ok(durability)
}

fn failed(place: &Path, error: io::Error) -> Failed {
    Failed { place: place.to_owned(), error }
}

/// The temporary file beside this one; one that a crash left is replaced by the next save.
pub(super) fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    path.with_file_name(format!(".{name}.tmp"))
}

/// Whether a name is that of a temporary file.
pub(super) fn is_temporary(name: &str) -> bool {
    name.strip_prefix('.').and_then(|rest| rest.strip_suffix(".tmp")).is_some()
}

pub(super) fn write_temporary(vfs: &dyn Vfs, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = match vfs.create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            vfs.remove(path)?;
            vfs.create(path)?
        }
        other => other?,
    };
    file.write(bytes)?;
    file.sync()
}

/// Writes a file that must not be there yet, whole or not at all.
pub(super) fn write_new(vfs: &dyn Vfs, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = temporary(path);
    write_temporary(vfs, &temporary, bytes).and_then(|()| vfs.rename(&temporary, path)).inspect_err(
        |_| {
            let _ = vfs.remove(&temporary);
        },
    )
}

/// Makes the folder, and those above it, where they are missing; flushed.
pub(super) fn ensure_folder(vfs: &dyn Vfs, folder: &Path) -> io::Result<()> {
    match vfs.stat(folder) {
        Ok(stat) if stat.kind == Kind::File => {
            return Err(io::Error::from(io::ErrorKind::NotADirectory));
        }
        Ok(_) => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
    if let Some(parent) = parent {
        ensure_folder(vfs, parent)?;
    }
    vfs.make_folder(folder)?;
    sync_folder(vfs, parent.unwrap_or(Path::new("."))).map(|_| ()).inspect_err(|_| {
        // Else the next try would find it and take it for flushed.
        let _ = vfs.remove_folder(folder);
    })
}

/// Flushes the names in a folder, where the file system can.
pub(super) fn sync_folder(vfs: &dyn Vfs, folder: &Path) -> io::Result<Durability> {
    match vfs.sync_folder(folder) {
        Ok(()) => Ok(Durability::Flushed),
        Err(error)
            if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) =>
        {
            Ok(Durability::Unknown)
        }
        Err(error) => Err(error),
    }
}
