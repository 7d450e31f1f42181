//! What today asks, in plain lines.

use std::fmt::Write;

use chrono::NaiveDate;

use crate::content::Program;
use crate::engine::record::{Count, Thing, is_own, month_of};
use crate::engine::{Entry, Plan, Practised, agenda};

use super::ics::neutral;

/// What the day asks, in order of what matters; the last line is one of the record.
#[must_use]
pub fn today_text(program: &Program, plan: &Plan, entries: &[Entry], today: NaiveDate) -> String {
    let words = plan.profile.words();
    let day = agenda(program, plan, today);
    let mut out = String::new();
    let mut say = |line: std::fmt::Arguments<'_>| {
        let _ = writeln!(out, "{line}");
    };
    for repair in &day.repairs {
        say(format_args!("Make good: {} (missed on {})", repair.what, repair.day));
    }
    if let Some(step) = day.next.as_ref().and_then(|id| program.step(id.as_str())) {
        say(format_args!("Next: {} ({} min)", step.title.render(&words), step.minutes));
    }
    for promise in &day.promises {
        let tick = match promise.answered {
            None => " ",
            Some(true) => "x",
            Some(false) => "-",
        };
        let by = promise.by.map(|by| format!(" (by {by})")).unwrap_or_default();
        say(format_args!("[{tick}] {}{by}", promise.what));
    }
    for practice in &day.practices {
        say(format_args!("[ ] {} ({})", practice.what, practice.every.words()));
    }
    for practice in &day.practised {
        let tick = match practice.how {
            Practised::Done => "x",
            Practised::Part => "/",
            Practised::Skip | Practised::NotApplicable => "-",
        };
        say(format_args!("[{tick}] {}", practice.what));
    }
    for talk in &day.talks {
        let own = talk.own.as_ref().map(|own| own.about.clone());
        let step = program.step(talk.step.as_str()).filter(|_| !is_own(&talk.step));
        let about = own.or_else(|| step.map(|step| step.title.render(&words).into_owned()));
        let time = talk.time.map(|time| time.format(" %H:%M").to_string()).unwrap_or_default();
        say(format_args!("{}{time}: {}", talk.day, about.unwrap_or_default()));
    }
    for date in &day.dates {
        say(format_args!("{}: {}", date.day, neutral(Thing::Date)));
    }
    if !day.reviews.is_empty() {
        say(format_args!("To look at again: {}", day.reviews.len()));
    }
    if day.month || day.week {
        say(format_args!(
            "Ten minutes to look back: the {}",
            if day.month { "month" } else { "week" }
        ));
    }
    if !day.checked_in {
        say(format_args!("No check-in today"));
    }
    let month = entries.iter().filter(|entry| month_of(entry.day) == month_of(today));
    let count = Count::of(Count::countable(program, plan, month));
    if !count.is_quiet() {
        say(format_args!("This month: {}; {}", count.promises(), count.practices()));
    }
    out
}
