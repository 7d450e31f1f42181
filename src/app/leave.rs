//! Leaving and hiding. Leaving is two steps: save, and go when the save is good.

use super::effect::Effect;
use super::model::{Model, Notice, Overlay, Screen, View};
use super::msg::Trouble;
use super::record::Sheet;
use super::{activate, edit, saving, secret};

const NOT_STOPPED: &str = "It was hidden, not stopped: here is no shell that could bring it back.";

/// Saves and leaves; asks where something would be lost.
pub(super) fn quit(model: &mut Model) -> Vec<Effect> {
    let mut effects = edit::commit(model);
    if model.editing.is_some() {
        // The field refused what stands in it; the person is told why and stays.
        return effects;
    }
    model.overlay = None;
    if !model.keeping.kept {
        if !worth_keeping(model) || matches!(model.screen(), Screen::Leaving) {
            effects.push(Effect::Leave);
        } else {
            model.views.push(View::top(Screen::Leaving));
        }
        return effects;
    }
    if model.keeping.read_only {
        effects.push(Effect::Leave);
        return effects;
    }
    model.keeping.leaving = true;
    if model.keeping.unsaved && model.keeping.under_way.is_empty() {
        effects.extend(saving::save(model));
    }
    effects.extend(saving::draft_now(model));
    effects
}

/// Whether anything was written or done that leaving would lose.
pub(super) fn worth_keeping(model: &Model) -> bool {
    let plan = &model.plan;
    !plan.progress.steps.is_empty()
        || !plan.unkept.is_empty()
        || !plan.promises.is_empty()
        || !plan.practices.is_empty()
        || !plan.dates.is_empty()
        || model.sheets.iter().any(Sheet::has_words)
        || !model.entries.is_empty()
}

/// The plan was saved, or not.
pub(super) fn saved(model: &mut Model, result: Result<u64, Trouble>) -> Vec<Effect> {
    let taken = model.keeping.under_way.pop_front().unwrap_or_default();
    match result {
        Ok(seq) => {
            model.plan.seq = model.plan.seq.max(seq);
            let keeping = &mut model.keeping;
            keeping.unsaved = !keeping.under_way.is_empty() || !keeping.pending.is_empty();
            keeping.trouble = None;
        }
        Err(trouble) => {
            model.keeping.pending.give_back(taken);
            model.notice = Some(Notice::care(format!("{} {}", trouble.what, trouble.way_out)));
            model.keeping.trouble = Some(trouble.what);
            if std::mem::take(&mut model.keeping.leaving) {
                activate::visit(model, Screen::Leaving);
            }
        }
    }
    Vec::new()
}

/// The draft was saved, or not. It comes last on the way out.
pub(super) fn draft_saved(model: &mut Model, result: Result<(), Trouble>) -> Vec<Effect> {
    if let Err(trouble) = result {
        model.keeping.draft_due = true;
        if !model.keeping.leaving {
            model.notice = Some(Notice::care(format!("{} {}", trouble.what, trouble.way_out)));
        }
    }
    // A field that was open is in the plan by now: without its draft only the place is lost.
    if model.keeping.leaving && !model.keeping.unsaved { vec![Effect::Leave] } else { Vec::new() }
}

/// Leaves without saving, as the person said.
pub(super) fn leave_anyway(_: &mut Model) -> Vec<Effect> {
    vec![Effect::Leave]
}

/// Hides the screen: clears first, asks later.
pub(super) fn hide(model: &mut Model) -> Vec<Effect> {
    model.overlay = Some(Overlay::Hidden);
    let mut effects = vec![Effect::Repaint];
    effects.extend(saving::draft_now(model));
    effects
}

/// Stops until brought back; what is on the screen is hidden when it comes back.
pub(super) fn suspend(model: &mut Model) -> Vec<Effect> {
    let mut effects = secret::lock(model);
    effects.push(Effect::Suspend);
    effects
}

/// It was not stopped: nobody could have brought it back. What was on the screen is hidden all the same.
pub(super) fn not_stopped(model: &mut Model) -> Vec<Effect> {
    model.notice = Some(Notice::calm(NOT_STOPPED));
    Vec::new()
}
