//! The lines of a page, from the scroll offset on.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use crate::app::layout::{self, Laid, MARK, Shows, before_label};
use crate::app::mirror;
use crate::app::model::Model;
use crate::app::page::{Item, Role, Sign};
use crate::text;
use crate::tui::Editor;
use crate::tui::theme::Theme;

/// Draws what is in sight and says where the cursor belongs: the caret, or the focused row.
pub(super) fn page(
    model: &Model,
    laid: &Laid,
    theme: &Theme,
    editor: Option<&mut Editor>,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let view = model.view();
    let focused = laid.spans.get(view.focus).copied().unwrap_or((0, 0));
    let mut cursor = None;
    for (y, at) in (view.scroll..laid.lines.len()).take(usize::from(area.height)).enumerate() {
        let row = Rect { y: area.y + u16::try_from(y).unwrap_or(0), height: 1, ..area };
        let has_focus = (focused.0..focused.1).contains(&at);
        line(&laid.lines[at].shows, has_focus, at == focused.0, theme, row, buffer);
        if at == focused.0 && has_focus {
            cursor = Some(row.as_position());
        }
    }
    match (laid.editor, editor) {
        (Some((top, height)), Some(editor)) => {
            let place = visible(top, height, view.scroll, area);
            open_field(model, editor, theme, place, buffer).or(cursor)
        }
        _ => cursor,
    }
}

/// Draws the notes of a page in their own column.
pub(super) fn notes(items: &[Item], theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let laid = layout::lay_out_items(items, area.width, area.height);
    for (y, shown) in laid.lines.iter().take(usize::from(area.height)).enumerate() {
        let row = Rect { y: area.y + u16::try_from(y).unwrap_or(0), height: 1, ..area };
        line(&shown.shows, false, false, theme, row, buffer);
    }
}

/// The part of the open field that is in sight.
fn visible(top: usize, height: u16, scroll: usize, area: Rect) -> Rect {
    let from = top.saturating_sub(scroll);
    let cut = scroll.saturating_sub(top);
    let y = u16::try_from(from).unwrap_or(u16::MAX).min(area.height);
    let height = height.saturating_sub(u16::try_from(cut).unwrap_or(u16::MAX));
    Rect {
        x: area.x + MARK.min(area.width),
        y: area.y + y,
        width: area.width.saturating_sub(MARK),
        height: height.min(area.height - y),
    }
}

fn open_field(
    model: &Model,
    editor: &mut Editor,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    if area.width < 3 || area.height == 0 {
        return None;
    }
    for y in area.top()..area.bottom() {
        buffer[(area.x, y)].set_symbol("│").set_style(theme.ask(true));
    }
    let inner = Rect { x: area.x + 2, width: area.width - 2, ..area };
    let caret = editor.draw(inner, buffer, theme.field(true), theme.selection());
    for range in mirror::marks(model) {
        editor.mark(inner, buffer, range, theme.mark());
    }
    Some(caret)
}

/// Draws one line of a page.
pub(super) fn line(
    shows: &Shows,
    focused: bool,
    first: bool,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let mark = if first && focused { "> " } else { "  " };
    let indented = |columns: u16| " ".repeat(usize::from(columns));
    match shows {
        Shows::Empty | Shows::Editor(_) => {}
        Shows::Text { role, indent, runs } => {
            let base = role_style(theme, *role);
            let mut spans = vec![Span::raw(indented(*indent))];
            spans.extend(runs.iter().map(|(run, emphasised)| {
                let style = if *emphasised { base.patch(theme.emphasis()) } else { base };
                Span::styled(text::clean_line(run), style)
            }));
            Line::from(spans).render(area, buffer);
        }
        Shows::Row { indent, sign, label, aside } => {
            let style = theme.row(focused);
            let spans = [
                Span::styled(mark, theme.sign(focused)),
                Span::raw(indented(*indent)),
                Span::styled(sign_text(*sign), theme.sign(focused)),
                Span::styled(text::clean_line(label), style),
            ];
            Line::from_iter(spans).render(area, buffer);
            let aside = text::clean_line(aside);
            Line::styled(aside, theme.aside())
                .right_aligned()
                .render(beside(area, label, before_label(*sign) + indent), buffer);
        }
        Shows::RowMore(indent, more) => {
            let spans = [
                Span::raw(indented(*indent)),
                Span::styled(text::clean_line(more), theme.row(focused)),
            ];
            Line::from_iter(spans).render(area, buffer);
        }
        Shows::RowNote(indent, note) => {
            let spans = [
                Span::raw(indented(*indent)),
                Span::styled(text::clean_line(note), theme.row_note()),
            ];
            Line::from_iter(spans).render(area, buffer);
        }
        Shows::Ask(ask) => {
            let spans = [
                Span::styled(mark, theme.sign(focused)),
                Span::styled(text::clean_line(ask), theme.ask(focused)),
            ];
            Line::from_iter(spans).render(area, buffer);
        }
        Shows::Hint(hint) => field_line(hint, "    ", theme.quiet(), area, buffer),
        Shows::Written(written) => field_line(written, "  │ ", theme.field(false), area, buffer),
        Shows::Unwritten => field_line("", "  │ ", theme.field(false), area, buffer),
    }
}

fn field_line(shown: &str, before: &'static str, style: Style, area: Rect, buffer: &mut Buffer) {
    let spans = [Span::styled(before, style), Span::styled(text::clean_line(shown), style)];
    Line::from_iter(spans).render(area, buffer);
}

/// What is left of a row beside its label.
fn beside(area: Rect, label: &str, before: u16) -> Rect {
    let taken = before + u16::try_from(unicode_width::UnicodeWidthStr::width(label)).unwrap_or(0);
    let taken = (taken + 1).min(area.width);
    Rect { x: area.x + taken, width: area.width - taken, ..area }
}

fn sign_text(sign: Sign) -> String {
    match sign {
        Sign::Go => String::new(),
        Sign::Fold(true) => "- ".to_owned(),
        Sign::Fold(false) => "+ ".to_owned(),
        Sign::Tick(true) => "[x] ".to_owned(),
        Sign::Tick(false) => "[ ] ".to_owned(),
        Sign::Radio(true) => "(•) ".to_owned(),
        Sign::Radio(false) => "( ) ".to_owned(),
        Sign::Scale(Some(number)) => format!("[{number:>2}] "),
        Sign::Scale(None) => "[ -] ".to_owned(),
    }
}

fn role_style(theme: &Theme, role: Role) -> Style {
    match role {
        Role::Body | Role::Point | Role::Chart => theme.body(),
        Role::Heading => theme.heading(),
        Role::Quiet => theme.quiet(),
        Role::Quote => theme.quote(),
        Role::Coach => theme.coach(),
        Role::Own => theme.own(),
        Role::Care => theme.care(),
    }
}
