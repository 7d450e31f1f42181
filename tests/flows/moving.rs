//! Lists, pastes, sizes and the hidden screen.

use trustcoach::app::model::{Overlay, Screen};

use crate::common::paper::Shell;
use crate::common::{Home, snapshot};

#[test]
fn a_step_is_found_by_its_words() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().keys("/");
    snapshot("search", &person.shown());
    person.keys("steady min");
    snapshot("search-narrowed", &person.shown());
    person.keys("<backspace><backspace><backspace><backspace><enter>");
    assert!(matches!(person.model().screen(), Screen::Step(_)), "{}", person.look());
    person.keys("/qqqq<enter>");
    assert!(person.model().overlay.is_none());
}

#[test]
fn the_palette_runs_what_it_lists_and_keys_are_listed() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().keys("<ctrl-p>");
    snapshot("palette", &person.shown());
    person.keys("where help<enter>");
    assert_eq!(*person.model().screen(), Screen::Support);
    person.keys("?");
    snapshot("keys", &person.shown());
    person.keys("<esc>");
    assert!(person.model().overlay.is_none());
}

#[test]
fn the_list_can_be_opened_over_a_field_and_the_words_stay() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep();
    let id = person.first_of_form("letter");
    person.reach(&id).choose_first_field().keys("half a sen<ctrl-p>go to the path<esc>tence");
    assert_eq!(person.model().editing.as_ref().unwrap().text, "half a sentence");
    person.keys("<ctrl-p>");
    person.keys("where help<enter><esc>");
    assert_eq!(person.model().plan.answer(&id, "letter").unwrap().text(), Some("half a sentence"));
}

#[test]
fn a_paste_comes_as_one_text_and_only_into_a_field() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep();
    assert!(!person.paper().pastes);
    person.keys("<paste:qqq>");
    assert_eq!(*person.model().screen(), Screen::Today);
    let id = person.first_of_form("letter");
    person.reach(&id).choose_first_field();
    assert!(person.paper().pastes);
    person.keys("one <paste:two\nthree q>four");
    assert_eq!(person.model().editing.as_ref().unwrap().text, "one two\nthree qfour");
    person.keys("<ctrl-z><ctrl-z><ctrl-z><ctrl-z>");
    person.keys("<esc>");
    assert!(!person.paper().pastes);
}

#[test]
fn the_words_and_the_caret_outlive_every_size() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep();
    let id = person.first_of_form("letter");
    person.reach(&id).choose_first_field().keys("One. Two. Three.");
    let before = person.look();
    person.keys("<resize:50x16>");
    assert!(person.look().contains("Three."), "{}", person.look());
    person.keys("<resize:20x5>");
    assert!(person.look().contains("Please make"), "{}", person.look());
    person.keys(" Four.<resize:160x50>");
    assert!(person.look().contains("Four."), "{}", person.look());
    person.keys("<backspace><backspace><backspace><backspace><backspace><backspace>");
    person.keys("<resize:80x24>");
    assert_eq!(person.look(), before);
}

#[test]
fn a_hidden_screen_shows_nothing_and_comes_back_as_it_was() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep();
    let id = person.first_of_form("letter");
    person.reach(&id).choose_first_field().keys("secret words");
    let before = person.shown();
    person.keys("<ctrl-l>");
    assert_eq!(person.look().trim(), "Enter");
    person.keys("xyz<esc><f5>");
    assert_eq!(person.look().trim(), "Enter");
    assert_eq!(person.model().overlay, Some(Overlay::Hidden));
    person.keys("<enter>");
    assert_eq!(person.shown(), before);
    person.keys("!");
    assert_eq!(person.model().editing.as_ref().unwrap().text, "secret words!");
}

#[test]
fn stopping_and_coming_back_draws_everything_anew() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().keys("p");
    let before = person.shown();
    person.keys("<ctrl-z>");
    assert_eq!(person.paper().suspended, 1);
    assert_eq!(
        person.look().trim(),
        "Enter",
        "what was on the screen is not shown to who brings it back"
    );
    person.keys("<enter>");
    assert_eq!(person.shown(), before);
}

#[test]
fn where_nobody_could_bring_it_back_it_is_hidden_and_says_so() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().keys("p");
    person.paper_mut().shell = Shell::Gone;
    person.keys("<ctrl-z>");
    assert_eq!(person.look().trim(), "Enter");
    person.keys("<enter>");
    assert!(person.shown().contains("hidden, not stopped"), "{}", person.shown());
}

#[test]
fn help_is_one_key_away_also_in_a_field_and_while_hidden() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep();
    let id = person.first_of_form("letter");
    person.reach(&id).choose_first_field().keys("words<ctrl-g>");
    assert_eq!(*person.model().screen(), Screen::Support);
    person.choose("Choose a country").choose("Ireland");
    assert!(person.look().contains("Ireland"), "{}", person.look());
    person.keys("<ctrl-l><f1>");
    assert_eq!(*person.model().screen(), Screen::Support);
    assert_eq!(person.model().overlay, None);
    person.keys("q");
    drop(person);
    assert_eq!(home.sit().model().settings.country.as_deref(), Some("IE"));
}
