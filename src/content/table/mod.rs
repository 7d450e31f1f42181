//! One TOML table while it is read: keys are asked for one by one, every trouble is noted, and what nobody asked for
//! is unknown. A reader asks for all keys first and gives up last, so that one run finds everything.

use std::cell::RefCell;
use std::ops::RangeInclusive;

use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use super::sheet::{Sheet, Span};

mod texts;

/// The longest list: no program has as many steps.
const LONGEST_LIST: usize = 1000;

type Value<'r> = Spanned<DeValue<'r>>;

/// A table that is being read.
pub(crate) struct Table<'r> {
    pub(crate) sheet: &'r Sheet,
    entries: &'r DeTable<'r>,
    /// Where the table begins.
    pub(crate) span: Span,
    /// What it is called in messages, as "a step".
    what: &'static str,
    known: RefCell<Vec<&'static str>>,
    /// Keys that are no trouble, and are not offered either.
    tolerated: RefCell<Vec<&'static str>>,
}

impl<'r> Table<'r> {
    pub(crate) fn new(
        sheet: &'r Sheet,
        entries: &'r DeTable<'r>,
        span: Span,
        what: &'static str,
    ) -> Self {
        let (known, tolerated) = (RefCell::default(), RefCell::default());
        Self { sheet, entries, span, what, known, tolerated }
    }

    /// Notes a finding.
    pub(crate) fn report(&self, span: &Span, message: impl AsRef<str>, help: impl AsRef<str>) {
        self.sheet.report(span, message, help);
    }

    /// Says that a key may stand here although it is not read.
    pub(crate) fn allow(&self, key: &'static str) {
        self.known.borrow_mut().push(key);
    }

    /// Says that a key was told of already, where it stands and should not.
    pub(crate) fn tolerate(&self, key: &'static str) {
        self.tolerated.borrow_mut().push(key);
    }

    /// Whether the key stands here, and where its name is.
    pub(crate) fn place_of(&self, key: &str) -> Option<Span> {
        self.entries.keys().find(|name| name.get_ref() == key).map(Spanned::span)
    }

    /// Where a finding about a key points: the key's name, or the table where it is missing.
    pub(crate) fn near(&self, key: &str) -> Span {
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
    pub(crate) fn finish(&self) {
        let known = self.known.borrow();
        for key in self.entries.keys() {
            let name = key.get_ref().as_ref();
            if known.contains(&name) || self.tolerated.borrow().contains(&name) {
                continue;
            }
            let help = match known.iter().find(|known| alike(known, name)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("{} may have: {}", self.what, known.join(", ")),
            };
            self.report(&key.span(), format!("unknown key `{name}` in {}", self.what), help);
        }
    }

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

    /// The version of the format, which every file begins with.
    pub(crate) fn format_version(&self) {
        let key = "format_version";
        let Some(value) = self.need(key, "1") else { return };
        let number = value.get_ref().as_integer().map(DeInteger::as_str);
        if number != Some("1") {
            let message = "this program reads format_version 1 only";
            self.report(&value.span(), message, "write `format_version = 1`");
        }
    }

    /// A number that must be there.
    pub(crate) fn number(&self, key: &'static str, range: RangeInclusive<u16>) -> Option<u16> {
        let value = self.need(key, &range.start().to_string())?;
        self.number_in(key, value, range)
    }

    /// A number that may be there.
    pub(crate) fn number_if(&self, key: &'static str, range: RangeInclusive<u16>) -> Option<u16> {
        self.number_in(key, self.get(key)?, range)
    }

    /// The same for numbers up to 255.
    pub(crate) fn small_if(&self, key: &'static str, range: RangeInclusive<u8>) -> Option<u8> {
        let wide = u16::from(*range.start())..=u16::from(*range.end());
        self.number_if(key, wide).and_then(|number| u8::try_from(number).ok())
    }

    /// Whether something is so; left out, it is not.
    pub(crate) fn flag(&self, key: &'static str) -> bool {
        let Some(value) = self.get(key) else { return false };
        let DeValue::Boolean(flag) = value.get_ref() else {
            self.mistyped(key, value, "true or false", "true");
            return false;
        };
        *flag
    }

    /// A day, written as a TOML date or as a text.
    pub(crate) fn day(&self, key: &'static str) -> Option<chrono::NaiveDate> {
        let value = self.need(key, "\"2026-11-01\"")?;
        let written = match value.get_ref() {
            DeValue::Datetime(date) => date.to_string(),
            DeValue::String(date) => date.to_string(),
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => {
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

    fn list(&self, key: &str, value: &'r Value<'r>) -> Option<&'r [Value<'r>]> {
        let DeValue::Array(array) = value.get_ref() else {
            self.mistyped(key, value, "a list", "[ … ]");
            return None;
        };
        if array.len() > LONGEST_LIST {
            let message = format!("`{key}` has {} entries, {LONGEST_LIST} at most", array.len());
            self.report(&value.span(), message, "make it shorter");
            return None;
        }
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
    pub(crate) fn table_if(&self, key: &'static str, what: &'static str) -> Option<Self> {
        self.table_in(key, self.get(key)?, what)
    }

    /// Tables, possibly none.
    pub(crate) fn tables(&self, key: &'static str, what: &'static str) -> Vec<Self> {
        let values = self.get(key).and_then(|value| self.list(key, value));
        values.into_iter().flatten().filter_map(|value| self.table_in(key, value, what)).collect()
    }

    /// Tables, at least one.
    pub(crate) fn some_tables(&self, key: &'static str, what: &'static str) -> Vec<Self> {
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
    let rest =
        |text: &str, skip: usize| text.as_bytes().get(same_start + skip..).map(<[u8]>::to_vec);
    let tail = rest(short, usize::from(long.len() == short.len()));
    rest(long, 1) == tail
}
