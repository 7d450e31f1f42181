//! What can happen to the model. Each message says when it is sent.

use zeroize::Zeroizing;

use crate::engine::Now;

use super::action::Action;
use super::model::Size;
use super::record::MonthsRead;
use super::resume::Kept;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// The moment, sent before each batch of other messages: the core has no clock.
    Clock(Now),
    /// A key that means something here.
    Action(Action),
    /// A letter or a blank on a step where something is still to be written, and what it means there.
    Letter(Option<Action>),
    /// A character, while a list over the screen is open.
    Typed(char),
    /// Backspace, while a list over the screen is open.
    Erased,
    /// The editor changed its text or caret.
    Edited {
        /// The whole text.
        text: String,
        /// The caret, in characters from the start.
        cursor: usize,
    },
    /// The editor cut a paste short.
    PasteCut,
    /// The terminal has another size.
    Resized(Size),
    /// No key for as long as the person set.
    Idle,
    /// The draft is two seconds old.
    DraftDue,
    /// The plan and its journal were saved, with the number of the save, or why not. Saves answer in their order.
    Saved(Result<u64, Trouble>),
    /// So many characters stand in the passphrase field now.
    SecretTyped(usize),
    /// The new passphrase was typed, once or twice: whether it can go on.
    SecretTaken(Result<(), SecretRefused>),
    /// The store has a passphrase now, with the recovery key, or why not.
    PassphraseSet(Result<Zeroizing<String>, Trouble>),
    /// The passphrase that holds was typed, so that another can take its place, or why not.
    SecretChecked(Result<(), Trouble>),
    /// Another passphrase holds now, or why not.
    PassphraseChanged(Result<(), Trouble>),
    /// There is no passphrase any more, or why not.
    PassphraseRemoved(Result<(), Trouble>),
    /// The passphrase was set (then with the recovery key) or taken away, but the next start has to finish it.
    PassphraseUnfinished {
        /// The key that may be what opens everything from now on.
        recovery: Option<Zeroizing<String>>,
        /// What stopped it.
        trouble: Trouble,
    },
    /// The store was unlocked, or why not.
    Unlocked(Result<Box<Kept>, Trouble>),
    /// The draft was saved, or why not.
    DraftSaved(Result<(), Trouble>),
    /// Older months of the journal were read, or why not.
    MonthsRead(Result<MonthsRead, Trouble>),
    /// An export was written, or why not.
    Exported(Result<String, Trouble>),
    /// A preference was remembered, or why not.
    Preferred(Result<(), Trouble>),
    /// The program was to be stopped, and was not: nobody could bring it back.
    NotStopped,
    /// A text went to the clipboard, or why not.
    Copied(Result<(), Trouble>),
}

/// Why a new passphrase cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretRefused {
    /// Nothing was typed.
    Empty,
    /// The two are not the same.
    Different,
}

/// Why an effect failed, in words for the person: what, where, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What failed and where.
    pub what: String,
    /// The way out.
    pub way_out: String,
}
