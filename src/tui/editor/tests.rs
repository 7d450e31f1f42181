//! Tests of the text field.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::Editor;
use crate::app::action::Edit;
use crate::app::{Key, KeyCode};
use crate::tui::paste;

const FAMILY: &str = "👩\u{200d}👩\u{200d}👧";

fn typed(editor: &mut Editor, script: &str) {
    for key in Key::script(script).unwrap() {
        editor.key(key);
    }
}

fn drawn(editor: &mut Editor, width: u16, height: u16) -> (Vec<String>, Position) {
    let area = Rect::new(2, 1, width, height);
    let mut buf = Buffer::empty(Rect::new(0, 0, width + 4, height + 2));
    let caret = editor.draw(area, &mut buf, Style::new(), Style::new().reversed());
    assert!(area.contains(caret), "{caret} is out of {area}");
    let rows = area
        .rows()
        .map(|row| row.positions().map(|at| buf[at].symbol().to_owned()).collect::<String>())
        .map(|row| row.trim_end().to_owned())
        .collect();
    (rows, Position::new(caret.x - area.x, caret.y - area.y))
}

#[test]
fn the_caret_comes_back_where_it_was_put() {
    let text = format!("wide 犬猫\ncafe\u{301}\n\n{FAMILY} end");
    for cursor in 0..=text.chars().count() {
        let editor = Editor::new(&text, cursor, true);
        assert_eq!(editor.cursor(), cursor);
        assert_eq!(editor.text(), text);
    }
    assert_eq!(Editor::new("short", 99, true).cursor(), 5);
    assert_eq!(Editor::new("", 3, true).cursor(), 0);
}

#[test]
fn typing_takes_characters_and_nothing_else() {
    let mut editor = Editor::new("", 0, true);
    typed(&mut editor, "a犬<enter>b<tab><ctrl-a><alt-x><f1>");
    assert_eq!(editor.text(), "a犬\nb");
    assert!(!editor.key(Key::plain(KeyCode::Delete)), "nothing stands after the end");
    typed(&mut editor, "<backspace><backspace><backspace>");
    assert_eq!((editor.text().as_str(), editor.cursor()), ("a", 1));
    let mut short = Editor::new("one", 3, false);
    assert!(!short.key(Key::plain(KeyCode::Enter)));
    assert!(!short.paste("\ntwo"));
    assert_eq!(short.text(), "one two");
}

#[test]
fn a_step_is_one_character_as_people_see_it() {
    let text = format!("e\u{301}{FAMILY}犬\nx");
    let mut editor = Editor::new(&text, 0, true);
    let mut stops = vec![editor.cursor()];
    for _ in 0..5 {
        editor.edit(Edit::Right);
        stops.push(editor.cursor());
    }
    assert_eq!(stops, [0, 2, 7, 8, 9, 10]);
    let back: Vec<usize> = (0..6)
        .map(|_| {
            editor.edit(Edit::Left);
            editor.cursor()
        })
        .collect();
    assert_eq!(back, [9, 8, 7, 2, 0, 0]);
    assert!(editor.key(Key::plain(KeyCode::Delete)));
    assert!(editor.key(Key::plain(KeyCode::Delete)));
    assert_eq!(editor.text(), "犬\nx");
    editor.edit(Edit::Undo);
    editor.edit(Edit::TextStart);
    editor.edit(Edit::Right);
    assert!(editor.key(Key::plain(KeyCode::Backspace)));
    assert_eq!(editor.text(), "犬\nx");
}

#[test]
fn typing_is_taken_back_and_made_again() {
    let mut editor = Editor::new("so", 2, true);
    typed(&mut editor, "rry");
    assert!(editor.edit(Edit::Undo));
    assert_eq!((editor.text().as_str(), editor.cursor()), ("sorr", 4));
    assert!(editor.edit(Edit::Redo));
    assert!(!editor.edit(Edit::Redo), "nothing more to make again");
    assert_eq!((editor.text().as_str(), editor.cursor()), ("sorry", 5));
}

#[test]
fn typing_replaces_what_is_selected() {
    let mut editor = Editor::new("one two", 7, true);
    for _ in 0..3 {
        assert!(!editor.edit(Edit::SelectLeft), "selecting changes no text");
    }
    typed(&mut editor, "x");
    assert_eq!(editor.text(), "one x");
    editor.edit(Edit::SelectAll);
    typed(&mut editor, "y");
    assert_eq!((editor.text().as_str(), editor.cursor()), ("y", 1));
    editor.edit(Edit::Undo);
    editor.edit(Edit::Undo);
    assert_eq!(editor.text(), "one x");
}

#[test]
fn what_was_cut_can_be_put_in_again() {
    let mut editor = Editor::new("ab\ncd", 0, true);
    editor.edit(Edit::SelectDown);
    assert!(editor.edit(Edit::Cut));
    typed(&mut editor, "<delete>");
    assert_eq!(editor.text(), "d");
    assert!(editor.edit(Edit::Paste));
    assert_eq!(editor.text(), "ab\nd");
    let mut fresh = Editor::new("keep", 0, true);
    fresh.edit(Edit::SelectAll);
    assert!(!fresh.edit(Edit::Paste), "nothing was cut");
    assert_eq!(fresh.text(), "keep");
}

#[test]
fn words_and_line_ends_are_reached_and_deleted() {
    let mut editor = Editor::new("one two\nthree", 0, true);
    editor.edit(Edit::WordRight);
    assert_eq!(editor.cursor(), 4);
    editor.edit(Edit::LineEnd);
    assert_eq!(editor.cursor(), 7);
    assert!(editor.edit(Edit::DeleteWord));
    assert_eq!(editor.text(), "one \nthree");
    editor.edit(Edit::LineStart);
    assert!(editor.edit(Edit::DeleteToLineEnd));
    assert_eq!(editor.text(), "\nthree");
    editor.edit(Edit::TextEnd);
    assert_eq!(editor.cursor(), 6);
    editor.edit(Edit::WordLeft);
    assert_eq!(editor.cursor(), 1);
}

#[test]
fn a_field_never_holds_more_than_its_cap() {
    let mut editor = Editor::new(&"a".repeat(paste::MOST - 3), 0, true);
    assert!(editor.paste("12犬"), "the wide one has no room");
    assert!(editor.text().starts_with("12a"));
    typed(&mut editor, "xy");
    assert_eq!(editor.text().len(), paste::MOST);
    assert!(!editor.key(Key::char('z')));
    assert!(!editor.key(Key::plain(KeyCode::Enter)));
    editor.edit(Edit::SelectAll);
    assert!(!editor.paste(&"b".repeat(paste::MOST)), "what is selected makes room");
    assert_eq!(editor.text().len(), paste::MOST);
    let mut lines = Editor::new("ab\ncd\nef", 1, true);
    lines.edit(Edit::SelectDown);
    lines.edit(Edit::SelectDown);
    assert_eq!(lines.room(), paste::MOST - 2, "a and f stay");
}

#[test]
fn the_caret_behind_a_full_row_is_still_seen() {
    let mut editor = Editor::new("abcd efgh", 9, true);
    assert_eq!(
        drawn(&mut editor, 5, 3),
        (vec!["abcd".into(), String::new(), "efgh".into()], Position::new(4, 2))
    );
    let mut spaced = Editor::new("abcd ef gh", 4, true);
    assert_eq!(
        drawn(&mut spaced, 5, 3),
        (vec!["abcd".into(), "ef".into(), "gh".into()], Position::new(4, 0))
    );
    spaced.edit(Edit::Right);
    assert_eq!(drawn(&mut spaced, 5, 3).1, Position::new(0, 1), "no row begins with the space");
    let mut long = Editor::new("abcdefgh", 4, true);
    assert_eq!(
        drawn(&mut long, 5, 2),
        (vec!["abcd".into(), "efgh".into()], Position::new(0, 1)),
        "a caret between two rows stands on the second"
    );
}

#[test]
fn the_caret_stands_behind_wide_characters() {
    let mut editor = Editor::new("犬猫鳥", 2, true);
    let (rows, caret) = drawn(&mut editor, 5, 2);
    assert_eq!(rows[0].replace(' ', ""), "犬猫");
    assert_eq!(caret, Position::new(0, 1), "the third begins the second row");
    editor.edit(Edit::Right);
    assert_eq!(drawn(&mut editor, 5, 2).1, Position::new(2, 1));
    let mut family = Editor::new(&format!("{FAMILY}e\u{301}x"), 7, true);
    let (rows, caret) = drawn(&mut family, 20, 1);
    assert!(rows[0].starts_with(FAMILY) && rows[0].contains("e\u{301}x"), "{rows:?}");
    assert_eq!(caret, Position::new(3, 0));
}

#[test]
fn a_long_text_scrolls_only_as_far_as_it_must() {
    let text = (0..20).map(|line| line.to_string()).collect::<Vec<_>>().join("\n");
    let mut editor = Editor::new(&text, usize::MAX, true);
    assert_eq!(editor.rows(10), 20);
    assert_eq!(
        drawn(&mut editor, 10, 3),
        (vec!["17".into(), "18".into(), "19".into()], Position::new(2, 2))
    );
    editor.edit(Edit::Up);
    assert_eq!(drawn(&mut editor, 10, 3).1, Position::new(2, 1));
    for _ in 0..16 {
        editor.edit(Edit::Up);
    }
    assert_eq!(drawn(&mut editor, 10, 3).0, ["2", "3", "4"]);
    editor.edit(Edit::TextEnd);
    drawn(&mut editor, 10, 3);
    let (rows, _) = drawn(&mut editor, 10, 30);
    assert_eq!(rows[0], "0", "where all has room, all is shown");
}

#[test]
fn the_selection_is_drawn_over_rows() {
    let mut editor = Editor::new("ab\ncd\nef", 1, true);
    editor.edit(Edit::SelectDown);
    let area = Rect::new(0, 0, 4, 3);
    let mut buf = Buffer::empty(area);
    editor.draw(area, &mut buf, Style::new(), Style::new().reversed());
    let reversed: Vec<(u16, u16)> = area
        .positions()
        .filter(|at| buf[*at].modifier.contains(Modifier::REVERSED))
        .map(|at| (at.x, at.y))
        .collect();
    assert_eq!(reversed, [(1, 0), (0, 1)]);
}

#[test]
fn no_area_is_too_small() {
    for text in ["", "a", "word word", "犬猫", "e\u{301}", FAMILY, "a\n\nb\tc\u{7}"] {
        for cursor in 0..=text.chars().count() {
            for (width, height) in [(1, 1), (2, 1), (1, 3), (3, 2), (80, 1)] {
                drawn(&mut Editor::new(text, cursor, true), width, height);
            }
        }
    }
    let mut buf = Buffer::empty(Rect::new(0, 0, 5, 5));
    let nowhere = Rect::new(3, 3, 0, 0);
    let caret = Editor::new("a", 0, true).draw(nowhere, &mut buf, Style::new(), Style::new());
    assert_eq!(caret, Position::new(3, 3));
}

#[test]
fn many_empty_lines_are_drawn_at_the_caret() {
    let mut editor = Editor::new(&"\n".repeat(90_000), usize::MAX, true);
    editor.edit(Edit::TextEnd);
    assert_eq!(editor.cursor(), 90_000);
    assert_eq!(editor.rows(40), 90_001);
    assert_eq!(drawn(&mut editor, 40, 3).1, Position::new(0, 2));
}
