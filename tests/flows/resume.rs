//! A kill in the middle of a letter, and the next start.

use std::time::Duration;

use trustcoach::app::model::Screen;
use trustcoach::content::form::Keep;
use trustcoach::engine::{Verdict, verdict};

use crate::common::{Home, snapshot};

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
