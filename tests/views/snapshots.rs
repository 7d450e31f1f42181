//! Every screen and every list as it looks: normal, wide, narrow, and without colour.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use trustcoach::app::model::{Model, Overlay, Screen, Size, View};
use trustcoach::tui::Theme;
use trustcoach::tui::theme;
use trustcoach::tui::view::{self, Canvas};

use crate::common::{paper, snapshot};
use crate::shapes;

const SIZES: [(u16, u16); 3] = [(80, 24), (160, 50), (50, 16)];

/// One text of all looks of a model: it changes when any of them does.
pub(crate) fn looks(model: &mut Model) -> String {
    let mut out = String::new();
    for (width, height) in SIZES {
        model.size = Size { width, height };
        let shown = drawn(model, true).1;
        let _infallible = writeln!(out, "=== {width}x{height}\n{shown}");
    }
    model.size = Size { width: 80, height: 24 };
    let (coloured, _) = drawn(model, true);
    let (plain, shown) = drawn(model, false);
    assert_eq!(
        paper::text(&plain),
        paper::text(&coloured),
        "without colour the words are the same"
    );
    assert!(plain.content.iter().all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset));
    let _infallible = writeln!(out, "=== 80x24 without colour\n{shown}");
    out
}

fn drawn(model: &Model, colour: bool) -> (Buffer, String) {
    let theme = if colour { Theme::load("terminal").unwrap() } else { Theme::plain() };
    let mut buffer = Buffer::empty(Rect::new(0, 0, model.size.width, model.size.height));
    let area = buffer.area;
    let cursor = view::draw(model, Canvas { theme: &theme, editor: None }, area, &mut buffer);
    theme::scrub(&mut buffer);
    if !colour {
        theme::strip_colours(&mut buffer);
    }
    let shown = paper::shown(&buffer, cursor);
    (buffer, shown)
}

#[test]
fn every_screen_looks_as_it_did() {
    let size = Size { width: 80, height: 24 };
    let mut model = shapes::lived_in(size);
    for (name, screen) in shapes::kinds(&model) {
        model.views = vec![View::top(Screen::Today), View::top(screen)];
        snapshot(&format!("screen-{name}"), &looks(&mut model));
    }
}

#[test]
fn every_list_over_a_screen_looks_as_it_did() {
    let mut model = shapes::lived_in(Size { width: 80, height: 24 });
    for overlay in shapes::overlays() {
        let name = match &overlay {
            Overlay::Hidden => "hidden".to_owned(),
            Overlay::Palette { lists, .. } => format!("list-{lists:?}").to_lowercase(),
        };
        model.overlay = Some(overlay);
        snapshot(&format!("screen-{name}"), &looks(&mut model));
    }
}

#[test]
fn every_theme_shows_the_same_words() {
    let model = shapes::lived_in(Size { width: 80, height: 24 });
    let words = paper::text(&drawn(&model, false).0);
    for name in Theme::names() {
        let theme = Theme::load(name).unwrap();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
        let area = buffer.area;
        view::draw(&model, Canvas { theme: &theme, editor: None }, area, &mut buffer);
        assert_eq!(paper::text(&buffer), words, "{name}");
    }
}
