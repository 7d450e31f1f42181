//! The one table of keys: look-up, footer, key list, palette and the README's table all read it.

use super::action::{Action, Edit};
use super::key::{Key, KeyCode};

/// Where a key means something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everywhere, also in text fields and while hidden.
    Anywhere,
    /// On any screen, outside text fields.
    Screen,
    /// On a step, outside text fields.
    Step,
    /// On a check-in, outside its line.
    Scale,
    /// In a text field.
    Field,
}

impl Scope {
    /// All, in the order of the key list.
    pub const ALL: [Self; 5] = [Self::Anywhere, Self::Screen, Self::Step, Self::Scale, Self::Field];

    /// The heading of the key list.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Anywhere => "Anywhere",
            Self::Screen => "On a screen",
            Self::Step => "On a step",
            Self::Scale => "On a check-in",
            Self::Field => "In a text field",
        }
    }
}

/// One line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// The key.
    pub key: Key,
    /// Where it holds.
    pub scope: Scope,
    /// What it means there.
    pub action: Action,
    /// Its place in the footer, from 1; 0 keeps it out. Higher numbers are dropped first.
    pub footer: u8,
}

const fn row(key: Key, scope: Scope, action: Action, footer: u8) -> Binding {
    Binding { key, scope, action, footer }
}

const fn plain(code: KeyCode) -> Key {
    Key::plain(code)
}

use KeyCode as K;
use Scope::{Anywhere, Field, Scale, Screen, Step};

/// All keys. Within a scope a key stands once; the narrower scope wins.
pub const BINDINGS: &[Binding] = &[
    row(plain(K::F(1)), Anywhere, Action::Support, 2),
    row(Key::ctrl('g'), Anywhere, Action::Support, 0),
    row(Key::ctrl('c'), Anywhere, Action::LeaveNow, 1),
    row(Key::ctrl('q'), Anywhere, Action::Quit, 0),
    row(Key::ctrl('l'), Anywhere, Action::Lock, 0),
    row(Key::ctrl('p'), Anywhere, Action::Palette, 0),
    row(Key::ctrl('t'), Anywhere, Action::MirrorOff, 0),
    row(plain(K::Tab), Anywhere, Action::NextField, 0),
    row(plain(K::Tab).with_shift(), Anywhere, Action::PreviousField, 0),
    row(plain(K::Esc), Anywhere, Action::Back, 4),
    row(plain(K::Enter), Screen, Action::Choose, 3),
    row(Key::char(' '), Screen, Action::Tick, 0),
    row(plain(K::Up), Screen, Action::Up, 0),
    row(Key::char('k'), Screen, Action::Up, 0),
    row(plain(K::Down), Screen, Action::Down, 0),
    row(Key::char('j'), Screen, Action::Down, 0),
    row(plain(K::Left), Screen, Action::Less, 0),
    row(plain(K::Right), Screen, Action::More, 0),
    row(Key::char('l'), Screen, Action::More, 0),
    row(plain(K::PageUp), Screen, Action::PageUp, 0),
    row(plain(K::PageDown), Screen, Action::PageDown, 0),
    row(plain(K::Home), Screen, Action::First, 0),
    row(plain(K::End), Screen, Action::Last, 0),
    row(Key::char('G'), Screen, Action::Last, 0),
    row(Key::char('t'), Screen, Action::Today, 8),
    row(Key::char('p'), Screen, Action::Path, 9),
    row(Key::char('J'), Screen, Action::Journal, 0),
    row(Key::char('r'), Screen, Action::Record, 10),
    row(Key::char('c'), Screen, Action::CheckIn, 11),
    row(Key::char('a'), Screen, Action::AddLine, 0),
    row(Key::char('b'), Screen, Action::LookBack, 0),
    row(Key::char(','), Screen, Action::Settings, 0),
    row(Key::char('!'), Screen, Action::Doors, 0),
    row(Key::char('m'), Screen, Action::Mirror, 0),
    row(Key::char('x'), Screen, Action::Export, 0),
    row(Key::char('y'), Screen, Action::Copy, 0),
    row(Key::char('/'), Screen, Action::Search, 0),
    row(Key::char('u'), Screen, Action::Undo, 0),
    row(Key::ctrl('r'), Screen, Action::Redo, 0),
    row(Key::char('?'), Screen, Action::Keys, 5),
    row(Key::char('q'), Screen, Action::Quit, 6),
    row(Key::ctrl('z'), Screen, Action::Suspend, 0),
    row(Key::char('h'), Screen, Action::Less, 0),
    row(Key::char('h'), Step, Action::Hint, 0),
    row(Key::char('e'), Step, Action::Example, 7),
    row(Key::char('w'), Step, Action::Why, 0),
    row(Key::char('d'), Step, Action::Finish, 0),
    row(Key::char('n'), Step, Action::NotYet, 0),
    row(Key::char('s'), Step, Action::Skip, 0),
    row(Key::char(']'), Step, Action::NextStep, 0),
    row(Key::char('['), Step, Action::PreviousStep, 0),
    row(Key::char('0'), Step, Action::Number(0), 0),
    row(Key::char('1'), Step, Action::Number(1), 0),
    row(Key::char('2'), Step, Action::Number(2), 0),
    row(Key::char('3'), Step, Action::Number(3), 0),
    row(Key::char('4'), Step, Action::Number(4), 0),
    row(Key::char('5'), Step, Action::Number(5), 0),
    row(Key::char('6'), Step, Action::Number(6), 0),
    row(Key::char('7'), Step, Action::Number(7), 0),
    row(Key::char('8'), Step, Action::Number(8), 0),
    row(Key::char('9'), Step, Action::Number(9), 0),
    row(Key::char('-'), Step, Action::ClearNumber, 0),
    row(Key::char('0'), Scale, Action::Number(0), 0),
    row(Key::char('1'), Scale, Action::Number(1), 0),
    row(Key::char('2'), Scale, Action::Number(2), 0),
    row(Key::char('3'), Scale, Action::Number(3), 0),
    row(Key::char('4'), Scale, Action::Number(4), 0),
    row(Key::char('5'), Scale, Action::Number(5), 0),
    row(Key::char('6'), Scale, Action::Number(6), 0),
    row(Key::char('7'), Scale, Action::Number(7), 0),
    row(Key::char('8'), Scale, Action::Number(8), 0),
    row(Key::char('9'), Scale, Action::Number(9), 0),
    row(Key::char('-'), Scale, Action::ClearNumber, 0),
    row(plain(K::Left), Field, Action::Edit(Edit::Left), 0),
    row(plain(K::Right), Field, Action::Edit(Edit::Right), 0),
    row(plain(K::Up), Field, Action::Edit(Edit::Up), 0),
    row(plain(K::Down), Field, Action::Edit(Edit::Down), 0),
    row(plain(K::Left).with_ctrl(), Field, Action::Edit(Edit::WordLeft), 0),
    row(plain(K::Right).with_ctrl(), Field, Action::Edit(Edit::WordRight), 0),
    row(Key::char('b').with_alt(), Field, Action::Edit(Edit::WordLeft), 0),
    row(Key::char('f').with_alt(), Field, Action::Edit(Edit::WordRight), 0),
    row(plain(K::Home), Field, Action::Edit(Edit::LineStart), 0),
    row(plain(K::End), Field, Action::Edit(Edit::LineEnd), 0),
    row(plain(K::Home).with_ctrl(), Field, Action::Edit(Edit::TextStart), 0),
    row(plain(K::End).with_ctrl(), Field, Action::Edit(Edit::TextEnd), 0),
    row(plain(K::Left).with_shift(), Field, Action::Edit(Edit::SelectLeft), 0),
    row(plain(K::Right).with_shift(), Field, Action::Edit(Edit::SelectRight), 0),
    row(plain(K::Up).with_shift(), Field, Action::Edit(Edit::SelectUp), 0),
    row(plain(K::Down).with_shift(), Field, Action::Edit(Edit::SelectDown), 0),
    row(Key::ctrl('a'), Field, Action::Edit(Edit::SelectAll), 0),
    row(Key::ctrl('w'), Field, Action::Edit(Edit::DeleteWord), 0),
    row(plain(K::Backspace).with_alt(), Field, Action::Edit(Edit::DeleteWord), 0),
    row(Key::ctrl('k'), Field, Action::Edit(Edit::DeleteToLineEnd), 0),
    row(Key::ctrl('z'), Field, Action::Edit(Edit::Undo), 5),
    row(Key::ctrl('y'), Field, Action::Edit(Edit::Redo), 0),
    row(Key::ctrl('x'), Field, Action::Edit(Edit::Cut), 0),
    row(Key::ctrl('v'), Field, Action::Edit(Edit::Paste), 0),
];

/// The scopes that hold at once, the narrowest first.
pub type Scopes = &'static [Scope];

/// In a text field.
pub const IN_FIELD: Scopes = &[Scope::Field, Scope::Anywhere];
/// On a step, outside its fields.
pub const ON_STEP: Scopes = &[Scope::Step, Scope::Screen, Scope::Anywhere];
/// On a check-in, outside its line.
pub const ON_SCALE: Scopes = &[Scope::Scale, Scope::Screen, Scope::Anywhere];
/// On any other screen.
pub const ON_SCREEN: Scopes = &[Scope::Screen, Scope::Anywhere];

/// What the key means where these scopes hold.
#[must_use]
pub fn look_up(scopes: Scopes, key: Key) -> Option<Action> {
    scopes.iter().find_map(|scope| {
        BINDINGS
            .iter()
            .find(|binding| binding.scope == *scope && binding.key == key)
            .map(|binding| binding.action)
    })
}

/// The keys for the footer where these scopes hold, the most needed first.
#[must_use]
pub fn footer(scopes: Scopes) -> Vec<&'static Binding> {
    let mut shown: Vec<&Binding> = BINDINGS
        .iter()
        .filter(|binding| binding.footer > 0 && scopes.contains(&binding.scope))
        .collect();
    shown.sort_by_key(|binding| binding.footer);
    shown
}

/// The key list: for each scope, every action with all its keys, in the order of the table.
#[must_use]
pub fn key_list(scope: Scope) -> Vec<(String, &'static str)> {
    let mut rows: Vec<(String, &'static str)> = Vec::new();
    for binding in BINDINGS.iter().filter(|binding| binding.scope == scope) {
        let words = binding.action.describe();
        match rows.iter_mut().find(|(_, shown)| *shown == words) {
            Some((keys, _)) if matches!(binding.action, Action::Number(_)) => {
                "0 to 9".clone_into(keys);
            }
            Some((keys, _)) => {
                keys.push_str(", ");
                keys.push_str(&binding.key.to_string());
            }
            None => rows.push((binding.key.to_string(), words)),
        }
    }
    rows
}

/// The key list as a markdown table, for the README.
#[must_use]
pub fn markdown() -> String {
    let mut out = String::from("| where | key | does |\n|---|---|---|\n");
    for scope in Scope::ALL {
        for (keys, words) in key_list(scope) {
            let keys = keys.replace('|', "\\|");
            for cell in ["| ", scope.heading(), " | `", &keys, "` | ", words, " |\n"] {
                out.push_str(cell);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stands_once_in_its_scope() {
        for (at, binding) in BINDINGS.iter().enumerate() {
            let twice = BINDINGS[at + 1..]
                .iter()
                .find(|other| other.scope == binding.scope && other.key == binding.key);
            assert!(twice.is_none(), "{} stands twice in {:?}", binding.key, binding.scope);
        }
    }

    #[test]
    fn only_commands_reach_past_a_text_field() {
        for binding in BINDINGS.iter().filter(|binding| binding.scope == Scope::Anywhere) {
            let typed = matches!(binding.key.code, KeyCode::Char(_)) && !binding.key.ctrl;
            assert!(!typed, "{} could not be typed into a field", binding.key);
        }
    }

    #[test]
    fn the_narrower_scope_wins() {
        assert_eq!(look_up(ON_STEP, Key::char('h')), Some(Action::Hint));
        assert_eq!(look_up(ON_SCREEN, Key::char('h')), Some(Action::Less));
        assert_eq!(look_up(IN_FIELD, Key::char('h')), None);
        assert_eq!(look_up(IN_FIELD, Key::ctrl('z')), Some(Action::Edit(Edit::Undo)));
        assert_eq!(look_up(ON_SCREEN, Key::ctrl('z')), Some(Action::Suspend));
    }
}
