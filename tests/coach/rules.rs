//! The rules file itself.

use std::collections::HashSet;

use trustcoach::coach::{Rules, check};
use trustcoach::content::diagnostic::render;

use crate::corpus::read;

/// The most consecutive words that a rule may share with a text of the corpus.
const SHARED: usize = 5;

#[test]
fn the_shipped_rules_match_their_own_examples() {
    let findings = check(&Rules::shipped_files());
    assert!(findings.is_empty(), "{}", render(&findings, false));
    assert!(!Rules::shipped().all().is_empty());
}

fn words(text: &str) -> Vec<String> {
    let plain = text.to_lowercase().replace(['\'', '\u{2019}'], "");
    plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn no_rule_repeats_a_text_of_the_corpus() {
    let mut runs: HashSet<Vec<String>> = HashSet::new();
    let halves = ["development", "heldback"].map(|half| read(half).expect("it can be read"));
    for item in halves.into_iter().flatten() {
        runs.extend(words(&item.text).windows(SHARED + 1).map(<[String]>::to_vec));
    }
    // Examples show what a rule is for and match nothing; bars and brackets cut a pattern into its phrases.
    let shown = |line: &&str| !["yes =", "no =", "#"].iter().any(|start| line.starts_with(start));
    let files = Rules::shipped_files();
    let lines = files.iter().flat_map(|file| file.text.lines()).filter(shown);
    let patterns = lines.collect::<Vec<&str>>().join("\n");
    let phrases = patterns.split(['|', '(', ')', '"', '\n', ',', '{', '}', '.', '!']);
    let repeated: Vec<Vec<String>> = phrases
        .flat_map(|phrase| {
            words(phrase).windows(SHARED + 1).map(<[String]>::to_vec).collect::<Vec<_>>()
        })
        .filter(|run| runs.contains(run))
        .collect();
    assert!(repeated.is_empty(), "{repeated:?}");
}
