//! Learns `content/coach/learned.bin` from `tests/coach/development`: `cargo run --release --example coach_train`.
//!
//! One logistic regression for each label over the words of a sentence and what the rules say of it, the same numbers on
//! every run. A text of several sentences says what its sentence says that says it most: which one that is, is learned
//! on the way, for the corpus labels texts and the coach judges sentences. The limits from which a label is said are found by leaving authors out in turn: what is printed is how
//! the model does on people it has not read. The held-back half is never read.
#![allow(clippy::print_stdout, reason = "it prints what it measures")]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the counts of a corpus are small"
)]

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::io::Write as _;

use trustcoach::coach::learned::{Feature, HARM_NAME, Row, label_names, pack};
use trustcoach::coach::{Rules, features};

#[path = "../tests/coach/corpus.rs"]
mod corpus;

use corpus::Item;

/// How often the corpus is gone through, and how fast weights move.
const ROUNDS: usize = 10;
const RATE: f32 = 0.2;
/// What fewer texts than this have says nothing.
const RARE: usize = 2;
/// The features kept for each label. For harm at all, all are.
const KEPT_FOR_LABEL: usize = 6_500;
/// Authors are left out in so many groups.
const GROUPS: usize = 5;
/// The share of good texts that may be flagged.
const FALSE_ALARMS: f32 = 0.05;
/// Of the strengths that are said, the share that must be right.
const RIGHT_STRENGTHS: f32 = 0.76;
/// A second flag is named beside the first from here on.
const SECOND_FLAG: f32 = -0.9;

/// A sentence as numbers of features with their shares.
type Sentence = Vec<(u32, f32)>;

/// A text, and what it says of each label: yes, no, or nothing.
#[derive(Clone)]
struct Sample {
    author: String,
    sentences: Vec<Sentence>,
    said: Vec<Option<bool>>,
    /// What may be said of it.
    allowed: Vec<bool>,
    flagged: bool,
    harmless: bool,
}

/// A trained model: a weight for every feature that is kept, for each label, and the biases.
struct Model {
    weights: Vec<Vec<f32>>,
    kept: Vec<Vec<bool>>,
    bias: Vec<f32>,
}

/// All words of the corpus that are not too rare.
struct Words {
    names: Vec<String>,
    rarity: Vec<f32>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let root = env!("CARGO_MANIFEST_DIR");
    let mut files = Rules::shipped_files();
    for file in &mut files {
        file.text = std::fs::read_to_string(format!("{root}/content/{}", file.name))?;
    }
    let rules = Rules::load(&files)
        .map_err(|findings| format!("{} findings in the rules", findings.len()))?;
    let labels = label_names();
    let items = corpus::read("development")?;
    let (words, samples) = read(&rules, &items, &labels);
    println!("{} texts, {} features", samples.len(), words.names.len());

    let limits = limits(&samples, &words, &labels);
    let model = fit(&samples, &words);
    let rows = model.bias.iter().zip(&limits);
    let rows: Vec<Row> = rows.map(|(bias, limit)| Row { bias: *bias, limit: *limit }).collect();
    let mut list = Vec::new();
    for (feature, name) in words.names.iter().enumerate() {
        let weights: Vec<(usize, f32)> = (1..labels.len())
            .filter(|label| model.kept[*label][feature])
            .map(|label| (label, model.weights[label][feature]))
            .collect();
        let (name, rarity) = (name.clone(), words.rarity[feature]);
        list.push(Feature { name, rarity, harm: model.weights[0][feature], weights });
    }
    let bytes = pack(&rows, &list)?;
    println!("{} features kept, {} bytes", list.len(), bytes.len());
    let mut file = tempfile::NamedTempFile::new_in(format!("{root}/content/coach"))?;
    file.write_all(&bytes)?;
    file.persist(format!("{root}/content/coach/learned.bin"))?;
    Ok(())
}

/// The corpus as numbers. Texts with an alert say nothing of flags and strengths.
fn read(rules: &Rules, items: &[Item], labels: &[String]) -> (Words, Vec<Sample>) {
    let spoken = |item: &&Item| !item.expect.iter().any(|name| name.starts_with('!'));
    let texts: Vec<(&Item, Vec<Vec<String>>)> =
        items.iter().filter(spoken).map(|item| (item, features(rules, &item.text))).collect();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (_, sentences) in &texts {
        let once: HashSet<&str> = sentences.iter().flatten().map(String::as_str).collect();
        for word in once {
            *seen.entry(word).or_default() += 1;
        }
    }
    let mut names: Vec<&str> =
        seen.iter().filter(|(_, count)| **count >= RARE).map(|(word, _)| *word).collect();
    names.sort_unstable();
    let numbers: HashMap<&str, u32> = names
        .iter()
        .enumerate()
        .filter_map(|(at, name)| Some((*name, u32::try_from(at).ok()?)))
        .collect();
    let share = |count: usize| (texts.len() as f32 + 1.0) / (count as f32 + 1.0);
    let rarity: Vec<f32> = names.iter().map(|name| share(seen[name]).ln() + 1.0).collect();
    let sentence = |words: &Vec<String>| {
        let known = words.iter().filter_map(|word| Some((*numbers.get(word.as_str())?, 0.0)));
        weighed(known.collect(), &rarity)
    };
    let samples = texts
        .iter()
        .map(|(item, sentences)| sample(item, sentences.iter().map(sentence).collect(), labels))
        .collect();
    (Words { names: names.iter().map(|name| (*name).to_owned()).collect(), rarity }, samples)
}

/// Rare features count more; a long sentence counts as much as a short one.
fn weighed(mut features: Sentence, rarity: &[f32]) -> Sentence {
    let length: f32 = features.iter().map(|(feature, _)| rarity[*feature as usize].powi(2)).sum();
    let length = length.sqrt().max(1.0);
    for (feature, value) in &mut features {
        *value = rarity[*feature as usize] / length;
    }
    features
}

fn sample(item: &Item, sentences: Vec<Sentence>, labels: &[String]) -> Sample {
    let is_flag = |name: &String| !name.starts_with(['+', '!']);
    let flagged = item.expect.iter().any(is_flag);
    let perhaps = item.also.iter().any(is_flag);
    let said = labels.iter().map(|label| match label.as_str() {
        HARM_NAME => (flagged || !perhaps).then_some(flagged),
        _ if item.expect.contains(label) => Some(true),
        _ if item.also.contains(label) => None,
        // Nobody looked for strengths in a text that does harm.
        _ if label.starts_with('+') && flagged => None,
        _ => Some(false),
    });
    let allowed = labels
        .iter()
        .map(|label| item.expect.contains(label) || item.also.contains(label))
        .collect();
    Sample {
        author: item.author.clone(),
        sentences,
        said: said.collect(),
        allowed,
        flagged,
        harmless: !flagged && !perhaps,
    }
}

/// Trains on everything, keeps the features that say most, and trains on those alone.
fn fit(samples: &[Sample], words: &Words) -> Model {
    let count = words.names.len();
    let labels = samples.first().map_or(0, |sample| sample.said.len());
    let whole = train_all(samples, &vec![vec![true; count]; labels]);
    let kept = kept(&whole, words);
    let (weights, bias) = train_all(samples, &kept).into_iter().unzip();
    Model { weights, kept, bias }
}

/// Trains every label on two threads.
fn train_all(samples: &[Sample], kept: &[Vec<bool>]) -> Vec<(Vec<f32>, f32)> {
    let half = kept.len() / 2;
    let run = |range: std::ops::Range<usize>| -> Vec<(Vec<f32>, f32)> {
        range.map(|label| train(samples, label, &kept[label])).collect()
    };
    std::thread::scope(|scope| {
        let second = scope.spawn(|| run(half..kept.len()));
        let mut all = run(0..half);
        all.extend(second.join().unwrap_or_default());
        all
    })
}

/// Stochastic gradient descent with a rate of its own for every feature (Adagrad).
fn train(samples: &[Sample], label: usize, kept: &[bool]) -> (Vec<f32>, f32) {
    let told: Vec<(&Sample, bool)> =
        samples.iter().filter_map(|sample| Some((sample, sample.said[label]?))).collect();
    let (mut weights, mut moved) = (vec![0.0_f32; kept.len()], vec![1e-3_f32; kept.len()]);
    let (mut bias, mut bias_moved) = (-2.0_f32, 1.0_f32);
    for round in 0..ROUNDS {
        for step in 0..told.len() {
            // A stride without a common divisor walks through all texts in a scattered, repeatable order.
            let (sample, said) = told[(step * 7919 + round * 31) % told.len()];
            let wanted = if said { 1.0 } else { 0.0 };
            let Some((sentence, most)) = speaker(&sample.sentences, &weights) else { continue };
            let slope = chance(most + bias) - wanted;
            for (feature, value) in sentence.iter().filter(|(feature, _)| kept[*feature as usize]) {
                let at = *feature as usize;
                let slope = slope * value;
                moved[at] += slope * slope;
                weights[at] -= RATE * slope / moved[at].sqrt();
            }
            bias_moved += slope * slope;
            bias -= RATE * slope / bias_moved.sqrt();
        }
    }
    (weights, bias)
}

/// The sentence of a text that says most, and how much.
fn speaker<'s>(sentences: &'s [Sentence], weights: &[f32]) -> Option<(&'s Sentence, f32)> {
    let scores = sentences.iter().map(|sentence| (sentence, score(sentence, weights)));
    scores.max_by(|one, other| one.1.total_cmp(&other.1))
}

fn score(sentence: &Sentence, weights: &[f32]) -> f32 {
    sentence.iter().map(|(feature, value)| value * weights[*feature as usize]).sum()
}

fn chance(score: f32) -> f32 {
    1.0 / (1.0 + (-score).exp())
}

/// Which features are kept for each label: those that say most.
fn kept(model: &[(Vec<f32>, f32)], words: &Words) -> Vec<Vec<bool>> {
    let keep = |(label, (weights, _)): (usize, &(Vec<f32>, f32))| {
        let most = if label == 0 { weights.len() } else { KEPT_FOR_LABEL };
        let mut order: Vec<usize> = (0..weights.len()).collect();
        let says = |at: usize| (weights[at] * words.rarity[at]).abs();
        order.sort_by(|one, other| says(*other).total_cmp(&says(*one)).then(one.cmp(other)));
        let mut kept = vec![false; weights.len()];
        order.iter().take(most).filter(|at| says(**at) > 0.0).for_each(|at| kept[*at] = true);
        kept
    };
    model.iter().enumerate().map(keep).collect()
}

/// From where on each label is said, found on authors that were left out; prints how well that does.
fn limits(samples: &[Sample], words: &Words, labels: &[String]) -> Vec<f32> {
    let mut authors: Vec<&str> = samples.iter().map(|sample| sample.author.as_str()).collect();
    authors.sort_unstable();
    authors.dedup();
    let mut judged: Vec<(&Sample, Vec<f32>)> = Vec::new();
    for group in 0..GROUPS {
        let out = |sample: &Sample| {
            authors
                .iter()
                .position(|author| *author == sample.author)
                .is_some_and(|at| at % GROUPS == group)
        };
        let rest: Vec<Sample> = samples.iter().filter(|sample| !out(sample)).cloned().collect();
        let model = fit(&rest, words);
        for sample in samples.iter().filter(|sample| out(sample)) {
            let scores = model.weights.iter().zip(&model.bias);
            let most = |weights: &[f32]| speaker(&sample.sentences, weights).map_or(0.0, |s| s.1);
            judged.push((sample, scores.map(|(weights, bias)| most(weights) + bias).collect()));
        }
    }
    let mut harmless: Vec<f32> =
        judged.iter().filter(|(sample, _)| sample.harmless).map(|(_, scores)| scores[0]).collect();
    harmless.sort_by(|one, other| other.total_cmp(one));
    let harm = harmless[(harmless.len() as f32 * FALSE_ALARMS) as usize];
    let limits: Vec<f32> = labels
        .iter()
        .enumerate()
        .map(|(label, name)| match name.as_str() {
            HARM_NAME => harm,
            _ if name.starts_with('+') => strength_limit(&judged, label, harm),
            _ => SECOND_FLAG,
        })
        .collect();
    report(&judged, labels, &limits);
    limits
}

/// The lowest limit at which enough of what is said is right.
fn strength_limit(judged: &[(&Sample, Vec<f32>)], label: usize, harm: f32) -> f32 {
    let mut told: Vec<(f32, bool)> = judged
        .iter()
        .filter(|(_, scores)| scores[0] <= harm)
        .map(|(sample, scores)| (scores[label], sample.allowed[label]))
        .collect();
    told.sort_by(|one, other| other.0.total_cmp(&one.0));
    let (mut right, mut limit) = (0.0_f32, 0.0_f32);
    for (at, (score, allowed)) in told.iter().enumerate() {
        right += if *allowed { 1.0 } else { 0.0 };
        if right / (at as f32 + 1.0) >= RIGHT_STRENGTHS {
            limit = *score;
        }
    }
    limit - 1e-4
}

/// How well authors are judged that were not learned from.
fn report(judged: &[(&Sample, Vec<f32>)], labels: &[String], limits: &[f32]) {
    let flags = labels.iter().filter(|label| !label.starts_with('+')).count();
    let mut authors: Vec<&str> = judged.iter().map(|(sample, _)| sample.author.as_str()).collect();
    authors.sort_unstable();
    authors.dedup();
    println!("author       flagged  right label  false alarms  strengths  of those said right");
    for author in authors {
        let (mut flagged, mut right, mut alarms, mut strengths, mut named) =
            ((0, 0), (0, 0), (0, 0), (0, 0), (0, 0));
        let count = |pair: &mut (u32, u32), hit: bool| {
            pair.0 += u32::from(hit);
            pair.1 += 1;
        };
        for (sample, scores) in judged.iter().filter(|(sample, _)| sample.author == author) {
            let harm = scores[0] > limits[0];
            let first = (1..flags)
                .max_by(|one, other| scores[*one].total_cmp(&scores[*other]))
                .unwrap_or(1);
            let allowed = (1..flags).any(|label| {
                sample.allowed[label] && (label == first || scores[label] > limits[label])
            });
            if sample.flagged {
                count(&mut flagged, harm);
                count(&mut right, harm && allowed);
            } else if sample.harmless {
                count(&mut alarms, harm);
            }
            for label in flags..labels.len() {
                let said = scores[label] > limits[label];
                if sample.said[label] == Some(true) {
                    count(&mut strengths, said);
                }
                if said && !sample.flagged {
                    count(&mut named, sample.allowed[label]);
                }
            }
        }
        let percent = |(hits, of): (u32, u32)| 100.0 * hits as f32 / of.max(1) as f32;
        println!(
            "{author:<12} {:>6.1} % {:>10.1} % {:>11.1} % {:>8.1} % {:>14.1} %",
            percent(flagged),
            percent(right),
            percent(alarms),
            percent(strengths),
            percent(named)
        );
    }
}
