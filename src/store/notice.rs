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
    /// A month is an earlier version than the plan remembers: something put it back.
    RolledBack {
        /// The file, by its name in the store.
        file: String,
    },
    /// Another device's version of a month was merged.
    Merged {
        /// The file, by its name in the store.
        file: String,
    },
    /// Another device's version of the plan was merged.
    MergedPlan {
        /// How many texts of either version found no place, and are in the trash.
        lost: usize,
    },
    /// Another device's version of a month would delete many entries, and was not merged.
    ManyDeletions {
        /// The copy, by its name.
        file: String,
        /// How many entries it would delete.
        count: usize,
    },
    /// Another device's version of a file that cannot be merged.
    Copy {
        /// The file, or the copy where it was left, by its name.
        file: String,
        /// Where it is kept now; nowhere else where it was left.
        kept: Option<PathBuf>,
    },
    /// The files were written anew in this version's format; the old ones are kept.
    Migrated {
        /// The format they were in.
        from: u32,
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
            Self::RolledBack { file } => write!(
                out,
                "{file} is older than it was. If you did not put it back yourself, something else did; `trustcoach backup list` shows the versions that are kept."
            ),
            Self::Merged { file } => {
                write!(out, "{file} was merged with the version of another device.")
            }
            Self::MergedPlan { lost } => {
                out.write_str("The plan was merged with the version of another device.")?;
                match lost {
                    0 => Ok(()),
                    _ => write!(
                        out,
                        " {lost} texts that both had changed are kept in the trash for thirty days: `trustcoach trash list`."
                    ),
                }
            }
            Self::ManyDeletions { file, count } => write!(
                out,
                "{file} comes from another device and would delete {count} entries. Nothing was merged; `trustcoach repair --merge` does it."
            ),
            Self::Copy { file, kept: Some(_) } => write!(
                out,
                "{file} was changed on another device too. This version goes on; that one is kept: `trustcoach backup list` and `backup show`."
            ),
            Self::Copy { file, kept: None } => {
                write!(out, "{file} comes from another device and cannot be merged. It was left as it is: `trustcoach backup show {file}` prints it.")
            }
            Self::Migrated { from } => write!(
                out,
                "Your files were written anew in the format of this version. The old ones are kept in the folder backups/format-{from}."
            ),
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
    /// A change of all files was cut short; the next start finishes it.
    Unfinished,
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
            Self::Unfinished => out.write_str(
                "A change of all files was cut short. Start trustcoach again to finish it.",
            ),
            Self::Asked => out.write_str("Opened for reading."),
            Self::Medium => {
                out.write_str("This folder cannot be written to. Here you can only read.")
            }
        }
    }
}
