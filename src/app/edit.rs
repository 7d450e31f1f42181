//! Opening a text field, typing in it, and putting what was typed into the plan.

use chrono::{Days, NaiveDate};

use crate::content::{FieldId, FieldKind, StepId};
use crate::engine::{Answer, Command, Mark};

use super::effect::Effect;
use super::focus;
use super::model::{Edited, Editing, Model, Notice, Screen};
use super::page::Target;
use super::record::Deed;
use super::saving;
use super::screens;

/// Opens a field with this text, the caret at its end.
pub(super) fn open(model: &mut Model, what: Edited, text: String, long: bool) {
    let cursor = text.chars().count();
    open_at(model, what, text, long, cursor);
}

/// Opens a field with the caret at a character.
pub(super) fn open_at(model: &mut Model, what: Edited, text: String, long: bool, cursor: usize) {
    if model.keeping.read_only {
        model.notice = Some(Notice::care(saving::READ_ONLY));
        return;
    }
    let cursor = cursor.min(text.chars().count());
    model.editing = Some(Editing { what, text, cursor, revision: 0, long });
    model.keeping.draft_due = true;
    focus::show(model);
}

/// Opens a field of a step for writing.
pub(super) fn open_answer(model: &mut Model, step: StepId, field: FieldId) {
    let Some(kind) = model
        .library
        .program
        .step(step.as_str())
        .and_then(|step| step.field(field.as_str()))
        .map(|field| &field.kind)
    else {
        return;
    };
    let long = matches!(kind, FieldKind::Long);
    let text = model
        .plan
        .answer(step.as_str(), field.as_str())
        .and_then(Answer::text)
        .unwrap_or_default()
        .to_owned();
    open(model, Edited::Answer(step, field), text, long);
}

/// The widget changed its text or caret.
pub(super) fn edited(model: &mut Model, text: String, cursor: usize) -> Vec<Effect> {
    if let Some(editing) = &mut model.editing {
        editing.text = text;
        editing.cursor = cursor;
        model.notice = None;
        model.keeping.draft_due = true;
        focus::show(model);
    }
    Vec::new()
}

/// Puts the open field into the plan and closes it. Where the field refuses the text, it stays open and says why.
pub(super) fn commit(model: &mut Model) -> Vec<Effect> {
    let Some(editing) = model.editing.take() else {
        return Vec::new();
    };
    let result = match &editing.what {
        Edited::Answer(step, field) => {
            commit_answer(model, step.clone(), field.clone(), &editing.text)
        }
        Edited::Partner => Ok(change(model, Command::SetPartner(line(&editing.text)))),
        Edited::Event => Ok(change(model, Command::SetEvent(line(&editing.text)))),
        Edited::ContactTo => {
            let contact = crate::engine::Contact::Limited { to: line(&editing.text) };
            Ok(change(model, Command::SetContact(contact)))
        }
        Edited::Mirror => {
            model.mirror.pasted.clone_from(&editing.text);
            Ok(Vec::new())
        }
        Edited::Sheet(at) => {
            super::record::sheet::typed(model, *at, editing.text.clone());
            Ok(Vec::new())
        }
        Edited::RatingLine => {
            super::record::rating::typed(model, line(&editing.text));
            Ok(Vec::new())
        }
        Edited::Find => Ok(super::record::journal::look_for(model, line(&editing.text))),
        Edited::ExportPath => {
            if let Screen::Export(draft) = &mut model.view_mut().screen {
                draft.path = line(&editing.text);
            }
            Ok(Vec::new())
        }
    };
    result.unwrap_or_else(|why| {
        model.editing = Some(editing);
        model.notice = Some(Notice::care(why));
        Vec::new()
    })
}

/// Changes a word of the profile; the same word again is no change.
fn change(model: &mut Model, command: Command) -> Vec<Effect> {
    let same = match &command {
        Command::SetPartner(name) => *name == model.plan.profile.partner,
        Command::SetEvent(word) => *word == model.plan.profile.event,
        _ => false,
    };
    if same { Vec::new() } else { saving::run(model, command) }
}

/// One line: a name or a path has no line ends.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn commit_answer(
    model: &mut Model,
    step: StepId,
    field: FieldId,
    text: &str,
) -> Result<Vec<Effect>, String> {
    let date = model
        .library
        .program
        .step(step.as_str())
        .and_then(|step| step.field(field.as_str()))
        .is_some_and(|field| field.kind == FieldKind::Date);
    let text = if date && !text.trim().is_empty() {
        day(text, model.today())
            .ok_or("A day is written as 2026-11-30, today, tomorrow or +7.")?
            .to_string()
    } else {
        text.to_owned()
    };
    let answer = if text.trim().is_empty() { None } else { Some(Answer::Text(text)) };
    if model.plan.answer(step.as_str(), field.as_str()) == answer.as_ref() {
        return Ok(Vec::new());
    }
    answer_field(model, step, field, answer)
}

/// Answers a field, beginning the step where it was not begun.
pub(super) fn answer_field(
    model: &mut Model,
    step: StepId,
    field: FieldId,
    answer: Option<Answer>,
) -> Result<Vec<Effect>, String> {
    let mut effects = begin(model, &step)?;
    let done = saving::attempt(model, Command::Answer { step, field, answer });
    effects.extend(done.map_err(|refusal| saving::said(&refusal))?);
    Ok(effects)
}

/// Begins the step where it is not under way: never begun, or skipped or left for later since.
pub(super) fn begin(model: &mut Model, step: &StepId) -> Result<Vec<Effect>, String> {
    let progress = model.plan.progress.steps.get(step);
    if progress.is_some_and(|progress| matches!(progress.mark, Mark::Started | Mark::Done)) {
        return Ok(Vec::new());
    }
    saving::attempt(model, Command::Open { step: step.clone() })
        .map_err(|refusal| saving::said(&refusal))
}

/// A day as people write it: a date, `today`, `tomorrow`, or `+7` for in seven days.
pub(super) fn day(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "today" => Some(today),
        "tomorrow" => today.checked_add_days(Days::new(1)),
        other => match other.strip_prefix('+') {
            Some(days) => today.checked_add_days(Days::new(days.trim().parse().ok()?)),
            None => other.parse().ok(),
        },
    }
}

/// To the next or previous field: the open one is put into the plan first.
pub(super) fn next_field(model: &mut Model, forward: bool) -> Vec<Effect> {
    let was_open = model.editing.is_some();
    let effects = commit(model);
    if model.editing.is_some() {
        return effects;
    }
    let page = screens::page(model);
    let focus = model.view().focus;
    let is_field = |target: &&Target| match target {
        Target::Answer(field) => writes(model, field),
        Target::Setting(setting) => screens::settings::is_text(*setting),
        Target::ExportPath | Target::Mirror => true,
        Target::Record(deed) => {
            matches!(deed, Deed::Field(_) | Deed::RatingLine | Deed::Find)
        }
        _ => false,
    };
    let mut fields =
        page.targets().enumerate().filter(|(_, target)| is_field(target)).map(|(at, _)| at);
    let found = if forward {
        fields.find(|at| *at > focus)
    } else {
        fields.take_while(|at| *at < focus).last()
    };
    let Some(at) = found else {
        focus::step(model, forward);
        return effects;
    };
    let target = page.target(at).cloned();
    model.view_mut().focus = at;
    focus::show(model);
    let mut effects = effects;
    if was_open && let Some(target) = target {
        effects.extend(super::activate::target(model, target));
    }
    effects
}

/// Whether the field of the open step is written in.
fn writes(model: &Model, field: &FieldId) -> bool {
    let Screen::Step(open) = model.screen() else {
        return false;
    };
    model
        .library
        .program
        .step(open.id.as_str())
        .and_then(|step| step.field(field.as_str()))
        .is_some_and(|field| {
            matches!(field.kind, FieldKind::Short | FieldKind::Long | FieldKind::Date)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let today = "2026-11-21".parse().unwrap();
        for (text, expect) in [
            ("today", "2026-11-21"),
            (" Tomorrow", "2026-11-22"),
            ("+9", "2026-11-30"),
            ("2027-01-01", "2027-01-01"),
        ] {
            assert_eq!(day(text, today), expect.parse().ok(), "{text}");
        }
        for text in ["soon", "+x", "2026-13-01", "+99999999999"] {
            assert_eq!(day(text, today), None, "{text}");
        }
    }
}
