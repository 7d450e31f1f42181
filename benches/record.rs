//! Ten years of daily entries: search, what Look back adds up, export and reading it back. `cargo bench --bench record`

use std::hint::black_box;
use std::io::Write;
use std::time::Instant;

use chrono::{Days, NaiveDate};
use trustcoach::content::{StageId, shipped};
use trustcoach::engine::record::{Count, Filter, find, months, weeks};
use trustcoach::engine::{Entry, EntryId, EntryKind, Now, Plan};
use trustcoach::export;

const TEXT: &str = "Told the landlord it was me who broke the latch, and that I had known since \
Tuesday. He was short with me. I wanted to add a reason, and did not. In the evening I told M. about \
it before being asked, while we were washing up, and went on with the washing up. It took four \
minutes in all. I slept badly, woke at five, and walked to the river and back before work.";

/// Four lines a day for ten years.
fn journal() -> Vec<Entry> {
    let first = NaiveDate::from_ymd_opt(2016, 1, 1).unwrap_or_default();
    let kinds =
        [EntryKind::CheckIn, EntryKind::PromiseKept, EntryKind::PracticeDone, EntryKind::Note];
    (0..14_600_u64)
        .map(|number| {
            let day = first + Days::new(number / 4);
            let at = day.and_hms_opt(20, 0, 0).unwrap_or_default().and_utc();
            let nth = usize::try_from(number % 4).unwrap_or(0);
            let mut entry = Entry::new(EntryId::new(at, nth), kinds[nth], day, at).saying(TEXT);
            entry.numbers.insert("sleep".to_owned(), u8::try_from(number % 10).unwrap_or(0));
            entry
        })
        .collect()
}

/// The middle of some runs, in milliseconds.
fn measure<T>(name: &str, mut work: impl FnMut() -> T) -> std::io::Result<()> {
    let mut times: Vec<f64> = (0..21)
        .map(|_| {
            let begun = Instant::now();
            black_box(work());
            begun.elapsed().as_secs_f64() * 1_000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    writeln!(std::io::stdout(), "{name:<44} {:>8.2} ms", times[times.len() / 2])
}

fn main() -> std::io::Result<()> {
    let journal = journal();
    let program = shipped::program();
    let last = journal.last().map(|entry| Now { at: entry.at, today: entry.day });
    let (Some(now), Ok(id)) = (last, StageId::try_from("bench")) else {
        return Ok(());
    };
    let plan = Plan::new(id, now);
    let filter = |text: &str| Filter { kinds: Vec::new(), text: text.to_owned() };
    measure("search, a word that is nowhere", || find(&journal, &filter("zebra")).len())?;
    measure("search, a word that is everywhere", || find(&journal, &filter("LANDLORD")).len())?;
    measure("search, a word beyond plain letters", || find(&journal, &filter("größer")).len())?;
    measure("look back: count, weeks, months", || {
        let counted = Count::countable(&program, &plan, &journal);
        (weeks(&counted, now.today, 8).len(), months(&counted).len())
    })?;
    let text = export::json(&program, &plan, &journal);
    measure("export as JSON", || export::json(&program, &plan, &journal).len())?;
    measure("read the JSON back", || export::read_json(&text).is_ok())
}
