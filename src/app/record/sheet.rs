//! A sheet: the few fields that make a thing of the record or a line of the journal.

use crate::app::effect::Effect;
use crate::app::model::{Edited, Model, Notice, Screen, View};
use crate::app::{activate, edit, focus, saving};
use crate::engine::EntryKind;
use crate::engine::record::{SheetOf, Thing};

use super::answers::command;
use super::{begun, journal};

/// A sheet being written on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// What it is for.
    pub of: SheetOf,
    /// Its fields, in order.
    pub fields: Vec<SheetField>,
}

/// A field of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetField {
    /// The question.
    pub ask: &'static str,
    /// A hint; may be empty.
    pub hint: &'static str,
    /// What it takes, and what stands in it.
    pub value: Value,
}

/// What a field takes, and what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// One line.
    Short(String),
    /// Several lines.
    Long(String),
    /// One of these.
    Choice(&'static [&'static str], Option<usize>),
}

impl Sheet {
    /// Whether words stand on it that would be lost with it.
    #[must_use]
    pub fn has_words(&self) -> bool {
        let written = |value: &Value| match value {
            Value::Short(text) | Value::Long(text) => !text.trim().is_empty(),
            Value::Choice(..) => false,
        };
        self.fields.iter().any(|field| written(&field.value))
    }

    /// The text of a field.
    #[must_use]
    pub fn text(&self, at: usize) -> &str {
        match self.fields.get(at).map(|field| &field.value) {
            Some(Value::Short(text) | Value::Long(text)) => text.trim(),
            _ => "",
        }
    }

    /// The choice of a field.
    #[must_use]
    pub fn choice(&self, at: usize) -> Option<usize> {
        match self.fields.get(at).map(|field| &field.value) {
            Some(Value::Choice(_, picked)) => *picked,
            _ => None,
        }
    }
}

const OLDER: &str = "The line is in an older month, which is being read. Choose it once more.";

/// Opens a sheet.
pub(in crate::app) fn open(model: &mut Model, of: &SheetOf) -> Vec<Effect> {
    let Some(sheet) = begun::sheet(model, of, &begun::waiting(model, of)) else {
        return Vec::new();
    };
    let mut effects = activate::visit(model, Screen::Sheet(Box::new(sheet)));
    let first = model.view().focus;
    if first == 0
        && let Screen::Sheet(sheet) = model.screen()
        && matches!(sheet.fields.first().map(|field| &field.value), Some(Value::Short(text) | Value::Long(text)) if text.is_empty())
    {
        effects.extend(write(model, 0));
    }
    effects
}

/// What was begun on a sheet waits for the person to come back to it.
fn remember(model: &mut Model) {
    if let Some(begun) = sheet(model).cloned() {
        model.sheets.retain(|other| other.of != begun.of);
        model.sheets.push(begun);
        model.keeping.draft_due = true;
    }
}

fn sheet(model: &mut Model) -> Option<&mut Sheet> {
    match &mut model.view_mut().screen {
        Screen::Sheet(sheet) => Some(sheet),
        _ => None,
    }
}

/// Opens a field for writing.
pub(super) fn write(model: &mut Model, at: usize) -> Vec<Effect> {
    let field = sheet(model).and_then(|sheet| sheet.fields.get(at).cloned());
    match field.map(|field| field.value) {
        Some(Value::Short(text)) => edit::open(model, Edited::Sheet(at), text, false),
        Some(Value::Long(text)) => edit::open(model, Edited::Sheet(at), text, true),
        _ => {}
    }
    Vec::new()
}

/// The field was typed.
pub(in crate::app) fn typed(model: &mut Model, at: usize, text: String) {
    let field = sheet(model).and_then(|sheet| sheet.fields.get_mut(at));
    if let Some(Value::Short(there) | Value::Long(there)) = field.map(|field| &mut field.value) {
        *there = text;
    }
    remember(model);
}

pub(super) fn pick(model: &mut Model, at: usize, option: usize) -> Vec<Effect> {
    let field = sheet(model).and_then(|sheet| sheet.fields.get_mut(at));
    if let Some(Value::Choice(_, picked)) = field.map(|field| &mut field.value) {
        *picked = (*picked != Some(option)).then_some(option);
    }
    remember(model);
    focus::keep_within(model);
    Vec::new()
}

/// Keeps what stands on the sheet, or says what is missing.
pub(super) fn save(model: &mut Model) -> Vec<Effect> {
    let mut effects = edit::commit(model);
    let Some(sheet) = sheet(model).cloned() else {
        return effects;
    };
    if let SheetOf::Reword(id) = &sheet.of
        && journal::line(model, id).is_none()
        && !model.journal.whole
    {
        model.notice = Some(Notice::calm(OLDER));
        effects.extend(journal::read(model, true));
        return effects;
    }
    match command(model, &sheet) {
        Ok(command) => effects.extend(saving::run(model, command)),
        Err(why) => model.notice = Some(Notice::care(why)),
    }
    if model.notice.is_none() {
        kept(model, &sheet.of);
    }
    effects
}

/// On from a sheet that was kept.
fn kept(model: &mut Model, of: &SheetOf) {
    model.sheets.retain(|other| other.of != *of);
    activate::back(model);
    let said = match of {
        SheetOf::Repair(_) => "Written down. It stays missed, and it was made good.",
        SheetOf::Heard(_) => {
            // The talk is over: back from its guide and its page as well.
            model.views.retain(|view| {
                !matches!(view.screen, Screen::Talk(_) | Screen::Thing(Thing::Talk, _))
            });
            "Held. What you heard stands in the journal."
        }
        SheetOf::Line(EntryKind::Setback) => {
            model.views.push(View::top(Screen::Slip));
            return;
        }
        SheetOf::Review(_) => {
            model.views.retain(|view| !matches!(view.screen, Screen::Review(_)));
            "Written down. That was the look back."
        }
        _ => "Written down. u takes it back.",
    };
    if model.views.is_empty() {
        model.views.push(View::top(Screen::Today));
    }
    focus::keep_within(model);
    model.notice = Some(Notice::calm(said));
}

/// What is said of a promise where the coach has nothing to say of its words; none where all is well.
#[must_use]
pub fn said_of(sheet: &Sheet) -> Option<&'static str> {
    const ABSOLUTE: [&str; 8] =
        ["always", "never", "forever", "ever", "everything", "anything", "completely", "100"];
    if !matches!(sheet.of, SheetOf::Promise(_)) {
        return None;
    }
    let text = sheet.text(0).to_lowercase();
    let mut words = text.split(|character: char| !character.is_alphanumeric());
    if words.any(|word| ABSOLUTE.contains(&word)) {
        return Some("“Always” and “never” break on the first bad day. Say the act, and when.");
    }
    if text.contains("try to") {
        return Some("“Try” leaves a door open. Say a smaller thing that you will do.");
    }
    None
}

/// What is said where a promise is not realistic.
#[must_use]
pub fn said_of_size(sheet: &Sheet) -> Option<&'static str> {
    let large = matches!(sheet.of, SheetOf::Promise(_)) && sheet.choice(4) == Some(1);
    large.then_some("Then make it smaller, until you would bet on it.")
}
