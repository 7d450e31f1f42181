//! What rules cannot say: a small linear model over the words of a sentence (`content/coach/learned.bin`).
//!
//! For every label it adds up what each word, pair and row of three words speaks for or against it, together with what
//! the rules said; the words that speak most are the range that is shown. `examples/coach_train.rs` makes the file from
//! the development corpus, byte for byte the same each time. The model decides on flags and strengths. Never on alerts:
//! those are rules only, so that anybody can read why one is raised or not.

use std::borrow::Cow;
use std::ops::Range;

use super::label::{Flag, Label, StrengthLabel};
use super::lexicon::Lexicon;
use super::phrase::speaking;
use super::token::{Token, Tokens};

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

/// What the script that trains has found for one label.
#[derive(Debug, Clone, Copy, Default)]
pub struct Row {
    /// What is said before any word is looked at.
    pub bias: f32,
    /// From where on the label is said.
    pub limit: f32,
}

/// A feature with how rare it is and its weight for each label that it says something of.
#[derive(Debug, Clone)]
pub struct Feature {
    /// The words, as [`super::features`] gives them.
    pub name: String,
    /// The logarithm of how rare it is.
    pub rarity: f32,
    /// Its weight for harm at all.
    pub harm: f32,
    /// Numbers of other labels and weights.
    pub weights: Vec<(usize, f32)>,
}

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

/// Packs rows and features into the bytes of the file.
///
/// # Errors
/// What does not fit: a number of rows that is not that of the labels, or too many weights of one feature.
pub fn pack(rows: &[Row], features: &[Feature]) -> Result<Vec<u8>, String> {
    if rows.len() != LABELS {
        return Err(format!("{} rows for {LABELS} labels", rows.len()));
    }
    let units = units(features);
    let mut buckets: Vec<Vec<(u16, &Feature)>> = vec![Vec::new(); BUCKETS];
    for feature in features {
        let (bucket, rest) = place(hash(&[&feature.name]));
        buckets[bucket].push((rest, feature));
    }
    let mut bytes = MAGIC.to_vec();
    for (row, unit) in rows.iter().zip(units) {
        for value in [row.bias, row.limit, unit] {
            bytes.extend(value.to_le_bytes());
        }
    }
    let (mut places, mut heads, mut tails) = (Vec::new(), Vec::new(), Vec::new());
    let number = |value: usize| u32::try_from(value).map_err(|error| error.to_string());
    for bucket in &mut buckets {
        places.extend(number(heads.len() / FEATURE)?.to_le_bytes());
        places.extend(number(tails.len())?.to_le_bytes());
        bucket.sort_by(|one, other| (one.0, &one.1.name).cmp(&(other.0, &other.1.name)));
        bucket.dedup_by_key(|(rest, _)| *rest);
        for (rest, feature) in bucket {
            let mut weights: Vec<u8> = Vec::new();
            let mut order = feature.weights.clone();
            order.sort_by(|one, other| {
                (other.1 / units[other.0]).abs().total_cmp(&(one.1 / units[one.0]).abs())
            });
            for (label, weight) in &order {
                weights.extend(one_byte(*label, weight / units[*label]));
            }
            weights.truncate(MOST_WEIGHTS);
            let rarity = ((feature.rarity - LEAST_RARE) * RARITY_PARTS).clamp(0.0, 15.0);
            let harm = small((feature.harm.abs() / units[0]).sqrt().min(127.0))?.cast_signed();
            heads.extend(rest.to_le_bytes());
            heads.push(small(rarity)? << 4 | u8::try_from(weights.len()).unwrap_or_default());
            heads.push((if feature.harm < 0.0 { -harm } else { harm }).cast_unsigned());
            tails.extend(weights);
        }
    }
    places.extend(number(heads.len() / FEATURE)?.to_le_bytes());
    places.extend(number(tails.len())?.to_le_bytes());
    bytes.extend(places);
    bytes.extend(heads);
    bytes.extend(tails);
    Ok(bytes)
}

/// What one step of a weight is worth, for each label: so that the heaviest weights are near the greatest size.
fn units(features: &[Feature]) -> [f32; LABELS] {
    let mut units = [f32::MIN_POSITIVE; LABELS];
    let mut sizes: Vec<Vec<f32>> = vec![Vec::new(); LABELS];
    for feature in features {
        units[0] = units[0].max(feature.harm.abs() / (127.0 * 127.0));
        feature.weights.iter().for_each(|(label, weight)| sizes[*label].push(weight.abs()));
    }
    for (unit, sizes) in units.iter_mut().zip(&mut sizes).skip(1) {
        sizes.sort_by(f32::total_cmp);
        // One weight in fifty is heavier and is taken for this heavy.
        let heavy = sizes.get(sizes.len().saturating_sub(sizes.len() / 50 + 1));
        *unit = heavy.map_or(*unit, |heavy| heavy / SIZES[3]);
    }
    units
}

/// A weight in units as a byte; nothing where it is nearer to nothing.
fn one_byte(label: usize, weight: f32) -> Option<u8> {
    let nearest =
        SIZES.iter().position(|size| weight.abs() < size * 1.42).unwrap_or(SIZES.len() - 1);
    let bits = u8::try_from(nearest).ok()? | if weight < 0.0 { 4 } else { 0 };
    let label = u8::try_from(label).ok().filter(|label| *label < 32)?;
    (weight.abs() >= 0.5).then_some(label << 3 | bits)
}

/// The label of a byte, and its weight in units.
fn weight(byte: u8) -> (usize, f32) {
    let size = SIZES[usize::from(byte & 3)];
    (usize::from(byte >> 3), if byte & 4 == 0 { size } else { -size })
}

/// The nearest whole number, which must be one of 0 to 255.
fn small(value: f32) -> Result<u8, String> {
    let rounded = value.round();
    (0..=255_u8)
        .find(|number| (f32::from(*number) - rounded).abs() < 0.5)
        .ok_or_else(|| format!("{value} does not fit into a byte"))
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

    /// What it thinks of a sentence; nothing where nothing was learned.
    pub(super) fn opinion(
        &self,
        lexicon: &Lexicon,
        tokens: &Tokens,
        said: &[Label],
    ) -> Option<Opinion> {
        if self.features == 0 || tokens.list.is_empty() {
            return None;
        }
        let mut seen = Vec::with_capacity(tokens.list.len() * 7 + 8);
        each_feature(lexicon, tokens, said, |pieces, _| seen.push(hash(pieces)));
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
        each_feature(lexicon, tokens, &[], |pieces, place| {
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

    /// The flag that it reads like most, and its number.
    pub(super) fn flag(&self) -> (usize, Label) {
        let (at, _) = top(&self.over[1..=Flag::ALL.len()]);
        (at + 1, Label::Flag(Flag::ALL[at]))
    }

    /// Whether a flag that a rule names is worth naming beside the first.
    pub(super) fn agrees(&self, label: Label) -> bool {
        match label {
            Label::Flag(flag) => {
                let at = Flag::ALL.iter().position(|other| *other == flag);
                at.is_some_and(|at| self.over[at + 1] > 0.0)
            }
            Label::Strength(_) | Label::Alert(..) => true,
        }
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

/// What the model looks at in a sentence, piece by piece, and which tokens it is: words as written, alone, in pairs and
/// in threes, with the places where a clause begins and how it begins and ends; base forms in pairs with one word
/// between; and what the rules say of it.
fn each_feature(
    lexicon: &Lexicon,
    tokens: &Tokens,
    said: &[Label],
    mut look: impl FnMut(&[&str], Range<usize>),
) {
    let spoken: Vec<(usize, &Token)> =
        tokens.list.iter().enumerate().filter(|(_, token)| !token.quoted).collect();
    let mut row: Vec<(&str, usize)> = vec![("^", 0)];
    for (nth, (at, token)) in spoken.iter().enumerate() {
        if nth > 0 && token.breaks {
            row.push(("|", *at));
        }
        row.push((&token.written, *at));
    }
    let end = if tokens.question { "?" } else { "." };
    row.push((end, tokens.list.len().saturating_sub(1)));
    let range = |row: &[(&str, usize)]| match (row.first(), row.last()) {
        (Some(first), Some(last)) => first.1..last.1 + 1,
        _ => 0..0,
    };
    for (nth, one) in row.iter().enumerate() {
        let alone = range(&row[nth..=nth]);
        look(&["=", one.0], if matches!(one.0, "^" | "|" | "?" | ".") { 0..0 } else { alone });
        if let [one, two, ..] = row[nth..] {
            look(&["=", one.0, " ", two.0], range(&row[nth..nth + 2]));
        }
        if let [one, two, three, ..] = row[nth..] {
            look(&["=", one.0, " ", two.0, " ", three.0], range(&row[nth..nth + 3]));
        }
    }
    for (nth, (at, token)) in spoken.iter().enumerate() {
        if let Some((next, other)) = spoken.get(nth + 2) {
            look(&[token.base(lexicon), " _ ", other.base(lexicon)], *at..next + 1);
        }
    }
    let mut named = false;
    for label in said {
        match label {
            Label::Flag(flag) => look(&["rule ", flag.name()], 0..0),
            Label::Strength(strength) => look(&["rule +", strength.name()], 0..0),
            Label::Alert(..) => continue,
        }
        named = true;
    }
    if !named {
        look(&["rule none"], 0..0);
    }
}

/// The same as words, each once, for the script that trains.
pub(super) fn features(lexicon: &Lexicon, tokens: &Tokens, said: &[Label]) -> Vec<String> {
    let mut features = Vec::new();
    each_feature(lexicon, tokens, said, |pieces, _| features.push(pieces.concat()));
    features.sort();
    features.dedup();
    features
}

/// FNV-1a over the pieces, its bits mixed once more: the same on every machine.
fn hash(pieces: &[&str]) -> u64 {
    let bytes = pieces.iter().flat_map(|piece| piece.bytes());
    let sum = bytes.fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    (sum ^ (sum >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93)
}
