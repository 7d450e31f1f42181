//! The fields of a step as items of its page, and what each form says around them.

use crate::app::mirror;
use crate::app::model::{Edited, Model};
use crate::app::page::{FieldBox, Item, Page, Role, Row, Sign, Target};
use crate::content::form::{ChoiceOption, reserved};
use crate::content::{Field, FieldKind, Form, Step, Words};
use crate::engine::{Answer, text_of};

/// What the form says first, then its fields, then what it says last.
pub(super) fn items(model: &Model, page: &mut Page, step: &Step, words: &Words) {
    before(model, page, step, words);
    for field in &step.fields {
        if let Form::Talk(talk) = &step.form
            && field.id.as_str() == reserved::HEARD
        {
            page.gap();
            page.text(Role::Quiet, "For a pause, say:");
            page.text(Role::Quote, talk.pause.render(words));
            page.gap();
        }
        push(model, page, step, field, words);
    }
    after(page, step, words);
}

/// Said of a part of a letter that the coach finds in it.
const THERE: &str = " (there)";

fn before(model: &Model, page: &mut Page, step: &Step, words: &Words) {
    match &step.form {
        Form::Read(read) => {
            for point in &read.points {
                page.text(Role::Point, point.render(words));
            }
        }
        Form::Letter(letter) => {
            page.text(Role::Quiet, "What it covers, in the order that is easiest to hear:");
            for part in &letter.parts {
                let there = if mirror::covers(model, &part.id) { THERE } else { "" };
                page.text(
                    Role::Point,
                    format!("*{}*{there}: {}", part.name.render(words), part.hint.render(words)),
                );
            }
            page.gap();
        }
        Form::IfThen(plan) => {
            if let Some((moment, act)) = plan.examples.first() {
                page.text(
                    Role::Quote,
                    format!(
                        "For instance: If {}, then {}.",
                        moment.render(words),
                        act.render(words)
                    ),
                );
                page.gap();
            }
        }
        Form::Practice(practice) => {
            for tip in &practice.tips {
                page.text(Role::Point, tip.render(words));
            }
            page.text(Role::Quiet, format!("For {} days at first.", practice.days));
            page.gap();
        }
        Form::Talk(talk) => {
            page.text(
                Role::Quiet,
                format!("{} minutes in all. It can begin like this:", talk.minutes),
            );
            page.text(Role::Quote, talk.opening.render(words));
            page.gap();
        }
        Form::Rate(rate) => {
            page.text(
                Role::Quiet,
                format!(
                    "0 is {}, 10 is {}. Type a number or use the arrows; leave out what you like.",
                    rate.low.render(words),
                    rate.high.render(words)
                ),
            );
            page.gap();
        }
        Form::Reflect | Form::Build(_) | Form::List(_) | Form::Agree(_) | Form::Rehearse(_) => {}
    }
}

fn after(page: &mut Page, step: &Step, words: &Words) {
    if let Form::Agree(agree) = &step.form {
        page.gap();
        for blank in &agree.blanks {
            page.text(Role::Quiet, format!("{}: ____", blank.render(words)));
        }
        page.text(
            Role::Quiet,
            format!(
                "These lines stay empty here: they are not yours to fill in. Look again after {} \
                 days: less, same, stop?",
                agree.review_days
            ),
        );
    }
}

fn push(model: &Model, page: &mut Page, step: &Step, field: &Field, words: &Words) {
    let answer = model.plan.answer(step.id.as_str(), field.id.as_str());
    let target = Target::Answer(field.id.clone());
    let label = field.ask.render(words);
    let hint = field.hint.as_ref().map(|hint| hint.render(words)).unwrap_or_default();
    match &field.kind {
        FieldKind::Short | FieldKind::Long | FieldKind::Date => {
            page.gap();
            let shown = text_field(model, step, field, words);
            let open = shown.open;
            page.push(Item::Field(shown));
            if open {
                mirror::beside_field(model, page);
            }
        }
        FieldKind::Tick => {
            let ticked = answer == Some(&Answer::Tick(true));
            let row = Row::new(target, Sign::Tick(ticked), label).note(hint);
            page.push(Item::Row(row.aside(minutes(step, field))));
        }
        FieldKind::Choice(options) => {
            page.gap();
            page.text(Role::Heading, label);
            if !hint.is_empty() {
                page.text(Role::Quiet, hint);
            }
            for option in options {
                page.push(Item::Row(choice(field, option, answer, words)));
            }
        }
        FieldKind::Scale => {
            let number = match answer {
                Some(Answer::Number(number)) => Some(*number),
                _ => None,
            };
            page.push(Item::Row(Row::new(target, Sign::Scale(number), label).note(hint)));
        }
        FieldKind::Count(most) => {
            let count = match answer {
                Some(Answer::Number(count)) => *count,
                _ => 0,
            };
            page.gap();
            let row = Row::new(target, Sign::Tick(count >= *most), label);
            page.push(Item::Row(row.aside(format!("{count} of {most}")).note(hint)));
        }
    }
}

/// How long a point of a talk takes.
fn minutes(step: &Step, field: &Field) -> String {
    let Form::Talk(talk) = &step.form else {
        return String::new();
    };
    let point = talk.agenda.iter().find(|point| point.id == field.id);
    point.map(|point| format!("{} min", point.minutes)).unwrap_or_default()
}

fn choice(field: &Field, option: &ChoiceOption, answer: Option<&Answer>, words: &Words) -> Row {
    let picked = answer.and_then(Answer::text) == Some(option.id.as_str());
    let target = Target::Pick(field.id.clone(), option.id.clone());
    let row = Row::new(target, Sign::Radio(picked), option.text.render(words));
    match &option.note {
        Some(note) => row.note(note.render(words)),
        None => row,
    }
}

/// A field to write in, as it stands or as it is being edited.
pub(super) fn text_field(model: &Model, step: &Step, field: &Field, words: &Words) -> FieldBox {
    let what = Edited::Answer(step.id.clone(), field.id.clone());
    let editing = model.editing.as_ref().filter(|editing| editing.what == what);
    let stored = model
        .plan
        .answer(step.id.as_str(), field.id.as_str())
        .and_then(Answer::text)
        .unwrap_or_default();
    let hint = match (&field.hint, &step.form) {
        (Some(hint), _) => hint.render(words).into_owned(),
        (None, Form::Practice(practice)) if field.id.as_str() == reserved::WHAT => {
            format!("Left empty: {}", practice.what.render(words))
        }
        (None, _) if field.kind == FieldKind::Date => {
            "2026-11-30, today, tomorrow, or +7 for in seven days".to_owned()
        }
        (None, _) => String::new(),
    };
    FieldBox {
        target: Target::Answer(field.id.clone()),
        ask: field.ask.render(words).into_owned(),
        hint,
        text: editing.map_or(stored, |editing| editing.text.as_str()).to_owned(),
        long: field.kind == FieldKind::Long,
        open: editing.is_some(),
    }
}

/// What the parts make together, while they are being written.
pub(super) fn preview(model: &Model, page: &mut Page, step: &Step, words: &Words) {
    if !matches!(step.form, Form::Build(_) | Form::IfThen(_)) {
        return;
    }
    let begun = step.fields.iter().any(|field| {
        model
            .plan
            .answer(step.id.as_str(), field.id.as_str())
            .is_some_and(|answer| !answer.is_empty())
    });
    if begun {
        page.text(Role::Heading, "How it reads");
        page.text(Role::Own, text_of(step, &model.plan));
        page.gap();
    }
    if let Form::IfThen(plan) = &step.form {
        for (moment, act) in plan.examples.iter().skip(1) {
            page.text(
                Role::Quote,
                format!("Or: If {}, then {}.", moment.render(words), act.render(words)),
            );
        }
    }
}
