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
