//! What rules cannot say: a small linear model over words and pairs of words, as data (`content/coach/learned.tsv`).
//!
//! Every line is a word or a pair with its weight for each label, so that anybody can read why a sentence was marked;
//! the words that weigh most are the range that is shown. `examples/coach_train.rs` makes the file from the development
//! corpus. It adds flags and strengths where rules found none and takes back what reads as harmless. Never alerts.

use std::collections::HashMap;

use super::label::{Flag, Label, StrengthLabel};
use super::token::{Token, Tokens};

/// How sure it must be to flag what no rule flags, and to name one label.
const ADD: f32 = 0.58;
const ADD_LABEL: f32 = 0.2;
/// Below this, a flag of a rule is taken back.
const VETO: f32 = 0.42;
/// How sure it must be to name a strength that no rule names.
const STRENGTH: f32 = 0.28;

/// The label of a text on which the coach stays silent.
pub const NONE_NAME: &str = "none";

/// The labels that are learned, in the order of the weights: nothing, the flags, the strengths.
#[must_use]
pub fn label_names() -> Vec<String> {
    let flags = Flag::ALL.iter().map(ToString::to_string);
    let strengths = StrengthLabel::ALL.iter().map(|label| format!("+{label}"));
    std::iter::once(NONE_NAME.to_owned()).chain(flags).chain(strengths).collect()
}

/// The weights of each label for a feature, by the feature's hash.
#[derive(Debug, Default)]
pub(super) struct Learned {
    weights: HashMap<u64, Vec<(u8, f32)>>,
}

/// What the model thinks of a sentence.
#[derive(Debug)]
pub(super) struct Opinion {
    chances: Vec<f32>,
    flagged: f32,
}

impl Learned {
    /// Reads the weights: a feature, a tab, then `label:weight` with spaces between.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let names = label_names();
        let mut weights = HashMap::new();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let wrong = || format!("line {}: write a feature, a tab and label:weight", number + 1);
            let (feature, rest) = line.split_once('\t').ok_or_else(wrong)?;
            let mut list = Vec::new();
            for pair in rest.split(' ') {
                let (label, weight) = pair.split_once(':').ok_or_else(wrong)?;
                let label = names.iter().position(|name| name == label).ok_or_else(wrong)?;
                let label = u8::try_from(label).map_err(|_| wrong())?;
                list.push((label, weight.parse().map_err(|_| wrong())?));
            }
            weights.insert(hash(feature), list);
        }
        Ok(Self { weights })
    }

    /// What it thinks of a sentence; nothing where nothing was learned.
    pub(super) fn opinion(&self, tokens: &Tokens, said: &[Label]) -> Option<Opinion> {
        if self.weights.is_empty() || tokens.list.is_empty() {
            return None;
        }
        let flags = Flag::ALL.len();
        let mut sums = vec![0.0_f32; 1 + flags + StrengthLabel::ALL.len()];
        for (feature, _) in features(tokens, said) {
            for (label, weight) in self.weights.get(&hash(&feature)).into_iter().flatten() {
                sums[usize::from(*label)] += weight;
            }
        }
        let most = sums.iter().copied().fold(f32::MIN, f32::max);
        let mut chances: Vec<f32> = sums.iter().map(|sum| (sum - most).exp()).collect();
        let total: f32 = chances.iter().sum();
        chances.iter_mut().for_each(|chance| *chance /= total);
        let flagged = chances[1..=flags].iter().sum();
        Some(Opinion { chances, flagged })
    }

    /// The tokens that speak most for a label.
    pub(super) fn because(&self, tokens: &Tokens, label: usize) -> Option<(usize, usize)> {
        let weight = |feature: &str| {
            let list = self.weights.get(&hash(feature))?;
            list.iter().find(|(other, _)| usize::from(*other) == label).map(|(_, weight)| *weight)
        };
        let mut spoken: Vec<(f32, (usize, usize))> = features(tokens, &[])
            .into_iter()
            .filter_map(|(feature, place)| Some((weight(&feature)?, place)))
            .collect();
        spoken.retain(|(weight, (first, end))| *weight > 0.0 && first < end);
        spoken.sort_by(|one, other| other.0.total_cmp(&one.0));
        let most = spoken.iter().take(3);
        let first = most.clone().map(|(_, place)| place.0).min()?;
        let end = most.map(|(_, place)| place.1).max()?;
        Some((first, end))
    }
}

impl Opinion {
    /// The flag to add where no rule found one, and its place among the labels.
    pub(super) fn flag(&self) -> Option<(usize, Label)> {
        let (at, chance) = top(&self.chances[1..=Flag::ALL.len()]);
        let sure = self.flagged >= ADD && chance >= ADD_LABEL;
        sure.then_some((at + 1, Label::Flag(Flag::ALL[at])))
    }

    /// The strength to add.
    pub(super) fn strength(&self) -> Option<(usize, Label)> {
        let before = 1 + Flag::ALL.len();
        let (at, chance) = top(&self.chances[before..]);
        (chance >= STRENGTH).then_some((at + before, Label::Strength(StrengthLabel::ALL[at])))
    }

    /// Whether the sentence reads as harmless whatever a rule says.
    pub(super) fn vetoes(&self) -> bool {
        self.flagged < VETO
    }
}

fn top(chances: &[f32]) -> (usize, f32) {
    let pairs = chances.iter().copied().enumerate();
    pairs.fold((0, f32::MIN), |best, pair| if pair.1 > best.1 { pair } else { best })
}

/// What the model looks at in a sentence, and where it stands: words, pairs of neighbours, how it begins and ends, and
/// what the rules say of it.
pub(super) fn features(tokens: &Tokens, said: &[Label]) -> Vec<(String, (usize, usize))> {
    let spoken: Vec<(usize, &Token)> =
        tokens.list.iter().enumerate().filter(|(_, token)| !token.quoted).collect();
    let mut features = Vec::with_capacity(spoken.len() * 3 + 4);
    let mut before = "^";
    for (nth, (at, token)) in spoken.iter().enumerate() {
        features.push((token.base.to_string(), (*at, at + 1)));
        features.push((format!("{before} {}", token.base), (at.saturating_sub(1), at + 1)));
        if nth > 1 {
            let earlier = spoken[nth - 2].1;
            features
                .push((format!("{} _ {}", earlier.base, token.base), (spoken[nth - 2].0, at + 1)));
        }
        before = &token.base;
    }
    features.push((format!("{before} $"), (tokens.list.len() - 1, tokens.list.len())));
    features.push((if tokens.question { "?" } else { "." }.to_owned(), (0, 0)));
    for label in said {
        features.push((format!("rule {}", name(*label)), (0, 0)));
    }
    if said.is_empty() {
        features.push(("rule none".to_owned(), (0, 0)));
    }
    features.sort();
    features.dedup_by(|one, other| one.0 == other.0);
    features
}

fn name(label: Label) -> String {
    match label {
        Label::Flag(flag) => flag.to_string(),
        Label::Strength(strength) => format!("+{strength}"),
        Label::Alert(alert, _) => format!("!{alert}"),
    }
}

/// FNV-1a: the same on every machine.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
