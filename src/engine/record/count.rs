//! What the lines of the journal add up to, and the plain sentence that says it.
//!
//! A line counts once. Nothing is set against what might have been: a day without a line is no failure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::content::Program;
use crate::engine::entry::{Entry, EntryKind};
use crate::engine::plan::Plan;

use super::gates::resting;
use super::items::ItemId;

/// The name of the number that says the person told of a missed promise before they were asked.
pub const TOLD_FIRST: &str = "told-first";

/// What lines add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Promises kept.
    pub kept: usize,
    /// Promises missed.
    pub missed: usize,
    /// Of the missed, those told about first.
    pub told_first: usize,
    /// Of the missed, those repaired.
    pub repaired: usize,
    /// Practices done.
    pub done: usize,
    /// Practices done in part.
    pub part: usize,
    /// Practices left out.
    pub left_out: usize,
    /// Check-ins.
    pub check_ins: usize,
    /// Talks held.
    pub talks: usize,
    /// Steps done.
    pub steps: usize,
    /// Things that went right.
    pub wins: usize,
    /// Things that went wrong.
    pub setbacks: usize,
}

impl Count {
    /// What these lines add up to. A repair counts for a missed promise of the same day among them.
    pub fn of<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Self {
        let mut count = Self::default();
        let mut missed: BTreeSet<(Option<&ItemId>, NaiveDate)> = BTreeSet::new();
        let mut repaired: BTreeMap<(Option<&ItemId>, NaiveDate), bool> = BTreeMap::new();
        for entry in entries {
            let occasion = (entry.step.as_ref(), entry.day);
            match entry.kind {
                EntryKind::PromiseKept => count.kept += 1,
                EntryKind::PromiseMissed => {
                    missed.insert(occasion);
                }
                EntryKind::PromiseRepaired => {
                    let told = entry.numbers.get(TOLD_FIRST).is_some_and(|told| *told > 0);
                    repaired.insert(occasion, told);
                }
                EntryKind::PracticeDone => count.done += 1,
                EntryKind::PracticePart => count.part += 1,
                EntryKind::PracticeSkip => count.left_out += 1,
                EntryKind::CheckIn => count.check_ins += 1,
                EntryKind::TalkHeld => count.talks += 1,
                EntryKind::StepDone => count.steps += 1,
                EntryKind::Win => count.wins += 1,
                EntryKind::Setback => count.setbacks += 1,
                EntryKind::PracticeNotApplicable
                | EntryKind::AgreementChanged
                | EntryKind::WeekRated
                | EntryKind::Reviewed
                | EntryKind::Gratitude
                | EntryKind::Note => {}
            }
        }
        count.missed = missed.len();
        for (_, told) in repaired.into_iter().filter(|(occasion, _)| missed.contains(occasion)) {
            count.repaired += 1;
            count.told_first += usize::from(told);
        }
        count
    }

    /// The lines that may be counted now: what rests is left out.
    #[must_use]
    pub fn countable<'e>(
        program: &Program,
        plan: &Plan,
        entries: impl IntoIterator<Item = &'e Entry>,
    ) -> Vec<&'e Entry> {
        let resting: BTreeSet<ItemId> =
            resting(program, plan).into_iter().map(|item| item.id).collect();
        let counts =
            |entry: &&Entry| entry.step.as_ref().is_none_or(|step| !resting.contains(step));
        entries.into_iter().filter(counts).collect()
    }

    /// Promises, in one sentence: "kept 9 of 11; the two I missed I told about first".
    #[must_use]
    pub fn promises(&self) -> String {
        let Self { kept, missed, told_first, .. } = *self;
        match (kept, missed, told_first) {
            (0, 0, _) => "no promise was answered for".to_owned(),
            (1, 0, _) => "kept the one promise there was".to_owned(),
            (kept, 0, _) => format!("kept all {kept}"),
            (kept, missed, 0) => format!("kept {kept} of {}", kept + missed),
            (kept, 1, _) => {
                format!("kept {kept} of {}; the one I missed I told about first", kept + 1)
            }
            (kept, missed, told) if told >= missed => format!(
                "kept {kept} of {}; the {} I missed I told about first",
                kept + missed,
                in_words(missed)
            ),
            (kept, missed, told) => format!(
                "kept {kept} of {}; of the {} I missed I told about {} first",
                kept + missed,
                in_words(missed),
                in_words(told)
            ),
        }
    }

    /// Practices, in one sentence.
    #[must_use]
    pub fn practices(&self) -> String {
        let Self { done, part, left_out, .. } = *self;
        let times = |count: usize| match count {
            1 => "once".to_owned(),
            2 => "twice".to_owned(),
            count => format!("{} times", in_words(count)),
        };
        let mut parts = Vec::new();
        if done > 0 {
            parts.push(format!("practised {}", times(done)));
        }
        if part > 0 {
            let what = if parts.is_empty() { "practised in part" } else { "in part" };
            parts.push(format!("{what} {}", times(part)));
        }
        if left_out > 0 {
            parts.push(format!("left out {}", times(left_out)));
        }
        if parts.is_empty() { "nothing practised".to_owned() } else { parts.join(", ") }
    }

    /// Whether no promise and no practice was answered for.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.kept + self.missed + self.done + self.part + self.left_out == 0
    }
}

/// A number as it is read aloud, up to twelve; digits beyond.
#[must_use]
pub fn in_words(number: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn promises(kept: usize, missed: usize, told_first: usize) -> String {
        Count { kept, missed, told_first, ..Count::default() }.promises()
    }

    #[test]
    fn the_sentence_is_plain_and_has_no_percentage() {
        assert_eq!(promises(9, 2, 2), "kept 9 of 11; the two I missed I told about first");
        assert_eq!(promises(9, 1, 1), "kept 9 of 10; the one I missed I told about first");
        assert_eq!(promises(9, 3, 2), "kept 9 of 12; of the three I missed I told about two first");
        assert_eq!(promises(0, 2, 0), "kept 0 of 2");
        assert_eq!(promises(4, 0, 0), "kept all 4");
        assert_eq!(promises(0, 0, 0), "no promise was answered for");
    }

    #[test]
    fn practices_are_said_in_words() {
        let said =
            |done, part, left_out| Count { done, part, left_out, ..Count::default() }.practices();
        assert_eq!(said(4, 1, 2), "practised four times, in part once, left out twice");
        assert_eq!(said(0, 3, 0), "practised in part three times");
        assert_eq!(said(0, 0, 0), "nothing practised");
    }
}
