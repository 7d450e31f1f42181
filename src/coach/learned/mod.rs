//! What rules cannot say: a small linear model over the words of a sentence (`content/coach/learned.bin`).
//!
//! For every label it adds up what each word, pair and row of three words speaks for or against it, together with what
//! the rules said; the words that speak most are the range that is shown. `examples/coach_train.rs` makes the file from
//! the development corpus, byte for byte the same each time. The model decides on flags and strengths. Never on alerts:
//! those are rules only, so that anybody can read why one is raised or not.

mod features;
mod pack;

use std::borrow::Cow;
use std::ops::Range;

use super::label::{Flag, Label, StrengthLabel};
use super::lexicon::Lexicon;
use super::phrase::speaking;
use super::token::Tokens;
use features::{each_feature, hash};

pub(super) use features::features;
pub use pack::{Feature, Row, pack};

/// How the file begins.
const MAGIC: &[u8; 8] = b"learned1";

/// The first bits of a feature's hash choose its bucket, the next sixteen its place there.
const BUCKET_BITS: u32 = 12;
const BUCKETS: usize = 1 << BUCKET_BITS;

/// Bytes of a label's row in the head: bias, limit and unit of its weights.
const ROW: usize = 12;
/// Bytes of a bucket's row: its first feature and its first weight.
const PLACE: usize = 8;
/// Bytes of a feature: half a hash, how rare it is and how many labels it has weights for, its weight for harm.
const FEATURE: usize = 4;
/// How rare a feature is takes four bits, in halves from here on; the number of its weights takes the other four.
const LEAST_RARE: f32 = 3.0;
const RARITY_PARTS: f32 = 2.0;
/// The most weights of a feature beside that for harm.
const MOST_WEIGHTS: usize = 15;
/// A weight for a label is one byte: five bits for the label, one for the sign, two for one of these sizes in units.
const SIZES: [f32; 4] = [1.0, 2.0, 4.0, 8.0];

/// A rule is believed against the model when that is no surer than this.
const DOUBT: f32 = 0.3;

/// A rule is believed as well where its own clause, read alone, is this far over the limit: in a line that runs on, what
/// harms in one clause is lost among the words of the others.
const SURE: f32 = 1.5;

/// A flag that a rule names in a harmful sentence stands beside the one that the model names, unless the model is this
/// far from it.
const DOUBTED_FLAG: f32 = 3.0;

/// A rule that names a strength is believed when the model is no farther from it than this: praise of what is not there
/// costs less than a note that is not right.
const DOUBTED_STRENGTH: f32 = 1.5;

/// The name of the first label: that a sentence does harm at all.
pub const HARM_NAME: &str = "harm";

/// The labels that are learned, in the order of the file: harm at all, the flags, the strengths.
#[must_use]
pub fn label_names() -> Vec<String> {
    let flags = Flag::ALL.iter().map(ToString::to_string);
    let strengths = StrengthLabel::ALL.iter().map(|label| format!("+{label}"));
    std::iter::once(HARM_NAME.to_owned()).chain(flags).chain(strengths).collect()
}

/// How many labels are learned.
const LABELS: usize = 1 + Flag::ALL.len() + StrengthLabel::ALL.len();

/// The model as bytes, laid out so that nothing has to be unpacked to use it.
#[derive(Debug, Default)]
pub(super) struct Learned {
    bytes: Cow<'static, [u8]>,
    features: usize,
}

/// What the model thinks of a sentence.
#[derive(Debug)]
pub(super) struct Opinion {
    /// By how much every label is over its limit, or under it.
    over: [f32; LABELS],
}

/// The label of a byte, and its weight in units.
fn weight(byte: u8) -> (usize, f32) {
    let size = SIZES[usize::from(byte & 3)];
    (usize::from(byte >> 3), if byte & 4 == 0 { size } else { -size })
}

/// The bucket of a hash, and what tells it from others there.
fn place(hash: u64) -> (usize, u16) {
    let bytes = hash.to_be_bytes();
    let bucket = u16::from_be_bytes([bytes[0], bytes[1]]) >> (16 - BUCKET_BITS);
    (usize::from(bucket), u16::from_be_bytes([bytes[2], bytes[3]]))
}

impl Learned {
    /// Takes the bytes of a file, and looks once whether they are whole.
    pub(super) fn read(bytes: Cow<'static, [u8]>) -> Result<Self, String> {
        let mut learned = Self { bytes, features: 0 };
        let whole = || -> Option<(usize, usize)> {
            learned.bytes.starts_with(MAGIC).then_some(())?;
            let (mut before, mut weights) = (0, 0);
            for bucket in 0..=BUCKETS {
                let (feature, weight) = learned.bucket(bucket)?;
                (feature >= before && weight >= weights).then_some(())?;
                (before, weights) = (feature, weight);
            }
            Some((before, weights))
        };
        let (features, weights) = whole().ok_or("the model of the coach is not whole")?;
        learned.features = features;
        if learned.bytes.len() != learned.tails() + weights {
            return Err("the model of the coach is cut off".to_owned());
        }
        Ok(learned)
    }

    fn number(&self, at: usize) -> Option<[u8; 4]> {
        self.bytes.get(at..at + 4)?.try_into().ok()
    }

    fn row(&self, label: usize) -> Option<(f32, f32, f32)> {
        let at = MAGIC.len() + label * ROW;
        let value = |nth: usize| self.number(at + 4 * nth).map(f32::from_le_bytes);
        Some((value(0)?, value(1)?, value(2)?))
    }

    /// The first feature and the first weight of a bucket.
    fn bucket(&self, bucket: usize) -> Option<(usize, usize)> {
        let at = MAGIC.len() + LABELS * ROW + bucket * PLACE;
        let value = |nth: usize| {
            self.number(at + 4 * nth)
                .and_then(|bytes| usize::try_from(u32::from_le_bytes(bytes)).ok())
        };
        Some((value(0)?, value(1)?))
    }

    /// Where the features begin.
    const HEADS: usize = MAGIC.len() + LABELS * ROW + (BUCKETS + 1) * PLACE;

    fn tails(&self) -> usize {
        Self::HEADS + self.features * FEATURE
    }

    /// How rare a feature is, its weight for harm, and its other weights.
    fn look(&self, hash: u64) -> Option<(f32, f32, &[u8])> {
        let (bucket, rest) = place(hash);
        let (first, mut at) = self.bucket(bucket)?;
        let (end, _) = self.bucket(bucket + 1)?;
        let heads = self.bytes.get(Self::HEADS + first * FEATURE..Self::HEADS + end * FEATURE)?;
        for head in heads.chunks_exact(FEATURE) {
            let count = usize::from(head[2] & 15);
            if u16::from_le_bytes([head[0], head[1]]) == rest {
                let weights = self.bytes.get(self.tails() + at..self.tails() + at + count)?;
                let rarity = LEAST_RARE + f32::from(head[2] >> 4) / RARITY_PARTS;
                return Some((rarity, squared(head[3]), weights));
            }
            at += count;
        }
        None
    }

    /// What it thinks of a part of a sentence; nothing where nothing was learned.
    pub(super) fn opinion(
        &self,
        lexicon: &Lexicon,
        tokens: &Tokens,
        part: Range<usize>,
        said: &[Label],
    ) -> Option<Opinion> {
        if self.features == 0 || part.is_empty() {
            return None;
        }
        let mut seen = Vec::with_capacity(part.len() * 7 + 8);
        each_feature(lexicon, tokens, part, said, |pieces, _| seen.push(hash(pieces)));
        seen.sort_unstable();
        seen.dedup();
        let (mut sums, mut length) = ([0.0_f32; LABELS], 0.0_f32);
        for (rarity, harm, weights) in seen.into_iter().filter_map(|feature| self.look(feature)) {
            length += rarity * rarity;
            sums[0] += rarity * harm;
            for (label, weight) in weights.iter().map(|byte| weight(*byte)) {
                if let Some(sum) = sums.get_mut(label) {
                    *sum += rarity * weight;
                }
            }
        }
        let length = length.sqrt().max(1.0);
        let mut over = [0.0; LABELS];
        for (label, (over, sum)) in over.iter_mut().zip(sums).enumerate() {
            let (bias, limit, unit) = self.row(label)?;
            *over = bias + unit * sum / length - limit;
        }
        Some(Opinion { over })
    }

    /// The clause that speaks most for a label.
    pub(super) fn because(
        &self,
        lexicon: &Lexicon,
        tokens: &Tokens,
        label: usize,
    ) -> Option<Range<usize>> {
        let mut says = vec![0.0_f32; tokens.list.len()];
        let mut spoken = false;
        each_feature(lexicon, tokens, 0..tokens.list.len(), &[], |pieces, place| {
            let Some((rarity, _, weights)) = self.look(hash(pieces)) else { return };
            let own = weights.iter().map(|byte| weight(*byte)).find(|own| own.0 == label);
            if let Some((_, weight)) = own.filter(|_| !place.is_empty()) {
                // Each word has its share.
                let share = place.clone().fold(0.0, |words, _| words + 1.0);
                spoken |= weight > 0.0;
                says[place].iter_mut().for_each(|word| *word += rarity * weight / share);
            }
        });
        spoken.then(|| speaking(&tokens.list, &says)).flatten()
    }
}

/// A weight in units: the byte is its root, with its sign.
fn squared(byte: u8) -> f32 {
    let root = f32::from(byte.cast_signed());
    root * root.abs()
}

impl Opinion {
    /// Whether the sentence does harm.
    pub(super) fn harms(&self) -> bool {
        self.over[0] > 0.0
    }

    /// Whether it is near enough to harm that a rule is believed.
    pub(super) fn tolerates(&self) -> bool {
        self.over[0] > -DOUBT
    }

    /// Whether it surely does harm.
    pub(super) fn is_sure(&self) -> bool {
        self.over[0] > SURE
    }

    /// The flag that it reads like most, and its number.
    pub(super) fn flag(&self) -> (usize, Label) {
        let (at, _) = top(&self.over[1..=Flag::ALL.len()]);
        (at + 1, Label::Flag(Flag::ALL[at]))
    }

    /// By how much it is over the limit of a flag, or under it; nothing for what is no flag.
    pub(super) fn over_limit(&self, label: Label) -> Option<f32> {
        let Label::Flag(flag) = label else { return None };
        let at = Flag::ALL.iter().position(|other| *other == flag)?;
        self.over.get(at + 1).copied()
    }

    /// Whether a flag that a rule names is not too far from what the words read like.
    pub(super) fn agrees(&self, label: Label) -> bool {
        self.over_limit(label).is_none_or(|over| over > -DOUBTED_FLAG)
    }

    /// Whether a strength that a rule names is not too far from what the words read like.
    pub(super) fn bears(&self, label: Label) -> bool {
        let before = 1 + Flag::ALL.len();
        let mut strengths = StrengthLabel::ALL.iter();
        let at = strengths.position(|strength| label == Label::Strength(*strength));
        at.is_none_or(|at| self.over[before + at] > -DOUBTED_STRENGTH)
    }

    /// The strengths that it names, and their numbers.
    pub(super) fn strengths(&self) -> impl Iterator<Item = (usize, Label)> + '_ {
        let before = 1 + Flag::ALL.len();
        let named =
            StrengthLabel::ALL.iter().enumerate().map(move |(at, label)| (before + at, *label));
        named.filter(|(at, _)| self.over[*at] > 0.0).map(|(at, label)| (at, Label::Strength(label)))
    }
}

fn top(values: &[f32]) -> (usize, f32) {
    let pairs = values.iter().copied().enumerate();
    pairs.fold((0, f32::MIN), |best, pair| if pair.1 > best.1 { pair } else { best })
}
