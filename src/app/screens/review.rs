//! A review: look, keep, drop, plan. And two pages that are told once: after a setback, and when something rests.

use crate::app::model::Model;
use crate::app::page::{Go, Item, Page, Role, Sign, Target};
use crate::app::record::{Deed, journal, rating};
use crate::engine::record::{Count, Resting, ReviewOf, SheetOf, Thing, may_ask, month_of, week_of};
use crate::engine::{EntryKind, status};

use super::record::row;

/// The page.
#[must_use]
pub fn page(model: &Model, of: ReviewOf) -> Page {
    let plan = &model.plan;
    let program = &model.library.program;
    let (title, which) = match of {
        ReviewOf::Week => ("Ten minutes for the week", "This week"),
        ReviewOf::Month => ("A look at the month", "This month"),
    };
    let mut page = Page::titled(title);
    let start = match of {
        ReviewOf::Week => week_of(model.today()),
        ReviewOf::Month => month_of(model.today()),
    };
    let lines = journal::lines(model).filter(|entry| entry.day >= start);
    let count = Count::of(Count::countable(program, plan, lines));
    page.text(Role::Heading, "Look");
    page.text(Role::Body, format!("{which}: {}; {}.", count.promises(), count.practices()));
    if rating::has_week(model) {
        page.push(Item::Row(row_go(Target::Go(Go::Week), "Rate what you did this week")));
    }
    page.go(Target::Go(Go::LookBack), "Look further back");
    let may = |thing, id| may_ask(program, plan, thing, id);
    let practices: Vec<_> = plan
        .practices
        .iter()
        .filter(|item| !item.paused && may(Thing::Practice, &item.step))
        .collect();
    if !practices.is_empty() {
        page.gap().text(Role::Heading, "Still wanted?");
        for item in practices {
            let deed = Deed::Open(Thing::Practice, item.step.clone());
            let over = if model.today() > item.until { "its run is over" } else { "" };
            page.push(Item::Row(row(deed, Sign::Go, item.what.clone()).aside(over)));
        }
    }
    let due: Vec<_> = plan
        .agreements
        .iter()
        .filter(|item| item.ended.is_none() && item.review <= model.today())
        .filter(|item| may(Thing::Agreement, &item.step))
        .collect();
    if !due.is_empty() {
        page.gap().text(Role::Heading, "Less, the same, stop?");
        for item in due {
            let deed = Deed::Open(Thing::Agreement, item.step.clone());
            let words = plan.profile.words();
            let step = program.step(item.step.as_str());
            let title = step.map(|step| step.title.render(&words).into_owned());
            let own = item.own.as_ref().map(|own| own.what.clone());
            page.push(Item::Row(row(deed, Sign::Go, own.or(title).unwrap_or_default())));
        }
    }
    page.gap().text(Role::Heading, "Keep, drop, plan");
    let sheet = Deed::Sheet(SheetOf::Review(of));
    page.push(Item::Row(row(sheet, Sign::Go, "Write down what comes of it, and end the review")));
    page
}

fn row_go(target: Target, label: &str) -> crate::app::page::Row {
    crate::app::page::Row::new(target, Sign::Go, label)
}

const NOTHING_LOST: &str = "It is written down. Nothing is reset and nothing you did is taken away. What counts is what comes next.";
const HOUR: &[&str] = &[
    "Stop it where it stands. Leave the place, put the thing away.",
    "Eat, drink water, breathe. No decision and no long message in this hour.",
    "Tell one person who stands by you that it happened, in one sentence.",
];
const DAY: &[&str] = &[
    "If it touches someone’s trust, they hear it from you first, and only where contact is wanted and safe for both.",
    "Say what happened, without a reason that excuses it, and what you do now.",
    "Change one thing that made it easy.",
];
const STEPS: [&str; 2] = ["if-something-slips", "slip-plan"];

/// After something went wrong: the next hour, the next day.
#[must_use]
pub fn slip(model: &Model) -> Page {
    let mut page = Page::titled("What now");
    page.text(Role::Body, NOTHING_LOST).gap();
    page.text(Role::Heading, "In the next hour");
    for line in HOUR {
        page.text(Role::Point, *line);
    }
    page.gap().text(Role::Heading, "In the next day");
    for line in DAY {
        page.text(Role::Point, *line);
    }
    page.gap();
    let program = &model.library.program;
    let words = model.plan.profile.words();
    for id in STEPS {
        let step = program.step(id);
        if let Some(step) = step.filter(|step| status::status(program, &model.plan, step).is_some())
        {
            page.go(Target::Step(step.id.clone()), step.title.render(&words));
        }
    }
    page.go(Target::Go(Go::Doors), "Something just happened");
    page.go(Target::Go(Go::Support), "Where help is");
    page.go(Target::Go(Go::Today), "Go on to Today");
    page
}

const RESTS: &str = "As things stand now, these rest. They are kept as they are, nobody is asked for them, and they come back when that changes.";
const SHARED: &str =
    "If you put days into a calendar, it still shows them. Calendars are often shared or synced.";

/// What a change to how things stand stopped.
#[must_use]
pub fn resting(stopped: &[Resting]) -> Page {
    let mut page = Page::titled("These rest now");
    page.text(Role::Body, RESTS).gap();
    for item in stopped {
        page.text(Role::Point, item.title.clone());
    }
    page.gap().text(Role::Care, SHARED);
    let label = "Write a calendar file that takes them out";
    page.push(Item::Row(row(Deed::CancelCalendar, Sign::Go, label)));
    page.go(Target::Go(Go::Back), "Go on");
    page
}

/// What kind of line to write.
#[must_use]
pub fn add() -> Page {
    let mut page = Page::titled("Write a line");
    for (kind, label) in [
        (EntryKind::Win, "Something that went right"),
        (EntryKind::Setback, "Something that went wrong"),
        (EntryKind::Gratitude, "Thanks for something"),
        (EntryKind::Note, "A note"),
    ] {
        page.push(Item::Row(row(Deed::Sheet(SheetOf::Line(kind)), Sign::Go, label)));
    }
    page.go(Target::Go(Go::CheckIn), "How I am");
    page
}
