//! "What is going on right now?": the doors, what lies behind each, and the safety questions of the first run.

use super::settings;
use crate::app::effect::Effect;
use crate::app::model::{Model, Question, Screen, Setting, View};
use crate::app::page::{Go, Item, Page, Role, Row, Sign, Target};
use crate::app::{resume, saving};
use crate::content::StageId;
use crate::content::program::Beyond;
use crate::engine::{Command, Safety, Told, route};

const ASK: &str = "What is going on right now?";
const PICK_ONE: &str = "Take the one that fits best. There are no wrong answers.";
const NONE_FITS: &str = "None of these. Show me the path";

/// The doors.
#[must_use]
pub fn page(model: &Model) -> Page {
    let words = model.plan.profile.words();
    let mut page = Page::titled(ASK);
    page.text(Role::Quiet, PICK_ONE).gap();
    for door in &model.library.program.doors {
        page.go(Target::Door(door.id.clone()), door.text.render(&words));
    }
    page.go(Target::Go(Go::Today), NONE_FITS);
    page
}

const OFFERED: &str =
    "These steps fit that. Each takes a few minutes, and you can stop at any point.";
const HELP_FIRST: &str =
    "If anyone is in danger right now, people first: leave the room, and get help.";
const CONTACT: &str = "What they want of contact. It decides which steps are here";
const MIRROR: &str = "Read it over in the mirror before anything is sent";
const NOTHING: &str = "No step is needed for this now. A person may be of more help than a screen.";

/// What a door leads to.
#[must_use]
pub fn door(model: &Model, id: &StageId) -> Page {
    let words = model.plan.profile.words();
    let program = &model.library.program;
    let Some(door) = program.doors.iter().find(|door| door.id == *id) else {
        return page(model);
    };
    let mut page = Page::titled(door.text.render(&words));
    let steps = route::door(program, &model.plan, door);
    if door.then == Some(Beyond::Support) {
        page.text(Role::Care, HELP_FIRST).gap();
        page.go(Target::Go(Go::Support), "Where help is").gap();
    }
    if door.then == Some(Beyond::Mirror) {
        page.go(Target::Go(Go::Mirror), MIRROR).gap();
    }
    page.text(Role::Body, if steps.is_empty() { NOTHING } else { OFFERED }).gap();
    for step in steps {
        let row = Row::new(Target::Step(step.id.clone()), Sign::Go, step.title.render(&words));
        page.push(Item::Row(
            row.aside(format!("{} min", step.minutes)).note(step.why.render(&words)),
        ));
        page.gap();
    }
    page.push(Item::Row(
        Row::new(Target::Setting(Setting::Contact), Sign::Go, CONTACT)
            .note(settings::value(model, Setting::Contact)),
    ));
    page.go(Target::Go(Go::Today), "Go on to Today");
    page
}

/// One question of the first run: its words and its answers.
struct Asked {
    title: &'static str,
    why: &'static str,
    answers: &'static [&'static str],
}

const fn asked(question: Question) -> Asked {
    match question {
        Question::Alone => Asked {
            title: "Are you alone with this screen?",
            why: "Two short questions come next. They are better answered unseen.",
            answers: &["Yes, nobody can see it", "No, or I am not sure", "I would rather not say"],
        },
        Question::Safety => Asked {
            title: "Is anyone being hurt, afraid or forced?",
            why: "By words, hands, threats, following or watching. It decides what is offered here, \
                  and is never shown or exported. Nothing justifies it, in either direction.",
            answers: &[
                "No",
                "I am hurt, afraid or forced",
                "They are afraid of me, or I have hurt or followed them",
                "Both",
                "I would rather not say",
            ],
        },
        Question::SelfHarm => Asked {
            title: "Do you have thoughts of ending your life or hurting yourself?",
            why: "Many people do on a night like this. If it is so, help comes first, and the rest \
                  can wait.",
            answers: &["No", "Yes", "I would rather not say"],
        },
    }
}

/// One safety question.
#[must_use]
pub fn question(question: Question) -> Page {
    let asked = asked(question);
    let mut page = Page::titled(asked.title);
    page.text(Role::Quiet, asked.why).gap();
    for (nth, answer) in asked.answers.iter().enumerate() {
        page.go(Target::Answered(nth), *answer);
    }
    page.gap();
    page.text(Role::Quiet, "F1 shows where help is. Ctrl-C leaves at once.");
    page
}

/// Both directions of safety, by the answer's place in the list.
#[must_use]
pub fn safety_answer(nth: usize) -> (Told, Told) {
    match nth {
        0 => (Told::No, Told::No),
        1 => (Told::Yes, Told::No),
        2 => (Told::No, Told::Yes),
        3 => (Told::Yes, Told::Yes),
        _ => (Told::Unknown, Told::Unknown),
    }
}

/// The answers to the safety question, for the settings and a step's door.
#[must_use]
pub fn safety_answers() -> &'static [&'static str] {
    asked(Question::Safety).answers
}

/// Takes an answer of the first run and goes on.
pub(in crate::app) fn answered(model: &mut Model, nth: usize) -> Vec<Effect> {
    let Screen::Question(question) = *model.screen() else {
        return Vec::new();
    };
    let safety = model.plan.profile.safety;
    let (next, command) = match question {
        Question::Alone if nth == 0 => (Some(Question::Safety), None),
        Question::Alone => (None, None),
        Question::Safety => {
            let (harmed, harming) = safety_answer(nth);
            let safety = Safety { harmed, harming, ..safety };
            (Some(Question::SelfHarm), Some(Command::SetSafety(safety)))
        }
        Question::SelfHarm => {
            let self_harm = match nth {
                0 => Told::No,
                1 => Told::Yes,
                _ => Told::Unknown,
            };
            (None, Some(Command::SetSafety(Safety { self_harm, ..safety })))
        }
    };
    let effects = command.map_or_else(Vec::new, |command| saving::run(model, command));
    if let Some(next) = next {
        *model.view_mut() = View::top(Screen::Question(next));
        return effects;
    }
    model.views.pop();
    if model.plan.profile.safety.self_harm == Told::Yes && resume::first_run(model) {
        model.views.push(View::top(Screen::Support));
    }
    effects
}
