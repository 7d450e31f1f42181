//! The list over the screen: all keys, all commands, or all steps, narrowed by typing.

use super::action::Action;
use super::activate;
use super::effect::Effect;
use super::interpret::scopes;
use super::keymap::{self, BINDINGS, Scope};
use super::model::{Lists, Model, Overlay};
use super::page::{Item, Page, Role, Row, Sign, Target};
use crate::engine::{route, status};

/// Opens a list.
pub(super) fn open(model: &mut Model, lists: Lists) -> Vec<Effect> {
    // A field that was open stays open underneath.
    model.overlay = Some(Overlay::Palette { filter: String::new(), focus: 0, lists });
    Vec::new()
}

/// A character was typed, or one erased.
pub(super) fn typed(model: &mut Model, character: Option<char>) -> Vec<Effect> {
    if let Some(Overlay::Palette { filter, focus, .. }) = &mut model.overlay {
        match character {
            Some(character) => filter.push(character),
            None => drop(filter.pop()),
        }
        *focus = 0;
    }
    Vec::new()
}

/// A key that moves in the list, closes it or runs a row.
pub(super) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    let rows = rows(model);
    let Some(Overlay::Palette { focus, .. }) = &mut model.overlay else {
        return Vec::new();
    };
    let last = rows.len().saturating_sub(1);
    match action {
        Action::Up => *focus = focus.saturating_sub(1),
        Action::Down => *focus = (*focus + 1).min(last),
        Action::PageUp => *focus = focus.saturating_sub(10),
        Action::PageDown => *focus = (*focus + 10).min(last),
        Action::First => *focus = 0,
        Action::Last => *focus = last,
        Action::Choose => {
            let chosen = rows.get(*focus).map(|row| row.target.clone());
            model.overlay = None;
            return chosen.map_or_else(Vec::new, |target| activate::target(model, target));
        }
        _ => model.overlay = None,
    }
    Vec::new()
}

/// What the list holds now.
fn rows(model: &Model) -> Vec<Row> {
    let Some(Overlay::Palette { filter, lists, .. }) = &model.overlay else {
        return Vec::new();
    };
    let all = match lists {
        Lists::Keys => keys(),
        Lists::Commands => commands(model),
        Lists::Steps => steps(model),
    };
    all.into_iter().filter(|row| matches(row, filter)).collect()
}

/// Whether every typed word stands in the row.
fn matches(row: &Row, filter: &str) -> bool {
    let text = format!("{} {} {}", row.label, row.aside, row.note).to_lowercase();
    filter.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

fn keys() -> Vec<Row> {
    Scope::ALL
        .into_iter()
        .flat_map(|scope| {
            keymap::key_list(scope).into_iter().map(move |(keys, words)| {
                let action = BINDINGS
                    .iter()
                    .find(|binding| binding.scope == scope && binding.action.describe() == words)
                    .map_or(Action::Keys, |binding| binding.action);
                let label = format!("{keys:<18} {words}");
                Row::new(Target::Run(action), Sign::Go, label).aside(scope.heading())
            })
        })
        .collect()
}

fn commands(model: &Model) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for binding in BINDINGS.iter().filter(|binding| scopes(model).contains(&binding.scope)) {
        let hidden = matches!(
            binding.action,
            Action::Up
                | Action::Down
                | Action::Less
                | Action::More
                | Action::PageUp
                | Action::PageDown
                | Action::First
                | Action::Last
                | Action::NextField
                | Action::PreviousField
                | Action::Choose
                | Action::Tick
                | Action::Number(_)
                | Action::ClearNumber
                | Action::Palette
                | Action::Edit(_)
        );
        let target = Target::Run(binding.action);
        if !hidden && !rows.iter().any(|row| row.target == target) {
            let row = Row::new(target, Sign::Go, binding.action.describe());
            rows.push(row.aside(binding.key.to_string()));
        }
    }
    rows
}

fn steps(model: &Model) -> Vec<Row> {
    let program = &model.library.program;
    let words = model.plan.profile.words();
    program
        .stages
        .iter()
        .flat_map(|stage| route::shown(program, &model.plan, stage).map(move |step| (stage, step)))
        .map(|(stage, step)| {
            let word = status::status(program, &model.plan, step).map_or("", status::Status::words);
            Row::new(Target::Step(step.id.clone()), Sign::Go, step.title.render(&words))
                .aside(format!("{}, {word}", stage.title.render(&words)))
        })
        .collect()
}

/// The list as a page, with the row that has the focus.
#[must_use]
pub fn page(model: &Model) -> Option<(Page, usize)> {
    let Some(Overlay::Palette { filter, focus, lists }) = &model.overlay else {
        return None;
    };
    let mut page = Page::titled(match lists {
        Lists::Keys => "Keys",
        Lists::Commands => "Commands",
        Lists::Steps => "Find a step",
    });
    let typed = if filter.is_empty() { "Type to narrow the list." } else { filter };
    page.text(Role::Quiet, format!("› {typed}")).gap();
    let rows = rows(model);
    if rows.is_empty() {
        page.text(
            Role::Quiet,
            "Nothing has these words. Backspace widens the list, Esc closes it.",
        );
    }
    page.items.extend(rows.into_iter().map(Item::Row));
    Some((page, *focus))
}
