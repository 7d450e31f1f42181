//! The journal: one dated line of what happened on a day.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::content::StepId;

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Entry {
    /// Its name, unique in the plan.
    pub id: EntryId,
    /// The day it is about.
    pub day: NaiveDate,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// What it is.
    pub kind: EntryKind,
    /// The step, or the thing of the record, that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<StepId>,
    /// What the person wrote; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What was said in numbers, by name: how the person is, or how a promise was repaired. Nothing about safety.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub numbers: BTreeMap<String, u8>,
}

impl Entry {
    /// A line about a day, written at an instant, without words.
    #[must_use]
    pub fn new(id: EntryId, kind: EntryKind, day: NaiveDate, at: DateTime<Utc>) -> Self {
        Self { id, day, at, kind, step: None, text: String::new(), numbers: BTreeMap::new() }
    }

    /// Belonging to a step, or to a thing of the record.
    #[must_use]
    pub fn about(mut self, step: &StepId) -> Self {
        self.step = Some(step.clone());
        self
    }

    /// With these words.
    #[must_use]
    pub fn saying(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }
}

/// Names an entry: the millisecond it was made in and a number, so that two devices rarely make the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub String);

impl EntryId {
    /// The name of the `n`-th entry made at that instant.
    #[must_use]
    pub fn new(at: DateTime<Utc>, n: usize) -> Self {
        Self(format!("{:x}-{n}", at.timestamp_millis().max(0)))
    }

    /// The name of the line that says a step was done, at that instant, as the `n`-th attempt. The plan knows all
    /// three, so a line that a crash kept out of the journal can be made again under the same name.
    #[must_use]
    pub fn step_done(step: &StepId, n: usize, at: DateTime<Utc>) -> Self {
        Self(format!("{:x}-done-{step}-{n}", at.timestamp_millis().max(0)))
    }

    /// The name of the line about a practice on a day: one a day, so that a second answer takes its place.
    #[must_use]
    pub fn practised(step: &StepId, day: NaiveDate) -> Self {
        Self(format!("practised-{step}-{day}"))
    }

    /// The name of the line about a promise on a day: one a day, so that a second answer takes its place.
    #[must_use]
    pub fn promised(promise: &StepId, day: NaiveDate) -> Self {
        Self(format!("promised-{promise}-{day}"))
    }

    /// The name of the line that says what was missed on a day was repaired.
    #[must_use]
    pub fn repaired(promise: &StepId, day: NaiveDate) -> Self {
        Self(format!("repaired-{promise}-{day}"))
    }

    /// The name of the line that says what a look at an agreement came to, written at that instant.
    #[must_use]
    pub fn agreement(agreement: &StepId, at: DateTime<Utc>) -> Self {
        Self(format!("{:x}-agreed-{agreement}", at.timestamp_millis().max(0)))
    }

    /// The name of the line that says a talk was held, written at that instant.
    #[must_use]
    pub fn talk_held(step: &StepId, at: DateTime<Utc>) -> Self {
        Self(format!("{:x}-held-{step}", at.timestamp_millis().max(0)))
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// A step was done.
    StepDone,
    /// A practice was done.
    PracticeDone,
    /// A practice was done in part.
    PracticePart,
    /// A practice was left out that day.
    PracticeSkip,
    /// A practice did not apply that day.
    PracticeNotApplicable,
    /// A talk was held.
    TalkHeld,
    /// An agreement was made or changed.
    AgreementChanged,
    /// How the person is.
    CheckIn,
    /// What the person did in a week, rated by themselves.
    WeekRated,
    /// The person looked at a week or a month.
    Reviewed,
    /// Something that went right.
    Win,
    /// Something that went wrong.
    Setback,
    /// Thanks for something.
    Gratitude,
    /// Anything else.
    Note,
    /// A promise was kept.
    PromiseKept,
    /// A promise was missed.
    PromiseMissed,
    /// A missed promise was repaired.
    PromiseRepaired,
}

impl EntryKind {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::StepDone,
        Self::PracticeDone,
        Self::PracticePart,
        Self::PracticeSkip,
        Self::PracticeNotApplicable,
        Self::TalkHeld,
        Self::AgreementChanged,
        Self::CheckIn,
        Self::WeekRated,
        Self::Reviewed,
        Self::Win,
        Self::Setback,
        Self::Gratitude,
        Self::Note,
        Self::PromiseKept,
        Self::PromiseMissed,
        Self::PromiseRepaired,
    ];
}
