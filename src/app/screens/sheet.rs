//! A sheet as a page: its fields, and one row that keeps them.

use crate::app::mirror;
use crate::app::model::{Edited, Model};
use crate::app::page::{FieldBox, Item, Page, Role, Row, Sign, Target};
use crate::app::record::Deed;
use crate::app::record::sheet::{Sheet, Value, said_of, said_of_size};
use crate::engine::EntryKind;
use crate::engine::record::{ReviewOf, SheetOf};

use super::record::row;

/// The page.
#[must_use]
pub fn page(model: &Model, sheet: &Sheet) -> Page {
    let (title, why) = words(&sheet.of);
    let mut page = Page::titled(title);
    if !why.is_empty() {
        page.text(Role::Body, why).gap();
    }
    for (at, field) in sheet.fields.iter().enumerate() {
        if is_beside_the_point(sheet, at) {
            continue;
        }
        match &field.value {
            Value::Short(text) | Value::Long(text) => {
                let what = Edited::Sheet(at);
                let open = model.editing.as_ref().filter(|editing| editing.what == what);
                page.push(Item::Field(FieldBox {
                    target: Target::Record(Deed::Field(at)),
                    ask: field.ask.to_owned(),
                    hint: field.hint.to_owned(),
                    text: open.map_or(text, |editing| &editing.text).clone(),
                    long: matches!(field.value, Value::Long(_)),
                    open: open.is_some(),
                }));
                if open.is_some() {
                    mirror::beside_field(model, &mut page);
                } else if at == 0 {
                    beside_promise(model, &mut page, sheet);
                }
            }
            Value::Choice(options, picked) => {
                page.text(Role::Heading, field.ask);
                for (nth, option) in options.iter().enumerate() {
                    let sign = Sign::Radio(*picked == Some(nth));
                    let target = Target::Record(Deed::Pick(at, nth));
                    page.push(Item::Row(Row::new(target, sign, *option)));
                }
            }
        }
        page.gap();
    }
    if let Some(said) = said_of_size(sheet) {
        page.text(Role::Coach, said).gap();
    }
    page.push(Item::Row(row(Deed::Save, Sign::Go, "Write it down")));
    page
}

/// What the coach says of the words of a promise that stands there.
fn beside_promise(model: &Model, page: &mut Page, sheet: &Sheet) {
    let seen = model.editing.is_none() && mirror::of_promise(model, page);
    if let Some(said) = said_of(sheet).filter(|_| !seen && !model.mirror.off) {
        page.text(Role::Coach, said);
    }
}

/// The day of a promise that has no day, and of a place.
fn is_beside_the_point(sheet: &Sheet, at: usize) -> bool {
    match sheet.of {
        SheetOf::Promise(_) => at == 3 && sheet.choice(2) != Some(0),
        SheetOf::Date(_) => at == 2 && sheet.choice(1) == Some(2),
        _ => false,
    }
}

fn words(of: &SheetOf) -> (&'static str, &'static str) {
    match of {
        SheetOf::Promise(_) => (
            "A promise",
            "Small enough to keep on a bad day. A kept small one is worth more than a large one.",
        ),
        SheetOf::Practice(_) => ("Something to practise", ""),
        SheetOf::Agreement(_) => (
            "An offer or agreement",
            "It can be changed at any time, and it ends. An offer asks nothing back.",
        ),
        SheetOf::Look(_) => {
            ("Look again", "Ask what it is like for them. Less is as good an answer as the same.")
        }
        SheetOf::Talk(_) => ("A talk", "One thing, a time that suits both, and an end."),
        SheetOf::Heard(_) => ("What you heard", ""),
        SheetOf::Date(_) => ("A day or place to be ready for", ""),
        SheetOf::Repair(_) => (
            "Made good",
            "A missed promise resets nothing. What counts now: tell it first, without a reason that excuses; say what you do about it; do that.",
        ),
        SheetOf::Line(EntryKind::Win) => ("Something that went right", ""),
        SheetOf::Line(EntryKind::Setback) => (
            "Something that went wrong",
            "It resets nothing and takes nothing away. Write what happened; then there is a page for the next hour.",
        ),
        SheetOf::Line(EntryKind::Gratitude) => ("Thanks for something", ""),
        SheetOf::Line(_) => ("A note", ""),
        SheetOf::Reword(_) => ("Change the line", ""),
        SheetOf::Review(ReviewOf::Week) => ("The week: keep, drop, plan", ""),
        SheetOf::Review(ReviewOf::Month) => ("The month: keep, drop, plan", ""),
    }
}
