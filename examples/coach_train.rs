//! Learns `content/coach/learned.tsv` from `tests/coach/development.toml`: `cargo run --release --example coach_train`.
//!
//! Softmax regression over words and pairs, the same numbers on every run. The held-back half is never read.

use std::collections::HashMap;
use std::error::Error;
use std::fmt::Write as _;

use trustcoach::coach::{Rules, features, learned};

/// How often the corpus is gone through, how fast weights move, and how strongly they are pulled back to nothing.
const ROUNDS: usize = 12;
const RATE: f32 = 0.1;
const PULL: f32 = 1e-3;
/// Smaller weights are left out of the file.
const SMALLEST: f32 = 0.18;
/// What is seen less often than this says nothing.
const RARE: u32 = 2;

/// A text as the numbers of its features, and the number of its label.
struct Sample {
    features: Vec<usize>,
    label: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let root = env!("CARGO_MANIFEST_DIR");
    let rules = std::fs::read_to_string(format!("{root}/content/coach/en.toml"))?;
    let rules = Rules::load(&rules)
        .map_err(|findings| format!("{} findings in the rules", findings.len()))?;
    let corpus: toml::Table =
        std::fs::read_to_string(format!("{root}/tests/coach/development.toml"))?.parse()?;
    let names = learned::label_names();
    let mut numbers = HashMap::new();
    let mut words = Vec::new();
    let mut samples = Vec::new();
    for item in corpus["items"].as_array().into_iter().flatten() {
        let text = item["text"].as_str().unwrap_or_default();
        let expect =
            item["expect"].as_array().and_then(|list| list.first()).and_then(toml::Value::as_str);
        let name = expect.filter(|name| !name.starts_with('!')).unwrap_or(learned::NONE_NAME);
        let Some(label) = names.iter().position(|other| other == name) else { continue };
        for sentence in features(&rules, text) {
            let features = sentence
                .into_iter()
                .map(|word| {
                    *numbers.entry(word).or_insert_with_key(|word| {
                        words.push(word.clone());
                        words.len() - 1
                    })
                })
                .collect();
            samples.push(Sample { features, label });
        }
    }
    let mut seen = vec![0_u32; words.len()];
    samples.iter().flat_map(|sample| &sample.features).for_each(|feature| seen[*feature] += 1);
    for sample in &mut samples {
        sample.features.retain(|feature| seen[*feature] >= RARE);
    }
    let weights = train(&samples, words.len(), names.len());
    let mut lines: Vec<String> = words
        .iter()
        .zip(&weights)
        .filter_map(|(word, weights)| line(word, weights, &names))
        .collect();
    lines.sort();
    let mut out = String::from(
        "# Made by examples/coach_train.rs from tests/coach/development.toml: a word or pair, then label:weight.\n",
    );
    for line in &lines {
        writeln!(out, "{line}")?;
    }
    let mut file = tempfile::NamedTempFile::new_in(format!("{root}/content/coach"))?;
    std::io::Write::write_all(&mut file, out.as_bytes())?;
    file.persist(format!("{root}/content/coach/learned.tsv"))?;
    Ok(())
}

fn line(word: &str, weights: &[f32], names: &[String]) -> Option<String> {
    let kept = weights.iter().zip(names).filter(|(weight, _)| weight.abs() >= SMALLEST);
    let kept: Vec<String> = kept.map(|(weight, name)| format!("{name}:{weight:.2}")).collect();
    (!kept.is_empty()).then(|| format!("{word}\t{}", kept.join(" ")))
}

/// Stochastic gradient descent with a rate of its own for every feature (Adagrad).
fn train(samples: &[Sample], features: usize, labels: usize) -> Vec<Vec<f32>> {
    let mut weights = vec![vec![0.0_f32; labels]; features];
    let mut moved = vec![vec![1e-6_f32; labels]; features];
    for round in 0..ROUNDS {
        for step in 0..samples.len() {
            // A stride without a common divisor walks through all samples in a scattered, repeatable order.
            let sample = &samples[(step * 7919 + round * 31) % samples.len()];
            let mut chances = vec![0.0_f32; labels];
            for feature in &sample.features {
                chances
                    .iter_mut()
                    .zip(&weights[*feature])
                    .for_each(|(chance, weight)| *chance += weight);
            }
            let most = chances.iter().copied().fold(f32::MIN, f32::max);
            for chance in &mut chances {
                *chance = (*chance - most).exp();
            }
            let total: f32 = chances.iter().sum();
            for (label, chance) in chances.iter().enumerate() {
                let wrong = chance / total - if label == sample.label { 1.0 } else { 0.0 };
                for feature in &sample.features {
                    let weight = &mut weights[*feature][label];
                    let slope = wrong + PULL * *weight * 10.0;
                    moved[*feature][label] += slope * slope;
                    *weight -= RATE * slope / moved[*feature][label].sqrt();
                }
            }
        }
    }
    weights
}
