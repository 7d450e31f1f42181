//! Characters that say nothing on a screen but act on it: controls, turns of the writing direction, zero-width marks.
//!
//! The list is rule 4 of the terminal rules. Joiners and variation selectors stay where they build an emoji.

/// What joins two emoji into one picture.
const JOINER: char = '\u{200d}';
/// Asks for the picture form of the character before it.
const PICTURE: char = '\u{fe0f}';
/// More marks than this on one letter climb over the lines above.
const MOST_MARKS: usize = 4;

/// Whether the character must never reach the terminal on its own.
pub(super) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether the character is drawn as a picture, closely enough to say what a joiner may join.
fn is_picture(character: char) -> bool {
    matches!(character, '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// What is left of one character as people see it; `None` where nothing was hidden in it.
pub(super) fn cleaned(symbol: &str) -> Option<String> {
    if !symbol.chars().any(is_hidden) && symbol.chars().nth(MOST_MARKS + 1).is_none() {
        return None;
    }
    let mut kept = String::with_capacity(symbol.len());
    let mut marks = 0;
    let mut characters = symbol.chars().peekable();
    while let Some(character) = characters.next() {
        let pictured = kept.chars().rev().find(|before| *before != PICTURE).is_some_and(is_picture);
        let stays = match character {
            JOINER => pictured && characters.peek().copied().is_some_and(is_picture),
            PICTURE => {
                pictured
                    || matches!(
                        kept.as_str(),
                        "#" | "*" | "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9"
                    )
            }
            other => !is_hidden(other),
        };
        let is_mark = character != PICTURE
            && character != JOINER
            && unicode_width::UnicodeWidthChar::width(character) == Some(0);
        marks += usize::from(is_mark);
        if stays && (!is_mark || marks <= MOST_MARKS) {
            kept.push(character);
        }
    }
    (kept != symbol).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_stays_and_what_is_hidden_goes() {
        for whole in [
            "a",
            "é",
            "e\u{301}",
            "犬",
            "❤\u{fe0f}",
            "1\u{fe0f}\u{20e3}",
            "👩\u{200d}👧",
            "👩🏽\u{200d}🚒",
        ] {
            assert_eq!(cleaned(whole), None, "{whole:?}");
        }
        for (given, kept) in [
            ("a\u{200d}", "a"),
            ("a\u{202e}", "a"),
            ("\u{200b}", ""),
            ("\u{1b}", ""),
            ("x\u{e0041}", "x"),
            ("👩\u{200d}", "👩"),
            ("e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}", "e\u{301}\u{301}\u{301}\u{301}"),
        ] {
            assert_eq!(cleaned(given).as_deref(), Some(kept), "{given:?}");
        }
    }
}
