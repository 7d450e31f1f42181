//! The passphrase, set, changed and taken away in the settings.

use std::fs;
use std::path::Path;

use trustcoach::app::model::{Purpose, Screen};

use crate::common::{Home, Sitting, snapshot};

/// A home with a kept plan and a word in it that can be looked for.
fn kept() -> Home {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().keys(",").write("Your word for what happened", "the marigolds").keys("q");
    home
}

fn settings(home: &Home) -> Sitting {
    let mut person = home.sit();
    person.keys("t,");
    assert_eq!(*person.model().screen(), Screen::Settings);
    person
}

fn asked(person: &Sitting) -> Option<(Purpose, usize)> {
    let Screen::Passphrase(asked) = person.model().screen() else { return None };
    Some((asked.purpose, asked.typed))
}

/// Whether any file below the folder holds the text.
fn holds(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).unwrap().map(Result::unwrap).any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return holds(&path, text);
        }
        let bytes = fs::read(path).unwrap();
        bytes.windows(text.len()).any(|part| part == text.as_bytes())
    })
}

/// Sets this passphrase in the settings, and goes on past the recovery key.
fn set(home: &Home, words: &str) -> Sitting {
    let mut person = settings(home);
    person.choose("Set a passphrase").keys(&format!("{words}<enter>{words}<enter>"));
    assert_eq!(*person.model().screen(), Screen::Recovery, "{}", person.look());
    person.choose("Go on");
    person
}

/// Opens the locked program with this passphrase; says whether it opened.
fn opens(home: &Home, words: &str) -> bool {
    let mut person = home.sit();
    assert_eq!(asked(&person), Some((Purpose::Unlock, 0)));
    person.keys(&format!("{words}<enter>"));
    assert_eq!(person.model().keeping.kept, asked(&person).is_none());
    person.model().plan.profile.event == "the marigolds"
}

#[test]
fn setting_it_encrypts_what_was_kept_and_says_what_a_disk_may_still_hold() {
    let home = kept();
    assert!(holds(&home.places.data, "marigolds"));
    let mut person = settings(&home);
    snapshot("settings-passphrase-none", &person.focus("Set a passphrase").shown());
    person.choose("Set a passphrase").keys("one two<enter>one too<enter>");
    assert_eq!(asked(&person), Some((Purpose::New, 0)), "two that differ are typed anew");
    assert!(person.notice().contains("not the same"));
    assert!(holds(&home.places.data, "marigolds"), "nothing was changed yet");
    person.keys("one two<enter>one two<enter>");
    let key = person.model().keeping.recovery.clone().unwrap();
    assert!(key.starts_with("AGE-SECRET-KEY-"));
    let look = person.look();
    assert!(look.contains("still hold them"), "{look}");
    assert!(!holds(&home.places.data, "marigolds"), "nor in an earlier version");
    person.choose("Go on");
    assert_eq!(*person.model().screen(), Screen::Settings);
    assert!(person.model().keeping.recovery.is_none(), "it is shown once");
    snapshot("settings-passphrase-set", &person.focus("Change the passphrase").shown());
    // What is written from now on is encrypted too, and the plan goes on.
    person.write("A name or initial", "Marigoldius").keys("q");
    drop(person);
    assert!(!holds(&home.places.data, "Marigoldius"));
    assert!(!opens(&home, "one too"));
    assert!(opens(&home, "one two"));
    assert!(opens(&home, &key));
}

#[test]
fn a_wrong_old_one_costs_nothing_and_changing_it_asks_for_the_new_one_twice() {
    let home = kept();
    let mut person = set(&home, "one");
    person.choose("Change the passphrase").keys("two<enter>");
    assert_eq!(asked(&person), Some((Purpose::ToChange, 0)));
    assert!(person.notice().contains("passphrase"), "{}", person.notice());
    person.keys("one<enter>");
    assert_eq!(asked(&person), Some((Purpose::Other, 0)));
    person.keys("<enter>");
    assert_eq!(asked(&person), Some((Purpose::Other, 0)), "an empty one is none");
    person.keys("two<enter>twö<enter>");
    assert_eq!(asked(&person), Some((Purpose::Other, 0)));
    person.keys("two<enter>two<enter>");
    assert_eq!(*person.model().screen(), Screen::Settings);
    assert!(person.notice().contains("earlier copy"), "{}", person.notice());
    person.keys("q");
    drop(person);
    assert!(!opens(&home, "one"));
    assert!(opens(&home, "two"));
}

#[test]
fn taking_it_away_asks_for_it_and_leaves_nothing_encrypted() {
    let home = kept();
    let mut person = set(&home, "one");
    person.choose("Take the passphrase away");
    assert!(person.look().contains("whoever can use this account"), "{}", person.look());
    person.keys("two<enter>");
    assert_eq!(asked(&person), Some((Purpose::ToRemove, 0)));
    assert!(!holds(&home.places.data, "marigolds"));
    person.keys("one<enter>");
    assert_eq!(*person.model().screen(), Screen::Settings);
    assert!(!person.model().keeping.encrypted);
    // Locking only hides now: the key is gone, and so is what it opened.
    person.keys("<ctrl-l><enter>");
    assert_eq!(*person.model().screen(), Screen::Settings);
    person.focus("Set a passphrase").keys("q");
    drop(person);
    assert!(!home.path("identity.age").exists());
    assert_eq!(home.plan().profile.event, "the marigolds");
}

#[test]
fn what_was_typed_is_wiped_when_the_field_is_left() {
    let home = kept();
    let mut person = set(&home, "one");
    person.choose("Change the passphrase").keys("xy");
    assert_eq!(asked(&person), Some((Purpose::ToChange, 2)));
    person.keys("<f1>");
    assert_eq!(*person.model().screen(), Screen::Support);
    person.keys("<esc>");
    assert_eq!(asked(&person), Some((Purpose::ToChange, 0)));
    person.keys("x<esc>");
    assert_eq!(*person.model().screen(), Screen::Settings);
    person.choose("Take the passphrase away").keys("one<enter>");
    assert!(!person.model().keeping.encrypted, "{}", person.notice());
}

#[test]
fn the_first_time_is_no_second_time_after_leaving_the_field() {
    let home = kept();
    let mut person = settings(&home);
    person.choose("Set a passphrase").keys("one<enter>");
    assert_eq!(asked(&person), Some((Purpose::Again, 0)));
    person.keys("<esc>").choose("Set a passphrase");
    assert_eq!(asked(&person), Some((Purpose::New, 0)));
    person.keys("<enter>");
    assert_eq!(asked(&person), Some((Purpose::New, 0)));
    person.keys("two<enter>two<enter>").choose("Go on").keys("q");
    drop(person);
    assert!(opens(&home, "two"));
}

#[test]
fn where_nothing_is_kept_the_settings_offer_none() {
    let home = Home::new();
    let mut person = home.sit();
    person.choose("Begin").choose("None of these").keys(",");
    assert_eq!(*person.model().screen(), Screen::Settings);
    person.keys("<end>");
    assert!(!person.look().to_lowercase().contains("passphrase"), "{}", person.look());
}
