//! What the plan's file remembers of each month, so that one that was put back or swapped shows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Value;
use zeroize::Zeroizing;

use super::document::{self, Unknown};
use super::seal;
use super::store::MonthFile;

/// The key of the plan's file that it stands under.
pub(super) const KEY: &str = "journal";

/// The months, each with the latest save of it that is known. It is written with the plan and may lag: a month that is
/// newer is normal, one that is older was put back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Index {
    marks: BTreeMap<String, Mark>,
    /// A month whose mark has no seal yet, and its text. Its seal is wanted with the next save, not at a start.
    #[serde(skip)]
    unsealed: Option<(String, Zeroizing<String>)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    /// The number of the save.
    seq: u64,
    /// The digest of what was saved.
    seal: String,
}

impl Index {
    /// Takes the index out of what stands beside the plan in its file.
    pub(super) fn take_from(unknown: &mut Unknown) -> Self {
        unknown.take(KEY).and_then(|value| value.try_into().ok()).unwrap_or_default()
    }

    /// Puts it beside the plan.
    pub(super) fn put_into(&mut self, unknown: &mut Unknown) {
        self.seal();
        if let (false, Ok(value)) = (self.marks.is_empty(), Value::try_from(&*self)) {
            unknown.put(KEY, value);
        }
    }

    /// The months that are known.
    pub(super) fn months(&self) -> impl Iterator<Item = &str> {
        self.marks.keys().map(String::as_str)
    }

    /// Whether the month is known.
    pub(super) fn knows(&self, month: &str) -> bool {
        self.marks.contains_key(month)
    }

    /// The number of the latest save that is known; 0 where none is.
    pub(super) fn seq(&self, month: &str) -> u64 {
        self.marks.get(month).map_or(0, |mark| mark.seq)
    }

    /// Takes this version of the month for the latest; the number of saves never goes back. Says whether it is an
    /// earlier version than the one that was known, or another of the same number. With its text, a newer one may be
    /// sealed later.
    pub(super) fn raise(&mut self, month: &str, file: &MonthFile, text: Option<&str>) -> bool {
        if let (Some(text), None) = (text, &self.unsealed)
            && self.marks.get(month).is_none_or(|mark| mark.seq < file.seq)
        {
            self.marks.insert(month.to_owned(), Mark { seq: file.seq, seal: String::new() });
            self.unsealed = Some((month.to_owned(), Zeroizing::new(text.to_owned())));
            return false;
        }
        self.seal();
        let seal = seal_of(file);
        let older = self
            .marks
            .get(month)
            .is_some_and(|mark| file.seq < mark.seq || (file.seq == mark.seq && seal != mark.seal));
        let seq = self.seq(month).max(file.seq);
        self.marks.insert(month.to_owned(), Mark { seq, seal });
        older
    }

    /// Knows the month no longer.
    pub(super) fn forget(&mut self, month: &str) {
        self.seal();
        self.marks.remove(month);
    }

    /// Remembers the month as it is now.
    pub(super) fn saw(&mut self, month: &str, file: &MonthFile) {
        self.seal();
        let mark = Mark { seq: file.seq, seal: seal_of(file) };
        self.marks.insert(month.to_owned(), mark);
    }
}

impl Index {
    /// Seals what was left unsealed.
    fn seal(&mut self) {
        let Some((month, text)) = self.unsealed.take() else { return };
        // It was understood when it was read; a mark without a seal would be told as an older version.
        let read = document::parse_value::<MonthFile>(text).ok();
        if let (Some(read), Some(mark)) = (read, self.marks.get_mut(&month)) {
            mark.seal = seal_of(&MonthFile { month, ..read.value });
        }
    }
}

/// The digest of what a month says, however it is laid out.
fn seal_of(file: &MonthFile) -> String {
    seal::digest(toml::to_string(file).unwrap_or_default().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::document::Filed as _;

    #[test]
    fn a_mark_that_is_sealed_later_is_the_same() {
        let text = "month = \"2026-11\"\nseq = 3\n";
        let file = document::parse::<MonthFile>(text).unwrap().value;
        assert_eq!(file.month(), Some("2026-11"));
        let [mut now, mut later] = [(); 2].map(|()| Unknown::default());
        let mut index = Index::default();
        assert!(!index.raise("2026-11", &file, None));
        index.put_into(&mut now);
        let mut index = Index::default();
        assert!(!index.raise("2026-11", &file, Some(text)));
        // Compared again before it was sealed: it is no earlier version than itself.
        assert!(!index.raise("2026-11", &file, Some(text)));
        index.put_into(&mut later);
        assert_eq!(later.take(KEY), now.take(KEY));
        let changed = MonthFile { replaced: ["x".to_owned()].into(), ..file };
        assert!(index.raise("2026-11", &changed, Some(text)));
    }
}
