//! A content folder read from the disk: other people's files, taken with caution.

use std::io;
use std::path::Path;

use super::disk::Disk;
use super::vfs::{Kind, Vfs};
use crate::error::{Error, Reason};

/// The largest content file, in bytes.
const FILE_CAP: u64 = 256 * 1024;
/// The largest content folder, in bytes of TOML.
const PACK_CAP: usize = 2 * 1024 * 1024;
/// How many TOML files a content folder may hold.
const FILES: usize = 200;

/// The TOML files of a content folder and of the folders in it, as (name relative to it, text), sorted by name.
///
/// # Errors
/// For the first file that is no regular file, too large or not UTF-8, and when there are too many.
pub fn read_content(dir: &Path) -> Result<Vec<(String, String)>, Error> {
    let vfs = &Disk;
    let mut names = Vec::new();
    for name in list(vfs, dir)? {
        if is_toml(&name) {
            names.push(name);
        } else if vfs.stat(&dir.join(&name)).is_ok_and(|stat| stat.kind == Kind::Folder) {
            let inner = list(vfs, &dir.join(&name))?;
            names.extend(
                inner.iter().filter(|file| is_toml(file)).map(|file| format!("{name}/{file}")),
            );
        }
    }
    if names.len() > FILES {
        return Err(refused(
            dir,
            format!("it holds {} TOML files, more than {FILES}", names.len()),
        ));
    }
    names.sort();
    let mut total = 0;
    let mut files = Vec::with_capacity(names.len());
    for name in names {
        let text = read_file(vfs, &dir.join(&name))?;
        total += text.len();
        if total > PACK_CAP {
            let words = format!("its files are larger than {} KiB together", PACK_CAP / 1024);
            return Err(refused(dir, words));
        }
        files.push((name, text));
    }
    Ok(files)
}

fn list(vfs: &dyn Vfs, dir: &Path) -> Result<Vec<String>, Error> {
    vfs.list(dir).map_err(|error| of_system(dir, &error))
}

fn is_toml(name: &str) -> bool {
    !name.starts_with('.') && Path::new(name).extension().is_some_and(|end| end == "toml")
}

fn read_file(vfs: &dyn Vfs, path: &Path) -> Result<String, Error> {
    let bytes = vfs.read(path, FILE_CAP).map_err(|error| of_system(path, &error))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned)),
        Err(wrong) => {
            let good = &wrong.as_bytes()[..wrong.utf8_error().valid_up_to()];
            let line = good.split(|byte| *byte == b'\n').count();
            Err(refused(path, format!("line {line} is not UTF-8 text")))
        }
    }
}

fn refused(place: &Path, words: String) -> Error {
    Error::Content { place: place.to_owned(), reason: Reason::new(words) }
}

fn of_system(place: &Path, error: &io::Error) -> Error {
    Error::Content { place: place.to_owned(), reason: error.into() }
}
