//! What was taken out of the plan here, so that another device's version of it does not bring it back.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use toml::Value;

use super::document::Unknown;
use super::seal;
use crate::engine::record::{DatePlan, Promise};
use crate::engine::{Agreement, Plan, PracticeItem, TalkItem};

/// The key of the plan's file that it stands under.
pub(super) const KEY: &str = "removed";
/// How much of a digest tells versions of one thing apart.
const DIGITS: usize = 16;

/// Things of a plan by their names, each with the digests of versions of it; nothing of what they say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Versions(BTreeMap<String, BTreeSet<String>>);

impl Versions {
    /// Takes what was removed out of what stands beside the plan in its file.
    pub(super) fn take_from(unknown: &mut Unknown) -> Self {
        unknown.take(KEY).and_then(|value| value.try_into().ok()).unwrap_or_default()
    }

    /// Puts it beside the plan.
    pub(super) fn put_into(&self, unknown: &mut Unknown) {
        if let (false, Ok(value)) = (self.0.is_empty(), Value::try_from(self)) {
            unknown.put(KEY, value);
        }
    }

    fn add<T: Serialize>(&mut self, list: &str, things: &[T], id: fn(&T) -> &str) {
        for (name, thing) in named(list, things, id) {
            self.0.entry(name).or_default().insert(version(thing));
        }
    }

    /// Remembers what was in the plan before and is not now; what is there is not removed.
    pub(super) fn remember(&mut self, before: &Self, now: &Self) {
        for (name, versions) in &before.0 {
            self.0.entry(name.clone()).or_default().extend(versions.iter().cloned());
        }
        self.0.retain(|name, _| !now.0.contains_key(name));
    }

    /// Whether this version of a thing was removed; one that was changed elsewhere was not.
    pub(super) fn holds<T: Serialize>(&self, name: &str, thing: &T) -> bool {
        self.0.get(name).is_some_and(|removed| removed.contains(&version(thing)))
    }
}

/// The things that can be removed from a plan, as they were. What was done with a step stays for ever.
#[derive(Debug, Clone, Default)]
pub(super) struct Things {
    promises: Vec<Promise>,
    practices: Vec<PracticeItem>,
    agreements: Vec<Agreement>,
    talks: Vec<TalkItem>,
    dates: Vec<DatePlan>,
}

impl Things {
    pub(super) fn of(plan: &Plan) -> Self {
        Self {
            promises: plan.promises.clone(),
            practices: plan.practices.clone(),
            agreements: plan.agreements.clone(),
            talks: plan.talks.clone(),
            dates: plan.dates.clone(),
        }
    }

    /// Their names and digests, which cost more than a copy and are needed only when something is saved.
    pub(super) fn versions(&self) -> Versions {
        let mut versions = Versions::default();
        versions.add("promise", &self.promises, |promise| promise.id.as_str());
        versions.add("practice", &self.practices, |practice| practice.step.as_str());
        versions.add("agreement", &self.agreements, |agreement| agreement.step.as_str());
        versions.add("talk", &self.talks, |talk| talk.step.as_str());
        versions.add("date", &self.dates, |date| date.id.as_str());
        versions
    }
}

/// Things with the names that tell them apart in the whole plan: the list, the id, and a number where an id is there
/// twice.
pub(super) fn named<'a, T>(
    list: &str,
    things: &'a [T],
    id: fn(&T) -> &str,
) -> Vec<(String, &'a T)> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let name = |thing: &'a T| {
        let id = id(thing);
        let times = seen.entry(id).and_modify(|times| *times += 1).or_insert(1);
        if *times == 1 { format!("{list} {id}") } else { format!("{list} {id} {times}") }
    };
    things.iter().map(name).zip(things).collect()
}

fn version<T: Serialize>(thing: &T) -> String {
    let mut digest = seal::digest(toml::to_string(thing).unwrap_or_default().as_bytes());
    digest.truncate(DIGITS);
    digest
}
