//! The changes a person can make to their plan, and what comes of each.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::content::{FieldId, Program, Pronouns, StepId};

use super::change::change;
use super::entry::{Entry, EntryId};
use super::gate::DoorQuestion;
use super::plan::{Answer, Now, Plan, Practised};
use super::profile::{Contact, Relationship, Safety, Situation};
use super::record::{
    AgreementChange, AgreementTerms, DateTerms, ItemId, NewLine, PracticeTerms, PromiseTerms,
    TalkTerms, Thing,
};

/// A change to a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Begin a step, or take it up again after "skip" or "not yet". A done step stays done.
    Open {
        /// Which.
        step: StepId,
    },
    /// Write an answer into the attempt that is being worked on, or take it out.
    Answer {
        /// In which step.
        step: StepId,
        /// To which field.
        field: FieldId,
        /// The answer; none takes it out.
        answer: Option<Answer>,
    },
    /// Store what was written in the fields that are kept only when the person says so, from now on too.
    KeepAnswers {
        /// Of which step.
        step: StepId,
    },
    /// The step is done. A sheet for two that one of them could not refuse is left for later instead.
    Finish {
        /// Which.
        step: StepId,
    },
    /// Leave the step out. Always possible, costs nothing, keeps what was written.
    Skip {
        /// Which.
        step: StepId,
    },
    /// Leave the step for later. Always possible, costs nothing, keeps what was written.
    NotYet {
        /// Which.
        step: StepId,
    },
    /// Work on a done step again, beginning with a copy of what was written; the earlier attempt is kept.
    Reopen {
        /// Which.
        step: StepId,
    },
    /// Begin the step again, empty; the earlier attempts are kept. What is not stored belongs to no attempt and stays
    /// on the screen.
    Redo {
        /// Which.
        step: StepId,
    },
    /// The name or initial of the partner.
    SetPartner(String),
    /// The partner's pronouns.
    SetPronouns(Pronouns),
    /// What the two are to each other.
    SetRelationship(Relationship),
    /// The person's word for what happened.
    SetEvent(String),
    /// What the partner wants of contact.
    SetContact(Contact),
    /// Safety, in both directions.
    SetSafety(Safety),
    /// How things stand.
    SetSituation(Situation),
    /// Say how a practice went on a day; a second word on the same day takes the place of the first.
    Practise {
        /// The step it came from.
        step: StepId,
        /// On which day: not before the last one answered for.
        day: NaiveDate,
        /// How it went.
        how: Practised,
    },
    /// Set a practice aside, or take it up again.
    PausePractice {
        /// The step it came from.
        step: StepId,
        /// Whether it rests.
        paused: bool,
    },
    /// A planned talk was held; it leaves the plan and stands in the journal.
    TalkHeld {
        /// The step it came from.
        step: StepId,
        /// On which day.
        day: NaiveDate,
        /// What was heard, in a line or two; may be empty.
        heard: String,
    },
    /// Put a promise down, or change one.
    PutPromise {
        /// Which; none makes a new one.
        id: Option<ItemId>,
        /// What is promised.
        terms: PromiseTerms,
    },
    /// Say whether a promise was kept; a second word on the same day takes the place of the first.
    AnswerPromise {
        /// Which.
        id: ItemId,
        /// On which day: not before the last one answered for.
        day: NaiveDate,
        /// Whether it was kept.
        kept: bool,
    },
    /// The promise that was missed last was made good.
    RepairPromise {
        /// Which.
        id: ItemId,
        /// Whether the person told before they were asked.
        told_first: bool,
        /// What they did; may be empty.
        text: String,
    },
    /// Put a practice of one's own down, or change one.
    PutPractice {
        /// Which; none makes a new one.
        id: Option<ItemId>,
        /// What it is.
        terms: PracticeTerms,
    },
    /// A practice is still wanted: it goes on for another run.
    StillWanted {
        /// Which.
        step: ItemId,
    },
    /// Write an agreement or offer down, or change one of one's own.
    PutAgreement {
        /// Which; none makes a new one.
        id: Option<ItemId>,
        /// What it says.
        terms: AgreementTerms,
        /// When to look again.
        review: NaiveDate,
        /// Until when it holds.
        until: Option<NaiveDate>,
    },
    /// A look at an agreement: less, the same, or stop.
    ReviewAgreement {
        /// Which.
        id: ItemId,
        /// What it came to.
        change: AgreementChange,
        /// In words; may be empty.
        text: String,
        /// When to look the next time.
        again: NaiveDate,
    },
    /// Plan a talk, or change when it is.
    PutTalk {
        /// Which; none makes a new one.
        id: Option<ItemId>,
        /// When, and about what.
        terms: TalkTerms,
    },
    /// Put down a day or place to be ready for, or change one.
    PutDate {
        /// Which; none makes a new one.
        id: Option<ItemId>,
        /// What, when, and the plan.
        terms: DateTerms,
    },
    /// Take a thing out of the record. Its lines stay in the journal.
    Drop {
        /// From which list.
        thing: Thing,
        /// Which.
        id: ItemId,
    },
    /// Write a line into the journal.
    Log(NewLine),
    /// Change the words or numbers of a line. Its day and kind stay.
    Reword {
        /// The line as it stands.
        line: Box<Entry>,
        /// The new words.
        text: String,
        /// The new numbers.
        numbers: BTreeMap<String, u8>,
    },
    /// Take a line out of the journal.
    Delete {
        /// The line as it stands.
        line: Box<Entry>,
    },
}

/// What a command asks of the journal. Remove first, then add: a line may take the place of one of the same name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// Lines to add.
    pub add: Vec<Entry>,
    /// Lines to remove.
    pub remove: Vec<EntryId>,
}

/// Why a command changed nothing, and the way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The step is not in this edition, or not there for this person. One word for both, so that it tells nothing.
    #[error("that step is not on the path; choose one that is")]
    NoSuchStep,
    /// Other steps come first.
    #[error("this step opens later; do or skip what comes before it, or skip this one")]
    NotOpen {
        /// Which ones, in the author's order.
        after: Vec<StepId>,
    },
    /// The step asks its one question first.
    #[error("this step asks one question first; answer it, or leave the step for later")]
    AskFirst(DoorQuestion),
    /// The step is not being worked on.
    #[error("this step is not begun; open it first")]
    NotStarted,
    /// The step is done.
    #[error("this step is done; reopen it to change it")]
    AlreadyDone,
    /// The step has no such field.
    #[error("this step does not ask that; choose one of its fields")]
    NoSuchField(FieldId),
    /// The answer is not of the kind that the field takes.
    #[error("this answer does not fit the question; choose or write another")]
    WrongAnswer(FieldId),
    /// Answers are missing.
    #[error("something is still empty; answer it, or leave the step for later")]
    Unfinished(Vec<FieldId>),
    /// The plan has no practice from that step.
    #[error("there is no such practice; finish its step first")]
    NoPractice,
    /// The plan has no talk from that step.
    #[error("there is no such talk; plan one first")]
    NoTalk,
    /// The day is to come, or earlier than the last one answered for.
    #[error("that day cannot be answered for here; choose today, or the last day you answered for")]
    WrongDay,
    /// The record has no such thing, or it rests. One word for both.
    #[error("that is not in the record now; choose something that is")]
    NoItem,
    /// It may not be asked of the person as things stand. One word for every cause.
    #[error("that cannot be put down now; choose something that is yours alone")]
    NotNow,
    /// The words are empty.
    #[error("there is nothing written yet; write a line, or leave")]
    NothingSaid,
    /// No promise was missed that still waits for its repair.
    #[error("nothing is missed there that waits to be made good")]
    NothingMissed,
    /// The day was missed and made good.
    #[error("that day was missed and made good; it stays as it was")]
    MadeGood,
    /// The line is said by the plan.
    #[error("that line is made by something you did; change it there")]
    LineStays,
}

/// Changes the plan. When it is refused, the plan is as it was.
///
/// # Errors
/// A [`Refusal`], which says why and the way out.
pub fn apply(
    program: &Program,
    plan: &mut Plan,
    command: Command,
    now: Now,
) -> Result<Outcome, Refusal> {
    change(program, plan, command, now).map(|change| change.outcome)
}
