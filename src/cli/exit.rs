//! How a command ends: what it gives, what it says, and with which code.

use std::io;
use std::process::ExitCode;

use crate::error::Error;

/// The exit codes besides 0, as `--help` documents them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exit {
    /// It failed.
    Failed = 1,
    /// It was asked for in a way that cannot be, or needs a terminal; or what is kept is damaged or was changed outside.
    Usage = 2,
    /// The plan is open elsewhere, or locked.
    Busy = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// What a command that ran to its end has to give.
#[derive(Debug, Default)]
pub(super) struct Answer {
    /// For stdout: what was asked for.
    pub(super) data: String,
    /// Whether the data holds colours of our own; its foreign parts were cleaned by who made it.
    pub(super) styled: bool,
    /// For stderr: what there is to say about it; may be empty.
    pub(super) talk: String,
    /// Whether what was found counts as a failure.
    pub(super) failed: bool,
}

impl Answer {
    /// Data and no talk.
    pub(super) fn data(data: impl Into<String>) -> Self {
        Self { data: data.into(), ..Self::default() }
    }

    /// Says one thing more.
    pub(super) fn saying(mut self, text: &str) -> Self {
        if !self.talk.is_empty() {
            self.talk.push('\n');
        }
        self.talk.push_str(text);
        self
    }
}

/// Why a command could not run to its end.
#[derive(Debug)]
pub(super) enum Failure {
    /// With this code, for this reason.
    Said(Exit, String),
    /// Stdout would not take it.
    Output(io::Error),
}

impl Failure {
    /// It failed, for this reason.
    pub(super) fn failed(reason: impl Into<String>) -> Self {
        Self::Said(Exit::Failed, reason.into())
    }

    /// It was asked for in a way that cannot be.
    pub(super) fn usage(reason: impl Into<String>) -> Self {
        Self::Said(Exit::Usage, reason.into())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let exit = match error {
            // A question for the person, and here is no screen to ask it on.
            Error::ChangedOutside { .. } | Error::Terminal { .. } | Error::Damaged { .. } => {
                Exit::Usage
            }
            // Said in one word, whatever the plan is and wherever it lies.
            Error::Locked { .. } => return Self::Said(Exit::Busy, "locked".to_owned()),
            Error::Lock { .. } | Error::ReadOnly { .. } | Error::WrongPassphrase => Exit::Busy,
            Error::NoHome
            | Error::Read { .. }
            | Error::Save { .. }
            | Error::Unfinished { .. }
            | Error::Remove { .. }
            | Error::Export { .. }
            | Error::ExportExists { .. }
            | Error::Newer { .. }
            | Error::NotOurs { .. }
            | Error::NoPlan { .. }
            | Error::Config { .. }
            | Error::Content { .. }
            | Error::Passphrase { .. }
            | Error::NoEntry { .. }
            | Error::Clock => Exit::Failed,
        };
        Self::Said(exit, format!("trustcoach: {error}\n{}", error.hint()))
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn what_only_a_person_can_answer_needs_a_terminal_and_a_held_plan_is_busy() {
        let code = |error: Error| match Failure::from(error) {
            Failure::Said(exit, reason) => (exit, reason.lines().count()),
            Failure::Output(error) => panic!("{error}"),
        };
        let place = PathBuf::from("/x");
        assert_eq!(code(Error::ChangedOutside { place: place.clone() }), (Exit::Usage, 2));
        assert_eq!(code(Error::ReadOnly { place: place.clone() }), (Exit::Busy, 2));
        assert_eq!(code(Error::ExportExists { place }), (Exit::Failed, 2));
    }
}
