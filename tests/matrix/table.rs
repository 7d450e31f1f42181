//! What the table that authors read says of a step in a state, worked out without the engine.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use trustcoach::content::program::{Contactable, Hold, Only};
use trustcoach::content::{Program, Step};
use trustcoach::engine::{Contact, Over, Profile, Told};

use crate::states::profiles;

/// What the table says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Says {
    /// It may be there.
    Free,
    /// It asks its question first.
    Asks,
    /// It is not there.
    Withheld,
}

/// Least contact and held states, by tag, as `content/README.md` has them.
fn rows() -> &'static BTreeMap<String, (usize, Vec<String>)> {
    static ROWS: OnceLock<BTreeMap<String, (usize, Vec<String>)>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let page = include_str!("../../content/README.md");
        let table = page.split("| tag | asks the person to |").nth(1).unwrap();
        let lines = table.lines().skip(2).take_while(|line| line.starts_with('|'));
        lines
            .map(|line| {
                let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
                let least =
                    ["none", "limited", "open"].iter().position(|word| *word == cells[2]).unwrap();
                let held = cells[3].split_whitespace().map(str::to_owned).collect();
                (cells[0].trim_matches('`').to_owned(), (least, held))
            })
            .collect()
    })
}

fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

/// What the table and the author say of the step for this person.
pub(crate) fn says(step: &Step, profile: &Profile) -> Says {
    let gate = &step.gate;
    let contact = match profile.contact {
        Contact::None { .. } => 0,
        Contact::Limited { .. } => 1,
        Contact::Open => 2,
    };
    let mut least = match gate.least {
        Contactable::None => 0,
        Contactable::Limited => 1,
        Contactable::Open => 2,
    };
    let mut held: Vec<String> = gate.hold.iter().map(word::<Hold>).collect();
    for ask in &gate.asks {
        let (needs, states) = &rows()[&word(ask)];
        least = least.max(*needs);
        held.extend(states.iter().cloned());
    }
    let meant = gate.only.is_empty()
        || gate.only.iter().any(|only| match only {
            Only::Harmed => profile.safety.harmed == Told::Yes,
            Only::Harming => profile.safety.harming == Told::Yes,
            Only::NoContact => contact == 0,
            Only::LimitedContact => contact == 1,
        });
    let alone = gate.third && profile.situation.third_person == Told::No;
    // Where there is nobody else, nothing goes on.
    let over = match profile.situation.third_person {
        Told::No => Over::Over,
        Told::Yes | Told::Unknown => profile.situation.over,
    };
    let state = |name: &str| match name {
        "harmed" => profile.safety.harmed,
        "harming" => profile.safety.harming,
        "self-harm" => profile.safety.self_harm,
        _ if over == Over::Unknown => Told::Unknown,
        _ if over == Over::Over => Told::No,
        _ => Told::Yes,
    };
    if contact < least || !meant || alone || held.iter().any(|held| state(held) == Told::Yes) {
        Says::Withheld
    } else if held.iter().any(|held| held != "self-harm" && state(held) == Told::Unknown) {
        Says::Asks
    } else {
        Says::Free
    }
}

/// The states, put together where the table says the same of every step: one of each is walked, and some second ones
/// to see that they are told apart by nothing.
pub(crate) fn groups(program: &Program) -> Vec<Vec<Profile>> {
    let mut groups: BTreeMap<Vec<u8>, Vec<Profile>> = BTreeMap::new();
    for profile in profiles() {
        let key = program.steps().map(|step| says(step, &profile) as u8).collect();
        groups.entry(key).or_default().push(profile);
    }
    groups.into_values().collect()
}
