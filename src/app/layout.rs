//! Lays a page out in lines of a width, without knowing a terminal: what is drawn where, and what can be scrolled to.

use textwrap::{Options, WordSplitter, WrapAlgorithm};

use super::model::Size;
use super::page::{FieldBox, Item, Page, Role, Row, Sign};

/// Body text is set to at most this many columns.
pub const MEASURE: u16 = 72;
/// From this width on the path stands at the left.
pub const WIDE: u16 = 110;
/// From this width on the notes stand at the right.
pub const NOTES: u16 = 140;
/// Columns of the path at the left.
pub const PATH_COLUMN: u16 = 34;
/// Below this the program shows one line of advice.
pub const SMALLEST: Size = Size { width: 40, height: 12 };

/// How the screen is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    /// Columns for the path at the left; 0 where there is no room.
    pub path: u16,
    /// Columns for the page.
    pub page: u16,
    /// Columns for the notes at the right; 0 where there is no room.
    pub notes: u16,
    /// Empty columns at the left of the page.
    pub margin: u16,
    /// Rows for the page.
    pub rows: u16,
}

/// How a terminal of this size is divided.
#[must_use]
pub fn columns(size: Size) -> Columns {
    let wide = size.width >= WIDE && size.height >= 24;
    let path = if wide { PATH_COLUMN } else { 0 };
    let margin = if size.width >= 72 { 2 } else { 1 };
    let left = size.width.saturating_sub(path + 2 * margin);
    let page = left.min(MEASURE);
    let spare = left - page;
    let notes = if wide && size.width >= NOTES { spare.saturating_sub(3).min(52) } else { 0 };
    // Title line, rule, notice, footer.
    let rows = size.height.saturating_sub(if size.height >= 20 { 5 } else { 3 });
    Columns { path, page, notes, margin, rows }
}

/// A line of a laid-out page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which item of the page it belongs to.
    pub item: usize,
    /// What it shows.
    pub shows: Shows,
}

/// What a line shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shows {
    /// Nothing.
    Empty,
    /// Text in a role, indented; runs alternate plain and emphasised.
    Text {
        /// How it is meant.
        role: Role,
        /// Columns before it.
        indent: u16,
        /// Runs of text, with whether each is emphasised.
        runs: Vec<(String, bool)>,
    },
    /// The first line of a row.
    Row {
        /// Columns it stands further in.
        indent: u16,
        /// The sign before it.
        sign: Sign,
        /// The label's first line.
        label: String,
        /// The word at the right end.
        aside: String,
    },
    /// A further line of a row's label, with the columns before it.
    RowMore(u16, String),
    /// The quiet line of a row, with the columns before it.
    RowNote(u16, String),
    /// The question of a field.
    Ask(String),
    /// The hint of a field.
    Hint(String),
    /// A line of a closed field's text.
    Written(String),
    /// A closed field with nothing in it.
    Unwritten,
    /// A line of an open field, counted from its top; the editor draws it.
    Editor(u16),
}

/// A page in lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Laid {
    /// From top to bottom.
    pub lines: Vec<Line>,
    /// For each row that can be chosen: its first line and the line after its last.
    pub spans: Vec<(usize, usize)>,
    /// The first line and the height of the open field.
    pub editor: Option<(usize, u16)>,
}

/// Columns that the mark of the focus takes.
pub const MARK: u16 = 2;

/// Columns before a row's text: the mark of the focus and the sign.
#[must_use]
pub fn before_label(sign: Sign) -> u16 {
    MARK + match sign {
        Sign::Go => 0,
        Sign::Fold(_) => 2,
        Sign::Tick(_) | Sign::Radio(_) => 4,
        Sign::Scale(_) => 5,
    }
}

/// Lays the page out in `width` columns; an open field takes at most half of `rows`.
#[must_use]
pub fn lay_out(page: &Page, width: u16, rows: u16) -> Laid {
    lay_out_items(&page.items, width, rows)
}

/// Lays items out: a page, or its notes.
#[must_use]
pub fn lay_out_items(items: &[Item], width: u16, rows: u16) -> Laid {
    let mut laid = Laid::default();
    for (at, item) in items.iter().enumerate() {
        lay_out_item(&mut laid, at, item, width, rows);
    }
    laid
}

/// Adds the lines of the item that stands at this place.
pub(super) fn lay_out_item(laid: &mut Laid, at: usize, item: &Item, width: u16, rows: u16) {
    let from = laid.lines.len();
    let mut push = |shows| laid.lines.push(Line { item: at, shows });
    let mut editor = None;
    match item {
        Item::Gap => push(Shows::Empty),
        Item::Text { role, text } => text_lines(*role, text, width, &mut push),
        Item::Row(row) => row_lines(row, width, &mut push),
        Item::Field(field) => editor = field_lines(field, width, rows, &mut push),
    }
    end_item(laid, item, from, editor);
}

/// Notes where an item stands whose lines begin at `from`, and where its open field is.
pub(super) fn end_item(laid: &mut Laid, item: &Item, from: usize, editor: Option<u16>) {
    let to = laid.lines.len();
    if let Some(height) = editor {
        laid.editor = Some((to - usize::from(height), height));
    }
    if item.target().is_some() {
        laid.spans.push((from, to));
    }
}

fn wrap(text: &str, width: u16) -> Vec<String> {
    let options = Options::new(usize::from(width.max(1)))
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}

fn text_lines(role: Role, text: &str, width: u16, push: &mut impl FnMut(Shows)) {
    let indent = match role {
        Role::Quote | Role::Own | Role::Point | Role::Coach => 2,
        Role::Body | Role::Heading | Role::Quiet | Role::Care | Role::Chart => 0,
    };
    if role == Role::Chart {
        push(Shows::Text { role, indent, runs: vec![(text.to_owned(), false)] });
        return;
    }
    for (at, paragraph) in text.trim_end().split('\n').enumerate() {
        let (mark, paragraph) = match paragraph.trim_start().strip_prefix("- ") {
            Some(point) if role == Role::Body => ("• ", point),
            _ if role == Role::Point && at == 0 => ("• ", paragraph),
            _ => ("", paragraph),
        };
        if paragraph.trim().is_empty() {
            push(Shows::Empty);
            continue;
        }
        // A side note that is set in stays so on its next lines.
        let set_in =
            if role == Role::Quiet { paragraph.len() - paragraph.trim_start().len() } else { 0 };
        let (paragraph, indent) =
            (&paragraph[set_in..], indent + u16::try_from(set_in).unwrap_or(0));
        let hanging = indent + u16::from(!mark.is_empty()) * 2;
        let mut emphasised = false;
        for (nth, line) in wrap(paragraph, width.saturating_sub(hanging)).into_iter().enumerate() {
            let mut runs = Vec::new();
            if !mark.is_empty() && nth == 0 {
                runs.push((mark.to_owned(), false));
            }
            if matches!(role, Role::Own | Role::Quiet) {
                runs.push((line, false));
            } else {
                emphasis(&line, &mut emphasised, &mut runs);
            }
            let indent = if nth == 0 { indent } else { hanging };
            push(Shows::Text { role, indent, runs });
        }
    }
}

/// Splits a line at the stars of `*emphasis*`, which may run over line ends.
fn emphasis(line: &str, on: &mut bool, runs: &mut Vec<(String, bool)>) {
    for (at, run) in line.split('*').enumerate() {
        if at > 0 {
            *on = !*on;
        }
        if !run.is_empty() {
            runs.push((run.to_owned(), *on));
        }
    }
}

fn row_lines(row: &Row, width: u16, push: &mut impl FnMut(Shows)) {
    let aside = textwrap::core::display_width(&row.aside);
    let indent = before_label(row.sign) + row.indent;
    let room = usize::from(width.saturating_sub(indent));
    let beside = if aside > 0 { room.saturating_sub(aside + 2).max(8) } else { room };
    let beside = u16::try_from(beside).unwrap_or(u16::MAX);
    let mut lines = wrap(&row.label, beside).into_iter();
    push(Shows::Row {
        indent: row.indent,
        sign: row.sign,
        label: lines.next().unwrap_or_default(),
        aside: row.aside.clone(),
    });
    lines.for_each(|line| push(Shows::RowMore(indent, line)));
    if !row.note.is_empty() {
        for line in wrap(&row.note, width.saturating_sub(indent + MARK)) {
            push(Shows::RowNote(indent + MARK, line));
        }
    }
}

fn field_lines(
    field: &FieldBox,
    width: u16,
    rows: u16,
    push: &mut impl FnMut(Shows),
) -> Option<u16> {
    let inner = width.saturating_sub(4);
    for line in wrap(&field.ask, width.saturating_sub(2)) {
        push(Shows::Ask(line));
    }
    if !field.hint.is_empty() && (field.open || field.text.trim().is_empty()) {
        for line in wrap(&field.hint, inner) {
            push(Shows::Hint(line));
        }
    }
    if field.open {
        let most = if field.long { (rows / 2).max(3) } else { 3 };
        let least = if field.long { 3 } else { 1 };
        let needed: usize = field
            .text
            .split('\n')
            .map(|line| wrap(line, inner.saturating_sub(1)).len().max(1))
            .sum();
        let height = u16::try_from(needed).unwrap_or(u16::MAX).clamp(least, most.max(least));
        (0..height).for_each(|line| push(Shows::Editor(line)));
        return Some(height);
    }
    if field.text.trim().is_empty() {
        push(Shows::Unwritten);
        return None;
    }
    for line in field.text.trim_end().split('\n') {
        for part in wrap(line, inner) {
            push(Shows::Written(part));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_the_page() {
        let mut page = Page::titled("t");
        page.text(
            Role::Body,
            "a *longer emphasised run* of words\n\n- a point that is wrapped too",
        );
        page.text(Role::Quote, "“What would you say to that, if it were asked again?”");
        for width in 1..60 {
            for line in lay_out(&page, width, 20).lines {
                if let Shows::Text { indent, runs, .. } = line.shows {
                    let text: String = runs.into_iter().map(|(run, _)| run).collect();
                    let wide = textwrap::core::display_width(&text) + usize::from(indent);
                    assert!(wide <= usize::from(width.max(12)), "{width}: {text:?}");
                }
            }
        }
    }

    #[test]
    fn emphasis_runs_over_the_end_of_a_line() {
        let mut page = Page::titled("t");
        page.text(Role::Body, "one *two three* four");
        let laid = lay_out(&page, 8, 20);
        let runs: Vec<(String, bool)> = laid
            .lines
            .into_iter()
            .flat_map(|line| match line.shows {
                Shows::Text { runs, .. } => runs,
                _ => Vec::new(),
            })
            .collect();
        let emphasised: Vec<&str> =
            runs.iter().filter(|(_, on)| *on).map(|(run, _)| run.trim()).collect();
        assert_eq!(emphasised, ["two", "three"]);
    }
}
