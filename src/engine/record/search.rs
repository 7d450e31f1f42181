//! Finding lines of the journal by word and kind.

use crate::engine::entry::{Entry, EntryKind};

/// Which lines are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Only of these kinds; empty is every kind.
    pub kinds: Vec<EntryKind>,
    /// Only with this text, whatever the case; empty is every text.
    pub text: String,
}

impl Filter {
    /// Whether it leaves nothing out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty() && self.text.trim().is_empty()
    }
}

/// The lines that fit, the newest first.
pub fn find<'e>(entries: impl IntoIterator<Item = &'e Entry>, filter: &Filter) -> Vec<&'e Entry> {
    let wanted = Wanted::new(filter.text.trim());
    let mut found: Vec<&Entry> = entries
        .into_iter()
        .filter(|entry| filter.kinds.is_empty() || filter.kinds.contains(&entry.kind))
        .filter(|entry| wanted.is_in(&entry.text))
        .collect();
    found.sort_by(|one, other| (other.day, other.at, &other.id).cmp(&(one.day, one.at, &one.id)));
    found
}

/// A text to look for. Plain letters are compared in place; others need a copy in lower case.
enum Wanted {
    Anything,
    Plain(Vec<u8>),
    Other(String),
}

impl Wanted {
    fn new(text: &str) -> Self {
        if text.is_empty() {
            Self::Anything
        } else if text.is_ascii() {
            Self::Plain(text.to_ascii_lowercase().into_bytes())
        } else {
            Self::Other(text.to_lowercase())
        }
    }

    fn is_in(&self, text: &str) -> bool {
        match self {
            Self::Anything => true,
            Self::Plain(wanted) => {
                text.as_bytes().windows(wanted.len()).any(|part| part.eq_ignore_ascii_case(wanted))
            }
            Self::Other(wanted) => text.to_lowercase().contains(wanted),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::EntryId;
    use crate::engine::testing::at;

    #[test]
    fn lines_are_found_by_word_and_kind_whatever_the_case() {
        let line = |day, kind, text: &str| {
            let now = at(day);
            Entry::new(EntryId::new(now.at, 0), kind, now.today, now.at).saying(text)
        };
        let lines = [
            line(1, EntryKind::Win, "Told the Landlord"),
            line(2, EntryKind::Note, "the landlord rang"),
            line(3, EntryKind::Note, "ÄRGER im Büro"),
        ];
        let found = |kinds: &[EntryKind], text: &str| {
            let filter = Filter { kinds: kinds.to_vec(), text: text.to_owned() };
            find(&lines, &filter).iter().map(|line| line.day).collect::<Vec<_>>()
        };
        assert_eq!(found(&[], "LANDLORD"), [at(2).today, at(1).today], "the newest first");
        assert_eq!(found(&[EntryKind::Win], "landlord"), [at(1).today]);
        assert_eq!(found(&[], "büro "), [at(3).today]);
        assert_eq!(found(&[], "ärger"), [at(3).today]);
        assert_eq!(found(&[], "  ").len(), 3);
        assert!(found(&[], "rent").is_empty());
    }
}
