//! Columns of a line: characters as the widget counts them, characters as people see them, cells.

use std::borrow::Cow;

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation as _;

/// The characters of a line from one to another column; a tab is drawn as a space.
pub(super) fn part(line: &str, from: usize, to: usize) -> Cow<'_, str> {
    let (from, to) = (byte_at(line, from), byte_at(line, to));
    let part = &line[from.min(to)..to];
    if part.contains('\t') { Cow::Owned(part.replace('\t', " ")) } else { Cow::Borrowed(part) }
}

/// The rest of a line, from this column on.
pub(super) fn from(line: &str, column: usize) -> &str {
    &line[byte_at(line, column)..]
}

/// Where a column begins, in bytes; the end of the line for one behind it.
fn byte_at(line: &str, column: usize) -> usize {
    if line.is_ascii() {
        return column.min(line.len());
    }
    line.char_indices().nth(column).map_or(line.len(), |(at, _)| at)
}

/// How many cells a text is drawn in.
pub(super) fn width(text: &str) -> u16 {
    text.graphemes(true)
        .filter(|symbol| !symbol.contains(char::is_control))
        .map(CellWidth::cell_width)
        .sum()
}

/// The start of the character, as people see it, that ends at or after this column.
pub(super) fn boundary_before(line: &str, column: usize) -> usize {
    let mut at = 0;
    for symbol in line.graphemes(true) {
        let next = at + symbol.chars().count();
        if next >= column {
            break;
        }
        at = next;
    }
    at
}

/// The end of the character, as people see it, that starts at or before this column.
pub(super) fn boundary_after(line: &str, column: usize) -> usize {
    let mut at = 0;
    for symbol in line.graphemes(true) {
        if at > column {
            break;
        }
        at += symbol.chars().count();
    }
    at
}
