//! A rehearsal as a page: what was said so far, what the coach says of it, and what can be said now.

use crate::app::mirror;
use crate::app::model::Model;
use crate::app::page::{Item, Page, Role, Row, Sign, Target};
use crate::content::form::{Choice, Node, Rehearse};
use crate::content::{FieldId, Step, Words};
use crate::engine::{Turn, rehearsal, walk};

use super::fields;

/// Who speaks is said, not only shown by colour.
const YOU: &str = "You:";
const COACH: &str = "Coach:";
const ENDED: &str = "The scene ends here.";
const TRIED: &str = "tried";
const AGAIN: &str = "The scene led back. Try another answer here.";

/// The scene as far as it was played, and the answers that can be given now.
pub(super) fn items(model: &Model, page: &mut Page, step: &Step, scene: &Rehearse, words: &Words) {
    let walk = walk(scene, |field| model.plan.answer(step.id.as_str(), field));
    for turn in &walk.turns {
        moment(page, turn.node, words);
        said(model, page, step, turn, words);
        page.gap();
    }
    let Some(node) = walk.at else {
        page.text(Role::Quiet, ENDED);
        return;
    };
    if walk.again {
        page.text(Role::Coach, format!("{COACH} {AGAIN}"));
        page.text(Role::Quote, node.says.render(words));
    } else {
        moment(page, node, words);
    }
    if walk.ended {
        page.gap();
        page.text(Role::Quiet, ENDED);
        return;
    }
    page.gap();
    for choice in &node.choices {
        if let Some(field) = field(node) {
            let row = answer(field, choice, words);
            let tried = walk.turns.iter().any(|turn| {
                turn.node.id == node.id && turn.choice.is_some_and(|made| made.id == choice.id)
            });
            page.push(Item::Row(if tried { row.aside(TRIED) } else { row }));
        }
    }
    let reply = rehearsal::reply_field(node.id.as_str());
    if node.reply.is_some()
        && let Some(field) = step.field(&reply)
    {
        page.push(Item::Field(fields::text_field(model, step, field, words)));
    }
}

/// The field that keeps the choice made at a moment has the moment's name.
fn field(node: &Node) -> Option<FieldId> {
    FieldId::try_from(node.id.as_str()).ok()
}

fn answer(field: FieldId, choice: &Choice, words: &Words) -> Row {
    Row::new(Target::Pick(field, choice.id.clone()), Sign::Radio(false), choice.text.render(words))
}

fn moment(page: &mut Page, node: &Node, words: &Words) {
    if let Some(scene) = &node.scene {
        page.text(Role::Quiet, scene.render(words));
    }
    page.text(Role::Quote, node.says.render(words));
    if let Some(coach) = &node.coach {
        page.text(Role::Coach, format!("{COACH} {}", coach.render(words)));
    }
}

/// What the person said, and what the coach says of it.
fn said(model: &Model, page: &mut Page, step: &Step, turn: &Turn<'_>, words: &Words) {
    if let Some(choice) = turn.choice {
        page.text(Role::Own, format!("{YOU} {}", choice.text.render(words)));
        page.text(Role::Coach, format!("{COACH} {}", choice.feedback.render(words)));
    }
    if let Some(reply) = turn.reply {
        page.text(Role::Own, format!("{YOU} {reply}"));
        let field = rehearsal::reply_field(turn.node.id.as_str());
        for line in mirror::reply(model, step, &field) {
            page.text(Role::Coach, format!("{COACH} {line}"));
        }
        for question in &turn.node.look_for {
            page.text(Role::Coach, format!("{COACH} {}", question.render(words)));
        }
    }
}
