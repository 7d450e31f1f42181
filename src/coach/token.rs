//! A sentence as tokens: words with their forms, where a clause begins, what stands in quotation marks.

use super::lexicon::{Lexicon, NONE, WordId};
use super::split::Sentence;

/// What a word ends in, for words that no rule knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Ending {
    #[default]
    Other,
    Ing,
    Ed,
}

/// One word of a sentence. "don't" is two of them, which share their place.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "four independent facts of a word")]
pub(super) struct Token {
    /// Characters from the start of the sentence.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The word as written.
    pub(super) word: WordId,
    /// The words it may be a form of.
    pub(super) bases: [WordId; 3],
    pub(super) ending: Ending,
    /// Whether it may stand between any two words without changing what they say: "really", "just".
    pub(super) filler: bool,
    pub(super) negator: bool,
    /// Whether a clause begins here.
    pub(super) breaks: bool,
    pub(super) quoted: bool,
    /// The word as written, in small letters.
    pub(super) written: Box<str>,
}

impl Token {
    /// The word and what it may be a form of.
    pub(super) fn forms(&self) -> impl Iterator<Item = WordId> {
        std::iter::once(self.word).chain(self.bases).filter(|form| *form != NONE)
    }

    /// Its first base form, or the word as written where no rule knows it.
    pub(super) fn base<'t>(&'t self, lexicon: &'t Lexicon) -> &'t str {
        match self.bases[0] {
            NONE => &self.written,
            base => lexicon.name(base),
        }
    }
}

/// A sentence ready to be matched.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) list: Vec<Token>,
    /// Whether it ends as a question.
    pub(super) question: bool,
}

/// Reads a sentence.
pub(super) fn tokens(lexicon: &Lexicon, sentence: Sentence<'_>) -> Tokens {
    let mut reader = Reader {
        lexicon,
        list: Vec::with_capacity(sentence.text.len() / 5 + 1),
        word: String::new(),
        start: 0,
        breaks: true,
        quoted: sentence.quoted,
        single: false,
    };
    reader.read(sentence.text);
    let mut list = reader.list;
    mark_clauses(lexicon, &mut list);
    let closing = sentence
        .text
        .trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '?' | '.' | '!'));
    Tokens { list, question: closing.ends_with('?') }
}

struct Reader<'l> {
    lexicon: &'l Lexicon,
    list: Vec<Token>,
    word: String,
    start: usize,
    breaks: bool,
    quoted: bool,
    /// Whether the quotation marks around here are single ones.
    single: bool,
}

impl Reader<'_> {
    fn read(&mut self, text: &str) {
        let mut before = ' ';
        let mut rest = text.chars();
        let mut at = 0;
        while let Some(character) = rest.next() {
            let after = rest.clone().next().unwrap_or(' ');
            if character.is_alphanumeric() {
                if self.word.is_empty() {
                    self.start = at;
                }
                self.word.extend(character.to_lowercase());
            } else if is_apostrophe(character)
                && before.is_alphanumeric()
                && after.is_alphanumeric()
            {
                self.word.push('\'');
            } else {
                self.finish(at);
                self.mark(character, before, after, rest.as_str());
            }
            before = character;
            at += 1;
        }
        self.finish(at);
    }

    /// A character that belongs to no word.
    fn mark(&mut self, character: char, before: char, after: char, rest: &str) {
        match character {
            '"' => self.quoted = !self.quoted,
            '\u{201C}' | '\u{AB}' => self.quoted = true,
            '\u{201D}' | '\u{BB}' => self.quoted = false,
            '\u{2018}' | '\''
                if !before.is_alphanumeric() && after.is_alphanumeric() && !self.quoted =>
            {
                let closes = rest.char_indices().any(|(at, other)| {
                    is_apostrophe(other)
                        && rest[..at].ends_with(|c: char| c.is_alphanumeric() || ",.!?".contains(c))
                        && !rest[at + other.len_utf8()..].starts_with(char::is_alphanumeric)
                });
                self.single = closes;
                self.quoted = closes;
            }
            '\u{2019}' | '\'' if self.single => {
                self.single = false;
                self.quoted = false;
            }
            ',' | ';' | ':' | '(' | ')' | '\u{2013}' | '\u{2014}' | '\u{2026}' | '\n' | '.'
            | '!' | '?' => {
                self.breaks = true;
            }
            '-' if before == ' ' || before == '-' => self.breaks = true,
            _ => {}
        }
    }

    fn finish(&mut self, end: usize) {
        if self.word.is_empty() {
            return;
        }
        let lexicon = self.lexicon;
        let before = self.list.last().map_or(NONE, |token| token.word);
        let mut word = std::mem::take(&mut self.word);
        let found = lexicon.expand(&word, before);
        if let Some(parts) = found {
            for &part in parts {
                self.push(lexicon.known(part), lexicon.name(part), end);
            }
        } else if let Some((head, tail)) = lexicon.clitic(&word) {
            self.push(lexicon.look(head), head, end);
            if let Some(tail) = tail {
                self.push(lexicon.known(tail), lexicon.name(tail), end);
            }
        } else {
            self.push(lexicon.look(&word), &word, end);
        }
        word.clear();
        self.word = word;
    }

    fn push(
        &mut self,
        (word, bases, ending): (WordId, [WordId; 3], Ending),
        written: &str,
        end: usize,
    ) {
        self.list.push(Token {
            start: self.start,
            end,
            word,
            bases,
            ending,
            filler: self.lexicon.is_filler(word),
            negator: self.lexicon.is_negator(word),
            breaks: std::mem::take(&mut self.breaks),
            quoted: self.quoted,
            written: written.into(),
        });
    }
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}' | '\u{2018}' | '\u{2BC}' | '`' | '\u{B4}')
}

/// A clause also begins at "but" and its like, and at "and" before a subject.
fn mark_clauses(lexicon: &Lexicon, list: &mut [Token]) {
    for at in 1..list.len() {
        let word = list[at].word;
        let subject = list.get(at + 1).is_some_and(|next| lexicon.is_subject(next.word));
        if lexicon.opens_clause(word) || (subject && lexicon.joins(word)) {
            list[at].breaks = true;
        }
    }
}
