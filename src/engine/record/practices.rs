//! Practices of the person's own, and "still wanted?" for all of them.

use chrono::{Days, NaiveDate};

use crate::content::Program;
use crate::engine::command::Refusal;
use crate::engine::gate;
use crate::engine::plan::{Now, Plan, PracticeItem};

use super::gates::{asks_of, may_ask};
use super::items::{ItemId, PracticeTerms, Thing, is_own};
use super::keep::{filled, new_id};

/// For how many days a practice of one's own is set down before "still wanted?" is asked.
const RUN: u64 = 28;

fn later(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(RUN)).unwrap_or(day)
}

/// Sets a practice of the person's own down, or changes it. One that came from a step keeps its words there.
pub(in crate::engine) fn put(
    program: &Program,
    plan: &mut Plan,
    id: Option<ItemId>,
    mut terms: PracticeTerms,
    now: Now,
) -> Result<(), Refusal> {
    terms.what = filled(&terms.what)?;
    let own = id.as_ref().is_none_or(is_own);
    if own && !gate::may(program, plan, asks_of(Thing::Practice, terms.concerns, false)) {
        return Err(Refusal::NotNow);
    }
    let PracticeTerms { what, every, after_done, concerns } = terms;
    let Some(id) = id else {
        let step = new_id(plan, now).ok_or(Refusal::NoItem)?;
        plan.practices.push(PracticeItem {
            step,
            what,
            every,
            since: now.today,
            until: later(now.today),
            paused: false,
            last: None,
            after_done,
            concerns: Some(concerns),
        });
        return Ok(());
    };
    let may = may_ask(program, plan, Thing::Practice, &id);
    let item = plan.practices.iter_mut().find(|item| item.step == id && may);
    let item = item.ok_or(Refusal::NoPractice)?;
    if item.every != every || item.after_done != after_done {
        // A new rhythm begins today.
        item.since = now.today.max(item.since);
        item.every = every;
        item.after_done = after_done;
    }
    item.what = what;
    if own {
        item.concerns = Some(concerns);
    }
    Ok(())
}

/// It is still wanted: another run begins where the last one ends, and from today at the earliest.
pub(super) fn go_on(
    program: &Program,
    plan: &mut Plan,
    id: &ItemId,
    now: Now,
) -> Result<(), Refusal> {
    let may = may_ask(program, plan, Thing::Practice, id);
    let item = plan.practices.iter_mut().find(|item| item.step == *id && may);
    let item = item.ok_or(Refusal::NoPractice)?;
    item.until = item.until.max(later(now.today));
    item.paused = false;
    Ok(())
}
