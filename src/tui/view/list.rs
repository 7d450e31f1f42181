//! The list over the screen: keys, commands, steps.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Position, Rect};
use ratatui::widgets::{Block, Clear, Padding, Widget};

use crate::app::layout;
use crate::app::page::Page;
use crate::text;
use crate::tui::theme::Theme;

use super::body;

/// Draws the list in the middle, the focused row in sight.
pub(super) fn draw(
    page: &Page,
    focus: usize,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let width = area.width.saturating_sub(4).min(76);
    let laid = layout::lay_out(page, width.saturating_sub(4), area.height);
    let needed = u16::try_from(laid.lines.len()).unwrap_or(u16::MAX).saturating_add(2);
    let height = needed.clamp(6, 22).min(area.height.saturating_sub(2));
    let outer = area.centered(Constraint::Length(width), Constraint::Length(height));
    Clear.render(outer, buffer);
    let block = Block::bordered()
        .border_style(theme.rule())
        .padding(Padding::horizontal(1))
        .title(text::clean_line(&page.title).into_owned());
    let inner = block.inner(outer);
    block.render(outer, buffer);
    let rows = usize::from(inner.height);
    let (from, to) = laid.spans.get(focus).copied().unwrap_or((0, 1));
    let scroll = to.saturating_sub(rows);
    let mut cursor = None;
    for (y, at) in (scroll..laid.lines.len()).take(rows).enumerate() {
        let row = Rect { y: inner.y + u16::try_from(y).unwrap_or(0), height: 1, ..inner };
        let focused = (from..to).contains(&at) && !laid.spans.is_empty();
        body::line(&laid.lines[at].shows, focused, at == from, theme, row, buffer);
        if at == from {
            cursor = Some(row.as_position());
        }
    }
    cursor
}
