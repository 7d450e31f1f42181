//! Calendar files, read by a parser of our own and expanded by another program's rules.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use rrule::{RRuleSet, Tz};
use trustcoach::engine::Contact;
use trustcoach::engine::record::{days_of, next_time, promise_days, talk_days};
use trustcoach::export::{IcsOptions, Which, happenings, ics};

use crate::year::{Life, year};

/// One event, by property. A name with parameters stands as it is before the colon.
type Event = BTreeMap<String, String>;

/// Unfolds and splits, as RFC 5545 says.
fn events(text: &str) -> Vec<Event> {
    assert!(text.split_inclusive('\n').all(|line| line.ends_with("\r\n")), "a bare line end");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "a line is too long");
    let unfolded = text.replace("\r\n ", "");
    let mut events = Vec::new();
    let mut open: Option<Event> = None;
    for line in unfolded.split("\r\n").filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').unwrap();
        match (name, value) {
            ("BEGIN", "VEVENT") => open = Some(Event::new()),
            ("END", "VEVENT") => events.push(open.take().unwrap()),
            _ => {
                if let Some(event) = &mut open {
                    assert_eq!(
                        event.insert(name.to_owned(), value.to_owned()),
                        None,
                        "{name} twice"
                    );
                }
            }
        }
    }
    assert!(unfolded.starts_with("BEGIN:VCALENDAR") && unfolded.ends_with("END:VCALENDAR\r\n"));
    events
}

fn start(event: &Event) -> NaiveDateTime {
    match event.get("DTSTART;VALUE=DATE") {
        Some(day) => {
            let start = NaiveDate::parse_from_str(day, "%Y%m%d").unwrap();
            let end = NaiveDate::parse_from_str(&event["DTEND;VALUE=DATE"], "%Y%m%d").unwrap();
            assert_eq!(end, start + Days::new(1), "a whole day ends with the next one");
            start.and_hms_opt(0, 0, 0).unwrap()
        }
        None => NaiveDateTime::parse_from_str(&event["DTSTART"], "%Y%m%dT%H%M%S").unwrap(),
    }
}

/// All days of an event up to one day, by the rules of the rrule crate.
fn expanded(event: &Event, to: NaiveDate) -> Vec<NaiveDate> {
    let start = start(event);
    let Some(rule) = event.get("RRULE") else { return vec![start.date()] };
    // The crate wants an instant; the days do not depend on which zone it is said in.
    let rule = match rule.split_once("UNTIL=") {
        Some((before, until)) => format!("{before}UNTIL={}T235959Z", &until[..8]),
        None => rule.clone(),
    };
    let set: RRuleSet =
        format!("DTSTART:{}Z\nRRULE:{rule}", start.format("%Y%m%dT%H%M%S")).parse().unwrap();
    let end = to.and_hms_opt(23, 59, 59).unwrap().and_utc().with_timezone(&Tz::UTC);
    set.before(end).all(1_000).dates.iter().map(chrono::DateTime::date_naive).collect()
}

/// The days that the program shows for a thing of that name.
fn shown(life: &Life, id: &str, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let plan = &life.plan;
    if let Some(item) = plan.practices.iter().find(|item| item.step.as_str() == id) {
        return days_of(item, from, to);
    }
    if let Some(item) = plan.promises.iter().find(|item| item.id.as_str() == id) {
        return promise_days(item, from, to);
    }
    if let Some(item) = plan.talks.iter().find(|item| item.step.as_str() == id) {
        return talk_days(item, from, to);
    }
    if let Some(item) = plan.agreements.iter().find(|item| item.step.as_str() == id) {
        return vec![item.review];
    }
    let date = plan.dates.iter().find(|item| item.id.as_str() == id).unwrap();
    let mut days = Vec::new();
    let mut next = next_time(date.terms.when, from);
    while let Some(day) = next.filter(|day| *day <= to && days.last() != Some(day)) {
        days.push(day);
        next = next_time(date.terms.when, day + Days::new(1));
    }
    days
}

#[test]
fn a_calendar_shows_the_days_that_the_program_shows() {
    for (seed, from) in [(1, "2026-01-02"), (2, "2026-03-28"), (3, "2026-10-24"), (4, "2026-12-30")]
    {
        let life = if from == "2026-01-02" { crate::year::beginning(seed) } else { year(seed) };
        let from: NaiveDate = from.parse().unwrap();
        let all = happenings(&life.program, &life.plan, from, &Which::All);
        let text = ics(&life.plan, &all, IcsOptions::default(), life.plan.created);
        let events = events(&text);
        assert_eq!(events.len(), all.len());
        assert!(events.len() >= 4, "{from}: there is nothing to compare");
        let to = from + Days::new(800);
        for (event, happening) in events.iter().zip(&all) {
            // A practice that is counted from the last time shows its next day only.
            let days = shown(&life, happening.id.as_str(), from, to);
            assert_eq!(expanded(event, to), days, "{}", happening.words);
        }
    }
}

#[test]
fn a_time_on_the_wall_stays_where_the_clock_is_changed() {
    let life = crate::year::beginning(1);
    let from = life.plan.created.date_naive();
    let all = happenings(&life.program, &life.plan, from, &Which::All);
    let text = ics(&life.plan, &all, IcsOptions::default(), life.plan.created);
    // The night of 29 March 2026 has no hour from two to three in Europe.
    assert!(text.contains("DTSTART:20260329T190000\r\n"), "{text}");
    assert!(text.contains("DTEND:20260329T194000\r\n"), "{text}");
    assert!(!text.contains("TZID"));
    let words = IcsOptions { words: true, cancel: false };
    let named = ics(&life.plan, &all, words, life.plan.created);
    for happening in &all {
        assert!(!text.contains(&happening.words), "{} is in it", happening.words);
        assert!(named.replace("\\,", ",").contains(&happening.words), "{}", happening.words);
    }
    let leap = shown_leap(&text);
    assert_eq!(leap, 28, "the last day of February");
}

fn shown_leap(text: &str) -> u32 {
    let events = events(text);
    let last = events
        .iter()
        .find(|event| event.get("RRULE").is_some_and(|rule| rule.contains("BYMONTHDAY=-1")));
    start(last.unwrap()).day()
}

#[test]
fn what_rests_is_taken_out_under_the_same_name() {
    let mut life = crate::year::beginning(1);
    let from = life.plan.created.date_naive();
    let before = happenings(&life.program, &life.plan, from, &Which::All);
    let names = |text: &str| -> Vec<String> {
        events(text).iter().map(|event| event["UID"].clone()).collect()
    };
    let there = names(&ics(&life.plan, &before, IcsOptions::default(), life.plan.created));
    life.plan.profile.contact = Contact::None { court: true };
    let after = happenings(&life.program, &life.plan, from, &Which::All);
    let gone = happenings(&life.program, &life.plan, from, &Which::Resting);
    assert_eq!(after.len() + gone.len(), before.len());
    let cancel = IcsOptions { words: true, cancel: true };
    let text = ics(&life.plan, &gone, cancel, life.plan.created);
    assert!(text.contains("METHOD:CANCEL\r\n"));
    assert!(gone.iter().all(|item| !text.contains(&item.words)), "no words in what is cancelled");
    let cancelled = names(&text);
    assert_eq!(cancelled.len(), gone.len());
    assert!(cancelled.len() >= 3 && cancelled.iter().all(|name| there.contains(name)));
    let stay = names(&ics(&life.plan, &after, IcsOptions::default(), life.plan.created));
    assert!(stay.iter().all(|name| !cancelled.contains(name)));
    for event in events(&text) {
        assert_eq!((event["STATUS"].as_str(), event["SEQUENCE"].as_str()), ("CANCELLED", "1"));
    }
}
