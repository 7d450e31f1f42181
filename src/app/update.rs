//! The one writer of the model. It decides; the work goes out as effects.

use super::action::Action;
use super::effect::Effect;
use super::model::{Lists, Model, Notice, Overlay, Screen, Size, View};
use super::msg::{Msg, Trouble};
use super::record;
use super::screens::path;
use super::typing::{self, Letters};
use super::{activate, edit, focus, leave, mirror, palette, saving, secret};

/// Takes in what happened and says what has to be done.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    let effects = take_in(model, msg);
    record::deed::settle(model);
    if mirror::follow(model) && model.editing.is_some() {
        // The note under the field may have become another.
        focus::show(model);
    }
    effects
}

fn take_in(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Clock(now) => {
            model.now = now;
            Vec::new()
        }
        Msg::Action(Action::Back) if model.overlay.is_none() && typing::take_back(model) => {
            model.notice = None;
            Vec::new()
        }
        Msg::Action(action) => {
            model.letters = Letters::default();
            act(model, action)
        }
        Msg::Letter(action) => {
            model.notice = None;
            match typing::letter(model, action) {
                Some(effects) => effects,
                None => action.map_or_else(Vec::new, |action| act(model, action)),
            }
        }
        Msg::Typed(character) => palette::typed(model, Some(character)),
        Msg::Erased => palette::typed(model, None),
        Msg::Edited { text, cursor } => edit::edited(model, text, cursor),
        Msg::PasteCut => {
            model.notice = Some(Notice::care("That was long: only the first part was taken in."));
            Vec::new()
        }
        Msg::Resized(size) => resized(model, size),
        Msg::Idle => {
            if model.settings.idle_minutes > 0 {
                secret::lock(model)
            } else {
                Vec::new()
            }
        }
        Msg::DraftDue => saving::draft_now(model),
        Msg::Saved(result) => leave::saved(model, result),
        Msg::SecretTyped(typed) => secret::typed(model, typed),
        Msg::SecretTaken(result) => secret::taken(model, result),
        Msg::PassphraseSet(result) => secret::set(model, result),
        Msg::SecretChecked(result) => secret::checked(model, result),
        Msg::PassphraseChanged(result) => secret::changed(model, result),
        Msg::PassphraseRemoved(result) => secret::removed(model, result),
        Msg::NotStopped => leave::not_stopped(model),
        Msg::PassphraseUnfinished { recovery, trouble } => {
            secret::unfinished(model, recovery, &trouble)
        }
        Msg::Unlocked(result) => secret::unlocked(model, result),
        Msg::DraftSaved(result) => leave::draft_saved(model, result),
        Msg::MonthsRead(result) => {
            record::journal::was_read(model, result);
            Vec::new()
        }
        Msg::Exported(result) => exported(model, result),
        // A preference that was remembered shows itself.
        Msg::Preferred(Ok(())) => Vec::new(),
        Msg::Preferred(failed) => told(model, failed, ""),
        Msg::Copied(result) => told(model, result, COPIED),
    }
}

const MIRROR_OFF: &str = "Marks and notes are off. Ctrl-T brings them back.";
const MIRROR_ON: &str = "Marks and notes are on. Ctrl-T takes them away.";
const COPIED: &str = "Copied. Copy something else later, so that it does not stay there.";

fn resized(model: &mut Model, size: Size) -> Vec<Effect> {
    model.size = size;
    focus::show(model);
    Vec::new()
}

fn exported(model: &mut Model, result: Result<String, Trouble>) -> Vec<Effect> {
    match result {
        Ok(path) => {
            if matches!(model.screen(), Screen::Export(_)) {
                activate::back(model);
            }
            model.notice = Some(Notice::calm(format!("Written to {path}. It is plain text.")));
        }
        Err(trouble) => {
            model.notice = Some(Notice::care(format!("{} {}", trouble.what, trouble.way_out)));
        }
    }
    Vec::new()
}

fn told(model: &mut Model, result: Result<(), Trouble>, done: &str) -> Vec<Effect> {
    model.notice = Some(match result {
        Ok(()) => Notice::calm(done),
        Err(trouble) => Notice::care(format!("{} {}", trouble.what, trouble.way_out)),
    });
    Vec::new()
}

fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    // These hold in every state, also over lists and while hidden.
    match action {
        Action::LeaveNow => return vec![Effect::LeaveNow(saving::draft(model))],
        Action::Quit => return leave::quit(model),
        Action::Suspend => return leave::suspend(model),
        Action::Support => {
            model.overlay = None;
            return activate::visit(model, Screen::Support);
        }
        _ => {}
    }
    if matches!(model.overlay, Some(Overlay::Hidden)) {
        model.overlay = None;
        return vec![Effect::Repaint];
    }
    if let Screen::Passphrase(passphrase) = *model.screen() {
        return secret::act(model, passphrase, action);
    }
    if secret::is_locked(model) && !moves_on_help(action) {
        return Vec::new();
    }
    model.notice = None;
    let asked = model.asked.take();
    if action == Action::Copy {
        model.asked = Some(Action::Copy);
        if asked != Some(Action::Copy) {
            return activate::before_copy(model);
        }
    }
    if model.overlay.is_some() {
        return palette::act(model, action);
    }
    match action {
        Action::Up
        | Action::Down
        | Action::PageUp
        | Action::PageDown
        | Action::First
        | Action::Last
        | Action::NextField
        | Action::PreviousField => moved(model, action),
        Action::Today
        | Action::Path
        | Action::Journal
        | Action::Record
        | Action::CheckIn
        | Action::AddLine
        | Action::LookBack
        | Action::Settings
        | Action::Doors
        | Action::Mirror => go(model, action),
        Action::Keys => palette::open(model, Lists::Keys),
        Action::Palette => palette::open(model, Lists::Commands),
        Action::Search => palette::open(model, Lists::Steps),
        Action::Undo => saving::undo(model),
        Action::Redo => saving::redo(model),
        Action::Lock => secret::lock(model),
        Action::MirrorOff => {
            model.mirror.off = !model.mirror.off;
            let state = if model.mirror.off { MIRROR_OFF } else { MIRROR_ON };
            model.notice = Some(Notice::calm(state));
            Vec::new()
        }
        Action::Back => activate::leave_field_or_screen(model),
        // The widget has done these already.
        Action::Edit(_) => Vec::new(),
        other => activate::on_screen(model, other),
    }
}

/// What means something on the help pages while the store is locked: moving, choosing and going back.
fn moves_on_help(action: Action) -> bool {
    matches!(
        action,
        Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::First
            | Action::Last
            | Action::Choose
            | Action::Back
    )
}

fn moved(model: &mut Model, action: Action) -> Vec<Effect> {
    let mut effects = Vec::new();
    match action {
        Action::NextField => effects = edit::next_field(model, true),
        Action::PreviousField => effects = edit::next_field(model, false),
        Action::Up => focus::step(model, false),
        Action::Down => focus::step(model, true),
        Action::PageUp => focus::page(model, false),
        Action::PageDown => focus::page(model, true),
        Action::First => focus::end(model, false),
        _ => focus::end(model, true),
    }
    model.keeping.draft_due = true;
    effects
}

fn go(model: &mut Model, action: Action) -> Vec<Effect> {
    // The first screen and its questions are gone through by their own rows.
    if matches!(model.screen(), Screen::Welcome | Screen::Question(_)) {
        return Vec::new();
    }
    let screen = match action {
        Action::Path => path::screen(model),
        Action::Journal => Screen::Journal,
        Action::Record => Screen::Record,
        Action::CheckIn => Screen::Rating(record::rating::begin(model, false)),
        Action::AddLine => Screen::Add,
        Action::LookBack => Screen::LookBack,
        Action::Settings => Screen::Settings,
        Action::Doors => Screen::Doors,
        Action::Mirror => return activate::mirror(model),
        _ => {
            model.views = vec![View::top(Screen::Today)];
            model.keeping.draft_due = true;
            return Vec::new();
        }
    };
    activate::visit(model, screen)
}
