//! What was begun on a sheet of the record, or in a check-in, and is not kept yet: enough to go on after a crash.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::engine::entry::{EntryId, EntryKind};
use crate::engine::plan::Answer;

use super::items::{ItemId, Thing};
use super::lines::ReviewOf;

/// What a sheet is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "of", content = "about", rename_all = "kebab-case")]
pub enum SheetOf {
    /// A promise: a new one, or a change to one.
    Promise(Option<ItemId>),
    /// A practice.
    Practice(Option<ItemId>),
    /// An agreement or offer.
    Agreement(Option<ItemId>),
    /// A look at an agreement: less, the same, stop?
    Look(ItemId),
    /// A talk.
    Talk(Option<ItemId>),
    /// What was heard in a talk that was held.
    Heard(ItemId),
    /// A day or place.
    Date(Option<ItemId>),
    /// The repair of a missed promise.
    Repair(ItemId),
    /// A new line of the journal.
    Line(EntryKind),
    /// Another wording of a line.
    Reword(EntryId),
    /// What a review came to.
    Review(ReviewOf),
}

impl SheetOf {
    /// The thing of the record that it is about, where there is one already.
    #[must_use]
    pub fn about(&self) -> Option<(Thing, &ItemId)> {
        match self {
            Self::Promise(id) => Some((Thing::Promise, id.as_ref()?)),
            Self::Practice(id) => Some((Thing::Practice, id.as_ref()?)),
            Self::Agreement(id) => Some((Thing::Agreement, id.as_ref()?)),
            Self::Talk(id) => Some((Thing::Talk, id.as_ref()?)),
            Self::Date(id) => Some((Thing::Date, id.as_ref()?)),
            Self::Look(id) => Some((Thing::Agreement, id)),
            Self::Heard(id) => Some((Thing::Talk, id)),
            Self::Repair(id) => Some((Thing::Promise, id)),
            Self::Line(_) | Self::Reword(_) | Self::Review(_) => None,
        }
    }
}

/// What is written on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BegunOn {
    /// The check-in of a day.
    CheckIn,
    /// The rating of a week.
    Week,
    /// A sheet.
    Sheet(SheetOf),
}

/// Something that was begun and is not kept yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Begun {
    /// On which day.
    pub day: NaiveDate,
    /// The line of a check-in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What is written on.
    pub on: BegunOn,
    /// What stands there: on a sheet by the place of its field, in a check-in by the name of what is asked.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub said: BTreeMap<String, Answer>,
}

/// Where on a sheet or check-in the person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OnSheet {
    /// On which of those that were begun.
    pub nth: usize,
    /// The row that has the focus.
    #[serde(default)]
    pub focus: usize,
    /// The field that is open, by its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::plan::Draft;

    #[test]
    fn whatever_was_begun_is_read_as_it_was_written() {
        let id = || ItemId::try_from("own-1-0".to_owned()).unwrap();
        let sheets = [
            SheetOf::Promise(None),
            SheetOf::Promise(Some(id())),
            SheetOf::Practice(None),
            SheetOf::Agreement(Some(id())),
            SheetOf::Look(id()),
            SheetOf::Talk(None),
            SheetOf::Heard(id()),
            SheetOf::Date(None),
            SheetOf::Repair(id()),
            SheetOf::Line(EntryKind::Gratitude),
            SheetOf::Reword(EntryId("1-0".to_owned())),
            SheetOf::Review(ReviewOf::Month),
        ];
        let on = sheets.into_iter().map(BegunOn::Sheet);
        let day = "2026-11-21".parse().unwrap();
        let said = BTreeMap::from([
            ("0".to_owned(), Answer::Text("a\n“b”".to_owned())),
            ("3".to_owned(), Answer::Number(2)),
        ]);
        let begun = on
            .chain([BegunOn::CheckIn, BegunOn::Week])
            .map(|on| Begun { day, text: "x".to_owned(), on, said: said.clone() })
            .collect();
        let mut draft = Draft { seq: 3, typed: Some("y".to_owned()), begun, ..Draft::default() };
        draft.place.sheet = Some(OnSheet { nth: 1, focus: 2, field: Some(0) });
        let text = toml::to_string(&draft).unwrap();
        assert_eq!(toml::from_str::<Draft>(&text).unwrap(), draft, "{text}");
    }
}
