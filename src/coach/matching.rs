//! Whether a pattern stands at a place of a sentence, and where it ends.
//!
//! The search goes back and forth, but never twice through the same step at the same token: the cost of one start is
//! bounded by steps × [`SPAN`], whatever the text.

use super::lexicon::WordId;
use super::pattern::{ANY, Atom, Class, MOST_STEPS, Step};
use super::token::Token;

/// The most tokens one match can reach over.
const SPAN: usize = 64;

/// A sentence that is being searched, and how often a token was looked at.
#[derive(Debug)]
pub(super) struct Matcher<'s> {
    pub(super) tokens: &'s [Token],
    pub(super) classes: &'s [Class],
    pub(super) visits: u64,
    start: usize,
    failed: [u64; MOST_STEPS + 1],
}

impl<'s> Matcher<'s> {
    pub(super) fn new(tokens: &'s [Token], classes: &'s [Class]) -> Self {
        Self { tokens, classes, visits: 0, start: 0, failed: [0; MOST_STEPS + 1] }
    }

    /// Where a match that starts at `start` ends.
    pub(super) fn match_at(&mut self, steps: &[Step], start: usize) -> Option<usize> {
        if !self.may_start(steps, start) {
            return None;
        }
        self.start = start;
        self.failed[..=steps.len()].fill(0);
        self.walk(steps, 0, start)
    }

    /// A quick look at the first step, which most starts fail.
    fn may_start(&mut self, steps: &[Step], start: usize) -> bool {
        self.visits += 1;
        let token = &self.tokens[start];
        match steps.first() {
            Some(Step::Word { atom, optional: false }) => is(token, *atom),
            Some(Step::Class { class, optional: false }) => {
                let class = &self.classes[*class];
                single(class, token) || begins(class, token)
            }
            _ => true,
        }
    }

    fn walk(&mut self, steps: &[Step], at: usize, place: usize) -> Option<usize> {
        let Some(step) = steps.get(at) else { return Some(place) };
        let distance = place - self.start;
        if distance >= SPAN || self.failed[at] & (1 << distance) != 0 {
            return None;
        }
        self.visits += 1;
        let end = self.take(steps, at, place, *step).or_else(|| {
            let filler = at > 0 && self.tokens.get(place).is_some_and(|token| token.filler);
            if filler { self.walk(steps, at, place + 1) } else { None }
        });
        if end.is_none() {
            self.failed[at] |= 1 << distance;
        }
        end
    }

    fn take(&mut self, steps: &[Step], at: usize, place: usize, step: Step) -> Option<usize> {
        match step {
            Step::ClauseStart if !self.opens(place) => None,
            Step::ClauseEnd if self.tokens.get(place).is_some_and(|token| !token.breaks) => None,
            Step::ClauseStart | Step::ClauseEnd => self.walk(steps, at + 1, place),
            Step::Not { class } => {
                let found = self.ends(class, place).0[0].is_some();
                if found { None } else { self.walk(steps, at + 1, place) }
            }
            Step::Gap { most, across } => self.gap(steps, at, place, most, across),
            Step::Word { atom, optional } => {
                let fits = self.tokens.get(place).is_some_and(|token| is(token, atom));
                let end = if fits { self.walk(steps, at + 1, place + 1) } else { None };
                end.or_else(|| if optional { self.walk(steps, at + 1, place) } else { None })
            }
            Step::Any { optional } => {
                let end = if place < self.tokens.len() {
                    self.walk(steps, at + 1, place + 1)
                } else {
                    None
                };
                end.or_else(|| if optional { self.walk(steps, at + 1, place) } else { None })
            }
            Step::Ends { ending, optional } => {
                let fits = self.tokens.get(place).is_some_and(|token| token.ending == ending);
                let end = if fits { self.walk(steps, at + 1, place + 1) } else { None };
                end.or_else(|| if optional { self.walk(steps, at + 1, place) } else { None })
            }
            Step::Class { class, optional } => {
                let (ends, count) = self.ends(class, place);
                let mut ends = ends.into_iter().take(count).flatten();
                let end = ends.find_map(|end| self.walk(steps, at + 1, end));
                end.or_else(|| if optional { self.walk(steps, at + 1, place) } else { None })
            }
        }
    }

    fn gap(
        &mut self,
        steps: &[Step],
        at: usize,
        place: usize,
        most: u8,
        across: bool,
    ) -> Option<usize> {
        for length in 0..=usize::from(most) {
            if let Some(end) = self.walk(steps, at + 1, place + length) {
                return Some(end);
            }
            match self.tokens.get(place + length) {
                Some(token) if across || !token.breaks || place + length == self.start => {}
                _ => return None,
            }
        }
        None
    }

    /// Whether a clause begins here, or began with words that say nothing of their own.
    fn opens(&self, place: usize) -> bool {
        let mut place = place;
        for _ in 0..4 {
            match self.tokens.get(place) {
                Some(token) if token.breaks => return true,
                _ if place == 0 => return true,
                _ => {}
            }
            place -= 1;
            if !self.tokens[place].filler && !self.tokens[place].breaks {
                return false;
            }
        }
        false
    }

    /// Where the entries of a class that stand here end: longest phrases are tried last.
    fn ends(&mut self, class: usize, place: usize) -> ([Option<usize>; 4], usize) {
        let mut ends = [None; 4];
        let mut count = 0;
        let Some(token) = self.tokens.get(place) else { return (ends, count) };
        let class = &self.classes[class];
        if single(class, token) {
            ends[0] = Some(place + 1);
            count = 1;
        }
        if begins(class, token) {
            self.grow(class, (0, place, 0), &mut ends, &mut count);
        }
        (ends, count)
    }

    /// Follows the tree of phrases; up to three fillers may stand between two words.
    fn grow(
        &mut self,
        class: &Class,
        (branch, place, skipped): (usize, usize, u8),
        ends: &mut [Option<usize>; 4],
        count: &mut usize,
    ) {
        let Some(token) = self.tokens.get(place) else { return };
        self.visits += 1;
        let next = &class.tree[branch].next;
        let mut follow = |matcher: &mut Self, from: usize, word: WordId, exact: bool| {
            for (atom, to) in next[from..].iter().take_while(|(atom, _)| atom.word == word) {
                if atom.exact && !exact {
                    continue;
                }
                let end = Some(place + 1);
                if class.tree[*to].ends && *count < ends.len() && !ends.contains(&end) {
                    ends[*count] = end;
                    *count += 1;
                }
                matcher.grow(class, (*to, place + 1, 0), ends, count);
            }
        };
        for form in token.forms().chain(class.holds_any.then_some(ANY)) {
            let from = next.partition_point(|(atom, _)| atom.word < form);
            follow(self, from, form, form == token.word || form == ANY);
        }
        if branch > 0 && token.filler && skipped < 3 {
            self.grow(class, (branch, place + 1, skipped + 1), ends, count);
        }
    }
}

fn single(class: &Class, token: &Token) -> bool {
    class.exact.contains(token.word) || token.forms().any(|form| class.any.contains(form))
}

fn begins(class: &Class, token: &Token) -> bool {
    class.begins_any || token.forms().any(|form| class.begins.contains(form))
}

fn is(token: &Token, atom: Atom) -> bool {
    token.word == atom.word || atom.word == ANY || (!atom.exact && has(token, atom.word))
}

fn has(token: &Token, word: WordId) -> bool {
    token.bases.contains(&word)
}
