//! The checklist before it is written: exactly what will stand in the file.

use crate::app::effect::Effect;
use crate::app::model::{Edited, ExportDraft, Model, Screen};
use crate::app::page::{FieldBox, Item, Page, Role, Row, Sign, Target};
use crate::export::{Options, PLAIN_TEXT_NOTICE, checklist, markdown};

const WRITE: &str = "Write the file";
const ANSWERS: &str = "With what I wrote";
const WHERE: &str = "To which file?";
const PREVIEW: &str = "This is exactly what will stand in it:";

/// The page.
#[must_use]
pub fn page(model: &Model, draft: &ExportDraft) -> Page {
    let mut page = Page::titled("Export the checklist");
    page.text(Role::Care, PLAIN_TEXT_NOTICE).gap();
    let tick = Sign::Tick(draft.answers);
    page.push(Item::Row(Row::new(Target::ExportAnswers, tick, ANSWERS)));
    let open = model.editing.as_ref().filter(|editing| editing.what == Edited::ExportPath);
    page.push(Item::Field(FieldBox {
        target: Target::ExportPath,
        ask: WHERE.to_owned(),
        hint: String::new(),
        text: open.map_or_else(|| draft.path.clone(), |editing| editing.text.clone()),
        long: false,
        open: open.is_some(),
    }));
    page.go(Target::ExportWrite, WRITE);
    page.gap();
    page.text(Role::Heading, PREVIEW);
    page.text(Role::Own, text(model, draft));
    page
}

/// What will stand in the file.
#[must_use]
pub fn text(model: &Model, draft: &ExportDraft) -> String {
    let options = Options { stage: None, answers: draft.answers };
    markdown(&checklist(&model.library.program, &model.plan, &options))
}

/// A neutral name in the folder where the program was started.
pub(in crate::app) fn suggested(model: &Model) -> String {
    format!("notes-{}.md", model.today())
}

/// The file as it is set now.
pub(in crate::app) fn path(model: &Model) -> String {
    match model.screen() {
        Screen::Export(draft) => draft.path.clone(),
        _ => suggested(model),
    }
}

/// With or without what the person wrote.
pub(in crate::app) fn toggle_answers(model: &mut Model) -> Vec<Effect> {
    if let Screen::Export(draft) = &mut model.view_mut().screen {
        draft.answers = !draft.answers;
    }
    Vec::new()
}

/// Writes it.
pub(in crate::app) fn write(model: &mut Model) -> Vec<Effect> {
    let Screen::Export(draft) = model.screen() else {
        return Vec::new();
    };
    vec![Effect::Export { path: draft.path.clone(), text: text(model, draft) }]
}
