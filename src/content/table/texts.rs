//! Texts, ids and words out of a table.

use serde::de::DeserializeOwned;
use serde::de::value::{Error as WordError, StrDeserializer};
use toml::Spanned;
use toml::de::DeValue;

use super::super::ids::BadId;
use super::super::sheet::{Placed, Span};
use super::super::template::Template;
use super::{Table, Value};
use crate::text;

/// The longest string, in bytes.
const LONGEST_STRING: usize = 8 * 1024;

const TEMPLATE_HELP: &str = "the words are partner, they, them, their, theirs, themself, event, relationship, a pair \
                             as {is|are}; write {{ and }} for braces";

impl Table<'_> {
    fn string(&self, key: &'static str, value: &Value<'_>) -> Option<String> {
        let DeValue::String(string) = value.get_ref() else {
            self.mistyped(key, value, "a text", "\"…\"");
            return None;
        };
        let cleaned = text::clean(string);
        if cleaned.len() > LONGEST_STRING {
            let message = format!("this text has {} bytes, 8 KiB at most", cleaned.len());
            self.report(&value.span(), message, "make it shorter, or two steps of it");
            return None;
        }
        if cleaned.trim().is_empty() {
            self.report(
                &value.span(),
                format!("`{key}` is empty"),
                "write it, or take the key out",
            );
            return None;
        }
        Some(cleaned.trim().to_owned())
    }

    fn template(&self, key: &'static str, value: &Value<'_>, fields: bool) -> Option<Template> {
        let string = self.string(key, value)?;
        let template = match Template::parse(string.as_str()) {
            Ok(template) => template,
            Err(bad) => {
                let piece = string.get(bad.at..bad.at + bad.len).unwrap_or("");
                let before = string.get(..bad.at).unwrap_or("");
                let nth = before.matches(piece).count();
                self.report(&self.inside(value, piece, nth), bad.message, TEMPLATE_HELP);
                return None;
            }
        };
        if let Some(field) = template.answers().next().filter(|_| !fields) {
            let piece = format!("{{={field}}}");
            let message = format!("`{piece}` stands only in `result`");
            self.report(&self.inside(value, &piece, 0), message, "take it out of this text");
            return None;
        }
        Some(template)
    }

    /// Where a piece of a string stands in the file: the string may be written with escapes, so it is looked for.
    fn inside(&self, value: &Value<'_>, piece: &str, nth: usize) -> Span {
        let span = value.span();
        let raw = self.sheet.text.get(span.clone()).unwrap_or("");
        match raw.match_indices(piece).nth(nth) {
            Some((at, _)) if !piece.is_empty() => span.start + at..span.start + at + piece.len(),
            _ => span,
        }
    }

    /// A text that must be there.
    pub(crate) fn text(&self, key: &'static str) -> Option<Template> {
        self.template(key, self.need(key, "\"…\"")?, false)
    }

    /// A text that may be there.
    pub(crate) fn text_if(&self, key: &'static str) -> Option<Template> {
        self.template(key, self.get(key)?, false)
    }

    /// A text with places for answers; every place must name one of the fields.
    pub(crate) fn result(&self, key: &'static str, fields: &[&str]) -> Option<Template> {
        let value = self.need(key, "\"I {=did}.\"")?;
        let template = self.template(key, value, true)?;
        for field in template.answers().filter(|field| !fields.contains(field)) {
            let piece = format!("{{={field}}}");
            let message = format!("`{piece}` names no field of this step");
            let help = format!("the fields are: {}", fields.join(", "));
            self.report(&self.inside(value, &piece, 0), message, help);
        }
        Some(template)
    }

    /// Texts, possibly none.
    pub(crate) fn texts(&self, key: &'static str) -> Vec<Template> {
        let values = self.get(key).and_then(|value| self.list(key, value));
        values.into_iter().flatten().filter_map(|value| self.template(key, value, false)).collect()
    }

    /// Texts, at least one.
    pub(crate) fn some_texts(&self, key: &'static str) -> Vec<Template> {
        let texts = self.texts(key);
        self.not_none(key);
        texts
    }

    /// A plain text that must be there.
    pub(crate) fn line(&self, key: &'static str) -> Option<Placed<String>> {
        let value = self.need(key, "\"…\"")?;
        Some(Placed { value: self.string(key, value)?, span: value.span() })
    }

    /// A plain text that may be there.
    pub(crate) fn line_if(&self, key: &'static str) -> Option<Placed<String>> {
        let value = self.get(key)?;
        Some(Placed { value: self.string(key, value)?, span: value.span() })
    }

    /// Plain texts, possibly none.
    pub(crate) fn lines(&self, key: &'static str) -> Vec<Placed<String>> {
        let values = self.get(key).and_then(|value| self.list(key, value));
        let place = |value: &Value<'_>| {
            Some(Placed { value: self.string(key, value)?, span: value.span() })
        };
        values.into_iter().flatten().filter_map(place).collect()
    }

    /// Every key of a table whose keys are the author's own, with its plain text.
    pub(crate) fn own_lines(&self) -> Vec<(Placed<String>, Placed<String>)> {
        let read = |(key, value): (&Spanned<_>, &Value<'_>)| {
            let name: &std::borrow::Cow<'_, str> = key.get_ref();
            let line = self.string("text", value)?;
            let key = Placed { value: name.clone().into_owned(), span: key.span() };
            Some((key, Placed { value: line, span: value.span() }))
        };
        self.entries.iter().filter_map(read).collect()
    }

    fn id_in<T: TryFrom<String, Error = BadId>>(
        &self,
        key: &'static str,
        value: &Value<'_>,
    ) -> Option<Placed<T>> {
        let string = self.string(key, value)?;
        match T::try_from(string.clone()) {
            Ok(id) => Some(Placed { value: id, span: value.span() }),
            Err(bad) => {
                let help = bad.to_string();
                self.report(&value.span(), format!("`{string}` cannot be an id"), help);
                None
            }
        }
    }

    /// An id that must be there.
    pub(crate) fn id<T: TryFrom<String, Error = BadId>>(
        &self,
        key: &'static str,
    ) -> Option<Placed<T>> {
        self.id_in(key, self.need(key, "\"some-name\"")?)
    }

    /// An id that may be there.
    pub(crate) fn id_if<T: TryFrom<String, Error = BadId>>(
        &self,
        key: &'static str,
    ) -> Option<Placed<T>> {
        self.id_in(key, self.get(key)?)
    }

    /// Ids, possibly none; each once.
    pub(crate) fn ids<T>(&self, key: &'static str) -> Vec<Placed<T>>
    where
        T: TryFrom<String, Error = BadId> + PartialEq + std::fmt::Display,
    {
        let mut ids: Vec<Placed<T>> = Vec::new();
        let values = self.get(key).and_then(|value| self.list(key, value));
        for id in values.into_iter().flatten().filter_map(|value| self.id_in::<T>(key, value)) {
            if ids.iter().any(|other| other.value == id.value) {
                let message = format!("`{}` stands twice in `{key}`", id.value);
                self.report(&id.span, message, "name it once");
            } else {
                ids.push(id);
            }
        }
        ids
    }

    fn word_in<T: DeserializeOwned>(&self, key: &'static str, value: &Value<'_>) -> Option<T> {
        let string = self.string(key, value)?;
        let deserializer = StrDeserializer::<WordError>::new(&string);
        match T::deserialize(deserializer) {
            Ok(word) => Some(word),
            Err(error) => {
                let error = error.to_string();
                let expected = error.split_once(", expected ").map(|(_, words)| words);
                let words = expected.map(|words| format!("write {}", words.replace('`', "\"")));
                let message = format!("`{key}` knows no `{string}`");
                self.report(&value.span(), message, words.unwrap_or(error));
                None
            }
        }
    }

    /// A word that must be there.
    pub(crate) fn word<T: DeserializeOwned>(&self, key: &'static str, sample: &str) -> Option<T> {
        self.word_in(key, self.need(key, sample)?)
    }

    /// A word that may be there.
    pub(crate) fn word_if<T: DeserializeOwned>(&self, key: &'static str) -> Option<T> {
        self.word_in(key, self.get(key)?)
    }

    /// Words, possibly none; each once.
    pub(crate) fn words<T: DeserializeOwned + PartialEq>(&self, key: &'static str) -> Vec<T> {
        let mut words = Vec::new();
        let values = self.get(key).and_then(|value| self.list(key, value));
        for value in values.into_iter().flatten() {
            let Some(word) = self.word_in(key, value) else { continue };
            if words.contains(&word) {
                self.report(&value.span(), format!("this stands twice in `{key}`"), "name it once");
            } else {
                words.push(word);
            }
        }
        words
    }
}
