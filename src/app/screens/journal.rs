//! The journal: what was done, newest first. Only the newest month is in memory.

use crate::app::model::Model;
use crate::app::page::{Item, Page, Role, Row, Sign, Target};
use crate::engine::{Entry, EntryKind, status};

use super::today::{long_day, short_day};

const EMPTY: &str = "Nothing here yet. Steps you finish and practices you do leave a line.";

/// The page.
#[must_use]
pub fn page(model: &Model) -> Page {
    let mut page = Page::titled("Journal");
    let mut entries: Vec<&Entry> = model.entries.iter().collect();
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.day, entry.at)));
    if entries.is_empty() {
        page.text(Role::Quiet, EMPTY);
        return page;
    }
    let mut day = None;
    for entry in entries {
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
        line(model, &mut page, entry);
    }
    page
}

fn line(model: &Model, page: &mut Page, entry: &Entry) {
    let words = model.plan.profile.words();
    let program = &model.library.program;
    let step = entry.step.as_ref().and_then(|step| program.step(step.as_str()));
    // What is withheld now is not shown here either; it is kept.
    let shown = step.filter(|step| status::status(program, &model.plan, step).is_some());
    if step.is_some() && shown.is_none() {
        return;
    }
    let title = shown.map(|step| step.title.render(&words).into_owned()).unwrap_or_default();
    let text = match (title.is_empty(), entry.text.is_empty()) {
        (false, true) => title,
        (false, false) => format!("{title}: {}", entry.text),
        (true, _) => entry.text.clone(),
    };
    let what = kind(entry.kind);
    match shown {
        Some(step) => {
            let row = Row::new(Target::Step(step.id.clone()), Sign::Go, text).aside(what);
            page.push(Item::Row(row));
        }
        None => {
            page.text(Role::Point, format!("{what}: {text}"));
        }
    }
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
