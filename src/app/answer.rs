//! Answers that take one key: a tick, a count, an option, a number on a scale.

use crate::content::{FieldId, FieldKind, Form, StepId};
use crate::engine::Answer;

use super::action::Action;
use super::effect::Effect;
use super::model::{Model, Notice, Screen};
use super::page::Target;
use super::screens::step;
use super::{edit, record};

/// A row that is a field: opens it, ticks it, or counts one more.
pub(super) fn answer(model: &mut Model, field: FieldId) -> Vec<Effect> {
    let Screen::Step(open) = model.screen() else {
        return Vec::new();
    };
    let step = open.id.clone();
    let Some(kind) = model
        .library
        .program
        .step(step.as_str())
        .and_then(|step| step.field(field.as_str()))
        .map(|field| field.kind.clone())
    else {
        return Vec::new();
    };
    let now = model.plan.answer(step.as_str(), field.as_str()).cloned();
    let next = match kind {
        FieldKind::Short | FieldKind::Long | FieldKind::Date => {
            edit::open_answer(model, step, field);
            return Vec::new();
        }
        FieldKind::Tick => match now {
            Some(Answer::Tick(true)) => None,
            _ => Some(Answer::Tick(true)),
        },
        FieldKind::Count(most) => match now {
            Some(Answer::Number(count)) if count >= most => None,
            Some(Answer::Number(count)) => Some(Answer::Number(count + 1)),
            _ => Some(Answer::Number(1)),
        },
        FieldKind::Scale => match now {
            Some(Answer::Number(number)) => Some(Answer::Number((number + 1).min(10))),
            _ => Some(Answer::Number(5)),
        },
        FieldKind::Choice(_) => return Vec::new(),
    };
    give(model, step, field, next)
}

pub(super) fn pick(model: &mut Model, field: FieldId, option: &FieldId) -> Vec<Effect> {
    let Screen::Step(open) = model.screen() else {
        return Vec::new();
    };
    let step = open.id.clone();
    let picked = Answer::Text(option.to_string());
    // In a scene the same answer may be given again; elsewhere it is taken back.
    let scene = model
        .library
        .program
        .step(step.as_str())
        .is_some_and(|step| matches!(step.form, Form::Rehearse(_)));
    let again = !scene && model.plan.answer(step.as_str(), field.as_str()) == Some(&picked);
    let effects = give(model, step, field, if again { None } else { Some(picked) });
    step::after_pick(model);
    effects
}

fn give(model: &mut Model, step: StepId, field: FieldId, answer: Option<Answer>) -> Vec<Effect> {
    edit::answer_field(model, step, field, answer).unwrap_or_else(|why| {
        model.notice = Some(Notice::care(why));
        Vec::new()
    })
}

/// A number key, or one less or more, on the focused scale.
pub(super) fn scale(model: &mut Model, action: Action) -> Vec<Effect> {
    if matches!(model.screen(), Screen::Rating(_)) {
        return record::rating::key(model, action);
    }
    let Screen::Step(open) = model.screen() else {
        return Vec::new();
    };
    let step = open.id.clone();
    let Some(Target::Answer(field)) = model.focused() else {
        return Vec::new();
    };
    let is_scale = model
        .library
        .program
        .step(step.as_str())
        .and_then(|step| step.field(field.as_str()))
        .is_some_and(|field| field.kind == FieldKind::Scale);
    if !is_scale {
        return Vec::new();
    }
    let now = match model.plan.answer(step.as_str(), field.as_str()) {
        Some(Answer::Number(number)) => Some(*number),
        _ => None,
    };
    let next = match action {
        // 1 and then 0 is 10.
        Action::Number(0) if now == Some(1) => Some(10),
        Action::Number(number) => Some(number),
        Action::Less => Some(now.map_or(5, |number| number.saturating_sub(1))),
        Action::More => Some(now.map_or(5, |number| (number + 1).min(10))),
        _ => None,
    };
    if next == now { Vec::new() } else { give(model, step, field, next.map(Answer::Number)) }
}
