//! Today: the one next step, the practices of the day, what is coming, one line of the record.

use chrono::NaiveDate;

use crate::app::layout::{columns, lay_out};
use crate::app::model::Model;
use crate::app::page::{Go, Item, Page, Role, Row, Sign, Target};
use crate::app::record::Deed;
use crate::content::Words;
use crate::engine::plan::Practised;
use crate::engine::record::{Count, DuePromise, ReviewOf, SheetOf, Thing, month_of};
use crate::engine::{Agenda, Status, agenda, route, status};

use super::record::{row, talk_name, talk_time};

const NOTHING_NEXT: &str = "You have been through every step that is open now. Steps can be done \
again, and what you practise goes on.";

/// At least so many rows of what is due are shown.
const LEAST: usize = 3;
/// What stands before and between the words of a row takes no more columns than this.
const SIGN: usize = 10;

/// The page: in order of what matters, and no longer than one screen where that can be.
#[must_use]
pub fn page(model: &Model) -> Page {
    let words = model.plan.profile.words();
    let today = agenda(&model.library.program, &model.plan, model.today());
    let mut page = Page::titled("Today");
    page.aside = long_day(model.today());
    for repair in &today.repairs {
        let row = row(Deed::Sheet(SheetOf::Repair(repair.id.clone())), Sign::Go, "Make it good");
        page.push(Item::Row(row.aside(short_day(repair.day)).note(repair.what.clone())));
    }
    page.gap();
    next(model, &mut page, &today, &words);
    let mut links = links(model, &today);
    let due = due(model, &today, &words);
    let mut said = Page::default();
    record(model, &mut said);
    // Where the screen is short, the screens that have a key of their own and are needed least are left to it.
    let heights = heights(model, &due);
    let least: usize = heights.iter().take(LEAST).sum();
    for key in [",", "p", "J"] {
        if room(model, &page, &said, links.len()) < least {
            links.retain(|link| link.aside != key);
        }
    }
    if room(model, &page, &said, links.len()) < least {
        said.items.clear();
    }
    let room = room(model, &page, &said, links.len()).max(2);
    if !due.is_empty() {
        page.gap();
        page.text(Role::Heading, "Today, and coming");
        let shown = shown(&heights, room);
        let left = due.len() - shown;
        page.items.extend(due.into_iter().take(shown).map(Item::Row));
        if left > 0 {
            page.go(Target::Go(Go::Record), format!("and {left} more in the record"));
        }
    }
    page.gap();
    page.items.append(&mut said.items);
    page.gap();
    page.items.extend(links.into_iter().map(Item::Row));
    page
}

/// How many lines each row takes.
fn heights(model: &Model, rows: &[Row]) -> Vec<usize> {
    let columns = columns(model.size);
    let lines = |row: &Row| {
        // Most rows take one line, which is known without laying them out.
        let letters = row.label.len() + row.aside.len() + SIGN;
        if row.note.is_empty() && letters < usize::from(columns.page) {
            return 1;
        }
        let page = Page { items: vec![Item::Row(row.clone())], ..Page::default() };
        lay_out(&page, columns.page, columns.rows).lines.len()
    };
    rows.iter().map(lines).collect()
}

/// How many of the rows fit; where not all do, a line is left that says so. One always stands there.
fn shown(heights: &[usize], room: usize) -> usize {
    if heights.iter().sum::<usize>() <= room {
        return heights.len();
    }
    let mut taken = 0;
    let fit = heights.iter().take_while(|height| {
        taken += **height;
        taken < room
    });
    fit.count().max(1)
}

/// How many rows may stand between what comes first, the line of the record and the ways on.
fn room(model: &Model, first: &Page, said: &Page, links: usize) -> usize {
    let columns = columns(model.size);
    let height = |page: &Page| lay_out(page, columns.page, columns.rows).lines.len();
    let said = height(said);
    // The gaps: before the heading, after the rows, and after the line of the record.
    let taken = height(first) + 2 + said + usize::from(said > 0) + 1 + links;
    usize::from(columns.rows).saturating_sub(taken)
}

/// Where one can go from here.
fn links(model: &Model, today: &Agenda) -> Vec<Row> {
    let go = |go, label: &str| Row::new(Target::Go(go), Sign::Go, label);
    let checked = if today.checked_in { "done today" } else { "" };
    let mut links = vec![
        go(Go::Doors, "Something just happened").aside("!"),
        go(Go::CheckIn, "How I am").aside(if checked.is_empty() { "c" } else { checked }),
        go(Go::Record, "The record").aside("r"),
        go(Go::Journal, "The journal").aside("J"),
        go(Go::Path, "The path").aside("p"),
        go(Go::Settings, "Settings, names, how things stand").aside(","),
    ];
    if !model.keeping.kept {
        links.push(go(Go::KeepOrNot, "Keep this plan"));
    }
    links
}

/// What the day asks for, a row each: promises, practices, what is past its time, what comes.
fn due(model: &Model, today: &Agenda, words: &Words) -> Vec<Row> {
    let program = &model.library.program;
    let mut rows = Vec::new();
    // What is answered for stands below what still waits.
    let (waiting, answered): (Vec<_>, Vec<_>) =
        today.promises.iter().partition(|promise| promise.answered.is_none());
    let promise = |promise: &DuePromise| {
        let open = Deed::Open(Thing::Promise, promise.id.clone());
        let keep = Deed::Promise(promise.id.clone(), true);
        let (deed, sign, aside) = match (promise.answered, promise.by) {
            (Some(true), _) => (open, Sign::Tick(true), "kept today".to_owned()),
            (Some(false), _) => (open, Sign::Tick(false), "missed today".to_owned()),
            (None, Some(by)) => (keep, Sign::Tick(false), format!("by {}", short_day(by))),
            (None, None) => (keep, Sign::Tick(false), "promised".to_owned()),
        };
        row(deed, sign, promise.what.clone()).aside(aside)
    };
    rows.extend(waiting.into_iter().map(promise));
    rows.extend(practices(today));
    rows.extend(answered.into_iter().map(promise));
    rows.extend(practised(today));
    for talk in &today.talks {
        let open = Deed::Open(Thing::Talk, talk.step.clone());
        rows.push(row(open, Sign::Go, talk_name(model, talk)).aside(talk_time(talk)));
    }
    for date in &today.dates {
        let open = Deed::Open(Thing::Date, date.id.clone());
        rows.push(row(open, Sign::Go, "A day to be ready for").aside(short_day(date.day)));
    }
    for review in &today.reviews {
        let step = program.step(review.step.as_str());
        let title = step.map(|step| step.title.render(words).into_owned());
        let sheets = &model.plan.agreements;
        let own = sheets.iter().find(|item| item.step == review.step);
        let own = own.and_then(|item| item.own.as_ref()).map(|own| own.what.clone());
        let open = Deed::Open(Thing::Agreement, review.step.clone());
        let label = own.or(title).unwrap_or_default();
        rows.push(row(open, Sign::Go, label).aside("less, same, stop?"));
    }
    for ended in &today.ended {
        let open = Deed::Open(Thing::Practice, ended.step.clone());
        rows.push(row(open, Sign::Go, ended.what.clone()).aside("still wanted?"));
    }
    if today.month || today.week {
        let of = if today.month { ReviewOf::Month } else { ReviewOf::Week };
        let label = if today.month { "A look at the month" } else { "Ten minutes for the week" };
        rows.push(Row::new(Target::Go(Go::Review(of)), Sign::Go, label));
    }
    rows
}

/// Practices: the row ticks it; its page has the other answers.
fn practices(today: &Agenda) -> Vec<Row> {
    let mut rows = Vec::new();
    for due in &today.practices {
        let done = Target::Practise(due.step.clone(), Practised::Done);
        let row = Row::new(done, Sign::Tick(false), due.what.clone());
        rows.push(row.aside(due.every.words()));
    }
    rows
}

/// Practices that were answered for.
fn practised(today: &Agenda) -> Vec<Row> {
    let mut rows = Vec::new();
    for practised in &today.practised {
        let (sign, how) = match practised.how {
            Practised::Done => (Sign::Tick(true), "done today"),
            Practised::Part => (Sign::Tick(true), "in part today"),
            Practised::Skip => (Sign::Tick(false), "not today"),
            Practised::NotApplicable => (Sign::Tick(false), "did not apply"),
        };
        let open = Deed::Open(Thing::Practice, practised.step.clone());
        rows.push(row(open, sign, practised.what.clone()).aside(how));
    }
    rows
}

fn next(model: &Model, page: &mut Page, today: &Agenda, words: &Words) {
    let program = &model.library.program;
    let Some(step) = today.next.as_ref().and_then(|id| program.step(id.as_str())) else {
        page.text(Role::Body, NOTHING_NEXT);
        return;
    };
    let stage = program.stage_of(step.id.as_str());
    let place = stage.map(|stage| stage.title.render(words)).unwrap_or_default();
    page.text(Role::Heading, format!("Next, in {place}"));
    let status = status::status(program, &model.plan, step);
    let begun = if status == Some(Status::Started) { "begun, " } else { "" };
    let row = Row::new(Target::Step(step.id.clone()), Sign::Go, step.title.render(words));
    page.push(Item::Row(
        row.aside(format!("{begun}{} min", step.minutes)).note(step.why.render(words)),
    ));
    if let Some(day) = route::advised_from(program, &model.plan, step)
        && day > model.today()
    {
        page.text(
            Role::Quiet,
            format!("Better from {} on. It is open all the same.", short_day(day)),
        );
    }
}

/// One line of the record: this month, as far as anything was answered for.
fn record(model: &Model, page: &mut Page) {
    let (program, plan) = (&model.library.program, &model.plan);
    let month = month_of(model.today());
    let lines = model.entries.iter().filter(|entry| month_of(entry.day) == month);
    let count = Count::of(Count::countable(program, plan, lines));
    let mut said = Vec::new();
    if count.kept + count.missed > 0 {
        said.push(count.promises());
    }
    if count.done + count.part + count.left_out > 0 {
        said.push(count.practices());
    }
    if !said.is_empty() {
        page.text(Role::Quiet, format!("This month: {}.", said.join("; ")));
    }
}

/// A day in full: "Saturday 21 November".
#[must_use]
pub fn long_day(day: NaiveDate) -> String {
    day.format("%A %-d %B").to_string()
}

/// A day in short: "21 November 2026".
#[must_use]
pub fn short_day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}
