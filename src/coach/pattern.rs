//! The language of the rules: one pattern is a short row of steps. It is explained at the top of
//! `content/coach/en.toml`.

use std::collections::HashMap;

use super::lexicon::{Lexicon, WordId, WordSet};
use super::token::Ending;

/// How many words `..` stands for at most, and `...`.
const GAP: u8 = 4;
const WIDE_GAP: u8 = 10;

/// The most steps of a pattern; the matcher keeps one row of bits for each.
pub(super) const MOST_STEPS: usize = 40;

/// The most phrases that one bracket or class may stand for, and the most patterns that one line may.
const MOST_PHRASES: usize = 4000;
const MOST_PATTERNS: usize = 400;

/// The word of an atom that stands for any word.
pub(super) const ANY: WordId = WordId::MAX - 1;

/// One word of a pattern or a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    /// The first words of everything in it.
    pub(super) firsts: Vec<Atom>,
    /// The first words of its phrases, to leave early.
    pub(super) begins: WordSet,
    /// Whether a phrase begins with any word.
    pub(super) begins_any: bool,
    /// Whether any word may stand anywhere in a phrase.
    pub(super) holds_any: bool,
    /// The phrases as a tree of words; the first branch is the root.
    pub(super) tree: Vec<Branch>,
}

/// What has been read of a phrase, and how it can go on.
#[derive(Debug, Default, Clone)]
pub(super) struct Branch {
    /// The next words, in order, and where they lead.
    pub(super) next: Vec<(Atom, usize)>,
    /// Whether a phrase ends here.
    pub(super) ends: bool,
}

impl Class {
    /// Adds a word or a phrase.
    pub(super) fn add(&mut self, atoms: &[Atom]) {
        let [first, rest @ ..] = atoms else { return };
        if !self.firsts.contains(first) {
            self.firsts.push(*first);
        }
        if rest.is_empty() && first.word != ANY {
            let words = if first.exact { &mut self.exact } else { &mut self.any };
            words.insert(first.word);
            return;
        }
        self.holds_any |= atoms.iter().any(|atom| atom.word == ANY);
        if first.word == ANY {
            self.begins_any = true;
        } else {
            self.begins.insert(first.word);
        }
        if self.tree.is_empty() {
            self.tree.push(Branch::default());
        }
        let mut at = 0;
        for atom in atoms {
            at = match self.tree[at].next.binary_search_by(|(other, _)| other.cmp(atom)) {
                Ok(found) => self.tree[at].next[found].1,
                Err(place) => {
                    self.tree.push(Branch::default());
                    let new = self.tree.len() - 1;
                    self.tree[at].next.insert(place, (*atom, new));
                    new
                }
            };
        }
        self.tree[at].ends = true;
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
    /// Makes a class of entries divided by commas; `{name}` stands for all entries of another class.
    pub(super) fn define(
        &mut self,
        lexicon: &mut Lexicon,
        name: &str,
        text: &str,
    ) -> Result<(), BadPattern> {
        let mut members = Vec::new();
        for entry in text.split(',') {
            match self.phrases(lexicon, entry)? {
                Some(phrases) => members.extend(phrases),
                None => {
                    return bad(
                        format!("`{}` is no phrase", entry.trim()),
                        "an entry is plain words, brackets and {classes}",
                    );
                }
            }
        }
        let class = self.make(members);
        self.names.insert(name.to_owned(), class);
        Ok(())
    }

    fn make(&mut self, members: Vec<Box<[Atom]>>) -> usize {
        let mut class = Class::default();
        for member in &members {
            class.add(member);
        }
        self.list.push(class);
        self.members.push(members);
        self.list.len() - 1
    }

    /// Every phrase that an entry stands for, or nothing where it holds gaps or other steps that are no words.
    fn phrases(
        &self,
        lexicon: &mut Lexicon,
        entry: &str,
    ) -> Result<Option<Vec<Box<[Atom]>>>, BadPattern> {
        let mut phrases: Vec<Vec<Atom>> = vec![Vec::new()];
        let pieces = pieces(entry)?;
        if pieces.is_empty() {
            return bad("there is an empty entry", "take the extra comma or bar out");
        }
        for piece in pieces {
            let (core, optional) = split_optional(piece);
            let choices = if let Some(name) = named(core) {
                self.members[self.named(name)?].clone()
            } else if let Some(inside) = bracketed(core) {
                let mut choices = Vec::new();
                for entry in bars(inside) {
                    let Some(some) = self.phrases(lexicon, entry)? else { return Ok(None) };
                    choices.extend(some);
                }
                choices
            } else if core == "*" {
                vec![[Atom { word: ANY, exact: true }].into()]
            } else if !is_word(core) {
                return Ok(None);
            } else {
                vec![[atom(lexicon, core)?].into()]
            };
            let shorter = if optional { phrases.clone() } else { Vec::new() };
            phrases = phrases
                .iter()
                .flat_map(|head| choices.iter().map(|tail| [head, &**tail].concat()))
                .chain(shorter)
                .collect();
            if phrases.len() > MOST_PHRASES {
                return bad("this stands for too many phrases", "make two patterns of it");
            }
        }
        let phrases: Vec<Box<[Atom]>> =
            phrases.into_iter().filter(|phrase| !phrase.is_empty()).map(Into::into).collect();
        Ok(Some(phrases))
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

/// Reads a pattern. A bracket that holds gaps makes several of it.
pub(super) fn parse(
    text: &str,
    lexicon: &mut Lexicon,
    classes: &mut Classes,
) -> Result<Vec<Box<[Step]>>, BadPattern> {
    let patterns = sequence(text, lexicon, classes)?;
    for steps in &patterns {
        if steps.is_empty() || steps.len() > MOST_STEPS {
            return bad(
                format!("a pattern has 1 to {MOST_STEPS} steps"),
                "make two patterns of it",
            );
        }
        if matches!(steps[0], Step::Gap { .. } | Step::Not { .. }) {
            return bad("a pattern cannot begin with `..` or `!`", "begin with a word");
        }
    }
    Ok(patterns.into_iter().map(Into::into).collect())
}

/// Every row of steps that a piece of a pattern stands for.
fn sequence(
    text: &str,
    lexicon: &mut Lexicon,
    classes: &mut Classes,
) -> Result<Vec<Vec<Step>>, BadPattern> {
    let mut rows: Vec<Vec<Step>> = vec![Vec::new()];
    for piece in pieces(text)? {
        let choices = step(piece, lexicon, classes)?;
        rows = rows
            .iter()
            .flat_map(|row| choices.iter().map(|choice| [&**row, choice].concat()))
            .collect();
        if rows.len() > MOST_PATTERNS {
            return bad("this stands for too many patterns", "make two patterns of it");
        }
    }
    for row in &mut rows {
        while matches!(row.last(), Some(Step::Gap { .. })) {
            row.pop();
        }
    }
    Ok(rows)
}

/// The text cut at a character that stands outside of brackets.
fn cut(text: &str, at: impl Fn(char) -> bool) -> Vec<&str> {
    let (mut depth, mut start) = (0_usize, 0);
    let mut pieces = Vec::new();
    for (place, character) in text.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            other if depth == 0 && at(other) => {
                pieces.push(text[start..place].trim());
                start = place + other.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(text[start..].trim());
    pieces
}

/// The pattern cut at spaces that stand outside of brackets.
fn pieces(text: &str) -> Result<Vec<&str>, BadPattern> {
    if text.matches('(').count() != text.matches(')').count() {
        return bad("the brackets do not match", "every `(` needs its `)`");
    }
    let mut pieces = cut(text, char::is_whitespace);
    pieces.retain(|piece| !piece.is_empty());
    Ok(pieces)
}

fn bars(text: &str) -> Vec<&str> {
    cut(text, |character| character == '|')
}

fn split_optional(piece: &str) -> (&str, bool) {
    piece.strip_suffix('?').map_or((piece, false), |core| (core, true))
}

fn named(piece: &str) -> Option<&str> {
    piece.strip_prefix('{')?.strip_suffix('}')
}

fn bracketed(piece: &str) -> Option<&str> {
    piece.strip_prefix('(')?.strip_suffix(')')
}

fn is_word(piece: &str) -> bool {
    piece.starts_with(|c: char| c.is_alphanumeric() || c == '=' || c == '#')
}

/// The rows of steps that one piece stands for.
fn step(
    piece: &str,
    lexicon: &mut Lexicon,
    classes: &mut Classes,
) -> Result<Vec<Vec<Step>>, BadPattern> {
    let one = |step| Ok(vec![vec![step]]);
    match piece {
        "^" => return one(Step::ClauseStart),
        "$" => return one(Step::ClauseEnd),
        ".." => return one(Step::Gap { most: GAP, across: false }),
        "..." => return one(Step::Gap { most: WIDE_GAP, across: true }),
        _ => {}
    }
    if let Some(most) = piece.strip_prefix("..") {
        return match most.parse() {
            Ok(most @ 1..=9) => one(Step::Gap { most, across: false }),
            _ => bad(format!("`{piece}` is no gap"), "write `..`, `...`, or `..1` to `..9`"),
        };
    }
    if let Some(rest) = piece.strip_prefix('!') {
        return match classes.phrases(lexicon, rest)? {
            Some(phrases) => one(Step::Not { class: classes.make(phrases) }),
            None => bad(
                format!("`{piece}` holds more than words"),
                "after `!` stand words and {classes} only",
            ),
        };
    }
    let (core, optional) = split_optional(piece);
    match core {
        "*" => return one(Step::Any { optional }),
        "*ing" => return one(Step::Ends { ending: Ending::Ing, optional }),
        "*ed" => return one(Step::Ends { ending: Ending::Ed, optional }),
        _ => {}
    }
    if let Some(name) = named(core) {
        return one(Step::Class { class: classes.named(name)?, optional });
    }
    match bracketed(core) {
        Some(inside) => bracket(inside, optional, lexicon, classes),
        None => one(Step::Word { atom: atom(lexicon, core)?, optional }),
    }
}

/// A bracket: its phrases make one class, every other entry a row of its own.
fn bracket(
    inside: &str,
    optional: bool,
    lexicon: &mut Lexicon,
    classes: &mut Classes,
) -> Result<Vec<Vec<Step>>, BadPattern> {
    let mut rows = Vec::new();
    let mut members = Vec::new();
    for entry in bars(inside) {
        match classes.phrases(lexicon, entry)? {
            Some(phrases) => members.extend(phrases),
            None => rows.extend(sequence(entry, lexicon, classes)?),
        }
    }
    if !members.is_empty() {
        rows.push(vec![Step::Class { class: classes.make(members), optional }]);
    } else if optional {
        rows.push(Vec::new());
    }
    Ok(rows)
}
