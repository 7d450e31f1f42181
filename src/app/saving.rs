//! Changes to the plan, and what of them goes to the disk.

use crate::content::FieldId;
use crate::content::form::Keep;
use crate::engine::record::resting_since;
use crate::engine::{Command, Draft, Outcome, Place, Refusal};

use super::effect::Effect;
use super::model::{Edited, Model, Notice, Screen};
use super::{focus, record, resume};

/// Shown where another trustcoach has the plan open.
pub(super) const READ_ONLY: &str = "Another trustcoach has this plan open. You can read here; to change something, close the other.";

/// Runs a command; a refusal becomes a line on the screen.
pub(super) fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    match attempt(model, command) {
        Ok(effects) => effects,
        Err(refusal) => {
            model.notice = Some(Notice::care(said(&refusal)));
            Vec::new()
        }
    }
}

/// A refusal as a sentence for the person.
pub(super) fn said(refusal: &Refusal) -> String {
    let words = refusal.to_string();
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", letters.as_str())
}

/// Runs a command, and gives the refusal back.
pub(super) fn attempt(model: &mut Model, command: Command) -> Result<Vec<Effect>, Refusal> {
    if model.keeping.read_only {
        model.notice = Some(Notice::care(READ_ONLY));
        return Ok(Vec::new());
    }
    let states = matches!(
        command,
        Command::SetContact(_) | Command::SetSafety(_) | Command::SetSituation(_)
    );
    let before = states.then(|| model.plan.clone());
    let outcome = model.history.run(&model.library.program, &mut model.plan, command, model.now)?;
    if let Some(before) = before {
        model.stopped = resting_since(&model.library.program, &before, &model.plan);
    }
    Ok(changed(model, outcome))
}

/// Takes back the last change.
pub(super) fn undo(model: &mut Model) -> Vec<Effect> {
    if model.keeping.read_only {
        return Vec::new();
    }
    let Some(outcome) = model.history.undo(&mut model.plan) else {
        model.notice = Some(Notice::calm("Nothing to undo since this start."));
        return Vec::new();
    };
    model.notice = Some(Notice::calm("Undone. Ctrl-R does it again."));
    changed(model, outcome)
}

/// Makes it again.
pub(super) fn redo(model: &mut Model) -> Vec<Effect> {
    if model.keeping.read_only {
        return Vec::new();
    }
    let Some(outcome) = model.history.redo(&mut model.plan) else {
        model.notice = Some(Notice::calm("Nothing to redo."));
        return Vec::new();
    };
    model.notice = Some(Notice::calm("Done again. u undoes it."));
    changed(model, outcome)
}

fn changed(model: &mut Model, outcome: Outcome) -> Vec<Effect> {
    record::journal::changed(model, &outcome);
    model.keeping.unsaved = true;
    model.keeping.draft_due = true;
    model.keeping.pending.note(outcome);
    focus::keep_within(model);
    save(model)
}

/// Saves what is not saved yet, where the person chose to keep the plan.
pub(super) fn save(model: &mut Model) -> Vec<Effect> {
    let keeping = &mut model.keeping;
    if !keeping.kept || keeping.read_only {
        return Vec::new();
    }
    let taken = std::mem::take(&mut keeping.pending);
    keeping.under_way.push_back(taken.clone());
    vec![Effect::Save { add: taken.add, remove: taken.remove }]
}

/// Where the person is and what they are typing; none where nothing may be written.
#[must_use]
pub fn draft(model: &Model) -> Option<Draft> {
    if !model.keeping.kept || model.keeping.read_only {
        return None;
    }
    let view = resume::last_named(model);
    let mut place = Place {
        screen: view.screen.name().unwrap_or("today").to_owned(),
        focus: view.focus,
        ..Place::default()
    };
    if let Screen::Step(open) = &view.screen {
        place.step = Some(open.id.clone());
    }
    let (begun, sheet) = record::begun::begun(model);
    place.sheet = sheet;
    let mut typed = None;
    if let Some(editing) = &model.editing {
        place.cursor = editing.cursor;
        if let Edited::Answer(step, field) = &editing.what {
            place.field = Some(field.clone());
            let keep = model.library.program.step(step.as_str());
            let keep = keep.and_then(|step| step.field(field.as_str()));
            if keep.is_some_and(|field| field.keep == Keep::Yes) {
                typed = Some(editing.text.clone());
            }
        } else if let Some(word) = resume::word(&editing.what) {
            place.field = FieldId::try_from(word.to_owned()).ok();
            typed = Some(editing.text.clone());
        }
    }
    Some(Draft { seq: model.plan.seq, place, typed, begun })
}

/// Saves the draft now, where something changed since the last.
pub(super) fn draft_now(model: &mut Model) -> Vec<Effect> {
    model.keeping.draft_due = false;
    draft(model).map(Effect::SaveDraft).into_iter().collect()
}
