//! Values as TOML and back. What this version does not know stays in the file.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;
use serde::de::DeserializeOwned;
use toml::{Table, Value};

/// A value read from a file, and the keys beside it that mean nothing to this version.
#[derive(Debug, Clone, PartialEq)]
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

/// What of a file this version does not know, by its place.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Unknown {
    /// Keys that are unknown themselves.
    whole: BTreeMap<String, Value>,
    /// Keys that are known and hold something unknown.
    within: BTreeMap<String, Unknown>,
    /// Elements of a list that hold something unknown, by what tells them apart.
    elements: Vec<(String, Unknown)>,
}

/// The keys by which elements of lists are told apart, the first that is there.
const IDENTITY: [&str; 3] = ["id", "began", "step"];

/// Reads a value.
pub(super) fn parse<T: Serialize + DeserializeOwned>(
    text: &str,
) -> Result<Document<T>, NotUnderstood> {
    let wrong = |error: &toml::de::Error| NotUnderstood { line: line(text, error.span()) };
    let table: Table = toml::from_str(text).map_err(|error| wrong(&error))?;
    let mut plain = Value::Table(table.clone());
    dates_to_text(&mut plain);
    let value: T = match plain.try_into() {
        Ok(value) => value,
        // Only the text itself knows its lines.
        Err(error) => {
            return Err(toml::from_str::<T>(text)
                .err()
                .map_or_else(|| wrong(&error), |again| wrong(&again)));
        }
    };
    let known = Table::try_from(&value).map_err(|_| NotUnderstood { line: 1 })?;
    let unknown = beside(&Value::Table(table), &Value::Table(known));
    Ok(Document { value, unknown })
}

/// Writes a value with what was unknown beside it; `None` if the text would not read back as the same.
pub(super) fn write<T: Serialize + DeserializeOwned + PartialEq>(
    document: &Document<T>,
) -> Option<String> {
    let mut whole = Value::Table(Table::try_from(&document.value).ok()?);
    put_back(&mut whole, &document.unknown);
    let same = |text: &String| {
        parse::<T>(text).is_ok_and(|again| again.value == document.value)
            && toml::from_str::<Table>(text).is_ok_and(|again| Value::Table(again) == whole)
    };
    let pretty = toml::to_string_pretty(&whole).ok().filter(same);
    pretty.or_else(|| toml::to_string(&whole).ok().filter(same))
}

/// The line in which a span begins, from 1.
pub(super) fn line(text: &str, span: Option<Range<usize>>) -> usize {
    let start = span.map_or(0, |span| span.start).min(text.len());
    text.as_bytes()[..start].split(|byte| *byte == b'\n').count()
}

/// A person may write a date without quotes.
fn dates_to_text(value: &mut Value) {
    match value {
        Value::Datetime(date) => *value = Value::String(date.to_string()),
        Value::Table(table) => table.iter_mut().for_each(|(_, inner)| dates_to_text(inner)),
        Value::Array(list) => list.iter_mut().for_each(dates_to_text),
        Value::String(_) | Value::Integer(_) | Value::Float(_) | Value::Boolean(_) => {}
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

    fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.within.is_empty() && self.elements.is_empty()
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
        assert!(!wrong.to_string().contains("secret"));
        assert_eq!(parse::<Shelf>("made = \"x\"\n= 1").unwrap_err().line, 2);
    }
}
