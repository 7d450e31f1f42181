//! The journal as far as it was read, and the lines of it that are shown.
//!
//! Only the newest month is in memory at first; older ones come when they are asked for. The lines on the screen are
//! chosen once for each change, not for each look, so that a key costs the same after ten years.

use std::collections::BTreeSet;

use crate::app::effect::Effect;
use crate::app::model::{Edited, Model, Notice, Screen};
use crate::app::msg::Trouble;
use crate::app::{activate, edit, focus, saving};
use crate::engine::record::{Filter, Thing, find as found, is_own, may_ask};
use crate::engine::{Command, Entry, EntryId, EntryKind, Outcome, status};

/// How many lines are shown at first, and how many more at a time.
const LINES: usize = 60;

/// The kinds that can be looked at alone, and what they are called.
pub const KINDS: [(&str, &[EntryKind]); 7] = [
    ("everything", &[]),
    ("what went right", &[EntryKind::Win, EntryKind::Gratitude]),
    ("what went wrong", &[EntryKind::Setback]),
    ("check-ins", &[EntryKind::CheckIn, EntryKind::WeekRated]),
    ("promises", &[EntryKind::PromiseKept, EntryKind::PromiseMissed, EntryKind::PromiseRepaired]),
    (
        "practices",
        &[
            EntryKind::PracticeDone,
            EntryKind::PracticePart,
            EntryKind::PracticeSkip,
            EntryKind::PracticeNotApplicable,
        ],
    ),
    (
        "notes and talks",
        &[EntryKind::Note, EntryKind::TalkHeld, EntryKind::AgreementChanged, EntryKind::Reviewed],
    ),
];

/// The journal as it is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JournalView {
    /// Lines of older months, as far as they were read.
    pub older: Vec<Entry>,
    /// The months that were read, as `YYYY-MM`.
    pub read: BTreeSet<String>,
    /// Whether everything was read.
    pub whole: bool,
    /// A reading is under way.
    pub reading: bool,
    /// Which of [`KINDS`] is looked at.
    pub kinds: usize,
    /// The word that is looked for.
    pub text: String,
    /// How many lines are wanted.
    pub wanted: usize,
    /// The lines that are shown, newest first.
    pub shown: Vec<Entry>,
    /// How many more there are among those that were read.
    pub left: usize,
    /// Whether something changed since the lines were chosen.
    pub stale: bool,
}

/// What was read from the disk.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MonthsRead {
    /// The months.
    pub months: Vec<String>,
    /// Their lines.
    pub entries: Vec<Entry>,
    /// Whether nothing older is left.
    pub whole: bool,
}

/// All lines in memory.
pub(in crate::app) fn lines(model: &Model) -> impl Iterator<Item = &Entry> {
    model.entries.iter().chain(&model.journal.older)
}

/// The line of that name, where it is in memory.
#[must_use]
pub fn line<'m>(model: &'m Model, id: &EntryId) -> Option<&'m Entry> {
    lines(model).find(|entry| entry.id == *id)
}

/// Whether a line may be seen now: what is withheld is not shown, and kept.
#[must_use]
pub fn is_seen(model: &Model, entry: &Entry) -> bool {
    let Some(id) = &entry.step else {
        return true;
    };
    let (program, plan) = (&model.library.program, &model.plan);
    if let Some(step) = program.step(id.as_str()) {
        return status::status(program, plan, step).is_some();
    }
    let there = |thing: Thing| match thing {
        Thing::Promise => plan.promises.iter().any(|item| item.id == *id),
        Thing::Practice => plan.practices.iter().any(|item| item.step == *id),
        Thing::Agreement => plan.agreements.iter().any(|item| item.step == *id),
        Thing::Talk | Thing::Date => false,
    };
    let thing = Thing::ALL.into_iter().find(|thing| there(*thing));
    match thing {
        Some(thing) => may_ask(program, plan, thing, id),
        None => is_own(id),
    }
}

/// Chooses the lines that are shown.
pub(in crate::app) fn refresh(model: &mut Model) {
    let filter = Filter {
        kinds: KINDS.get(model.journal.kinds).map(|(_, kinds)| kinds.to_vec()).unwrap_or_default(),
        text: model.journal.text.clone(),
    };
    let wanted = model.journal.wanted.max(LINES);
    let all = found(lines(model), &filter);
    let mut seen = all.into_iter().filter(|entry| is_seen(model, entry));
    let shown: Vec<Entry> = seen.by_ref().take(wanted).cloned().collect();
    let left = seen.count();
    let view = &mut model.journal;
    (view.wanted, view.shown, view.left, view.stale) = (wanted, shown, left, false);
}

/// The plan's journal was changed.
pub(in crate::app) fn changed(model: &mut Model, outcome: &Outcome) {
    let gone = |entry: &Entry| {
        outcome.remove.contains(&entry.id) || outcome.add.iter().any(|new| new.id == entry.id)
    };
    model.entries.retain(|entry| !gone(entry));
    model.journal.older.retain(|entry| !gone(entry));
    model.entries.extend(outcome.add.iter().cloned());
    model.journal.stale = true;
    model.looking = None;
}

/// Asks for older months: the next one, or all.
pub(in crate::app) fn read(model: &mut Model, all: bool) -> Vec<Effect> {
    if model.journal.whole || model.journal.reading || !model.keeping.kept {
        return Vec::new();
    }
    model.journal.reading = true;
    let read = model.journal.read.iter().cloned().collect();
    vec![Effect::ReadMonths { read, all }]
}

/// Older months were read, or why not.
pub(in crate::app) fn was_read(model: &mut Model, result: Result<MonthsRead, Trouble>) {
    model.journal.reading = false;
    match result {
        Ok(read) => {
            let known: BTreeSet<EntryId> = lines(model)
                .map(|entry| entry.id.clone())
                .chain(model.keeping.pending.remove.iter().cloned())
                .collect();
            let view = &mut model.journal;
            view.older.extend(read.entries.into_iter().filter(|entry| !known.contains(&entry.id)));
            view.read.extend(read.months);
            view.whole = read.whole;
            view.stale = true;
            model.looking = None;
        }
        Err(trouble) => {
            model.notice = Some(Notice::care(format!("{} {}", trouble.what, trouble.way_out)));
        }
    }
}

pub(super) fn open_line(model: &mut Model, id: &EntryId) -> Vec<Effect> {
    activate::visit(model, Screen::Line(id.clone()))
}

pub(super) fn delete(model: &mut Model, id: &EntryId) -> Vec<Effect> {
    let Some(entry) = line(model, id).cloned() else {
        return Vec::new();
    };
    saving::run(model, Command::Delete { line: Box::new(entry) })
}

pub(super) fn next_kinds(model: &mut Model) -> Vec<Effect> {
    model.journal.kinds = (model.journal.kinds + 1) % KINDS.len();
    again(model);
    Vec::new()
}

pub(super) fn find(model: &mut Model) -> Vec<Effect> {
    let text = model.journal.text.clone();
    edit::open(model, Edited::Find, text, false);
    Vec::new()
}

/// Looks for the word that was typed, in everything.
pub(in crate::app) fn look_for(model: &mut Model, text: String) -> Vec<Effect> {
    if model.journal.text == text {
        return Vec::new();
    }
    model.journal.text = text;
    again(model);
    if model.journal.text.is_empty() { Vec::new() } else { read(model, true) }
}

fn again(model: &mut Model) {
    model.journal.wanted = LINES;
    model.journal.stale = true;
    focus::keep_within(model);
}

pub(super) fn more(model: &mut Model) -> Vec<Effect> {
    model.journal.wanted += LINES;
    model.journal.stale = true;
    if model.journal.left > LINES { Vec::new() } else { read(model, false) }
}
