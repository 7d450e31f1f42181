//! What is on the disk, for the person who wants to know.

use std::io;
use std::path::{Path, PathBuf};

use super::disk::Disk;
use super::places::Places;
use super::vfs::{Kind, Vfs};
use crate::error::Error;

/// A file or folder of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Where it is.
    pub path: PathBuf,
    /// Its permission bits.
    pub mode: u32,
    /// Its size in bytes; 0 for folders.
    pub size: u64,
}

/// Every file and folder of the store, each folder before what is in it, and the configuration file.
///
/// # Errors
/// When a folder cannot be read.
pub fn inventory(places: &Places) -> Result<Vec<Item>, Error> {
    let mut items = Vec::new();
    collect(&Disk, &places.data, &mut items)?;
    let config = places.config_file();
    if !items.iter().any(|item| item.path == config) {
        collect(&Disk, &config, &mut items)?;
    }
    Ok(items)
}

fn collect(vfs: &dyn Vfs, path: &Path, items: &mut Vec<Item>) -> Result<(), Error> {
    let stat = match vfs.stat(path) {
        Ok(stat) => stat,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Error::read(path, &error)),
    };
    let folder = stat.kind == Kind::Folder;
    items.push(Item {
        path: path.to_owned(),
        mode: stat.mode,
        size: if folder { 0 } else { stat.size },
    });
    if folder {
        for name in vfs.list(path).map_err(|error| Error::read(path, &error))? {
            collect(vfs, &path.join(name), items)?;
        }
    }
    Ok(())
}
