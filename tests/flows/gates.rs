//! What changes about contact and safety acts at once on what is offered, and loses nothing.

use trustcoach::content::program::Ask;
use trustcoach::engine::{Verdict, verdict};

use crate::common::work::WORDS;
use crate::common::{Home, Sitting};

/// The first step that asks this of the person and has a text to write, once what is before it is done or skipped.
fn asking(person: &Sitting, ask: Ask) -> String {
    let program = &person.model().library.program;
    let plan = &person.model().plan;
    let found = program.steps().find(|step| {
        step.gate.asks.contains(&ask)
            && step.form.name() == "build"
            && !matches!(verdict(program, plan, step), Verdict::Hidden | Verdict::Ask(_))
    });
    found.unwrap_or_else(|| panic!("no build asks {ask:?}")).id.to_string()
}

fn is_found(person: &mut Sitting, id: &str) -> bool {
    let model = person.model();
    let title = model.library.program.step(id).unwrap().title.render(&model.plan.profile.words());
    let typed = format!("/{title}");
    person.keys(&typed);
    let found = !person.look().contains("Nothing has these words");
    person.keys("<esc>");
    found
}

#[test]
fn a_step_goes_when_contact_ends_and_comes_back_with_its_words() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().say_all_is_open();
    let id = asking(&person, Ask::Talk);
    person.reach(&id).work();
    let fields: Vec<String> =
        person.step().fields.iter().map(|field| field.id.to_string()).collect();
    person.keys(",").choose("What they want of contact").choose("They asked for no contact");
    person.keys("<esc>");
    assert!(person.look().contains("This step is not on the path now"), "{}", person.look());
    assert!(!person.look().contains("I told them"), "{}", person.look());
    person.keys("t");
    assert!(!is_found(&mut person, &id), "it is not found any more");
    let written = |person: &Sitting| {
        let of = |field: &String| person.model().plan.answer(&id, field).cloned();
        fields.iter().filter_map(of).any(|answer| answer.text() == Some(WORDS))
    };
    assert!(written(&person), "the words stay in the plan");
    drop(person);

    let mut person = home.sit();
    assert!(!is_found(&mut person, &id), "nor after a restart");
    person.keys(",").choose("What they want of contact").choose("They said that contact is open");
    assert!(!is_found(&mut person, &id), "a wish for contact does not open it");
    person.choose("Yes, they said it themselves").keys("t");
    assert!(is_found(&mut person, &id));
    person.open_step(&id);
    assert!(written(&person));
}

#[test]
fn a_safety_answer_acts_on_what_is_practised() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().say_all_is_open();
    let program = &person.model().library.program;
    let step = program
        .steps()
        .find(|step| step.form.name() == "practice" && step.gate.asks.contains(&Ask::Touch))
        .or_else(|| {
            program
                .steps()
                .find(|step| step.form.name() == "practice" && !step.gate.asks.is_empty())
        });
    let id = step.unwrap().id.to_string();
    person.reach(&id).work().keys("dt");
    let paused = |person: &Sitting| {
        person.model().plan.practices.iter().find(|one| one.step.as_str() == id).unwrap().paused
    };
    assert!(!paused(&person));
    person.keys(",").choose("Is anyone being hurt").choose("I am hurt, afraid or forced");
    let today = trustcoach::engine::agenda(
        &person.model().library.program,
        &person.model().plan,
        person.model().today(),
    );
    assert!(today.practices.iter().all(|due| due.step.as_str() != id), "not asked for any more");
    assert!(person.model().plan.practices.iter().any(|one| one.step.as_str() == id), "but kept");
    // What rests now was told on a page of its own.
    person.keys("<esc>");
    person.choose("Is anyone being hurt").keys("<home><enter>");
    assert!(!paused(&person), "and it goes on where it is safe again");
}
