//! The mirror's own screen: any text of the person's, read over before it is sent or said. Nothing of it is stored.

use crate::app::mirror;
use crate::app::model::{Edited, Model};
use crate::app::page::{FieldBox, Item, Page, Role, Target};

const WHAT: &str = "For your own words, not theirs. Write or paste a message, and see how it may \
arrive. Nothing of it is stored. It reads words, not people: it misses things, and marks some that are fine.";
const ASK: &str = "Your words";
const NOTHING: &str = "Nothing stood out. That is no promise of how it will be heard.";

/// The page.
#[must_use]
pub fn page(model: &Model) -> Page {
    let mut page = Page::titled("The mirror");
    page.text(Role::Body, WHAT).gap();
    // Before the text: below a long one they would be out of sight.
    mirror::warnings(model, &mut page);
    page.gap();
    let open = model.editing.as_ref().filter(|editing| editing.what == Edited::Mirror);
    let text = open.map_or(&model.mirror.pasted, |editing| &editing.text);
    page.push(Item::Field(FieldBox {
        target: Target::Mirror,
        ask: ASK.to_owned(),
        hint: String::new(),
        text: text.clone(),
        long: true,
        open: open.is_some(),
    }));
    page.gap();
    let said = mirror::all(model);
    if said.is_empty()
        && open.is_none()
        && !text.trim().is_empty()
        && !mirror::silent(&model.mirror)
    {
        page.text(Role::Quiet, NOTHING);
    }
    page.items.extend(said);
    page
}
