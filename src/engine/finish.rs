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
    };
    put(&mut plan.practices, item, |item| &item.step);
}

fn record_agreement(step: &Step, agree: &Agree, plan: &mut Plan, today: NaiveDate) {
    let item = Agreement {
        step: step.id.clone(),
        since: today,
        review: later(today, agree.review_days),
        until: plan.stored(step.id.as_str(), reserved::UNTIL).and_then(day_of),
    };
    put(&mut plan.agreements, item, |item| &item.step);
}

fn record_talk(step: &Step, talk: &Talk, plan: &mut Plan) {
    if let Some(day) = plan.stored(step.id.as_str(), reserved::WHEN).and_then(day_of) {
        let item = TalkItem { step: step.id.clone(), day, minutes: talk.minutes };
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
