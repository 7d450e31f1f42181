//! Every text of a content file, with what is known of the step it stands in.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::sheet::Span;

/// One text and where it stands.
#[derive(Debug)]
pub(super) struct Passage<'r> {
    /// The keys that lead to it, as `["rehearse", "node", "says"]`, from the step or the file down.
    pub(super) path: Vec<&'r str>,
    /// What it says, spaces around it dropped.
    pub(super) text: &'r str,
    /// Where it stands in the file.
    pub(super) span: Span,
}

impl Passage<'_> {
    /// The last key.
    pub(super) fn key(&self) -> &str {
        self.path.last().copied().unwrap_or_default()
    }

    /// Whether the keys are these.
    pub(super) fn is(&self, path: &[&str]) -> bool {
        self.path == path
    }
}

/// A step as far as tone asks: what it declares, and its texts.
#[derive(Debug)]
pub(super) struct Block<'r> {
    /// What it asks of the person in the world.
    pub(super) asks: Vec<&'r str>,
    /// Verbs toward the partner, and names of rules, that someone has read and found right here.
    pub(super) reviewed: Vec<&'r str>,
    /// Whether what is written in it stays with the person.
    pub(super) unsent: bool,
    /// Its form; empty outside steps.
    pub(super) form: &'r str,
    /// Its texts.
    pub(super) passages: Vec<Passage<'r>>,
}

/// Keys whose values are no prose.
const NO_PROSE: [&str; 26] = [
    "id",
    "form",
    "practices",
    "sources",
    "after",
    "asks",
    "least",
    "hold",
    "only",
    "keep",
    "to",
    "lines",
    "pick",
    "every",
    "kind",
    "parts",
    "steps",
    "then",
    "edition",
    "author",
    "start",
    "next",
    "needs",
    "shows",
    "reviewed",
    "format_version",
];

/// The steps of a file, and what stands outside of them as one block without a form.
pub(super) fn blocks<'r>(root: &'r DeTable<'r>) -> Vec<Block<'r>> {
    let mut outside = Vec::new();
    let mut blocks = Vec::new();
    for (key, value) in root {
        let key = key.get_ref().as_ref();
        match (key, value.get_ref()) {
            ("step", DeValue::Array(steps)) => {
                blocks.extend(
                    steps.iter().filter_map(|step| Some(block(step.get_ref().as_table()?))),
                );
            }
            _ => gather(key, value, &mut Vec::new(), &mut outside),
        }
    }
    outside.sort_by_key(|passage| passage.span.start);
    blocks.insert(
        0,
        Block {
            asks: Vec::new(),
            reviewed: Vec::new(),
            unsent: false,
            form: "",
            passages: outside,
        },
    );
    blocks
}

fn block<'r>(table: &'r DeTable<'r>) -> Block<'r> {
    let mut passages = Vec::new();
    for (key, value) in table {
        gather(key.get_ref().as_ref(), value, &mut Vec::new(), &mut passages);
    }
    passages.sort_by_key(|passage| passage.span.start);
    let form = table.get("form").and_then(|form| form.get_ref().as_str()).unwrap_or_default();
    let unsent = table.get("to").and_then(|to| to.get_ref().as_str()) == Some("unsent");
    Block {
        asks: strings(table, "asks"),
        reviewed: strings(table, "reviewed"),
        unsent,
        form,
        passages,
    }
}

fn strings<'r>(table: &'r DeTable<'r>, key: &str) -> Vec<&'r str> {
    let array = table.get(key).and_then(|value| value.get_ref().as_array());
    array.into_iter().flatten().filter_map(|value| value.get_ref().as_str()).collect()
}

/// Whether a key that is mostly no prose is prose where it stands.
fn is_prose_here(key: &str, value: &DeValue<'_>, path: &[&str]) -> bool {
    match value {
        // `then` of a worked plan, and what to write down after a talk.
        DeValue::String(_) => {
            (key == "then" && path.last() == Some(&"examples"))
                || (key == "after" && path.last() == Some(&"talk"))
        }
        // The parts of a letter.
        DeValue::Array(items) => items.iter().any(|item| item.get_ref().is_table()),
        DeValue::Table(_) => true,
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {
            false
        }
    }
}

fn gather<'r>(
    key: &'r str,
    value: &'r Spanned<DeValue<'r>>,
    path: &mut Vec<&'r str>,
    out: &mut Vec<Passage<'r>>,
) {
    if NO_PROSE.contains(&key) && !is_prose_here(key, value.get_ref(), path) {
        return;
    }
    path.push(key);
    match value.get_ref() {
        DeValue::String(text) => {
            out.push(Passage { path: path.clone(), text: text.trim(), span: value.span() });
        }
        DeValue::Array(items) => {
            for item in items {
                path.pop();
                gather(key, item, path, out);
                path.push(key);
            }
        }
        DeValue::Table(table) => {
            for (inner, value) in table {
                gather(inner.get_ref().as_ref(), value, path, out);
            }
        }
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
    path.pop();
}
