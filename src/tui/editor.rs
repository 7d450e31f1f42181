//! The text field while it is open: the widget keeps text, caret, selection and undo; what is seen is drawn here.
//!
//! The widget's own drawing splits the character under the caret and can scroll only by moving the caret, so only its
//! map of wrapped rows is used. Caret moves go from one character as people see it to the next.

use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget as _;
use ratatui_textarea::{CursorMove, DataCursor, TextArea, WrapMode};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::app::action::Edit;
use crate::app::{Key, KeyCode};

use super::paste;

/// How many changes can be taken back.
const UNDO_STEPS: usize = 2_000;

/// A field that is being written in.
#[derive(Debug)]
pub struct Editor {
    area: TextArea<'static>,
    /// Whether Enter makes a new line.
    long: bool,
    /// The width the rows are wrapped to; 0 before the first drawing.
    width: u16,
    /// The first row shown.
    top: usize,
}

impl Editor {
    /// Opens a field with a text and the caret so many characters from its start; a line end counts as one.
    ///
    /// The widget counts columns in 16 bits: a caret beyond character 65,535 of one line is put there.
    #[must_use]
    pub fn new(text: &str, cursor: usize, long: bool) -> Self {
        let mut area = TextArea::from(text.split('\n'));
        area.set_max_histories(UNDO_STEPS);
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        let mut editor = Self { area, long, width: 0, top: 0 };
        let mut left = cursor;
        let mut row = 0;
        for line in editor.area.lines() {
            let length = line.chars().count();
            if left <= length || row + 1 == editor.area.lines().len() {
                left = left.min(length);
                break;
            }
            left -= length + 1;
            row += 1;
        }
        editor.place(row, left);
        editor
    }

    /// Types a key: characters, Enter, Backspace, Delete. Returns whether the text changed.
    pub fn key(&mut self, key: Key) -> bool {
        match key.code {
            KeyCode::Char(character) if !key.ctrl && !key.alt && !character.is_control() => {
                let fits = self.room() >= character.len_utf8();
                if fits {
                    self.area.insert_char(character);
                }
                fits
            }
            KeyCode::Enter if self.long && self.room() > 0 => {
                self.area.insert_newline();
                true
            }
            KeyCode::Backspace => self.erase_before(),
            KeyCode::Delete => self.erase_after(),
            KeyCode::Char(_)
            | KeyCode::Enter
            | KeyCode::Esc
            | KeyCode::Tab
            | KeyCode::Left
            | KeyCode::Right
            | KeyCode::Up
            | KeyCode::Down
            | KeyCode::Home
            | KeyCode::End
            | KeyCode::PageUp
            | KeyCode::PageDown
            | KeyCode::F(_) => false,
        }
    }

    /// Makes an editing move. Returns whether the text changed.
    pub fn edit(&mut self, edit: Edit) -> bool {
        match edit {
            Edit::DeleteWord => self.area.delete_word(),
            Edit::DeleteToLineEnd => self.area.delete_line_by_end(),
            Edit::Undo => self.area.undo(),
            Edit::Redo => self.area.redo(),
            Edit::Cut => self.area.cut(),
            Edit::Paste => {
                let cut_out = self.area.yank_text();
                let before = self.text();
                self.insert(&cut_out);
                self.text() != before
            }
            Edit::Left
            | Edit::Right
            | Edit::Up
            | Edit::Down
            | Edit::WordLeft
            | Edit::WordRight
            | Edit::LineStart
            | Edit::LineEnd
            | Edit::TextStart
            | Edit::TextEnd
            | Edit::SelectLeft
            | Edit::SelectRight
            | Edit::SelectUp
            | Edit::SelectDown
            | Edit::SelectAll => {
                self.walk(edit);
                false
            }
        }
    }

    /// Puts in a pasted text. Returns whether its end was cut off, because a field holds 100 KB.
    pub fn paste(&mut self, text: &str) -> bool {
        self.insert(text)
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Where the caret stands, in characters from the start; a line end counts as one.
    #[must_use]
    pub fn cursor(&self) -> usize {
        let DataCursor(row, column) = self.area.cursor();
        self.area.lines()[..row].iter().map(|line| line.chars().count() + 1).sum::<usize>() + column
    }

    /// How many rows the text takes at this width.
    pub fn rows(&mut self, width: u16) -> usize {
        self.wrap(width);
        let last = self.area.screen_to_data(usize::MAX, 0);
        let (mut low, mut high) = (0, 1);
        while self.area.screen_to_data(high, 0) != last {
            low = high;
            high *= 2;
        }
        while low < high {
            let middle = low.midpoint(high);
            if self.area.screen_to_data(middle, 0) == last {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low + 1
    }

    /// Draws the text and returns the cell for the terminal's own cursor. The caret is always in the area.
    pub fn draw(
        &mut self,
        area: Rect,
        buf: &mut Buffer,
        text: Style,
        selection: Style,
    ) -> Position {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return area.as_position();
        }
        for position in area.positions() {
            buf[position].reset();
        }
        buf.set_style(area, text);
        let rows = self.rows(area.width);
        let (caret, across) = self.caret();
        let height = usize::from(area.height);
        self.top = self
            .top
            .min(rows.saturating_sub(height))
            .clamp(caret.saturating_sub(height - 1), caret);
        for (row, y) in (self.top..rows).zip(area.rows()) {
            self.draw_row(row, rows, y, buf, (text, selection));
        }
        let down = u16::try_from(caret - self.top).unwrap_or(0);
        Position::new(area.x + across.min(area.width - 1), area.y + down)
    }

    /// The row and the column where the caret is seen.
    fn caret(&self) -> (usize, u16) {
        let DataCursor(line, column) = self.area.cursor();
        let row = self.area.screen_cursor().row;
        let text = &self.area.lines()[line];
        let start = self.start(row);
        if column < start {
            let before = self.start(row - 1);
            return (row - 1, width(&part(text, before, column)));
        }
        (row, width(&part(text, start, column)))
    }

    /// The first column drawn in a row. A space that the widget wraps to the front of a row hangs behind the row
    /// before instead, in the column kept for the caret.
    fn start(&self, row: usize) -> usize {
        let DataCursor(line, start) = self.area.screen_to_data(row, 0);
        let hangs = start > 0
            && self.width > 1
            && self.area.lines()[line].chars().nth(start).is_some_and(|first| first == ' ');
        start + usize::from(hangs)
    }

    /// Draws one row, in up to three parts: before the selection, in it, after it.
    fn draw_row(
        &self,
        row: usize,
        rows: usize,
        to: Rect,
        buf: &mut Buffer,
        styles: (Style, Style),
    ) {
        let DataCursor(line, _) = self.area.screen_to_data(row, 0);
        let text = &self.area.lines()[line];
        let start = self.start(row);
        let next = self.area.screen_to_data(row + 1, 0);
        let end = if row + 1 < rows && next.0 == line { next.1 } else { text.chars().count() };
        let end = end.max(start);
        let ((from_line, from), (to_line, until)) = self.area.selection_range().unwrap_or_default();
        let from = if from_line < line { start } else { from.clamp(start, end) };
        let until = if to_line > line { end } else { until.clamp(start, end) };
        let selected = (from_line..=to_line).contains(&line) && from < until;
        let (from, until) = if selected { (from, until) } else { (end, end) };
        let mut x = to.x;
        for (part, style) in [
            (part(text, start, from), styles.0),
            (part(text, from, until), styles.0.patch(styles.1)),
            (part(text, until, end), styles.0),
        ] {
            let room = usize::from(to.right().saturating_sub(x));
            x = buf.set_stringn(x, to.y, part, room, style).0;
        }
    }

    /// Wraps the rows to a width. One column is kept for a caret behind a full row.
    fn wrap(&mut self, width: u16) {
        if width != self.width {
            self.width = width;
            let scratch = Rect::new(0, 0, width.saturating_sub(1).max(1), 1);
            self.area.render(scratch, &mut Buffer::empty(scratch));
        }
    }

    /// How many bytes there is room for, what is selected taken out.
    fn room(&self) -> usize {
        let lines = self.area.lines();
        let length = lines.iter().map(|line| line.len() + 1).sum::<usize>() - 1;
        let selected = self.area.selection_range().map_or(0, |((from, start), (to, end))| {
            if from == to {
                return part(&lines[from], start, end).len();
            }
            part(&lines[from], start, usize::MAX).len()
                + lines[from + 1..to].iter().map(|line| line.len() + 1).sum::<usize>()
                + 1
                + part(&lines[to], 0, end).len()
        });
        paste::MOST.saturating_sub(length - selected)
    }

    fn insert(&mut self, text: &str) -> bool {
        let (mut text, cut) = paste::cleaned(text, self.room());
        if !self.long {
            text = text.replace('\n', " ");
        }
        // Nothing to put in leaves also what is selected.
        if !text.is_empty() {
            self.area.insert_str(text);
        }
        cut
    }

    fn erase_before(&mut self) -> bool {
        if self.selects() {
            return self.area.delete_char();
        }
        self.area.cancel_selection();
        let DataCursor(row, column) = self.area.cursor();
        let from = boundary_before(&self.area.lines()[row], column);
        if column < from + 2 {
            return self.area.delete_char();
        }
        self.place(row, from);
        self.erase(column - from)
    }

    fn erase_after(&mut self) -> bool {
        if self.selects() {
            return self.area.delete_char();
        }
        self.area.cancel_selection();
        let DataCursor(row, column) = self.area.cursor();
        let to = boundary_after(&self.area.lines()[row], column);
        // One at the end of a line: the line end.
        self.erase(to.saturating_sub(column).max(1))
    }

    /// Erases characters after the caret; what was cut before stays ready to be put in.
    fn erase(&mut self, characters: usize) -> bool {
        let DataCursor(row, column) = self.area.cursor();
        let lines = self.area.lines();
        if row + 1 == lines.len() && column >= lines[row].chars().count() {
            return false;
        }
        let kept = self.area.yank_text();
        let changed = self.area.delete_str(characters);
        self.area.set_yank_text(kept);
        changed
    }

    /// Whether a selection holds anything.
    fn selects(&self) -> bool {
        self.area.selection_range().is_some_and(|(from, to)| from != to)
    }

    /// Moves the caret; the selection grows with it or ends.
    fn walk(&mut self, edit: Edit) {
        let selecting = matches!(
            edit,
            Edit::SelectLeft | Edit::SelectRight | Edit::SelectUp | Edit::SelectDown
        );
        if !selecting {
            self.area.cancel_selection();
        } else if !self.area.is_selecting() {
            self.area.start_selection();
        }
        match edit {
            Edit::Left | Edit::SelectLeft => self.step_left(),
            Edit::Right | Edit::SelectRight => self.step_right(),
            Edit::Up | Edit::SelectUp => self.glide(CursorMove::Up),
            Edit::Down | Edit::SelectDown => self.glide(CursorMove::Down),
            Edit::WordLeft => self.glide(CursorMove::WordBack),
            Edit::WordRight => self.glide(CursorMove::WordForward),
            Edit::LineStart => self.area.move_cursor(CursorMove::Head),
            Edit::LineEnd => self.area.move_cursor(CursorMove::End),
            Edit::TextStart => self.place(0, 0),
            Edit::SelectAll => {
                self.place(0, 0);
                self.area.start_selection();
                self.end_of_text();
            }
            Edit::TextEnd => self.end_of_text(),
            Edit::DeleteWord
            | Edit::DeleteToLineEnd
            | Edit::Undo
            | Edit::Redo
            | Edit::Cut
            | Edit::Paste => {}
        }
    }

    fn end_of_text(&mut self) {
        self.area.move_cursor(CursorMove::Bottom);
        self.area.move_cursor(CursorMove::End);
    }

    fn step_left(&mut self) {
        let DataCursor(row, column) = self.area.cursor();
        if column > 0 {
            self.place(row, boundary_before(&self.area.lines()[row], column));
        } else if row > 0 {
            self.place(row - 1, usize::MAX);
        }
    }

    fn step_right(&mut self) {
        let DataCursor(row, column) = self.area.cursor();
        let to = boundary_after(&self.area.lines()[row], column);
        if to > column {
            self.place(row, to);
        } else if row + 1 < self.area.lines().len() {
            self.place(row + 1, 0);
        }
    }

    /// A move of the widget that may end inside a character as people see it: then on to its start.
    fn glide(&mut self, to: CursorMove) {
        self.area.move_cursor(to);
        let DataCursor(row, column) = self.area.cursor();
        let line = &self.area.lines()[row];
        let start = boundary_before(line, column);
        if boundary_after(line, start) != column && column > 0 {
            self.place(row, start);
        }
    }

    fn place(&mut self, row: usize, column: usize) {
        let narrow = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        let DataCursor(now, at) = self.area.cursor();
        // Beyond 16 bits the widget can only be led step by step.
        match (row == now && column > usize::from(u16::MAX), column > at) {
            (true, true) if column == usize::MAX => self.area.move_cursor(CursorMove::End),
            (true, true) => (at..column).for_each(|_| self.area.move_cursor(CursorMove::Forward)),
            (true, false) => (column..at).for_each(|_| self.area.move_cursor(CursorMove::Back)),
            (false, _) => {
                self.area.move_cursor(CursorMove::Jump(narrow(row), narrow(column)));
                if column == usize::MAX {
                    self.area.move_cursor(CursorMove::End);
                }
            }
        }
    }
}

/// The characters of a line from one to another column; a tab is drawn as a space.
fn part(line: &str, from: usize, to: usize) -> String {
    line.chars()
        .take(to)
        .skip(from)
        .map(|character| if character == '\t' { ' ' } else { character })
        .collect()
}

/// How many cells a text is drawn in.
fn width(text: &str) -> u16 {
    text.graphemes(true)
        .filter(|symbol| !symbol.contains(char::is_control))
        .map(CellWidth::cell_width)
        .sum()
}

/// The start of the character, as people see it, that ends at or after this column.
fn boundary_before(line: &str, column: usize) -> usize {
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
fn boundary_after(line: &str, column: usize) -> usize {
    let mut at = 0;
    for symbol in line.graphemes(true) {
        if at > column {
            break;
        }
        at += symbol.chars().count();
    }
    at
}

#[cfg(test)]
#[path = "editor_tests.rs"]
mod tests;
