//! Undo and redo of every command, within the run: never on disk.
//!
//! What is remembered of a command is how the touched places looked before it, not the whole plan. Undoing swaps these
//! with what stands there now, which is what redo needs.

use std::collections::{BTreeMap, VecDeque};

use crate::content::{FieldId, Program, StepId};

use super::change::{Change, change, take_unkept};
use super::command::{Command, Outcome, Refusal};
use super::entry::Entry;
use super::plan::{Agreement, Answer, Now, Plan, PracticeItem, StepProgress, TalkItem};
use super::profile::Profile;
use super::record::Lists;

/// How many commands can be undone.
pub const DEPTH: usize = 200;

/// The commands of this run that can be undone or done again.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: VecDeque<Stride>,
    undone: Vec<Stride>,
}

/// One command: the touched places as they were on the other side of it, and its journal lines.
#[derive(Debug, Clone)]
struct Stride {
    slots: Vec<Slot>,
    added: Vec<Entry>,
    removed: Vec<Entry>,
}

impl History {
    /// Changes the plan and remembers how to go back. What could be done again before cannot be any more.
    ///
    /// # Errors
    /// A [`Refusal`]; the plan and the history are as they were.
    pub fn run(
        &mut self,
        program: &Program,
        plan: &mut Plan,
        command: Command,
        now: Now,
    ) -> Result<Outcome, Refusal> {
        let slots = touched(plan, &command);
        let Change { outcome, mut removed } = change(program, plan, command, now)?;
        // A line that was written in this run comes back as it was, with its own instant.
        for entry in &mut removed {
            let mut written = self.done.iter().rev().flat_map(|stride| &stride.added);
            if let Some(first) = written.find(|written| written.id == entry.id) {
                *entry = first.clone();
            }
        }
        let changed = slots.iter().any(|slot| slot.again(plan) != *slot);
        if changed || outcome != Outcome::default() {
            self.undone.clear();
            if self.done.len() == DEPTH {
                self.done.pop_front();
            }
            self.done.push_back(Stride { slots, added: outcome.add.clone(), removed });
        }
        Ok(outcome)
    }

    /// Takes the last command back; none where there is nothing to take back.
    pub fn undo(&mut self, plan: &mut Plan) -> Option<Outcome> {
        let mut stride = self.done.pop_back()?;
        stride.swap(plan);
        let outcome = exchange(&stride.removed, &stride.added);
        self.undone.push(stride);
        Some(outcome)
    }

    /// Does the command that was taken back last again; none where there is none.
    pub fn redo(&mut self, plan: &mut Plan) -> Option<Outcome> {
        let mut stride = self.undone.pop()?;
        stride.swap(plan);
        let outcome = exchange(&stride.added, &stride.removed);
        self.done.push_back(stride);
        Some(outcome)
    }

    /// Whether there is something to take back.
    #[must_use]
    pub fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    /// Whether there is something to do again.
    #[must_use]
    pub fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }

    /// Forgets everything, so that nothing that was destroyed can come back.
    pub fn forget(&mut self) {
        self.done.clear();
        self.undone.clear();
    }
}

fn exchange(add: &[Entry], remove: &[Entry]) -> Outcome {
    Outcome { add: add.to_vec(), remove: remove.iter().map(|entry| entry.id.clone()).collect() }
}

impl Stride {
    fn swap(&mut self, plan: &mut Plan) {
        let now: Vec<Slot> = self.slots.iter().map(|slot| slot.again(plan)).collect();
        for slot in std::mem::replace(&mut self.slots, now) {
            slot.restore(plan);
        }
    }
}

/// A place in the plan, and what stood in it. `None` is an empty place.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Slot {
    Profile(Box<Profile>),
    Step(StepId, Option<StepProgress>),
    Stored(StepId, FieldId, Option<Answer>),
    Unkept(StepId, FieldId, Option<Answer>),
    AllUnkept(StepId, Option<BTreeMap<FieldId, Answer>>),
    Kept(StepId, bool),
    // With the place in the list, so that the order comes back too.
    Practice(StepId, Option<(usize, PracticeItem)>),
    Agreement(StepId, Option<(usize, Agreement)>),
    Talk(StepId, Option<(usize, TalkItem)>),
    Record(Box<Lists>),
}

/// The places that the command can change.
fn touched(plan: &Plan, command: &Command) -> Vec<Slot> {
    match command {
        Command::Open { step }
        | Command::Skip { step }
        | Command::NotYet { step }
        | Command::Reopen { step }
        | Command::Redo { step } => vec![Slot::step(plan, step)],
        Command::Answer { step, field, .. } => {
            vec![Slot::stored(plan, step, field), Slot::unkept(plan, step, field)]
        }
        Command::KeepAnswers { step } => vec![
            Slot::step(plan, step),
            Slot::AllUnkept(step.clone(), plan.unkept.get(step).cloned()),
            Slot::Kept(step.clone(), plan.kept.contains(step)),
            Slot::practice(plan, step),
            Slot::agreement(plan, step),
            Slot::talk(plan, step),
        ],
        Command::Finish { step } => vec![
            Slot::step(plan, step),
            Slot::practice(plan, step),
            Slot::agreement(plan, step),
            Slot::talk(plan, step),
        ],
        Command::SetPartner(_)
        | Command::SetPronouns(_)
        | Command::SetRelationship(_)
        | Command::SetEvent(_)
        | Command::SetContact(_)
        | Command::SetSafety(_)
        | Command::SetSituation(_) => vec![Slot::Profile(Box::new(plan.profile.clone()))],
        Command::Practise { step, .. } | Command::PausePractice { step, .. } => {
            vec![Slot::practice(plan, step)]
        }
        Command::TalkHeld { step, .. } => vec![Slot::talk(plan, step)],
        Command::PutPromise { .. }
        | Command::AnswerPromise { .. }
        | Command::RepairPromise { .. }
        | Command::PutPractice { .. }
        | Command::StillWanted { .. }
        | Command::PutAgreement { .. }
        | Command::ReviewAgreement { .. }
        | Command::PutTalk { .. }
        | Command::PutDate { .. }
        | Command::Drop { .. }
        | Command::Log(_)
        | Command::Reword { .. }
        | Command::Delete { .. } => vec![Slot::Record(Box::new(Lists::of(plan)))],
    }
}

impl Slot {
    fn step(plan: &Plan, id: &StepId) -> Self {
        Self::Step(id.clone(), plan.progress.steps.get(id).cloned())
    }

    fn stored(plan: &Plan, id: &StepId, field: &FieldId) -> Self {
        let answer = plan.stored(id.as_str(), field.as_str()).cloned();
        Self::Stored(id.clone(), field.clone(), answer)
    }

    fn unkept(plan: &Plan, id: &StepId, field: &FieldId) -> Self {
        let answer = plan.unkept.get(id).and_then(|answers| answers.get(field)).cloned();
        Self::Unkept(id.clone(), field.clone(), answer)
    }

    fn practice(plan: &Plan, id: &StepId) -> Self {
        Self::Practice(id.clone(), find(&plan.practices, |item| item.step == *id))
    }

    fn agreement(plan: &Plan, id: &StepId) -> Self {
        Self::Agreement(id.clone(), find(&plan.agreements, |item| item.step == *id))
    }

    fn talk(plan: &Plan, id: &StepId) -> Self {
        Self::Talk(id.clone(), find(&plan.talks, |item| item.step == *id))
    }

    /// The same place, as it is now.
    fn again(&self, plan: &Plan) -> Self {
        match self {
            Self::Profile(_) => Self::Profile(Box::new(plan.profile.clone())),
            Self::Step(id, _) => Self::step(plan, id),
            Self::Stored(id, field, _) => Self::stored(plan, id, field),
            Self::Unkept(id, field, _) => Self::unkept(plan, id, field),
            Self::AllUnkept(id, _) => Self::AllUnkept(id.clone(), plan.unkept.get(id).cloned()),
            Self::Kept(id, _) => Self::Kept(id.clone(), plan.kept.contains(id)),
            Self::Practice(id, _) => Self::practice(plan, id),
            Self::Agreement(id, _) => Self::agreement(plan, id),
            Self::Talk(id, _) => Self::talk(plan, id),
            Self::Record(_) => Self::Record(Box::new(Lists::of(plan))),
        }
    }

    /// Puts back what stood there.
    fn restore(self, plan: &mut Plan) {
        match self {
            Self::Profile(profile) => plan.profile = *profile,
            Self::Step(id, Some(progress)) => {
                plan.progress.steps.insert(id, progress);
            }
            Self::Step(id, None) => {
                plan.progress.steps.remove(&id);
            }
            Self::Stored(id, field, answer) => {
                let progress = plan.progress.steps.get_mut(&id);
                if let Some(attempt) = progress.and_then(|progress| progress.attempts.last_mut()) {
                    match answer {
                        Some(answer) => attempt.answers.insert(field, answer),
                        None => attempt.answers.remove(&field),
                    };
                }
            }
            Self::Unkept(id, field, Some(answer)) => {
                plan.unkept.entry(id).or_default().insert(field, answer);
            }
            Self::Unkept(id, field, None) => {
                take_unkept(plan, &id, &field);
            }
            Self::AllUnkept(id, Some(answers)) => {
                plan.unkept.insert(id, answers);
            }
            Self::AllUnkept(id, None) => {
                plan.unkept.remove(&id);
            }
            Self::Kept(id, true) => {
                plan.kept.insert(id);
            }
            Self::Kept(id, false) => {
                plan.kept.remove(&id);
            }
            Self::Practice(id, item) => replace(&mut plan.practices, item, |old| old.step == id),
            Self::Agreement(id, item) => replace(&mut plan.agreements, item, |old| old.step == id),
            Self::Talk(id, item) => replace(&mut plan.talks, item, |old| old.step == id),
            Self::Record(lists) => lists.put_back(plan),
        }
    }
}

fn find<T: Clone>(items: &[T], is_it: impl Fn(&T) -> bool) -> Option<(usize, T)> {
    items.iter().enumerate().find(|(_, item)| is_it(item)).map(|(at, item)| (at, item.clone()))
}

fn replace<T>(items: &mut Vec<T>, item: Option<(usize, T)>, is_it: impl Fn(&T) -> bool) {
    items.retain(|there| !is_it(there));
    if let Some((at, item)) = item {
        items.insert(at.min(items.len()), item);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::{at, field_id, finish, open_plan, says, small, step_id};
    use crate::engine::{EntryKind, Practised};

    #[test]
    fn an_undone_command_takes_its_line_along_and_redo_brings_it_back() {
        let program = small();
        let mut plan = open_plan();
        let mut history = History::default();
        let open = Command::Open { step: step_id("read") };
        history.run(&program, &mut plan, open, at(0)).unwrap();
        let finish = Command::Finish { step: step_id("read") };
        let done = history.run(&program, &mut plan, finish, at(0)).unwrap();
        plan.seq = 7;
        let last = plan.clone();
        let undone = history.undo(&mut plan).unwrap();
        assert_eq!(undone.remove, [done.add[0].id.clone()]);
        assert!(undone.add.is_empty() && history.can_redo());
        assert_eq!(plan.seq, 7, "the store counts the saves");
        assert_eq!(history.redo(&mut plan), Some(done));
        assert_eq!(plan, last);
    }

    #[test]
    fn undo_gives_back_the_line_that_was_replaced() {
        let program = small();
        let mut plan = open_plan();
        finish(&program, &mut plan, "practice", &[], at(0)).unwrap();
        let mut history = History::default();
        let mut said = |how, day| {
            let command = Command::Practise { step: step_id("practice"), day: at(1).today, how };
            history.run(&program, &mut plan, command, at(day)).unwrap()
        };
        let first = said(Practised::Part, 1);
        let second = said(Practised::Done, 2);
        let undone = history.undo(&mut plan).unwrap();
        assert_eq!(undone.remove, [second.add[0].id.clone()]);
        assert_eq!(undone.add, first.add, "with the instant it was written at");
        assert_eq!(undone.add[0].kind, EntryKind::PracticePart);
    }

    #[test]
    fn nothing_is_remembered_of_what_changed_nothing() {
        let program = small();
        let mut plan = open_plan();
        let mut history = History::default();
        let partner = |name: &str| Command::SetPartner(name.to_owned());
        history.run(&program, &mut plan, partner(""), at(0)).unwrap();
        let gone = Command::Open { step: step_id("gone") };
        assert!(history.run(&program, &mut plan, gone, at(0)).is_err());
        assert!(!history.can_undo() && history.undo(&mut plan).is_none());
        history.run(&program, &mut plan, partner("M."), at(0)).unwrap();
        history.undo(&mut plan).unwrap();
        history.run(&program, &mut plan, partner("N."), at(0)).unwrap();
        assert!(!history.can_redo() && history.redo(&mut plan).is_none());
        history.forget();
        assert!(!history.can_undo());
    }

    #[test]
    fn memory_is_bounded() {
        let program = small();
        let mut plan = open_plan();
        let mut history = History::default();
        let open = Command::Open { step: step_id("rate") };
        history.run(&program, &mut plan, open, at(0)).unwrap();
        for number in 0..DEPTH + 50 {
            let answer = Some(says(&number.to_string()));
            let command =
                Command::Answer { step: step_id("rate"), field: field_id("note"), answer };
            history.run(&program, &mut plan, command, at(0)).unwrap();
        }
        let undone = std::iter::from_fn(|| history.undo(&mut plan)).count();
        assert_eq!(undone, DEPTH);
        assert_eq!(plan.answer("rate", "note"), Some(&says("49")));
    }

    #[test]
    fn what_left_a_list_comes_back_to_its_place() {
        let program = small();
        let mut plan = open_plan();
        finish(&program, &mut plan, "talk", &[("when", says("2026-01-03"))], at(0)).unwrap();
        plan.talks.push(TalkItem { step: step_id("gone"), ..plan.talks[0].clone() });
        let before = plan.clone();
        let mut history = History::default();
        let heard = String::new();
        let held = Command::TalkHeld { step: step_id("talk"), day: at(2).today, heard };
        history.run(&program, &mut plan, held, at(2)).unwrap();
        assert_eq!(plan.talks.len(), 1);
        history.undo(&mut plan).unwrap();
        assert_eq!(plan, before);
    }
}
