//! Values as TOML and back. What this version does not know stays in the file.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use toml::de::{DeTable, DeValue, Deserializer, ValueDeserializer};
use toml::{Spanned, Table, Value};
use zeroize::Zeroizing;

/// What a file of the store holds.
pub(super) trait Filed: Serialize + DeserializeOwned + PartialEq {
    /// The month that it says it is.
    fn month(&self) -> Option<&str> {
        None
    }
}

/// A value read from a file, and the keys beside it that mean nothing to this version.
#[derive(Debug, Clone)]
pub(super) struct Document<T> {
    pub(super) value: T,
    pub(super) unknown: Unknown,
}

/// Where a text stops making sense. The library's message may quote the text, so it is left out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not understood")]
pub(super) struct NotUnderstood {
    /// From 1.
    pub(super) line: usize,
}

/// When it is found out what of a file this version does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// At once: the file is about to be written again.
    Now,
    /// When it is written, if ever: it costs as much as reading the value.
    Later,
}

/// What of a file this version does not know, by its place.
#[derive(Debug, Clone, Default)]
pub(super) struct Unknown {
    /// Keys that are unknown themselves.
    whole: BTreeMap<String, Value>,
    /// Keys that are known and hold something unknown.
    within: BTreeMap<String, Unknown>,
    /// Elements of a list that hold something unknown, by what tells them apart.
    elements: Vec<(String, Unknown)>,
    /// Where the rest of it is still to be found.
    unread: Option<Unread>,
}

/// A text in which nobody has looked for what is unknown.
#[derive(Clone)]
struct Unread {
    text: Zeroizing<String>,
    look: fn(&str) -> Option<Unknown>,
}

/// The keys that the store keeps beside the plan. They are there at once, whenever the rest is looked for.
const KEPT: [&str; 2] = [super::index::KEY, super::removed::KEY];

/// The keys by which elements of lists are told apart, the first that is there.
const IDENTITY: [&str; 3] = ["id", "began", "step"];

/// Reads a value.
pub(super) fn parse<T: Filed>(text: &str) -> Result<Document<T>, NotUnderstood> {
    let raw = raw(text)?;
    let table = table(text, raw.clone())?;
    let value: T = value(text, raw)?;
    let known = Table::try_from(&value).map_err(|_| NotUnderstood { line: 1 })?;
    let unknown = beside(&Value::Table(table), &Value::Table(known));
    Ok(Document { value, unknown })
}

/// Reads a value, and leaves what is unknown beside it for later.
pub(super) fn parse_value<T: Filed>(text: Zeroizing<String>) -> Result<Document<T>, NotUnderstood> {
    let mut raw = raw(&text)?;
    let mut unknown = Unknown::default();
    for key in KEPT {
        if let Some(kept) = raw.get_mut().remove(key) {
            let kept = Value::deserialize(ValueDeserializer::from(kept));
            unknown.put(key, kept.map_err(|error| not_understood(&text, &error))?);
        }
    }
    let value = value(&text, raw)?;
    let look = |text: &str| parse::<T>(text).ok().map(|document| document.unknown);
    unknown.unread = Some(Unread { text, look });
    Ok(Document { value, unknown })
}

fn raw(text: &str) -> Result<Spanned<DeTable<'_>>, NotUnderstood> {
    DeTable::parse(text).map_err(|error| not_understood(text, &error))
}

fn table(text: &str, raw: Spanned<DeTable<'_>>) -> Result<Table, NotUnderstood> {
    Table::deserialize(Deserializer::from(raw)).map_err(|error| not_understood(text, &error))
}

fn value<T: DeserializeOwned>(
    text: &str,
    mut raw: Spanned<DeTable<'_>>,
) -> Result<T, NotUnderstood> {
    raw.get_mut().iter_mut().for_each(|(_, inner)| dates_to_text(inner.get_mut()));
    T::deserialize(Deserializer::from(raw)).map_err(|error| not_understood(text, &error))
}

fn not_understood(text: &str, error: &toml::de::Error) -> NotUnderstood {
    NotUnderstood { line: line(text, error.span()) }
}

/// Writes a value with what was unknown beside it; `None` if the text would not read back as the same.
pub(super) fn write<T: Filed>(document: &Document<T>) -> Option<String> {
    let mut whole = Value::Table(Table::try_from(&document.value).ok()?);
    put_back(&mut whole, document.unknown.settled()?.as_ref());
    let pretty = toml::to_string_pretty(&whole).ok();
    let pretty = pretty.filter(|text| reads_back(text, &document.value, &whole) == Some(true));
    pretty.or_else(|| {
        let plain = toml::to_string(&whole).ok();
        plain.filter(|text| reads_back(text, &document.value, &whole) == Some(true))
    })
}

/// Whether the text says this value, and all of this with what is unknown.
fn reads_back<T: Filed>(text: &str, same: &T, whole: &Value) -> Option<bool> {
    let raw = raw(text).ok()?;
    let again = Value::Table(table(text, raw.clone()).ok()?);
    Some(again == *whole && value::<T>(text, raw).ok()? == *same)
}

/// The line in which a span begins, from 1.
pub(super) fn line(text: &str, span: Option<Range<usize>>) -> usize {
    let start = span.map_or(0, |span| span.start).min(text.len());
    text.as_bytes()[..start].split(|byte| *byte == b'\n').count()
}

/// A person may write a date without quotes.
fn dates_to_text(value: &mut DeValue<'_>) {
    match value {
        DeValue::Datetime(date) => *value = DeValue::String(Cow::Owned(date.to_string())),
        DeValue::Table(table) => {
            table.iter_mut().for_each(|(_, inner)| dates_to_text(inner.get_mut()));
        }
        DeValue::Array(list) => {
            list.iter_mut().for_each(|inner| dates_to_text(inner.get_mut()));
        }
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) => {}
    }
}

fn beside(raw: &Value, known: &Value) -> Unknown {
    let mut unknown = Unknown::default();
    match (raw, known) {
        (Value::Table(raw), Value::Table(known)) => {
            for (key, value) in raw {
                if let Some(same) = known.get(key) {
                    let inner = beside(value, same);
                    if !inner.is_empty() {
                        unknown.within.insert(key.clone(), inner);
                    }
                } else {
                    unknown.whole.insert(key.clone(), value.clone());
                }
            }
        }
        (Value::Array(raw), Value::Array(known)) => {
            for (element, same) in raw.iter().zip(known) {
                let inner = beside(element, same);
                if let (false, Some(name)) = (inner.is_empty(), identity(same)) {
                    unknown.elements.push((name, inner));
                }
            }
        }
        _ => {}
    }
    unknown
}

fn put_back(value: &mut Value, unknown: &Unknown) {
    match value {
        Value::Table(table) => {
            for (key, inner) in &unknown.within {
                if let Some(known) = table.get_mut(key) {
                    put_back(known, inner);
                }
            }
            for (key, inner) in &unknown.whole {
                if !table.contains_key(key) {
                    table.insert(key.clone(), inner.clone());
                }
            }
        }
        Value::Array(list) => {
            let mut left: Vec<&(String, Unknown)> = unknown.elements.iter().collect();
            for element in list {
                let name = identity(element);
                if let Some(at) = left.iter().position(|(other, _)| Some(other) == name.as_ref()) {
                    put_back(element, &left.remove(at).1);
                }
            }
        }
        Value::String(_)
        | Value::Integer(_)
        | Value::Float(_)
        | Value::Boolean(_)
        | Value::Datetime(_) => {}
    }
}

fn identity(element: &Value) -> Option<String> {
    IDENTITY.iter().find_map(|key| element.get(key)?.as_str().map(str::to_owned))
}

impl Unknown {
    /// Takes a key out: one that the store keeps beside the value.
    pub(super) fn take(&mut self, key: &str) -> Option<Value> {
        self.whole.remove(key)
    }

    /// Puts a key beside the value.
    pub(super) fn put(&mut self, key: &str, value: Value) {
        self.whole.insert(key.to_owned(), value);
    }

    /// Looks for what was left for later; `None` where the text that holds it is understood no longer.
    pub(super) fn settle(&mut self) -> Option<()> {
        if let Some(unread) = &self.unread {
            let mut found = (unread.look)(&unread.text)?;
            found.whole.retain(|key, _| !KEPT.contains(&key.as_str()));
            found.whole.append(&mut self.whole);
            *self = found;
        }
        Some(())
    }

    /// The text in which nobody has looked yet.
    pub(super) fn unread_text(&self) -> Option<&str> {
        self.unread.as_ref().map(|unread| unread.text.as_str())
    }

    fn settled(&self) -> Option<Cow<'_, Self>> {
        if self.unread.is_none() {
            return Some(Cow::Borrowed(self));
        }
        let mut settled = self.clone();
        settled.settle()?;
        Some(Cow::Owned(settled))
    }

    fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.within.is_empty() && self.elements.is_empty()
    }
}

/// Without the text: it is what a person wrote.
impl fmt::Debug for Unread {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Unread")
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Shelf {
        made: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        book: Vec<Book>,
    }

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Book {
        id: String,
        pages: u8,
    }

    impl Filed for Shelf {}

    const TEXT: &str = r#"
made = 2026-11-22
future = { x = 1, y = [1, 2] }
[[book]]
id = "a"
pages = 1
colour = "red"
[[book]]
id = "b"
pages = 2
since = 1979-05-27T07:32:00Z
"#;

    #[test]
    fn unknown_keys_stay_where_they_were() {
        let mut shelf = parse::<Shelf>(TEXT).unwrap();
        shelf.value.book.reverse();
        shelf.value.note = Some("ä\n'''\"\"\"\r\u{0}\u{1b}".to_owned());
        let again: Table = toml::from_str(&write(&shelf).unwrap()).unwrap();
        let expected: Table = toml::from_str(
            r#"
made = "2026-11-22"
note = "ä\n'''\"\"\"\r\u0000\u001b"
future = { x = 1, y = [1, 2] }
book = [
    { id = "b", pages = 2, since = 1979-05-27T07:32:00Z },
    { id = "a", pages = 1, colour = "red" },
]
"#,
        )
        .unwrap();
        assert_eq!(again, expected);
    }

    #[test]
    fn what_is_looked_for_later_is_found_all_the_same() {
        for (text, change) in [
            (TEXT, Box::new(|shelf: &mut Shelf| shelf.book.reverse()) as Box<dyn Fn(&mut Shelf)>),
            (TEXT, Box::new(|shelf: &mut Shelf| drop(shelf.book.remove(0)))),
            ("made = \"x\"\n[journal.a]\nseq = 1\n", Box::new(|_: &mut Shelf| {})),
            ("made = \"x\"\nnote = \"secret\"\n", Box::new(|shelf| shelf.note = None)),
        ] {
            let [mut now, mut later] =
                [parse::<Shelf>(text), parse_value(Zeroizing::new(text.to_owned()))]
                    .map(Result::unwrap);
            assert_eq!(now.value, later.value);
            change(&mut now.value);
            change(&mut later.value);
            assert_eq!(write(&later), write(&now), "{text}");
            let kept = [&mut now, &mut later].map(|document| document.unknown.take(KEPT[0]));
            assert_eq!(kept[0], kept[1]);
            // What was taken out does not come back.
            later.unknown.settle().unwrap();
            assert_eq!(write(&later), write(&now), "{text}");
        }
    }

    #[test]
    fn what_is_unknown_goes_with_what_held_it() {
        let mut shelf = parse::<Shelf>(TEXT).unwrap();
        shelf.value.book.remove(0);
        assert!(!write(&shelf).unwrap().contains("colour"));
    }

    #[test]
    fn a_known_key_that_was_emptied_does_not_come_back() {
        let mut shelf = parse::<Shelf>("made = \"x\"\nnote = \"secret\"\n").unwrap();
        shelf.value.note = None;
        assert_eq!(write(&shelf).unwrap(), "made = \"x\"\n");
    }

    #[test]
    fn the_line_is_named_and_the_text_is_not() {
        let text = "made = \"x\"\n[[book]]\nid = \"a\"\npages = \"my secret\"\n";
        let wrong = parse::<Shelf>(text).unwrap_err();
        assert_eq!(wrong, NotUnderstood { line: 4 });
        assert_eq!(parse_value::<Shelf>(Zeroizing::new(text.to_owned())).unwrap_err(), wrong);
        assert!(!wrong.to_string().contains("secret"));
        assert_eq!(parse::<Shelf>("made = \"x\"\n= 1").unwrap_err().line, 2);
    }
}
