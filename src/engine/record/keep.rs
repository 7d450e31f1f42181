//! The commands of the record, each to its list.

use chrono::NaiveDate;

use crate::content::Program;
use crate::engine::change::Change;
use crate::engine::command::{Command, Refusal};
use crate::engine::entry::{Entry, EntryId, EntryKind};
use crate::engine::gate;
use crate::engine::plan::{Agreement, Now, Plan, TalkItem};

use super::gates::{asks_of, may_ask};
use super::items::{
    AgreementTerms, Change as Look, Concerns, DatePlan, DateTerms, ItemId, TalkTerms, Thing, Turn,
    is_own, own_id,
};
use super::{lines, practices, promises};

/// A name that nothing of the plan has.
pub(super) fn new_id(plan: &Plan, now: Now) -> Option<ItemId> {
    let taken = |id: &ItemId| {
        plan.promises.iter().any(|item| item.id == *id)
            || plan.dates.iter().any(|item| item.id == *id)
            || plan.practices.iter().any(|item| item.step == *id)
            || plan.agreements.iter().any(|item| item.step == *id)
            || plan.talks.iter().any(|item| item.step == *id)
    };
    (0..).map_while(|n| own_id(now.at, n)).find(|id| !taken(id))
}

/// The words without blanks around them, where there are any.
pub(super) fn filled(text: &str) -> Result<String, Refusal> {
    match text.trim() {
        "" => Err(Refusal::NothingSaid),
        text => Ok(text.to_owned()),
    }
}

/// Does what a command of the record says; what is none is refused.
#[expect(clippy::wildcard_enum_match_arm, reason = "the other commands are done elsewhere")]
pub(in crate::engine) fn keep(
    program: &Program,
    plan: &mut Plan,
    command: Command,
    now: Now,
) -> Result<Change, Refusal> {
    match command {
        Command::PutPromise { id, terms } => promises::put(program, plan, id, terms, now)?,
        Command::AnswerPromise { id, day, kept } => {
            return promises::answer(program, plan, &id, day, kept, now);
        }
        Command::RepairPromise { id, told_first, text } => {
            return promises::repair(program, plan, &id, told_first, &text, now);
        }
        Command::PutPractice { id, terms } => practices::put(program, plan, id, terms, now)?,
        Command::StillWanted { step } => practices::go_on(program, plan, &step, now)?,
        Command::PutAgreement { id, terms, review, until } => {
            return agree(program, plan, id, terms, (review, until), now);
        }
        Command::ReviewAgreement { id, change, text, again } => {
            return look_again(
                program,
                plan,
                &id,
                Turn { day: now.today, change, text },
                again,
                now,
            );
        }
        Command::PutTalk { id, terms } => talk(program, plan, id, terms, now)?,
        Command::PutDate { id, terms } => date(program, plan, id, terms, now)?,
        Command::Drop { thing, id } => drop_it(plan, thing, &id)?,
        Command::Log(line) => return lines::log(plan, line, now),
        Command::Reword { line, text, numbers } => return lines::reword(*line, &text, numbers),
        Command::Delete { line } => return lines::delete(plan, *line),
        _ => return Err(Refusal::NoItem),
    }
    Ok(Change::default())
}

fn agree(
    program: &Program,
    plan: &mut Plan,
    id: Option<ItemId>,
    mut terms: AgreementTerms,
    (review, until): (NaiveDate, Option<NaiveDate>),
    now: Now,
) -> Result<Change, Refusal> {
    terms.what = filled(&terms.what)?;
    if !gate::may(program, plan, asks_of(Thing::Agreement, Concerns::Partner, terms.offer)) {
        return Err(Refusal::NotNow);
    }
    let what = terms.what.clone();
    let id = match id {
        None => {
            let step = new_id(plan, now).ok_or(Refusal::NoItem)?;
            let since = now.today;
            plan.agreements.push(Agreement {
                step: step.clone(),
                since,
                review,
                until,
                own: Some(terms),
                ended: None,
                turns: Vec::new(),
            });
            step
        }
        Some(id) => {
            let may = may_ask(program, plan, Thing::Agreement, &id);
            let item = plan.agreements.iter_mut().find(|item| item.step == id && may);
            let item = item.filter(|_| is_own(&id)).ok_or(Refusal::NoItem)?;
            if (item.own.as_ref(), item.review, item.until) == (Some(&terms), review, until) {
                return Ok(Change::default());
            }
            item.own = Some(terms);
            (item.review, item.until) = (review, until);
            id
        }
    };
    Ok(Change::adding(changed(&id, what, now)))
}

fn changed(id: &ItemId, text: String, now: Now) -> Entry {
    let name = EntryId::agreement(id, now.at);
    Entry::new(name, EntryKind::AgreementChanged, now.today, now.at).about(id).saying(text)
}

fn look_again(
    program: &Program,
    plan: &mut Plan,
    id: &ItemId,
    turn: Turn,
    again: NaiveDate,
    now: Now,
) -> Result<Change, Refusal> {
    let may = may_ask(program, plan, Thing::Agreement, id);
    let item = plan.agreements.iter_mut().find(|item| item.step == *id && may);
    let item = item.filter(|item| item.ended.is_none()).ok_or(Refusal::NoItem)?;
    let said = match turn.change {
        Look::Less => "less",
        Look::Same => "the same",
        Look::Stop => "stop",
    };
    let text = turn.text.trim();
    let text = if text.is_empty() { said.to_owned() } else { format!("{said}: {text}") };
    if turn.change == Look::Stop {
        item.ended = Some(now.today);
    } else {
        item.review = again;
        item.until = item.until.filter(|until| *until > now.today);
    }
    item.turns.push(turn);
    Ok(Change::adding(changed(id, text, now)))
}

fn talk(
    program: &Program,
    plan: &mut Plan,
    id: Option<ItemId>,
    terms: TalkTerms,
    now: Now,
) -> Result<(), Refusal> {
    let blank = |own: &super::items::OwnTalk| own.about.trim().is_empty();
    if terms.own.as_ref().is_some_and(blank) {
        return Err(Refusal::NothingSaid);
    }
    let Some(id) = id else {
        let own = Some(terms.own.ok_or(Refusal::NothingSaid)?);
        if !gate::may(program, plan, asks_of(Thing::Talk, Concerns::Partner, false)) {
            return Err(Refusal::NotNow);
        }
        let step = new_id(plan, now).ok_or(Refusal::NoItem)?;
        let TalkTerms { day, time, minutes, .. } = terms;
        plan.talks.push(TalkItem { step, day, minutes, time, own });
        return Ok(());
    };
    let may = may_ask(program, plan, Thing::Talk, &id);
    let item = plan.talks.iter_mut().find(|item| item.step == id && may).ok_or(Refusal::NoTalk)?;
    (item.day, item.time, item.minutes) = (terms.day, terms.time, terms.minutes);
    if is_own(&id) && terms.own.is_some() {
        item.own = terms.own;
    }
    Ok(())
}

fn date(
    program: &Program,
    plan: &mut Plan,
    id: Option<ItemId>,
    mut terms: DateTerms,
    now: Now,
) -> Result<(), Refusal> {
    terms.what = filled(&terms.what)?;
    if !gate::may(program, plan, asks_of(Thing::Date, terms.concerns, false)) {
        return Err(Refusal::NotNow);
    }
    let Some(id) = id else {
        let id = new_id(plan, now).ok_or(Refusal::NoItem)?;
        plan.dates.push(DatePlan { id, terms });
        return Ok(());
    };
    let may = may_ask(program, plan, Thing::Date, &id);
    let item = plan.dates.iter_mut().find(|item| item.id == id && may).ok_or(Refusal::NoItem)?;
    item.terms = terms;
    Ok(())
}

/// Takes it out of the plan; its lines stay in the journal. A practice that came from a step is set aside instead,
/// because the step would make it again. What rests can be dropped as well.
fn drop_it(plan: &mut Plan, thing: Thing, id: &ItemId) -> Result<(), Refusal> {
    let there = match thing {
        Thing::Promise => take(&mut plan.promises, |item| item.id == *id),
        Thing::Practice if !is_own(id) => {
            let item = plan.practices.iter_mut().find(|item| item.step == *id);
            item.map(|item| item.paused = true).is_some()
        }
        Thing::Practice => take(&mut plan.practices, |item| item.step == *id),
        Thing::Agreement => take(&mut plan.agreements, |item| item.step == *id),
        Thing::Talk => take(&mut plan.talks, |item| item.step == *id),
        Thing::Date => take(&mut plan.dates, |item| item.id == *id),
    };
    if there { Ok(()) } else { Err(Refusal::NoItem) }
}

fn take<T>(items: &mut Vec<T>, is_it: impl Fn(&T) -> bool) -> bool {
    let before = items.len();
    items.retain(|item| !is_it(item));
    items.len() < before
}
