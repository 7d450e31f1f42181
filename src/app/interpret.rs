//! From a key to a message: which scopes hold now, and what the key means in them.

use super::action::Action;
use super::key::{Key, KeyCode};
use super::keymap::{IN_FIELD, ON_SCALE, ON_SCREEN, ON_STEP, Scopes, look_up};
use super::model::{Model, Overlay, Screen};
use super::msg::Msg;
use super::typing;

/// What a key press is.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// A message for `update`.
    Msg(Msg),
    /// Typing for the open editor.
    Typing(Key),
    /// Typing for the passphrase field: the shell keeps it.
    Secret(Key),
    /// Nothing here.
    Nothing,
}

/// The scopes that hold.
#[must_use]
pub fn scopes(model: &Model) -> Scopes {
    if model.editing.is_some() {
        IN_FIELD
    } else if matches!(model.screen(), Screen::Step(_)) {
        ON_STEP
    } else if matches!(model.screen(), Screen::Rating(_)) {
        ON_SCALE
    } else {
        ON_SCREEN
    }
}

/// What the key means now.
#[must_use]
pub fn interpret(model: &Model, key: Key) -> Meaning {
    match &model.overlay {
        Some(Overlay::Hidden) => return hidden(key),
        Some(Overlay::Palette { .. }) => return listed(key),
        None => {}
    }
    match model.screen() {
        // While it is tried, nothing is typed that would stand in the next field.
        Screen::Passphrase(asked) if asked.trying => return hidden(key),
        Screen::Passphrase(_) => return secret(key),
        _ => {}
    }
    let action = look_up(scopes(model), key);
    if is_letter(key) && typing::is_to_write(model) {
        return Meaning::Msg(Msg::Letter(action));
    }
    match action {
        Some(action) => Meaning::Msg(Msg::Action(action)),
        None if model.editing.is_some() => in_field(model, key),
        None => Meaning::Nothing,
    }
}

fn is_letter(key: Key) -> bool {
    let text = |character: char| character.is_alphabetic() || character == ' ';
    matches!(key.code, KeyCode::Char(character) if text(character)) && !key.ctrl && !key.alt
}

/// On the passphrase screen everything that is no command is typed.
fn secret(key: Key) -> Meaning {
    let typed = match key.code {
        KeyCode::Char(_) => !key.ctrl && !key.alt,
        KeyCode::Backspace => true,
        _ => false,
    };
    if typed {
        return Meaning::Secret(key);
    }
    match look_up(ON_SCREEN, key) {
        Some(Action::Back) => Meaning::Msg(Msg::Action(Action::Back)),
        _ => hidden(key),
    }
}

/// While hidden only leaving, help and coming back mean anything.
fn hidden(key: Key) -> Meaning {
    match look_up(ON_SCREEN, key) {
        Some(
            action @ (Action::LeaveNow
            | Action::Quit
            | Action::Support
            | Action::Choose
            | Action::Suspend),
        ) => Meaning::Msg(Msg::Action(action)),
        _ => Meaning::Nothing,
    }
}

/// In a list over the screen, characters narrow it.
fn listed(key: Key) -> Meaning {
    match key.code {
        KeyCode::Char(character) if !key.ctrl && !key.alt => Meaning::Msg(Msg::Typed(character)),
        KeyCode::Backspace => Meaning::Msg(Msg::Erased),
        _ => match look_up(ON_SCREEN, key) {
            Some(action) => Meaning::Msg(Msg::Action(action)),
            None => Meaning::Nothing,
        },
    }
}

/// Enter ends a short field; everything else is typed.
fn in_field(model: &Model, key: Key) -> Meaning {
    let long = model.editing.as_ref().is_some_and(|editing| editing.long);
    if key.code == KeyCode::Enter && !long {
        Meaning::Msg(Msg::Action(Action::NextField))
    } else {
        Meaning::Typing(key)
    }
}
