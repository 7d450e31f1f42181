//! One TOML table while it is read: keys are asked for one by one, every trouble is noted, and what nobody asked for
//! is unknown. A reader asks for all keys first and gives up last, so that one run finds everything.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use serde::de::DeserializeOwned;
use serde::de::value::{Error as WordError, StrDeserializer};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ids::BadId;
use super::sheet::{Placed, Sheet, Span};
use super::template::Template;
use crate::text;

/// The longest string, in bytes.
const LONGEST_STRING: usize = 8 * 1024;

type Value<'r> = Spanned<DeValue<'r>>;

/// A table that is being read.
pub(super) struct Table<'r> {
    pub(super) sheet: &'r Sheet,
    entries: &'r DeTable<'r>,
    /// Where the table begins.
    pub(super) span: Span,
    /// What it is called in messages, as "a step".
    what: &'static str,
    known: RefCell<Vec<&'static str>>,
}

impl<'r> Table<'r> {
    pub(super) fn new(
        sheet: &'r Sheet,
        entries: &'r DeTable<'r>,
        span: Span,
        what: &'static str,
    ) -> Self {
        Self { sheet, entries, span, what, known: RefCell::default() }
    }

    /// Notes a finding.
    pub(super) fn report(&self, span: &Span, message: impl AsRef<str>, help: impl AsRef<str>) {
        self.sheet.report(span, message, help);
    }

    /// Says that a key may stand here although it is not read.
    pub(super) fn allow(&self, key: &'static str) {
        self.known.borrow_mut().push(key);
    }

    /// Whether the key stands here, and where its name is.
    pub(super) fn place_of(&self, key: &str) -> Option<Span> {
        self.entries.keys().find(|name| name.get_ref() == key).map(Spanned::span)
    }

    /// Where a finding about a key points: the key's name, or the table where it is missing.
    pub(super) fn near(&self, key: &str) -> Span {
        self.place_of(key).unwrap_or_else(|| self.span.clone())
    }

    fn get(&self, key: &'static str) -> Option<&'r Value<'r>> {
        self.allow(key);
        self.entries.get(key)
    }

    fn need(&self, key: &'static str, sample: &str) -> Option<&'r Value<'r>> {
        let value = self.get(key);
        if value.is_none() {
            let message = format!("{} has no `{key}`", self.what);
            self.report(&self.span, message, format!("add `{key} = {sample}`"));
        }
        value
    }

    fn mistyped(&self, key: &str, value: &Value<'_>, wanted: &str, sample: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number with a point",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let message = format!("`{key}` is {wanted}, but here stands {found}");
        self.report(&value.span(), message, format!("write `{key} = {sample}`"));
    }

    /// Every key that was not asked for is a finding.
    pub(super) fn finish(&self) {
        let known = self.known.borrow();
        for key in self.entries.keys() {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                continue;
            }
            let help = match known.iter().find(|known| alike(known, name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("{} may have: {}", self.what, known.join(", ")),
            };
            self.report(&key.span(), format!("unknown key `{name}` in {}", self.what), help);
        }
    }

    // Strings.

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
            self.report(&value.span(), format!("`{key}` is empty"), "write it, or take the key out");
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
            Some((at, _)) if !piece.is_empty() => {
                span.start + at..span.start + at + piece.len()
            }
            _ => span,
        }
    }

    /// A text that must be there.
    pub(super) fn text(&self, key: &'static str) -> Option<Template> {
        self.template(key, self.need(key, "\"…\"")?, false)
    }

    /// A text that may be there.
    pub(super) fn text_if(&self, key: &'static str) -> Option<Template> {
        self.template(key, self.get(key)?, false)
    }

    /// A text with places for answers; every place must name one of the fields.
    pub(super) fn result(&self, key: &'static str, fields: &[&str]) -> Option<Template> {
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
    pub(super) fn texts(&self, key: &'static str) -> Vec<Template> {
        let values = self.get(key).and_then(|value| self.list(key, value));
        values.into_iter().flatten().filter_map(|value| self.template(key, value, false)).collect()
    }

    /// Texts, at least one.
    pub(super) fn some_texts(&self, key: &'static str) -> Vec<Template> {
        let texts = self.texts(key);
        self.not_none(key);
        texts
    }

    /// A plain text that must be there.
    pub(super) fn line(&self, key: &'static str) -> Option<Placed<String>> {
        let value = self.need(key, "\"…\"")?;
        Some(Placed { value: self.string(key, value)?, span: value.span() })
    }

    /// A plain text that may be there.
    pub(super) fn line_if(&self, key: &'static str) -> Option<Placed<String>> {
        let value = self.get(key)?;
        Some(Placed { value: self.string(key, value)?, span: value.span() })
    }

    /// Plain texts, possibly none.
    pub(super) fn lines(&self, key: &'static str) -> Vec<Placed<String>> {
        let values = self.get(key).and_then(|value| self.list(key, value));
        let place = |value: &Value<'_>| {
            Some(Placed { value: self.string(key, value)?, span: value.span() })
        };
        values.into_iter().flatten().filter_map(place).collect()
    }

    // Ids.

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
    pub(super) fn id<T: TryFrom<String, Error = BadId>>(
        &self,
        key: &'static str,
    ) -> Option<Placed<T>> {
        self.id_in(key, self.need(key, "\"some-name\"")?)
    }

    /// An id that may be there.
    pub(super) fn id_if<T: TryFrom<String, Error = BadId>>(
        &self,
        key: &'static str,
    ) -> Option<Placed<T>> {
        self.id_in(key, self.get(key)?)
    }

    /// Ids, possibly none; each once.
    pub(super) fn ids<T>(&self, key: &'static str) -> Vec<Placed<T>>
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

    // Words out of a fixed set.

    fn word_in<T: DeserializeOwned>(&self, key: &'static str, value: &Value<'_>) -> Option<T> {
        let string = self.string(key, value)?;
        let deserializer = StrDeserializer::<WordError>::new(&string);
        match T::deserialize(deserializer) {
            Ok(word) => Some(word),
            Err(error) => {
                let error = error.to_string();
                let help = error.split_once(", expected ").map_or(error.as_str(), |(_, rest)| rest);
                let message = format!("`{key}` knows no `{string}`");
                self.report(&value.span(), message, format!("write {}", help.replace('`', "\"")));
                None
            }
        }
    }

    /// A word that must be there.
    pub(super) fn word<T: DeserializeOwned>(&self, key: &'static str, sample: &str) -> Option<T> {
        self.word_in(key, self.need(key, sample)?)
    }

    /// A word that may be there.
    pub(super) fn word_if<T: DeserializeOwned>(&self, key: &'static str) -> Option<T> {
        self.word_in(key, self.get(key)?)
    }

    /// Words, possibly none; each once.
    pub(super) fn words<T: DeserializeOwned + PartialEq>(&self, key: &'static str) -> Vec<T> {
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

    // Numbers and flags.

    fn number_in(&self, key: &str, value: &Value<'_>, range: RangeInclusive<u16>) -> Option<u16> {
        let (low, high) = (range.start(), range.end());
        let DeValue::Integer(integer) = value.get_ref() else {
            self.mistyped(key, value, "a whole number", &low.to_string());
            return None;
        };
        let number = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
        let number = number.and_then(|number| u16::try_from(number).ok());
        let fitting = number.filter(|number| range.contains(number));
        if fitting.is_none() {
            let message = format!("`{key}` is {}, outside {low} to {high}", integer.as_str());
            self.report(&value.span(), message, format!("write a number from {low} to {high}"));
        }
        fitting
    }

    /// A number that must be there.
    pub(super) fn number(&self, key: &'static str, range: RangeInclusive<u16>) -> Option<u16> {
        let value = self.need(key, &range.start().to_string())?;
        self.number_in(key, value, range)
    }

    /// A number that may be there.
    pub(super) fn number_if(&self, key: &'static str, range: RangeInclusive<u16>) -> Option<u16> {
        self.number_in(key, self.get(key)?, range)
    }

    /// The same for numbers up to 255.
    pub(super) fn small_if(&self, key: &'static str, range: RangeInclusive<u8>) -> Option<u8> {
        let wide = u16::from(*range.start())..=u16::from(*range.end());
        self.number_if(key, wide).and_then(|number| u8::try_from(number).ok())
    }

    /// Whether something is so; left out, it is not.
    pub(super) fn flag(&self, key: &'static str) -> bool {
        let Some(value) = self.get(key) else { return false };
        let DeValue::Boolean(flag) = value.get_ref() else {
            self.mistyped(key, value, "true or false", "true");
            return false;
        };
        *flag
    }

    /// A day, written as a TOML date or as a text.
    pub(super) fn day(&self, key: &'static str) -> Option<chrono::NaiveDate> {
        let value = self.need(key, "\"2026-11-01\"")?;
        let written = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(date) => date.to_string(),
            _ => {
                self.mistyped(key, value, "a day", "\"2026-11-01\"");
                return None;
            }
        };
        let day = written.parse().ok();
        if day.is_none() {
            let message = format!("`{written}` is no day");
            self.report(&value.span(), message, "write a day as \"2026-11-01\"");
        }
        day
    }

    // Tables in the table.

    fn list(&self, key: &str, value: &'r Value<'r>) -> Option<&'r [Value<'r>]> {
        let DeValue::Array(array) = value.get_ref() else {
            self.mistyped(key, value, "a list", "[ … ]");
            return None;
        };
        Some(array)
    }

    fn table_in(&self, key: &str, value: &'r Value<'r>, what: &'static str) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else {
            self.mistyped(key, value, "a table", "{ … }");
            return None;
        };
        Some(Self::new(self.sheet, table, value.span(), what))
    }

    /// A table, if it is there.
    pub(super) fn table_if(&self, key: &'static str, what: &'static str) -> Option<Self> {
        self.table_in(key, self.get(key)?, what)
    }

    /// Tables, possibly none.
    pub(super) fn tables(&self, key: &'static str, what: &'static str) -> Vec<Self> {
        let values = self.get(key).and_then(|value| self.list(key, value));
        values.into_iter().flatten().filter_map(|value| self.table_in(key, value, what)).collect()
    }

    /// Tables, at least one.
    pub(super) fn some_tables(&self, key: &'static str, what: &'static str) -> Vec<Self> {
        let tables = self.tables(key, what);
        self.not_none(key);
        tables
    }

    /// A list that is missing or has nothing in it is a finding.
    fn not_none(&self, key: &'static str) {
        let count = match self.entries.get(key).map(Spanned::get_ref) {
            Some(DeValue::Array(array)) => array.len(),
            Some(_) => return,
            None => 0,
        };
        if count == 0 {
            let message = format!("{} has no `{key}`", self.what);
            self.report(&self.near(key), message, format!("add at least one to `{key}`"));
        }
    }
}

const TEMPLATE_HELP: &str = "the words are partner, they, them, their, theirs, themself, event, relationship, a pair \
                             as {is|are}; write {{ and }} for braces";

/// Whether two keys differ by one letter, or in letters' case, or by an s.
fn alike(known: &str, written: &str) -> bool {
    let written = written.to_ascii_lowercase().replace('_', "-");
    if known == written {
        return true;
    }
    let (long, short) =
        if known.len() >= written.len() { (known, &*written) } else { (&*written, known) };
    if long.len() - short.len() > 1 || short.len() < 2 {
        return false;
    }
    let same_start = long.bytes().zip(short.bytes()).take_while(|(a, b)| a == b).count();
    let rest = |text: &str, skip: usize| text.as_bytes().get(same_start + skip..).map(<[u8]>::to_vec);
    let tail = rest(short, usize::from(long.len() == short.len()));
    rest(long, 1) == tail
}
