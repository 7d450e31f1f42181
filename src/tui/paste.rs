//! A pasted text made fit for a field: plain line ends, nothing hidden in it, never endless.

use unicode_segmentation::UnicodeSegmentation as _;

use super::hidden;

/// The most a field holds, in bytes: beyond it an answer is no longer written but poured.
pub(super) const MOST: usize = 100_000;

/// The text with plain line ends and nothing hidden in it, and whether it was cut to `most` bytes.
///
/// A tab becomes a space, so that words stay apart; other control characters go.
pub(super) fn cleaned(text: &str, most: usize) -> (String, bool) {
    let mut kept = String::with_capacity(text.len().min(most));
    for symbol in text.graphemes(true) {
        let clean;
        let piece = match symbol {
            "\r\n" | "\r" | "\n" => "\n",
            "\t" => " ",
            other => match hidden::cleaned(other) {
                Some(rest) => {
                    clean = rest;
                    clean.as_str()
                }
                None => other,
            },
        };
        if kept.len() + piece.len() > most {
            return (kept, true);
        }
        kept.push_str(piece);
    }
    (kept, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_are_made_plain_and_hidden_characters_go() {
        let (text, cut) =
            cleaned("one\r\ntwo\rthree\n\u{1b}[31mred\u{0}\tend\u{202e}\u{200b}", MOST);
        assert_eq!(text, "one\ntwo\nthree\n[31mred end");
        assert!(!cut);
    }

    #[test]
    fn a_cut_falls_between_characters() {
        assert_eq!(cleaned("aé犬", 3), ("aé".to_owned(), true));
        assert_eq!(cleaned("aé犬", 5), ("aé".to_owned(), true));
        assert_eq!(cleaned("aé犬", 6), ("aé犬".to_owned(), false));
        assert_eq!(cleaned("👩\u{200d}👧", 7), (String::new(), true), "no half picture");
    }

    #[test]
    fn a_huge_paste_is_cut_to_the_cap() {
        let (text, cut) = cleaned(&"word ".repeat(2_000_000), MOST);
        assert_eq!(text.len(), MOST);
        assert!(cut);
    }
}
