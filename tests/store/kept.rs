//! What is saved comes back, and nothing else is on the disk.

use std::fs;

use chrono::NaiveDate;
use trustcoach::engine::{Answer, Contact, Draft, Place};
use trustcoach::error::Error;
use trustcoach::store::{Store, inventory};

use crate::home::{Home, WORDS, day, edit, entry, field, full_plan, new_plan, put, step};

#[test]
fn a_plan_comes_back_as_it_was() {
    for contact in [
        Contact::Open,
        Contact::Limited { to: "calls".to_owned() },
        Contact::None { court: false },
        Contact::None { court: true },
    ] {
        let mut plan = full_plan();
        plan.profile.contact = contact;
        let home = Home::with(plan.clone());
        plan.seq = 1;
        let (_, loaded) = home.open();
        assert_eq!(loaded.plan, plan);
        assert_eq!(loaded.notices, []);
        assert_eq!(loaded.read_only, None);
    }
}

#[test]
fn nothing_is_on_the_disk_before_the_first_save() {
    let home = Home::new();
    let mut store = home.fresh();
    assert!(store.is_new());
    assert!(matches!(store.save_draft(&Draft::default()), Err(Error::NoPlan { .. })));
    assert!(matches!(store.save_entries(&[], &[]), Err(Error::NoPlan { .. })));
    assert_eq!(fs::read_dir(home.folder.path()).unwrap().count(), 0);
    assert_eq!(inventory(&home.places), Ok(Vec::new()));
    store.save_plan(&mut new_plan()).unwrap();
    assert!(!store.is_new());
    store.save_draft(&Draft::default()).unwrap();
}

#[test]
fn what_is_not_to_be_kept_is_in_no_file() {
    let home = Home::new();
    let mut plan = new_plan();
    let secret = [(field("words"), Answer::Text("never-kept".to_owned()))];
    plan.unkept.insert(step("a"), secret.into_iter().collect());
    let mut store = home.fresh();
    store.save_plan(&mut plan).unwrap();
    store.save_plan(&mut plan).unwrap();
    assert!(plan.unkept.contains_key("a"), "it stays on the screen");
    for item in inventory(&home.places).unwrap() {
        let text = fs::read(&item.path).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&text).contains("never-kept"), "{}", item.path.display());
    }
}

#[test]
fn entries_go_to_the_months_of_their_days_and_may_move_and_go() {
    let home = Home::with(new_plan());
    let (mut store, _) = home.open();
    let all = [entry(1, "2026-10-31"), entry(2, "2026-11-01"), entry(3, "2026-11-02")];
    store.save_entries(&all, &[]).unwrap();
    store.save_entries(&all, &[]).unwrap();
    let moved = entry(1, "2026-11-03");
    let gone = [moved.id.clone(), all[1].id.clone()];
    store.save_entries(std::slice::from_ref(&moved), &gone).unwrap();
    assert_eq!(store.read_month("2026-10").unwrap().entries, []);
    assert_eq!(store.read_month("1999-01").unwrap().entries, []);
    assert_eq!(store.read_month("../plan").unwrap().entries, []);
    drop(store);
    let (_, loaded) = home.open();
    assert_eq!(loaded.months, ["2026-10", "2026-11"]);
    assert_eq!(loaded.entries, [all[2].clone(), moved]);
}

#[test]
fn an_entry_of_a_year_that_no_file_can_name_is_refused() {
    let home = Home::with(new_plan());
    let (mut store, _) = home.open();
    let mut far = entry(1, "2026-10-31");
    far.day = NaiveDate::MAX;
    assert!(store.save_entries(&[far], &[]).is_err());
    assert_eq!(store.months(), Ok(Vec::new()));
}

#[test]
fn the_draft_comes_back_at_the_character_and_goes() {
    let home = Home::with(new_plan());
    let place = Place {
        screen: "step".to_owned(),
        step: Some(step("a")),
        field: Some(field("text")),
        cursor: 17,
        focus: 2,
        sheet: None,
    };
    let draft = Draft { seq: 1, place, typed: Some(WORDS.to_owned()), begun: Vec::new() };
    let (mut store, loaded) = home.open();
    assert_eq!(loaded.draft, None);
    store.save_draft(&draft).unwrap();
    drop(store);
    let (mut store, loaded) = home.open();
    assert_eq!(loaded.draft, Some(draft));
    store.clear_draft().unwrap();
    store.clear_draft().unwrap();
    drop(store);
    assert_eq!(home.open().1.draft, None);
}

#[test]
fn a_plan_of_before_does_not_count_backwards() {
    let home = Home::with(new_plan());
    let (mut store, loaded) = home.open();
    let (before, mut plan) = (loaded.plan.clone(), loaded.plan);
    store.save_plan(&mut plan).unwrap();
    store.save_plan(&mut plan).unwrap();
    let mut undone = before;
    store.save_plan(&mut undone).unwrap();
    assert_eq!(undone.seq, 4);
}

#[test]
fn old_generations_go() {
    let home = Home::with(new_plan());
    let (mut store, loaded) = home.open();
    let mut plan = loaded.plan;
    for _ in 0..20 {
        store.save_plan(&mut plan).unwrap();
    }
    assert_eq!(plan.seq, 21);
    let names = home.names("backups");
    // One more where midnight falls between.
    assert!((5..=6).contains(&names.len()), "{names:?}");
    assert_eq!(names.last().unwrap(), "plan.toml.00000020");
}

#[test]
fn a_temporary_file_of_a_crash_is_replaced() {
    let home = Home::with(new_plan());
    put(&home.path(".plan.toml.tmp"), b"half a pl");
    let (mut store, loaded) = home.open();
    store.save_plan(&mut loaded.plan.clone()).unwrap();
    assert_eq!(home.names(""), [".lock", "FORMAT", "backups", "plan.toml"]);
}

#[test]
fn a_change_from_outside_is_asked_about_and_can_be_kept() {
    let home = Home::with(new_plan());
    let path = home.path("plan.toml");
    edit(&path, "event = \"\"", "event = \"mine\" # by hand\nsince = 2026-11-22");
    let error = Store::open(&home.places).unwrap_err();
    assert_eq!(error, Error::ChangedOutside { place: path.canonicalize().unwrap() });
    assert_eq!(Store::accept_changed(&home.places, None).unwrap().len(), 1);
    assert!(fs::read_to_string(&path).unwrap().contains("# by hand"));
    let (mut store, loaded) = home.open();
    assert_eq!(loaded.plan.profile.event, "mine");
    store.save_plan(&mut loaded.plan.clone()).unwrap();
    assert!(fs::read_to_string(&path).unwrap().contains("since = 2026-11-22"), "unknown keys stay");
    drop(store);
    assert_eq!(Store::accept_changed(&home.places, None), Ok(Vec::new()));
}

#[test]
fn a_change_from_outside_can_be_refused_and_is_set_aside() {
    let home = Home::with(new_plan());
    let (mut store, loaded) = home.open();
    store.save_plan(&mut loaded.plan.clone()).unwrap();
    drop(store);
    edit(&home.path("plan.toml"), "event = \"\"", "event = \"theirs\"");
    assert_eq!(Store::refuse_changed(&home.places, None).unwrap().len(), 1);
    assert_eq!(home.open().1.plan.profile.event, "");
    let aside = fs::read_to_string(home.path("damaged/plan.toml.00000001")).unwrap();
    assert!(aside.contains("theirs"));
}

#[test]
fn a_change_while_open_stops_the_save_and_is_kept_beside() {
    let home = Home::with(new_plan());
    let (mut store, loaded) = home.open();
    let mut plan = loaded.plan;
    edit(&home.path("plan.toml"), "event = \"\"", "event = \"theirs\"");
    assert!(matches!(store.save_plan(&mut plan), Err(Error::ChangedOutside { .. })));
    let kept = store.set_aside_changed().unwrap();
    assert_eq!(kept.len(), 1);
    store.save_plan(&mut plan).unwrap();
    assert!(fs::read_to_string(&kept[0]).unwrap().contains("theirs"));
    drop(store);
    assert_eq!(home.open().1.plan, plan);
}

#[test]
fn dates_without_quotes_are_understood_where_a_person_edits() {
    let home = Home::with(new_plan());
    let (mut store, _) = home.open();
    store.save_entries(&[entry(1, "2026-11-01")], &[]).unwrap();
    drop(store);
    let path = home.path("journal/2026-11.toml");
    edit(&path, "day = \"2026-11-01\"", "day = 2026-11-05");
    assert_eq!(Store::accept_changed(&home.places, None).unwrap().len(), 1);
    assert_eq!(home.open().1.entries[0].day, day("2026-11-05"));
}
