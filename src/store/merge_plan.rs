//! The plan from two devices. Steps, promises, practices, agreements, talks and dates are merged by their ids; what
//! both changed goes to the version with the newer time stamp of its own, and where there is none to the plan that was
//! saved more often. The words of what loses are given back, to be kept in the trash.
//!
//! Both devices come to the same plan, whichever merges first. Of two answers about contact or safety the more careful
//! one holds, whatever its age: it opens nothing that the other device had closed.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::removed::{Things, Versions, named};
use super::seal;
use crate::content::{Pronouns, StepId};
use crate::engine::plan::{Agreement, Answer, Attempt, PracticeItem, StepProgress, TalkItem};
use crate::engine::record::{DatePlan, Promise};
use crate::engine::{Contact, Over, PartnerKnows, Plan, Profile, Relationship, Safety, Told};

/// A plan and what was taken out of it on its device.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) plan: &'a Plan,
    pub(super) removed: &'a Versions,
}

/// Words that are in the merged plan no longer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lost {
    /// The step they belong to.
    pub(super) step: Option<StepId>,
    /// What they were, and the words.
    pub(super) text: String,
}

/// What comes of two versions of a plan.
#[derive(Debug)]
pub(super) struct MergedPlan {
    pub(super) plan: Plan,
    /// What was removed on either device and is not there.
    pub(super) removed: Versions,
    /// Words that did not find a place.
    pub(super) lost: Vec<Lost>,
    /// How many things of either side are in it no longer, because the other side had removed them.
    pub(super) dropped: usize,
}

/// Merges a plan as another device has it into ours.
pub(super) fn merge(ours: Side<'_>, theirs: Side<'_>) -> MergedPlan {
    let order = |side: &Side<'_>| (side.plan.seq, digest(side.plan));
    let (first, second) =
        if order(&ours) >= order(&theirs) { (ours, theirs) } else { (theirs, ours) };
    let mut work = Work { first, second, lost: Vec::new(), dropped: 0 };
    let (one, other) = (first.plan, second.plan);
    let mut plan = one.clone();
    plan.seq = one.seq.max(other.seq);
    plan.created = one.created.min(other.created);
    plan.kept.extend(other.kept.iter().cloned());
    plan.profile = work.profile(&one.profile, &other.profile);
    for (step, theirs) in &other.progress.steps {
        let merged = match one.progress.steps.get(step) {
            Some(ours) => work.step(step, ours, theirs),
            None => theirs.clone(),
        };
        plan.progress.steps.insert(step.clone(), merged);
    }
    let id: fn(&Promise) -> &str = |promise| promise.id.as_str();
    plan.promises = work.list("promise", &one.promises, &other.promises, id, promise);
    let id: fn(&PracticeItem) -> &str = |practice| practice.step.as_str();
    plan.practices = work.list("practice", &one.practices, &other.practices, id, practice);
    let id: fn(&Agreement) -> &str = |agreement| agreement.step.as_str();
    plan.agreements = work.list("agreement", &one.agreements, &other.agreements, id, agreement);
    let id: fn(&TalkItem) -> &str = |talk| talk.step.as_str();
    plan.talks = work.list("talk", &one.talks, &other.talks, id, talk);
    let id: fn(&DatePlan) -> &str = |date| date.id.as_str();
    plan.dates = work.list("date", &one.dates, &other.dates, id, date);
    plan.reviews.week = one.reviews.week.max(other.reviews.week);
    plan.reviews.month = one.reviews.month.max(other.reviews.month);
    plan.reviews.checked_in = one.reviews.checked_in.max(other.reviews.checked_in);
    let mut removed = first.removed.clone();
    removed.remember(second.removed, &Things::of(&plan).versions());
    work.lost.sort();
    work.lost.dedup();
    MergedPlan { plan, removed, lost: work.lost, dropped: work.dropped }
}

fn digest(plan: &Plan) -> String {
    seal::digest(toml::to_string(plan).unwrap_or_default().as_bytes())
}

/// Two versions of a thing made one; the first is that of the plan that was saved more often.
struct Both<T> {
    one: T,
    /// The words of the version that lost, where they were others.
    lost: Option<String>,
}

struct Work<'a> {
    first: Side<'a>,
    second: Side<'a>,
    lost: Vec<Lost>,
    dropped: usize,
}

impl Work<'_> {
    fn lose(&mut self, step: Option<&StepId>, text: String) {
        self.lost.push(Lost { step: step.cloned(), text });
    }

    /// The union of two lists, without what either side removed and the other left as it was.
    fn list<T: Clone + PartialEq + Serialize + Words>(
        &mut self,
        list: &str,
        first: &[T],
        second: &[T],
        id: fn(&T) -> &str,
        both: fn(&T, &T) -> Both<T>,
    ) -> Vec<T> {
        let (ours, theirs) = (named(list, first, id), named(list, second, id));
        let of_theirs: BTreeMap<&String, &T> =
            theirs.iter().map(|(name, thing)| (name, *thing)).collect();
        let mut out = Vec::new();
        for (name, thing) in &ours {
            match of_theirs.get(name) {
                Some(other) if *other == *thing => out.push((*thing).clone()),
                Some(other) => {
                    let Both { one, lost } = both(thing, other);
                    if let Some(lost) = lost {
                        self.lose(None, lost);
                    }
                    out.push(one);
                }
                None if self.second.removed.holds(name, *thing) => self.drop(*thing),
                None => out.push((*thing).clone()),
            }
        }
        for (name, thing) in
            theirs.iter().filter(|(name, _)| ours.iter().all(|(own, _)| own != name))
        {
            if self.first.removed.holds(name, *thing) {
                self.drop(*thing);
            } else {
                out.push((*thing).clone());
            }
        }
        out
    }

    fn drop(&mut self, thing: &impl Words) {
        self.dropped += 1;
        self.lose(None, thing.words());
    }

    fn step(&mut self, step: &StepId, first: &StepProgress, second: &StepProgress) -> StepProgress {
        let (newer, older) =
            if second.marked > first.marked { (second, first) } else { (first, second) };
        let mut attempts = newer.attempts.clone();
        for attempt in &older.attempts {
            match attempts.iter_mut().find(|known| known.began == attempt.began) {
                Some(known) => *known = self.attempt(step, known, attempt),
                None => attempts.push(attempt.clone()),
            }
        }
        attempts.sort_by_key(|attempt| attempt.began);
        StepProgress { mark: newer.mark, marked: newer.marked, day: newer.day, attempts }
    }

    /// One go at a step, worked on by both: `newer` is that of the step that was marked last.
    fn attempt(&mut self, step: &StepId, newer: &Attempt, older: &Attempt) -> Attempt {
        let (wins, loses) =
            if older.finished > newer.finished { (older, newer) } else { (newer, older) };
        let mut answers = loses.answers.clone();
        answers.extend(wins.answers.clone());
        for (field, answer) in &loses.answers {
            if !answer.is_empty() && answers.get(field) != Some(answer) {
                let says = match answer {
                    Answer::Text(text) => text.clone(),
                    Answer::Number(number) => number.to_string(),
                    Answer::Tick(_) => "ticked".to_owned(),
                };
                self.lose(Some(step), format!("{field}: {says}"));
            }
        }
        Attempt { began: wins.began, finished: wins.finished, answers }
    }

    fn profile(&mut self, first: &Profile, second: &Profile) -> Profile {
        let mut profile = first.clone();
        profile.partner = self.said("Name", &first.partner, &second.partner);
        profile.event = self.said("Word for what happened", &first.event, &second.event);
        if profile.pronouns == Pronouns::default() {
            profile.pronouns = second.pronouns;
        }
        if profile.relationship == Relationship::default() {
            profile.relationship = second.relationship;
        }
        profile.contact = self.contact(&first.contact, &second.contact);
        let (one, other) = (first.safety, second.safety);
        profile.safety = Safety {
            harmed: careful(one.harmed, other.harmed),
            harming: careful(one.harming, other.harming),
            self_harm: careful(one.self_harm, other.self_harm),
        };
        let over = |over: Over| match over {
            Over::Unknown => 0,
            Over::Over => 1,
            Over::Unsure => 2,
            Over::Ongoing => 3,
        };
        let (one, other) = (first.situation, second.situation);
        if over(other.over) > over(one.over) {
            profile.situation.over = other.over;
        }
        if one.partner_knows == PartnerKnows::default() {
            profile.situation.partner_knows = other.partner_knows;
        }
        if one.third_person == Told::Unknown {
            profile.situation.third_person = other.third_person;
        }
        profile
    }

    /// The words of the first, unless there are none.
    fn said(&mut self, what: &str, first: &str, second: &str) -> String {
        if first.trim().is_empty() {
            return second.to_owned();
        }
        if !second.trim().is_empty() && first != second {
            self.lose(None, format!("{what}: {second}"));
        }
        first.to_owned()
    }

    fn contact(&mut self, first: &Contact, second: &Contact) -> Contact {
        let rank = |contact: &Contact| match contact {
            Contact::Open => 0,
            Contact::Limited { .. } => 1,
            Contact::None { court: false } => 2,
            Contact::None { court: true } => 3,
        };
        let (wins, loses) =
            if rank(second) > rank(first) { (second, first) } else { (first, second) };
        match (wins, loses) {
            (Contact::Limited { to }, Contact::Limited { to: other }) => {
                Contact::Limited { to: self.said("Contact limited to", to, other) }
            }
            (wins, Contact::Limited { to }) => {
                if !to.trim().is_empty() {
                    self.lose(None, format!("Contact limited to: {to}"));
                }
                wins.clone()
            }
            (wins, Contact::Open | Contact::None { .. }) => wins.clone(),
        }
    }
}

/// The more careful of two answers; one that was said before one that was not.
fn careful(one: Told, other: Told) -> Told {
    match (one, other) {
        (Told::Yes, _) | (_, Told::Yes) => Told::Yes,
        (Told::No, _) | (_, Told::No) => Told::No,
        (Told::Unknown, Told::Unknown) => Told::Unknown,
    }
}

/// A thing in the words of the person, for the trash.
trait Words {
    fn words(&self) -> String;
}

impl Words for Promise {
    fn words(&self) -> String {
        let by = self.terms.by.map(|day| format!(", by {day}")).unwrap_or_default();
        format!("Promise: {}{by}", self.terms.what)
    }
}

impl Words for PracticeItem {
    fn words(&self) -> String {
        format!("Practice: {}", self.what)
    }
}

impl Words for Agreement {
    fn words(&self) -> String {
        let (kind, says) = match &self.own {
            Some(own) if own.offer => ("Offer", format!("{} {}", own.what, own.scope)),
            Some(own) => ("Agreement", format!("{} {}", own.what, own.scope)),
            None => ("Agreement", self.step.to_string()),
        };
        let mut words = format!("{kind}: {}", says.trim());
        for turn in &self.turns {
            let _infallible = write!(words, "\n{}: {}", turn.day, turn.text);
        }
        words
    }
}

impl Words for TalkItem {
    fn words(&self) -> String {
        let own = self.own.as_ref();
        let about = own.map_or(self.step.as_str(), |own| own.about.as_str());
        let mut words = format!("Talk on {}: {about}", self.day);
        for point in own.iter().flat_map(|own| &own.agenda) {
            let _infallible = write!(words, "\n{point}");
        }
        words
    }
}

impl Words for DatePlan {
    fn words(&self) -> String {
        format!("Day or place: {}\n{}", self.terms.what, self.terms.plan).trim_end().to_owned()
    }
}

/// The first where the order says so or nothing; with the words of the other, where they are not the same.
fn newer<T: Clone + Words>(first: &T, second: &T, order: Ordering) -> Both<T> {
    let (wins, loses) = if order == Ordering::Less { (second, first) } else { (first, second) };
    let lost = Some(loses.words()).filter(|words| *words != wins.words());
    Both { one: wins.clone(), lost }
}

fn promise(first: &Promise, second: &Promise) -> Both<Promise> {
    let day = |promise: &Promise| promise.last.map(|last| last.day);
    newer(first, second, day(first).cmp(&day(second)))
}

fn practice(first: &PracticeItem, second: &PracticeItem) -> Both<PracticeItem> {
    let day = |practice: &PracticeItem| practice.last.map(|last| last.day);
    newer(first, second, day(first).cmp(&day(second)))
}

/// Every look at it is kept; it is over where either says so.
fn agreement(first: &Agreement, second: &Agreement) -> Both<Agreement> {
    let day = |agreement: &Agreement| agreement.turns.iter().map(|turn| turn.day).max();
    let order = day(first).cmp(&day(second));
    let plain = |agreement: &Agreement| Agreement { turns: Vec::new(), ..agreement.clone() };
    let mut both = newer(&plain(first), &plain(second), order);
    let (wins, loses) = if order == Ordering::Less { (second, first) } else { (first, second) };
    let mut turns = wins.turns.clone();
    turns.extend(loses.turns.iter().filter(|turn| !wins.turns.contains(turn)).cloned());
    turns.sort_by_key(|turn| turn.day);
    both.one.turns = turns;
    both.one.ended = wins.ended.or(loses.ended);
    both
}

fn talk(first: &TalkItem, second: &TalkItem) -> Both<TalkItem> {
    newer(first, second, Ordering::Equal)
}

fn date(first: &DatePlan, second: &DatePlan) -> Both<DatePlan> {
    newer(first, second, Ordering::Equal)
}
