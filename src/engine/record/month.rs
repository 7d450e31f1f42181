//! The journal by weeks and months.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use crate::engine::entry::Entry;

use super::count::Count;

/// A week or month of the journal, counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// Its first day.
    pub start: NaiveDate,
    /// What its lines say.
    pub count: Count,
}

/// The Monday of a day's week.
#[must_use]
pub fn week_of(day: NaiveDate) -> NaiveDate {
    let past = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(past)).unwrap_or(day)
}

/// The first of a day's month.
#[must_use]
pub fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The last `most` weeks up to the one of `today`, oldest first, empty ones too.
#[must_use]
pub fn weeks(entries: &[&Entry], today: NaiveDate, most: usize) -> Vec<Bucket> {
    let last = week_of(today);
    let starts = (0..most).rev().filter_map(|back| {
        last.checked_sub_days(Days::new(7 * u64::try_from(back).unwrap_or(u64::MAX)))
    });
    starts
        .map(|start| {
            let here = entries.iter().filter(|entry| week_of(entry.day) == start).copied();
            Bucket { start, count: Count::of(here) }
        })
        .collect()
}

/// The months that have lines, the newest first.
#[must_use]
pub fn months(entries: &[&Entry]) -> Vec<Bucket> {
    let mut by_month: BTreeMap<NaiveDate, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        by_month.entry(month_of(entry.day)).or_default().push(entry);
    }
    by_month
        .into_iter()
        .rev()
        .map(|(start, lines)| Bucket { start, count: Count::of(lines) })
        .collect()
}
