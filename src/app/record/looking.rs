//! What Look back shows, added up once for each change.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::app::model::Model;
use crate::engine::record::{Bucket, Count, months, week_of, weeks};
use crate::engine::{Entry, EntryKind};

use super::journal::lines;
use super::rating::{DAILY, Rating};

/// How many weeks the charts show.
pub const WEEKS: usize = 8;

/// What Look back shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looking {
    /// The last weeks, oldest first.
    pub weeks: Vec<Bucket>,
    /// The months that have lines, newest first.
    pub months: Vec<Bucket>,
    /// The person's own numbers: what was asked, and the middle of each of the last weeks.
    pub numbers: Vec<(String, Vec<Option<u8>>)>,
}

/// Adds it up from all lines in memory.
pub(super) fn look(model: &Model) -> Looking {
    let counted = Count::countable(&model.library.program, &model.plan, lines(model));
    let weeks = weeks(&counted, model.today(), WEEKS);
    let starts: Vec<NaiveDate> = weeks.iter().map(|week| week.start).collect();
    let daily = DAILY.iter().map(|(name, ask)| ((*name).to_owned(), (*ask).to_owned()));
    let asks = daily
        .map(|ask| (EntryKind::CheckIn, ask))
        .chain(Rating::of_week(model).asks.into_iter().map(|ask| (EntryKind::WeekRated, ask)));
    let numbers = asks
        .map(|(kind, (name, ask))| (ask, middles(&counted, kind, &name, &starts)))
        .filter(|(_, middles)| middles.iter().any(Option::is_some))
        .collect();
    Looking { weeks, months: months(&counted), numbers }
}

/// The middle number of each week; none where nothing was said.
fn middles(lines: &[&Entry], kind: EntryKind, name: &str, starts: &[NaiveDate]) -> Vec<Option<u8>> {
    let mut by_week: BTreeMap<NaiveDate, Vec<u8>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.kind == kind) {
        if let Some(number) = line.numbers.get(name) {
            by_week.entry(week_of(line.day)).or_default().push(*number);
        }
    }
    let middle = |start: &NaiveDate| {
        let mut numbers = by_week.get(start)?.clone();
        numbers.sort_unstable();
        numbers.get(numbers.len() / 2).copied()
    };
    starts.iter().map(middle).collect()
}
