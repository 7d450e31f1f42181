//! Skip, not yet, reopen, again, undo: nothing that was written is lost by any of them.

use trustcoach::engine::{Mark, Status};

use crate::common::work::WORDS;
use crate::common::{Home, Sitting};

const STEP: &str = "true-with-anyone";

/// Someone on a letter, with something written in it.
fn written(home: &Home) -> (Sitting, String, String) {
    let mut person = home.sit();
    person.keep();
    let id = person.first_of_form("letter");
    person.reach(&id).work();
    let field = person.step().fields[0].id.to_string();
    (person, id, field)
}

fn answer<'p>(person: &'p Sitting, id: &str, field: &str) -> &'p str {
    person.model().plan.answer(id, field).and_then(|answer| answer.text()).unwrap_or_default()
}

#[test]
fn not_yet_skip_done_change_and_again_keep_every_answer() {
    let home = Home::new();
    let (mut person, id, field) = written(&home);
    person.keys("n");
    assert_eq!(person.status(&id), Some(Status::NotYet));
    assert!(person.notice().contains("Left for later"), "{}", person.notice());
    person.open_step(&id);
    assert_eq!(answer(&person, &id, &field), WORDS);
    person.keys("s");
    assert_eq!(person.status(&id), Some(Status::Skipped));
    person.open_step(&id);
    assert_eq!(answer(&person, &id, &field), WORDS);
    person.keys("d");
    assert_eq!(person.status(&id), Some(Status::Done), "{}", person.look());
    person.choose("Change what I wrote");
    assert_eq!(answer(&person, &id, &field), WORDS);
    person.keys("d").choose("Do it again");
    assert_eq!(answer(&person, &id, &field), "", "a new attempt is empty");
    let attempts = &person.model().plan.progress.steps[id.as_str()].attempts;
    assert_eq!(attempts.len(), 3, "the first, its copy that was changed, and the new one");
    assert_eq!(attempts[0].answers[field.as_str()].text(), Some(WORDS));
    drop(person);
    let attempts = &home.plan().progress.steps[id.as_str()].attempts;
    assert_eq!(attempts[0].answers[field.as_str()].text(), Some(WORDS), "on the disk too");
}

#[test]
fn undo_takes_back_one_change_at_a_time_and_redo_makes_it_again() {
    let home = Home::new();
    let (mut person, id, field) = written(&home);
    person.keys("d");
    assert_eq!(home_mark(&home, &id), Some(Mark::Done));
    person.keys("u");
    assert_eq!(person.status(&id), Some(Status::Started));
    assert_eq!(home_mark(&home, &id), Some(Mark::Started), "undo is saved too");
    assert_eq!(answer(&person, &id, &field), WORDS);
    person.keys("<ctrl-r>");
    assert_eq!(person.status(&id), Some(Status::Done));
    let journal = person.model().entries.len();
    person.keys("u<ctrl-r>");
    assert_eq!(person.model().entries.len(), journal, "no line of the journal twice");
    for _ in 0..50 {
        person.keys("u");
    }
    assert!(person.notice().contains("Nothing to undo"), "{}", person.notice());
    assert_eq!(answer(&person, &id, &field), "");
    for _ in 0..50 {
        person.keys("<ctrl-r>");
    }
    assert_eq!(person.status(&id), Some(Status::Done));
    assert_eq!(answer(&person, &id, &field), WORDS);
}

/// The mark on the disk, while the program is open.
fn home_mark(home: &Home, id: &str) -> Option<Mark> {
    home.copy().plan().mark(id)
}

#[test]
fn a_step_with_an_empty_field_is_not_done_and_says_so() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep();
    let id = person.first_of_form("letter");
    person.reach(&id).keys("d");
    assert_ne!(person.status(&id), Some(Status::Done));
    assert!(person.notice().contains("still empty"), "{}", person.notice());
}

#[test]
fn a_door_step_is_there_for_someone_of_whom_nothing_is_known() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().open_step(STEP);
    assert!(!person.look().contains("not on the path"), "{}", person.look());
}

/// The steps that were finished, skipped or put off.
fn settled(person: &Sitting) -> Vec<(String, Mark)> {
    let steps = &person.model().plan.progress.steps;
    let marked = steps.iter().map(|(id, progress)| (id.to_string(), progress.mark));
    marked.filter(|(_, mark)| *mark != Mark::Started).collect()
}

#[test]
fn typing_without_an_open_field_settles_no_step() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep();
    for form in ["letter", "reflect", "build", "if-then"] {
        let id = person.first_of_form(form);
        person.reach(&id);
        let before = settled(&person);
        for words in [
            "and so",
            "no doubt, and so on",
            "So I did not say it.<enter>",
            "sss",
            "dinner",
            "essay",
            "when she asked",
            "no<enter>",
            "yes<enter>",
            "In the end<enter>and then",
            "s nnn d ",
        ] {
            // What is typed may lead elsewhere, and into a field: there it is typed at last.
            person.keys("<esc><esc>").open_step(&id).keys(words);
            assert_eq!(settled(&person), before, "{words:?} on {id}:\n{}", person.look());
            if person.model().editing.is_some() {
                person.keys("<ctrl-a><backspace><esc>");
            }
        }
    }
}

#[test]
fn where_something_is_to_be_written_the_key_goes_to_its_row_and_enter_does_it() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep();
    let id = person.first_of_form("letter");
    person.reach(&id);
    let before = person.status(&id);
    let focus = person.model().view().focus;
    person.keys("s");
    assert_eq!(person.status(&id), before);
    assert_eq!(person.notice(), "Enter does it.");
    person.keys("<esc>");
    assert_eq!(person.model().view().focus, focus, "and Esc takes it back");
    person.keys("so");
    assert_eq!(person.model().view().focus, focus, "and so does a letter");
    assert!(person.notice().contains("To write"), "{}", person.notice());
    person.keys("<down><up>n<enter>");
    assert_eq!(person.status(&id), Some(Status::NotYet));
    assert!(person.notice().contains("Left for later"), "{}", person.notice());
}
