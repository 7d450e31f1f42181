//! What a step needs before it is done, and what being done makes of it: a practice, a sheet, a talk.

use chrono::{Days, NaiveDate};

use crate::content::form::{
    Agree, Cadence, FieldKind, Form, Keep, List, Pick, Practice, Talk, reserved,
};
use crate::content::{Field, FieldId, Step};

use super::plan::{Agreement, Answer, Plan, PracticeItem, TalkItem};
use super::rehearsal::{reply_field, walk};

/// The answer to [`FREE`](reserved::FREE) that closes a sheet for two.
const NOT_FREE: &str = "no";

/// How a day is written in an answer.
const DAY: &str = "%Y-%m-%d";

/// The day that an answer means.
pub(super) fn day_of(answer: &Answer) -> Option<NaiveDate> {
    let text = answer.text()?;
    NaiveDate::parse_from_str(text, DAY).ok().filter(|day| day.format(DAY).to_string() == text)
}

/// Whether the answer is of the kind that the field takes.
pub(super) fn fits(kind: &FieldKind, answer: &Answer) -> bool {
    match (kind, answer) {
        (FieldKind::Short | FieldKind::Long, Answer::Text(_))
        | (FieldKind::Tick, Answer::Tick(_)) => true,
        (FieldKind::Choice(options), Answer::Text(text)) => {
            options.iter().any(|option| option.id.as_str() == text)
        }
        (FieldKind::Scale, Answer::Number(number)) => *number <= crate::content::form::SCALE,
        (FieldKind::Count(most), Answer::Number(number)) => number <= most,
        (FieldKind::Date, Answer::Text(_)) => day_of(answer).is_some(),
        _ => false,
    }
}

/// Whether an answer to the field may be stored: the stricter of the step's and the field's word.
pub(super) fn may_store(plan: &Plan, step: &Step, field: &Field) -> bool {
    match (step.keep, field.keep) {
        (Keep::Never, _) | (_, Keep::Never) => false,
        (Keep::Ask, _) | (_, Keep::Ask) => plan.kept.contains(&step.id),
        (Keep::Yes, Keep::Yes) => true,
    }
}

/// Whether the person said that one of the two could not say no. That closes the sheet.
pub(super) fn closes(step: &Step, plan: &Plan) -> bool {
    matches!(step.form, Form::Agree(_))
        && plan.answer(step.id.as_str(), reserved::FREE).and_then(Answer::text) == Some(NOT_FREE)
}

/// The fields that still want an answer before the step can be finished; empty where it can be.
#[must_use]
pub fn missing(step: &Step, plan: &Plan) -> Vec<FieldId> {
    let answer = |field: &str| plan.answer(step.id.as_str(), field);
    let blank = |field: &&Field| answer(field.id.as_str()).is_none_or(Answer::is_empty);
    let wanted = |field: &&Field| !field.optional && blank(field);
    match &step.form {
        Form::Read(_) => Vec::new(),
        Form::List(list) => unlisted(step, list, blank),
        Form::Rate(_) => {
            if step.fields.iter().all(|field| blank(&field)) {
                step.fields.first().map(|field| field.id.clone()).into_iter().collect()
            } else {
                Vec::new()
            }
        }
        Form::Rehearse(scene) => {
            let walk = walk(scene, answer);
            let node = walk.at.filter(|_| !walk.ended).map(|node| node.id.as_str());
            node.and_then(|node| step.field(node).or_else(|| step.field(&reply_field(node))))
                .map(|field| field.id.clone())
                .into_iter()
                .collect()
        }
        Form::Agree(_) if closes(step, plan) => Vec::new(),
        Form::Reflect
        | Form::Build(_)
        | Form::Letter(_)
        | Form::IfThen(_)
        | Form::Practice(_)
        | Form::Agree(_)
        | Form::Talk(_) => {
            let counts = |field: &&Field| field.id.as_str() != reserved::REHEARSED;
            let fields = step.fields.iter().filter(counts).filter(wanted);
            fields.map(|field| field.id.clone()).collect()
        }
    }
}

/// The first empty places of a list, as many as are still wanted.
fn unlisted(step: &Step, list: &List, blank: impl Fn(&&Field) -> bool) -> Vec<FieldId> {
    let least = match list.pick {
        Pick::Any => list.least,
        Pick::One => list.least.min(1),
    };
    let empty: Vec<&Field> = step.fields.iter().filter(blank).collect();
    let filled = step.fields.len() - empty.len();
    let wanted = usize::from(least).saturating_sub(filled);
    empty.into_iter().take(wanted).map(|field| field.id.clone()).collect()
}

/// Puts what a finished step made into the plan: one item a step, made of stored answers only.
pub(super) fn record(step: &Step, plan: &mut Plan, today: NaiveDate) {
    match &step.form {
        Form::Practice(practice) => record_practice(step, practice, plan, today),
        Form::Agree(agree) => record_agreement(step, agree, plan, today),
        Form::Talk(talk) => record_talk(step, talk, plan),
        Form::Read(_)
        | Form::Reflect
        | Form::Build(_)
        | Form::Letter(_)
        | Form::Rehearse(_)
        | Form::List(_)
        | Form::IfThen(_)
        | Form::Rate(_) => {}
    }
}

fn record_practice(step: &Step, practice: &Practice, plan: &mut Plan, today: NaiveDate) {
    let stored = |field| plan.stored(step.id.as_str(), field).filter(|answer| !answer.is_empty());
    let text = |field| stored(field).and_then(Answer::text);
    let what = match text(reserved::WHAT) {
        Some(what) => what.trim().to_owned(),
        None => practice.what.render(&plan.profile.words()).into_owned(),
    };
    let every = text(reserved::EVERY)
        .and_then(|every| Cadence::try_from(every.to_owned()).ok())
        .or_else(|| practice.every.first().copied())
        .unwrap_or(Cadence::Daily);
    let last = plan.practices.iter().find(|item| item.step == step.id).and_then(|item| item.last);
    let item = PracticeItem {
        step: step.id.clone(),
        what,
        every,
        since: today,
        until: later(today, practice.days),
        paused: false,
        last,
        after_done: false,
        concerns: None,
    };
    put(&mut plan.practices, item, |item| &item.step);
}

fn record_agreement(step: &Step, agree: &Agree, plan: &mut Plan, today: NaiveDate) {
    let earlier = plan.agreements.iter().find(|item| item.step == step.id);
    let turns = earlier.map(|item| item.turns.clone()).unwrap_or_default();
    let item = Agreement {
        step: step.id.clone(),
        since: today,
        review: later(today, agree.review_days),
        until: plan.stored(step.id.as_str(), reserved::UNTIL).and_then(day_of),
        own: None,
        ended: None,
        turns,
    };
    put(&mut plan.agreements, item, |item| &item.step);
}

fn record_talk(step: &Step, talk: &Talk, plan: &mut Plan) {
    if let Some(day) = plan.stored(step.id.as_str(), reserved::WHEN).and_then(day_of) {
        let item =
            TalkItem { step: step.id.clone(), day, minutes: talk.minutes, time: None, own: None };
        put(&mut plan.talks, item, |item| &item.step);
    }
}

/// The item takes the place of the one from the same step, or the last place.
fn put<T, K: PartialEq>(items: &mut Vec<T>, item: T, key: impl Fn(&T) -> &K) {
    match items.iter().position(|there| key(there) == key(&item)) {
        Some(at) => items[at] = item,
        None => items.push(item),
    }
}

fn later(day: NaiveDate, days: u16) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::{at, field_id, finish, open_plan, says, small};
    use crate::engine::{Mark, Refusal};

    /// Finishing with the first answers wants the fields, and with the second as well it is done.
    fn wants(id: &str, first: &[(&str, Answer)], fields: &[&str], then: &[(&str, Answer)]) {
        let program = small();
        let mut plan = open_plan();
        let wanted = Refusal::Unfinished(fields.iter().map(|id| field_id(id)).collect());
        assert_eq!(finish(&program, &mut plan, id, first, at(0)), Err(wanted), "{id}");
        assert_eq!(plan.mark(id), Some(Mark::Started));
        let outcome = finish(&program, &mut plan, id, then, at(0)).unwrap();
        assert_eq!(plan.mark(id), Some(Mark::Done));
        assert_eq!(outcome.add.len(), 1);
    }

    #[test]
    fn each_form_has_its_own_condition() {
        let tick = Answer::Tick;
        wants(
            "reflect",
            &[("excuse", says("  "))],
            &["excuse", "more"],
            &[("excuse", says("a")), ("more", says("b"))],
        );
        wants("never", &[], &["unsaid"], &[("unsaid", says("keyword"))]);
        wants("build", &[("did", says("lied"))], &["sure"], &[("sure", says("told"))]);
        wants("if-then", &[("if", says("a"))], &["then"], &[("then", says("b"))]);
        wants(
            "list",
            &[("sleep", tick(true)), ("food", tick(false))],
            &["food"],
            &[("own-1", says("a walk"))],
        );
        wants("list", &[], &["sleep", "food"], &[("sleep", tick(true)), ("food", tick(true))]);
        wants("list-one", &[], &["pick"], &[("pick", says("work"))]);
        wants("rate", &[], &["truth"], &[("truth", Answer::Number(0))]);
        wants("rate", &[("note", says(""))], &["truth"], &[("note", says("late"))]);
        wants("talk", &[("heard", says("x"))], &["when"], &[("when", says("2026-02-01"))]);
        wants("agree", &[("free", says("yes"))], &["offer"], &[("offer", says("a"))]);
        wants(
            "rehearse",
            &[],
            &["first"],
            &[("first", says("own")), ("again-reply", says("Yes.")), ("last", says("hear"))],
        );
        wants(
            "rehearse",
            &[("first", says("tears"))],
            &["aside-reply"],
            &[("first", says("own")), ("again-reply", says("Yes.")), ("last", says("hear"))],
        );
        for id in ["read", "practice"] {
            assert!(finish(&small(), &mut open_plan(), id, &[], at(0)).is_ok(), "{id}");
        }
    }

    #[test]
    fn a_finished_practice_is_in_the_plan_by_suggestion_or_by_word() {
        let program = small();
        let mut plan = open_plan();
        finish(&program, &mut plan, "practice", &[], at(0)).unwrap();
        let item = plan.practices[0].clone();
        assert_eq!(item.what, "Say where I am to your partner.");
        assert_eq!((item.every, item.since), (Cadence::Daily, at(0).today));
        assert_eq!(item.until, at(7).today);
        let again = crate::engine::Command::Redo { step: item.step };
        crate::engine::apply(&program, &mut plan, again, at(9)).unwrap();
        let mine = [("what", says(" Say it. ")), ("every", says("3-days"))];
        finish(&program, &mut plan, "practice", &mine, at(9)).unwrap();
        assert_eq!(plan.practices.len(), 1);
        assert_eq!(plan.practices[0].what, "Say it.");
        assert_eq!(plan.practices[0].every, Cadence::Days(3));
        assert_eq!(plan.practices[0].since, at(9).today);
    }

    #[test]
    fn a_finished_sheet_has_its_days() {
        let program = small();
        let mut plan = open_plan();
        let sheet = [("free", says("unsure")), ("offer", says("a")), ("until", says("2026-01-20"))];
        finish(&program, &mut plan, "agree", &sheet, at(0)).unwrap();
        let until = Some(at(19).today);
        let sheet = &plan.agreements[0];
        assert_eq!((sheet.since, sheet.review, sheet.until), (at(0).today, at(30).today, until));
    }

    #[test]
    fn a_sheet_that_could_not_be_refused_is_closed() {
        let program = small();
        let mut plan = open_plan();
        let sheet = [("free", says("yes")), ("offer", says("a"))];
        finish(&program, &mut plan, "agree", &sheet, at(0)).unwrap();
        let reopen = crate::engine::Command::Reopen { step: plan.agreements[0].step.clone() };
        crate::engine::apply(&program, &mut plan, reopen, at(1)).unwrap();
        let outcome = finish(&program, &mut plan, "agree", &[("free", says("no"))], at(1)).unwrap();
        assert_eq!(outcome, crate::engine::Outcome::default());
        assert!(plan.agreements.is_empty());
        assert_eq!(plan.mark("agree"), Some(Mark::NotYet));
        assert_eq!(plan.answer("agree", "offer"), Some(&says("a")), "what was written stays");
    }

    #[test]
    fn answers_are_of_the_kind_of_their_field() {
        let day = |text: &str| fits(&FieldKind::Date, &says(text));
        assert!(day("2026-02-28") && !day("2026-02-30") && !day("2026-2-3") && !day(""));
        assert!(fits(&FieldKind::Scale, &Answer::Number(10)));
        assert!(!fits(&FieldKind::Scale, &Answer::Number(11)));
        assert!(!fits(&FieldKind::Count(3), &Answer::Number(4)));
        assert!(!fits(&FieldKind::Tick, &says("yes")));
        assert!(!fits(&FieldKind::Choice(Vec::new()), &says("yes")));
        assert!(!fits(&FieldKind::Long, &Answer::Tick(true)));
    }
}
