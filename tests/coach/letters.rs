//! Ten letters as people write them, good ones and ones full of slips: what the coach says of them, so that a change of
//! rules, model or words is seen in what a person would read.

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;

use trustcoach::coach::{Audience, Review, Rules, review};

const LETTERS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/coach/letters");

/// Each letter's name, its text, and what is said of it.
fn letters() -> Vec<(String, String, Review)> {
    let files = fs::read_dir(Path::new(LETTERS)).unwrap();
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        let found = review(Rules::shipped(), &text, Audience::Partner);
        (path.file_stem().unwrap().to_string_lossy().into_owned(), text, found)
    };
    paths.iter().map(read).collect()
}

fn quote(text: &str, range: &Range<usize>) -> String {
    text.chars().skip(range.start).take(range.len()).collect()
}

#[test]
fn what_is_said_of_ten_letters_is_what_it_was() {
    let letters = letters();
    assert_eq!(letters.len(), 10);
    let mut said = String::new();
    for (name, text, found) in &letters {
        writeln!(said, "{name}").unwrap();
        for alert in &found.alerts {
            let words = quote(text, &alert.range);
            writeln!(said, "  !{} {}: {words}", alert.label.name(), alert.kind.name()).unwrap();
        }
        for finding in &found.findings {
            let words = quote(text, &finding.range);
            writeln!(said, "  {}: {words}\n      {}", finding.label.name(), finding.why).unwrap();
            writeln!(said, "      {}", finding.try_).unwrap();
        }
        for strength in &found.strengths {
            let words = quote(text, &strength.range);
            writeln!(said, "  +{}: {words}", strength.label.name()).unwrap();
        }
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots") }, {
        insta::assert_snapshot!("coach-letters", said);
    });
}

/// A sentence that gets the same note twice reads like nagging.
#[test]
fn no_note_stands_twice_beside_one_sentence() {
    for (name, text, found) in letters() {
        for pair in found.findings.windows(2).filter(|pair| pair[0].label == pair[1].label) {
            let between = quote(&text, &(pair[0].range.start..pair[1].range.end));
            assert!(between.contains(['.', '?', '!', '\n']), "{name}: {between}");
        }
    }
}
