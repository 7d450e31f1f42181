//! Verbs aimed at the partner: a step that has one asks something of the person in the world, and has to say so.

use super::passage::Block;
use super::rules::{TOWARD, Toward};
use super::words::{Word, find, is_negated};

/// A verb aimed at the partner that the step does not declare.
#[derive(Debug)]
pub(super) struct Aimed {
    /// First and last word.
    pub(super) at: (usize, usize),
    pub(super) toward: &'static Toward,
}

/// Before these words a verb is no request: who does it is someone else, or it is only thought of.
const NO_REQUEST: [&str; 30] = [
    "they",
    "{they}",
    "{partner}",
    "who",
    "people",
    "others",
    "nobody",
    "anyone",
    "someone",
    "friends",
    "children",
    "we",
    "would",
    "could",
    "did",
    "if",
    "when",
    "before",
    "whether",
    "what",
    "why",
    "how",
    "that",
    "was",
    "is",
    "i",
    "my",
    "your",
    "a",
    "the",
];

/// The undeclared ones in a text.
pub(super) fn undeclared(block: &Block<'_>, words: &[Word]) -> Vec<Aimed> {
    let mut aimed = Vec::new();
    for toward in &TOWARD {
        let declared = toward.asks.iter().any(|ask| block.asks.contains(ask));
        let first = toward.verb.split(' ').next().unwrap_or_default();
        // A letter that stays is written to them, and reaches nobody.
        let stays = block.unsent && first == "write";
        if declared || stays || block.reviewed.contains(&first) {
            continue;
        }
        for object in [
            "{partner}/{them}",
            "your partner",
            "it/this/that/something to {partner}/{them}",
            "to {partner}/{them}",
        ] {
            let phrase = format!("{} {object}", toward.verb);
            let found = find(words, &phrase).into_iter().filter(|(at, _)| is_request(words, *at));
            aimed.extend(found.map(|at| Aimed { at, toward }));
        }
    }
    aimed.sort_by_key(|aimed| aimed.at);
    aimed.dedup_by_key(|aimed| aimed.at.0);
    aimed
}

/// Whether the verb asks the person to do it.
fn is_request(words: &[Word], at: usize) -> bool {
    let Some(word) = words.get(at).filter(|word| !word.quoted) else { return false };
    let before = at.checked_sub(1).and_then(|before| words.get(before)).filter(|_| !word.first);
    let no_request =
        before.is_some_and(|before| !word.clause && NO_REQUEST.contains(&before.text.as_str()));
    !no_request && !is_negated(words, at)
}
