//! A calendar file. Titles are neutral unless the person asks: calendars are often shared or synced.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use icalendar::{Calendar, Component, Event, EventLike, EventStatus};

use crate::content::form::Cadence;
use crate::engine::Plan;
use crate::engine::record::Thing;

use super::happening::{Happening, Rhythm, Rule};

/// Said beside every calendar file.
pub const CALENDAR_NOTICE: &str =
    "Calendars are often shared or synced: others may see what you import.";

/// How a calendar file is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IcsOptions {
    /// With the person's own words as titles.
    pub words: bool,
    /// Takes these out of a calendar instead of putting them in.
    pub cancel: bool,
}

/// The calendar file of these happenings, as made at that instant. Times are those of the clock on the wall, wherever
/// that is: a change of the clock does not move them.
#[must_use]
pub fn ics(
    plan: &Plan,
    happenings: &[Happening],
    options: IcsOptions,
    made: DateTime<Utc>,
) -> String {
    let mut calendar = Calendar::new();
    if options.cancel {
        calendar.append_property(("METHOD", "CANCEL"));
    }
    for happening in happenings {
        calendar.push(event(plan, happening, options, made));
    }
    calendar.to_string()
}

fn event(plan: &Plan, happening: &Happening, options: IcsOptions, made: DateTime<Utc>) -> Event {
    let title = if options.words && !options.cancel {
        happening.words.as_str()
    } else {
        neutral(happening.thing)
    };
    let mut event = Event::with_uid(&uid(plan, happening));
    event.timestamp(made).summary(title);
    if let Some((time, minutes)) = happening.at {
        let start = happening.day.and_time(time);
        let end = start.checked_add_signed(TimeDelta::minutes(i64::from(minutes)));
        event.starts(start).ends(end.unwrap_or(start));
    } else {
        // The end of a whole day is the next one.
        let after = happening.day.checked_add_days(Days::new(1)).unwrap_or(happening.day);
        event.starts(happening.day).ends(after);
    }
    if let Some(rule) = happening.rule {
        event.add_property("RRULE", rrule(rule, happening.at.map(|(time, _)| time)));
    }
    if options.cancel {
        event.status(EventStatus::Cancelled).sequence(1);
    }
    event.done()
}

/// A title that says nothing to those who look over a shoulder.
#[must_use]
pub fn neutral(thing: Thing) -> &'static str {
    match thing {
        Thing::Promise => "Reminder",
        Thing::Practice => "Routine",
        Thing::Agreement => "Look through a note",
        Thing::Talk => "Appointment",
        Thing::Date => "Note to self",
    }
}

/// The same for the same thing in every file, and without a word in it.
fn uid(plan: &Plan, happening: &Happening) -> String {
    let seed =
        format!("{}/{:?}/{}", plan.created.timestamp_millis(), happening.thing, happening.id);
    // FNV-1a, twice from different starts: names, not secrets.
    let hash = |start: u64| {
        seed.bytes()
            .fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    };
    format!("{:016x}{:016x}", hash(0xcbf2_9ce4_8422_2325), hash(0x6c62_272e_07bb_0142))
}

fn rrule(rule: Rule, time: Option<NaiveTime>) -> String {
    let mut out = match rule.every {
        Rhythm::Of(Cadence::Daily) => "FREQ=DAILY".to_owned(),
        Rhythm::Of(Cadence::Weekdays) => "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR".to_owned(),
        Rhythm::Of(Cadence::Weekly) => "FREQ=WEEKLY".to_owned(),
        Rhythm::Of(Cadence::Days(days)) => format!("FREQ=DAILY;INTERVAL={days}"),
        Rhythm::Yearly => "FREQ=YEARLY".to_owned(),
        Rhythm::LastOfFebruary => "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1".to_owned(),
    };
    if let Some(until) = rule.until {
        out.push_str(";UNTIL=");
        out.push_str(&last(until, time));
    }
    out
}

/// The end of a rule is of the same kind as its start: a day, or a time on the wall.
fn last(day: NaiveDate, time: Option<NaiveTime>) -> String {
    match time {
        None => day.format("%Y%m%d").to_string(),
        Some(time) => NaiveDateTime::new(day, time).format("%Y%m%dT%H%M%S").to_string(),
    }
}
