//! Leaving in good order, at once, and with nothing kept.

use std::fs;

use trustcoach::app::Key;
use trustcoach::app::model::Screen;
use trustcoach::tui::{Ended, Event};

use crate::common::{Home, snapshot};

#[test]
fn leaving_saves_the_place() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().keys("pjj");
    let focus = person.model().view().focus;
    let before = person.look();
    person.keys("q");
    assert_eq!(person.ended(), Some(Ended::Left));
    drop(person);
    let person = home.sit();
    assert!(matches!(person.model().screen(), Screen::Path(_)));
    assert_eq!(person.model().view().focus, focus);
    let mut person = person;
    assert_eq!(person.keys("").events_none().look(), before);
}

#[test]
fn leaving_out_of_an_open_field_keeps_the_words() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep();
    let id = person.first_of_form("letter");
    person.reach(&id).choose_first_field().keys("Dear M,<ctrl-q>");
    assert_eq!(person.ended(), Some(Ended::Left));
    drop(person);
    let answer = home.plan().answer(&id, "letter").cloned();
    assert_eq!(answer.as_ref().and_then(|answer| answer.text()), Some("Dear M,"));
}

#[test]
fn leaving_at_once_gives_the_terminal_back_first_and_saves_the_draft() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep();
    let id = person.first_of_form("letter");
    person.reach(&id).choose_first_field().keys("Dear M, I<left><ctrl-c>");
    assert_eq!(person.ended(), Some(Ended::LeftNow));
    assert!(person.paper().given_back);
    drop(person);
    let person = home.sit();
    let editing = person.model().editing.clone().unwrap();
    assert_eq!((editing.text.as_str(), editing.cursor), ("Dear M, I", 8));
}

#[test]
fn a_signal_saves_the_draft() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep();
    let id = person.first_of_form("letter");
    person.reach(&id).choose_first_field().keys("Dear");
    person.events(vec![Event::Signal(15)]);
    assert_eq!(person.ended(), Some(Ended::Signal(15)));
    drop(person);
    assert_eq!(home.sit().model().editing.as_ref().unwrap().text, "Dear");
}

#[test]
fn a_terminal_that_is_gone_when_it_is_drawn_on_saves_the_draft() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep();
    let id = person.first_of_form("letter");
    person.reach(&id).choose_first_field().keys("Dear");
    let typed = Key::script(" M").unwrap();
    person.events_after_closing(typed.into_iter().map(Event::Key).collect());
    assert_eq!(person.ended(), Some(Ended::Closed));
    drop(person);
    assert_eq!(home.sit().model().editing.as_ref().unwrap().text, "Dear M");
}

#[test]
fn leaving_with_something_unkept_asks_first_and_leaves_no_trace() {
    let home = Home::new();
    let mut person = home.sit();
    person.keys("q");
    assert_eq!(person.ended(), Some(Ended::Left), "nothing was done: nothing is asked");
    let mut person = home.sit();
    person.choose("Begin").choose("None of these");
    let id = person.first_of_form("list");
    person.reach(&id).work().keys("q");
    assert_eq!(person.ended(), None);
    snapshot("leaving-unkept", &person.shown());
    person.choose("Stay");
    assert!(matches!(person.model().screen(), Screen::Step(_)));
    person.keys("q").choose("Leave without keeping");
    assert_eq!(person.ended(), Some(Ended::Left));
    drop(person);
    let left: Vec<_> = fs::read_dir(home.folder()).unwrap().collect();
    let plan = home.path("plan.toml").exists() || home.path("draft.toml").exists();
    assert!(!plan, "{left:?}");
}

#[test]
fn a_line_that_was_only_begun_is_asked_for_too() {
    let home = Home::new();
    let mut person = home.sit();
    person.keys("<enter><enter><enter>").keys("<enter><enter>").keys("j");
    person.keys("a<enter>I rang when I said I would.<esc>q");
    assert!(matches!(person.model().screen(), Screen::Leaving), "{}", person.look());
}
