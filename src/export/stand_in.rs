//! Steps that stand in for others in some states only: that they were worked on would tell of the state, so nothing of
//! them is exported. An import leaves alone what is there of them.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::content::{Program, StepId, shipped};
use crate::engine::record::is_own;
use crate::engine::{Entry, Plan};

/// Those of the program that is built in: a plan may hold them while another program is read.
static SHIPPED: LazyLock<BTreeSet<StepId>> = LazyLock::new(|| {
    let program = shipped::program();
    let stand_in = program.steps().filter(|step| !step.gate.only.is_empty());
    stand_in.map(|step| step.id.clone()).collect()
});

fn stands_in(program: &Program, id: &StepId) -> bool {
    match program.step(id.as_str()) {
        Some(step) => !step.gate.only.is_empty(),
        None => !is_own(id) && SHIPPED.contains(id),
    }
}

/// Whether the line is about such a step.
#[must_use]
pub fn is_private(program: &Program, entry: &Entry) -> bool {
    entry.step.as_ref().is_some_and(|id| stands_in(program, id))
}

/// The plan, without what was done in such steps and what came of them.
pub(super) fn without(program: &Program, plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    let told = |id: &StepId| !stands_in(program, id);
    plan.kept.retain(|id| told(id));
    plan.progress.steps.retain(|id, _| told(id));
    plan.practices.retain(|item| told(&item.step));
    plan.agreements.retain(|item| told(&item.step));
    plan.talks.retain(|item| told(&item.step));
    plan
}

/// Puts what no export holds over from one plan into another: what was said of contact, safety and how things stand,
/// and what was done in such steps.
pub fn keep_private(program: &Program, from: &Plan, into: &mut Plan) {
    into.profile.contact = from.profile.contact.clone();
    into.profile.safety = from.profile.safety;
    into.profile.situation = from.profile.situation;
    let private = |id: &&StepId| stands_in(program, id);
    into.kept.extend(from.kept.iter().filter(private).cloned());
    let steps = from.progress.steps.iter().filter(|(id, _)| private(id));
    into.progress.steps.extend(steps.map(|(id, progress)| (id.clone(), progress.clone())));
    let known = |id: &StepId| stands_in(program, id);
    put_over(&from.practices, &mut into.practices, |item| &item.step, known);
    put_over(&from.agreements, &mut into.agreements, |item| &item.step, known);
    put_over(&from.talks, &mut into.talks, |item| &item.step, known);
}

/// Adds the private things of one list to another, in the place of any of the same name.
fn put_over<T: Clone>(
    from: &[T],
    into: &mut Vec<T>,
    name: impl Fn(&T) -> &StepId,
    private: impl Fn(&StepId) -> bool,
) {
    let kept: Vec<T> = from.iter().filter(|item| private(name(item))).cloned().collect();
    into.retain(|item| !kept.iter().any(|other| name(other) == name(item)));
    into.extend(kept);
}
