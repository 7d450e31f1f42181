//! The floor of the gates in every combination of states, against the table that authors read.

use crate::content::program::{Ask, Gate};
use crate::engine::{
    Contact, DoorQuestion, Over, Plan, Safety, Situation, Told, Verdict, may, verdict,
};
use crate::testing::{asking, open_plan, part, program, read};
use trustcoach::content::StageKind;

/// One row of the table in `content/README.md`.
struct Row {
    ask: Ask,
    least: usize,
    held: Vec<String>,
}

fn rows() -> Vec<Row> {
    let page = include_str!("../../content/README.md");
    let table = page.split("| tag | asks the person to |").nth(1).unwrap();
    let lines = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let tag = cells[0].trim_matches('`');
        Row {
            ask: Ask::ALL.into_iter().find(|ask| name(*ask) == tag).unwrap(),
            least: ["none", "limited", "open"].iter().position(|word| *word == cells[2]).unwrap(),
            held: cells[3].split_whitespace().map(str::to_owned).collect(),
        }
    };
    lines.map(row).collect()
}

/// The word that authors write.
fn name(ask: Ask) -> String {
    serde_json::to_value(ask).unwrap().as_str().unwrap().to_owned()
}

/// Every combination of contact, safety and situation.
fn states() -> Vec<Plan> {
    let contacts = [Contact::None { court: false }, Contact::default(), Contact::Open];
    let mut plans = Vec::new();
    for contact in contacts {
        for harmed in Told::ALL {
            for harming in Told::ALL {
                for self_harm in Told::ALL {
                    for over in Over::ALL {
                        for third_person in Told::ALL {
                            let mut plan = open_plan();
                            plan.profile.contact = contact.clone();
                            plan.profile.safety = Safety { harmed, harming, self_harm };
                            plan.profile.situation =
                                Situation { over, third_person, ..Situation::default() };
                            plans.push(plan);
                        }
                    }
                }
            }
        }
    }
    plans
}

fn expected(row: &Row, plan: &Plan) -> Verdict {
    let profile = &plan.profile;
    let level = match profile.contact {
        Contact::None { .. } => 0,
        Contact::Limited { .. } => 1,
        Contact::Open => 2,
    };
    let is_held = |state: &str| row.held.iter().any(|held| held == state);
    let over = match profile.situation.third_person {
        Told::No => Over::Over,
        Told::Yes | Told::Unknown => profile.situation.over,
    };
    let yes = (is_held("harmed") && profile.safety.harmed == Told::Yes)
        || (is_held("harming") && profile.safety.harming == Told::Yes)
        || (is_held("self-harm") && profile.safety.self_harm == Told::Yes)
        || (is_held("ongoing") && matches!(over, Over::Ongoing | Over::Unsure));
    let unsafe_unknown = (is_held("harmed") && profile.safety.harmed == Told::Unknown)
        || (is_held("harming") && profile.safety.harming == Told::Unknown);
    if level < row.least || yes {
        Verdict::Hidden
    } else if unsafe_unknown {
        Verdict::Ask(DoorQuestion::Safety)
    } else if is_held("ongoing") && over == Over::Unknown {
        Verdict::Ask(DoorQuestion::Over)
    } else {
        Verdict::Open
    }
}

#[test]
fn the_floor_is_the_table_that_authors_read_in_every_state() {
    let rows = rows();
    assert_eq!(rows.len(), Ask::ALL.len());
    let states = states();
    assert_eq!(states.len(), 3 * 27 * 4 * 3);
    for row in &rows {
        let step = read("asks", asking(&[row.ask]));
        // Nothing an author writes loosens the floor.
        let loose = Gate { early: true, ..asking(&[row.ask]) };
        let loose = read("loose", loose);
        let program =
            program(vec![part("first", StageKind::Stage, &[], vec![step.clone(), loose.clone()])]);
        for plan in &states {
            let expected = expected(row, plan);
            assert_eq!(
                verdict(&program, plan, &step),
                expected,
                "{:?}: {:?}",
                row.ask,
                plan.profile
            );
            assert_eq!(verdict(&program, plan, &loose), expected);
            assert_eq!(may(&program, plan, &[row.ask]), expected == Verdict::Open);
        }
    }
}

#[test]
fn two_asks_are_as_strict_as_both() {
    let rows = rows();
    let states = states();
    let program = program(Vec::new());
    for one in &rows {
        for other in &rows {
            for plan in &states {
                let both = may(&program, plan, &[one.ask, other.ask]);
                let each = may(&program, plan, &[one.ask]) && may(&program, plan, &[other.ask]);
                assert_eq!(both, each, "{:?} and {:?}", one.ask, other.ask);
            }
        }
    }
}
