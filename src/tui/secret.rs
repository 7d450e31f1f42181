//! The passphrase field: a buffer of our own that is wiped, without undo, and whose text never enters the model.

use zeroize::Zeroizing;

use crate::app::model::Purpose;
use crate::app::msg::SecretRefused;
use crate::app::{Key, KeyCode};

use super::desk::Job;

/// The longest passphrase, in bytes. Reserved at once: a text that grows leaves copies behind.
const LONGEST: usize = 1024;

/// What is being typed, and what was typed the first time.
pub(super) struct Secret {
    typed: Zeroizing<String>,
    first: Option<Zeroizing<String>>,
    /// What it is typed for; `None` while no field for it is shown.
    purpose: Option<Purpose>,
}

/// What came of taking the field.
pub(super) enum Taken {
    /// Whether a new passphrase can go on.
    Answer(Result<(), SecretRefused>),
    /// Work for the disk: a new passphrase was typed twice the same, or one that is to be tried.
    Work(Job),
}

fn empty() -> Zeroizing<String> {
    Zeroizing::new(String::with_capacity(LONGEST))
}

impl Default for Secret {
    fn default() -> Self {
        Self { typed: empty(), first: None, purpose: None }
    }
}

impl Secret {
    /// Takes a key in; says how many characters stand in the field now.
    pub(super) fn key(&mut self, key: Key) -> usize {
        if let KeyCode::Char(character) = key.code
            && self.typed.len() + character.len_utf8() <= LONGEST
        {
            self.typed.push(character);
        } else if key.code == KeyCode::Backspace {
            self.typed.pop();
        }
        self.typed.chars().count()
    }

    /// Follows the screen: what was typed for a field that is shown no longer is wiped. Says whether anything was.
    pub(super) fn follow(&mut self, purpose: Option<Purpose>) -> bool {
        if self.purpose == purpose {
            return false;
        }
        self.purpose = purpose;
        if !matches!(purpose, Some(Purpose::Again | Purpose::OtherAgain)) {
            self.first = None;
        }
        let wiped = !self.typed.is_empty();
        self.typed = empty();
        wiped || purpose.is_some()
    }

    /// Takes what stands in the field; it is empty afterwards.
    pub(super) fn take(&mut self, purpose: Purpose) -> Taken {
        let typed = std::mem::replace(&mut self.typed, empty());
        match purpose {
            Purpose::Unlock => Taken::Work(Job::Unlock(typed)),
            Purpose::ToChange => Taken::Work(Job::CheckPassphrase(typed)),
            Purpose::ToRemove => Taken::Work(Job::RemovePassphrase(typed)),
            Purpose::New | Purpose::Other if typed.is_empty() => {
                Taken::Answer(Err(SecretRefused::Empty))
            }
            Purpose::New | Purpose::Other => {
                self.first = Some(typed);
                Taken::Answer(Ok(()))
            }
            Purpose::Again | Purpose::OtherAgain => match self.first.take() {
                Some(first) if *first == *typed && purpose == Purpose::Again => {
                    Taken::Work(Job::SetPassphrase(typed))
                }
                Some(first) if *first == *typed => Taken::Work(Job::ChangePassphrase(typed)),
                _ => Taken::Answer(Err(SecretRefused::Different)),
            },
        }
    }
}
