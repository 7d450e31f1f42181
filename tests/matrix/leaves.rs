//! What leaves the program, in every state: exports as texts, and the commands of the real binary.

use std::collections::BTreeMap;

use snapbox::cmd::Command;
use tempfile::TempDir;
use trustcoach::content::{Program, Words, shipped};
use trustcoach::engine::{Plan, next_step};
use trustcoach::export::{Options, checklist, markdown, step_text};
use trustcoach::store::{Opened, Places, Store};

use crate::states::{full, mark_of, profiles};
use crate::table::{Says, says};

/// Words that only safety, contact and situation have; no export may hold them for being so.
fn tells_nothing_withheld(program: &Program, plan: &Plan, text: &str) {
    for step in program.steps() {
        let says = says(step, &plan.profile);
        if says != Says::Free {
            let mark = mark_of(step);
            assert!(
                !text.contains(&mark),
                "what was written in {} left in {:?}",
                step.id,
                plan.profile
            );
        }
        if says == Says::Withheld {
            let title = format!("] {} (", step.title.render(&Words::default()));
            assert!(!text.contains(&title), "{} left in {:?}", step.id, plan.profile);
        }
    }
}

#[test]
fn no_export_holds_what_the_table_forbids_in_any_state() {
    let program = shipped::program();
    for profile in profiles() {
        let plan = full(&program, &profile);
        let answers =
            markdown(&checklist(&program, &plan, &Options { stage: None, answers: true }));
        tells_nothing_withheld(&program, &plan, &answers);
        let bare = markdown(&checklist(&program, &plan, &Options::default()));
        tells_nothing_withheld(&program, &plan, &bare);
        for text in [&answers, &bare] {
            assert!(!text.contains("bills, in writing"), "the state left");
        }
        for step in program.steps() {
            let text = step_text(&program, &plan, &step.id);
            assert!(
                text.is_none() || says(step, &profile) == Says::Free,
                "{} left in {profile:?}",
                step.id
            );
        }
        if let Some(next) = next_step(&program, &plan) {
            assert_ne!(says(next, &profile), Says::Withheld);
        }
    }
}

/// Runs the program on a plan that is kept; stdout and stderr.
fn run(plan: &Plan, arguments: &[&[&str]]) -> Vec<String> {
    let root = TempDir::new().unwrap();
    let data = root.path().join("plan");
    let places = Places { data: data.clone(), config: root.path().join("config") };
    let Opened::New(mut store) = Store::open(&places).unwrap() else {
        panic!("a new folder holds a plan")
    };
    store.save_plan(&mut plan.clone()).unwrap();
    drop(store);
    arguments
        .iter()
        .map(|arguments| {
            let ran = Command::new(env!("CARGO_BIN_EXE_trustcoach"))
                .env_clear()
                .env("HOME", root.path())
                .env("TRUSTCOACH_DIR", &data)
                .args(*arguments)
                .assert();
            let output = ran.get_output();
            String::from_utf8([output.stdout.clone(), output.stderr.clone()].concat()).unwrap()
        })
        .collect()
}

#[test]
fn no_command_says_what_the_table_forbids_or_why() {
    let program = shipped::program();
    let mut said: BTreeMap<&str, String> = BTreeMap::new();
    // One in 53: over all contacts, and over most pairs of the other states.
    for profile in profiles().into_iter().step_by(53) {
        let plan = full(&program, &profile);
        let withheld = program.steps().find(|step| says(step, &profile) == Says::Withheld).unwrap();
        let outputs = run(
            &plan,
            &[
                &["status"],
                &["status", "--json"],
                &["export"],
                &["export", "--answers"],
                &["export", "--step", withheld.id.as_str()],
            ],
        );
        for output in &outputs {
            tells_nothing_withheld(&program, &plan, output);
            for word in ["harmed", "harming", "self-harm", "bills, in writing"] {
                assert!(!output.contains(word), "{word} in {output}");
            }
        }
        let refused = said.entry("refused").or_insert_with(|| outputs[4].clone());
        assert_eq!(
            *refused, outputs[4],
            "{} is refused in its own words in {profile:?}",
            withheld.id
        );
    }
}
