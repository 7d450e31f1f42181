//! The review of a whole text, at once or again and again while it is typed.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::judge::{Scratch, Verdict, judge, looked_at};
use super::label::{AlertKind, AlertLabel, Audience, Flag, Label, StrengthLabel};
use super::rules::Rules;
use super::split::{Sentence, sentences};

/// Words that do harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How.
    pub label: Flag,
    /// Where, in characters (Unicode scalar values) of the text.
    pub range: Range<usize>,
    /// Why, in one line.
    pub why: String,
    /// A direction.
    pub try_: String,
}

/// Words that do good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strength {
    /// How.
    pub label: StrengthLabel,
    /// Where, in characters of the text.
    pub range: Range<usize>,
}

/// Words that call for help more than for advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// What it is about.
    pub label: AlertLabel,
    /// Who is in danger, and how.
    pub kind: AlertKind,
    /// Where, in characters of the text.
    pub range: Range<usize>,
}

/// What the coach says of a text. Each list is in the order of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    /// What does harm.
    pub findings: Vec<Finding>,
    /// What does good.
    pub strengths: Vec<Strength>,
    /// What calls for help.
    pub alerts: Vec<Alert>,
}

impl Review {
    /// The strengths that are there, each named once, in the order of the text.
    #[must_use]
    pub fn strengths_once(&self) -> Vec<StrengthLabel> {
        let mut once: Vec<StrengthLabel> = Vec::new();
        for strength in &self.strengths {
            if !once.contains(&strength.label) {
                once.push(strength.label);
            }
        }
        once
    }
}

/// Reviews a text. A sentence that stands in it again and again is judged once.
#[must_use]
pub fn review(rules: &Rules, text: &str, audience: Audience) -> Review {
    Reviewer::new(rules).review(text, audience)
}

/// What the learned part looks at, sentence by sentence: for the script that trains it.
#[must_use]
pub fn features(rules: &Rules, text: &str) -> Vec<Vec<String>> {
    let looked = |sentence| {
        let (tokens, said) = looked_at(rules, sentence);
        super::learned::features(&rules.lexicon, &tokens, &said)
    };
    let sentences = sentences(text).into_iter().map(looked).filter(|features| features.len() > 2);
    sentences.collect()
}

/// How often the review of a text looks at a word: what a test holds to be in proportion to the text's length.
#[must_use]
pub fn visits(rules: &Rules, text: &str) -> u64 {
    let mut scratch = Scratch::default();
    sentences(text).into_iter().map(|sentence| judge(rules, sentence, &mut scratch).1).sum()
}

/// A coach that remembers the sentences it has seen: of a text that was changed in one place, only the sentences of
/// that place are looked at again. It forgets what is no longer in the text.
#[derive(Debug)]
pub struct Reviewer<'r> {
    rules: &'r Rules,
    seen: HashMap<(Box<str>, bool), Arc<Verdict>>,
    scratch: Scratch,
}

impl<'r> Reviewer<'r> {
    /// A coach that has seen nothing.
    #[must_use]
    pub fn new(rules: &'r Rules) -> Self {
        Self { rules, seen: HashMap::new(), scratch: Scratch::default() }
    }

    /// The same as [`review`].
    pub fn review(&mut self, text: &str, audience: Audience) -> Review {
        let sentences = sentences(text);
        let mut now = HashMap::with_capacity(sentences.len());
        let mut verdicts = Vec::with_capacity(sentences.len());
        for sentence in &sentences {
            let key = (Box::from(sentence.text), sentence.quoted);
            let verdict = match self.seen.get(&key).or_else(|| now.get(&key)) {
                Some(verdict) => Arc::clone(verdict),
                None => Arc::new(judge(self.rules, *sentence, &mut self.scratch).0),
            };
            verdicts.push(Arc::clone(&verdict));
            now.insert(key, verdict);
        }
        self.seen = now;
        let verdicts: Vec<&Verdict> = verdicts.iter().map(Arc::as_ref).collect();
        compose(self.rules, &sentences, &verdicts, audience)
    }
}

/// Puts the verdicts together: flags are silent beside an alert, strengths in its sentence, and both where the text is
/// not for the partner.
fn compose(
    rules: &Rules,
    sentences: &[Sentence<'_>],
    verdicts: &[&Verdict],
    audience: Audience,
) -> Review {
    let mut review = Review::default();
    let alarming = |at: usize| verdicts.get(at).is_some_and(|verdict| verdict.alarming);
    for (at, (sentence, verdict)) in sentences.iter().zip(verdicts).enumerate() {
        let silent = alarming(at + 1) || (at > 0 && alarming(at - 1));
        for hit in &verdict.hits {
            let range = sentence.offset + hit.start..sentence.offset + hit.end;
            match hit.label {
                Label::Alert(label, kind) => review.alerts.push(Alert { label, kind, range }),
                _ if audience != Audience::Partner => {}
                Label::Flag(_) if silent && !hit.holds => {}
                Label::Flag(label) => {
                    let rule = &rules.list[hit.rule];
                    let (why, try_) = (rule.why.clone(), rule.try_.clone());
                    review.findings.push(Finding { label, range, why, try_ });
                }
                Label::Strength(_) if verdict.alarming => {}
                Label::Strength(label) => review.strengths.push(Strength { label, range }),
            }
        }
    }
    review
}
