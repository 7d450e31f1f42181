//! The things of the record that are not made by a step, and what is added to those that are.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::content::StepId;
use crate::content::form::Cadence;

/// Names a thing of the record: the id of the step it came from, or one made by [`own_id`] for the person's own.
pub type ItemId = StepId;

const OWN: &str = "own-";

/// The name of the `n`-th thing of the person's own made at that instant.
#[must_use]
pub fn own_id(at: DateTime<Utc>, n: usize) -> Option<ItemId> {
    ItemId::try_from(format!("{OWN}{:x}-{n}", at.timestamp_millis().max(0))).ok()
}

/// Whether it names a thing that came from no step.
#[must_use]
pub fn is_own(id: &ItemId) -> bool {
    id.as_str().starts_with(OWN)
}

/// The lists of the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// Said to be done: by a day, or again and again.
    Promise,
    /// Done again and again.
    Practice,
    /// Agreed or offered.
    Agreement,
    /// A planned conversation.
    Talk,
    /// A day or place to be ready for.
    Date,
}

impl Thing {
    /// All lists, in the order they are shown.
    pub const ALL: [Self; 5] =
        [Self::Promise, Self::Practice, Self::Agreement, Self::Talk, Self::Date];
}

/// Whom a thing concerns: what it asks of the person in the world follows from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Concerns {
    /// Nobody but the person.
    #[default]
    Me,
    /// The partner: they asked for it, or it is done towards them.
    Partner,
    /// Somebody else: a friend, a helper, a child.
    Other,
}

impl Concerns {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Me, Self::Partner, Self::Other];
}

/// What is promised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PromiseTerms {
    /// What, in the person's words.
    pub what: String,
    /// Who asked for it.
    #[serde(default)]
    pub asked_by: Concerns,
    /// By which day, once. Where neither this nor `every` is set, it holds with no day of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<NaiveDate>,
    /// Or how often.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Cadence>,
    /// Whether it is realistic, as the person sees it; none where they did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub realistic: Option<bool>,
}

/// Something the person said they would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Promise {
    /// Its name.
    pub id: ItemId,
    /// What is promised.
    #[serde(flatten)]
    pub terms: PromiseTerms,
    /// Since when.
    pub since: NaiveDate,
    /// The last day it was answered for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<PromiseDay>,
}

/// How a promise went on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PromiseDay {
    /// The day.
    pub day: NaiveDate,
    /// Whether it was kept.
    pub kept: bool,
    /// Where it was missed: whether the repair was done.
    #[serde(default)]
    pub repaired: bool,
}

/// What a practice of the person's own is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeTerms {
    /// What is done.
    pub what: String,
    /// How often.
    pub every: Cadence,
    /// Counted from the last time it was done, so that nothing piles up.
    pub after_done: bool,
    /// Whom it concerns.
    pub concerns: Concerns,
}

/// What is agreed or offered, where no step says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AgreementTerms {
    /// What.
    pub what: String,
    /// Where and when it holds, and where not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// An offer is the person's alone; an agreement is between two.
    #[serde(default)]
    pub offer: bool,
}

/// What a look at an agreement came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Less of it.
    Less,
    /// The same.
    Same,
    /// No more of it.
    Stop,
}

impl Change {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Less, Self::Same, Self::Stop];
}

/// One look at an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Turn {
    /// On which day.
    pub day: NaiveDate,
    /// What it came to.
    pub change: Change,
    /// What was changed, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// What a conversation is about, where no step says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OwnTalk {
    /// About what.
    pub about: String,
    /// The points, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agenda: Vec<String>,
}

/// When a conversation is, and about what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalkTerms {
    /// About what; left out for one that came from a step.
    pub own: Option<OwnTalk>,
    /// The day.
    pub day: NaiveDate,
    /// The time on the clock of the place.
    pub time: Option<NaiveTime>,
    /// How long, in minutes.
    pub minutes: u16,
}

/// When a day or place comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum When {
    /// Each year.
    Yearly {
        /// One day of it; the month and day count.
        day: NaiveDate,
    },
    /// Once.
    Once {
        /// The day.
        day: NaiveDate,
    },
    /// A place or a moment without a date.
    Place,
}

/// A day or place, and the plan for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DateTerms {
    /// What day or place.
    pub what: String,
    /// When.
    pub when: When,
    /// What the person will do.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub plan: String,
    /// Whom the plan concerns.
    #[serde(default)]
    pub concerns: Concerns,
}

/// A day or place to be ready for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DatePlan {
    /// Its name.
    pub id: ItemId,
    /// What, when, and the plan.
    #[serde(flatten)]
    pub terms: DateTerms,
}

/// When the person last looked at the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Reviews {
    /// The last weekly review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub week: Option<NaiveDate>,
    /// The last monthly review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<NaiveDate>,
    /// The last check-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked_in: Option<NaiveDate>,
}
