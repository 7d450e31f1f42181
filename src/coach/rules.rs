//! The rules as they are used: compiled, indexed by the words that they cannot do without.

use std::sync::OnceLock;

use super::label::Label;
use super::learned::Learned;
use super::lexicon::{Lexicon, WordId};
use super::load;
use super::pattern::{ANY, Class, Step};
use crate::content::Diagnostic;

/// The rules the program comes with.
const SHIPPED: &str = include_str!("../../content/coach/en.toml");

/// What was learned from the development corpus.
const LEARNED: &str = include_str!("../../content/coach/learned.tsv");

/// One rule: what it says, and of which words.
#[derive(Debug)]
pub struct Rule {
    /// Its name, once in the file.
    pub name: String,
    /// What it says.
    pub label: Label,
    /// Why, in one line; empty for strengths and alerts.
    pub why: String,
    /// A direction, never words to paste; empty for strengths and alerts.
    pub try_: String,
    pub(super) unless: Vec<Box<[Step]>>,
    /// Whether only questions or only statements are meant.
    pub(super) question: Option<bool>,
    /// Whether it also holds under a "not" before it.
    pub(super) negated: bool,
    /// Whether it also holds in quotation marks and in what is reported.
    pub(super) quoted: bool,
    /// Whether it is said although there is an alert in the sentence.
    pub(super) holds: bool,
}

/// How far a shield reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Cover {
    /// What begins after it in the sentence.
    After,
    /// The whole sentence.
    Sentence,
}

/// What a shield silences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Silence {
    /// Flags.
    Flags,
    /// Alerts.
    Alerts,
}

/// Words that make harmless what stands with them: "I used to say".
#[derive(Debug)]
pub(super) struct Shield {
    pub(super) covers: Cover,
    pub(super) silences: Silence,
}

/// Whose a pattern is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Rule(usize),
    Shield(usize),
}

/// A pattern and whose it is.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) owner: Owner,
    pub(super) steps: Box<[Step]>,
}

/// Everything the coach knows of one language.
#[derive(Debug, Default)]
pub struct Rules {
    pub(super) lexicon: Lexicon,
    pub(super) classes: Vec<Class>,
    pub(super) list: Vec<Rule>,
    pub(super) shields: Vec<Shield>,
    pub(super) patterns: Vec<Pattern>,
    /// Which patterns need a word, by the word.
    pub(super) needed_by: Vec<Vec<u32>>,
    /// Which patterns may begin with a word, by the word, and which may begin with any.
    pub(super) begun_by: Vec<Vec<u32>>,
    pub(super) begun_by_any: Vec<u32>,
    pub(super) learned: Learned,
}

impl Rules {
    /// Reads rules, strictly; what may stand in them is explained at the top of `content/coach/en.toml`.
    ///
    /// # Errors
    /// Everything that is wrong, with its place.
    pub fn load(text: &str) -> Result<Self, Vec<Diagnostic>> {
        load::load(text).map(|(rules, _)| rules)
    }

    /// The rules of the program. They are read at the first call, in a few milliseconds, and kept.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static RULES: OnceLock<Rules> = OnceLock::new();
        // A test holds that the shipped rules load; were they broken, no words would be marked.
        RULES.get_or_init(|| {
            let rules = Self::load(SHIPPED)
                .and_then(|rules| rules.with_learned(LEARNED).map_err(|_| Vec::new()));
            rules.unwrap_or_default()
        })
    }

    /// The same rules with what was learned from a corpus (`content/coach/learned.tsv`).
    ///
    /// # Errors
    /// The line that cannot be read.
    pub fn with_learned(mut self, text: &str) -> Result<Self, String> {
        self.learned = Learned::read(text)?;
        Ok(self)
    }

    /// The text of [`Rules::shipped`].
    #[must_use]
    pub fn shipped_text() -> &'static str {
        SHIPPED
    }

    /// All rules, in the order of the file.
    #[must_use]
    pub fn all(&self) -> &[Rule] {
        &self.list
    }

    /// Notes for every pattern the words of its rarest step. Gives back the patterns without any.
    pub(super) fn index(&mut self, common: &super::lexicon::WordSet) -> Vec<usize> {
        self.needed_by = vec![Vec::new(); self.lexicon.len()];
        self.begun_by = vec![Vec::new(); self.lexicon.len()];
        let mut loose = Vec::new();
        for (number, pattern) in self.patterns.iter().enumerate() {
            let weigh = |words: &[WordId]| -> usize {
                words.iter().map(|word| if common.contains(*word) { 200 } else { 1 }).sum()
            };
            let steps = pattern.steps.iter().filter_map(|step| needed(step, &self.classes));
            let Some(words) = steps.min_by_key(|words| weigh(words)) else {
                loose.push(number);
                continue;
            };
            let Ok(number) = u32::try_from(number) else { continue };
            match pattern.steps.first().and_then(|step| needed(step, &self.classes)) {
                Some(words) => note(&mut self.begun_by, &words, number),
                None => self.begun_by_any.push(number),
            }
            note(&mut self.needed_by, &words, number);
        }
        loose
    }
}

/// Notes a pattern under each of some words.
fn note(lists: &mut [Vec<u32>], words: &[WordId], number: u32) {
    for word in words {
        let list = &mut lists[*word as usize];
        if list.last() != Some(&number) {
            list.push(number);
        }
    }
}

/// The words of which one must stand in a sentence for this step to be there.
fn needed(step: &Step, classes: &[Class]) -> Option<Vec<WordId>> {
    match step {
        Step::Word { atom, optional: false } => Some(vec![atom.word]),
        Step::Class { class, optional: false } => {
            let firsts = &classes[*class].firsts;
            let known = firsts.iter().all(|atom| atom.word != ANY);
            known.then(|| firsts.iter().map(|atom| atom.word).collect())
        }
        Step::Word { optional: true, .. }
        | Step::Class { optional: true, .. }
        | Step::Any { .. }
        | Step::Ends { .. }
        | Step::Gap { .. }
        | Step::Not { .. }
        | Step::ClauseStart
        | Step::ClauseEnd => None,
    }
}
