//! Where sentences begin and end.
//!
//! People type without capitals, wrap lines by hand and end with three full stops. A sentence ends at `.`, `!`, `?`, at
//! an empty line, at a line break that does not look like wrapping, and, so that a text without any stop stays cheap,
//! after [`LONGEST`] bytes.

/// A sentence longer than this is cut at the next space.
const LONGEST: usize = 700;

/// A line shorter than this, in bytes, was ended on purpose.
const WRAPPED: usize = 56;

/// A piece of text that is looked at on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sentence<'t> {
    pub(super) text: &'t str,
    /// Characters before it in the whole text.
    pub(super) offset: usize,
    /// Whether it begins inside quotation marks.
    pub(super) quoted: bool,
}

/// The sentences of a text, in order; together they hold every character that is not space between them.
pub(super) fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let mut splitter = Splitter {
        text,
        found: Vec::new(),
        start: 0,
        line: 0,
        offset: 0,
        quoted: false,
        open: false,
    };
    splitter.run();
    splitter.found
}

struct Splitter<'t> {
    text: &'t str,
    found: Vec<Sentence<'t>>,
    /// First byte of the sentence and of the line.
    start: usize,
    line: usize,
    /// Characters before `start`.
    offset: usize,
    /// Whether the sentence began, and whether we are now, inside quotation marks.
    quoted: bool,
    open: bool,
}

impl Splitter<'_> {
    fn run(&mut self) {
        let mut characters = self.text.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            let end = at + character.len_utf8();
            if end <= self.start {
                continue; // closing marks that went with the stop before them
            }
            match character {
                '"' => self.open = !self.open,
                '\u{201C}' | '\u{AB}' => self.open = true,
                '\u{201D}' | '\u{BB}' => self.open = false,
                '\n' => self.line_ends(at, end),
                '.' | '!' | '?' | '\u{2026}' => {
                    let after = characters.peek().map(|(_, next)| *next);
                    if !matches!(after, Some('.' | '!' | '?' | '\u{2026}')) {
                        self.stop(at, end);
                    }
                }
                ' ' if end - self.start > LONGEST => self.cut(end),
                _ if end - self.start > 2 * LONGEST => self.cut(end),
                _ => {}
            }
        }
        self.cut(self.text.len());
    }

    /// A stop ends the sentence unless it stands inside a word or number, or three of them lead on in small letters.
    fn stop(&mut self, at: usize, end: usize) {
        let rest = &self.text[end..];
        let mut closed = end;
        for character in rest.chars() {
            match character {
                '"' if self.open => self.open = false,
                '\u{201D}' | '\u{BB}' => self.open = false,
                ')' | '\u{2019}' | '\'' => {}
                _ => break,
            }
            closed += character.len_utf8();
        }
        let rest = &self.text[closed..];
        let mut after = rest.chars();
        let next = after.next();
        if next.is_some_and(char::is_alphanumeric) && self.text[at..].starts_with('.') {
            return;
        }
        let trailing =
            self.text[..at].ends_with(['.', '\u{2026}']) || self.text[at..].starts_with('\u{2026}');
        let following = rest.trim_start_matches(' ').chars().next();
        if trailing && following.is_some_and(char::is_lowercase) {
            return;
        }
        self.cut(closed);
    }

    fn line_ends(&mut self, at: usize, end: usize) {
        let rest = &self.text[end..];
        let blank = rest.trim_start_matches([' ', '\t']).starts_with('\n') || at == self.line;
        let next = rest.chars().take(WRAPPED).find(|next| !next.is_whitespace());
        let wraps = at - self.line >= WRAPPED
            && !next.is_some_and(|next| matches!(next, '-' | '*' | '\u{2022}'));
        if blank {
            self.open = false;
        }
        if blank || !wraps {
            self.cut(end);
        }
        self.line = end;
    }

    fn cut(&mut self, end: usize) {
        if end <= self.start {
            return;
        }
        let piece = &self.text[self.start..end];
        if !piece.trim().is_empty() {
            self.found.push(Sentence { text: piece, offset: self.offset, quoted: self.quoted });
        }
        self.offset += piece.chars().count();
        self.start = end;
        self.quoted = self.open;
    }
}
