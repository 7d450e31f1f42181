//! The language of the rules: one pattern is a short row of steps. It is explained at the top of
//! `content/coach/en.toml`.

use std::collections::HashMap;

use super::lexicon::{Lexicon, WordId, WordSet};
use super::token::Ending;

/// How many words `..` stands for at most, and `...`.
const GAP: u8 = 4;
const WIDE_GAP: u8 = 10;

/// The most steps of a pattern; the matcher keeps one row of bits for each.
pub(super) const MOST_STEPS: usize = 24;

/// One word of a pattern or a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Atom {
    pub(super) word: WordId,
    /// Whether only this form is meant.
    pub(super) exact: bool,
}

/// A class: words, and phrases of more than one word.
#[derive(Debug, Default, Clone)]
pub(super) struct Class {
    pub(super) any: WordSet,
    pub(super) exact: WordSet,
    pub(super) phrases: Vec<Box<[Atom]>>,
    /// The first words of everything in it.
    pub(super) firsts: Vec<Atom>,
    /// The same as sets, to leave early.
    pub(super) begins: WordSet,
}

impl Class {
    /// Adds a word or a phrase.
    pub(super) fn add(&mut self, atoms: &[Atom]) {
        let [first, rest @ ..] = atoms else { return };
        if rest.is_empty() {
            if first.exact { self.exact.insert(first.word) } else { self.any.insert(first.word) }
        } else {
            self.phrases.push(atoms.into());
            self.begins.insert(first.word);
        }
        self.firsts.push(*first);
    }

    /// Adds what another class holds; `members` are its entries.
    fn join(&mut self, members: &[Box<[Atom]>]) {
        for member in members {
            self.add(member);
        }
    }
}

/// One step of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Word { atom: Atom, optional: bool },
    Class { class: usize, optional: bool },
    Any { optional: bool },
    Ends { ending: Ending, optional: bool },
    Gap { most: u8, across: bool },
    Not { class: usize },
    ClauseStart,
    ClauseEnd,
}

/// What is wrong in a pattern.
#[derive(Debug)]
pub(super) struct BadPattern {
    pub(super) message: String,
    pub(super) help: &'static str,
}

fn bad<T>(message: impl Into<String>, help: &'static str) -> Result<T, BadPattern> {
    Err(BadPattern { message: message.into(), help })
}

/// All classes, named and made on the way.
#[derive(Debug, Default)]
pub(super) struct Classes {
    pub(super) list: Vec<Class>,
    members: Vec<Vec<Box<[Atom]>>>,
    names: HashMap<String, usize>,
}

impl Classes {
    /// Makes a class of entries divided by `separator`; `{name}` stands for all entries of another class.
    pub(super) fn make(
        &mut self,
        lexicon: &mut Lexicon,
        name: Option<&str>,
        text: &str,
        separator: char,
    ) -> Result<usize, BadPattern> {
        let mut members: Vec<Box<[Atom]>> = Vec::new();
        for entry in text.split(separator).map(str::trim) {
            if let Some(other) = entry.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
                let other = self.named(other)?;
                members.extend(self.members[other].iter().cloned());
            } else if entry.is_empty() {
                return bad("there is an empty entry", "take the extra comma or bar out");
            } else {
                let atoms: Result<Vec<Atom>, BadPattern> =
                    entry.split_whitespace().map(|word| atom(lexicon, word)).collect();
                members.push(atoms?.into());
            }
        }
        let mut class = Class::default();
        class.join(&members);
        self.list.push(class);
        self.members.push(members);
        if let Some(name) = name {
            self.names.insert(name.to_owned(), self.list.len() - 1);
        }
        Ok(self.list.len() - 1)
    }

    /// The class of that name.
    pub(super) fn named(&self, name: &str) -> Result<usize, BadPattern> {
        match self.names.get(name) {
            Some(class) => Ok(*class),
            None => bad(format!("there is no class {{{name}}}"), "name it in [classes] first"),
        }
    }

    /// The single words of a class of the grammar.
    pub(super) fn words(&self, name: &str) -> Result<WordSet, BadPattern> {
        let class = &self.list[self.named(name)?];
        let mut words = class.any.clone();
        class.firsts.iter().filter(|atom| atom.exact).for_each(|atom| words.insert(atom.word));
        Ok(words)
    }
}

/// `word` is any form of a word, `=word` this form only, `#` a number.
fn atom(lexicon: &mut Lexicon, written: &str) -> Result<Atom, BadPattern> {
    let (exact, word) = written.strip_prefix('=').map_or((false, written), |word| (true, word));
    let fits = |c: char| c.is_lowercase() || c.is_ascii_digit() || c == '#';
    if word.is_empty() || !word.chars().all(fits) {
        let message = format!("`{written}` is no word of a pattern");
        return bad(
            message,
            "words are in small letters and without apostrophe: write `do not` for \"don't\"",
        );
    }
    Ok(Atom { word: lexicon.intern(word), exact })
}

/// Reads a pattern.
pub(super) fn parse(
    text: &str,
    lexicon: &mut Lexicon,
    classes: &mut Classes,
) -> Result<Box<[Step]>, BadPattern> {
    let mut steps = Vec::new();
    for piece in pieces(text)? {
        steps.push(step(piece, lexicon, classes)?);
    }
    if steps.is_empty() || steps.len() > MOST_STEPS {
        return bad(format!("a pattern has 1 to {MOST_STEPS} steps"), "make two patterns of it");
    }
    if matches!(steps[0], Step::Gap { .. } | Step::Not { .. })
        || matches!(steps.last(), Some(Step::Gap { .. }))
    {
        return bad("a pattern cannot begin with `..` or `!` or end with `..`", "take it out");
    }
    Ok(steps.into())
}

/// The pattern cut at spaces that stand outside of brackets.
fn pieces(text: &str) -> Result<Vec<&str>, BadPattern> {
    let mut pieces = Vec::new();
    let (mut depth, mut start) = (0_u8, 0);
    for (at, character) in text.char_indices() {
        match character {
            '(' if depth == 1 => {
                return bad("a bracket inside a bracket", "give the inner one a name in [classes]");
            }
            '(' => depth += 1,
            ')' if depth == 0 => return bad("`)` closes nothing", "open it with `(`"),
            ')' => depth -= 1,
            ' ' | '\n' if depth == 0 => {
                pieces.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    if depth > 0 {
        return bad("`(` is not closed", "close it with `)`");
    }
    pieces.push(&text[start..]);
    pieces.retain(|piece| !piece.trim().is_empty());
    Ok(pieces)
}

fn step(piece: &str, lexicon: &mut Lexicon, classes: &mut Classes) -> Result<Step, BadPattern> {
    match piece {
        "^" => return Ok(Step::ClauseStart),
        "$" => return Ok(Step::ClauseEnd),
        ".." => return Ok(Step::Gap { most: GAP, across: false }),
        "..." => return Ok(Step::Gap { most: WIDE_GAP, across: true }),
        _ => {}
    }
    if let Some(most) = piece.strip_prefix("..") {
        return match most.parse() {
            Ok(most @ 1..=9) => Ok(Step::Gap { most, across: false }),
            _ => bad(format!("`{piece}` is no gap"), "write `..`, `...`, or `..1` to `..9`"),
        };
    }
    if let Some(rest) = piece.strip_prefix('!') {
        let inside = bracketed(rest).unwrap_or(rest);
        return Ok(Step::Not { class: classes.make(lexicon, None, inside, '|')? });
    }
    let (core, optional) = piece.strip_suffix('?').map_or((piece, false), |core| (core, true));
    match core {
        "*" => return Ok(Step::Any { optional }),
        "*ing" => return Ok(Step::Ends { ending: Ending::Ing, optional }),
        "*ed" => return Ok(Step::Ends { ending: Ending::Ed, optional }),
        _ => {}
    }
    if let Some(name) = core.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        return Ok(Step::Class { class: classes.named(name)?, optional });
    }
    if let Some(inside) = bracketed(core) {
        return Ok(Step::Class { class: classes.make(lexicon, None, inside, '|')?, optional });
    }
    Ok(Step::Word { atom: atom(lexicon, core)?, optional })
}

fn bracketed(piece: &str) -> Option<&str> {
    piece.strip_prefix('(')?.strip_suffix(')')
}
