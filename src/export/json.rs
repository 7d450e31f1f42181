//! Everything but the answers about safety and what tells of them, as JSON: a backup that any program can read. `docs/export-json.md` says
//! what stands in it.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::content::Program;
use crate::engine::{Entry, Plan};
use crate::text::clean;

use super::stand_in::{is_private, without};

/// What the file says it is.
pub const JSON_FORMAT: &str = "trustcoach-export";
/// The version of the form that is written; older ones are read.
pub const JSON_VERSION: u32 = 1;
/// The largest file that is read, in bytes.
pub const JSON_CAP: usize = 64 * 1024 * 1024;

/// What of the profile is never exported: it is asked again.
const STATES: [&str; 3] = ["contact", "safety", "situation"];

#[derive(Debug, Serialize, Deserialize)]
struct Whole<P> {
    format: String,
    version: u32,
    plan: P,
    journal: Vec<Entry>,
}

/// A plan and its whole journal, as they were read from an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The plan; contact, safety and situation are as in a new one.
    pub plan: Plan,
    /// The journal, by day.
    pub entries: Vec<Entry>,
}

/// Why a text is no export.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadBackup {
    /// Too large.
    #[error("the file is larger than 64 MiB")]
    TooLarge,
    /// Not JSON, or not of this form. The line only: what stands there is the person's.
    #[error("the file is not an export of this program (line {line})")]
    NotUnderstood {
        /// From 1.
        line: usize,
    },
    /// From a newer program.
    #[error("the file was written by a newer version ({version})")]
    Newer {
        /// Its version.
        version: u32,
    },
    /// Two lines of the journal have one name.
    #[error("two lines of the journal have the same name")]
    Twice,
}

/// The export. The same plan and journal give the same text.
#[must_use]
pub fn json<'e>(
    program: &Program,
    plan: &Plan,
    entries: impl IntoIterator<Item = &'e Entry>,
) -> String {
    let told = entries.into_iter().filter(|entry| !is_private(program, entry));
    let mut journal: Vec<Entry> = told.cloned().collect();
    journal.sort_by(|one, other| (one.day, one.at, &one.id).cmp(&(other.day, other.at, &other.id)));
    let whole = Whole {
        format: JSON_FORMAT.to_owned(),
        version: JSON_VERSION,
        plan: shared(&without(program, plan)),
        journal,
    };
    // Texts, numbers and lists always become JSON.
    serde_json::to_string_pretty(&whole).map(|text| seen(&text) + "\n").unwrap_or_default()
}

/// Characters that a screen would not show are written as escapes: the file says the same, and nothing hides in it.
fn seen(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut units = [0; 2];
    for character in text.chars() {
        if matches!(character, ' '..='~' | '\n') || is_shown(character) {
            out.push(character);
        } else {
            for unit in character.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

fn is_shown(character: char) -> bool {
    let mut bytes = [0; 4];
    let text: &str = character.encode_utf8(&mut bytes);
    clean(text) == text
}

fn shared(plan: &Plan) -> Value {
    let mut value = serde_json::to_value(plan).unwrap_or_else(|_| Value::Object(Map::new()));
    if let Some(plan) = value.as_object_mut() {
        plan.remove("seq");
        if let Some(profile) = plan.get_mut("profile").and_then(Value::as_object_mut) {
            for state in STATES {
                profile.remove(state);
            }
        }
    }
    value
}

/// Reads an export.
///
/// # Errors
/// [`BadBackup`], which quotes nothing of the file.
pub fn read_json(text: &str) -> Result<Backup, BadBackup> {
    if text.len() > JSON_CAP {
        return Err(BadBackup::TooLarge);
    }
    let wrong = |error: &serde_json::Error| BadBackup::NotUnderstood { line: error.line().max(1) };
    let mut whole: Whole<Value> = serde_json::from_str(text).map_err(|error| wrong(&error))?;
    if whole.format != JSON_FORMAT {
        return Err(BadBackup::NotUnderstood { line: 1 });
    }
    if whole.version > JSON_VERSION {
        return Err(BadBackup::Newer { version: whole.version });
    }
    if let Some(plan) = whole.plan.as_object_mut() {
        plan.insert("seq".to_owned(), Value::from(0));
        if let Some(profile) = plan.get_mut("profile").and_then(Value::as_object_mut) {
            for state in STATES {
                profile.remove(state);
            }
        }
    }
    let plan = serde_json::from_value(whole.plan).map_err(|error| wrong(&error))?;
    let names: BTreeSet<_> = whole.journal.iter().map(|entry| &entry.id).collect();
    if names.len() < whole.journal.len() {
        return Err(BadBackup::Twice);
    }
    Ok(Backup { plan, entries: whole.journal })
}
