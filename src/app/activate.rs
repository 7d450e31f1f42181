//! What choosing a row does.

use crate::content::program::Beyond;
use crate::content::{StageId, StepId};
use crate::engine::{Command, Practised, Status, route, status};

use super::action::Action;
use super::effect::Effect;
use super::model::{
    Edited, ExportWhat, Model, NO_FOCUS, Notice, OpenStep, Purpose, Question, Screen, Setting, View,
};
use super::page::{Go, Target};
use super::record;
use super::screens::{self, doors, export, path, settings, step};
use super::{answer, edit, focus, leave, resume, saving, secret, update};

/// Goes to a screen; the one below stays where it was.
pub(super) fn visit(model: &mut Model, screen: Screen) -> Vec<Effect> {
    let effects = edit::commit(model);
    if *model.screen() != screen {
        // A screen that is open further down is gone back to, so that the way back never grows without end.
        let same = |view: &View| match (&view.screen, &screen) {
            (Screen::Path(_), Screen::Path(_)) => true,
            (open, wanted) => open == wanted,
        };
        match model.views.iter().position(same) {
            Some(at) => model.views.truncate(at + 1),
            None => model.views.push(View::top(screen)),
        }
    }
    model.keeping.draft_due = true;
    let mut effects = effects;
    match model.screen() {
        Screen::Journal => model.journal.stale = true,
        Screen::LookBack => effects.extend(record::journal::read(model, true)),
        _ => {}
    }
    focus::keep_within(model);
    effects
}

/// Back to the screen below.
pub(super) fn back(model: &mut Model) {
    // The recovery key is shown once.
    model.keeping.recovery = None;
    model.keeping.was_plain = false;
    if model.views.len() > 1 {
        model.views.pop();
    } else if !resume::first_run(model) && *model.screen() != Screen::Today {
        model.views = vec![View::top(Screen::Today)];
    }
    model.keeping.draft_due = true;
    focus::keep_within(model);
}

/// Esc: out of the field, else back.
pub(super) fn leave_field_or_screen(model: &mut Model) -> Vec<Effect> {
    if model.editing.is_some() {
        let effects = edit::commit(model);
        focus::show(model);
        return effects;
    }
    back(model);
    Vec::new()
}

/// A key that acts on the focused row or the open step.
pub(super) fn on_screen(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Choose | Action::Tick => {
            let chosen = model.focused();
            chosen.map_or_else(Vec::new, |chosen| target(model, chosen))
        }
        Action::Number(_) | Action::ClearNumber | Action::Less | Action::More => {
            answer::scale(model, action)
        }
        Action::Example | Action::Hint | Action::Why => {
            step::unfold(model, action);
            focus::keep_within(model);
            Vec::new()
        }
        Action::Finish => target(model, Target::Finish),
        Action::NotYet => target(model, Target::NotYet),
        Action::Skip => target(model, Target::Skip),
        Action::NextStep | Action::PreviousStep => neighbour(model, action == Action::NextStep),
        Action::Export => target(model, Target::Go(Go::Export)),
        Action::Copy => copy(model),
        _ => Vec::new(),
    }
}

/// Does what a row says.
pub(super) fn target(model: &mut Model, target: Target) -> Vec<Effect> {
    match target {
        Target::Go(to) => go(model, to),
        Target::Door(door) => through_door(model, door),
        Target::Stage(stage) => {
            path::unfold(model, &stage);
            Vec::new()
        }
        Target::Step(id) => visit(model, Screen::Step(OpenStep::new(id))),
        Target::Answer(field) => answer::answer(model, field),
        Target::Pick(field, option) => answer::pick(model, field, &option),
        Target::AtDoor(nth) => settings::at_door(model, nth),
        Target::KeepAnswers => on_step(model, |step| Command::KeepAnswers { step }),
        Target::Finish => finish(model),
        Target::NotYet => leave_step(
            model,
            |step| Command::NotYet { step },
            "Left for later. It stays on the path.",
        ),
        Target::Skip => leave_step(
            model,
            |step| Command::Skip { step },
            "Skipped. It costs nothing; u takes it back.",
        ),
        Target::Reopen => on_step(model, |step| Command::Reopen { step }),
        Target::Redo => on_step(model, |step| Command::Redo { step }),
        Target::Next => next(model),
        Target::Practise(step, how) => practise(model, step, how),
        Target::Record(deed) => record::run(model, deed),
        Target::Answered(nth) => doors::answered(model, nth),
        Target::Keep => keep(model),
        Target::KeepEncrypted => secret::ask(model, Purpose::New),
        Target::Passphrase(purpose) => secret::ask(model, purpose),
        Target::RecoveryNoted => {
            back(model);
            Vec::new()
        }
        Target::LeaveUnkept => leave::leave_anyway(model),
        Target::Setting(setting) => settings::open(model, setting),
        Target::Set(setting, nth) => settings::set(model, setting, nth),
        Target::Country(code) => settings::set_country(model, &code),
        Target::Run(action) => update(model, super::Msg::Action(action)),
        Target::ExportWhat(what) => export::choose(model, what),
        Target::ExportItem(step) => export::toggle_item(model, &step),
        Target::ExportAnswers => export::toggle_answers(model),
        Target::ExportPath => {
            let path = export::path(model);
            edit::open(model, Edited::ExportPath, path, false);
            Vec::new()
        }
        Target::ExportWrite => export::write(model),
        Target::Mirror => {
            let text = model.mirror.pasted.clone();
            edit::open(model, Edited::Mirror, text, true);
            Vec::new()
        }
        Target::SaveAgain => {
            back(model);
            saving::save(model)
        }
    }
}

fn go(model: &mut Model, to: Go) -> Vec<Effect> {
    let screen = match to {
        Go::Today => {
            let effects = edit::commit(model);
            model.views = vec![View::top(Screen::Today)];
            model.keeping.draft_due = true;
            return effects;
        }
        Go::Path => path::screen(model),
        Go::Journal => Screen::Journal,
        Go::Settings => Screen::Settings,
        Go::Begin | Go::Doors => Screen::Doors,
        Go::Support => Screen::Support,
        Go::Countries => Screen::Countries,
        Go::HurtPartner => Screen::HurtPartner,
        Go::Export => export::screen(model, ExportWhat::Checklist),
        Go::KeepOrNot => {
            let effects = visit(model, Screen::KeepOrNot);
            // No answer is chosen beforehand: nothing has the focus until the person moves.
            model.view_mut().focus = NO_FOCUS;
            return effects;
        }
        Go::Names => Screen::Names,
        Go::Mirror => return mirror(model),
        Go::Record => Screen::Record,
        Go::CheckIn => Screen::Rating(record::rating::begin(model, false)),
        Go::Week => Screen::Rating(record::rating::begin(model, true)),
        Go::Add => Screen::Add,
        Go::LookBack => Screen::LookBack,
        Go::Review(of) => Screen::Review(of),
        Go::Back => {
            back(model);
            return Vec::new();
        }
    };
    visit(model, screen)
}

/// Goes to the mirror. It is one field: where nothing stands in it yet it is open, so that letters are words there and
/// lead nowhere.
pub(super) fn mirror(model: &mut Model) -> Vec<Effect> {
    let effects = visit(model, Screen::Mirror);
    if model.mirror.pasted.is_empty() {
        edit::open(model, Edited::Mirror, String::new(), true);
    }
    effects
}

fn through_door(model: &mut Model, door: StageId) -> Vec<Effect> {
    let beyond = model
        .library
        .program
        .doors
        .iter()
        .find(|other| other.id == door)
        .and_then(|door| door.then);
    if beyond == Some(Beyond::HurtPartner) {
        return visit(model, Screen::HurtPartner);
    }
    let first_run = resume::first_run(model);
    let effects = visit(model, Screen::Door(door));
    if first_run {
        model.views.push(View::top(Screen::Question(Question::Alone)));
    }
    effects
}

fn on_step(model: &mut Model, command: impl FnOnce(StepId) -> Command) -> Vec<Effect> {
    let Screen::Step(open) = model.screen() else {
        return Vec::new();
    };
    let command = command(open.id.clone());
    let effects = saving::run(model, command);
    focus::keep_within(model);
    effects
}

fn finish(model: &mut Model) -> Vec<Effect> {
    let Screen::Step(open) = model.screen() else {
        return Vec::new();
    };
    let id = open.id.clone();
    let missing = model
        .library
        .program
        .step(id.as_str())
        .map(|step| crate::engine::missing(step, &model.plan))
        .unwrap_or_default();
    if let Some(field) = missing.first() {
        return step::show_missing(model, field);
    }
    let mut effects = match edit::begin(model, &id) {
        Ok(effects) => effects,
        Err(why) => {
            model.notice = Some(Notice::care(why));
            return Vec::new();
        }
    };
    effects.extend(saving::run(model, Command::Finish { step: id.clone() }));
    let marked = model
        .library
        .program
        .step(id.as_str())
        .and_then(|step| status::status(&model.library.program, &model.plan, step));
    if marked == Some(Status::Done) {
        model.notice = None;
        let view = model.view_mut();
        view.focus = 0;
        view.scroll = 0;
        if let Some(at) = screens::page(model).focus_of(&Target::Next) {
            model.view_mut().focus = at;
            focus::show(model);
        }
    }
    effects
}

fn leave_step(
    model: &mut Model,
    command: impl FnOnce(StepId) -> Command,
    said: &str,
) -> Vec<Effect> {
    let before = model.plan.progress.clone();
    let effects = on_step(model, command);
    if model.notice.is_none() && before != model.plan.progress {
        back(model);
        model.notice = Some(Notice::calm(said));
    }
    effects
}

fn next(model: &mut Model) -> Vec<Effect> {
    if !model.keeping.kept && !model.keeping.read_only {
        return go(model, Go::KeepOrNot);
    }
    let next = route::next_step(&model.library.program, &model.plan).map(|step| step.id.clone());
    match next {
        Some(id) => {
            back(model);
            visit(model, Screen::Step(OpenStep::new(id)))
        }
        None => go(model, Go::Today),
    }
}

fn neighbour(model: &mut Model, forward: bool) -> Vec<Effect> {
    let Screen::Step(open) = model.screen() else {
        return Vec::new();
    };
    let program = &model.library.program;
    let found = if forward {
        route::after_step(program, &model.plan, &open.id)
    } else {
        route::before_step(program, &model.plan, &open.id)
    };
    let Some(id) = found.map(|step| step.id.clone()) else {
        model.notice = Some(Notice::calm(if forward {
            "This is the last step of the path."
        } else {
            "This is the first step of the path."
        }));
        return Vec::new();
    };
    *model.view_mut() = View::top(Screen::Step(OpenStep::new(id)));
    model.keeping.draft_due = true;
    Vec::new()
}

fn practise(model: &mut Model, step: StepId, how: Practised) -> Vec<Effect> {
    let day = model.today();
    saving::run(model, Command::Practise { step, day, how })
}

pub(super) fn keep(model: &mut Model) -> Vec<Effect> {
    if model.keeping.kept {
        return go(model, Go::Names);
    }
    model.keeping.kept = true;
    model.keeping.unsaved = true;
    model.keeping.draft_due = true;
    model.views = vec![View::top(Screen::Today), View::top(Screen::Names)];
    let mut effects = saving::save(model);
    effects.extend(settings::preferences(model));
    effects
}

/// The text that `y` copies here.
fn copied(model: &Model) -> Option<String> {
    let text = match model.screen() {
        Screen::Step(open) => model
            .library
            .program
            .step(open.id.as_str())
            .map(|step| crate::engine::text_of(step, &model.plan)),
        Screen::Export(draft) => Some(export::text(model, draft)),
        _ => None,
    };
    text.filter(|text| !text.trim().is_empty())
}

const CLIPBOARD: &str =
    "The clipboard, and whatever watches it, may keep this text. Press y again to copy it.";
const NOTHING_TO_COPY: &str = "There is nothing to copy here yet.";

/// Says what copying leaves behind; the same key again does it.
pub(super) fn before_copy(model: &mut Model) -> Vec<Effect> {
    let there = copied(model).is_some();
    model.notice = Some(Notice::calm(if there { CLIPBOARD } else { NOTHING_TO_COPY }));
    Vec::new()
}

fn copy(model: &Model) -> Vec<Effect> {
    copied(model).map(Effect::Copy).into_iter().collect()
}

/// Opens a setting's choices.
pub(super) fn choices(model: &mut Model, setting: Setting) -> Vec<Effect> {
    let effects = visit(model, Screen::Setting(setting));
    if let Some(at) = settings::current(model, setting) {
        model.view_mut().focus = at;
        focus::show(model);
    }
    effects
}
