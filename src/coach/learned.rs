//! What rules cannot say: a small linear model over words and pairs of words, as data (`content/coach/learned.tsv`).
//!
//! Every line is a word or a pair with its weight for each label, so that anybody can read why a sentence was marked;
//! the words that weigh most are the range that is shown. `examples/coach_train.rs` makes the file from the development
//! corpus. It adds flags and strengths where rules found none and takes back what reads as harmless. Never alerts.

use std::collections::HashMap;

use super::label::{Flag, Label, StrengthLabel};
use super::token::Tokens;

/// How sure it must be to flag what no rule flags, and to name one label.
const ADD: f32 = 0.56;
const ADD_LABEL: f32 = 0.2;
/// Below this, a flag of a rule is taken back.
const VETO: f32 = 0.38;
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
            weights.insert(hash(&[feature]), list);
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
        let mut seen = Vec::with_capacity(tokens.list.len() * 3 + 4);
        each_feature(tokens, said, |pieces, _| seen.push(hash(pieces)));
        seen.sort_unstable();
        seen.dedup();
        for feature in seen {
            for (label, weight) in self.weights.get(&feature).into_iter().flatten() {
                sums[usize::from(*label)] += weight;
            }
        }
        let most = sums.iter().copied().fold(f32::MIN, f32::max);
        let mut chances: Vec<f32> = sums.iter().map(|sum| (sum - most).exp()).collect();
        let total: f32 = chances.iter().sum();
        for chance in &mut chances {
            *chance /= total;
        }
        let flagged = chances[1..=flags].iter().sum();
        Some(Opinion { chances, flagged })
    }

    /// The tokens that speak most for a label.
    pub(super) fn because(&self, tokens: &Tokens, label: usize) -> Option<(usize, usize)> {
        let mut spoken: Vec<(f32, (usize, usize))> = Vec::new();
        each_feature(tokens, &[], |pieces, place| {
            let list = self.weights.get(&hash(pieces)).into_iter().flatten();
            let own = list.filter(|(other, _)| usize::from(*other) == label);
            spoken.extend(own.map(|(_, weight)| (*weight, place)));
        });
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

/// What the model looks at in a sentence, piece by piece, and where it stands: words, pairs of neighbours, how it begins
/// and ends, and what the rules say of it.
fn each_feature(tokens: &Tokens, said: &[Label], mut look: impl FnMut(&[&str], (usize, usize))) {
    let spoken = || tokens.list.iter().enumerate().filter(|(_, token)| !token.quoted);
    let (mut before, mut earlier) = ("^", None);
    for (at, token) in spoken() {
        look(&[&token.base], (at, at + 1));
        look(&[before, " ", &token.base], (at.saturating_sub(1), at + 1));
        if let Some((place, word)) = earlier {
            look(&[word, " _ ", &token.base], (place, at + 1));
        }
        earlier = (before != "^").then(|| (at.saturating_sub(1), before));
        before = &token.base;
    }
    let last = tokens.list.len();
    look(&[before, " $"], (last.saturating_sub(1), last));
    look(&[if tokens.question { "?" } else { "." }], (0, 0));
    for label in said {
        look(&["rule ", &name(*label)], (0, 0));
    }
    if said.is_empty() {
        look(&["rule none"], (0, 0));
    }
}

/// The same as words, each once, for the script that trains.
pub(super) fn features(tokens: &Tokens, said: &[Label]) -> Vec<String> {
    let mut features = Vec::new();
    each_feature(tokens, said, |pieces, _| features.push(pieces.concat()));
    features.sort();
    features.dedup();
    features
}

fn name(label: Label) -> String {
    match label {
        Label::Flag(flag) => flag.to_string(),
        Label::Strength(strength) => format!("+{strength}"),
        Label::Alert(alert, _) => format!("!{alert}"),
    }
}

/// FNV-1a over the pieces: the same on every machine.
fn hash(pieces: &[&str]) -> u64 {
    let bytes = pieces.iter().flat_map(|piece| piece.bytes());
    bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
