//! What can go wrong outside the pure rooms: which operation, at which place, for what reason, and the way out.
//!
//! No text of the person is ever in here: a file that cannot be read is named by its place and line, never quoted.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A failed operation. `Display` says what failed, where and why; [`Error::hint`] gives the way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No folder for the files could be worked out.
    #[error("cannot tell where your files belong: no home folder is known")]
    NoHome,
    /// A file or folder could not be read.
    #[error("cannot read {}: {reason}", shown(place))]
    Read {
        /// Which.
        place: PathBuf,
        /// Why.
        reason: Reason,
    },
    /// A file could not be saved. What was there before is still there.
    #[error("not saved: {}: {reason}", shown(place))]
    Save {
        /// Which.
        place: PathBuf,
        /// Why.
        reason: Reason,
    },
    /// A change of all files stands, but could not be carried to its end.
    #[error("the change was made, but is not finished: {}: {reason}", shown(place))]
    Unfinished {
        /// The folder of the new files.
        place: PathBuf,
        /// Why.
        reason: Reason,
    },
    /// A file could not be removed.
    #[error("cannot remove {}: {reason}", shown(place))]
    Remove {
        /// Which.
        place: PathBuf,
        /// Why.
        reason: Reason,
    },
    /// The store could not be locked.
    #[error("cannot lock {}: {reason}", shown(place))]
    Lock {
        /// The lock file.
        place: PathBuf,
        /// Why.
        reason: Reason,
    },
    /// An export could not be written.
    #[error("cannot write {}: {reason}", shown(place))]
    Export {
        /// Where to.
        place: PathBuf,
        /// Why.
        reason: Reason,
    },
    /// There is something at the place of the export already.
    #[error("{} is there already; it was left as it is", shown(place))]
    ExportExists {
        /// Where to.
        place: PathBuf,
    },
    /// A well-formed file whose seal does not fit: something other than this program wrote in it.
    #[error("{} was changed outside trustcoach", shown(place))]
    ChangedOutside {
        /// Which.
        place: PathBuf,
    },
    /// A damaged file, and no good earlier version of it.
    #[error("{} is damaged ({reason}) and there is no earlier version that is whole", shown(place))]
    Damaged {
        /// Which.
        place: PathBuf,
        /// What is wrong with it.
        reason: Reason,
    },
    /// The store was made by a newer version, and this one cannot make sense of it.
    #[error("{} was written by a newer trustcoach", shown(place))]
    Newer {
        /// The folder of the store.
        place: PathBuf,
    },
    /// The folder holds other things and no plan.
    #[error("{} holds other things and no plan; nothing was written there", shown(place))]
    NotOurs {
        /// The folder.
        place: PathBuf,
    },
    /// Another trustcoach has the store open, or nothing may be written there.
    #[error("not saved: {} is open for reading only", shown(place))]
    ReadOnly {
        /// The folder of the store.
        place: PathBuf,
    },
    /// Something was to be saved before there was a plan to keep.
    #[error("not saved: no plan is kept in {} yet", shown(place))]
    NoPlan {
        /// The folder of the store.
        place: PathBuf,
    },
    /// The store is encrypted and its key is not at hand.
    #[error("locked")]
    Locked {
        /// The folder of the store.
        place: PathBuf,
    },
    /// The passphrase, or the recovery key, is not the one of this store.
    #[error("that is not the passphrase")]
    WrongPassphrase,
    /// There is no passphrase to change or remove, or there is one already.
    #[error("{reason}")]
    Passphrase {
        /// What is the case.
        reason: Reason,
    },
    /// No entry has that name.
    #[error("there is no entry {}", cleaned(id))]
    NoEntry {
        /// The name.
        id: String,
    },
    /// The configuration is not understood.
    #[error("cannot understand {}: {reason}", shown(place))]
    Config {
        /// Which file.
        place: PathBuf,
        /// Where in it, and why.
        reason: Reason,
    },
    /// A content folder, or a file in it, was refused.
    #[error("cannot use {} as content: {reason}", shown(place))]
    Content {
        /// Which file or folder.
        place: PathBuf,
        /// Why.
        reason: Reason,
    },
    /// The terminal cannot be used.
    #[error("cannot use this terminal: {reason}")]
    Terminal {
        /// Why.
        reason: Reason,
    },
    /// The moment that was set for a test is no moment.
    #[error("TRUSTCOACH_NOW is not a moment such as 2026-11-22T09:30:00+01:00")]
    Clock,
}

impl Error {
    /// What the person can do now; one sentence.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::NoHome => "Give a folder with --dir or TRUSTCOACH_DIR.".to_owned(),
            Self::Read { reason, .. } | Self::Remove { reason, .. } => reason.cause.hint(
                "Check that the folder can be reached and is yours, then start again; nothing was changed.",
            ),
            Self::Save { reason, .. } => reason
                .cause
                .hint("Your text is still here: try again, or copy it out before you leave."),
            Self::Unfinished { reason, .. } => {
                let first = if reason.cause == Cause::Full { "Free some space, then start" } else { "Start" };
                format!("{first} trustcoach again to finish it; until then nothing more is saved. If it does not open with the new passphrase, the one before still holds.")
            }
            Self::Lock { .. } => {
                "Check that the folder is yours and can be written to, or use another with --dir."
                    .to_owned()
            }
            Self::Export { reason, .. } => {
                reason.cause.hint("Choose another place for the file with -o.")
            }
            Self::ExportExists { .. } => {
                "Choose another name, or give --force to replace that file.".to_owned()
            }
            Self::ChangedOutside { .. } => {
                "Say whether to keep that version or the last one that was saved here.".to_owned()
            }
            Self::Damaged { place, .. } => format!(
                "Nothing was changed. If you have a copy of your own, put it at {}; else use another folder with --dir.",
                shown(place)
            ),
            Self::Newer { .. } => {
                "Use the newer trustcoach to open it; this one changed nothing.".to_owned()
            }
            Self::NotOurs { .. } => "Choose an empty or a new folder.".to_owned(),
            Self::ReadOnly { .. } => {
                "Close the other trustcoach, or make the folder writable, and start again."
                    .to_owned()
            }
            Self::NoPlan { .. } => "Keep the plan first.".to_owned(),
            Self::Locked { .. } => "Unlock it with the passphrase first.".to_owned(),
            Self::WrongPassphrase => {
                "Nothing was changed. Try again, or use the recovery key.".to_owned()
            }
            Self::Passphrase { .. } => "`trustcoach passphrase` says what can be done.".to_owned(),
            Self::NoEntry { .. } => "`trustcoach log list` shows the names.".to_owned(),
            Self::Config { place, .. } => {
                format!("Mend or delete {}; it holds settings only.", shown(place))
            }
            Self::Content { .. } => {
                "content/README.md says what a content folder may hold.".to_owned()
            }
            Self::Terminal { .. } => {
                "Start trustcoach in a terminal window; `trustcoach status` and `export` need none."
                    .to_owned()
            }
            Self::Clock => "Unset it, or write a moment with its zone.".to_owned(),
        }
    }

    /// A read that the system refused.
    #[must_use]
    pub fn read(place: &Path, error: &io::Error) -> Self {
        Self::Read { place: place.to_owned(), reason: error.into() }
    }

    /// A terminal that the system refused.
    #[must_use]
    pub fn terminal(error: &io::Error) -> Self {
        Self::Terminal { reason: error.into() }
    }

    /// A save that the system refused.
    #[must_use]
    pub fn save(place: &Path, error: &io::Error) -> Self {
        Self::Save { place: place.to_owned(), reason: error.into() }
    }
}

/// Why an operation failed: what a caller may act on, and the words to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The kind of cause.
    pub cause: Cause,
    words: String,
}

impl Reason {
    /// A reason of our own, in our own words.
    #[must_use]
    pub fn new(words: impl Into<String>) -> Self {
        Self { cause: Cause::Other, words: words.into() }
    }
}

impl From<&io::Error> for Reason {
    fn from(error: &io::Error) -> Self {
        let cause = Cause::of(error.kind());
        let words = cause.words().map_or_else(|| without_number(&error.to_string()), str::to_owned);
        Self { cause, words }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&cleaned(&self.words))
    }
}

/// The causes that have their own way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// No space, or the quota is used up.
    Full,
    /// The place can only be read.
    ReadOnly,
    /// Not allowed.
    Denied,
    /// Nothing is there.
    Missing,
    /// Anything else.
    Other,
}

impl Cause {
    fn of(kind: io::ErrorKind) -> Self {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "ErrorKind is open: new kinds are Other"
        )]
        match kind {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::NotFound => Self::Missing,
            _ => Self::Other,
        }
    }

    fn words(self) -> Option<&'static str> {
        match self {
            Self::Full => Some("the disk is full"),
            Self::ReadOnly => Some("the disk can only be read"),
            Self::Denied => Some("not allowed"),
            Self::Missing => Some("it is not there"),
            Self::Other => None,
        }
    }

    fn hint(self, otherwise: &str) -> String {
        match self {
            Self::Full => "Free some space and try again; what was there before is untouched.",
            Self::ReadOnly => "Make the disk writable, or use another folder with --dir.",
            Self::Denied => "Check who owns the folder and its files, or use another with --dir.",
            Self::Missing | Self::Other => otherwise,
        }
        .to_owned()
    }
}

/// A path as it may be shown: file names are other people's text.
fn shown(place: &Path) -> String {
    cleaned(&place.to_string_lossy())
}

/// The message without the number that Rust appends.
fn without_number(message: &str) -> String {
    let words = message.split(" (os error").next().unwrap_or(message);
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect::<String>())
}

/// Control, bidi and zero-width characters replaced; the strict form lives in `text.rs`.
fn cleaned(text: &str) -> String {
    let foreign = |letter: char| {
        letter.is_control()
            || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    };
    text.chars().map(|letter| if foreign(letter) { '\u{fffd}' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_save_names_the_place_the_reason_and_a_way_out() {
        let full = io::Error::from_raw_os_error(28);
        let error = Error::save(Path::new("/home/a/plan.toml"), &full);
        assert_eq!(error.to_string(), "not saved: /home/a/plan.toml: the disk is full");
        assert!(error.hint().starts_with("Free some space"), "{}", error.hint());
    }

    #[test]
    fn a_strange_error_keeps_its_words_without_the_number() {
        let error = Error::read(Path::new("x"), &io::Error::from_raw_os_error(5));
        assert_eq!(error.to_string(), "cannot read x: input/output error");
    }

    #[test]
    fn no_control_character_of_a_path_or_a_library_is_shown() {
        let hostile = "a\u{1b}]0;owned\u{7}\u{202e}\u{e0041}b";
        let error = Error::Read {
            place: PathBuf::from(hostile),
            reason: Reason::from(&io::Error::other(hostile)),
        };
        assert!(!error.to_string().contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{e0041}']));
        let damaged =
            Error::Damaged { place: PathBuf::from(hostile), reason: Reason::new(hostile) };
        assert!(!damaged.hint().contains('\u{1b}'));
    }
}
