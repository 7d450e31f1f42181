//! Random plans of three devices, merged: the same result whichever way round, and no word that is in neither the plan
//! nor among what is given back for the trash.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use proptest::prelude::*;

use super::merge_plan::{MergedPlan, Side, merge};
use super::removed::{Things, Versions};
use super::sweep::new_plan;
use crate::content::form::Cadence;
use crate::content::{FieldId, StepId};
use crate::engine::plan::{Mark, PracticeItem, StepProgress};
use crate::engine::record::{Concerns, Promise, PromiseDay, PromiseTerms};
use crate::engine::{Answer, Attempt, Contact, Plan, Told};

/// A plan on a device, with what was removed from it there.
#[derive(Debug, Clone)]
struct Device {
    plan: Plan,
    removed: Versions,
    saved: Versions,
}

impl Device {
    fn side(&self) -> Side<'_> {
        Side { plan: &self.plan, removed: &self.removed }
    }

    /// What saving the plan does.
    fn save(&mut self) {
        let now = Things::of(&self.plan).versions();
        self.removed.remember(&self.saved, &now);
        self.saved = now;
        self.plan.seq += 1;
    }

    fn take(&mut self, merged: MergedPlan) {
        self.removed = merged.removed;
        self.saved = Things::of(&merged.plan).versions();
        self.plan = merged.plan;
        self.plan.seq += 1;
    }
}

fn id(text: &str) -> StepId {
    StepId::try_from(text.to_owned()).unwrap()
}

fn day(nth: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Duration::days(nth)
}

fn at(nth: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000 + nth, 0).unwrap()
}

fn promise(number: usize, what: &str) -> Promise {
    let terms = PromiseTerms {
        what: what.to_owned(),
        asked_by: Concerns::Me,
        by: None,
        every: None,
        realistic: None,
    };
    Promise { id: id(&format!("own-{number}")), terms, since: day(0), last: None }
}

fn practice(number: usize, what: &str) -> PracticeItem {
    PracticeItem {
        step: id(&format!("practice-{number}")),
        what: what.to_owned(),
        every: Cadence::Daily,
        since: day(0),
        until: day(30),
        paused: false,
        last: None,
        after_done: false,
        concerns: None,
    }
}

/// What a person does on a device.
#[derive(Debug, Clone)]
enum Deed {
    Promise(usize),
    Keep(usize),
    RemovePromise(usize),
    Practice(usize),
    RemovePractice(usize),
    Answer(usize, bool),
    Finish(usize),
    Name,
    Fear(Told),
    Merge(usize),
}

fn deeds() -> impl Strategy<Value = Vec<(usize, Deed)>> {
    let told = prop_oneof![Just(Told::Unknown), Just(Told::No), Just(Told::Yes)];
    let deed = prop_oneof![
        3 => (0..4_usize).prop_map(Deed::Promise),
        1 => (0..4_usize).prop_map(Deed::Keep),
        1 => (0..4_usize).prop_map(Deed::RemovePromise),
        2 => (0..3_usize).prop_map(Deed::Practice),
        1 => (0..3_usize).prop_map(Deed::RemovePractice),
        4 => ((0..3_usize), any::<bool>()).prop_map(|(step, again)| Deed::Answer(step, again)),
        2 => (0..3_usize).prop_map(Deed::Finish),
        1 => Just(Deed::Name),
        1 => told.prop_map(Deed::Fear),
        2 => (0..3_usize).prop_map(Deed::Merge),
    ];
    prop::collection::vec((0..3_usize, deed), 1..30)
}

fn step(plan: &mut Plan, number: usize) -> &mut StepProgress {
    plan.progress.steps.entry(id(&format!("step-{number}"))).or_default()
}

/// Does a deed that is no merge, with a text and a moment of its own.
fn act(device: &mut Device, deed: &Deed, text: &str, moment: i64) {
    let plan = &mut device.plan;
    match deed {
        Deed::Promise(number) => {
            let new = promise(*number, text);
            match plan.promises.iter_mut().find(|known| known.id == new.id) {
                Some(known) => known.terms = new.terms,
                None => plan.promises.push(new),
            }
        }
        Deed::Keep(at) => {
            if let Some(promise) = plan.promises.get_mut(*at) {
                promise.last = Some(PromiseDay { day: day(moment), kept: true, repaired: false });
            }
        }
        Deed::RemovePromise(at) if *at < plan.promises.len() => drop(plan.promises.remove(*at)),
        Deed::Practice(number) => {
            let new = practice(*number, text);
            match plan.practices.iter_mut().find(|known| known.step == new.step) {
                Some(known) => *known = new,
                None => plan.practices.push(new),
            }
        }
        Deed::RemovePractice(at) if *at < plan.practices.len() => drop(plan.practices.remove(*at)),
        Deed::Answer(number, again) => {
            let step = step(plan, *number);
            if *again || step.attempts.is_empty() {
                let answers = std::collections::BTreeMap::new();
                step.attempts.push(Attempt { began: at(moment), finished: None, answers });
            }
            let field = FieldId::try_from("words".to_owned()).unwrap();
            let attempt = step.attempts.last_mut().unwrap();
            attempt.answers.insert(field, Answer::Text(text.to_owned()));
        }
        Deed::Finish(number) => {
            let step = step(plan, *number);
            (step.mark, step.marked) = (Mark::Done, Some(at(moment)));
            if let Some(attempt) = step.attempts.last_mut() {
                attempt.finished = Some(at(moment));
            }
        }
        Deed::Name => text.clone_into(&mut plan.profile.event),
        Deed::Fear(told) => plan.profile.safety.harmed = *told,
        Deed::RemovePromise(_) | Deed::RemovePractice(_) | Deed::Merge(_) => return,
    }
    device.save();
}

/// All texts of a plan.
fn texts(plan: &Plan) -> BTreeSet<String> {
    let promises = plan.promises.iter().map(|promise| promise.terms.what.clone());
    let practices = plan.practices.iter().map(|practice| practice.what.clone());
    let attempts = plan.progress.steps.values().flat_map(|step| &step.attempts);
    let answers = attempts.flat_map(|attempt| attempt.answers.values());
    let answers = answers.filter_map(|answer| answer.text().map(str::to_owned));
    let event = Some(plan.profile.event.clone()).filter(|event| !event.is_empty());
    promises.chain(practices).chain(answers).chain(event).collect()
}

fn without_number(plan: &Plan) -> Plan {
    Plan { seq: 0, ..plan.clone() }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whichever_way_round_it_is_the_same_and_no_word_is_lost(deeds in deeds()) {
        let (removed, saved) = (Versions::default(), Versions::default());
        let start = Device { plan: new_plan(), removed, saved };
        let mut devices = [start.clone(), start.clone(), start];
        for (nth, (device, deed)) in deeds.iter().enumerate() {
            let moment = i64::try_from(nth).unwrap();
            if let Deed::Merge(other) = deed {
                let merged = merge(devices[*device].side(), devices[*other].side());
                devices[*device].take(merged);
            } else {
                act(&mut devices[*device], deed, &format!("text {nth}"), moment);
            }
        }
        let [one, other, _] = &devices;
        let merged = merge(one.side(), other.side());
        let back = merge(other.side(), one.side());
        prop_assert_eq!(without_number(&merged.plan), without_number(&back.plan));
        prop_assert_eq!((&merged.removed, &merged.lost), (&back.removed, &back.lost));
        let mut found = texts(&merged.plan);
        let lost = merged.lost.iter();
        found.extend(lost.filter_map(|lost| lost.text.split_once(": ").map(|(_, text)| text.to_owned())));
        for text in texts(&one.plan).union(&texts(&other.plan)) {
            prop_assert!(found.contains(text), "{} is nowhere: {:?}", text, merged);
        }
        // Merged once more, with either, it stays as it is.
        let mut again = one.clone();
        again.take(merged);
        for side in [one, other] {
            let twice = merge(again.side(), side.side());
            prop_assert_eq!(without_number(&twice.plan), without_number(&again.plan));
            prop_assert_eq!(&twice.removed, &again.removed);
        }
    }
}

fn device(plan: Plan) -> Device {
    let saved = Things::of(&plan).versions();
    Device { plan, removed: Versions::default(), saved }
}

#[test]
fn what_was_removed_here_does_not_come_back_unless_it_was_changed_there() {
    let mut plan = new_plan();
    plan.promises = vec![promise(1, "one"), promise(2, "two")];
    let (mut here, mut there) = (device(plan.clone()), device(plan));
    here.plan.promises.clear();
    here.save();
    there.plan.promises[1].terms.what = "two, changed".to_owned();
    there.save();
    let merged = merge(here.side(), there.side());
    let what: Vec<&str> = merged.plan.promises.iter().map(|one| one.terms.what.as_str()).collect();
    assert_eq!((what, merged.dropped), (vec!["two, changed"], 1));
    assert_eq!(merged.lost[0].text, "Promise: one", "it was still there on the other device");
}

#[test]
fn the_newer_mark_holds_and_both_attempts_stay() {
    let (mut here, mut there) = (device(new_plan()), device(new_plan()));
    act(&mut here, &Deed::Answer(1, true), "older", 1);
    act(&mut here, &Deed::Finish(1), "", 2);
    act(&mut there, &Deed::Answer(1, true), "newer", 3);
    let skipped = step(&mut there.plan, 1);
    (skipped.mark, skipped.marked) = (Mark::Skipped, Some(at(4)));
    let merged = merge(here.side(), there.side());
    let step = &merged.plan.progress.steps[&id("step-1")];
    assert_eq!((step.mark, step.attempts.len()), (Mark::Skipped, 2));
    assert_eq!(step.answer("words").unwrap().text(), Some("newer"));
    assert_eq!(merged.lost, []);
}

#[test]
fn the_more_careful_answer_holds_whatever_its_age() {
    let (mut here, mut there) = (device(new_plan()), device(new_plan()));
    here.plan.profile.safety.harmed = Told::No;
    here.plan.profile.contact = Contact::Open;
    here.plan.seq = 90;
    there.plan.profile.safety.harmed = Told::Yes;
    there.plan.profile.contact = Contact::Limited { to: "letters".to_owned() };
    let merged = merge(here.side(), there.side()).plan.profile;
    assert_eq!(merged.safety.harmed, Told::Yes);
    assert_eq!(merged.contact, Contact::Limited { to: "letters".to_owned() });
}
