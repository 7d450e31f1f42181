//! The rules as they are used: compiled, indexed by the words that they cannot do without.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use super::label::Label;
use super::learned::Learned;
use super::lexicon::{Lexicon, WordId};
use super::load;
use super::pattern::{ANY, Class, Step};
use crate::content::{Diagnostic, SourceFile};

/// The rules the program comes with: words, flags and strengths, then the alerts.
const SHIPPED: [(&str, &str); 3] = [
    ("coach/en.toml", include_str!("../../content/coach/en.toml")),
    ("coach/en-crisis.toml", include_str!("../../content/coach/en-crisis.toml")),
    ("coach/en-violence.toml", include_str!("../../content/coach/en-violence.toml")),
];

/// What was learned from the development corpus.
const LEARNED: &[u8] = include_bytes!("../../content/coach/learned.bin");

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
    /// The numbers of the patterns that take it back for the whole sentence.
    pub(super) unless: Vec<u32>,
    /// Whether only questions or only statements are meant.
    pub(super) question: Option<bool>,
    /// Whether it also holds under a "not" before it.
    pub(super) negated: bool,
    /// Whether it also holds in quotation marks and in what is reported.
    pub(super) quoted: bool,
    /// Whether it is said although there is an alert in the sentence.
    pub(super) holds: bool,
    /// What a match of it is worth.
    pub(super) worth: Worth,
}

/// What a match of a rule is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Worth {
    /// It is said.
    Sure,
    /// It counts for an alert, or against it; hints of one alert are added up, each once.
    Hint(i8),
    /// It has no patterns: its `why` and `try` go with what only the model reads.
    Reading,
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
    /// It takes rules back that name it.
    Unless,
}

/// A pattern and whose it is.
#[derive(Debug)]
pub(super) struct Pattern {
    pub(super) owner: Owner,
    pub(super) steps: Box<[Step]>,
    /// The rarest of its steps, the rarest first, and how many words stand at least before each: a sentence without a
    /// word for one of them is not searched.
    pub(super) needs: Box<[(Need, u16)]>,
    /// Its first step, if that is among them.
    pub(super) first: Option<Need>,
}

impl Pattern {
    /// A pattern that is not looked up yet.
    pub(super) fn new(owner: Owner, steps: Box<[Step]>) -> Self {
        Self { owner, steps, needs: Box::default(), first: None }
    }
}

/// The number of a step that patterns are looked up by. Steps that stand for the same words are one.
pub(super) type Need = u32;

/// The patterns that are looked up by a step.
#[derive(Debug, Default)]
pub(super) struct Led {
    pub(super) strong: Vec<u32>,
    /// Those of hints that say too little to count without a stronger one beside them.
    pub(super) weak: Vec<u32>,
}

/// A hint of fewer points, or against an alert, is looked for only where another has at least so many.
const TELLING: i8 = 3;

/// How many of its steps a pattern is looked up by, at most.
const NEEDS: usize = 6;
/// How much a common word weighs where the rarest steps are chosen, and how heavy a step may be that is not the rarest.
const COMMON: usize = 200;
const HEAVY: usize = 3_000;

/// Everything the coach knows of one language.
#[derive(Debug, Default)]
pub struct Rules {
    pub(super) lexicon: Lexicon,
    pub(super) classes: Vec<Class>,
    pub(super) list: Vec<Rule>,
    pub(super) shields: Vec<Shield>,
    pub(super) patterns: Vec<Pattern>,
    /// The steps that a word may stand for, by the word.
    pub(super) needed_by: Vec<Vec<Need>>,
    /// The patterns whose rarest step it is, by the step.
    pub(super) led_by: Vec<Led>,
    pub(super) learned: Learned,
}

impl Rules {
    /// Reads rules, strictly; what may stand in them is explained at the top of `content/coach/en.toml`.
    ///
    /// # Errors
    /// Everything that is wrong, with its place.
    pub fn load(files: &[SourceFile]) -> Result<Self, Vec<Diagnostic>> {
        load::load(files).map(|(rules, _)| rules)
    }

    /// The rules of the program. They are read at the first call, which takes some tens of milliseconds
    /// (`benches/README.md`; the program calls it on a thread of its own), and kept.
    #[must_use]
    pub fn shipped() -> &'static Self {
        static RULES: OnceLock<Rules> = OnceLock::new();
        // A test holds that the shipped rules load; were they broken, no words would be marked.
        RULES.get_or_init(|| {
            let rules = Self::load(&Self::shipped_files())
                .and_then(|rules| rules.with_learned(LEARNED.into()).map_err(|_| Vec::new()));
            rules.unwrap_or_default()
        })
    }

    /// The same rules with what was learned from a corpus (`content/coach/learned.bin`, as [`super::learned::pack`]
    /// makes it).
    ///
    /// # Errors
    /// That the bytes are not whole.
    pub fn with_learned(mut self, bytes: Cow<'static, [u8]>) -> Result<Self, String> {
        self.learned = Learned::read(bytes)?;
        Ok(self)
    }

    /// The files of [`Rules::shipped`].
    #[must_use]
    pub fn shipped_files() -> Vec<SourceFile> {
        let file = |(name, text): (&str, &str)| SourceFile { name: name.into(), text: text.into() };
        SHIPPED.into_iter().map(file).collect()
    }

    /// All rules, in the order of the files.
    #[must_use]
    pub fn all(&self) -> &[Rule] {
        &self.list
    }

    /// Notes for every pattern the words of its rarest steps. Gives back the patterns without any.
    pub(super) fn index(&mut self, common: &super::lexicon::WordSet) -> Vec<usize> {
        self.needed_by = vec![Vec::new(); self.lexicon.len()];
        let mut known: HashMap<Vec<WordId>, Need> = HashMap::new();
        let mut loose = Vec::new();
        let weigh = |words: &Vec<WordId>| -> usize {
            words.iter().map(|word| if common.contains(*word) { COMMON } else { 1 }).sum()
        };
        for (place, pattern) in self.patterns.iter_mut().enumerate() {
            let Ok(number) = u32::try_from(place) else { continue };
            let mut before = 0_u16;
            let mut steps: Vec<(usize, u16, Vec<WordId>)> = Vec::new();
            let begins = pattern.steps.first().is_some_and(takes_a_word);
            for step in &pattern.steps {
                steps.extend(
                    needed(step, &self.classes).map(|words| (weigh(&words), before, words)),
                );
                before += u16::from(takes_a_word(step));
            }
            steps.sort();
            steps.truncate(NEEDS);
            let rarest = steps.first().map_or(0, |(weight, ..)| *weight);
            steps.retain(|(weight, ..)| *weight == rarest || *weight <= HEAVY);
            let mut needs = Vec::with_capacity(steps.len());
            for (_, before, mut words) in steps {
                words.sort_unstable();
                let need = known.get(&words).copied().unwrap_or_else(|| {
                    let need = Need::try_from(self.led_by.len()).unwrap_or(Need::MAX);
                    for word in &words {
                        self.needed_by[*word as usize].push(need);
                    }
                    self.led_by.push(Led::default());
                    known.insert(words, need);
                    need
                });
                if begins && before == 0 {
                    pattern.first = Some(need);
                }
                needs.push((need, before));
            }
            match needs.first() {
                // What takes a rule back is looked for by that rule alone.
                Some(_) if pattern.owner == Owner::Unless => {}
                Some((rarest, _)) => {
                    let led = &mut self.led_by[*rarest as usize];
                    let weak = match pattern.owner {
                        Owner::Rule(rule) => {
                            matches!(self.list[rule].worth, Worth::Hint(points) if points < TELLING)
                        }
                        Owner::Shield(_) | Owner::Unless => false,
                    };
                    let list = if weak { &mut led.weak } else { &mut led.strong };
                    list.push(number);
                }
                None => loose.push(place),
            }
            pattern.needs = needs.into();
        }
        loose
    }
}

/// Whether a step cannot be without a word of its own.
fn takes_a_word(step: &Step) -> bool {
    match step {
        Step::Word { optional, .. }
        | Step::Class { optional, .. }
        | Step::Any { optional }
        | Step::Ends { optional, .. } => !optional,
        Step::Gap { .. } | Step::Not { .. } | Step::ClauseStart | Step::ClauseEnd => false,
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
