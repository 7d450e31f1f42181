//! Where a step stands for the person.

use crate::content::{Program, Step};

use super::gate::{is_locked, is_withheld};
use super::plan::{Mark, Plan};

/// Where a step stands. A step that is withheld has no status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Opens after other steps.
    Locked,
    /// May be opened.
    Open,
    /// Opened, not finished.
    Started,
    /// Done.
    Done,
    /// Skipped, by choice.
    Skipped,
    /// Not yet, by choice.
    NotYet,
}

impl Status {
    /// All, in the order of the design.
    pub const ALL: [Self; 6] =
        [Self::Locked, Self::Open, Self::Started, Self::Done, Self::Skipped, Self::NotYet];

    /// The status in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Locked => "later",
            Self::Open => "open",
            Self::Started => "started",
            Self::Done => "done",
            Self::Skipped => "skipped",
            Self::NotYet => "not yet",
        }
    }
}

/// Where the step stands; none where it is not shown to this person.
#[must_use]
pub fn status(program: &Program, plan: &Plan, step: &Step) -> Option<Status> {
    if is_withheld(plan, step) {
        return None;
    }
    let locked = || is_locked(program, plan, step);
    Some(match plan.mark(step.id.as_str()) {
        Some(Mark::Done) => Status::Done,
        Some(Mark::Skipped) => Status::Skipped,
        Some(Mark::NotYet) => Status::NotYet,
        Some(Mark::Started) | None if locked() => Status::Locked,
        Some(Mark::Started) => Status::Started,
        None => Status::Open,
    })
}
