//! No size breaks a screen.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use trustcoach::app::model::{Edited, Editing, Model, Overlay, Screen, Size, View};
use trustcoach::app::{Msg, update};
use trustcoach::tui::view::{self, Canvas};
use trustcoach::tui::{Editor, Theme};

use crate::shapes;

/// Sizes at and beside which the layout changes.
const CORNERS: [(u16, u16); 17] = [
    (1, 1),
    (1, 100),
    (300, 1),
    (2, 2),
    (39, 12),
    (40, 11),
    (40, 12),
    (71, 20),
    (72, 19),
    (72, 20),
    (109, 24),
    (110, 23),
    (110, 24),
    (139, 24),
    (140, 24),
    (160, 50),
    (300, 100),
];

fn draw(model: &mut Model, theme: &Theme, width: u16, height: u16) {
    update(model, Msg::Resized(Size { width, height }));
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let area = buffer.area;
    let mut editor = model
        .editing
        .as_ref()
        .map(|editing| Editor::new(&editing.text, editing.cursor, editing.long));
    let cursor = view::draw(model, Canvas { theme, editor: editor.as_mut() }, area, &mut buffer);
    assert!(cursor.is_none_or(|at| area.contains(at)), "{:?} at {width}x{height}", model.screen());
}

/// Opens the letter of a step, where the screen is one.
fn with_editor(model: &mut Model, text: &str) {
    if let Screen::Step(open) = model.screen() {
        let field = model.library.program.step(open.id.as_str()).unwrap().fields[0].id.clone();
        let what = Edited::Answer(open.id.clone(), field);
        let cursor = text.chars().count() / 2;
        let text = text.to_owned();
        model.editing = Some(Editing { what, text, cursor, revision: 0, long: true });
    }
}

#[test]
fn every_screen_draws_where_the_layout_changes() {
    let mut model = shapes::lived_in(Size { width: 80, height: 24 });
    let theme = Theme::default();
    for screen in shapes::every(&model) {
        for (width, height) in CORNERS {
            model.views = vec![View::top(screen.clone())];
            model.editing = None;
            draw(&mut model, &theme, width, height);
            with_editor(&mut model, "Dear M,\n\n犬 one two three.");
            draw(&mut model, &theme, width, height);
        }
    }
}

#[test]
fn every_screen_draws_at_any_size() {
    let mut model = shapes::lived_in(Size { width: 80, height: 24 });
    let theme = Theme::default();
    let screens = shapes::every(&model);
    let mut overlays = vec![None];
    overlays.extend(shapes::overlays().into_iter().map(Some));
    let config = Config { cases: 1_000, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let seed = (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        (1_u16..=300, 1_u16..=100),
        (0_usize..200, 0_usize..2_000),
        ".{0,60}",
    );
    let model = std::cell::RefCell::new(&mut model);
    runner
        .run(&seed, |(screen, overlay, (width, height), (focus, scroll), text)| {
            let model = &mut **model.borrow_mut();
            let screen = screen.get(&screens).clone();
            model.views = vec![View::top(Screen::Today), View { screen, focus, scroll }];
            model.overlay = overlay.get(&overlays).clone();
            if let Some(Overlay::Palette { filter, .. }) = &mut model.overlay {
                filter.push_str(text.get(..1).unwrap_or_default());
            }
            model.editing = None;
            with_editor(model, &text);
            draw(model, &theme, width, height);
            Ok(())
        })
        .unwrap();
}
