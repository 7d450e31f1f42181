//! The frame: who draws what, and where.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Paragraph, Widget, Wrap};

use crate::app::layout::{self, Columns, SMALLEST};
use crate::app::model::{Model, Overlay, Screen};
use crate::app::{palette, screens};
use crate::tui::Editor;
use crate::tui::theme::Theme;

use super::{body, chrome, list};

/// What drawing needs besides the model.
pub struct Canvas<'a> {
    /// The roles and their looks.
    pub theme: &'a Theme,
    /// The open editor, where a field is open.
    pub editor: Option<&'a mut Editor>,
}

const TOO_SMALL: &str = "Please make the window larger. Ctrl-C leaves.";
const HIDDEN: &str = "Enter";

/// Draws the model and says where the hardware cursor belongs.
pub fn draw(
    model: &Model,
    canvas: Canvas<'_>,
    area: Rect,
    buffer: &mut Buffer,
) -> Option<Position> {
    let Canvas { theme, editor } = canvas;
    if area.width == 0 || area.height == 0 {
        return None;
    }
    if model.overlay == Some(Overlay::Hidden) {
        // Nothing that says what this is; the way back is one word.
        Line::styled(HIDDEN, theme.quiet()).render(area, buffer);
        return Some(area.as_position());
    }
    if area.width < SMALLEST.width || area.height < SMALLEST.height {
        Paragraph::new(TOO_SMALL)
            .style(theme.body())
            .wrap(Wrap { trim: true })
            .render(area, buffer);
        return Some(area.as_position());
    }
    let page = screens::page(model);
    let places = Places::of(layout::columns(model.size), area);
    let laid = model.last_laid.lay_out(&page, places.columns.page, places.columns.rows);
    chrome::title(&page, theme, places.title, buffer);
    // During a talk two people look at the screen, and the path is nobody's business.
    if let Some(at) = places.path.filter(|_| !matches!(model.screen(), Screen::Talk(_))) {
        chrome::outline(model, theme, at, buffer);
    }
    if let Some(at) = places.notes {
        body::notes(&page.notes, theme, at, buffer);
    }
    let cursor = body::page(model, &laid, theme, editor, places.body, buffer);
    chrome::more(model, &laid, theme, places.more, buffer);
    chrome::notice(model, theme, places.notice, buffer);
    chrome::footer(model, theme, places.footer, buffer);
    match palette::page(model) {
        Some((page, focus)) => list::draw(&page, focus, theme, area, buffer),
        None => cursor,
    }
}

/// Where everything stands.
struct Places {
    columns: Columns,
    title: Rect,
    body: Rect,
    path: Option<Rect>,
    notes: Option<Rect>,
    more: Rect,
    notice: Rect,
    footer: Rect,
}

impl Places {
    fn of(columns: Columns, area: Rect) -> Self {
        let Columns { path, page, notes, margin, rows } = columns;
        let left = area.x + path + margin;
        let roomy = area.height >= 20;
        let top = area.y + if roomy { 2 } else { 1 };
        let line = |y: u16| Rect { x: left, y, width: page, height: 1 }.intersection(area);
        let notice = area.bottom().saturating_sub(2);
        let across = Rect {
            x: left,
            y: area.bottom().saturating_sub(1),
            width: area.right().saturating_sub(left),
            height: 1,
        };
        let beside =
            |x: u16, width: u16| Rect { x, y: top, width, height: rows }.intersection(area);
        Self {
            columns,
            title: line(area.y),
            body: beside(left, page),
            path: (path > 0).then(|| beside(area.x + margin, path.saturating_sub(margin))),
            notes: (notes > 0).then(|| beside(left + page + 3, notes)),
            more: line(if roomy { notice.saturating_sub(1) } else { notice }),
            notice: line(notice),
            footer: across.intersection(area),
        }
    }
}
