//! The passphrase field: a buffer of our own that is wiped, without undo, and whose text never enters the model.

use zeroize::Zeroizing;

use crate::app::model::Purpose;
use crate::app::msg::SecretRefused;
use crate::app::{Key, KeyCode};

/// The longest passphrase, in bytes. Reserved at once: a text that grows leaves copies behind.
const LONGEST: usize = 1024;

/// What is being typed, and what was typed the first time.
pub(super) struct Secret {
    typed: Zeroizing<String>,
    first: Option<Zeroizing<String>>,
}

/// What came of taking the field.
pub(super) enum Taken {
    /// Whether a new passphrase can go on.
    Answer(Result<(), SecretRefused>),
    /// A new passphrase, typed twice the same.
    New(Zeroizing<String>),
    /// A passphrase to unlock with.
    Unlock(Zeroizing<String>),
}

fn empty() -> Zeroizing<String> {
    Zeroizing::new(String::with_capacity(LONGEST))
}

impl Default for Secret {
    fn default() -> Self {
        Self { typed: empty(), first: None }
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

    /// Takes what stands in the field; it is empty afterwards.
    pub(super) fn take(&mut self, purpose: Purpose) -> Taken {
        let typed = std::mem::replace(&mut self.typed, empty());
        match purpose {
            Purpose::Unlock => Taken::Unlock(typed),
            Purpose::New if typed.is_empty() => Taken::Answer(Err(SecretRefused::Empty)),
            Purpose::New => {
                self.first = Some(typed);
                Taken::Answer(Ok(()))
            }
            Purpose::Again => match self.first.take() {
                Some(first) if *first == *typed => Taken::New(typed),
                _ => Taken::Answer(Err(SecretRefused::Different)),
            },
        }
    }
}
