//! Which words a finding points at: a phrase that can be read alone, at most about a clause. Half a phrase ("or I",
//! "it was only a") tells nobody what is meant, and a whole sentence says that all of it is wrong.

use std::ops::Range;

use super::token::Token;

/// The rest of a clause is shown with a phrase where it is no longer than this.
const REST: usize = 5;

/// A longer clause is shown from where it speaks most, this many words of it.
const MOST: usize = 10;

/// A clause of fewer words is shown with the next one.
const LEAST: usize = 3;

/// What a phrase does not end in: it goes on to what these words belong to.
const LEANING: [&str; 33] = [
    "a", "an", "the", "my", "your", "our", "their", "his", "her", "this", "to", "of", "in", "on",
    "at", "for", "with", "from", "have", "has", "had", "is", "are", "was", "be", "been", "i",
    "you", "we", "not", "even", "do", "must",
];

/// What at the end of a phrase belongs to what follows.
const JOINING: [&str; 2] = ["and", "so"];

/// A match as a phrase: on to the end of its clause where that is near, but not into the next finding.
pub(super) fn rounded(list: &[Token], found: Range<usize>, next: usize) -> Range<usize> {
    let Range { start, mut end } = found;
    while end > start + 1 && JOINING.contains(&&*list[end - 1].written) {
        end -= 1;
    }
    let close = clause_end(list, end - 1).min(next.max(end));
    if close - end <= REST {
        return start..close;
    }
    // "It's been three months and I think": the clause that was only begun is left out.
    let begun = (start + LEAST..end).rev().find(|at| list[*at].breaks);
    if let Some(begun) = begun.filter(|begun| end - begun <= LEAST) {
        return start..begun;
    }
    while end < close && LEANING.contains(&&*list[end - 1].written) {
        end += 1;
    }
    start..end
}

/// The clause that speaks most for something, given what every word says for it.
pub(super) fn speaking(list: &[Token], says: &[f32]) -> Option<Range<usize>> {
    let sum = |range: &Range<usize>| says[range.clone()].iter().sum::<f32>();
    let most = |best: Range<usize>, other: Range<usize>| {
        if sum(&other) > sum(&best) { other } else { best }
    };
    let clause = clauses(list).into_iter().reduce(most)?;
    if clause.len() <= MOST {
        return Some(clause);
    }
    let windows = clause.start..=clause.end - MOST;
    windows.map(|start| start..start + MOST).reduce(most)
}

/// The clause that a word stands in.
pub(super) fn clause_of(list: &[Token], at: usize) -> Range<usize> {
    clauses(list).into_iter().find(|clause| clause.contains(&at)).unwrap_or(0..list.len())
}

/// The clauses of a sentence, each with at least some words where there are any.
fn clauses(list: &[Token]) -> Vec<Range<usize>> {
    let mut clauses: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    while start < list.len() {
        let end = clause_end(list, start);
        match clauses.last_mut() {
            Some(before) if before.len() < LEAST || end - start < LEAST => before.end = end,
            _ => clauses.push(start..end),
        }
        start = end;
    }
    clauses
}

/// Where the clause of a word ends; words in quotation marks are a clause of their own.
fn clause_end(list: &[Token], at: usize) -> usize {
    let ends = |next: &usize| list[*next].breaks || list[*next].quoted != list[at].quoted;
    (at + 1..list.len()).find(ends).unwrap_or(list.len())
}
