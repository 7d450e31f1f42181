//! The real file system.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process;
use std::thread;
use std::time::Duration;

use chrono::{DateTime, Utc};
use rustix::fs::OFlags;
use rustix::io::Errno;

use super::vfs::{Guard, Kind, Lock, Stat, Vfs, Writing};

/// How often a lock that is taken is tried again. A program that is just ending, and a child that it is just starting,
/// hold it for a moment.
const MOMENTS: usize = 5;
const MOMENT: Duration = Duration::from_millis(20);

/// The file system of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Vfs for Disk {
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        fs::symlink_metadata(path).map(|found| stat_of(&found))
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>> {
        let file = OpenOptions::new()
            .read(true)
            .custom_flags(flags(OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC))
            .open(path)
            .map_err(|error| of_link(path, error))?;
        let found = file.metadata()?;
        if !found.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(found.len().min(cap)).unwrap_or(0));
        file.take(cap.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > cap {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                format!("it is larger than {} KiB", cap / 1024),
            ));
        }
        Ok(bytes)
    }

    /// Not by `std::fs::read_dir`, which panics when closing the folder fails.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let folder = OpenOptions::new()
            .read(true)
            .custom_flags(flags(OFlags::DIRECTORY | OFlags::CLOEXEC))
            .open(folder)?;
        let mut names = Vec::new();
        for found in rustix::fs::Dir::new(folder)? {
            if let Ok(name) = found?.file_name().to_str()
                && name != "."
                && name != ".."
            {
                names.push(name.to_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Writing>> {
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .custom_flags(flags(OFlags::NOFOLLOW | OFlags::CLOEXEC))
            .open(path)?;
        Ok(Box::new(OpenFile(file)))
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        DirBuilder::new().mode(0o700).create(path)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    fn close_to_others(&self, path: &Path) -> io::Result<()> {
        let mode = fs::symlink_metadata(path)?.mode();
        fs::set_permissions(path, Permissions::from_mode(mode & 0o700))
    }

    fn lock(&self, path: &Path) -> io::Result<Lock> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .custom_flags(flags(OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC))
            .open(path)
            .map_err(|error| of_link(path, error))?;
        let mut locked = file.try_lock();
        for _ in 0..MOMENTS {
            if !matches!(locked, Err(TryLockError::WouldBlock)) {
                break;
            }
            thread::sleep(MOMENT);
            locked = file.try_lock();
        }
        match locked {
            Ok(()) => {
                // As wide as any number: cutting the file short first would cost a flush on ext4.
                writeln!(file, "{:<10}", process::id())?;
                Ok(Lock::Ours(Box::new(HeldFile { _file: file })))
            }
            Err(TryLockError::WouldBlock) => Ok(Lock::Held { by: holder(&mut file) }),
            Err(TryLockError::Error(error)) => Err(of_lock(error)),
        }
    }
}

struct OpenFile(File);

impl Writing for OpenFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.0.sync_all()
    }
}

/// The kernel gives the lock free when the file is closed, by any death of the process.
#[derive(Debug)]
struct HeldFile {
    _file: File,
}

impl Guard for HeldFile {}

/// Some network file systems have no locks, and say so in three ways.
fn of_lock(error: io::Error) -> io::Error {
    let without =
        [Errno::NOLCK, Errno::NOSYS, Errno::OPNOTSUPP].map(|errno| Some(errno.raw_os_error()));
    if without.contains(&error.raw_os_error()) {
        io::Error::from(io::ErrorKind::Unsupported)
    } else {
        error
    }
}

fn holder(file: &mut File) -> Option<u32> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(32).read_to_string(&mut text).ok()?;
    text.trim().parse().ok()
}

fn flags(flags: OFlags) -> i32 {
    flags.bits().cast_signed()
}

/// A link refuses to open with words that only a programmer knows.
fn of_link(path: &Path, error: io::Error) -> io::Error {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => {
            io::Error::new(io::ErrorKind::InvalidInput, "it is a link")
        }
        Ok(_) | Err(_) => error,
    }
}

fn stat_of(found: &fs::Metadata) -> Stat {
    let kind = if found.is_file() {
        Kind::File
    } else if found.is_dir() {
        Kind::Folder
    } else {
        Kind::Other
    };
    Stat {
        kind,
        mode: found.mode() & 0o7777,
        size: found.len(),
        modified: found.modified().map_or(DateTime::UNIX_EPOCH, DateTime::<Utc>::from),
        identity: (found.dev(), found.ino()),
    }
}
