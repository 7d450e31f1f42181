//! Promises: put down, answered for, repaired.

use chrono::NaiveDate;

use crate::content::Program;
use crate::engine::change::Change;
use crate::engine::command::{Outcome, Refusal};
use crate::engine::entry::{Entry, EntryId, EntryKind};
use crate::engine::gate;
use crate::engine::plan::{Now, Plan};

use super::count::TOLD_FIRST;
use super::gates::{asks_of, may_ask};
use super::items::{ItemId, Promise, PromiseDay, PromiseTerms, Thing};
use super::keep::{filled, new_id};

pub(super) fn put(
    program: &Program,
    plan: &mut Plan,
    id: Option<ItemId>,
    mut terms: PromiseTerms,
    now: Now,
) -> Result<(), Refusal> {
    terms.what = filled(&terms.what)?;
    if terms.by.is_some() {
        terms.every = None;
    }
    if !gate::may(program, plan, asks_of(Thing::Promise, terms.asked_by, false)) {
        return Err(Refusal::NotNow);
    }
    let Some(id) = id else {
        let id = new_id(plan, now).ok_or(Refusal::NoItem)?;
        plan.promises.push(Promise { id, terms, since: now.today, last: None });
        return Ok(());
    };
    open(program, plan, &id)?.terms = terms;
    Ok(())
}

/// The promise, where it may be asked for now.
fn open<'p>(
    program: &Program,
    plan: &'p mut Plan,
    id: &ItemId,
) -> Result<&'p mut Promise, Refusal> {
    let may = may_ask(program, plan, Thing::Promise, id);
    plan.promises.iter_mut().find(|item| item.id == *id && may).ok_or(Refusal::NoItem)
}

fn line(promise: &Promise, day: PromiseDay, now: Now) -> Entry {
    let kind = if day.kept { EntryKind::PromiseKept } else { EntryKind::PromiseMissed };
    Entry::new(EntryId::promised(&promise.id, day.day), kind, day.day, now.at)
        .about(&promise.id)
        .saying(&promise.terms.what)
}

pub(super) fn answer(
    program: &Program,
    plan: &mut Plan,
    id: &ItemId,
    day: NaiveDate,
    kept: bool,
    now: Now,
) -> Result<Change, Refusal> {
    let promise = open(program, plan, id)?;
    if day > now.today || promise.last.is_some_and(|last| day < last.day) {
        return Err(Refusal::WrongDay);
    }
    let before = promise.last.filter(|last| last.day == day);
    if before.is_some_and(|last| last.repaired) {
        return Err(Refusal::MadeGood);
    }
    let answered = PromiseDay { day, kept, repaired: false };
    if before == Some(answered) {
        return Ok(Change::default());
    }
    let removed: Vec<Entry> = before.map(|before| line(promise, before, now)).into_iter().collect();
    promise.last = Some(answered);
    let remove = removed.iter().map(|entry| entry.id.clone()).collect();
    let outcome = Outcome { add: vec![line(promise, answered, now)], remove };
    Ok(Change { outcome, removed })
}

pub(super) fn repair(
    program: &Program,
    plan: &mut Plan,
    id: &ItemId,
    told_first: bool,
    text: &str,
    now: Now,
) -> Result<Change, Refusal> {
    let promise = open(program, plan, id)?;
    let missed = promise.last.as_mut().filter(|last| !last.kept && !last.repaired);
    let missed = missed.ok_or(Refusal::NothingMissed)?;
    missed.repaired = true;
    let name = EntryId::repaired(id, missed.day);
    let mut entry =
        Entry::new(name, EntryKind::PromiseRepaired, missed.day, now.at).about(id).saying(text);
    entry.numbers.insert(TOLD_FIRST.to_owned(), u8::from(told_first));
    Ok(Change::adding(entry))
}
