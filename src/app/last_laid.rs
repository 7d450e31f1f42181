//! The page as it was laid out last, so that a key that only moves does not wrap every text on the page again.
//!
//! It cannot be stale: a page is made fresh for each key and each frame, and the lines of an item are taken over only
//! where the item is equal to the one that they were made from.

use std::cell::RefCell;
use std::sync::Arc;

use super::layout::{Laid, Line, Shows, end_item, lay_out_item};
use super::page::{Item, Page};

/// Remembers one page.
#[derive(Debug, Default)]
pub struct LastLaid(RefCell<Sheet>);

/// Items, and the lines that were made of them.
#[derive(Debug, Default)]
struct Sheet {
    items: Vec<Item>,
    width: u16,
    rows: u16,
    laid: Arc<Laid>,
}

impl LastLaid {
    /// What [`lay_out`](super::layout::lay_out) gives for the page.
    #[must_use]
    pub fn lay_out(&self, page: &Page, width: u16, rows: u16) -> Arc<Laid> {
        let mut sheet = self.0.borrow_mut();
        if (sheet.width, sheet.rows) != (width, rows) {
            *sheet = Sheet { width, rows, ..Sheet::default() };
        }
        if sheet.items != page.items {
            sheet.change(&page.items);
        }
        Arc::clone(&sheet.laid)
    }
}

impl Sheet {
    /// Lays out the items that are not the same as before.
    fn change(&mut self, items: &[Item]) {
        let before = std::mem::take(&mut self.laid);
        let open = before.editor.map(|(_, height)| height);
        let before = Arc::try_unwrap(before).unwrap_or_else(|shared| Laid::clone(&shared));
        let mut lines = before.lines.into_iter().peekable();
        let mut laid = Laid::default();
        for (at, item) in items.iter().enumerate() {
            let from = laid.lines.len();
            let same = self.items.get(at) == Some(item);
            while let Some(line) = lines.next_if(|line| line.item <= at) {
                if same {
                    laid.lines.push(line);
                }
            }
            if same {
                let last = laid.lines[from..].last();
                let holds_editor = matches!(last, Some(Line { shows: Shows::Editor(_), .. }));
                end_item(&mut laid, item, from, open.filter(|_| holds_editor));
            } else {
                lay_out_item(&mut laid, at, item, self.width, self.rows);
            }
        }
        self.items = items.to_vec();
        self.laid = Arc::new(laid);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::layout::lay_out;
    use crate::app::page::{FieldBox, Go, Role, Target};
    use crate::content::FieldId;

    fn page(text: &str, typed: &str, open: bool) -> Page {
        let mut page = Page::titled("t");
        page.text(Role::Body, "A text that is long enough to be wrapped.\n\nTwice.");
        page.text(Role::Quiet, text).gap().go(Target::Go(Go::Today), "Today");
        page.push(Item::Field(FieldBox {
            target: Target::Answer(FieldId::try_from("letter").unwrap()),
            ask: "What do you want to say?".to_owned(),
            hint: String::new(),
            text: typed.to_owned(),
            long: true,
            open,
        }));
        page.go(Target::Go(Go::Path), "The path");
        page
    }

    #[test]
    fn it_is_always_what_a_fresh_layout_gives() {
        let last = LastLaid::default();
        let shorter = Page { items: page("b", "x", true).items[..3].to_vec(), ..Page::default() };
        let pages = [
            page("a", "", false),
            page("a", "", true),
            page("a", "typed\ntext", true),
            page("another text, over more than one line", "typed\ntext", true),
            shorter,
            page("a", "typed", false),
            page("a", "typed", false),
        ];
        for (width, rows) in [(20, 10), (72, 40)] {
            for page in &pages {
                assert_eq!(*last.lay_out(page, width, rows), lay_out(page, width, rows));
            }
        }
    }

    #[test]
    fn the_same_page_is_laid_out_once() {
        let last = LastLaid::default();
        let first = last.lay_out(&page("a", "b", true), 40, 20);
        assert!(Arc::ptr_eq(&first, &last.lay_out(&page("a", "b", true), 40, 20)));
        assert!(!Arc::ptr_eq(&first, &last.lay_out(&page("a", "b", true), 41, 20)));
    }
}
