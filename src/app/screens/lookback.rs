//! Look back: what was done, by week and month, each with the sentence that says what it shows.
//!
//! The bars are of three kinds of block, told apart without colour. Nothing here counts days in a row.

use chrono::NaiveDate;

use crate::app::model::Model;
use crate::app::page::{Go, Item, Page, Role, Sign, Target};
use crate::app::record::Deed;
use crate::app::record::looking::{Looking, WEEKS};
use crate::content::StageKind;
use crate::engine::Tally;
use crate::engine::record::{Bucket, Count, ReviewOf};

use super::record::row;
use super::{export, path};

const QUIET: &str =
    "Nothing is written yet. A promise or practice that is answered for shows here.";
const OLDER: &str = "Older months are being read.";
/// The columns of the longest bar.
const BAR: usize = 30;
/// How many months are listed.
const MONTHS: usize = 12;

/// The page.
#[must_use]
pub fn page(model: &Model) -> Page {
    let mut page = Page::titled("Look back");
    if let Some(looking) = &model.looking {
        charts(&mut page, looking);
        numbers(&mut page, looking);
        walked(model, &mut page);
        months(&mut page, looking);
    }
    if model.journal.reading {
        page.gap().text(Role::Quiet, OLDER);
    }
    page.gap();
    page.go(Target::Go(Go::Review(ReviewOf::Week)), "Ten minutes for the week");
    page.go(Target::Go(Go::Review(ReviewOf::Month)), "A look at the month");
    if export::has_review(model) {
        let label = "A page for both of you, if they ask for it";
        page.push(Item::Row(row(Deed::ForTwo, Sign::Go, label)));
    }
    page
}

fn total(weeks: &[Bucket], of: impl Fn(&Count) -> usize) -> usize {
    weeks.iter().map(|week| of(&week.count)).sum()
}

fn charts(page: &mut Page, looking: &Looking) {
    let weeks = &looking.weeks;
    let all = Count {
        kept: total(weeks, |count| count.kept),
        missed: total(weeks, |count| count.missed),
        told_first: total(weeks, |count| count.told_first),
        done: total(weeks, |count| count.done),
        part: total(weeks, |count| count.part),
        left_out: total(weeks, |count| count.left_out),
        ..Count::default()
    };
    if all.is_quiet() {
        page.text(Role::Body, QUIET);
        return;
    }
    if all.kept + all.missed > 0 {
        page.text(Role::Heading, "Promises, by week");
        page.text(Role::Body, format!("In these {WEEKS} weeks: {}.", all.promises()));
        bars(page, weeks, |count| [count.kept, 0, count.missed]);
        page.text(Role::Quiet, "█ kept   ░ missed   the number: both together").gap();
    }
    if all.done + all.part + all.left_out > 0 {
        page.text(Role::Heading, "Practices, by week");
        page.text(Role::Body, format!("In these {WEEKS} weeks: {}.", all.practices()));
        bars(page, weeks, |count| [count.done, count.part, count.left_out]);
        page.text(Role::Quiet, "█ done   ▒ in part   ░ left out   the number: all together").gap();
    }
}

/// One bar a week: its Monday, its blocks, its number. Long bars are shortened, all by the same measure.
fn bars(page: &mut Page, weeks: &[Bucket], of: impl Fn(&Count) -> [usize; 3]) {
    let most = weeks.iter().map(|week| of(&week.count).iter().sum::<usize>()).max().unwrap_or(0);
    let one = most.div_ceil(BAR).max(1);
    for week in weeks {
        let parts = of(&week.count);
        let bar: String = parts
            .iter()
            .zip(["█", "▒", "░"])
            .map(|(count, block)| block.repeat(count.div_ceil(one)))
            .collect();
        let sum: usize = parts.iter().sum();
        let sum = if sum == 0 { String::new() } else { format!(" {sum}") };
        page.text(Role::Chart, format!("{:>6}  {bar}{sum}", short(week.start)));
    }
    if one > 1 {
        page.text(Role::Quiet, format!("One block is up to {one}."));
    }
}

fn short(day: NaiveDate) -> String {
    day.format("%-d %b").to_string()
}

/// The middle of each week, as a small row of steps.
fn numbers(page: &mut Page, looking: &Looking) {
    if looking.numbers.is_empty() {
        return;
    }
    page.text(Role::Heading, "Your own numbers");
    page.text(Role::Quiet, "The middle of each week, as you gave it; a dot is a week without one.");
    for (ask, middles) in &looking.numbers {
        let steps: String = middles.iter().map(|middle| step(*middle)).collect();
        let given: Vec<u8> = middles.iter().copied().flatten().collect();
        let low = given.iter().min().copied().unwrap_or(0);
        let high = given.iter().max().copied().unwrap_or(0);
        let says = match middles.last().copied().flatten() {
            Some(now) if low == high => format!("this week {now}"),
            Some(now) => format!("this week {now}, between {low} and {high}"),
            None => format!("between {low} and {high}"),
        };
        page.text(Role::Chart, format!("{steps}  {ask}"));
        page.text(Role::Chart, format!("{}  {says}", " ".repeat(middles.len())));
    }
    page.gap();
}

fn step(number: Option<u8>) -> char {
    const STEPS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    number.map_or('·', |number| STEPS[usize::from(number.min(10)) * 7 / 10])
}

fn walked(model: &Model, page: &mut Page) {
    let program = &model.library.program;
    let words = model.plan.profile.words();
    page.text(Role::Heading, "The path so far");
    let mut rows = Vec::new();
    for stage in &program.stages {
        let tally = Tally::of_stage(program, &model.plan, stage);
        if tally.settled() > 0 && stage.kind != StageKind::Opening {
            rows.push(format!("{}: {}", stage.title.render(&words), path::counted(&tally)));
        }
    }
    if rows.is_empty() {
        page.text(Role::Body, "Its first steps are still to come.");
    }
    for row in rows {
        page.text(Role::Point, row);
    }
    page.gap();
}

fn months(page: &mut Page, looking: &Looking) {
    if looking.months.is_empty() {
        return;
    }
    page.text(Role::Heading, "Month by month");
    for month in looking.months.iter().take(MONTHS) {
        let count = &month.count;
        let mut parts = Vec::new();
        if count.kept + count.missed > 0 {
            parts.push(count.promises());
        }
        if count.done + count.part + count.left_out > 0 {
            parts.push(count.practices());
        }
        for (number, one, many) in [
            (count.steps, "step done", "steps done"),
            (count.talks, "talk held", "talks held"),
            (count.wins, "thing that went right", "things that went right"),
            (count.setbacks, "thing that went wrong", "things that went wrong"),
        ] {
            if number > 0 {
                parts.push(format!("{number} {}", if number == 1 { one } else { many }));
            }
        }
        let said = if parts.is_empty() { "a few lines".to_owned() } else { parts.join("; ") };
        page.text(Role::Point, format!("{}: {said}.", month.start.format("%B %Y")));
    }
}
