//! A step: its text, its form, what can be unfolded, and what can be done with it.

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::focus;
use crate::app::mirror;
use crate::app::model::{Model, Notice, OpenStep, Screen};
use crate::app::page::{Go, Item, Page, Role, Row, Sign, Target};
use crate::content::form::Keep;
use crate::content::{FieldId, Form, Step, Words};
use crate::engine::{Contact, DoorQuestion, Status, Verdict, status, text_of, verdict};

use super::{fields, rehearsal, settings};

const DONE: &str = "Done";
const SKIP: &str = "Skip it";
const NOT_YET: &str = "Not yet";
const CHANGE: &str = "Change what I wrote";
const AGAIN: &str = "Do it again (what you wrote is kept)";
const AGAIN_UNKEPT: &str = "Do it again";
const NEXT: &str = "Go on";
const NOT_KEPT: &str = "What you write here is never stored. It is gone when you leave.";
const KEPT_IF_ASKED: &str = "What you write here is not stored unless you say so.";
const KEEP_IT: &str = "Store what I wrote here";
const GONE: &str = "This step is not on the path now. What you wrote in it is kept.";
const LOCKED: &str = "This step opens when these are done or skipped:";

/// The page.
#[must_use]
pub fn page(model: &Model, open: &OpenStep) -> Page {
    let words = model.plan.profile.words();
    let program = &model.library.program;
    let mut page = Page::default();
    let found = program.step(open.id.as_str());
    let status = found.and_then(|step| status::status(program, &model.plan, step));
    let (Some(step), Some(status)) = (found, status) else {
        "Step".clone_into(&mut page.title);
        page.text(Role::Body, GONE).gap();
        page.go(Target::Go(Go::Path), "The path");
        return page;
    };
    let stage = program.stage_of(step.id.as_str());
    let part = stage.map(|stage| stage.title.render(&words)).unwrap_or_default();
    page.title = format!("{part} › {}", step.title.render(&words));
    page.aside = match status {
        Status::Open => format!("{} min", step.minutes),
        other => format!("{} min · {}", step.minutes, other.words()),
    };
    match verdict(program, &model.plan, step) {
        Verdict::Hidden => {}
        Verdict::Ask(question) => at_door(&mut page, step, question, &words),
        Verdict::Locked { after } => {
            page.text(Role::Body, step.why.render(&words)).gap();
            page.text(Role::Quiet, LOCKED);
            for id in after {
                if let Some(first) = program.step(id.as_str()) {
                    page.go(Target::Step(id), first.title.render(&words));
                }
            }
            page.gap();
            page.go(Target::Skip, SKIP);
        }
        Verdict::Open => work(model, &mut page, step, open, status, &words),
    }
    notes(model, &mut page, step, open, &words);
    page
}

/// The one question that a step asks before it opens.
fn at_door(page: &mut Page, step: &Step, question: DoorQuestion, words: &Words) {
    page.text(Role::Body, step.why.render(words)).gap();
    let (ask, answers) = settings::door_question(question);
    page.text(Role::Heading, ask);
    for (nth, answer) in answers.iter().enumerate() {
        page.go(Target::AtDoor(nth), *answer);
    }
    page.gap();
    page.go(Target::Skip, SKIP);
}

fn work(
    model: &Model,
    page: &mut Page,
    step: &Step,
    open: &OpenStep,
    status: Status,
    words: &Words,
) {
    if let Contact::Limited { to } = &model.plan.profile.contact
        && !step.gate.asks.is_empty()
        && !to.is_empty()
    {
        page.text(Role::Care, format!("Contact is limited to: {to}")).gap();
    }
    page.text(Role::Body, step.body.render(words)).gap();
    if status == Status::Done {
        finished(model, page, step, words);
    } else {
        keeping(page, step);
        if let Form::Rehearse(scene) = &step.form {
            rehearsal::items(model, page, step, scene, words);
        } else {
            fields::items(model, page, step, words);
        }
        page.gap();
        fields::preview(model, page, step, words);
    }
    unfolded(page, step, open, words);
    page.gap();
    page.text(Role::Quiet, format!("If it goes wrong: {}", step.wrong.render(words)));
    page.gap();
    choices(model, page, step, status);
}

/// Says what of it is stored.
fn keeping(page: &mut Page, step: &Step) {
    let says = match step.keep {
        Keep::Yes => return,
        Keep::Ask => KEPT_IF_ASKED,
        Keep::Never => NOT_KEPT,
    };
    page.text(Role::Quiet, says).gap();
}

/// A done step: what was written, as it reads.
fn finished(model: &Model, page: &mut Page, step: &Step, words: &Words) {
    if let Some(done) = &step.done {
        page.text(Role::Quiet, done.render(words)).gap();
    }
    let text = text_of(step, &model.plan);
    if !text.trim().is_empty() {
        page.text(Role::Heading, "What you wrote");
        page.text(Role::Own, text);
        page.gap();
    }
}

/// What was asked to be shown: example and hints. The why stands in the notes.
fn unfolded(page: &mut Page, step: &Step, open: &OpenStep, words: &Words) {
    if open.example
        && let Some(example) = &step.example
    {
        page.gap();
        page.text(Role::Heading, "An example");
        page.text(Role::Quote, example.render(words));
    }
    for hint in step.hints.iter().take(open.hints) {
        page.gap();
        page.text(Role::Coach, hint.render(words));
    }
}

fn choices(model: &Model, page: &mut Page, step: &Step, status: Status) {
    if status == Status::Done {
        page.go(Target::Next, NEXT);
        if !matches!(step.form, Form::Read(_) | Form::Rehearse(_)) {
            page.go(Target::Reopen, CHANGE);
        }
        page.go(Target::Redo, if step.keep == Keep::Yes { AGAIN } else { AGAIN_UNKEPT });
        return;
    }
    let waiting = model.plan.unkept.get(&step.id).is_some_and(|answers| !answers.is_empty());
    if step.keep == Keep::Ask && waiting {
        page.go(Target::KeepAnswers, KEEP_IT);
    }
    page.push(Item::Row(Row::new(Target::Finish, Sign::Go, DONE).aside("d")));
    page.push(Item::Row(Row::new(Target::NotYet, Sign::Go, NOT_YET).aside("n")));
    page.push(Item::Row(Row::new(Target::Skip, Sign::Go, SKIP).aside("s")));
}

/// Why this step and what it rests on; beside the page where there is room, else where it was asked for.
fn notes(model: &Model, page: &mut Page, step: &Step, open: &OpenStep, words: &Words) {
    let mut notes = Page::default();
    notes.text(Role::Heading, "Why this step");
    notes.text(Role::Quiet, step.why.render(words));
    if !step.sources.is_empty() {
        notes.gap();
        notes.text(Role::Heading, "What it rests on");
        for id in &step.sources {
            if let Some(source) = model.library.program.source(id.as_str()) {
                notes.text(
                    Role::Quiet,
                    format!("{} ({}): {}", source.title, source.strength.words(), source.says),
                );
                notes.gap();
            }
        }
    }
    if open.why {
        page.gap();
        page.items.extend(notes.items.clone());
    }
    let said = if model.editing.is_some() { mirror::others(model) } else { Vec::new() };
    page.notes = if said.is_empty() { notes.items } else { said };
}

/// Unfolds the example, the next hint or the why, and brings it into sight.
pub(in crate::app) fn unfold(model: &mut Model, action: Action) {
    let Screen::Step(open) = &model.view().screen else {
        return;
    };
    let mut open = open.clone();
    let Some(step) = model.library.program.step(open.id.as_str()) else {
        return;
    };
    let mut nothing = None;
    match action {
        Action::Example if step.example.is_none() => nothing = Some("This step has no example."),
        Action::Example => open.example = !open.example,
        Action::Hint if step.hints.is_empty() => nothing = Some("This step has no hints."),
        Action::Hint => {
            open.hints = if open.hints >= step.hints.len() { 0 } else { open.hints + 1 };
        }
        _ => open.why = !open.why,
    }
    model.notice = nothing.map(Notice::calm);
    let shown = (action == Action::Example && open.example)
        || (action == Action::Hint && open.hints > 0)
        || (action == Action::Why && open.why);
    model.view_mut().screen = Screen::Step(open);
    if shown && nothing.is_none() {
        let heading = match action {
            Action::Example => "An example",
            Action::Why => "Why this step",
            _ => "",
        };
        let page = super::page(model);
        let at = page.items.iter().rposition(|item| match item {
            Item::Text { role: Role::Coach, .. } => heading.is_empty(),
            Item::Text { role: Role::Heading, text } => text == heading,
            _ => false,
        });
        if let Some(at) = at {
            focus::show_item(model, at);
        }
    }
}

/// Says which field is empty and opens it.
pub(in crate::app) fn show_missing(model: &mut Model, field: &FieldId) -> Vec<Effect> {
    let page = super::page(model);
    let at = page.targets().position(|target| match target {
        Target::Answer(other) | Target::Pick(other, _) => other == field,
        _ => false,
    });
    if let Some(at) = at {
        model.view_mut().focus = at;
        focus::show(model);
    }
    model.notice =
        Some(Notice::calm("This is still empty. Fill it in, or choose not yet or skip."));
    Vec::new()
}

/// After a choice in a rehearsal the scene goes on below: bring what is new into sight.
pub(in crate::app) fn after_pick(model: &mut Model) {
    let Screen::Step(open) = model.screen() else {
        return;
    };
    let Some(step) = model.library.program.step(open.id.as_str()) else {
        return;
    };
    if matches!(step.form, Form::Rehearse(_)) {
        let page = super::page(model);
        let first = page.targets().position(|target| {
            matches!(target, Target::Pick(..) | Target::Answer(_) | Target::Finish)
        });
        model.view_mut().focus = first.unwrap_or(0);
        let from = page
            .items
            .iter()
            .rposition(|item| matches!(item, Item::Text { role: Role::Coach | Role::Own, .. }));
        if let Some(from) = from {
            focus::show_item(model, from);
        }
        focus::show(model);
    }
}
