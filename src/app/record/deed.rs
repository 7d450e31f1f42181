//! What choosing a row of the record does.

use crate::app::effect::Effect;
use crate::app::model::{ExportWhat, Model, Notice, Screen, View};
use crate::app::screens::export;
use crate::app::{activate, focus, saving};
use crate::engine::record::{ItemId, SheetOf, Thing};
use crate::engine::{Command, EntryId, Practised};

use super::{journal, looking, rating, sheet, talk};

/// What a row of the record does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Opens a thing.
    Open(Thing, ItemId),
    /// Opens a sheet to write on.
    Sheet(SheetOf),
    /// Opens a field of the sheet, by its place.
    Field(usize),
    /// Picks an option of a field of the sheet.
    Pick(usize, usize),
    /// Keeps what stands on the sheet.
    Save,
    /// Says whether a promise was kept today.
    Promise(ItemId, bool),
    /// Says how a practice went today, from its own page.
    Practise(ItemId, Practised),
    /// A practice is still wanted.
    StillWanted(ItemId),
    /// Sets a practice aside, or takes it up again.
    Pause(ItemId, bool),
    /// Takes a thing out of the record.
    Drop(Thing, ItemId),
    /// One more on a scale of the check-in, by its place.
    Number(usize),
    /// Opens the line of the check-in.
    RatingLine,
    /// Keeps the check-in.
    RatingSave,
    /// Opens a line of the journal.
    Line(EntryId),
    /// Takes the line out.
    Delete(EntryId),
    /// Shows the next kinds only.
    Kinds,
    /// Looks for a word.
    Find,
    /// Shows more lines, reading older months where they are needed.
    More,
    /// Begins a talk.
    Begin(ItemId),
    /// The next point of the talk.
    NextPoint,
    /// A pause in the talk, with the minutes until it goes on.
    Break(u16),
    /// On with the talk.
    GoOn,
    /// Shows the days of the record for a calendar file.
    Calendar,
    /// Shows those that rest, for one that takes them out.
    CancelCalendar,
    /// Shows the look back for two before it is written.
    ForTwo,
}

/// Does what a row of the record says.
pub(in crate::app) fn run(model: &mut Model, deed: Deed) -> Vec<Effect> {
    match deed {
        Deed::Open(thing, id) => activate::visit(model, Screen::Thing(thing, id)),
        Deed::Sheet(of) => sheet::open(model, &of),
        Deed::Field(at) => sheet::write(model, at),
        Deed::Pick(at, option) => sheet::pick(model, at, option),
        Deed::Save => sheet::save(model),
        Deed::Promise(id, kept) => promise(model, &id, kept),
        Deed::Practise(step, how) => {
            let day = model.today();
            saving::run(model, Command::Practise { step, day, how })
        }
        Deed::StillWanted(step) => saving::run(model, Command::StillWanted { step }),
        Deed::Pause(step, paused) => saving::run(model, Command::PausePractice { step, paused }),
        Deed::Drop(thing, id) => {
            let effects = saving::run(model, Command::Drop { thing, id });
            gone(model, "Taken out of the record. Its lines stay in the journal; u takes it back.");
            effects
        }
        Deed::Number(at) => rating::one_more(model, at),
        Deed::RatingLine => rating::write(model),
        Deed::RatingSave => rating::save(model),
        Deed::Line(id) => journal::open_line(model, &id),
        Deed::Delete(id) => {
            let effects = journal::delete(model, &id);
            gone(model, "The line is gone. u brings it back.");
            effects
        }
        Deed::Kinds => journal::next_kinds(model),
        Deed::Find => journal::find(model),
        Deed::More => journal::more(model),
        Deed::Begin(id) => talk::begin(model, &id),
        Deed::NextPoint => talk::next(model),
        Deed::Break(minutes) => talk::pause(model, minutes),
        Deed::GoOn => talk::go_on(model),
        Deed::Calendar => calendar(model, false),
        Deed::CancelCalendar => calendar(model, true),
        Deed::ForTwo => activate::visit(model, export::screen(model, ExportWhat::Review)),
    }
}

/// Back from the page of something that is not there any more, where nothing was refused.
fn gone(model: &mut Model, said: &str) {
    if model.notice.is_none() {
        activate::back(model);
        model.notice = Some(Notice::calm(said));
    }
}

/// The same answer again changes nothing; a missed promise opens its repair.
fn promise(model: &mut Model, id: &ItemId, kept: bool) -> Vec<Effect> {
    let day = model.today();
    let mut effects = saving::run(model, Command::AnswerPromise { id: id.clone(), day, kept });
    if !kept && model.notice.is_none() {
        effects.extend(sheet::open(model, &SheetOf::Repair(id.clone())));
    }
    effects
}

/// The days, shown before they are written.
fn calendar(model: &mut Model, cancel: bool) -> Vec<Effect> {
    if export::days(model, cancel).is_empty() {
        model.notice = Some(Notice::calm("There is no day in the record to put into a calendar."));
        return Vec::new();
    }
    activate::visit(model, export::screen(model, ExportWhat::Calendar { cancel }))
}

/// After every message: what a change to the states stopped is told, and what is shown of the journal is made fresh.
pub(in crate::app) fn settle(model: &mut Model) {
    let stopped = std::mem::take(&mut model.stopped);
    if !stopped.is_empty() {
        model.views.push(View::top(Screen::Resting(stopped)));
    }
    let shown = (model.journal.stale, model.screen().clone());
    match shown {
        (true, Screen::Journal) => {
            journal::refresh(model);
            focus::keep_within(model);
        }
        (_, Screen::LookBack) if model.looking.is_none() => {
            model.looking = Some(Box::new(looking::look(model)));
        }
        _ => {}
    }
}
