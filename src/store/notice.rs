//! What the store has to tell that is no error: it went on, and the person should know.

use std::fmt;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

/// Something the person should be told, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// A file was damaged; an earlier version was opened in its place.
    Recovered {
        /// The file, by its name in the store.
        file: String,
        /// When the version that was opened had been written.
        written: DateTime<Utc>,
        /// Where the damaged file is kept; nowhere else when the store was opened for reading only.
        kept: Option<PathBuf>,
    },
    /// A file was damaged and there was no earlier version; it was set aside.
    Lost {
        /// The file, by its name in the store.
        file: String,
        /// Where the damaged file is kept; nowhere else when the store was opened for reading only.
        kept: Option<PathBuf>,
    },
    /// The file system knows no locks: a second window would not be noticed.
    NoLocks,
    /// The file system cannot promise that a save survives a power cut.
    NotDurable,
    /// Files or folders could be opened by others on this machine, and no longer can.
    Closed,
}

impl fmt::Display for Notice {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Recovered { file, written, kept } => {
                write!(
                    out,
                    "{file} was damaged. The version saved on {} was opened instead.",
                    written.format("%Y-%m-%d at %H:%M UTC")
                )?;
                aside(out, kept.is_some())
            }
            Self::Lost { file, kept } => {
                write!(out, "{file} is damaged, and there is no earlier version of it.")?;
                aside(out, kept.is_some())
            }
            Self::NoLocks => out.write_str(
                "This folder cannot be locked. Keep trustcoach open in one window only.",
            ),
            Self::NotDurable => out.write_str(
                "This folder cannot promise that a save survives a power cut. Saving works otherwise.",
            ),
            Self::Closed => out.write_str(
                "Other accounts on this computer could open your files until now. They no longer can.",
            ),
        }
    }
}

fn aside(out: &mut fmt::Formatter<'_>, kept: bool) -> fmt::Result {
    if kept { out.write_str(" The damaged file is kept in the folder damaged.") } else { Ok(()) }
}

/// Why a store can only be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOnly {
    /// Another trustcoach has it open.
    Held {
        /// Its process, where it could be told.
        by: Option<u32>,
    },
    /// A newer trustcoach wrote it.
    Newer,
    /// The folder or the disk cannot be written to.
    Medium,
    /// It was opened to be read only.
    Asked,
}

impl fmt::Display for ReadOnly {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Held { by: Some(process) } => write!(
                out,
                "trustcoach is open in another window (process {process}). Here you can only read."
            ),
            Self::Held { by: None } => {
                out.write_str("trustcoach is open in another window. Here you can only read.")
            }
            Self::Newer => {
                out.write_str("A newer trustcoach wrote these files. Here you can only read.")
            }
            Self::Asked => out.write_str("Opened for reading."),
            Self::Medium => {
                out.write_str("This folder cannot be written to. Here you can only read.")
            }
        }
    }
}
