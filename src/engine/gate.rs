//! What may be asked of this person now: the floor that no content pack can go below.
//!
//! Two people can be hurt by a step. A step says what it asks of the person in the world; the table here says what
//! each of these needs. An author can add to it, never take away. A withheld step is not there: no place, no count,
//! no reason.

use crate::content::program::{Ask, Contactable, Gate, Hold, Only};
use crate::content::{Program, StageKind, Step, StepId};

use super::plan::{Mark, Plan};
use super::profile::{Contact, Over, Profile, Told};

/// Whether a step may be opened now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It may.
    Open,
    /// Later: these are to be done or skipped first.
    Locked {
        /// What comes first, in the author's order.
        after: Vec<StepId>,
    },
    /// It asks one question at its own door.
    Ask(DoorQuestion),
    /// It is not there for this person.
    Hidden,
}

/// The one question that a step asks before it opens, because the answer is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DoorQuestion {
    /// Safety, in both directions.
    Safety,
    /// Whether the relationship with the other person is over.
    Over,
}

/// The least contact that an ask needs, and the states in which it is withheld.
#[must_use]
pub fn floor(ask: Ask) -> (Contactable, &'static [Hold]) {
    use Contactable::{Limited, None, Open};
    use Hold::{Harmed, Harming, Ongoing, SelfHarm};
    match ask {
        Ask::Deliver => (Open, &[Harmed, Harming, SelfHarm, Ongoing]),
        Ask::Disclose => (Open, &[Harmed, Harming, SelfHarm]),
        Ask::Touch | Ask::CoupleTherapy => (Open, &[Harmed, Harming, Ongoing]),
        Ask::Talk
        | Ask::Stay
        | Ask::Access
        | Ask::Whereabouts
        | Ask::Consequence
        | Ask::JointAgreement => (Open, &[Harmed, Harming]),
        Ask::PromiseToPartner | Ask::Message => (Limited, &[Harmed, Harming]),
        Ask::SelfExposure => (None, &[Harmed]),
    }
}

/// Whether a step may be opened now, by what it asks, by the states, and by what comes before it.
#[must_use]
pub fn verdict(program: &Program, plan: &Plan, step: &Step) -> Verdict {
    if is_hidden(&plan.profile, &step.gate) {
        return Verdict::Hidden;
    }
    let after = waits_for(program, plan, step);
    if !after.is_empty() {
        return Verdict::Locked { after };
    }
    question(&plan.profile, &step.gate).map_or(Verdict::Open, Verdict::Ask)
}

/// Whether the verdict is [`Verdict::Hidden`].
pub(super) fn is_withheld(plan: &Plan, step: &Step) -> bool {
    is_hidden(&plan.profile, &step.gate)
}

/// Whether the verdict on a step that is not withheld is [`Verdict::Locked`]. Every count of every frame asks this, so
/// the list of what it waits for is not made.
pub(super) fn is_locked(program: &Program, plan: &Plan, step: &Step) -> bool {
    unsettled(program, plan, step).next().is_some()
}

/// Whether the floor lets these be asked of the person now. What is not known counts as no. The program has no say in
/// it: a pack cannot change the floor.
#[must_use]
pub fn may(_program: &Program, plan: &Plan, asks: &[Ask]) -> bool {
    let gate = Gate { asks: asks.to_vec(), ..Gate::default() };
    allows(&plan.profile, &gate)
}

/// Whether what a step made earlier (a practice, a talk, a sheet) may still be asked for. What comes before the step
/// does not matter any more; a step that this edition does not have allows nothing, because nobody knows what it asked.
#[must_use]
pub fn allowed(program: &Program, plan: &Plan, step: &StepId) -> bool {
    program.step(step.as_str()).is_some_and(|step| allows(&plan.profile, &step.gate))
}

/// Whether the step may be withheld in any state of safety or situation at all.
#[must_use]
pub fn is_harmless(step: &Step) -> bool {
    holds(&step.gate).next().is_none()
}

fn allows(profile: &Profile, gate: &Gate) -> bool {
    !is_hidden(profile, gate) && question(profile, gate).is_none()
}

/// All states that withhold it: the author's, and the floor's.
fn holds(gate: &Gate) -> impl Iterator<Item = Hold> {
    let floor = gate.asks.iter().flat_map(|ask| floor(*ask).1);
    gate.hold.iter().chain(floor).copied()
}

fn is_hidden(profile: &Profile, gate: &Gate) -> bool {
    let least = gate.asks.iter().map(|ask| floor(*ask).0).fold(gate.least, Ord::max);
    level(&profile.contact) < least
        || (gate.third && profile.situation.third_person == Told::No)
        || (!gate.only.is_empty() && !gate.only.iter().any(|only| is_in(profile, *only)))
        || holds(gate).any(|hold| is_so(profile, hold) == Told::Yes)
}

/// The question whose answer decides, where it is not known. Safety comes first.
fn question(profile: &Profile, gate: &Gate) -> Option<DoorQuestion> {
    let unknown = |wanted: &[Hold]| {
        holds(gate).any(|hold| wanted.contains(&hold) && is_so(profile, hold) == Told::Unknown)
    };
    if unknown(&[Hold::Harmed, Hold::Harming]) {
        Some(DoorQuestion::Safety)
    } else if unknown(&[Hold::Ongoing]) {
        Some(DoorQuestion::Over)
    } else {
        None
    }
}

/// Whether the state holds. Self-harm is never asked at a door: it holds only where the person said so.
fn is_so(profile: &Profile, hold: Hold) -> Told {
    match hold {
        Hold::Harmed => profile.safety.harmed,
        Hold::Harming => profile.safety.harming,
        Hold::SelfHarm => profile.safety.self_harm,
        // Where there is nobody else there is nothing that could go on.
        Hold::Ongoing if profile.situation.third_person == Told::No => Told::No,
        Hold::Ongoing => match profile.situation.over {
            Over::Unknown => Told::Unknown,
            Over::Over => Told::No,
            Over::Ongoing | Over::Unsure => Told::Yes,
        },
    }
}

fn is_in(profile: &Profile, only: Only) -> bool {
    match only {
        Only::Harmed => profile.safety.harmed == Told::Yes,
        Only::Harming => profile.safety.harming == Told::Yes,
        Only::NoContact => level(&profile.contact) == Contactable::None,
        Only::LimitedContact => level(&profile.contact) == Contactable::Limited,
    }
}

fn level(contact: &Contact) -> Contactable {
    match contact {
        Contact::Open => Contactable::Open,
        Contact::Limited { .. } => Contactable::Limited,
        Contact::None { .. } => Contactable::None,
    }
}

/// What is to be settled first. A step that was begun stays open: an earlier step taken up again locks nothing.
fn waits_for(program: &Program, plan: &Plan, step: &Step) -> Vec<StepId> {
    let mut waits: Vec<StepId> = Vec::new();
    for before in unsettled(program, plan, step) {
        if !waits.contains(before) {
            waits.push(before.clone());
        }
    }
    waits
}

/// The steps that come first and are not settled, in the author's order. What was begun waits for nothing.
fn unsettled<'p>(
    program: &'p Program,
    plan: &'p Plan,
    step: &'p Step,
) -> impl Iterator<Item = &'p StepId> {
    let begun =
        plan.progress.steps.get(&step.id).is_some_and(|progress| !progress.attempts.is_empty());
    let strand = || {
        program
            .stage_of(step.id.as_str())
            .filter(|part| part.kind == StageKind::Strand && !step.gate.early)
            .map_or(&[][..], |part| &part.after)
    };
    let (own, strand) = if begun { (&[][..], &[][..]) } else { (&step.gate.after[..], strand()) };
    own.iter().chain(strand).filter(move |before| !is_settled(program, plan, before))
}

fn is_settled(program: &Program, plan: &Plan, id: &StepId) -> bool {
    let touched = plan.progress.steps.get(id).is_some_and(|progress| {
        matches!(progress.mark, Mark::Done | Mark::Skipped)
            || progress.attempts.iter().any(|attempt| attempt.finished.is_some())
    });
    touched || program.step(id.as_str()).is_none_or(|step| is_hidden(&plan.profile, &step.gate))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::{at, open_plan, part, program, read, small, step_id};
    use crate::engine::{Command, apply};

    fn only(step: Step) -> (Program, Step) {
        (program(vec![part("first", StageKind::Stage, &[], vec![step.clone()])]), step)
    }

    #[test]
    fn an_author_can_only_tighten() {
        let gate = Gate {
            least: Contactable::Open,
            hold: vec![Hold::SelfHarm, Hold::Ongoing],
            third: true,
            ..Gate::default()
        };
        let (program, step) = only(read("step", gate));
        let verdict = |plan: &Plan| verdict(&program, plan, &step);
        let plan = open_plan();
        assert_eq!(verdict(&plan), Verdict::Open);
        let mut changed = plan.clone();
        changed.profile.contact = Contact::default();
        assert_eq!(verdict(&changed), Verdict::Hidden);
        let mut changed = plan.clone();
        changed.profile.safety.self_harm = Told::Yes;
        assert_eq!(verdict(&changed), Verdict::Hidden);
        changed.profile.safety.self_harm = Told::Unknown;
        assert_eq!(verdict(&changed), Verdict::Open, "self-harm is never asked at a door");
        let mut changed = plan.clone();
        changed.profile.situation.over = Over::Unknown;
        assert_eq!(verdict(&changed), Verdict::Ask(DoorQuestion::Over));
        changed.profile.situation.third_person = Told::No;
        assert_eq!(verdict(&changed), Verdict::Hidden);
    }

    #[test]
    fn a_stand_in_shows_in_any_of_its_states() {
        let gate = Gate { only: vec![Only::Harming, Only::LimitedContact], ..Gate::default() };
        let (program, step) = only(read("stand-in", gate));
        let mut plan = open_plan();
        assert_eq!(verdict(&program, &plan, &step), Verdict::Hidden);
        plan.profile.contact = Contact::default();
        assert_eq!(verdict(&program, &plan, &step), Verdict::Open);
        plan.profile.contact = Contact::None { court: false };
        assert_eq!(verdict(&program, &plan, &step), Verdict::Hidden);
        plan.profile.safety.harming = Told::Yes;
        assert_eq!(verdict(&program, &plan, &step), Verdict::Open);
    }

    #[test]
    fn a_strand_waits_and_what_is_withheld_counts_as_settled() {
        let program = small();
        let mut plan = open_plan();
        let later = program.step("later").unwrap();
        let early = program.step("early").unwrap();
        let both = Verdict::Locked { after: vec![step_id("build"), step_id("deliver")] };
        assert_eq!(verdict(&program, &plan, later), both);
        assert_eq!(verdict(&program, &plan, early), Verdict::Open);
        plan.profile.situation.over = Over::Ongoing;
        let one = Verdict::Locked { after: vec![step_id("build")] };
        assert_eq!(verdict(&program, &plan, later), one);
        let skip = Command::Skip { step: step_id("build") };
        apply(&program, &mut plan, skip, at(0)).unwrap();
        assert_eq!(verdict(&program, &plan, later), Verdict::Open);
    }

    #[test]
    fn what_was_begun_stays_open_when_an_earlier_step_is_left_for_later() {
        let program = small();
        let mut plan = open_plan();
        let letter = program.step("letter").unwrap();
        let build = || step_id("build");
        apply(&program, &mut plan, Command::Skip { step: build() }, at(0)).unwrap();
        apply(&program, &mut plan, Command::Open { step: step_id("letter") }, at(0)).unwrap();
        apply(&program, &mut plan, Command::NotYet { step: build() }, at(1)).unwrap();
        assert_eq!(verdict(&program, &plan, letter), Verdict::Open);
    }

    #[test]
    fn what_an_unknown_step_made_is_not_asked_for() {
        assert!(!allowed(&small(), &open_plan(), &step_id("gone")));
    }
}
