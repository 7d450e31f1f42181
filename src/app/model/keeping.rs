//! How the plan stands on the disk, and what is not there yet.

use std::collections::VecDeque;

use zeroize::Zeroizing;

use crate::engine::{Entry, EntryId, Outcome};

/// How the plan stands on the disk.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the disk")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keeping {
    /// Whether the person chose to keep it. Before that nothing is written.
    pub kept: bool,
    /// Another trustcoach has it open: nothing can be changed here.
    pub read_only: bool,
    /// Whether there is a passphrase.
    pub encrypted: bool,
    /// The recovery key, from when it was made until its screen is left.
    pub recovery: Option<Zeroizing<String>>,
    /// Whether the plan stood on the disk unencrypted until then: that has to be told beside the key.
    pub was_plain: bool,
    /// Changes since the last good save.
    pub unsaved: bool,
    /// Saves that are under way, oldest first, with the changes to the journal that each takes along.
    pub under_way: VecDeque<Pending>,
    /// Why the last save failed.
    pub trouble: Option<String>,
    /// Leave when the save is done.
    pub leaving: bool,
    /// The place or typing changed since the last draft.
    pub draft_due: bool,
    /// Changes to the journal that no save has taken along yet.
    pub pending: Pending,
}

/// Changes to the journal that are not on the disk yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pending {
    /// Lines to add.
    pub add: Vec<Entry>,
    /// Lines to take out.
    pub remove: Vec<EntryId>,
}

impl Pending {
    /// Whether there is nothing to add or take out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.remove.is_empty()
    }

    /// Puts changes that a save could not make back before those that came later.
    pub fn give_back(&mut self, earlier: Self) {
        let later = std::mem::replace(self, earlier);
        self.note(Outcome { add: later.add, remove: later.remove });
    }

    /// Takes in a further change. What is removed goes first: a line may take the place of one of the same name.
    pub fn note(&mut self, outcome: Outcome) {
        for id in outcome.remove {
            self.add.retain(|entry| entry.id != id);
            self.remove.push(id);
        }
        for entry in outcome.add {
            self.remove.retain(|id| *id != entry.id);
            self.add.push(entry);
        }
    }
}
