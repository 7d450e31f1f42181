//! A text written for the person to take away.

use std::io;
use std::path::Path;

use super::disk::Disk;
use super::save;
use super::vfs::{Kind, Vfs};
use crate::error::{Error, Reason};

/// Writes a text for the person to take away: 0600, no folder made, no link followed. What is there is replaced
/// only if `force` says so, and only if it is a regular file.
///
/// # Errors
/// When something is there, or it cannot be written; then nothing new is left behind.
pub fn write_export(path: &Path, text: &str, force: bool) -> Result<(), Error> {
    export_on(&Disk, path, text, force)
}

/// Reads a text that the person brings: a file of at most so many bytes.
///
/// # Errors
/// When it cannot be read or is no text.
pub fn read_text(path: &Path, most: usize) -> Result<String, Error> {
    let bytes = Disk
        .read(path, u64::try_from(most).unwrap_or(u64::MAX))
        .map_err(|error| Error::read(path, &error))?;
    String::from_utf8(bytes)
        .map_err(|_| Error::Read { place: path.to_owned(), reason: Reason::new("it is no text") })
}

fn export_on(vfs: &dyn Vfs, path: &Path, text: &str, force: bool) -> Result<(), Error> {
    let refuse = |reason: Reason| Error::Export { place: path.to_owned(), reason };
    if path.file_name().is_none() {
        return Err(refuse(Reason::new("it names no file")));
    }
    match vfs.stat(path) {
        Ok(stat) if stat.kind != Kind::File => {
            return Err(refuse(Reason::new(match stat.kind {
                Kind::Folder => "a folder is there",
                Kind::File | Kind::Other => "a link or another special file is there",
            })));
        }
        Ok(_) if !force => return Err(Error::ExportExists { place: path.to_owned() }),
        Ok(_) => {
            let replaced = save::replace(vfs, path, text.as_bytes(), None);
            return replaced.map(|_| ()).map_err(|failed| refuse((&failed.error).into()));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(refuse((&error).into())),
    }
    let mut file = vfs.create(path).map_err(|error| {
        if error.kind() == io::ErrorKind::AlreadyExists {
            Error::ExportExists { place: path.to_owned() }
        } else {
            refuse((&error).into())
        }
    })?;
    let written = file.write(text.as_bytes()).and_then(|()| file.sync()).and_then(|()| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        save::sync_folder(vfs, folder.unwrap_or(Path::new(".")))
    });
    written.map(|_| ()).map_err(|error| {
        let _ = vfs.remove(path);
        refuse((&error).into())
    })
}
