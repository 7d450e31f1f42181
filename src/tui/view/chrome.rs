//! What stands around a page: title, path, notice, footer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph, Widget, Wrap};
use unicode_width::UnicodeWidthStr;

use crate::app::interpret::scopes;
use crate::app::keymap;
use crate::app::layout::Laid;
use crate::app::model::Model;
use crate::app::page::Page;
use crate::app::screens::path;
use crate::text;
use crate::tui::theme::Theme;

/// Where the person is, and a word at the right.
pub(super) fn title(page: &Page, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let aside = text::clean_line(&page.aside);
    let room = usize::from(area.width).saturating_sub(aside.width() + 2);
    let whole = text::clean_line(&page.title);
    // Where there is no room for both, the step is named and its part is not.
    let title = match whole.split_once(" › ") {
        Some((_, step)) if whole.width() > room => shortened(step, room),
        _ => shortened(&whole, room),
    };
    Line::styled(title, theme.title()).render(area, buffer);
    Line::styled(aside, theme.aside()).right_aligned().render(area, buffer);
}

/// A text that fits, with a sign where it was cut.
fn shortened(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let mut out = String::new();
    for character in text.chars() {
        if out.width() + 2 > room {
            break;
        }
        out.push(character);
    }
    out.push('…');
    out
}

/// The path in its column: each part with its count, a sign at the one that is open.
pub(super) fn outline(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    for (y, (label, count, here)) in path::outline(model).into_iter().enumerate() {
        let Some(y) = u16::try_from(y).ok().filter(|y| *y < area.height) else { break };
        let row = Rect { y: area.y + y, height: 1, ..area };
        let mark = if here { "> " } else { "  " };
        let style = if here { theme.heading() } else { theme.quiet() };
        let room = usize::from(area.width).saturating_sub(count.width() + 4);
        let label = shortened(&text::clean_line(&label), room);
        Line::from_iter([Span::styled(mark, theme.sign(here)), Span::styled(label, style)])
            .render(row, buffer);
        let counted = Rect { width: area.width.saturating_sub(1), ..row };
        Line::styled(count, theme.quiet()).right_aligned().render(counted, buffer);
    }
}

const MORE_BELOW: &str = "more below";
const MORE_ABOVE: &str = "more above";
const MORE_BOTH: &str = "more above and below";

/// Whether the page goes on above or below.
pub(super) fn more(model: &Model, laid: &Laid, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let rows = usize::from(crate::app::layout::columns(model.size).rows);
    let scroll = model.view().scroll;
    let says = match (scroll > 0, laid.lines.len() > scroll + rows) {
        (false, false) => return,
        (false, true) => MORE_BELOW,
        (true, false) => MORE_ABOVE,
        (true, true) => MORE_BOTH,
    };
    Line::styled(says, theme.quiet()).right_aligned().render(area, buffer);
}

/// How many lines a notice may take before it is cut.
const NOTICE_LINES: u16 = 3;

/// What just happened, in a line; a longer one grows upwards over the page, so that its way out is never cut.
pub(super) fn notice(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let (says, care) = match (&model.notice, &model.keeping.trouble) {
        (Some(notice), _) => (notice.text.as_str(), notice.care),
        (None, Some(trouble)) => (trouble.as_str(), true),
        (None, None) => return,
    };
    let paragraph =
        Paragraph::new(text::clean_line(says)).style(theme.notice(care)).wrap(Wrap { trim: true });
    let needed = paragraph.line_count(area.width).clamp(1, usize::from(NOTICE_LINES));
    let height = u16::try_from(needed).unwrap_or(1).min(area.y + 1);
    let grown = Rect { y: area.y + 1 - height, height, ..area };
    Clear.render(grown, buffer);
    paragraph.render(grown, buffer);
}

/// The few keys that work here; the least needed are dropped where there is no room.
pub(super) fn footer(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let room = usize::from(area.width.saturating_sub(1));
    let mut spans = Vec::new();
    let mut taken = 0;
    for binding in keymap::footer(scopes(model)) {
        let key = binding.key.to_string();
        let word = binding.action.label();
        let width = key.width() + 1 + word.width() + 3;
        if taken + width > room + 3 {
            break;
        }
        taken += width;
        spans.push(Span::styled(key, theme.footer_key()));
        spans.push(Span::styled(format!(" {word}   "), theme.footer_word()));
    }
    Line::from(spans).render(area, buffer);
}
