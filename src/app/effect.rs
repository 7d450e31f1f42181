//! Work for the shell, as data. The core asks; `tui::runtime` does it and answers with a message.

use crate::engine::{Draft, Entry, EntryId};

use super::model::Purpose;

/// Something to do outside the core.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Save the plan as the model has it, and these changes to the journal.
    Save {
        /// Lines to add.
        add: Vec<Entry>,
        /// Lines to take out.
        remove: Vec<EntryId>,
    },
    /// Save where the person is and what they are typing.
    SaveDraft(Draft),
    /// Remember a preference in the configuration.
    Prefer(Preference),
    /// Read older months of the journal: the next one, or all that are left.
    ReadMonths {
        /// The months that were read already.
        read: Vec<String>,
        /// Whether all are wanted.
        all: bool,
    },
    /// Write an export.
    Export {
        /// The file.
        path: String,
        /// What goes into it.
        text: String,
    },
    /// Put a text on the clipboard.
    Copy(String),
    /// Take what stands in the passphrase field, for this.
    TakeSecret(Purpose),
    /// Drop the key; the draft was saved before.
    DropKey,
    /// Draw everything anew.
    Repaint,
    /// Stop until brought back.
    Suspend,
    /// Leave; everything is saved or the person said so.
    Leave,
    /// Leave at once: the terminal first, then the draft.
    LeaveNow(Option<Draft>),
}

/// What the configuration remembers; nothing private.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preference {
    /// The theme's name.
    Theme(String),
    /// The country whose help lines come first.
    Country(String),
    /// Minutes without a key until the screen is hidden; 0 is never.
    IdleMinutes(u16),
}
