//! Today: the one next step, the practices of the day, what is coming, one line of the record.

use chrono::NaiveDate;

use crate::app::model::Model;
use crate::app::page::{Go, Item, Page, Role, Row, Sign, Target};
use crate::content::Words;
use crate::engine::plan::Practised;
use crate::engine::{Agenda, EntryKind, Status, agenda, route, status};

const NOTHING_NEXT: &str = "You have been through every step that is open now. Steps can be done \
again, and what you practise goes on.";

/// The page.
#[must_use]
pub fn page(model: &Model) -> Page {
    let words = model.plan.profile.words();
    let today = agenda(&model.library.program, &model.plan, model.today());
    let mut page = Page::titled("Today");
    page.aside = long_day(model.today());
    next(model, &mut page, &today, &words);
    practices(&mut page, &today);
    coming(model, &mut page, &today, &words);
    record(model, &mut page, &words);
    page.gap();
    page.go(Target::Go(Go::Doors), "Something just happened");
    page.go(Target::Go(Go::Path), "The path");
    page.go(Target::Go(Go::Journal), "The journal");
    page.go(Target::Go(Go::Settings), "Settings, names, how things stand");
    if !model.keeping.kept {
        page.go(Target::Go(Go::KeepOrNot), "Keep this plan");
    }
    page
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

fn practices(page: &mut Page, today: &Agenda) {
    if today.practices.is_empty() && today.practised.is_empty() {
        return;
    }
    page.gap();
    page.text(Role::Heading, "What you practise");
    for due in &today.practices {
        let row = Row::new(
            Target::Practise(due.step.clone(), Practised::Done),
            Sign::Tick(false),
            due.what.clone(),
        );
        page.push(Item::Row(row.aside(due.every.words())));
        for (how, label) in [(Practised::Part, "In part"), (Practised::Skip, "Not today")] {
            let row = Row::new(Target::Practise(due.step.clone(), how), Sign::Go, label);
            page.push(Item::Row(row.under(4)));
        }
    }
    for practised in &today.practised {
        let (sign, how) = match practised.how {
            Practised::Done => (Sign::Tick(true), "done today"),
            Practised::Part => (Sign::Tick(true), "in part today"),
            Practised::Skip => (Sign::Tick(false), "not today"),
            Practised::NotApplicable => (Sign::Tick(false), "did not apply"),
        };
        let target = Target::Step(practised.step.clone());
        page.push(Item::Row(Row::new(target, sign, practised.what.clone()).aside(how)));
    }
}

fn coming(model: &Model, page: &mut Page, today: &Agenda, words: &Words) {
    let program = &model.library.program;
    let mut rows = Vec::new();
    for talk in &today.talks {
        if let Some(step) = program.step(talk.step.as_str()) {
            let row = Row::new(Target::Step(talk.step.clone()), Sign::Go, step.title.render(words));
            rows.push(row.aside(short_day(talk.day)));
        }
    }
    for review in &today.reviews {
        if let Some(step) = program.step(review.step.as_str()) {
            let row =
                Row::new(Target::Step(review.step.clone()), Sign::Go, step.title.render(words));
            rows.push(row.aside("look again: less, same, stop?"));
        }
    }
    for ended in &today.ended {
        let row = Row::new(Target::Step(ended.step.clone()), Sign::Go, ended.what.clone());
        rows.push(row.aside("its first run is over: go on?"));
    }
    if !rows.is_empty() {
        page.gap();
        page.text(Role::Heading, "Coming");
        page.items.extend(rows.into_iter().map(Item::Row));
    }
}

fn record(model: &Model, page: &mut Page, words: &Words) {
    let last = model
        .entries
        .iter()
        .filter(|entry| entry.kind == EntryKind::StepDone)
        .max_by_key(|entry| entry.at);
    let Some(entry) = last else {
        return;
    };
    let Some(step) = entry.step.as_ref().and_then(|step| model.library.program.step(step.as_str()))
    else {
        return;
    };
    if status::status(&model.library.program, &model.plan, step).is_none() {
        return;
    }
    page.gap();
    page.text(
        Role::Quiet,
        format!("Last done: {}, on {}.", step.title.render(words), short_day(entry.day)),
    );
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
