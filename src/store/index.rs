//! What the plan's file remembers of each month, so that one that was put back or swapped shows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Value;

use super::document::{KEPT, Unknown};
use super::seal;
use super::store::MonthFile;

/// The months, each with the latest save of it that is known. It is written with the plan and may lag: a month that is
/// newer is normal, one that is older was put back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Index(BTreeMap<String, Mark>);

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
        unknown.take(KEPT).and_then(|value| value.try_into().ok()).unwrap_or_default()
    }

    /// Puts it beside the plan.
    pub(super) fn put_into(&self, unknown: &mut Unknown) {
        if let (false, Ok(value)) = (self.0.is_empty(), Value::try_from(self)) {
            unknown.put(KEPT, value);
        }
    }

    /// The months that are known.
    pub(super) fn months(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether the month is known.
    pub(super) fn knows(&self, month: &str) -> bool {
        self.0.contains_key(month)
    }

    /// The number of the latest save that is known; 0 where none is.
    pub(super) fn seq(&self, month: &str) -> u64 {
        self.0.get(month).map_or(0, |mark| mark.seq)
    }

    /// Takes this version of the month for the latest; the number of saves never goes back. Says whether it is an
    /// earlier version than the one that was known, or another of the same number.
    pub(super) fn raise(&mut self, month: &str, file: &MonthFile) -> bool {
        let seal = seal_of(file);
        let older = self
            .0
            .get(month)
            .is_some_and(|mark| file.seq < mark.seq || (file.seq == mark.seq && seal != mark.seal));
        let seq = self.seq(month).max(file.seq);
        self.0.insert(month.to_owned(), Mark { seq, seal });
        older
    }

    /// Knows the month no longer.
    pub(super) fn forget(&mut self, month: &str) {
        self.0.remove(month);
    }

    /// Remembers the month as it is now.
    pub(super) fn saw(&mut self, month: &str, file: &MonthFile) {
        let mark = Mark { seq: file.seq, seal: seal_of(file) };
        self.0.insert(month.to_owned(), mark);
    }
}

/// The digest of what a month says, however it is laid out.
fn seal_of(file: &MonthFile) -> String {
    seal::digest(toml::to_string(file).unwrap_or_default().as_bytes())
}
