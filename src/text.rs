//! Text made safe to show: nothing in it can move the cursor, turn the writing round or hide.
//!
//! Everything that comes from outside the program goes through here before it is shown or kept as content: packs,
//! files read from disk, file names, error texts of libraries, pasted text.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// How many marks may stand on one character; more is a tower that covers other lines.
const MARKS: usize = 4;

/// What becomes of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Keep,
    Mark,
    Drop,
    Replace(char),
}

/// The text with every character that is not plain text dropped (invisible ones) or shown as U+FFFD (controls).
/// Newlines and tabs stay; a carriage return becomes a newline or goes where one follows.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    cleaned(text, false)
}

/// The same for a text that must stay on one line: newlines and tabs become spaces.
#[must_use]
pub fn clean_line(text: &str) -> Cow<'_, str> {
    cleaned(text, true)
}

fn cleaned(text: &str, one_line: bool) -> Cow<'_, str> {
    let plain =
        |byte: u8| matches!(byte, b' '..=b'~') || (!one_line && matches!(byte, b'\n' | b'\t'));
    if text.bytes().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let verdict = match character {
            '\r' if characters.peek() == Some(&'\n') => Verdict::Drop,
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' if one_line => Verdict::Replace(' '),
            '\n' | '\t' => Verdict::Keep,
            '\r' | '\u{2028}' | '\u{2029}' => Verdict::Replace('\n'),
            other => judge(other),
        };
        match verdict {
            Verdict::Drop => continue,
            Verdict::Mark if marks == MARKS => continue,
            Verdict::Mark => marks += 1,
            Verdict::Keep | Verdict::Replace(_) => marks = 0,
        }
        out.push(if let Verdict::Replace(other) = verdict { other } else { character });
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

fn judge(character: char) -> Verdict {
    match character {
        ' '..='~' => Verdict::Keep,
        _ if character.is_control() || is_noncharacter(character) => Verdict::Replace('\u{FFFD}'),
        // Soft hyphen, direction marks, zero-width characters, interlinear marks, tags.
        '\u{AD}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0000}'..='\u{E007F}' => Verdict::Drop,
        _ if character.width() == Some(0) => Verdict::Mark,
        _ => Verdict::Keep,
    }
}

/// Code points that Unicode promises never to assign.
fn is_noncharacter(character: char) -> bool {
    let point = u32::from(character);
    (0xFDD0..=0xFDEF).contains(&point) || point & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_not_copied() {
        for text in ["Say it plainly.\n\t- one", "“I lied.” … naïve café, 日本語, é e\u{301}"]
        {
            assert!(matches!(clean(text), Cow::Borrowed(_)), "{text:?} was copied");
        }
    }

    #[test]
    fn controls_are_shown_as_replaced() {
        assert_eq!(clean("a\u{1b}[2Jb\u{9b}c\u{7f}\0"), "a\u{FFFD}[2Jb\u{FFFD}c\u{FFFD}\u{FFFD}");
        assert_eq!(clean("\u{FDD0}\u{1FFFE}"), "\u{FFFD}\u{FFFD}");
    }

    #[test]
    fn invisible_characters_go() {
        let hidden = "\u{AD}\u{61C}\u{180E}\u{200B}\u{200F}\u{202A}\u{202E}\u{2060}\u{2066}\u{206F}\u{FEFF}\
                      \u{FFF9}\u{FFFB}\u{E0000}\u{E0041}\u{E007F}";
        assert_eq!(clean(&format!("a{hidden}b")), "ab");
        assert_eq!(clean_line(&format!("a{hidden}b")), "ab");
    }

    #[test]
    fn line_ends_become_one_kind() {
        assert_eq!(clean("a\r\nb\rc\u{2028}d"), "a\nb\nc\nd");
        assert_eq!(clean_line("a\r\nb\tc\u{2029}d"), "a b c d");
    }

    #[test]
    fn marks_do_not_pile_up() {
        let tower = format!("e{}x\u{301}", "\u{301}".repeat(40));
        assert_eq!(clean(&tower), format!("e{}x\u{301}", "\u{301}".repeat(4)));
        let split = format!("e{}", "\u{301}\u{200B}".repeat(40));
        assert_eq!(clean(&split), format!("e{}", "\u{301}".repeat(4)));
    }
}
