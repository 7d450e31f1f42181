//! Lines that the person writes into the journal themselves, and what they do with a line that stands there.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::engine::change::Change;
use crate::engine::command::{Outcome, Refusal};
use crate::engine::entry::{Entry, EntryId, EntryKind};
use crate::engine::plan::{Now, Plan};

/// A line to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLine {
    /// What it is: a check-in, a rating, a review, a win, a setback, thanks or a note.
    pub kind: EntryKind,
    /// The day it is about, not to come.
    pub day: NaiveDate,
    /// What the person wrote.
    pub text: String,
    /// What they said in numbers from 0 to 10.
    pub numbers: BTreeMap<String, u8>,
    /// How many lines were written in the same instant.
    pub nth: usize,
    /// Where it ends a review, which one.
    pub review: Option<ReviewOf>,
}

impl NewLine {
    /// A line of words.
    #[must_use]
    pub fn saying(kind: EntryKind, day: NaiveDate, text: impl Into<String>) -> Self {
        let numbers = BTreeMap::new();
        Self { kind, day, text: text.into(), numbers, nth: 0, review: None }
    }
}

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReviewOf {
    /// The week.
    Week,
    /// The month.
    Month,
}

/// The highest number on a scale.
const MOST: u8 = 10;

/// Whether a line is the person's own words, and not what the plan says of itself.
fn is_free(kind: EntryKind) -> bool {
    match kind {
        EntryKind::CheckIn
        | EntryKind::WeekRated
        | EntryKind::Reviewed
        | EntryKind::Win
        | EntryKind::Setback
        | EntryKind::Gratitude
        | EntryKind::Note => true,
        EntryKind::StepDone
        | EntryKind::PracticeDone
        | EntryKind::PracticePart
        | EntryKind::PracticeSkip
        | EntryKind::PracticeNotApplicable
        | EntryKind::TalkHeld
        | EntryKind::AgreementChanged
        | EntryKind::PromiseKept
        | EntryKind::PromiseMissed
        | EntryKind::PromiseRepaired => false,
    }
}

/// Whether a line may be deleted. What the plan answers for is changed where it was said.
#[must_use]
pub fn may_delete(kind: EntryKind) -> bool {
    is_free(kind) || matches!(kind, EntryKind::TalkHeld | EntryKind::AgreementChanged)
}

pub(super) fn log(plan: &mut Plan, line: NewLine, now: Now) -> Result<Change, Refusal> {
    if !is_free(line.kind) || line.numbers.values().any(|number| *number > MOST) {
        return Err(Refusal::LineStays);
    }
    if line.day > now.today {
        return Err(Refusal::WrongDay);
    }
    if line.text.trim().is_empty() && line.numbers.is_empty() && line.review.is_none() {
        return Err(Refusal::NothingSaid);
    }
    match (line.kind, line.review) {
        (EntryKind::CheckIn, _) => {
            plan.reviews.checked_in = plan.reviews.checked_in.max(Some(line.day));
        }
        (_, Some(ReviewOf::Week)) => plan.reviews.week = plan.reviews.week.max(Some(line.day)),
        (_, Some(ReviewOf::Month)) => plan.reviews.month = plan.reviews.month.max(Some(line.day)),
        _ => {}
    }
    let mut entry = Entry::new(EntryId::new(now.at, line.nth), line.kind, line.day, now.at);
    entry.numbers = line.numbers;
    Ok(Change::adding(entry.saying(line.text.trim())))
}

pub(super) fn reword(
    line: Entry,
    text: &str,
    numbers: BTreeMap<String, u8>,
) -> Result<Change, Refusal> {
    if line.kind == EntryKind::StepDone {
        return Err(Refusal::LineStays);
    }
    let rated = matches!(line.kind, EntryKind::CheckIn | EntryKind::WeekRated);
    let numbers = if rated { numbers } else { line.numbers.clone() };
    let text = text.trim().to_owned();
    if (line.text == text && line.numbers == numbers)
        || numbers.values().any(|number| *number > MOST)
    {
        return Ok(Change::default());
    }
    if is_free(line.kind) && text.is_empty() && numbers.is_empty() {
        return Err(Refusal::NothingSaid);
    }
    let entry = Entry { text, numbers, ..line.clone() };
    let outcome = Outcome { add: vec![entry], remove: vec![line.id.clone()] };
    Ok(Change { outcome, removed: vec![line] })
}

pub(super) fn delete(plan: &mut Plan, line: Entry) -> Result<Change, Refusal> {
    if !may_delete(line.kind) {
        return Err(Refusal::LineStays);
    }
    if line.kind == EntryKind::CheckIn && plan.reviews.checked_in == Some(line.day) {
        plan.reviews.checked_in = None;
    }
    let outcome = Outcome { add: Vec::new(), remove: vec![line.id.clone()] };
    Ok(Change { outcome, removed: vec![line] })
}
