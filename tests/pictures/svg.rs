//! A screen as an SVG: one text for each run of cells that look the same.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr as _;

const CELL: (f32, f32) = (8.4, 18.0);
const BORDER: f32 = 16.0;
const BACK: &str = "#16181d";
const FRONT: &str = "#d8dbe2";

/// How a run looks.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Look {
    front: &'static str,
    back: &'static str,
    modifier: Modifier,
}

impl Look {
    fn of(cell: &Cell) -> Self {
        let (front, back) = (colour(cell.fg, FRONT), colour(cell.bg, BACK));
        let reversed = cell.modifier.contains(Modifier::REVERSED);
        let (front, back) = if reversed { (back, front) } else { (front, back) };
        Self { front, back, modifier: cell.modifier - Modifier::REVERSED }
    }

    fn attributes(&self) -> String {
        let mut out = format!(r#"fill="{}""#, self.front);
        for (modifier, attribute) in [
            (Modifier::BOLD, r#" font-weight="bold""#),
            (Modifier::ITALIC, r#" font-style="italic""#),
            (Modifier::DIM, r#" opacity="0.72""#),
            (Modifier::UNDERLINED, r#" text-decoration="underline""#),
        ] {
            if self.modifier.contains(modifier) {
                out.push_str(attribute);
            }
        }
        out
    }
}

/// The sixteen colours of a terminal, as a calm palette shows them.
fn colour(colour: Color, reset: &'static str) -> &'static str {
    match colour {
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => reset,
        Color::Black => "#1d2026",
        Color::Red => "#e07a7a",
        Color::Green => "#8fc48a",
        Color::Yellow => "#e3c078",
        Color::Blue => "#7fa8e0",
        Color::Magenta => "#c594d6",
        Color::Cyan => "#78c4c8",
        Color::Gray => "#b4b8c2",
        Color::DarkGray => "#7b808c",
        Color::LightRed => "#f09a9a",
        Color::LightGreen => "#aadfa5",
        Color::LightYellow => "#f3d79a",
        Color::LightBlue => "#a3c4f3",
        Color::LightMagenta => "#dcb2ea",
        Color::LightCyan => "#9be0e4",
        Color::White => "#f2f4f8",
    }
}

/// The screen, with words for those who cannot see it.
pub(crate) fn picture(about: &str, buffer: &Buffer, cursor: Position) -> String {
    let (columns, rows) = (f32::from(buffer.area.width), f32::from(buffer.area.height));
    let (width, height) = (columns * CELL.0 + 2.0 * BORDER, rows * CELL.1 + 2.0 * BORDER);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\" role=\"img\" aria-label=\"{about}\">\n\
         <title>{about}</title>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"10\" fill=\"{BACK}\"/>\n\
         <g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" \
         font-size=\"14\" xml:space=\"preserve\">\n"
    );
    for y in 0..buffer.area.height {
        row(buffer, y, &mut out);
    }
    let (x, y) = corner(cursor.x, cursor.y);
    let _infallible = writeln!(
        out,
        r#"<rect x="{x:.1}" y="{:.1}" width="1.6" height="16" fill="{FRONT}"/>"#,
        y + 1.0
    );
    out.push_str("</g>\n</svg>\n");
    out
}

fn corner(x: u16, y: u16) -> (f32, f32) {
    (BORDER + f32::from(x) * CELL.0, BORDER + f32::from(y) * CELL.1)
}

fn row(buffer: &Buffer, y: u16, out: &mut String) {
    let mut x = 0;
    while x < buffer.area.width {
        let look = Look::of(&buffer[(x, y)]);
        let from = x;
        let mut text = String::new();
        while x < buffer.area.width && Look::of(&buffer[(x, y)]) == look {
            let symbol = buffer[(x, y)].symbol();
            text.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).unwrap();
        }
        run(&look, &text, from, y, out);
    }
}

fn run(look: &Look, text: &str, x: u16, y: u16, out: &mut String) {
    let trimmed = text.trim_end();
    let columns = |text: &str| f32::from(u16::try_from(text.width()).unwrap()) * CELL.0;
    let (left, top) = corner(x, y);
    if look.back != BACK {
        let width = columns(text);
        let back = look.back;
        let _infallible = writeln!(
            out,
            r#"<rect x="{left:.1}" y="{top:.1}" width="{width:.1}" height="{}" fill="{back}"/>"#,
            CELL.1
        );
    }
    if trimmed.trim().is_empty() {
        return;
    }
    let words = trimmed.trim_start();
    let left = left + columns(trimmed) - columns(words);
    let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let _infallible = writeln!(
        out,
        r#"<text x="{left:.1}" y="{:.1}" textLength="{:.1}" {}>{escaped}</text>"#,
        top + 13.5,
        columns(words),
        look.attributes()
    );
}
