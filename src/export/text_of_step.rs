//! The text that one step made, alone: ready to give, with nothing of the program around it.

use crate::content::{Form, Program, StepId};
use crate::engine::{Plan, StepProgress, gate, text_of};
use crate::text::clean;

/// The text that was made in the step. None where there is none yet, or where it may not be given now: one answer
/// for both, so that it tells nothing.
#[must_use]
pub fn step_text(program: &Program, plan: &Plan, step: &StepId) -> Option<String> {
    let step = program.step(step.as_str())?;
    let progress = plan.progress.steps.get(&step.id)?;
    // A practice may be taken as it was suggested; everywhere else an untouched form is not the person's text.
    if !gate::allowed(program, plan, &step.id)
        || !(matches!(step.form, Form::Practice(_)) || has_words(progress))
    {
        return None;
    }
    let text = text_of(step, plan);
    let text = clean(&text);
    let text = text.trim();
    (!text.is_empty()).then(|| format!("{text}\n"))
}

/// Whether anything stands in the latest attempt.
fn has_words(progress: &StepProgress) -> bool {
    progress
        .current()
        .is_some_and(|attempt| attempt.answers.values().any(|answer| !answer.is_empty()))
}
