//! A disk that refuses, and a plan that is open twice.

use std::fs;

use trustcoach::tui::Ended;

use crate::common::work::WORDS;
use crate::common::{Home, Sitting};

/// Takes the folder of the plan away and puts a file in its place: it works for root too.
fn take_away(home: &Home) {
    fs::rename(&home.places.data, home.folder().join("away")).unwrap();
    fs::hard_link(home.folder().join("away/plan.toml"), &home.places.data).unwrap();
}

fn bring_back(home: &Home) {
    fs::remove_file(&home.places.data).unwrap();
    fs::rename(home.folder().join("away"), &home.places.data).unwrap();
}

fn on_a_letter(home: &Home) -> (Sitting, String) {
    let mut person = home.sit();
    person.keep();
    let id = person.first_of_form("letter");
    person.reach(&id);
    (person, id)
}

#[test]
fn a_failed_save_is_a_line_on_the_screen_and_the_words_stay() {
    let home = Home::new();
    let (mut person, id) = on_a_letter(&home);
    take_away(&home);
    person.work();
    assert!(person.model().keeping.unsaved);
    assert!(person.model().notice.as_ref().is_some_and(|notice| notice.care), "{}", person.look());
    let answer = |person: &Sitting| person.model().plan.answer(&id, "letter").cloned().unwrap();
    assert_eq!(answer(&person).text(), Some(WORDS));
    person.keys("q");
    assert_eq!(person.ended(), None, "it does not leave with unsaved changes");
    assert!(person.look().contains("Your last changes are not on the disk"), "{}", person.look());
    bring_back(&home);
    person.choose("Try to save again");
    assert!(!person.model().keeping.unsaved, "{}", person.look());
    person.keys("q");
    assert_eq!(person.ended(), Some(Ended::Left));
    drop(person);
    assert_eq!(home.plan().answer(&id, "letter").unwrap().text(), Some(WORDS));
}

#[test]
fn with_a_disk_that_stays_away_the_words_can_be_written_elsewhere() {
    let home = Home::new();
    let (mut person, _) = on_a_letter(&home);
    take_away(&home);
    person.work().keys("q").choose("Write what I wrote to another place");
    let path = home.folder().join("rescued.md").display().to_string();
    person.choose("To which file?").keys("<ctrl-a>").keys(&path).keys("<esc>");
    person.choose("Write the file");
    assert!(fs::read_to_string(&path).unwrap().contains("I told them"));
    person.keys("q").choose("Leave, and lose the last changes");
    assert_eq!(person.ended(), Some(Ended::Left));
}

#[test]
fn a_second_window_can_read_and_changes_nothing() {
    let home = Home::new();
    let (mut first, id) = on_a_letter(&home);
    first.work();
    let mut second = home.sit();
    second.events_none();
    assert!(second.model().keeping.read_only);
    assert!(second.look().contains("open in another window"), "{}", second.look());
    second.open_step(&id).keys("d");
    assert_ne!(second.status(&id), Some(trustcoach::engine::Status::Done));
    assert!(second.notice().contains("Another trustcoach"), "{}", second.notice());
    second.choose_first_field().keys("more words<esc>");
    assert!(second.model().editing.is_none());
    second.keys("q");
    assert_eq!(second.ended(), Some(Ended::Left));
    first.keys("d");
    assert_eq!(first.status(&id), Some(trustcoach::engine::Status::Done));
    drop((first, second));
    assert_eq!(home.plan().answer(&id, "letter").unwrap().text(), Some(WORDS));
}
