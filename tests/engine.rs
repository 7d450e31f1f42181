//! Promises of the engine that hold for any sequence of commands: no answer is lost, nobody is locked out, gates hold
//! in any order, every change can be taken back.
#![cfg(test)]

#[path = "../src/engine/testing.rs"]
#[expect(dead_code, reason = "the unit tests of the engine use more of it")]
mod testing;

#[path = "engine/commands.rs"]
mod commands;
#[path = "engine/gates.rs"]
mod gates;
#[path = "engine/record.rs"]
mod record;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDate};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use trustcoach::{content, engine};

use commands::{Kind, Op, kind_of};
use content::program::Ask;
use content::{Form, Program, Step};
use engine::record::{Concerns, Thing};
use engine::{
    Command, Entry, EntryId, History, Mark, Now, Outcome, Plan, Refusal, Verdict, agenda, apply,
    may, missing_entries, next_step, verdict,
};

type Journal = BTreeMap<EntryId, Entry>;
type Checked = Result<(), TestCaseError>;

/// Each command comes some hours after the one before it.
fn now(number: usize) -> Now {
    let at = testing::at(0).at + Duration::hours(7 * i64::try_from(number).unwrap());
    Now { at, today: at.date_naive() }
}

fn write(journal: &mut Journal, outcome: &Outcome) {
    for id in &outcome.remove {
        assert!(journal.remove(id).is_some(), "{id} was never written");
    }
    for entry in &outcome.add {
        let before = journal.insert(entry.id.clone(), entry.clone());
        assert!(before.is_none(), "{} was written twice", entry.id);
    }
}

/// What was accepted over all cases: a test that never gets anywhere proves nothing.
#[derive(Default)]
struct Seen {
    accepted: BTreeSet<Kind>,
    finished: BTreeSet<&'static str>,
    undone: usize,
}

#[test]
fn any_sequence_of_commands_keeps_the_promises() {
    let config = Config { cases: 1_000, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let seeds = (any::<bool>(), prop::collection::vec(any::<[u16; 4]>(), 70));
    let program = testing::small();
    let seen = RefCell::new(Seen::default());
    let ran = runner.run(&seeds, |(open, seeds)| {
        let mut case = Case::new(&program, open);
        for (at, seed) in seeds.iter().enumerate() {
            let lines: Vec<&Entry> = case.journal.values().collect();
            let op = commands::op(&program, &case.plan, &lines, *seed);
            case.take(op, now(at + 1), &seen)?;
        }
        case.end()
    });
    if let Err(failure) = ran {
        panic!("{failure}");
    }
    let seen = seen.into_inner();
    assert_eq!(seen.accepted, Kind::ALL.into_iter().collect(), "a command was never accepted");
    assert_eq!(seen.finished, Form::NAMES.into_iter().collect(), "a form was never finished");
    assert!(seen.undone > 1_000);
}

/// One plan, walked, with everything that is needed to check it.
struct Case<'p> {
    program: &'p Program,
    first: Plan,
    plan: Plan,
    journal: Journal,
    history: History,
    /// The plans and journals that undo should give back, and that redo should.
    past: Vec<(Plan, Journal)>,
    future: Vec<(Plan, Journal)>,
}

impl<'p> Case<'p> {
    fn new(program: &'p Program, open: bool) -> Self {
        let plan = if open { testing::open_plan() } else { Plan::new(program.id.clone(), now(0)) };
        Self {
            program,
            first: plan.clone(),
            plan,
            journal: Journal::new(),
            history: History::default(),
            past: Vec::new(),
            future: Vec::new(),
        }
    }

    fn take(&mut self, op: Op, now: Now, seen: &RefCell<Seen>) -> Checked {
        match op {
            Op::Run(command) => self.run(&command, now, seen)?,
            Op::Undo => {
                let could = self.history.can_undo();
                prop_assert_eq!(could, !self.past.is_empty());
                self.back();
                seen.borrow_mut().undone += usize::from(could);
            }
            Op::Redo => {
                prop_assert_eq!(self.history.can_redo(), !self.future.is_empty());
                self.forth();
            }
        }
        stands(self.program, &self.plan, now.today)
    }

    fn run(&mut self, command: &Command, now: Now, seen: &RefCell<Seen>) -> Checked {
        let before = (self.plan.clone(), self.journal.clone());
        let ran = self.history.run(self.program, &mut self.plan, command.clone(), now);
        let mut again = before.0.clone();
        let second = apply(self.program, &mut again, command.clone(), now);
        prop_assert_eq!(&ran, &second, "the same input gave another outcome");
        prop_assert_eq!(&again, &self.plan, "the same input gave another plan");
        let Ok(outcome) = ran else {
            prop_assert_eq!(&self.plan, &before.0, "a refused command changed the plan");
            return Ok(());
        };
        write(&mut self.journal, &outcome);
        keeps_answers(self.program, &before.0, &self.plan, command)?;
        keeps_gates(self.program, &before.0, command)?;
        prop_assert_eq!(before.0.seq, self.plan.seq);
        if before != (self.plan.clone(), self.journal.clone()) {
            self.past.push(before);
            self.future.clear();
        }
        let mut seen = seen.borrow_mut();
        seen.accepted.insert(kind_of(command));
        if let Command::Finish { step } = command
            && self.plan.mark(step.as_str()) == Some(Mark::Done)
        {
            seen.finished.extend(self.program.step(step.as_str()).map(|step| step.form.name()));
        }
        Ok(())
    }

    fn back(&mut self) {
        let now = (self.plan.clone(), self.journal.clone());
        if let Some(outcome) = self.history.undo(&mut self.plan) {
            write(&mut self.journal, &outcome);
            let before = self.past.pop().unwrap();
            assert_eq!((&self.plan, &self.journal), (&before.0, &before.1), "undo");
            self.future.push(now);
        }
    }

    fn forth(&mut self) {
        let now = (self.plan.clone(), self.journal.clone());
        if let Some(outcome) = self.history.redo(&mut self.plan) {
            write(&mut self.journal, &outcome);
            let after = self.future.pop().unwrap();
            assert_eq!((&self.plan, &self.journal), (&after.0, &after.1), "redo");
            self.past.push(now);
        }
    }

    fn end(mut self) -> Checked {
        always_skips(self.program, &self.plan)?;
        reconciles(&self.plan, &self.journal)?;
        let last = (self.plan.clone(), self.journal.clone());
        let mut undone = 0;
        while self.history.can_undo() {
            self.back();
            undone += 1;
        }
        prop_assert_eq!(&self.plan, &self.first);
        prop_assert!(self.journal.is_empty());
        for _ in 0..undone {
            prop_assert!(self.history.can_redo());
            self.forth();
        }
        prop_assert_eq!((self.plan, self.journal), last);
        Ok(())
    }
}

/// Only `Answer` changes an answer, and only that one; attempts that are over stay as they are.
fn keeps_answers(program: &Program, before: &Plan, after: &Plan, command: &Command) -> Checked {
    for (id, old) in &before.progress.steps {
        let new = &after.progress.steps[id];
        let shared = old.attempts.len().min(new.attempts.len());
        prop_assert_eq!(shared, old.attempts.len(), "an attempt is gone");
        for (was, is) in old.attempts.iter().zip(&new.attempts).take(shared) {
            if was.finished.is_some() {
                prop_assert_eq!(was.finished, is.finished);
                let kept =
                    was.answers.iter().all(|(id, answer)| is.answers.get(id) == Some(answer));
                prop_assert!(kept, "a finished attempt was changed");
            }
        }
        if new.attempts.len() > old.attempts.len() {
            prop_assert_eq!(&old.attempts[..], &new.attempts[..shared]);
        }
    }
    for step in program.steps() {
        for field in &step.fields {
            let was = before.answer(step.id.as_str(), field.id.as_str());
            let is = after.answer(step.id.as_str(), field.id.as_str());
            if let Command::Answer { step: s, field: f, answer } = command
                && (s, f) == (&step.id, &field.id)
            {
                prop_assert_eq!(is, answer.as_ref());
            } else if let Command::Redo { step: s } = command
                && *s == step.id
            {
                let earlier = before.progress.steps.get(s).and_then(|step| step.current());
                let there = earlier.is_none_or(|earlier| {
                    after.progress.steps[s].attempts.iter().any(|attempt| attempt == earlier)
                });
                prop_assert!(there, "the attempt before a redo is gone");
            } else {
                prop_assert_eq!(was, is, "{} of {} changed", &field.id, &step.id);
            }
        }
    }
    Ok(())
}

/// What was accepted may be worked on; what is withheld is never opened, written or finished.
fn keeps_gates(program: &Program, before: &Plan, command: &Command) -> Checked {
    let at =
        |id: &content::StepId| program.step(id.as_str()).map(|step| verdict(program, before, step));
    match command {
        Command::Open { step }
        | Command::Answer { step, .. }
        | Command::Finish { step }
        | Command::Reopen { step }
        | Command::Redo { step } => prop_assert_eq!(at(step), Some(Verdict::Open)),
        Command::Skip { step } | Command::NotYet { step } | Command::KeepAnswers { step } => {
            prop_assert!(at(step).is_some_and(|verdict| verdict != Verdict::Hidden));
        }
        Command::Practise { step, .. } | Command::StillWanted { step } => {
            may_be_asked(program, before, Thing::Practice, step)?;
        }
        Command::TalkHeld { step, .. } => may_be_asked(program, before, Thing::Talk, step)?,
        Command::AnswerPromise { id, .. } | Command::RepairPromise { id, .. } => {
            may_be_asked(program, before, Thing::Promise, id)?;
        }
        Command::ReviewAgreement { id, .. } => {
            may_be_asked(program, before, Thing::Agreement, id)?;
        }
        Command::PutPromise { terms, .. } if terms.asked_by == Concerns::Partner => {
            prop_assert!(may(program, before, &[Ask::PromiseToPartner]));
        }
        Command::PutAgreement { terms, .. } => {
            let ask = if terms.offer { Ask::PromiseToPartner } else { Ask::JointAgreement };
            prop_assert!(may(program, before, &[ask]));
        }
        Command::PutTalk { .. } => prop_assert!(may(program, before, &[Ask::Talk])),
        Command::PutPromise { .. }
        | Command::PutPractice { .. }
        | Command::PutDate { .. }
        | Command::Drop { .. }
        | Command::Log(_)
        | Command::Reword { .. }
        | Command::Delete { .. }
        | Command::PausePractice { .. }
        | Command::SetPartner(_)
        | Command::SetPronouns(_)
        | Command::SetRelationship(_)
        | Command::SetEvent(_)
        | Command::SetContact(_)
        | Command::SetSafety(_)
        | Command::SetSituation(_) => {}
    }
    Ok(())
}

/// What holds of every plan: there is a way on, nothing forbidden is asked, what is never kept is not stored.
fn stands(program: &Program, plan: &Plan, today: NaiveDate) -> Checked {
    let settled = |step: &Step| {
        verdict(program, plan, step) == Verdict::Hidden
            || matches!(plan.mark(step.id.as_str()), Some(Mark::Done | Mark::Skipped))
    };
    match next_step(program, plan) {
        Some(step) => {
            prop_assert!(!settled(step));
            let verdict = verdict(program, plan, step);
            prop_assert!(matches!(verdict, Verdict::Open | Verdict::Ask(_)));
            if verdict == Verdict::Open {
                can_be_worked(program, plan, step)?;
            }
        }
        None => prop_assert!(program.steps().all(settled), "no way on"),
    }
    let agenda = agenda(program, plan, today);
    let asked = agenda.practices.iter().map(|due| (Thing::Practice, &due.step));
    let asked = asked.chain(agenda.practised.iter().map(|item| (Thing::Practice, &item.step)));
    let asked = asked.chain(agenda.ended.iter().map(|item| (Thing::Practice, &item.step)));
    let asked = asked.chain(agenda.talks.iter().map(|item| (Thing::Talk, &item.step)));
    let asked = asked.chain(agenda.reviews.iter().map(|item| (Thing::Agreement, &item.step)));
    let asked = asked.chain(agenda.promises.iter().map(|item| (Thing::Promise, &item.id)));
    let asked = asked.chain(agenda.repairs.iter().map(|item| (Thing::Promise, &item.id)));
    for (thing, id) in asked.chain(agenda.dates.iter().map(|item| (Thing::Date, &item.id))) {
        may_be_asked(program, plan, thing, id)?;
    }
    let never = plan.stored("never", "unsaid");
    let unasked = plan.stored("reflect", "more").filter(|_| plan.kept.is_empty());
    prop_assert_eq!(never.or(unasked), None, "it was stored");
    Ok(())
}

/// Neither the step it came from nor what it asks itself forbids it.
fn may_be_asked(program: &Program, plan: &Plan, thing: Thing, id: &content::StepId) -> Checked {
    if let Some(step) = program.step(id.as_str()) {
        prop_assert!(may(program, plan, &step.gate.asks), "{} is asked for", id);
        prop_assert_ne!(verdict(program, plan, step), Verdict::Hidden);
        return Ok(());
    }
    let partner = match thing {
        Thing::Talk => may(program, plan, &[Ask::Talk]),
        Thing::Agreement => {
            let item = plan.agreements.iter().find(|item| item.step == *id).unwrap();
            let offer = item.own.as_ref().unwrap().offer;
            let ask = if offer { Ask::PromiseToPartner } else { Ask::JointAgreement };
            may(program, plan, &[ask])
        }
        Thing::Promise | Thing::Practice | Thing::Date => {
            may(program, plan, &[Ask::PromiseToPartner])
        }
    };
    let promise = plan.promises.iter().find(|item| item.id == *id);
    let practice = plan.practices.iter().find(|item| item.step == *id);
    let date = plan.dates.iter().find(|item| item.id == *id);
    let concerns = promise
        .map(|item| item.terms.asked_by)
        .or(practice.and_then(|item| item.concerns))
        .or(date.map(|item| item.terms.concerns));
    prop_assert!(partner || concerns.is_some_and(|concerns| concerns != Concerns::Partner));
    Ok(())
}

/// The step opens, and then nothing but its own answers stands between it and being done.
fn can_be_worked(program: &Program, plan: &Plan, step: &Step) -> Checked {
    let mut plan = plan.clone();
    let opened = apply(program, &mut plan, Command::Open { step: step.id.clone() }, now(99));
    prop_assert!(opened.is_ok(), "{:?}", opened);
    let finished = apply(program, &mut plan, Command::Finish { step: step.id.clone() }, now(99));
    prop_assert!(matches!(finished, Ok(_) | Err(Refusal::Unfinished(_))), "{:?}", finished);
    Ok(())
}

/// "Skip" and "not yet" are answers to every step that is shown.
fn always_skips(program: &Program, plan: &Plan) -> Checked {
    for step in program.steps().filter(|step| verdict(program, plan, step) != Verdict::Hidden) {
        for command in
            [Command::Skip { step: step.id.clone() }, Command::NotYet { step: step.id.clone() }]
        {
            let mut plan = plan.clone();
            prop_assert!(apply(program, &mut plan, command, now(99)).is_ok());
        }
    }
    Ok(())
}

/// A line that a crash kept out of the journal is made again, exactly; nothing else is.
fn reconciles(plan: &Plan, journal: &Journal) -> Checked {
    let mut lines: Vec<Entry> = journal.values().cloned().collect();
    prop_assert_eq!(missing_entries(plan, &lines), Vec::<Entry>::new());
    let done = plan.progress.steps.values().filter(|step| step.mark == Mark::Done);
    let last = done.filter_map(|step| step.current()?.finished).max();
    if let Some(at) = lines
        .iter()
        .position(|line| line.kind == engine::EntryKind::StepDone && Some(line.at) == last)
    {
        let gone = lines.remove(at);
        prop_assert_eq!(missing_entries(plan, &lines), vec![gone]);
    }
    Ok(())
}
