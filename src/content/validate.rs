//! What the files of a pack must agree on. Each rule is one function; a rule notes findings and changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::StepId;
use super::load::Pack;
use super::program::{Ask, Contactable, Gate, Hold, Only};
use super::schema::{DraftPart, DraftStep};
use super::sheet::{Placed, Sheet};

/// The most steps of a program.
const MOST_STEPS: usize = 500;

/// What an ask needs whatever the author says: the least contact, and the states in which it is withheld.
pub type Floor = fn(Ask) -> (Contactable, &'static [Hold]);

/// No floor: for those who have no engine.
pub(super) fn no_floor(_: Ask) -> (Contactable, &'static [Hold]) {
    (Contactable::None, &[])
}

/// Checks the pack with every rule.
pub(super) fn check(pack: &Pack<'_>, floor: Floor) {
    parts_are_files(pack);
    part_ids_differ(pack);
    door_ids_differ(pack);
    step_ids_differ(pack);
    if !not_too_many_steps(pack) {
        return;
    }
    references_resolve(pack);
    sources_resolve(pack);
    nothing_waits_for_itself(pack);
    every_step_can_open(pack, floor);
    after_is_seen_together(pack, floor);
}

/// The parts in the order of the path; files that the program does not name come last.
fn in_order<'p>(pack: &'p Pack<'_>) -> Vec<(&'p Sheet, &'p DraftPart)> {
    let listed = pack.head.iter().flat_map(|(_, head)| &head.parts);
    let named: Vec<&str> = listed.map(|part| part.value.as_str()).collect();
    let unnamed = pack.parts.keys().map(String::as_str).filter(|name| !named.contains(name));
    let all = named.iter().copied().chain(unnamed);
    all.filter_map(|name| pack.parts.get(name)).map(|(sheet, part)| (*sheet, part)).collect()
}

fn steps<'p>(pack: &'p Pack<'_>) -> Vec<(&'p Sheet, &'p DraftStep)> {
    in_order(pack)
        .into_iter()
        .flat_map(|(sheet, part)| part.steps.iter().map(move |step| (sheet, step)))
        .collect()
}

/// `parts` names files, and every file is named.
fn parts_are_files(pack: &Pack<'_>) {
    let Some((sheet, head)) = &pack.head else { return };
    for part in &head.parts {
        if pack.whole && !pack.parts.contains_key(part.value.as_str()) {
            let message = format!("there is no file stages/{}.toml", part.value);
            sheet.report(&part.span, message, "write the file, or take the name out");
        }
    }
    for (name, (file, _)) in &pack.parts {
        if !head.parts.is_empty() && !head.parts.iter().any(|part| part.value.as_str() == name) {
            let message = "no one comes here: program.toml does not name this file in `parts`";
            file.report(&(0..0), message, format!("add \"{name}\" to `parts`"));
        }
    }
}

/// Notes every id that stands a second time.
fn second_of_a_kind<'p, T: Ord + std::fmt::Display + 'p>(
    ids: impl IntoIterator<Item = (&'p Sheet, &'p Placed<T>)>,
    what: &str,
) {
    let mut seen: BTreeMap<&T, &Sheet> = BTreeMap::new();
    for (sheet, id) in ids {
        if let Some(first) = seen.get(&id.value) {
            let message = format!("{what} `{}` is there already, in {}", id.value, first.name);
            sheet.report(&id.span, message, "ids are unique: give this one another");
        } else {
            seen.insert(&id.value, sheet);
        }
    }
}

/// Part ids are unique.
fn part_ids_differ(pack: &Pack<'_>) {
    let parts = in_order(pack);
    let ids = parts.iter().filter_map(|(sheet, part)| Some((*sheet, part.id.as_ref()?)));
    second_of_a_kind(ids, "the part");
}

/// Step ids are unique over the whole program.
fn step_ids_differ(pack: &Pack<'_>) {
    second_of_a_kind(steps(pack).iter().map(|(sheet, step)| (*sheet, &step.id)), "the step");
}

/// Door ids are unique.
fn door_ids_differ(pack: &Pack<'_>) {
    let Some((sheet, head)) = &pack.head else { return };
    second_of_a_kind(
        head.doors.iter().filter_map(|door| Some((*sheet, door.id.as_ref()?))),
        "the door",
    );
}

/// A program is walked by one person. In one with more steps the rules about steps are not looked at.
fn not_too_many_steps(pack: &Pack<'_>) -> bool {
    let steps = steps(pack);
    if let Some((sheet, step)) = steps.get(MOST_STEPS) {
        let message = format!("this program has {} steps, {MOST_STEPS} at most", steps.len());
        sheet.report(&step.id.span, message, "take steps out from here on");
    }
    steps.len() <= MOST_STEPS
}

/// Whatever names a step names one that is there.
fn references_resolve(pack: &Pack<'_>) {
    if !pack.whole {
        return;
    }
    let known: BTreeSet<&StepId> =
        steps(pack).into_iter().map(|(_, step)| &step.id.value).collect();
    let expect = |sheet: &Sheet, named: &Placed<StepId>, from: &str| {
        if !sheet.is_full() && !known.contains(&named.value) {
            let message = format!("{from} names the step `{}`, which is not there", named.value);
            let near = known.iter().find(|id| is_near(id.as_str(), named.value.as_str()));
            let help = near.map_or_else(
                || "write the id of a step, or take this out".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            sheet.report(&named.span, message, help);
        }
    };
    for (sheet, part) in in_order(pack) {
        let all = part.after.iter().chain(part.steps.iter().flat_map(|step| &step.after));
        all.for_each(|named| expect(sheet, named, "`after`"));
    }
    if let Some((sheet, head)) = &pack.head {
        let all = head.doors.iter().flat_map(|door| &door.steps);
        all.for_each(|named| expect(sheet, named, "a door"));
    }
}

/// Whether one id is the other with something before, after or between.
fn is_near(known: &str, written: &str) -> bool {
    let start = known.bytes().zip(written.bytes()).take_while(|(a, b)| a == b).count();
    let ends = known.bytes().rev().zip(written.bytes().rev());
    let end = ends.take_while(|(a, b)| a == b).count();
    let shorter = known.len().min(written.len());
    start + end + 2 >= known.len().max(written.len()) && shorter > 3
}

/// Every source is one of `sources.toml`; source ids are unique.
fn sources_resolve(pack: &Pack<'_>) {
    let listed: &[_] = pack.sources.as_ref().map_or(&[], |(_, sources)| sources.as_slice());
    if let Some((sheet, sources)) = &pack.sources {
        second_of_a_kind(sources.iter().map(|draft| (*sheet, &draft.id)), "the source");
    }
    if !pack.whole {
        return;
    }
    let listed: BTreeSet<_> = listed.iter().map(|draft| &draft.id.value).collect();
    for (sheet, step) in steps(pack) {
        for source in &step.sources {
            if !listed.contains(&source.value) {
                let message = format!("sources.toml has no source `{}`", source.value);
                sheet.report(&source.span, message, "add it there, or take it out here");
            }
        }
    }
}

type Waits<'p> = BTreeMap<&'p StepId, Vec<(&'p Sheet, &'p Placed<StepId>)>>;

/// No step waits for itself, not through others and not through the door of its own strand.
fn nothing_waits_for_itself(pack: &Pack<'_>) {
    let mut waits = Waits::new();
    for (sheet, part) in in_order(pack) {
        for step in &part.steps {
            let all = step.after.iter().chain(&part.after);
            waits.entry(&step.id.value).or_default().extend(all.map(|id| (sheet, id)));
        }
    }
    let mut left = BTreeSet::new();
    for (_, step) in steps(pack) {
        let mut way = Vec::new();
        follow(&waits, &step.id.value, &mut way, &mut left);
    }
}

/// Follows `after` from a step; one that stands on the way already closes a circle. What was left is not entered again.
fn follow<'p>(
    waits: &Waits<'p>,
    step: &'p StepId,
    way: &mut Vec<&'p StepId>,
    left: &mut BTreeSet<&'p StepId>,
) {
    if left.contains(step) {
        return;
    }
    way.push(step);
    for (sheet, edge) in waits.get(step).into_iter().flatten() {
        let Some(first) = way.iter().position(|on| **on == edge.value) else {
            follow(waits, &edge.value, way, left);
            continue;
        };
        if !sheet.is_full() {
            let circle: Vec<_> = way[first..].iter().map(|on| on.as_str()).take(TOLD).collect();
            let more = if way.len() - first > TOLD { "… waits for " } else { "" };
            let circle = circle.join(" waits for ");
            let message =
                format!("`after` goes in a circle: {circle} waits for {more}{}", edge.value);
            sheet.report(&edge.span, message, "take one `after` of the circle out");
        }
    }
    way.pop();
    left.insert(step);
}

/// How many steps of a circle are named.
const TOLD: usize = 8;

/// A state a person may be in, as far as authors can ask for it.
#[derive(Debug)]
struct State {
    contact: Contactable,
    holds: Vec<Hold>,
}

impl State {
    fn all() -> impl Iterator<Item = Self> {
        let holds = [Hold::Harmed, Hold::Harming, Hold::SelfHarm, Hold::Ongoing];
        let contacts = [Contactable::None, Contactable::Limited, Contactable::Open];
        contacts.into_iter().flat_map(move |contact| {
            (0..1_u8 << holds.len()).map(move |chosen| {
                let holds = holds.into_iter().enumerate();
                let holds = holds.filter(|(bit, _)| chosen & 1 << bit != 0).map(|(_, hold)| hold);
                Self { contact, holds: holds.collect() }
            })
        })
    }

    /// Whether the step is shown in this state.
    fn shows(&self, gate: &Gate, floor: Floor) -> bool {
        let meant = |only: &Only| match only {
            Only::Harmed => self.holds.contains(&Hold::Harmed),
            Only::Harming => self.holds.contains(&Hold::Harming),
            Only::NoContact => self.contact == Contactable::None,
            Only::LimitedContact => self.contact == Contactable::Limited,
        };
        let needs: Vec<_> = gate.asks.iter().map(|ask| floor(*ask)).collect();
        self.contact >= gate.least
            && needs.iter().all(|(least, _)| self.contact >= *least)
            && !needs
                .iter()
                .flat_map(|(_, holds)| *holds)
                .chain(&gate.hold)
                .any(|hold| self.holds.contains(hold))
            && (gate.only.is_empty() || gate.only.iter().any(meant))
    }
}

/// The states in which a step is shown, as bits in the order of [`State::all`].
fn states(gate: &Gate, floor: Floor) -> u64 {
    let shown = State::all().enumerate().filter(|(_, state)| state.shows(gate, floor));
    shown.fold(0, |bits, (at, _)| bits | 1 << at)
}

/// `only`, `least`, `hold` and what is asked leave at least one state in which the step is shown.
fn every_step_can_open(pack: &Pack<'_>, floor: Floor) {
    for (sheet, step) in steps(pack) {
        if states(&step.gate, floor) == 0 {
            let message = "this step can never open: `only` asks for a state that `least`, `hold` or `asks` shuts out";
            sheet.report(&step.gate_span, message, "take one of them out");
        }
    }
}

/// A step comes after steps that the same person can see: else `after` says nothing.
fn after_is_seen_together(pack: &Pack<'_>, floor: Floor) {
    let all = steps(pack);
    let shown: BTreeMap<&StepId, u64> =
        all.iter().map(|(_, step)| (&step.id.value, states(&step.gate, floor))).collect();
    for (sheet, step) in &all {
        let own = states(&step.gate, floor);
        for named in &step.after {
            let other = shown.get(&named.value).copied().unwrap_or(0);
            if own != 0 && other != 0 && own & other == 0 {
                let message = format!("no one who sees this step ever sees `{}`", named.value);
                sheet.report(&named.span, message, "name a step that is shown in the same states");
            }
        }
    }
}
