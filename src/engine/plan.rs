//! The plan: one person's definitions and current state. It does not grow with days; the journal does.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::de::{self, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::profile::Profile;
use super::record::{
    AgreementTerms, Begun, Concerns, DatePlan, OnSheet, OwnTalk, Promise, Reviews, Turn,
};
use crate::content::form::Cadence;
use crate::content::{FieldId, StageId, StepId};

/// The moment a command is given: the instant, and the day as the person sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The instant.
    pub at: DateTime<Utc>,
    /// The day on the person's wall.
    pub today: NaiveDate,
}

/// One person's plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Plan {
    /// The pack the plan was made with.
    pub program: StageId,
    /// When it was begun.
    pub created: DateTime<Utc>,
    /// Counts the saves; the store and drafts compare it.
    pub seq: u64,
    /// The steps whose `ask` answers may be stored, because the person said so.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub kept: BTreeSet<StepId>,
    /// The person's words and states.
    #[serde(default)]
    pub profile: Profile,
    /// What was done with each step.
    #[serde(default)]
    pub progress: Progress,
    /// Things done again and again.
    #[serde(default)]
    pub practices: Vec<PracticeItem>,
    /// Sheets for two that were filled in.
    #[serde(default)]
    pub agreements: Vec<Agreement>,
    /// Conversations that were planned.
    #[serde(default)]
    pub talks: Vec<TalkItem>,
    /// Things the person said they would do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub promises: Vec<Promise>,
    /// Days and places to be ready for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<DatePlan>,
    /// When the person last looked at the whole.
    #[serde(default)]
    pub reviews: Reviews,
    /// What was written in fields that are never kept, or not kept until the person says so: on the screen only,
    /// in no draft, file, backup or export.
    #[serde(skip)]
    pub unkept: BTreeMap<StepId, BTreeMap<FieldId, Answer>>,
}

impl Plan {
    /// A new plan, in which nothing has been asked yet.
    #[must_use]
    pub fn new(program: StageId, now: Now) -> Self {
        Self {
            program,
            created: now.at,
            seq: 0,
            kept: BTreeSet::new(),
            profile: Profile::default(),
            progress: Progress::default(),
            practices: Vec::new(),
            agreements: Vec::new(),
            talks: Vec::new(),
            promises: Vec::new(),
            dates: Vec::new(),
            reviews: Reviews::default(),
            unkept: BTreeMap::new(),
        }
    }

    /// Where the person left the step; none if it was never touched.
    #[must_use]
    pub fn mark(&self, step: &str) -> Option<Mark> {
        self.progress.steps.get(step).map(|progress| progress.mark)
    }

    /// The latest answer to a field as it is stored: without what is never kept or not kept yet.
    #[must_use]
    pub fn stored(&self, step: &str, field: &str) -> Option<&Answer> {
        self.progress.steps.get(step)?.answer(field)
    }

    /// The latest answer to a field, kept or not.
    #[must_use]
    pub fn answer(&self, step: &str, field: &str) -> Option<&Answer> {
        self.unkept
            .get(step)
            .and_then(|answers| answers.get(field))
            .or_else(|| self.progress.steps.get(step)?.answer(field))
    }
}

/// What was done with each step that was ever opened.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Progress {
    /// By step. A step of an earlier edition stays here.
    pub steps: BTreeMap<StepId, StepProgress>,
}

/// What was done with one step.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct StepProgress {
    /// Where the person left it.
    pub mark: Mark,
    /// When the mark was last set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marked: Option<DateTime<Utc>>,
    /// The day of that mark, as the person saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<NaiveDate>,
    /// All attempts, oldest first; the last one is being worked on.
    #[serde(default, rename = "attempt", skip_serializing_if = "Vec::is_empty")]
    pub attempts: Vec<Attempt>,
}

impl StepProgress {
    /// The attempt that is being worked on, or was last.
    #[must_use]
    pub fn current(&self) -> Option<&Attempt> {
        self.attempts.last()
    }

    /// The latest answer to a field.
    #[must_use]
    pub fn answer(&self, field: &str) -> Option<&Answer> {
        self.current()?.answers.get(field)
    }
}

/// What the person left a step as. What is *shown* also depends on gates: see `Status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Opened, not finished.
    #[default]
    Started,
    /// Done.
    Done,
    /// Skipped, by choice.
    Skipped,
    /// Not yet, by choice.
    NotYet,
}

/// One go at a step. A redo begins another and keeps this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Attempt {
    /// When it was begun.
    pub began: DateTime<Utc>,
    /// When it was finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<DateTime<Utc>>,
    /// What was answered, by field. Fields that are never kept are not here when the plan is saved.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<FieldId, Answer>,
}

/// An answer to a field, by the field's kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// A tick.
    Tick(bool),
    /// A place on a scale, or a count.
    Number(u8),
    /// Text, as typed; also the id of a choice and a day as `YYYY-MM-DD`.
    Text(String),
}

/// By hand: the derived way tries one kind after the other, and puts the person's text into an error for each that it
/// is not.
impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(AnswerVisitor)
    }
}

struct AnswerVisitor;

impl Visitor<'_> for AnswerVisitor {
    type Value = Answer;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a text, true, false or a number from 0 to 255")
    }

    fn visit_bool<E: de::Error>(self, tick: bool) -> Result<Answer, E> {
        Ok(Answer::Tick(tick))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Answer, E> {
        u8::try_from(number)
            .map(Answer::Number)
            .map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Answer, E> {
        u8::try_from(number)
            .map(Answer::Number)
            .map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Answer, E> {
        Ok(Answer::Text(text.to_owned()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Answer, E> {
        Ok(Answer::Text(text))
    }
}

impl Answer {
    /// The text, where it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Tick(_) | Self::Number(_) => None,
        }
    }

    /// Whether it says nothing: no tick, a blank text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Tick(ticked) => !ticked,
            Self::Number(_) => false,
            Self::Text(text) => text.trim().is_empty(),
        }
    }
}

/// Something done again and again, made by a finished practice step or by the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PracticeItem {
    /// The step it came from; for one of the person's own, its name.
    pub step: StepId,
    /// What is done, in the person's words.
    pub what: String,
    /// How often.
    pub every: Cadence,
    /// The first day it is due.
    pub since: NaiveDate,
    /// The last day of the first run.
    pub until: NaiveDate,
    /// Set aside for now.
    #[serde(default)]
    pub paused: bool,
    /// The last day it was answered for, and how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<PracticeDay>,
    /// Counted from the last time it was done, so that nothing piles up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub after_done: bool,
    /// Whom it concerns; said only of the person's own, the others obey their step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concerns: Option<Concerns>,
}

/// How a practice went on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PracticeDay {
    /// The day.
    pub day: NaiveDate,
    /// How it went.
    pub how: Practised,
}

/// How a practice went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Practised {
    /// Done.
    Done,
    /// Done in part.
    Part,
    /// Left out.
    Skip,
    /// It did not apply on that day.
    NotApplicable,
}

impl Practised {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Done, Self::Part, Self::Skip, Self::NotApplicable];
}

/// A sheet for two that was filled in, whose text stays in the step's answers; or one the person wrote down freely.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Agreement {
    /// The step it came from; for one of the person's own, its name.
    pub step: StepId,
    /// Since when.
    pub since: NaiveDate,
    /// When to look again.
    pub review: NaiveDate,
    /// Until when it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// What it says, where no step says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<AgreementTerms>,
    /// Since when it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<NaiveDate>,
    /// What each look at it came to, oldest first.
    #[serde(default, rename = "turn", skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<Turn>,
}

/// A conversation that was planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TalkItem {
    /// The step it came from; for one of the person's own, its name.
    pub step: StepId,
    /// The day.
    pub day: NaiveDate,
    /// How long, in minutes.
    pub minutes: u16,
    /// The time on the clock of the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<NaiveTime>,
    /// What it is about, where no step says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<OwnTalk>,
}

/// Where the person is, and what they are typing: enough to put them back at the character.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Draft {
    /// The `seq` of the plan it was typed over.
    pub seq: u64,
    /// Where they are.
    #[serde(default)]
    pub place: Place,
    /// What is being typed and is not in the plan yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<String>,
    /// Sheets and check-ins that were begun and are not kept yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub begun: Vec<Begun>,
}

/// A place in the program.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Place {
    /// The screen, by its name in `app`.
    #[serde(default)]
    pub screen: String,
    /// The step that is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<StepId>,
    /// The field that is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<FieldId>,
    /// The caret, in characters from the start of the text.
    #[serde(default)]
    pub cursor: usize,
    /// The row that has the focus.
    #[serde(default)]
    pub focus: usize,
    /// Where on a sheet or check-in they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<OnSheet>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_as_it_was_written() {
        let written = BTreeMap::from([
            ("a", Answer::Tick(true)),
            ("b", Answer::Number(255)),
            ("c", Answer::Text("7".to_owned())),
            ("d", Answer::Text("“no”\n".to_owned())),
        ]);
        let text = toml::to_string(&written).unwrap();
        assert_eq!(toml::from_str::<BTreeMap<&str, Answer>>(&text).unwrap(), written);
        for wrong in ["a = 256", "a = -1", "a = 1.5", "a = []", "a = 2026-11-22"] {
            assert!(toml::from_str::<BTreeMap<&str, Answer>>(wrong).is_err(), "{wrong}");
        }
    }
}
