//! What a day asks: the next step, the practices that are due, talks and reviews. Nothing in it may be withheld.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::content::form::Cadence;
use crate::content::{Program, StepId};

use super::gate;
use super::plan::{Plan, PracticeItem, Practised, TalkItem};
use super::route::next_step;

/// What a day asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agenda {
    /// The one next step.
    pub next: Option<StepId>,
    /// Practices due on the day and not answered for.
    pub practices: Vec<DuePractice>,
    /// Practices answered for on the day, and how.
    pub practised: Vec<PractisedToday>,
    /// Practices whose first run is over: go on, change, or set aside?
    pub ended: Vec<DuePractice>,
    /// Talks planned, by day; one that is past waits for "was it held?".
    pub talks: Vec<TalkItem>,
    /// Sheets to look at again.
    pub reviews: Vec<DueReview>,
}

/// A practice that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuePractice {
    /// The step it came from.
    pub step: StepId,
    /// What is done, in the person's words.
    pub what: String,
    /// How often.
    pub every: Cadence,
}

/// A practice that was answered for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PractisedToday {
    /// The step it came from.
    pub step: StepId,
    /// What is done, in the person's words.
    pub what: String,
    /// How it went.
    pub how: Practised,
}

/// A sheet for two whose day to look again has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueReview {
    /// The step it came from.
    pub step: StepId,
    /// Since which day a look is due: the day of the review, or the day until which it held.
    pub since: NaiveDate,
}

/// What the day asks. What may not be asked of the person now is left out and comes back when the state changes.
#[must_use]
pub fn agenda(program: &Program, plan: &Plan, today: NaiveDate) -> Agenda {
    let mut agenda =
        Agenda { next: next_step(program, plan).map(|step| step.id.clone()), ..Agenda::default() };
    let allowed = |step: &StepId| gate::allowed(program, plan, step);
    for item in plan.practices.iter().filter(|item| !item.paused && allowed(&item.step)) {
        let due =
            || DuePractice { step: item.step.clone(), what: item.what.clone(), every: item.every };
        match item.last {
            Some(last) if last.day == today => agenda.practised.push(PractisedToday {
                step: item.step.clone(),
                what: item.what.clone(),
                how: last.how,
            }),
            _ if today > item.until => agenda.ended.push(due()),
            _ if is_due(item, today) => agenda.practices.push(due()),
            _ => {}
        }
    }
    agenda.talks = plan.talks.iter().filter(|talk| allowed(&talk.step)).cloned().collect();
    agenda.talks.sort_by_key(|talk| talk.day);
    for sheet in plan.agreements.iter().filter(|sheet| allowed(&sheet.step)) {
        let since = sheet.until.map_or(sheet.review, |until| until.min(sheet.review));
        if since <= today {
            agenda.reviews.push(DueReview { step: sheet.step.clone(), since });
        }
    }
    agenda
}

/// Whether the practice is due on that day, by its cadence, counted in civil days from its first day.
#[must_use]
pub fn is_due(item: &PracticeItem, day: NaiveDate) -> bool {
    let past = (day - item.since).num_days();
    past >= 0
        && day <= item.until
        && match item.every {
            Cadence::Daily => true,
            Cadence::Weekdays => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
            Cadence::Weekly => past % 7 == 0,
            Cadence::Days(days) => past % i64::from(days.max(1)) == 0,
        }
}
