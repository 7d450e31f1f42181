//! How many of the shown steps stand where. What is withheld is never counted.

use crate::content::{Program, Stage, Step};

use super::plan::Plan;
use super::status::{Status, status};

/// How many steps stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Done.
    pub done: usize,
    /// Skipped, by choice.
    pub skipped: usize,
    /// Not yet, by choice.
    pub not_yet: usize,
    /// Opened, not finished.
    pub started: usize,
    /// May be opened.
    pub open: usize,
    /// Opens after other steps.
    pub locked: usize,
}

impl Tally {
    /// The tally of one part.
    #[must_use]
    pub fn of_stage(program: &Program, plan: &Plan, stage: &Stage) -> Self {
        Self::of(program, plan, stage.steps.iter())
    }

    /// The tally of the whole program.
    #[must_use]
    pub fn of_program(program: &Program, plan: &Plan) -> Self {
        Self::of(program, plan, program.steps())
    }

    /// All steps that are shown.
    #[must_use]
    pub fn shown(&self) -> usize {
        self.done + self.skipped + self.not_yet + self.started + self.open + self.locked
    }

    /// The steps that nothing more is asked of: done or skipped.
    #[must_use]
    pub fn settled(&self) -> usize {
        self.done + self.skipped
    }

    fn of<'p>(program: &Program, plan: &Plan, steps: impl Iterator<Item = &'p Step>) -> Self {
        let mut tally = Self::default();
        for status in steps.filter_map(|step| status(program, plan, step)) {
            *match status {
                Status::Locked => &mut tally.locked,
                Status::Open => &mut tally.open,
                Status::Started => &mut tally.started,
                Status::Done => &mut tally.done,
                Status::Skipped => &mut tally.skipped,
                Status::NotYet => &mut tally.not_yet,
            } += 1;
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::{at, open_plan, small, step_id};
    use crate::engine::{Command, Contact, apply};

    #[test]
    fn only_what_is_shown_is_counted() {
        let program = small();
        let mut plan = open_plan();
        for command in [
            Command::Open { step: step_id("read") },
            Command::Finish { step: step_id("read") },
            Command::Open { step: step_id("list") },
            Command::NotYet { step: step_id("deliver") },
            Command::Skip { step: step_id("agree") },
        ] {
            apply(&program, &mut plan, command, at(0)).unwrap();
        }
        let tally = Tally::of_program(&program, &plan);
        assert_eq!((tally.done, tally.skipped, tally.not_yet, tally.started), (1, 1, 1, 1));
        assert_eq!(tally.locked, 2, "the letter and the strand");
        assert_eq!(tally.shown(), program.steps().count() - 1, "all but the stand-in");
        assert_eq!(tally.settled(), 2);
        plan.profile.contact = Contact::None { court: true };
        let second = Tally::of_stage(&program, &plan, program.stage("second").unwrap());
        assert_eq!(second, Tally { open: 4, ..Tally::default() });
    }

    #[test]
    fn every_status_has_its_own_words() {
        let words: std::collections::BTreeSet<_> = Status::ALL.map(Status::words).into();
        assert_eq!(words.len(), Status::ALL.len());
    }
}
