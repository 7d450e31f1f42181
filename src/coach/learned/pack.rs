//! Making the file of the model: what the script that trains hands over, as bytes.

use super::features::hash;
use super::{
    BUCKETS, FEATURE, LABELS, LEAST_RARE, MAGIC, MOST_WEIGHTS, RARITY_PARTS, SIZES, place,
};

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
    /// The words, as [`crate::coach::features`] gives them.
    pub name: String,
    /// The logarithm of how rare it is.
    pub rarity: f32,
    /// Its weight for harm at all.
    pub harm: f32,
    /// Numbers of other labels and weights.
    pub weights: Vec<(usize, f32)>,
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

/// The nearest whole number, which must be one of 0 to 255.
fn small(value: f32) -> Result<u8, String> {
    let rounded = value.round();
    (0..=255_u8)
        .find(|number| (f32::from(*number) - rounded).abs() < 0.5)
        .ok_or_else(|| format!("{value} does not fit into a byte"))
}
