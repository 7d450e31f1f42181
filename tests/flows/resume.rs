//! A kill in the middle of a letter, and the next start.

use std::time::Duration;

use trustcoach::app::model::Screen;
use trustcoach::app::page::Item;
use trustcoach::app::screens;
use trustcoach::content::form::Keep;
use trustcoach::engine::{Verdict, verdict};

use crate::common::{Home, Sitting, snapshot};

/// The promise is two seconds; the machine that tests may be busy.
const PROMISED: Duration = Duration::from_secs(4);

#[test]
fn after_a_kill_in_a_letter_the_next_start_stands_at_the_same_character() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep();
    let id = person.first_of_form("letter");
    person.reach(&id).choose_first_field();
    let typed = "Dear M,<enter><enter>I lied to you on 3 May. I said “work”. 犬 é<left><left>";
    let killed =
        person.killed_when(typed, &home, PROMISED, |home| home.holds("draft.toml", "犬 é"));

    let mut person = killed.sit();
    let Screen::Step(open) = person.model().screen() else { panic!("{}", person.look()) };
    assert_eq!(open.id.as_str(), id);
    let editing = person.model().editing.clone().unwrap();
    assert_eq!(editing.text, "Dear M,\n\nI lied to you on 3 May. I said “work”. 犬 é");
    assert_eq!(editing.cursor, editing.text.chars().count() - 2);
    person.events_none();
    snapshot("resume-letter", &person.shown());
    person.keys("X<esc>q");
    drop(person);
    let text = killed.plan().answer(&id, "letter").and_then(|one| one.text().map(str::to_owned));
    assert_eq!(text.as_deref(), Some("Dear M,\n\nI lied to you on 3 May. I said “work”. 犬X é"));
}

#[test]
fn what_is_never_to_be_stored_is_in_no_file_after_a_kill() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().say_all_is_open();
    let program = &person.model().library.program;
    let step = program.steps().find(|step| {
        step.keep == Keep::Never
            && step.form.name() == "build"
            && verdict(program, &person.model().plan, step) != Verdict::Hidden
    });
    let id = step.unwrap().id.to_string();
    person.reach(&id).choose_first_field().keys("<esc>");
    let killed = person.killed_when("<enter>unheard-of word", &home, PROMISED, |home| {
        home.holds("draft.toml", "cursor = 15")
    });
    let mut files = vec![killed.folder().to_path_buf()];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            let found = bytes.windows(10).any(|window| window == b"unheard-of");
            assert!(!found, "{}", path.display());
        }
    }
}

#[test]
fn every_screen_that_a_draft_can_name_is_come_back_to() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep();
    drop(person);
    for (keys, back) in [
        ("tp", "path"),
        ("tJ", "journal"),
        ("t,", "settings"),
        ("t!", "doors"),
        ("t<f1>", "support"),
        ("t", "today"),
    ] {
        let mut person = home.sit();
        person.keys(keys).keys("q");
        drop(person);
        assert_eq!(home.sit().model().screen().name(), Some(back));
    }
}

/// What stands in the fields of the page, and on its scales.
fn stands(person: &Sitting) -> Vec<String> {
    let items = screens::page(person.model()).items;
    let said = items.into_iter().filter_map(|item| match item {
        Item::Field(field) => Some(field.text),
        Item::Row(row) => Some(format!("{:?} {}", row.sign, row.label)),
        Item::Text { .. } | Item::Gap => None,
    });
    said.collect()
}

#[test]
fn after_a_kill_on_any_sheet_the_next_start_stands_in_it_again() {
    let line = "word by wörd<left><left>";
    for (way, fields) in [
        ("r", vec!["A promise"]),
        ("r", vec!["Something to practise"]),
        ("r", vec!["An offer or agreement"]),
        ("r", vec!["A talk", "About what? One thing.", "The points, one a line"]),
        ("r", vec!["A day or place to be ready for"]),
        ("a", vec!["Something that went right"]),
        ("a", vec!["Something that went wrong"]),
        ("c5", vec!["A line, if you like"]),
        (",", vec!["A name or initial"]),
    ] {
        let home = Home::new();
        let mut person = home.sit();
        person.keep().say_all_is_open();
        person.keys(way);
        for field in &fields {
            if person.model().editing.is_some() {
                person.keys("<esc>");
            }
            person.choose(field);
        }
        let killed =
            person.killed_when(line, &home, PROMISED, |home| home.holds("draft.toml", "by wörd"));
        let mut person = killed.sit();
        let editing = person.model().editing.clone();
        let editing = editing.unwrap_or_else(|| panic!("{way} {fields:?}:\n{}", person.look()));
        assert_eq!((editing.text.as_str(), editing.cursor), ("word by wörd", 10), "{fields:?}");
        let before = stands(&person);
        person.events_none().keys("X<esc>");
        assert!(stands(&person).iter().any(|text| text == "word by wöXrd"), "{fields:?}");
        // Left and come back to, it stands there still; and after an ordinary end too.
        person.keys("q");
        drop(person);
        let again = stands(&killed.sit());
        let changed = before.iter().zip(&again).filter(|(one, other)| one != other).count();
        assert_eq!((before.len(), changed), (again.len(), 1), "{before:?} {again:?}");
    }
}

#[test]
fn a_draft_from_before_the_last_save_brings_back_what_was_not_kept_and_nothing_else() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().keys("r").choose("A day or place to be ready for").keys("The pier<esc><esc>");
    person.choose("A promise").keys("Ring when late<esc>q");
    drop(person);
    let older = home.copy();
    let mut person = home.sit();
    assert!(stands(&person).contains(&"Ring when late".to_owned()), "{}", person.look());
    person.choose("It has no day of its own").choose("Write it down");
    assert_eq!(person.model().plan.promises.len(), 1, "{}", person.notice());
    person.keys("q");
    drop(person);
    std::fs::copy(older.path("draft.toml"), home.path("draft.toml")).unwrap();
    let mut person = home.sit();
    assert_eq!(*person.model().screen(), Screen::Record, "{}", person.look());
    person.choose("A promise");
    assert!(!stands(&person).contains(&"Ring when late".to_owned()), "it is kept already");
    person.keys("<esc><esc>").choose("A day or place to be ready for");
    assert!(stands(&person).contains(&"The pier".to_owned()), "{}", person.look());
}
