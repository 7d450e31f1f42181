//! One step of every form, done by keys in the shipped program.

use trustcoach::content::form::Keep;
use trustcoach::content::{Form, Step};
use trustcoach::engine::{Plan, Status};

use crate::common::work::WORDS;
use crate::common::{Home, snapshot};

#[test]
fn a_step_of_every_form_is_done_by_keys_and_stands_on_the_disk() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().say_all_is_open();
    let mut done: Vec<Step> = Vec::new();
    for form in Form::NAMES {
        let id = person.first_of_form(form);
        person.reach(&id);
        snapshot(&format!("form-{form}-open"), &person.shown());
        person.work().keys("d");
        if person.status(&id) != Some(Status::Done) {
            person.keys("<enter>");
        }
        assert_eq!(person.status(&id), Some(Status::Done), "{form}:\n{}", person.look());
        snapshot(&format!("form-{form}-done"), &person.shown());
        done.push(person.step());
        person.keys("t");
    }
    person.keys("q");
    drop(person);
    let plan = home.plan();
    for step in done {
        came_of(&step, &plan);
    }
}

/// What a done step of this form leaves in the plan.
fn came_of(step: &Step, plan: &Plan) {
    let id = step.id.as_str();
    let texts: Vec<&str> = step
        .fields
        .iter()
        .filter_map(|field| plan.stored(id, field.id.as_str()))
        .filter_map(|answer| answer.text())
        .collect();
    match &step.form {
        Form::Read(_) => assert!(texts.is_empty()),
        Form::Reflect | Form::Build(_) | Form::Letter(_) | Form::IfThen(_) => {
            assert!(step.keep != Keep::Yes || texts.contains(&WORDS), "{id}: {texts:?}");
        }
        Form::List(_) | Form::Rate(_) | Form::Rehearse(_) => {
            let answered =
                step.fields.iter().any(|field| plan.stored(id, field.id.as_str()).is_some());
            assert!(step.keep != Keep::Yes || answered, "{id}");
        }
        Form::Practice(_) => assert!(plan.practices.iter().any(|one| one.step == step.id)),
        Form::Agree(_) => assert!(plan.agreements.iter().any(|one| one.step == step.id)),
        Form::Talk(_) => {
            let talk = plan.talks.iter().find(|one| one.step == step.id).unwrap();
            assert_eq!(talk.day.to_string(), "2026-11-28", "in seven days");
        }
    }
}
