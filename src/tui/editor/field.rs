//! Typing and editing moves. Caret moves go from one character as people see it to the next.

use ratatui_textarea::{CursorMove, DataCursor, TextArea, WrapMode};

use crate::app::action::Edit;
use crate::app::{Key, KeyCode};
use crate::tui::paste;

use super::columns::{boundary_after, boundary_before, part};

/// How many changes can be taken back.
const UNDO_STEPS: usize = 2_000;

/// A field that is being written in.
#[derive(Debug)]
pub struct Editor {
    pub(super) area: TextArea<'static>,
    /// Whether Enter makes a new line.
    long: bool,
    /// The width the rows are wrapped to; 0 before the first drawing.
    pub(super) width: u16,
    /// The first row shown.
    pub(super) top: usize,
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

    /// How many bytes there is room for, what is selected taken out.
    pub(super) fn room(&self) -> usize {
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
