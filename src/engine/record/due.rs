//! On which days the record asks for something. Counted in civil days; what was missed does not pile up.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::content::Program;
use crate::content::form::Cadence;
use crate::engine::agenda::is_due;
use crate::engine::plan::{Plan, PracticeItem, TalkItem};

use super::gates::may_ask;
use super::items::{ItemId, Promise, Thing, When};

/// Days between two weekly reviews.
pub const REVIEW_WEEK: i64 = 7;
/// Days between two monthly reviews.
pub const REVIEW_MONTH: i64 = 30;
/// How many days before its day a promise or a date is shown.
const AHEAD: i64 = 3;

/// A promise that is due, or was answered for on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuePromise {
    /// Its name.
    pub id: ItemId,
    /// What was promised.
    pub what: String,
    /// By which day, where it has one.
    pub by: Option<NaiveDate>,
    /// How often, where it comes again.
    pub every: Option<Cadence>,
    /// What was answered on the day.
    pub answered: Option<bool>,
}

/// A missed promise whose repair is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The promise.
    pub id: ItemId,
    /// What was promised.
    pub what: String,
    /// The day it was missed.
    pub day: NaiveDate,
}

/// A day to be ready for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComingDate {
    /// Its name.
    pub id: ItemId,
    /// The day it falls on.
    pub day: NaiveDate,
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn is_weekday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Whether a day belongs to a cadence that began on another.
fn falls_on(every: Cadence, since: NaiveDate, day: NaiveDate) -> bool {
    let past = (day - since).num_days();
    past >= 0
        && match every {
            Cadence::Daily => true,
            Cadence::Weekdays => is_weekday(day),
            Cadence::Weekly => past % 7 == 0,
            Cadence::Days(days) => past % i64::from(days.max(1)) == 0,
        }
}

/// The first day on which it may be due again after it was answered for.
fn again(every: Cadence, last: NaiveDate) -> NaiveDate {
    match every {
        Cadence::Daily => after(last, 1),
        Cadence::Weekdays => {
            let mut day = after(last, 1);
            while !is_weekday(day) {
                day = after(day, 1);
            }
            day
        }
        Cadence::Weekly => after(last, 7),
        Cadence::Days(days) => after(last, u64::from(days.max(1))),
    }
}

/// Whether a practice is due on that day: by the calendar, or counted from the last time.
pub(in crate::engine) fn practice_due(item: &PracticeItem, day: NaiveDate) -> bool {
    if day < item.since || day > item.until {
        return false;
    }
    match (item.after_done, item.last) {
        (true, Some(last)) => day >= again(item.every, last.day) && day > last.day,
        (true, None) => item.every != Cadence::Weekdays || is_weekday(day),
        (false, _) => falls_on(item.every, item.since, day),
    }
}

/// The days between two days, both included, on which a practice falls. Of one that is counted from the last time,
/// only the next day is known.
#[must_use]
pub fn days_of(item: &PracticeItem, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let days = from.iter_days().take_while(|day| *day <= to.min(item.until));
    let due = days.filter(|day| is_due(item, *day));
    if item.after_done { due.take(1).collect() } else { due.collect() }
}

/// The first day from this one on at which a practice is due.
#[must_use]
pub fn next_due(item: &PracticeItem, from: NaiveDate) -> Option<NaiveDate> {
    let from = from.max(item.since);
    from.iter_days().take(62).take_while(|day| *day <= item.until).find(|day| is_due(item, *day))
}

/// The days between two days, both included, on which a promise falls.
#[must_use]
pub fn promise_days(promise: &Promise, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let terms = &promise.terms;
    match (terms.by, terms.every) {
        (Some(by), _) => Some(by).filter(|by| (from..=to).contains(by)).into_iter().collect(),
        (None, Some(every)) => from
            .iter_days()
            .take_while(|day| *day <= to)
            .filter(|day| falls_on(every, promise.since, *day))
            .collect(),
        (None, None) => Vec::new(),
    }
}

/// The day of a talk, where it lies between two days, both included.
#[must_use]
pub fn talk_days(talk: &TalkItem, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    Some(talk.day).filter(|day| (from..=to).contains(day)).into_iter().collect()
}

/// The next day, from this one on, that a date falls on; the 29th of February comes on the 28th where there is none.
#[must_use]
pub fn next_time(when: When, from: NaiveDate) -> Option<NaiveDate> {
    match when {
        When::Place => None,
        When::Once { day } => Some(day).filter(|day| *day >= from),
        When::Yearly { day } => {
            let of_year = |year: i32| {
                NaiveDate::from_ymd_opt(year, day.month(), day.day())
                    .or_else(|| NaiveDate::from_ymd_opt(year, day.month(), 28))
            };
            let this = of_year(from.year()).filter(|this| *this >= from);
            this.or_else(|| of_year(from.year().saturating_add(1)))
        }
    }
}

/// The promises that the day asks for, and those answered for on it.
pub(in crate::engine) fn due_promises(
    program: &Program,
    plan: &Plan,
    today: NaiveDate,
) -> Vec<DuePromise> {
    let may = |item: &&Promise| may_ask(program, plan, Thing::Promise, &item.id);
    let due = |item: &Promise| {
        let answered = item.last.filter(|last| last.day == today).map(|last| last.kept);
        let open = match (item.terms.by, item.terms.every) {
            (Some(by), _) => item.last.is_none() && (by - today).num_days() <= AHEAD,
            (None, Some(every)) => falls_on(every, item.since, today),
            (None, None) => false,
        };
        (open || answered.is_some()).then(|| DuePromise {
            id: item.id.clone(),
            what: item.terms.what.clone(),
            by: item.terms.by,
            every: item.terms.every,
            answered,
        })
    };
    plan.promises.iter().filter(may).filter_map(due).collect()
}

/// The missed promises whose repair is open.
pub(in crate::engine) fn repairs(program: &Program, plan: &Plan) -> Vec<Repair> {
    let open = |item: &Promise| {
        let last = item.last.filter(|last| !last.kept && !last.repaired)?;
        let what = item.terms.what.clone();
        Some(Repair { id: item.id.clone(), what, day: last.day })
    };
    let may = |item: &&Promise| may_ask(program, plan, Thing::Promise, &item.id);
    plan.promises.iter().filter(may).filter_map(open).collect()
}

/// The dates that come within the next days, the nearest first.
pub(in crate::engine) fn coming_dates(
    program: &Program,
    plan: &Plan,
    today: NaiveDate,
) -> Vec<ComingDate> {
    let coming = plan.dates.iter().filter_map(|item| {
        let day = next_time(item.terms.when, today)?;
        let near = (day - today).num_days() <= 2 * AHEAD + 1;
        let may = may_ask(program, plan, Thing::Date, &item.id);
        (near && may).then(|| ComingDate { id: item.id.clone(), day })
    });
    let mut coming: Vec<ComingDate> = coming.collect();
    coming.sort_by_key(|date| date.day);
    coming
}
