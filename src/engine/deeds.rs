//! What happened on a day: a practice was answered for, a talk was held. Each leaves one line in the journal.

use chrono::NaiveDate;

use crate::content::{Program, StepId};

use super::change::Change;
use super::command::{Outcome, Refusal};
use super::entry::{Entry, EntryId, EntryKind};
use super::plan::{Now, Plan, PracticeDay, Practised};
use super::record::{Thing, may_ask};

pub(super) fn line(
    name: EntryId,
    kind: EntryKind,
    step: &StepId,
    day: NaiveDate,
    now: Now,
) -> Entry {
    Entry::new(name, kind, day, now.at).about(step)
}

pub(super) fn practise(
    program: &Program,
    plan: &mut Plan,
    id: &StepId,
    answered: PracticeDay,
    now: Now,
) -> Result<Change, Refusal> {
    let may = may_ask(program, plan, Thing::Practice, id);
    let item = plan.practices.iter_mut().find(|item| item.step == *id);
    let item = item.filter(|_| may).ok_or(Refusal::NoPractice)?;
    let earlier = item.last.is_some_and(|last| answered.day < last.day);
    if earlier || answered.day > now.today {
        return Err(Refusal::WrongDay);
    }
    if item.last == Some(answered) {
        return Ok(Change::default());
    }
    let entry = |said: PracticeDay| {
        let kind = match said.how {
            Practised::Done => EntryKind::PracticeDone,
            Practised::Part => EntryKind::PracticePart,
            Practised::Skip => EntryKind::PracticeSkip,
            Practised::NotApplicable => EntryKind::PracticeNotApplicable,
        };
        line(EntryId::practised(id, said.day), kind, id, said.day, now)
    };
    let removed: Vec<Entry> =
        item.last.filter(|last| last.day == answered.day).map(entry).into_iter().collect();
    item.last = Some(answered);
    let remove = removed.iter().map(|entry| entry.id.clone()).collect();
    Ok(Change { outcome: Outcome { add: vec![entry(answered)], remove }, removed })
}

pub(super) fn held(
    program: &Program,
    plan: &mut Plan,
    id: &StepId,
    (day, heard): (NaiveDate, &str),
    now: Now,
) -> Result<Change, Refusal> {
    let may = may_ask(program, plan, Thing::Talk, id);
    let at = plan.talks.iter().position(|talk| talk.step == *id).filter(|_| may);
    let at = at.ok_or(Refusal::NoTalk)?;
    if day > now.today {
        return Err(Refusal::WrongDay);
    }
    plan.talks.remove(at);
    let held = line(EntryId::talk_held(id, now.at), EntryKind::TalkHeld, id, day, now);
    Ok(Change::adding(held.saying(heard.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::{at, finish, open_plan, says, small, step_id};
    use crate::engine::{Command, Refusal, apply};

    fn run(plan: &mut Plan, command: Command) -> Result<Outcome, Refusal> {
        apply(&small(), plan, command, at(3))
    }

    #[test]
    fn a_practice_has_one_line_a_day() {
        let program = small();
        let mut plan = open_plan();
        finish(&program, &mut plan, "practice", &[], at(0)).unwrap();
        let step = || step_id("practice");
        let said = |day, how| Command::Practise { step: step(), day: at(day).today, how };
        let first = run(&mut plan, said(2, Practised::Skip)).unwrap();
        assert_eq!(first.add[0].kind, EntryKind::PracticeSkip);
        let second = run(&mut plan, said(2, Practised::Done)).unwrap();
        assert_eq!(second.remove, [first.add[0].id.clone()]);
        assert_eq!(second.add[0].kind, EntryKind::PracticeDone);
        assert_eq!(run(&mut plan, said(2, Practised::Done)), Ok(Outcome::default()));
        assert_eq!(run(&mut plan, said(1, Practised::Done)), Err(Refusal::WrongDay));
        assert_eq!(run(&mut plan, said(4, Practised::Done)), Err(Refusal::WrongDay));
        plan.profile.safety.harming = crate::engine::Told::Yes;
        assert_eq!(run(&mut plan, said(3, Practised::Done)), Err(Refusal::NoPractice));
    }

    #[test]
    fn a_talk_that_was_held_leaves_the_plan() {
        let program = small();
        let mut plan = open_plan();
        finish(&program, &mut plan, "talk", &[("when", says("2026-01-03"))], at(0)).unwrap();
        let heard = "They were tired.".to_owned();
        let held = Command::TalkHeld { step: step_id("talk"), day: at(2).today, heard };
        let outcome = run(&mut plan, held.clone()).unwrap();
        assert_eq!((outcome.add[0].kind, outcome.add[0].day), (EntryKind::TalkHeld, at(2).today));
        assert!(plan.talks.is_empty());
        assert_eq!(run(&mut plan, held), Err(Refusal::NoTalk));
    }
}
