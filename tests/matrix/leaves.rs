//! What leaves the program, in every state: exports as texts, and the commands of the real binary.

use std::collections::BTreeMap;

use snapbox::cmd::Command;
use tempfile::TempDir;
use trustcoach::content::{FieldId, Form, Program, StepId, Words, shipped};
use trustcoach::engine::{Answer, Contact, Entry, Plan, Profile, Safety, Told, next_step};
use trustcoach::export::{
    self, Block, Handout, Options, checklist, handout_markdown, markdown, step_text,
};
use trustcoach::store::{Opened, Places, Store};

use crate::states::{fresh, full, journal, mark_of, now, profiles};
use crate::table::{Says, groups, says};

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
    for profile in groups(&program).into_iter().map(|group| group[0].clone()) {
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

/// Whether the table lets these be asked: contact of that level, and nobody hurt in either direction, as far as told.
fn may(profile: &Profile, least: usize) -> bool {
    let contact = match profile.contact {
        Contact::None { .. } => 0,
        Contact::Limited { .. } => 1,
        Contact::Open => 2,
    };
    contact >= least && profile.safety.harmed == Told::No && profile.safety.harming == Told::No
}

#[test]
fn the_whole_as_json_is_the_same_whatever_state_led_to_the_steps_that_stand_in() {
    let program = shipped::program();
    let stands_in =
        |id: &StepId| program.step(id.as_str()).is_some_and(|step| !step.gate.only.is_empty());
    let nobody = Profile::default();
    let mut never = full(&program, &nobody);
    never.progress.steps.retain(|id, _| !stands_in(id));
    never.practices.retain(|item| !stands_in(&item.step));
    never.agreements.retain(|item| !stands_in(&item.step));
    never.talks.retain(|item| !stands_in(&item.step));
    let all = journal(&program);
    let lines: Vec<Entry> =
        all.iter().filter(|line| !line.step.as_ref().is_some_and(stands_in)).cloned().collect();
    assert!(lines.len() < all.len(), "there is nothing to tell");
    let expected = export::json(&program, &never, &lines);
    for profile in groups(&program).into_iter().map(|group| group[0].clone()) {
        // Whatever of them this person could be led to was done, with all that it makes.
        let mut plan = full(&program, &profile);
        plan.kept.extend(program.steps().map(|step| step.id.clone()).filter(stands_in));
        let led_to = |id: &StepId| {
            !stands_in(id) || says(program.step(id.as_str()).unwrap(), &profile) != Says::Withheld
        };
        plan.progress.steps.retain(|id, _| led_to(id));
        plan.practices.retain(|item| led_to(&item.step));
        let lines = all.iter().filter(|line| line.step.as_ref().is_none_or(led_to));
        let text = export::json(&program, &plan, lines);
        assert_eq!(text, expected, "{profile:?}");
        // What a file does not hold is not taken away by reading it back.
        let mut back = export::read_json(&text).unwrap().plan;
        export::keep_private(&program, &plan, &mut back);
        assert_eq!((&back.progress, &back.kept), (&plan.progress, &plan.kept));
        assert_eq!(back.profile, plan.profile);
    }
}

#[test]
fn papers_are_made_only_where_they_may_be_asked_for() {
    let program = shipped::program();
    let (paper, support) = (shipped::paper(), shipped::help().support);
    let steps: Vec<StepId> = program.steps().map(|step| step.id.clone()).collect();
    let mut made = [0; 4];
    for profile in profiles() {
        let plan = full(&program, &profile);
        let card = export::card(&program, &plan, &paper, &support, Some("GB"));
        assert_eq!(card.is_some(), may(&profile, 1), "{profile:?}");
        let review = export::review(&program, &plan, &paper);
        assert_eq!(review.is_some(), may(&profile, 2), "{profile:?}");
        let brief = export::brief(&program, &plan, &paper, &steps);
        let sheets: Vec<Handout> = program
            .steps()
            .filter_map(|step| export::sheet(&program, &plan, &paper, &step.id, now().today))
            .collect();
        assert!(may(&profile, 2) || sheets.is_empty(), "{profile:?}");
        made[3] += sheets.len();
        for (at, handout) in [card, review, brief].into_iter().enumerate() {
            made[at] += usize::from(handout.is_some());
            if let Some(handout) = handout {
                tells_nothing_withheld(&program, &plan, &handout_markdown(&handout));
            }
        }
    }
    assert!(made.iter().all(|made| *made > 10), "{made:?}");
}

#[test]
fn the_card_fits_a_page_holds_nothing_of_the_plan_and_every_number_has_its_country() {
    let program = shipped::program();
    let support = shipped::help().support;
    let profile = Profile {
        contact: Contact::Open,
        safety: Safety { harmed: Told::No, harming: Told::No, self_harm: Told::No },
        partner: "Robin".to_owned(),
        ..Profile::default()
    };
    let plan = full(&program, &profile);
    for country in support.countries.iter().map(|country| Some(country.code.as_str())).chain([None])
    {
        let card = export::card(&program, &plan, &shipped::paper(), &support, country).unwrap();
        let text = handout_markdown(&card);
        assert!(!text.contains("Robin") && !text.contains("zq"), "{text}");
        assert!(text.contains("You owe it nothing"), "{text}");
        assert!(text.contains("findahelpline"), "{text}");
        // A page of paper holds about 60 lines of 80 signs.
        let lines: usize = text.lines().map(|line| line.chars().count() / 80 + 1).sum();
        assert!(lines <= 60, "{lines} lines for {country:?}");
        let own = country.and_then(|code| support.country(code));
        for (number, name) in
            own.iter().flat_map(|own| own.lines.iter().map(|line| (&line.number, &own.name)))
        {
            let Some(number) = number else { continue };
            let line = text.lines().find(|line| line.contains(number.as_str()));
            assert!(
                line.is_some_and(|line| line.contains(&format!("({name})"))),
                "{number} in {text}"
            );
        }
    }
}

#[test]
fn a_sheet_has_blanks_for_the_other_and_nothing_is_signed() {
    let program = shipped::program();
    let safe = Safety { harmed: Told::No, harming: Told::No, self_harm: Told::No };
    let profile = Profile { contact: Contact::Open, safety: safe, ..Profile::default() };
    let (empty, filled) = (fresh(&program, &profile), full(&program, &profile));
    let mut sheets = 0;
    for step in program.steps() {
        let Form::Agree(agree) = &step.form else { continue };
        let blanks = |plan: &Plan| {
            let sheet = export::sheet(&program, plan, &shipped::paper(), &step.id, now().today)?;
            Some((
                sheet.blocks.iter().filter(|block| matches!(block, Block::Blank(_))).count(),
                handout_markdown(&sheet),
            ))
        };
        let Some((open, text)) = blanks(&empty) else { continue };
        let (left, written) = blanks(&filled).unwrap();
        assert!(open > left && left > agree.blanks.len(), "{}: {open} and {left} blanks", step.id);
        assert!(written.contains(&mark_of(step)), "{written}");
        for word in ["signed", "signature", "Sign"] {
            assert!(!text.contains(word), "{word} in {text}");
        }
        let mut refused = filled.clone();
        let progress = refused.progress.steps.get_mut(&step.id).unwrap();
        let no = Answer::Text("no".to_owned());
        progress.attempts[0].answers.insert(FieldId::try_from("free").unwrap(), no);
        assert_eq!(blanks(&refused), None, "somebody could not say no");
        sheets += 1;
    }
    assert!(sheets >= 5, "{sheets}");
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
                &["export", "--card"],
                &["export", "--review"],
                &["export", "--brief"],
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
