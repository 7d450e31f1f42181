//! A disk that refuses, and a plan that is open twice.

use std::fs;

use trustcoach::engine::EntryId;
use trustcoach::store::{Opened, Store};
use trustcoach::tui::Ended;

use crate::common::work::WORDS;
use crate::common::{Home, Sitting, evening};

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

/// The lines "step done" that the journal shows at a start.
fn steps_done(home: &Home) -> usize {
    let kind = trustcoach::engine::EntryKind::StepDone;
    home.sit().model().entries.iter().filter(|entry| entry.kind == kind).count()
}

/// The store, open, and the one line "step done" of its newest month.
fn with_one_step_done(home: &Home) -> (Store, EntryId) {
    let mut person = home.sit();
    person.keep();
    let id = person.first_of_form("letter");
    person.reach(&id).work().keys("dq");
    drop(person);
    assert_eq!(steps_done(home), 1);
    let Opened::Found(store, loaded) = Store::open(&home.places).unwrap() else { panic!("a plan") };
    let [line] = &loaded.entries[..] else { panic!("{:?}", loaded.entries) };
    (store, line.id.clone())
}

#[test]
fn a_line_that_was_deleted_on_purpose_does_not_come_back() {
    let later = evening().at + chrono::Duration::days(400);
    for gone in ["deleted", "deleted long ago", "forgotten", "moved"] {
        let home = Home::new();
        let (mut store, id) = with_one_step_done(&home);
        match gone {
            "deleted" => store.delete_entry(&id, evening().at).unwrap(),
            "deleted long ago" => {
                store.delete_entry(&id, evening().at).unwrap();
                store.expire_trash(later).unwrap();
                assert_eq!(store.trash().unwrap(), []);
            }
            "forgotten" => assert!(store.forget_entry(&id).unwrap().found),
            _ => {
                let mut line = store.find_entry(&id).unwrap().unwrap();
                line.day -= chrono::Duration::days(90);
                store.save_entries(&[line], std::slice::from_ref(&id)).unwrap();
            }
        }
        drop(store);
        assert_eq!(steps_done(&home), 0, "{gone}");
        // Nor does mending write it again.
        let Opened::Found(mut store, loaded) = Store::open(&home.places).unwrap() else {
            panic!("a plan")
        };
        store.repair(&loaded, false, later).unwrap();
        let moved = usize::from(gone == "moved");
        assert_eq!(store.check(&loaded, false).unwrap().entries, moved, "{gone}");
        assert_eq!(store.find_entry(&id).unwrap().iter().count(), moved, "{gone}");
    }
}

#[test]
fn a_line_that_a_cut_kept_out_of_the_journal_is_there() {
    let (home, cut) = (Home::new(), Home::new());
    drop(with_one_step_done(&home));
    let Opened::New(mut store) = Store::open(&cut.places).unwrap() else { panic!("it is empty") };
    // The plan was saved, and then nothing more.
    store.save_plan(&mut home.plan()).unwrap();
    drop(store);
    assert_eq!(steps_done(&cut), 1);
}
