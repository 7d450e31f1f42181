//! The journal: what was done, newest first, by kind and word; and the page of one line.

use crate::app::model::{Edited, Model};
use crate::app::page::{FieldBox, Go, Item, Page, Role, Row, Sign, Target};
use crate::app::record::journal::{KINDS, line as known};
use crate::app::record::{Deed, rating};
use crate::engine::record::SheetOf;
use crate::engine::{Entry, EntryId, EntryKind};

use super::record::row;
use super::today::{long_day, short_day};

const EMPTY: &str = "Nothing here yet. Steps you finish and practices you do leave a line.";

const NONE: &str = "No line has that.";

/// The page.
#[must_use]
pub fn page(model: &Model) -> Page {
    let mut page = Page::titled("Journal");
    let view = &model.journal;
    let quiet = view.shown.is_empty() && view.text.is_empty() && view.kinds == 0;
    page.go(Target::Go(Go::Add), "Write a line");
    if quiet && view.whole {
        page.gap().text(Role::Quiet, EMPTY);
        return page;
    }
    let kinds = KINDS.get(view.kinds).map_or("", |(name, _)| *name);
    page.push(Item::Row(row(Deed::Kinds, Sign::Go, "Show").aside(kinds)));
    let open = model.editing.as_ref().filter(|editing| editing.what == Edited::Find);
    page.push(Item::Field(FieldBox {
        target: Target::Record(Deed::Find),
        ask: "Find a word".to_owned(),
        hint: String::new(),
        text: open.map_or(&view.text, |editing| &editing.text).clone(),
        long: false,
        open: open.is_some(),
    }));
    if view.shown.is_empty() {
        page.gap().text(Role::Quiet, if quiet { EMPTY } else { NONE });
    }
    let mut day = None;
    for entry in &view.shown {
        if day != Some(entry.day) {
            day = Some(entry.day);
            page.gap();
            let heading = if entry.day == model.today() {
                format!("Today, {}", long_day(entry.day))
            } else {
                short_day(entry.day)
            };
            page.text(Role::Heading, heading);
        }
        page.push(Item::Row(line(model, entry)));
    }
    page.gap();
    if view.reading {
        page.text(Role::Quiet, "Older months are being read.");
    } else if view.left > 0 || !view.whole {
        page.push(Item::Row(row(Deed::More, Sign::Go, "Show older lines")));
    }
    page
}

/// The words of a line: the step's title and the person's own.
fn said(model: &Model, entry: &Entry) -> String {
    let words = model.plan.profile.words();
    let step = entry.step.as_ref().and_then(|id| model.library.program.step(id.as_str()));
    let practice = entry.step.as_ref().and_then(|id| {
        model.plan.practices.iter().find(|item| item.step == *id).map(|item| item.what.clone())
    });
    let title = practice.filter(|_| entry.kind != EntryKind::StepDone);
    let title = title.or_else(|| step.map(|step| step.title.render(&words).into_owned()));
    let text = entry.text.replace('\n', " / ");
    let mut parts: Vec<String> =
        title.into_iter().chain([text]).filter(|part| !part.is_empty()).collect();
    let numbers =
        rating::given(model, entry).into_iter().filter(|_| entry.kind == EntryKind::CheckIn);
    let numbers: Vec<String> = numbers.map(|(ask, number)| format!("{ask} {number}")).collect();
    if !numbers.is_empty() {
        parts.push(numbers.join(", "));
    }
    if parts.is_empty() { kind(entry.kind).to_owned() } else { parts.join(": ") }
}

fn line(model: &Model, entry: &Entry) -> Row {
    let step = entry.step.as_ref().filter(|_| entry.kind == EntryKind::StepDone);
    let target = match step {
        Some(step) => Target::Step(step.clone()),
        None => Target::Record(Deed::Line(entry.id.clone())),
    };
    Row::new(target, Sign::Go, said(model, entry)).aside(kind(entry.kind))
}

/// The page of one line.
#[must_use]
pub fn one(model: &Model, id: &EntryId) -> Page {
    let mut page = Page::titled("Journal");
    let Some(entry) = known(model, id) else {
        page.text(Role::Body, "This line is not there any more.");
        return page;
    };
    page.text(Role::Heading, format!("{}, {}", kind(entry.kind), short_day(entry.day)));
    page.text(Role::Own, entry.text.clone());
    if entry.kind != EntryKind::PromiseRepaired {
        for (ask, number) in rating::given(model, entry) {
            page.text(Role::Point, format!("{}: {number}", ask.trim_end_matches('.')));
        }
    }
    if entry.kind == EntryKind::PromiseRepaired {
        let first = entry.numbers.values().any(|told| *told > 0);
        page.text(Role::Quiet, if first { "Told first." } else { "Told when asked, or not told." });
    }
    page.gap();
    let reword = Deed::Sheet(SheetOf::Reword(id.clone()));
    page.push(Item::Row(row(reword, Sign::Go, "Change the words")));
    if crate::engine::record::may_delete(entry.kind) {
        page.push(Item::Row(row(Deed::Delete(id.clone()), Sign::Go, "Delete the line")));
    }
    if let Some(step) =
        entry.step.as_ref().filter(|id| model.library.program.step(id.as_str()).is_some())
    {
        page.go(Target::Step(step.clone()), "The step it belongs to");
    }
    page
}

fn kind(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::StepDone => "step done",
        EntryKind::PracticeDone => "practised",
        EntryKind::PracticePart => "practised in part",
        EntryKind::PracticeSkip => "left out",
        EntryKind::PracticeNotApplicable => "did not apply",
        EntryKind::WeekRated => "the week, rated",
        EntryKind::Reviewed => "looked back",
        EntryKind::TalkHeld => "talk held",
        EntryKind::AgreementChanged => "agreement",
        EntryKind::CheckIn => "check-in",
        EntryKind::Win => "went right",
        EntryKind::Setback => "went wrong",
        EntryKind::Gratitude => "thanks",
        EntryKind::Note => "note",
        EntryKind::PromiseKept => "promise kept",
        EntryKind::PromiseMissed => "promise missed",
        EntryKind::PromiseRepaired => "promise repaired",
    }
}
