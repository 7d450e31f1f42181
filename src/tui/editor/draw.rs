//! The text field as it is seen. Only the widget's map of wrapped rows is used: its own drawing splits the character
//! under the caret, and scrolls only by moving the caret.

use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget as _;
use ratatui_textarea::DataCursor;

use super::columns::{from, part, width};
use super::field::Editor;

impl Editor {
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
        for row in area.rows() {
            let from = buf.index_of(row.x, row.y);
            let cells = &mut buf.content[from..from + usize::from(row.width)];
            cells.iter_mut().for_each(Cell::reset);
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

    /// Restyles the characters of a range, counted from the start of the text, after it was drawn.
    pub fn mark(&mut self, area: Rect, buf: &mut Buffer, range: &Range<usize>, style: Style) {
        let area = area.intersection(buf.area);
        let rows = self.rows(area.width);
        let mut offset = 0;
        let mut line_before = 0;
        for row in 0..rows.min(self.top + usize::from(area.height)) {
            let DataCursor(line, _) = self.area.screen_to_data(row, 0);
            if line > line_before {
                let passed = &self.area.lines()[line_before..line];
                offset += passed.iter().map(|text| text.chars().count() + 1).sum::<usize>();
                line_before = line;
            }
            let Some(down) = row.checked_sub(self.top) else { continue };
            let text = &self.area.lines()[line];
            let start = self.start(row);
            let next = self.area.screen_to_data(row + 1, 0);
            let end = if row + 1 < rows && next.0 == line { next.1 } else { text.chars().count() };
            let from = range.start.saturating_sub(offset).clamp(start, end.max(start));
            let until = range.end.saturating_sub(offset).clamp(start, end.max(start));
            if from < until {
                let marked = Rect {
                    x: area.x + width(&part(text, start, from)),
                    y: area.y + u16::try_from(down).unwrap_or(u16::MAX),
                    width: width(&part(text, from, until)),
                    height: 1,
                };
                buf.set_style(marked.intersection(area), style);
            }
        }
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
        let hangs =
            start > 0 && self.width > 1 && from(&self.area.lines()[line], start).starts_with(' ');
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
}
