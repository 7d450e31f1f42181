//! What is done to a finished screen before it goes out.

use ratatui::buffer::Buffer;
use ratatui::style::Color;

use super::hidden;

/// Takes every colour out of a finished screen, under `NO_COLOR`.
///
/// crossterm 0.29 then writes a bare reset for each colour, which would also undo the reversed cells.
pub fn strip_colours(buf: &mut Buffer) {
    for cell in &mut buf.content {
        cell.fg = Color::Reset;
        cell.bg = Color::Reset;
        cell.underline_color = Color::Reset;
    }
}

/// The last pass over a finished screen: nothing hidden reaches the terminal, wherever the text came from.
///
/// What is seen of a cell stays; a cell that held only hidden characters shows U+FFFD.
pub fn scrub(buf: &mut Buffer) {
    for cell in &mut buf.content {
        if matches!(cell.symbol().as_bytes(), [b' '..=b'~'] | []) {
            continue;
        }
        if let Some(kept) = hidden::cleaned(cell.symbol()) {
            let shown = if kept.is_empty() { "\u{fffd}" } else { kept.as_str() };
            cell.set_symbol(shown);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn no_colour_is_left_and_the_weight_stays() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 3, 1));
        buf.set_string(
            0,
            0,
            "abc",
            Style::new().red().on_blue().underline_color(Color::Red).reversed(),
        );
        strip_colours(&mut buf);
        let mut expected = Buffer::empty(buf.area);
        expected.set_string(0, 0, "abc", Style::new().reversed());
        assert_eq!(buf, expected);
    }

    #[test]
    fn nothing_hidden_is_left_on_the_screen() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 6, 1));
        for (x, symbol) in ["a\u{202e}", "\u{200b}", "\u{1b}", "👩\u{200d}👧", "e\u{301}", "\u{ad}"]
            .iter()
            .enumerate()
        {
            buf.content[x].set_symbol(symbol);
        }
        scrub(&mut buf);
        let left: Vec<&str> = buf.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert_eq!(left, ["a", "\u{fffd}", "\u{fffd}", "👩\u{200d}👧", "e\u{301}", "\u{fffd}"]);
    }
}
