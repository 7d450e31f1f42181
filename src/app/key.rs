//! A key press, free of any terminal library, and the scripts of keys that tests are written in.

use std::fmt;

/// One key press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// With Control held.
    pub ctrl: bool,
    /// With Alt held.
    pub alt: bool,
    /// With Shift held; never set for a character, whose case says it.
    pub shift: bool,
}

/// Which key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyCode {
    /// A character.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab; with `shift` the tab back.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
    /// A function key.
    F(u8),
}

impl Key {
    /// The key alone.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character.
    #[must_use]
    pub const fn char(character: char) -> Self {
        Self::plain(KeyCode::Char(character))
    }

    /// A character with Control.
    #[must_use]
    pub const fn ctrl(character: char) -> Self {
        Self { code: KeyCode::Char(character), ctrl: true, alt: false, shift: false }
    }

    /// The key with Control.
    #[must_use]
    pub const fn with_ctrl(mut self) -> Self {
        self.ctrl = true;
        self
    }

    /// The key with Alt.
    #[must_use]
    pub const fn with_alt(mut self) -> Self {
        self.alt = true;
        self
    }

    /// The key with Shift.
    #[must_use]
    pub const fn with_shift(mut self) -> Self {
        self.shift = true;
        self
    }

    /// Reads a script such as `jj<enter>a word<ctrl-g>`: characters as they stand, other keys in angle brackets, `<lt>`
    /// for `<`.
    ///
    /// # Errors
    /// The first name in angle brackets that is no key.
    pub fn script(script: &str) -> Result<Vec<Self>, String> {
        let mut keys = Vec::new();
        let mut rest = script;
        while let Some(first) = rest.chars().next() {
            if first == '<' {
                let Some((name, after)) = rest[1..].split_once('>') else {
                    return Err(rest.to_owned());
                };
                keys.push(Self::parse(name).ok_or_else(|| name.to_owned())?);
                rest = after;
            } else {
                keys.push(match first {
                    '\n' => Self::plain(KeyCode::Enter),
                    other => Self::char(other),
                });
                rest = &rest[first.len_utf8()..];
            }
        }
        Ok(keys)
    }

    /// Reads a name such as `ctrl-p`, `shift-tab`, `f1` or `x`.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        if let Some(rest) = name.strip_prefix("ctrl-") {
            return Self::parse(rest).map(Self::with_ctrl);
        }
        if let Some(rest) = name.strip_prefix("alt-") {
            return Self::parse(rest).map(Self::with_alt);
        }
        if let Some(rest) = name.strip_prefix("shift-") {
            return Self::parse(rest).map(Self::with_shift);
        }
        let named = NAMED.iter().find(|(code, _)| code_name(*code) == name);
        if let Some((code, _)) = named {
            return Some(Self::plain(*code));
        }
        if let Some(number) = name.strip_prefix('f').and_then(|number| number.parse().ok()) {
            return Some(Self::plain(KeyCode::F(number)));
        }
        let mut characters = name.chars();
        match (characters.next(), characters.next()) {
            (Some(only), None) => Some(Self::char(only)),
            _ => None,
        }
    }
}

/// Keys that have a name, and how people are shown it.
const NAMED: [(KeyCode, &str); 16] = [
    (KeyCode::Enter, "Enter"),
    (KeyCode::Esc, "Esc"),
    (KeyCode::Tab, "Tab"),
    (KeyCode::Backspace, "Backspace"),
    (KeyCode::Delete, "Delete"),
    (KeyCode::Left, "Left"),
    (KeyCode::Right, "Right"),
    (KeyCode::Up, "Up"),
    (KeyCode::Down, "Down"),
    (KeyCode::Home, "Home"),
    (KeyCode::End, "End"),
    (KeyCode::PageUp, "PageUp"),
    (KeyCode::PageDown, "PageDown"),
    (KeyCode::Char(' '), "Space"),
    (KeyCode::Char('<'), "<"),
    (KeyCode::Char('-'), "-"),
];

fn code_name(code: KeyCode) -> &'static str {
    match code {
        KeyCode::Enter => "enter",
        KeyCode::Esc => "esc",
        KeyCode::Tab => "tab",
        KeyCode::Backspace => "backspace",
        KeyCode::Delete => "delete",
        KeyCode::Left => "left",
        KeyCode::Right => "right",
        KeyCode::Up => "up",
        KeyCode::Down => "down",
        KeyCode::Home => "home",
        KeyCode::End => "end",
        KeyCode::PageUp => "pageup",
        KeyCode::PageDown => "pagedown",
        KeyCode::Char(' ') => "space",
        KeyCode::Char('<') => "lt",
        KeyCode::Char('-') => "minus",
        KeyCode::Char(_) | KeyCode::F(_) => "",
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")] {
            if held {
                out.write_str(name)?;
            }
        }
        if let Some((_, name)) = NAMED.iter().find(|(code, _)| *code == self.code) {
            return out.write_str(name);
        }
        match self.code {
            KeyCode::F(number) => write!(out, "F{number}"),
            KeyCode::Char(character) if self.ctrl || self.alt => {
                out.write_str(&character.to_uppercase().to_string())
            }
            KeyCode::Char(character) => write!(out, "{character}"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_reads_as_it_would_be_typed() {
        let keys = Key::script("j <enter><ctrl-g><shift-tab><lt><f1>").unwrap();
        let shown: Vec<String> = keys.iter().map(Key::to_string).collect();
        assert_eq!(shown, ["j", "Space", "Enter", "Ctrl-G", "Shift-Tab", "<", "F1"]);
        assert_eq!(Key::script("<nope>").unwrap_err(), "nope");
    }
}
