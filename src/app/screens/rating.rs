//! The check-in: three keys and a line; and the rating of a week.

use crate::app::mirror;
use crate::app::model::{Edited, Model};
use crate::app::page::{FieldBox, Go, Item, Page, Role, Sign, Target};
use crate::app::record::{Deed, Rating};

use super::record::row;

const DAY: &str = "Press a number from 0 (not at all) to 9 (very) on each line.";
const WEEK: &str = "Only what you did yourself. 0 is not at all, 10 is completely; leave out what did not \
come up. These questions are nobody’s test, and no sum is made of them.";
const HARM: &str = "Thoughts of hurting myself: where help is";

/// The page.
#[must_use]
pub fn page(model: &Model, rating: &Rating) -> Page {
    let mut page = Page::titled(if rating.week { "The week" } else { "How I am" });
    page.text(Role::Quiet, if rating.week { WEEK } else { DAY }).gap();
    for (at, ((_, ask), number)) in rating.asks.iter().zip(&rating.numbers).enumerate() {
        page.push(Item::Row(row(Deed::Number(at), Sign::Scale(*number), ask.clone())));
    }
    page.gap();
    let open = model.editing.as_ref().filter(|editing| editing.what == Edited::RatingLine);
    page.push(Item::Field(FieldBox {
        target: Target::Record(Deed::RatingLine),
        ask: "A line, if you like".to_owned(),
        hint: String::new(),
        text: open.map_or(&rating.text, |editing| &editing.text).clone(),
        long: false,
        open: open.is_some(),
    }));
    if open.is_some() {
        mirror::beside_field(model, &mut page);
    }
    page.push(Item::Row(row(Deed::RatingSave, Sign::Go, "Write it down")));
    page.gap();
    if !rating.week {
        page.go(Target::Go(Go::Support), HARM);
    }
    page
}
