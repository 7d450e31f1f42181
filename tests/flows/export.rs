//! What leaves the program: the checklist and the clipboard.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use trustcoach::app::page::{Item, Role};
use trustcoach::app::screens;
use trustcoach::engine::text_of;

use crate::common::work::WORDS;
use crate::common::{Home, Sitting};

fn preview(person: &Sitting) -> String {
    let page = screens::page(person.model());
    let Some(Item::Text { role: Role::Own, text }) = page.items.into_iter().next_back() else {
        panic!("no preview:\n{}", person.look())
    };
    text
}

fn to(person: &mut Sitting, path: &str) {
    person.choose("To which file?").keys("<ctrl-a>").keys(path).keys("<esc>");
    person.choose("Write the file");
}

#[test]
fn what_is_previewed_is_what_is_written_with_and_without_answers() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep();
    let id = person.first_of_form("letter");
    person.reach(&id).work().keys("dx");
    let plain = home.folder().join("plain.md").display().to_string();
    let shown = preview(&person);
    assert!(!shown.contains(WORDS), "without being asked no word of the person leaves");
    to(&mut person, &plain);
    assert!(person.notice().contains("Written to"), "{}", person.notice());
    assert_eq!(fs::read_to_string(&plain).unwrap(), shown);
    assert_eq!(fs::metadata(&plain).unwrap().permissions().mode() & 0o777, 0o600);

    person.keys("x").focus("With what I wrote").keys(" ");
    let full = home.folder().join("full.md").display().to_string();
    let shown = preview(&person);
    assert!(shown.contains("I told them"), "{shown}");
    to(&mut person, &full);
    assert_eq!(fs::read_to_string(&full).unwrap(), shown);

    person.keys("x");
    to(&mut person, &plain);
    assert!(person.model().notice.as_ref().is_some_and(|notice| notice.care));
    assert!(!fs::read_to_string(&plain).unwrap().contains("I told them"), "never overwritten");
}

#[test]
fn the_preview_can_be_read_to_its_last_line() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().keys("x<end>");
    let last = preview(&person).trim_end().lines().last().unwrap().trim().to_owned();
    let tail: String = last.chars().rev().take(20).collect::<Vec<_>>().into_iter().rev().collect();
    assert!(person.look().contains(tail.trim()), "{last:?}:\n{}", person.look());
}

#[test]
fn a_text_is_copied_as_it_stands_and_the_warning_is_given() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep();
    let id = person.first_of_form("letter");
    person.reach(&id).keys("y");
    assert!(person.notice().contains("nothing to copy"), "{}", person.notice());
    assert!(person.paper().copied.is_empty());
    person.work().keys("y");
    assert!(person.notice().contains("clipboard"), "{}", person.notice());
    assert!(person.paper().copied.is_empty(), "copied before it was said what that leaves behind");
    person.keys("y");
    let text = text_of(&person.step(), &person.model().plan);
    assert!(text.contains(WORDS));
    assert_eq!(person.paper().copied, [text]);
    assert!(person.notice().contains("Copied"), "{}", person.notice());
}
