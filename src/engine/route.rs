//! The way through the program: what is shown, what comes next, what a door offers.

use std::cmp::Reverse;

use chrono::{Days, NaiveDate};

use crate::content::{Door, Program, Stage, StageKind, Step, StepId};

use super::gate;
use super::plan::{Mark, Plan};
use super::profile::Told;
use super::status::{Status, status};

/// The steps of a part that are there for this person, in order.
pub fn shown<'p>(
    _program: &'p Program,
    plan: &'p Plan,
    stage: &'p Stage,
) -> impl Iterator<Item = &'p Step> {
    stage.steps.iter().filter(move |step| is_shown(plan, step))
}

/// The one next step: what was begun last, else the first that is open, else what was left for later. A step that
/// asks its question at the door counts as open. None where everything shown is settled.
///
/// Where the person has thoughts of suicide or self-harm, what steadies comes first: the opening, and whatever is
/// open from the first day and withheld from nobody.
#[must_use]
pub fn next_step<'p>(program: &'p Program, plan: &Plan) -> Option<&'p Step> {
    let steadies_first = plan.profile.safety.self_harm == Told::Yes;
    program
        .stages
        .iter()
        .flat_map(|stage| stage.steps.iter().map(move |step| (stage, step)))
        .filter_map(|(stage, step)| {
            let steadies =
                stage.kind == StageKind::Opening || (step.gate.early && gate::is_harmless(step));
            let turn = turn(program, plan, step)?;
            Some(((steadies_first && !steadies, turn), step))
        })
        .min_by_key(|(key, _)| *key)
        .map(|(_, step)| step)
}

/// Whose turn it is: started (the latest first), open, not yet.
type Turn = (u8, Reverse<Option<chrono::DateTime<chrono::Utc>>>);

fn turn(program: &Program, plan: &Plan, step: &Step) -> Option<Turn> {
    let marked = || plan.progress.steps.get(&step.id).and_then(|progress| progress.marked);
    match status(program, plan, step)? {
        Status::Started => Some((0, Reverse(marked()))),
        Status::Open => Some((1, Reverse(None))),
        Status::NotYet => (!gate::is_locked(program, plan, step)).then_some((2, Reverse(None))),
        Status::Locked | Status::Done | Status::Skipped => None,
    }
}

/// The shown step that follows on the path, over the borders of parts.
#[must_use]
pub fn after_step<'p>(program: &'p Program, plan: &Plan, step: &StepId) -> Option<&'p Step> {
    program
        .steps()
        .skip_while(|candidate| candidate.id != *step)
        .skip(1)
        .find(|candidate| is_shown(plan, candidate))
}

/// The shown step that comes before it on the path, over the borders of parts.
#[must_use]
pub fn before_step<'p>(program: &'p Program, plan: &Plan, step: &StepId) -> Option<&'p Step> {
    program.step(step.as_str())?;
    program
        .steps()
        .take_while(|candidate| candidate.id != *step)
        .filter(|candidate| is_shown(plan, candidate))
        .last()
}

/// What a door offers: its steps that are there for this person, best first.
#[must_use]
pub fn door<'p>(program: &'p Program, plan: &Plan, door: &Door) -> Vec<&'p Step> {
    door.steps
        .iter()
        .filter_map(|id| program.step(id.as_str()))
        .filter(|step| is_shown(plan, step))
        .collect()
}

/// From which day the step is advised: some days after the last of what comes before it was done. Advice, never a
/// lock; none where the author gives none, or nothing that comes before it was done.
#[must_use]
pub fn advised_from(program: &Program, plan: &Plan, step: &Step) -> Option<NaiveDate> {
    if step.gate.after_days == 0 {
        return None;
    }
    step.gate
        .after
        .iter()
        .filter(|id| program.step(id.as_str()).is_some())
        .filter_map(|id| plan.progress.steps.get(id))
        .filter(|progress| progress.mark == Mark::Done)
        .filter_map(|progress| progress.day)
        .max()?
        .checked_add_days(Days::new(u64::from(step.gate.after_days)))
}

fn is_shown(plan: &Plan, step: &Step) -> bool {
    !gate::is_withheld(plan, step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Contact;
    use crate::engine::testing::{at, field_id, open_plan, small, step_id};
    use crate::engine::{Answer, Command, apply};

    fn next(program: &Program, plan: &Plan) -> Option<String> {
        next_step(program, plan).map(|step| step.id.to_string())
    }

    #[test]
    fn the_next_step_is_begun_then_open_then_left_for_later() {
        let program = small();
        let mut plan = open_plan();
        let mut run = |command| {
            apply(&program, &mut plan, command, at(0)).unwrap();
            next(&program, &plan)
        };
        assert_eq!(run(Command::NotYet { step: step_id("read") }).unwrap(), "list");
        assert_eq!(run(Command::Open { step: step_id("if-then") }).unwrap(), "if-then");
        assert_eq!(run(Command::Skip { step: step_id("if-then") }).unwrap(), "list");
        let ids: Vec<StepId> = program.steps().map(|step| step.id.clone()).collect();
        for step in ids.into_iter().filter(|id| id.as_str() != "read") {
            // A stand-in for another state is refused: it is not there.
            let hidden = step.as_str() == "stand-in";
            let skipped = apply(&program, &mut plan, Command::Skip { step }, at(0));
            assert_eq!(skipped.is_err(), hidden);
        }
        assert_eq!(next(&program, &plan).unwrap(), "read");
        apply(&program, &mut plan, Command::Skip { step: step_id("read") }, at(0)).unwrap();
        assert_eq!(next(&program, &plan), None);
    }

    #[test]
    fn what_steadies_comes_first_where_it_is_needed() {
        let program = small();
        let mut plan = open_plan();
        apply(&program, &mut plan, Command::Open { step: step_id("reflect") }, at(0)).unwrap();
        assert_eq!(next(&program, &plan).unwrap(), "reflect");
        plan.profile.safety.self_harm = Told::Yes;
        for (step, then) in
            [("read", "list"), ("list", "list-one"), ("list-one", "steady"), ("steady", "early")]
        {
            apply(&program, &mut plan, Command::Skip { step: step_id(step) }, at(0)).unwrap();
            assert_eq!(next(&program, &plan).unwrap(), then);
        }
        apply(&program, &mut plan, Command::Skip { step: step_id("early") }, at(0)).unwrap();
        assert_eq!(next(&program, &plan).unwrap(), "reflect");
    }

    #[test]
    fn neighbours_and_doors_leave_out_what_is_withheld() {
        let program = small();
        let mut plan = open_plan();
        let after = |plan: &Plan, id| after_step(&program, plan, &step_id(id)).unwrap().id.clone();
        let offered = |plan: &Plan| -> Vec<String> {
            door(&program, plan, &program.doors[0]).iter().map(|step| step.id.to_string()).collect()
        };
        assert_eq!(after(&plan, "rate"), step_id("deliver"));
        assert_eq!(offered(&plan), ["deliver", "read"]);
        plan.profile.contact = Contact::None { court: false };
        assert_eq!(after(&plan, "rate"), step_id("third"));
        let before = before_step(&program, &plan, &step_id("third")).unwrap();
        assert_eq!(before.id, step_id("rate"));
        assert_eq!(before_step(&program, &plan, &step_id("read")), None);
        assert_eq!(after_step(&program, &plan, &step_id("early")), None);
        assert_eq!(before_step(&program, &plan, &step_id("gone")), None);
        assert_eq!(offered(&plan), ["read"]);
    }

    #[test]
    fn advice_counts_from_the_day_it_was_done() {
        let program = small();
        let mut plan = open_plan();
        let letter = program.step("letter").unwrap();
        assert_eq!(advised_from(&program, &plan, letter), None);
        let step = || step_id("build");
        let answer = |field, text: &str| Command::Answer {
            step: step(),
            field: field_id(field),
            answer: Some(Answer::Text(text.to_owned())),
        };
        for command in [
            Command::Open { step: step() },
            answer("did", "lied"),
            answer("sure", "saw"),
            Command::Finish { step: step() },
        ] {
            apply(&program, &mut plan, command, at(4)).unwrap();
        }
        assert_eq!(advised_from(&program, &plan, letter), Some(at(5).today));
        let third = program.step("third").unwrap();
        assert_eq!(advised_from(&program, &plan, third), None);
    }
}
