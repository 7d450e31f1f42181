//! What stands in a calendar: days and rhythms of the record, in one neutral form.

use chrono::{Datelike, NaiveDate, NaiveTime};

use crate::content::Program;
use crate::content::form::Cadence;
use crate::engine::Plan;
use crate::engine::plan::PracticeItem;
use crate::engine::record::{
    ItemId, Promise, Thing, When, may_ask, next_due, next_time, promise_days,
};

/// One thing in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// From which list it comes.
    pub thing: Thing,
    /// Its name in the record.
    pub id: ItemId,
    /// The first day.
    pub day: NaiveDate,
    /// The time on the clock of the place, and the minutes; a whole day without.
    pub at: Option<(NaiveTime, u16)>,
    /// How it comes again.
    pub rule: Option<Rule>,
    /// What it is, in the person's words. Calendars show it only if they ask.
    pub words: String,
}

/// How a happening comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The rhythm.
    pub every: Rhythm,
    /// The last day, where there is one.
    pub until: Option<NaiveDate>,
}

/// A rhythm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rhythm {
    /// As a practice or promise comes.
    Of(Cadence),
    /// Each year on the same day.
    Yearly,
    /// Each year on the last day of February.
    LastOfFebruary,
}

/// Which happenings are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// All that may be asked for now.
    All,
    /// One of these, by its name.
    One(ItemId),
    /// Those that rest now: a calendar may still hold them.
    Resting,
}

/// The happenings of the record from a day on.
#[must_use]
pub fn happenings(
    program: &Program,
    plan: &Plan,
    from: NaiveDate,
    which: &Which,
) -> Vec<Happening> {
    let words = plan.profile.words();
    let titled = |id: &ItemId| {
        let step = program.step(id.as_str());
        step.map(|step| step.title.render(&words).into_owned()).unwrap_or_default()
    };
    let mut all: Vec<Happening> = Vec::new();
    all.extend(plan.practices.iter().filter(|item| !item.paused).filter_map(|p| practice(p, from)));
    all.extend(plan.promises.iter().filter_map(|promise| of_promise(promise, from)));
    for talk in plan.talks.iter().filter(|talk| talk.day >= from) {
        let own = talk.own.as_ref().map(|own| own.about.clone());
        all.push(Happening {
            at: talk.time.map(|time| (time, talk.minutes)),
            words: own.unwrap_or_else(|| titled(&talk.step)),
            ..once(Thing::Talk, &talk.step, talk.day)
        });
    }
    let sheets = plan.agreements.iter().filter(|item| item.ended.is_none() && item.review >= from);
    for sheet in sheets {
        let own = sheet.own.as_ref().map(|own| own.what.clone());
        let words = own.unwrap_or_else(|| titled(&sheet.step));
        all.push(Happening { words, ..once(Thing::Agreement, &sheet.step, sheet.review) });
    }
    for date in &plan.dates {
        if let Some(day) = next_time(date.terms.when, from) {
            let words = date.terms.what.clone();
            let rule = yearly(date.terms.when);
            all.push(Happening { rule, words, ..once(Thing::Date, &date.id, day) });
        }
    }
    all.retain(|item| {
        let may = may_ask(program, plan, item.thing, &item.id);
        match which {
            Which::All => may,
            Which::One(id) => may && item.id == *id,
            Which::Resting => !may,
        }
    });
    all.sort_by(|one, other| (one.day, &one.id).cmp(&(other.day, &other.id)));
    all
}

fn once(thing: Thing, id: &ItemId, day: NaiveDate) -> Happening {
    Happening { thing, id: id.clone(), day, at: None, rule: None, words: String::new() }
}

/// Of one that is counted from the last time, only the next day is known.
fn practice(item: &PracticeItem, from: NaiveDate) -> Option<Happening> {
    let day = next_due(item, from)?;
    let rule = Rule { every: Rhythm::Of(item.every), until: Some(item.until) };
    Some(Happening {
        rule: (!item.after_done).then_some(rule),
        words: item.what.clone(),
        ..once(Thing::Practice, &item.step, day)
    })
}

fn of_promise(promise: &Promise, from: NaiveDate) -> Option<Happening> {
    let settled = promise.terms.by.is_some() && promise.last.is_some();
    let to = match promise.terms.by {
        Some(by) => by,
        None => from.iter_days().nth(62)?,
    };
    let day = promise_days(promise, from, to).first().copied().filter(|_| !settled)?;
    let every = promise.terms.every.filter(|_| promise.terms.by.is_none());
    Some(Happening {
        rule: every.map(|every| Rule { every: Rhythm::Of(every), until: None }),
        words: promise.terms.what.clone(),
        ..once(Thing::Promise, &promise.id, day)
    })
}

fn yearly(when: When) -> Option<Rule> {
    match when {
        When::Yearly { day } if (day.month(), day.day()) == (2, 29) => {
            Some(Rule { every: Rhythm::LastOfFebruary, until: None })
        }
        When::Yearly { .. } => Some(Rule { every: Rhythm::Yearly, until: None }),
        When::Once { .. } | When::Place => None,
    }
}
