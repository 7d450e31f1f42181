//! Every call of the store on the file system goes through here, so that a test can fail or stop any one of them.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

/// A file system, as the store needs it.
///
/// No call follows a link in the last part of a path, except [`Vfs::resolve`] and those on folders.
pub trait Vfs: fmt::Debug + Send + Sync {
    /// What is at the path.
    ///
    /// # Errors
    /// Whatever the system says; `NotFound` when nothing is there.
    fn stat(&self, path: &Path) -> io::Result<Stat>;

    /// The path with all links followed.
    ///
    /// # Errors
    /// Whatever the system says; `NotFound` when a part is missing.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;

    /// The bytes of a regular file of at most `cap` bytes. Never waits on a pipe or a device.
    ///
    /// # Errors
    /// Whatever the system says; `FileTooLarge` over the cap, `InvalidInput` for what is no regular file.
    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>>;

    /// The names in a folder, sorted. Names that are not text are left out.
    ///
    /// # Errors
    /// Whatever the system says.
    fn list(&self, folder: &Path) -> io::Result<Vec<String>>;

    /// A new file that only its owner may open (0600). Never opens what is there.
    ///
    /// # Errors
    /// Whatever the system says; `AlreadyExists` when anything, a link too, is there.
    fn create(&self, path: &Path) -> io::Result<Box<dyn Writing>>;

    /// A new folder that only its owner may open (0700); its parent exists.
    ///
    /// # Errors
    /// Whatever the system says.
    fn make_folder(&self, path: &Path) -> io::Result<()>;

    /// A second name for a file.
    ///
    /// # Errors
    /// Whatever the system says; never replaces.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Moves a file, replacing what has the new name.
    ///
    /// # Errors
    /// Whatever the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// Whatever the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Removes an empty folder.
    ///
    /// # Errors
    /// Whatever the system says.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;

    /// Flushes the names in a folder to the disk.
    ///
    /// # Errors
    /// Whatever the system says; `InvalidInput` where folders cannot be flushed.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;

    /// Takes the bits of group and others from a file or folder.
    ///
    /// # Errors
    /// Whatever the system says.
    fn close_to_others(&self, path: &Path) -> io::Result<()>;

    /// Locks a file, made for the purpose if need be, and writes this process in it.
    ///
    /// # Errors
    /// Whatever the system says; `Unsupported` where there are no locks.
    fn lock(&self, path: &Path) -> io::Result<Lock>;
}

/// A file being written.
pub trait Writing {
    /// Appends the bytes, all of them.
    ///
    /// # Errors
    /// Whatever the system says; then part of them may be written.
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Flushes the file to the disk. After an error the file is given up: a second flush may lie.
    ///
    /// # Errors
    /// Whatever the system says.
    fn sync(&mut self) -> io::Result<()>;
}

/// An attempt at a lock.
#[derive(Debug)]
pub enum Lock {
    /// Ours, until it is dropped.
    Ours(Box<dyn Guard>),
    /// Another process has it.
    Held {
        /// Which, where it could be told.
        by: Option<u32>,
    },
}

/// Something that holds a lock while it lives.
pub trait Guard: fmt::Debug + Send + Sync {}

/// What is known of a file or folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stat {
    /// What it is.
    pub kind: Kind,
    /// Its permission bits.
    pub mode: u32,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last written.
    pub modified: DateTime<Utc>,
    /// Names the file itself: two paths with the same identity are one file.
    pub identity: (u64, u64),
}

impl Stat {
    /// Whether the group or everybody may do anything with it.
    #[must_use]
    pub fn is_open_to_others(&self) -> bool {
        self.mode & 0o077 != 0
    }
}

/// What is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, a pipe, a device, a socket.
    Other,
}
