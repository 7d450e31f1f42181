//! The record: what was said, listed; and the page of one thing of it.

use chrono::NaiveDate;

use crate::app::model::Model;
use crate::app::page::{Go, Item, Page, Role, Row, Sign, Target};
use crate::app::record::Deed;
use crate::engine::plan::{Agreement, PracticeItem, TalkItem};
use crate::engine::record::{
    AgreementChange, Concerns, DatePlan, ItemId, Promise, SheetOf, Thing, When, is_own, may_ask,
    next_due, next_time,
};
use crate::engine::{Practised, gate};

use crate::export::CALENDAR_NOTICE;

use super::today::short_day;

const EMPTY: &str =
    "Nothing is put down yet. What you say you will do goes here, and what became of it.";

/// A row that does something in the record.
pub(super) fn row(deed: Deed, sign: Sign, label: impl Into<String>) -> Row {
    Row::new(Target::Record(deed), sign, label)
}

/// The page.
#[must_use]
pub fn page(model: &Model) -> Page {
    let plan = &model.plan;
    let mut page = Page::titled("The record");
    let may = |thing: Thing, id: &ItemId| may_ask(&model.library.program, plan, thing, id);
    let promises = plan.promises.iter().filter(|item| may(Thing::Promise, &item.id));
    list(&mut page, "Promises", promises.map(|item| promise_row(model, item)));
    let practices = plan.practices.iter().filter(|item| may(Thing::Practice, &item.step));
    list(&mut page, "Practices", practices.map(|item| practice_row(model, item)));
    let sheets = plan.agreements.iter().filter(|item| may(Thing::Agreement, &item.step));
    list(&mut page, "Agreements and offers", sheets.map(|item| agreement_row(model, item)));
    let mut talks: Vec<&TalkItem> =
        plan.talks.iter().filter(|item| may(Thing::Talk, &item.step)).collect();
    talks.sort_by_key(|item| (item.day, item.time));
    list(&mut page, "Talks", talks.into_iter().map(|item| talk_row(model, item)));
    let dates = plan.dates.iter().filter(|item| may(Thing::Date, &item.id));
    list(&mut page, "Days and places", dates.map(|item| date_row(model, item)));
    if page.items.is_empty() {
        page.text(Role::Body, EMPTY);
    }
    page.gap();
    page.text(Role::Heading, "Put down");
    let new = |page: &mut Page, of, label| {
        page.push(Item::Row(row(Deed::Sheet(of), Sign::Go, label)));
    };
    new(&mut page, SheetOf::Promise(None), "A promise");
    new(&mut page, SheetOf::Practice(None), "Something to practise");
    let asks = |thing, offer| {
        let asks = crate::engine::record::asks_of(thing, Concerns::Partner, offer);
        gate::may(&model.library.program, plan, asks)
    };
    if asks(Thing::Agreement, true) {
        new(&mut page, SheetOf::Agreement(None), "An offer or agreement");
    }
    if asks(Thing::Talk, false) {
        new(&mut page, SheetOf::Talk(None), "A talk");
    }
    new(&mut page, SheetOf::Date(None), "A day or place to be ready for");
    page.gap();
    page.go(Target::Go(Go::LookBack), "Look back");
    let calendar = row(Deed::Calendar, Sign::Go, "Write the days to a calendar file");
    page.push(Item::Row(calendar.note(CALENDAR_NOTICE)));
    page
}

fn list(page: &mut Page, heading: &str, rows: impl Iterator<Item = Row>) {
    let mut rows = rows.peekable();
    if rows.peek().is_some() {
        page.gap();
        page.text(Role::Heading, heading);
        page.items.extend(rows.map(Item::Row));
    }
}

fn title(model: &Model, id: &ItemId) -> String {
    let words = model.plan.profile.words();
    let step = model.library.program.step(id.as_str());
    step.map(|step| step.title.render(&words).into_owned()).unwrap_or_default()
}

fn promise_row(model: &Model, item: &Promise) -> Row {
    let deed = Deed::Open(Thing::Promise, item.id.clone());
    let today = item.last.is_some_and(|last| last.day == model.today() && last.kept);
    let done = item.terms.by.is_some() && item.last.is_some_and(|last| last.kept);
    row(deed, Sign::Tick(today || done), item.terms.what.clone()).aside(promise_state(item))
}

fn promise_state(item: &Promise) -> String {
    match (item.last, item.terms.by, item.terms.every) {
        (Some(last), _, _) if !last.kept && last.repaired => "missed, made good".to_owned(),
        (Some(last), _, _) if !last.kept => "missed: make it good".to_owned(),
        (Some(last), Some(_), _) => format!("kept on {}", short_day(last.day)),
        (None, Some(by), _) => format!("by {}", short_day(by)),
        (_, None, Some(every)) => every.words(),
        (_, None, None) => String::new(),
    }
}

fn practice_row(model: &Model, item: &PracticeItem) -> Row {
    let deed = Deed::Open(Thing::Practice, item.step.clone());
    let today = item.last.filter(|last| last.day == model.today());
    let done = today.is_some_and(|last| matches!(last.how, Practised::Done | Practised::Part));
    let state = if item.paused {
        "set aside".to_owned()
    } else if model.today() > item.until {
        "still wanted?".to_owned()
    } else {
        item.every.words()
    };
    row(deed, Sign::Tick(done), item.what.clone()).aside(state)
}

fn agreement_name(model: &Model, item: &Agreement) -> String {
    item.own.as_ref().map_or_else(|| title(model, &item.step), |own| own.what.clone())
}

fn agreement_row(model: &Model, item: &Agreement) -> Row {
    let state = match item.ended {
        Some(day) => format!("over since {}", short_day(day)),
        None if item.review <= model.today() => "look again".to_owned(),
        None => format!("look again {}", short_day(item.review)),
    };
    let deed = Deed::Open(Thing::Agreement, item.step.clone());
    row(deed, Sign::Go, agreement_name(model, item)).aside(state)
}

/// What a talk is about.
pub(super) fn talk_name(model: &Model, item: &TalkItem) -> String {
    item.own.as_ref().map_or_else(|| title(model, &item.step), |own| own.about.clone())
}

/// When a talk is.
pub(super) fn talk_time(item: &TalkItem) -> String {
    let time = item.time.map(|time| time.format(", %H:%M").to_string()).unwrap_or_default();
    format!("{}{time}", short_day(item.day))
}

fn talk_row(model: &Model, item: &TalkItem) -> Row {
    let deed = Deed::Open(Thing::Talk, item.step.clone());
    row(deed, Sign::Go, talk_name(model, item)).aside(talk_time(item))
}

fn date_row(model: &Model, item: &DatePlan) -> Row {
    let state = match (item.terms.when, next_time(item.terms.when, model.today())) {
        (When::Place, _) => "a place".to_owned(),
        (_, Some(day)) => short_day(day),
        (_, None) => "past".to_owned(),
    };
    row(Deed::Open(Thing::Date, item.id.clone()), Sign::Go, item.terms.what.clone()).aside(state)
}

const GONE: &str = "This is not in the record now.";

/// The page of one thing.
#[must_use]
pub fn thing(model: &Model, thing: Thing, id: &ItemId) -> Page {
    let plan = &model.plan;
    let mut page = Page::titled("The record");
    let may = may_ask(&model.library.program, plan, thing, id);
    let found = may
        && match thing {
            Thing::Promise => plan
                .promises
                .iter()
                .find(|item| item.id == *id)
                .map(|item| promise(&mut page, model, item))
                .is_some(),
            Thing::Practice => plan
                .practices
                .iter()
                .find(|item| item.step == *id)
                .map(|item| practice(&mut page, model, item))
                .is_some(),
            Thing::Agreement => plan
                .agreements
                .iter()
                .find(|item| item.step == *id)
                .map(|item| agreement(&mut page, model, item))
                .is_some(),
            Thing::Talk => plan
                .talks
                .iter()
                .find(|item| item.step == *id)
                .map(|item| talk(&mut page, model, item))
                .is_some(),
            Thing::Date => plan
                .dates
                .iter()
                .find(|item| item.id == *id)
                .map(|item| date(&mut page, model, item))
                .is_some(),
        };
    if !found {
        page.text(Role::Body, GONE);
        return page;
    }
    page.gap();
    if !is_own(id) && model.library.program.step(id.as_str()).is_some() {
        page.go(Target::Step(id.clone()), "The step it came from");
    }
    let label = if thing == Thing::Practice && !is_own(id) {
        "Set it aside for good"
    } else {
        "Take it out of the record"
    };
    page.push(Item::Row(row(Deed::Drop(thing, id.clone()), Sign::Go, label)));
    page
}

fn head(page: &mut Page, what: &str, about: &str) {
    page.text(Role::Heading, what);
    if !about.is_empty() {
        page.text(Role::Quiet, about);
    }
    page.gap();
}

fn promise(page: &mut Page, model: &Model, item: &Promise) {
    let asked = match item.terms.asked_by {
        Concerns::Me => "Asked of yourself",
        Concerns::Other => "Asked by somebody else",
        Concerns::Partner => "Asked by your partner",
    };
    let when = match (item.terms.by, item.terms.every) {
        (Some(by), _) => format!(", by {}", short_day(by)),
        (None, Some(every)) => format!(", {}", every.words()),
        (None, None) => String::new(),
    };
    head(page, &item.terms.what, &format!("{asked}{when}. Since {}.", short_day(item.since)));
    let last = item.last;
    if let Some(last) = last {
        let how = match (last.kept, last.repaired) {
            (true, _) => "Kept",
            (false, true) => "Missed and made good",
            (false, false) => "Missed",
        };
        page.text(Role::Body, format!("{how} on {}.", short_day(last.day))).gap();
    }
    if last.is_some_and(|last| !last.kept && !last.repaired) {
        page.text(
            Role::Body,
            "Tell it first, before you are asked: what, and what you do about it.",
        );
        let deed = Deed::Sheet(SheetOf::Repair(item.id.clone()));
        page.push(Item::Row(row(deed, Sign::Go, "It was made good")));
    }
    let today = last.filter(|last| last.day == model.today());
    if today.is_none_or(|last| !last.repaired) {
        for (kept, label) in [(true, "Kept today"), (false, "Missed today")] {
            let sign = Sign::Radio(today.is_some_and(|last| last.kept == kept));
            page.push(Item::Row(row(Deed::Promise(item.id.clone(), kept), sign, label)));
        }
    }
    let change = Deed::Sheet(SheetOf::Promise(Some(item.id.clone())));
    page.push(Item::Row(row(change, Sign::Go, "Change it: smaller, later, clearer")));
}

fn practice(page: &mut Page, model: &Model, item: &PracticeItem) {
    let counted = if item.after_done { ", counted from the last time" } else { "" };
    let next = next_due(item, model.today())
        .filter(|day| *day > model.today())
        .map(|day| format!(" Next on {}.", short_day(day)))
        .unwrap_or_default();
    head(page, &item.what, &format!("{}{counted}.{next}", item.every.words()));
    let today = item.last.filter(|last| last.day == model.today()).map(|last| last.how);
    for (how, label) in [
        (Practised::Done, "Done today"),
        (Practised::Part, "In part today"),
        (Practised::Skip, "Not today"),
        (Practised::NotApplicable, "It did not apply today"),
    ] {
        let deed = Deed::Practise(item.step.clone(), how);
        page.push(Item::Row(row(deed, Sign::Radio(today == Some(how)), label)));
    }
    page.gap();
    let mut push = |deed, label| page.push(Item::Row(row(deed, Sign::Go, label))).items.len();
    if model.today() > item.until {
        push(Deed::StillWanted(item.step.clone()), "Still wanted: four weeks more");
    }
    push(Deed::Sheet(SheetOf::Practice(Some(item.step.clone()))), "Change it");
    let (paused, label) =
        if item.paused { (false, "Take it up again") } else { (true, "Set it aside for now") };
    push(Deed::Pause(item.step.clone(), paused), label);
}

fn agreement(page: &mut Page, model: &Model, item: &Agreement) {
    let since = format!("Since {}.", short_day(item.since));
    let until = item.until.map(|day| format!(" Until {}.", short_day(day))).unwrap_or_default();
    head(page, &agreement_name(model, item), &format!("{since}{until}"));
    if let Some(own) = &item.own {
        let kind = if own.offer { "An offer of yours." } else { "Agreed by both of you." };
        page.text(Role::Body, format!("{kind} {}", own.scope));
    }
    for turn in &item.turns {
        let how = match turn.change {
            AgreementChange::Less => "less",
            AgreementChange::Same => "the same",
            AgreementChange::Stop => "stop",
        };
        let text = if turn.text.is_empty() { String::new() } else { format!(": {}", turn.text) };
        page.text(Role::Point, format!("{}: {how}{text}", short_day(turn.day)));
    }
    page.gap();
    if item.ended.is_none() {
        let look = Deed::Sheet(SheetOf::Look(item.step.clone()));
        let due = if item.review <= model.today() { "due".into() } else { short_day(item.review) };
        page.push(Item::Row(row(look, Sign::Go, "Look again: less, the same, stop?").aside(due)));
    }
    if item.own.is_some() {
        let change = Deed::Sheet(SheetOf::Agreement(Some(item.step.clone())));
        page.push(Item::Row(row(change, Sign::Go, "Change the wording")));
    }
}

fn talk(page: &mut Page, model: &Model, item: &TalkItem) {
    head(page, &talk_name(model, item), &format!("{}, {} minutes.", talk_time(item), item.minutes));
    if let Some(own) = &item.own {
        for point in &own.agenda {
            page.text(Role::Point, point.clone());
        }
        page.gap();
    }
    let id = || item.step.clone();
    for (deed, label) in [
        (Deed::Begin(id()), "Begin it, with the guide"),
        (Deed::Sheet(SheetOf::Heard(id())), "It was held: write what you heard"),
        (Deed::Sheet(SheetOf::Talk(Some(id()))), "Change the day"),
    ] {
        page.push(Item::Row(row(deed, Sign::Go, label)));
    }
}

fn date(page: &mut Page, model: &Model, item: &DatePlan) {
    let next: Option<NaiveDate> = next_time(item.terms.when, model.today());
    let when = next.map(|day| format!("Next on {}.", short_day(day))).unwrap_or_default();
    head(page, &item.terms.what, &when);
    if !item.terms.plan.is_empty() {
        page.text(Role::Own, item.terms.plan.clone()).gap();
    }
    let change = Deed::Sheet(SheetOf::Date(Some(item.id.clone())));
    page.push(Item::Row(row(change, Sign::Go, "Change it")));
}
