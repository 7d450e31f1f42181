//! The mirror beside a letter and on its own screen: where its notes stand, and where it says nothing.

use crate::common::{Home, Sitting};

const SLIP: &str = "I'm sorry if I hurt you. ";
const NOTE: &str = "“sorry if I hurt you”";
const TALK: &str = "F1, if you want to talk to someone now.";

/// Someone who writes on the mirror's own screen.
fn writing(home: &Home) -> Sitting {
    let mut person = home.sit();
    person.keep().keys("m");
    person
}

#[test]
fn whoever_types_at_once_on_the_mirror_writes_and_is_led_nowhere() {
    let home = Home::new();
    let mut person = writing(&home);
    person.keys("Dear Sam, sorry for the jam");
    assert!(person.look().contains("Dear Sam, sorry for the jam"), "{}", person.look());
    person.keys("<esc><esc>m");
    assert!(person.look().contains("Dear Sam, sorry for the jam"), "{}", person.look());
}

#[test]
fn the_note_under_a_letter_stays_in_sight_on_a_small_screen_and_is_not_said_twice_on_a_wide_one() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().say_all_is_open().reach("six-parts").choose_first_field();
    person.keys("<resize:80x24>").keys(&"A long line of a letter. ".repeat(20)).keys(SLIP);
    assert!(person.look().contains(NOTE), "{}", person.look());
    person.keys("<resize:160x50>");
    assert_eq!(person.look().matches(NOTE).count(), 1, "{}", person.look());
}

#[test]
fn words_of_danger_bring_one_line_and_no_note_however_far_from_them() {
    let home = Home::new();
    let mut person = writing(&home);
    person.keys(SLIP);
    assert!(person.look().contains(NOTE), "{}", person.look());
    person.keys("The bus was late. The soup was cold. You hit me last night. ");
    assert!(person.look().contains(TALK), "{}", person.look());
    assert!(!person.look().contains("Try:"), "{}", person.look());
    person.keys("<esc>");
    assert!(!person.look().contains("Nothing stood out"), "{}", person.look());
}

#[test]
fn what_is_there_is_not_praised_where_they_asked_for_no_contact() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().say_all_is_open().keys("m");
    person.keys("<paste:I lied to you for a year. I am sorry.><esc>");
    assert!(person.look().contains("What is there:"), "{}", person.look());
    person.keys(",").choose("What they want of contact").choose("They asked for no contact");
    person.keys("m");
    assert!(person.look().contains("They asked for no contact. No wording"), "{}", person.look());
    assert!(!person.look().contains("What is there:"), "{}", person.look());
}
