//! Letters on a step where something is still to be written. Someone may type there without having opened the field:
//! no letter of theirs may finish, skip or put off the step. So there these keys go to their row, Enter does it, and
//! letters that follow take the focus back.

use chrono::{DateTime, TimeDelta, Utc};

use super::action::Action;
use super::effect::Effect;
use super::focus;
use super::interpret::scopes;
use super::keymap::ON_STEP;
use super::model::{Model, Notice, Screen};
use super::page::{Item, Target};
use super::screens;
use crate::content::{Field, FieldKind, Form, Step};
use crate::engine::{Plan, Status, Verdict, missing, status, verdict};

/// Letters nearer to each other than this are typed, not chosen.
const QUICK: TimeDelta = TimeDelta::milliseconds(1_000);
const TO_WRITE: &str = "To write, choose the field with Enter first.";

/// The letters of the open step's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Letters {
    /// When the last one came.
    last: Option<DateTime<Utc>>,
    /// The row that had the focus before a letter went to another.
    from: Option<usize>,
}

/// What `d`, `n` and `s` come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Means {
    /// It is done at once.
    Act,
    /// The focus goes to the row; Enter does it.
    Point,
    /// Someone types.
    Typing,
}

fn means(to_write: bool, since_letter: Option<TimeDelta>) -> Means {
    match since_letter {
        _ if !to_write => Means::Act,
        Some(since) if since.abs() < QUICK => Means::Typing,
        _ => Means::Point,
    }
}

/// Whether a step is shown on which a text is still to be written, and no field is open.
#[must_use]
pub fn is_to_write(model: &Model) -> bool {
    let Screen::Step(open) = model.screen() else { return false };
    let (program, plan) = (&model.library.program, &model.plan);
    scopes(model) == ON_STEP
        && program.step(open.id.as_str()).is_some_and(|step| {
            verdict(program, plan, step) == Verdict::Open
                && status::status(program, plan, step) != Some(Status::Done)
                && match step.form {
                    // Of a scene only the turn that was come to is shown.
                    Form::Rehearse(_) => screens::page(model).items.iter().any(is_empty),
                    _ => step.fields.iter().any(|field| is_unwritten(plan, step, field)),
                }
        })
}

fn is_empty(item: &Item) -> bool {
    matches!(item, Item::Field(field) if field.text.is_empty())
}

fn is_unwritten(plan: &Plan, step: &Step, field: &Field) -> bool {
    matches!(field.kind, FieldKind::Short | FieldKind::Long | FieldKind::Date)
        && plan.answer(step.id.as_str(), field.id.as_str()).is_none()
}

/// A letter or a blank, and what it means here; none where nothing has to be done for that any more.
pub(super) fn letter(model: &mut Model, action: Option<Action>) -> Option<Vec<Effect>> {
    let now = model.now.at;
    let target = match action {
        Some(Action::Finish) if !is_missing(model) => Target::Finish,
        Some(Action::NotYet) => Target::NotYet,
        Some(Action::Skip) => Target::Skip,
        Some(Action::Tick) if model.letters.from.is_some() => return Some(typed(model)),
        // Moving and ticking say nothing of typing.
        Some(Action::Up | Action::Down | Action::Last | Action::Tick) => {
            model.letters = Letters::default();
            return None;
        }
        Some(_) => {
            take_back(model);
            model.letters.last = Some(now);
            return None;
        }
        None => return Some(typed(model)),
    };
    match means(is_to_write(model), model.letters.last.map(|last| now - last)) {
        Means::Act => None,
        Means::Typing => Some(typed(model)),
        Means::Point => {
            let row = screens::page(model).focus_of(&target)?;
            model.letters = Letters { last: Some(now), from: Some(model.view().focus) };
            model.view_mut().focus = row;
            focus::show(model);
            model.notice = Some(Notice::calm("Enter does it."));
            Some(Vec::new())
        }
    }
}

/// `d` on a step that lacks something only goes there.
fn is_missing(model: &Model) -> bool {
    let Screen::Step(open) = model.screen() else { return false };
    let step = model.library.program.step(open.id.as_str());
    step.is_some_and(|step| !missing(step, &model.plan).is_empty())
}

fn typed(model: &mut Model) -> Vec<Effect> {
    take_back(model);
    model.letters.last = Some(model.now.at);
    model.notice = Some(Notice::calm(TO_WRITE));
    Vec::new()
}

/// Gives the focus back to the row that a letter took it from; false where none did.
pub(super) fn take_back(model: &mut Model) -> bool {
    let Some(from) = model.letters.from.take() else { return false };
    model.view_mut().focus = from;
    focus::show(model);
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_nothing_is_to_be_written_a_letter_acts_and_else_it_points_unless_it_is_typed() {
        let after = TimeDelta::milliseconds;
        assert_eq!(means(false, None), Means::Act);
        assert_eq!(means(false, Some(after(50))), Means::Act);
        assert_eq!(means(true, None), Means::Point);
        assert_eq!(means(true, Some(after(3_000))), Means::Point);
        for quick in [0, 50, 900, -50] {
            assert_eq!(means(true, Some(after(quick))), Means::Typing);
        }
        // A clock that was set back says nothing.
        assert_eq!(means(true, Some(TimeDelta::hours(-1))), Means::Point);
    }
}
