//! What of the record may be asked of the person now. The same floor holds as for steps.

use crate::content::Program;
use crate::content::program::Ask;
use crate::engine::gate;
use crate::engine::plan::Plan;

use super::items::{Concerns, ItemId, Thing, is_own};

/// Something that rests while things stand as they do. It is kept, and comes back when that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resting {
    /// In which list.
    pub thing: Thing,
    /// Its name.
    pub id: ItemId,
    /// What it is, in the person's words or the step's.
    pub title: String,
}

/// What a thing of the person's own asks of them in the world.
#[must_use]
pub fn asks_of(thing: Thing, concerns: Concerns, offer: bool) -> &'static [Ask] {
    match (thing, concerns) {
        (Thing::Talk, Concerns::Partner) => &[Ask::Talk],
        (Thing::Agreement, Concerns::Partner) if !offer => &[Ask::JointAgreement],
        (_, Concerns::Partner) => &[Ask::PromiseToPartner],
        (_, Concerns::Me | Concerns::Other) => &[],
    }
}

/// Whether the thing may be asked for now. One that is not in the plan may not.
#[must_use]
pub fn may_ask(program: &Program, plan: &Plan, thing: Thing, id: &ItemId) -> bool {
    let asks = match thing {
        Thing::Promise => plan
            .promises
            .iter()
            .find(|item| item.id == *id)
            .map(|item| asks_of(thing, item.terms.asked_by, false)),
        Thing::Date => plan
            .dates
            .iter()
            .find(|item| item.id == *id)
            .map(|item| asks_of(thing, item.terms.concerns, false)),
        Thing::Practice | Thing::Agreement | Thing::Talk if !is_own(id) => {
            return gate::allowed(program, plan, id);
        }
        Thing::Practice => plan
            .practices
            .iter()
            .find(|item| item.step == *id)
            .map(|item| asks_of(thing, item.concerns.unwrap_or(Concerns::Partner), false)),
        Thing::Agreement => plan.agreements.iter().find(|item| item.step == *id).map(|item| {
            asks_of(thing, Concerns::Partner, item.own.as_ref().is_some_and(|own| own.offer))
        }),
        Thing::Talk => plan
            .talks
            .iter()
            .find(|item| item.step == *id)
            .map(|_| asks_of(thing, Concerns::Partner, false)),
    };
    asks.is_some_and(|asks| gate::may(program, plan, asks))
}

/// Everything that rests now, in the order of the lists.
#[must_use]
pub fn resting(program: &Program, plan: &Plan) -> Vec<Resting> {
    let rests = |(thing, id, title): (Thing, &ItemId, String)| {
        (!may_ask(program, plan, thing, id)).then(|| Resting { thing, id: id.clone(), title })
    };
    let words = plan.profile.words();
    let titled = |id: &ItemId| {
        let step = program.step(id.as_str());
        step.map(|step| step.title.render(&words).into_owned()).unwrap_or_default()
    };
    let promises =
        plan.promises.iter().map(|item| (Thing::Promise, &item.id, item.terms.what.clone()));
    let practices =
        plan.practices.iter().map(|item| (Thing::Practice, &item.step, item.what.clone()));
    let agreements = plan.agreements.iter().filter(|item| item.ended.is_none()).map(|item| {
        let own = item.own.as_ref().map(|own| own.what.clone());
        (Thing::Agreement, &item.step, own.unwrap_or_else(|| titled(&item.step)))
    });
    let talks = plan.talks.iter().map(|item| {
        let own = item.own.as_ref().map(|own| own.about.clone());
        (Thing::Talk, &item.step, own.unwrap_or_else(|| titled(&item.step)))
    });
    let dates = plan.dates.iter().map(|item| (Thing::Date, &item.id, item.terms.what.clone()));
    promises
        .chain(practices)
        .chain(agreements)
        .chain(talks)
        .chain(dates)
        .filter_map(rests)
        .collect()
}

/// What rests after a change and did not before.
#[must_use]
pub fn resting_since(program: &Program, before: &Plan, after: &Plan) -> Vec<Resting> {
    let earlier = resting(program, before);
    let mut now = resting(program, after);
    now.retain(|item| !earlier.iter().any(|old| (old.thing, &old.id) == (item.thing, &item.id)));
    now
}
