//! The record by keys alone: from a key to the page that is shown and the line that is written.

use std::collections::BTreeSet;

use trustcoach::app::interpret::{Meaning, interpret};
use trustcoach::app::model::{Library, Overlay, Screen, Settings, Size};
use trustcoach::app::page::{Item, Page, Role};
use trustcoach::app::record::talk::ticks;
use trustcoach::app::record::{MonthsRead, Rating};
use trustcoach::app::resume::{Kept, resume};
use trustcoach::app::{Effect, Key, KeyCode, Model, Msg, screens, update};
use trustcoach::content::form::Keep;
use trustcoach::content::{Step, shipped};
use trustcoach::engine::{Command, Contact, Entry, EntryKind, Now, apply};

use crate::year::{Life, beginning, year};

/// The program with this life in it, on the evening of its last day.
struct Desk {
    model: Model,
    presses: usize,
    effects: Vec<Effect>,
}

impl Desk {
    fn new(life: &Life, now: Now, size: Size) -> Self {
        let help = shipped::help();
        let library = Library {
            program: shipped::program(),
            support: help.support,
            hurt_partner: help.hurt_partner,
            paper: shipped::paper(),
        };
        let newest = life.journal.iter().map(|line| line.day.format("%Y-%m").to_string()).max();
        let entries: Vec<Entry> = life
            .journal
            .iter()
            .filter(|line| Some(line.day.format("%Y-%m").to_string()) == newest)
            .cloned()
            .collect();
        let kept = Kept {
            plan: life.plan.clone(),
            entries,
            draft: None,
            read_only: false,
            encrypted: false,
            notices: Vec::new(),
        };
        let model = resume(library, Settings::default(), now, size, kept);
        Self { model, presses: 0, effects: Vec::new() }
    }

    fn small(life: &Life, now: Now) -> Self {
        Self::new(life, now, Size { width: 80, height: 24 })
    }

    fn key(&mut self, code: KeyCode) -> &mut Self {
        self.presses += 1;
        match interpret(&self.model, Key::plain(code)) {
            Meaning::Msg(msg) => self.effects.extend(update(&mut self.model, msg)),
            Meaning::Typing(_) | Meaning::Secret(_) | Meaning::Nothing => {}
        }
        self
    }

    fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.chars() {
            let code = if key == '\n' { KeyCode::Enter } else { KeyCode::Char(key) };
            self.key(code);
        }
        self
    }

    /// Types into the open field and leaves it.
    fn write(&mut self, text: &str) -> &mut Self {
        assert!(self.model.editing.is_some(), "no field is open");
        let (text, cursor) = (text.to_owned(), text.chars().count());
        self.effects.extend(update(&mut self.model, Msg::Edited { text, cursor }));
        self.key(KeyCode::Esc)
    }

    /// Goes to the row that says this, and chooses it.
    fn choose(&mut self, label: &str) -> &mut Self {
        let page = self.page();
        let says = |item: &Item| match item {
            Item::Row(row) => row.label == label,
            Item::Field(field) => field.ask == label,
            Item::Text { .. } | Item::Gap => false,
        };
        let rows = page.items.iter().filter(|item| item.target().is_some());
        let at = rows.clone().position(says);
        let focus = at.unwrap_or_else(|| panic!("no row says {label}: {page:#?}"));
        self.model.view_mut().focus = focus;
        self.key(KeyCode::Enter)
    }

    fn page(&self) -> Page {
        screens::page(&self.model)
    }

    fn says(&self, text: &str) -> bool {
        format!("{:?}", self.page()).contains(text)
    }

    fn last(&self) -> &Entry {
        self.model.entries.last().unwrap()
    }
}

fn evening(life: &Life) -> Now {
    let day = life
        .journal
        .iter()
        .map(|line| line.day)
        .max()
        .unwrap_or_else(|| life.plan.created.date_naive());
    let at = day.and_hms_opt(20, 0, 0).unwrap().and_utc();
    Now { at, today: day }
}

fn first(life: &Life) -> Now {
    Now { at: life.plan.created, today: life.plan.created.date_naive() }
}

#[test]
fn a_check_in_takes_at_most_six_keys() {
    let life = year(1);
    let mut desk = Desk::small(&life, evening(&life));
    desk.keys("c462\n");
    assert!(desk.presses <= 6, "{}", desk.presses);
    let written = desk.last();
    assert_eq!(written.kind, EntryKind::CheckIn);
    let given: Vec<_> =
        written.numbers.iter().map(|(name, number)| (name.as_str(), *number)).collect();
    assert_eq!(given, [("hide", 2), ("hope", 6), ("sleep", 4)]);
    let saves = desk.effects.iter().filter(|effect| matches!(effect, Effect::Save { .. })).count();
    assert_eq!(saves, 1);
    assert_eq!(*desk.model.screen(), Screen::Today);
}

#[test]
fn the_row_about_harm_leads_to_help_and_leaves_no_line() {
    let life = beginning(1);
    let mut desk = Desk::small(&life, first(&life));
    let before = desk.model.entries.clone();
    desk.keys("c").choose("Thoughts of hurting myself: where help is");
    assert_eq!(*desk.model.screen(), Screen::Support);
    assert_eq!(desk.model.entries, before);
    assert_eq!(desk.model.plan, life.plan);
}

#[test]
fn the_week_asks_about_own_behaviour_and_nothing_that_some_people_only_are_asked() {
    let life = beginning(1);
    let rating = Rating::of_week(&Desk::small(&life, first(&life)).model);
    assert!(rating.asks.len() >= 5, "{:?}", rating.asks);
    let stands_in = |step: &&Step| !step.gate.only.is_empty() || step.keep != Keep::Yes;
    for step in life.program.steps().filter(stands_in) {
        for field in &step.fields {
            let asked = rating.asks.iter().any(|(name, _)| *name == field.id.as_str());
            assert!(!asked || step.form.name() != "rate", "{} of {}", field.id, step.id);
        }
    }
    let mut desk = Desk::small(&life, first(&life));
    desk.keys("b").choose("Ten minutes for the week").choose("Rate what you did this week");
    desk.keys("7j10").choose("Write it down");
    let written = desk.last();
    assert_eq!(written.kind, EntryKind::WeekRated);
    assert_eq!(written.numbers["truth"], 7);
    assert_eq!(written.numbers["did"], 10);
}

#[test]
fn a_promise_is_put_down_missed_and_made_good() {
    let life = beginning(1);
    let mut desk = Desk::small(&life, first(&life));
    desk.keys("r").choose("A promise").write("always be home by seven");
    assert!(desk.says("break on the first bad day"), "the coach says nothing");
    desk.choose("Every day").choose("Write it down");
    assert_eq!(desk.model.plan.promises.last().unwrap().terms.what, "always be home by seven");
    assert_eq!(*desk.model.screen(), Screen::Record);
    desk.choose("always be home by seven").choose("Missed today");
    assert_eq!(desk.last().kind, EntryKind::PromiseMissed);
    desk.choose("Yes").choose("What did you do to make it good?").write("Rang at six.");
    desk.choose("Write it down");
    let written = desk.last();
    assert_eq!((written.kind, written.text.as_str()), (EntryKind::PromiseRepaired, "Rang at six."));
    assert_eq!(written.numbers["told-first"], 1);
    desk.keys("uu");
    assert!(desk.model.entries.iter().all(|line| line.kind != EntryKind::PromiseMissed));
}

#[test]
fn the_coach_reads_a_promise_as_the_answer_it_is_and_never_stands_in_the_way() {
    let life = beginning(1);
    let mut desk = Desk::small(&life, first(&life));
    for (text, quoted) in
        [("never drink again", "“never drink again”"), ("I will do anything you want", "“")]
    {
        desk.keys("tr").choose("A promise");
        if desk.model.editing.is_none() {
            desk.choose("What will you do?");
        }
        let (typed, cursor) = (format!("{text}. "), text.chars().count() + 2);
        update(&mut desk.model, Msg::Edited { text: typed, cursor });
        assert!(desk.says(quoted) && desk.says("Try:"), "{text}: {:#?}", desk.page());
        desk.write(text);
        assert!(desk.says(quoted) && desk.says("Try:"), "{text}: {:#?}", desk.page());
    }
    // Where the coach has nothing to say, the word alone is enough for a promise.
    desk.choose("What will you do?").write("never be late and ring at six");
    assert!(desk.says("Say the act, and when."), "{:#?}", desk.page());
    desk.choose("It has no day of its own").choose("Write it down");
    assert_eq!(desk.model.plan.promises.len(), life.plan.promises.len() + 1);
    desk.keys("r").choose("A promise").write("ring when I am late");
    assert!(!desk.says("Try:"), "{:#?}", desk.page());
}

#[test]
fn words_of_danger_bring_the_way_to_help_in_every_field_of_the_record() {
    let life = beginning(1);
    let danger = "I want to kill myself. ";
    let cursor = danger.chars().count();
    for (keys, row) in
        [("tc", "A line, if you like"), ("ta", "A note"), ("tr", "A promise"), ("tr", "A talk")]
    {
        let mut desk = Desk::small(&life, first(&life));
        desk.keys(keys).choose(row);
        assert!(!desk.says("F1, if you want"));
        update(&mut desk.model, Msg::Edited { text: danger.to_owned(), cursor });
        assert!(desk.says("F1, if you want"), "{row}: {:#?}", desk.page());
    }
}

#[test]
fn a_sheet_that_is_left_waits() {
    let life = beginning(1);
    let mut desk = Desk::small(&life, first(&life));
    desk.keys("r").choose("A promise").write("ring at noon").key(KeyCode::Esc);
    assert_eq!(*desk.model.screen(), Screen::Record);
    desk.choose("A promise");
    assert!(desk.says("ring at noon"));
}

#[test]
fn a_setback_resets_nothing_and_opens_the_next_hour() {
    let life = year(2);
    let mut desk = Desk::small(&life, evening(&life));
    let plan = desk.model.plan.clone();
    desk.keys("a").choose("Something that went wrong").write("I lied about the bill.");
    desk.choose("Write it down");
    assert_eq!(*desk.model.screen(), Screen::Slip);
    assert!(desk.says("In the next hour") && desk.says("In the next day"));
    assert_eq!(desk.model.plan, plan, "nothing is reset");
    assert_eq!(desk.last().kind, EntryKind::Setback);
}

#[test]
fn what_a_change_stops_is_told_once_with_the_way_out_of_the_calendar() {
    let life = beginning(1);
    let mut desk = Desk::small(&life, first(&life));
    desk.keys(",").choose("What they want of contact").choose("They asked for no contact");
    let Screen::Resting(stopped) = desk.model.screen() else {
        panic!("{:?}", desk.model.screen());
    };
    assert_eq!(stopped.len(), 4);
    assert!(desk.says("often shared or synced"));
    desk.choose("Write a calendar file that takes them out");
    for own in ["ring when I am late", "the summer", "“Appointment”"] {
        assert!(desk.says(own), "{own} is not shown before it is written: {:#?}", desk.page());
    }
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::Export { .. })));
    desk.choose("Write the file");
    let written = desk.effects.iter().any(
        |effect| matches!(effect, Effect::Export { text, .. } if text.contains("METHOD:CANCEL")),
    );
    assert!(written);
    // And none of it is asked for or offered any more.
    desk.keys("r");
    for item in ["ring when I am late", "phones", "the summer", "A talk", "My partner"] {
        assert!(!desk.says(item), "{item} is shown");
    }
    desk.choose("A promise").key(KeyCode::Esc);
    assert!(!desk.says("My partner"));
}

#[test]
fn a_talk_wakes_the_loop_only_while_it_is_shown() {
    let life = beginning(1);
    let mut desk = Desk::small(&life, first(&life));
    assert!(!ticks(&desk.model));
    desk.keys("r").choose("the summer").choose("Begin it, with the guide");
    assert!(ticks(&desk.model) && desk.says("money"));
    desk.choose("A pause, back in 20 minutes");
    let later = Now { at: desk.model.now.at + chrono::TimeDelta::minutes(5), ..desk.model.now };
    update(&mut desk.model, Msg::Clock(later));
    assert!(desk.says("Back in 15:00"), "{:#?}", desk.page());
    desk.model.overlay = Some(Overlay::Hidden);
    assert!(!ticks(&desk.model), "nothing ticks behind a hidden screen");
    desk.model.overlay = None;
    desk.choose("We go on").choose("It is over: write what you heard");
    assert!(!ticks(&desk.model));
    desk.write("They want to know first.").choose("Write it down");
    assert_eq!(desk.last().text, "They want to know first.");
    assert!(desk.model.plan.talks.is_empty());
}

#[test]
fn older_months_come_when_they_are_asked_for_and_once() {
    let life = year(3);
    let mut desk = Desk::small(&life, evening(&life));
    assert!(desk.model.entries.len() < life.journal.len());
    desk.keys("J").choose("Find a word").write("quotes");
    let Some(Effect::ReadMonths { read, all: true }) = desk.effects.last().cloned() else {
        panic!("{:?}", desk.effects.last());
    };
    let month = |line: &Entry| line.day.format("%Y-%m").to_string();
    let entries: Vec<Entry> =
        life.journal.iter().filter(|line| !read.contains(&month(line))).cloned().collect();
    let months: BTreeSet<String> = entries.iter().map(month).collect();
    let read = MonthsRead { months: months.into_iter().collect(), entries, whole: true };
    for _ in 0..2 {
        update(&mut desk.model, Msg::MonthsRead(Ok(read.clone())));
    }
    let all = desk.model.entries.len() + desk.model.journal.older.len();
    assert_eq!(all, life.journal.len(), "read once, however often it is answered");
    let with = life.journal.iter().filter(|line| line.text.contains("quotes")).count();
    assert_eq!(desk.model.journal.shown.len() + desk.model.journal.left, with);
    assert!(with > 20);
    let first = desk.model.journal.shown[0].clone();
    desk.choose("Show");
    assert!(desk.model.journal.shown.iter().all(|line| line.text.contains("quotes")));
    update(&mut desk.model, Msg::Action(trustcoach::app::Action::Back));
    let delete = Command::Delete { line: Box::new(first) };
    let mut plan = desk.model.plan.clone();
    assert!(apply(&desk.model.library.program, &mut plan, delete, desk.model.now).is_ok());
}

#[test]
fn look_back_says_what_it_shows_and_fits_the_screen() {
    let life = year(4);
    let mut desk = Desk::small(&life, evening(&life));
    desk.keys("b");
    let whole = MonthsRead { months: Vec::new(), entries: life.journal.clone(), whole: true };
    update(&mut desk.model, Msg::MonthsRead(Ok(whole)));
    let page = desk.page();
    let charts: Vec<&str> = page
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Text { role: Role::Chart, text } => Some(text.as_str()),
            Item::Text { .. } | Item::Gap | Item::Row(_) | Item::Field(_) => None,
        })
        .collect();
    assert!(charts.len() >= 16, "{charts:?}");
    assert!(charts.iter().all(|line| line.chars().count() <= 72), "{charts:?}");
    assert!(charts.iter().any(|line| line.contains('█') && line.contains('░')));
    for said in ["In these 8 weeks: kept ", "Month by month", "The path so far", "How I slept"] {
        assert!(desk.says(said), "{said}");
    }
    for never in ["%", "streak", "in a row", "score"] {
        assert!(!desk.says(never), "{never}");
    }
}

#[test]
fn the_page_for_both_is_shown_first_and_holds_what_was_said_to_the_other_without_a_count() {
    let life = year(4);
    let mut desk = Desk::small(&life, evening(&life));
    desk.keys("b").choose("A page for both of you, if they ask for it");
    let page = desk.page();
    let shown = page.items.iter().rev().find_map(|item| match item {
        Item::Text { role: Role::Own, text } => Some(text.clone()),
        Item::Text { .. } | Item::Gap | Item::Row(_) | Item::Field(_) => None,
    });
    let shown = shown.unwrap();
    for theirs in
        ["ring when I am late (every day)", "phones (offered by me): 20", "the summer: 2026-03-29"]
    {
        assert!(shown.contains(theirs), "{theirs} is not in it:\n{shown}");
    }
    for own in ["no drink", "call my father", "a walk", "the cupboard", "kept", "missed", "%"] {
        assert!(!shown.contains(own), "{own} is in it:\n{shown}");
    }
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::Export { .. })));
    desk.choose("Write the file");
    let Some(Effect::Export { text, .. }) = desk.effects.last() else {
        panic!("{:?}", desk.effects.last());
    };
    assert_eq!(*text, shown);
    // Where no talk may be asked for, there is no such page, and nothing says why.
    desk.keys("t,").choose("What they want of contact").choose("They asked for no contact");
    desk.keys("b");
    assert!(!desk.says("for both of you"));
}

#[test]
fn today_fits_one_screen_and_contact_comes_back() {
    for seed in 1..4 {
        let life = year(seed);
        let desk = Desk::small(&life, evening(&life));
        let columns = trustcoach::app::layout::columns(desk.model.size);
        let page = desk.page();
        let laid = trustcoach::app::layout::lay_out(&page, columns.page, columns.rows);
        let rows = usize::from(columns.rows);
        assert!(laid.lines.len() <= rows, "{} of {rows}: {page:#?}", laid.lines.len());
        assert_eq!(life.plan.profile.contact, Contact::Open);
    }
}
