//! The pictures of the README, made from the real program. `docs/screens/make` draws them anew.
#![cfg(test)]

#[expect(dead_code, reason = "the flows use more of it")]
mod common;

#[path = "pictures/svg.rs"]
mod svg;

use std::fs;
use std::path::Path;

use common::{Home, Paper, Sitting};

/// A made-up person, a little way down the path, before a screen of this size.
fn before(home: &Home, width: u16, height: u16) -> Sitting {
    let mut person = home.sit_before(Paper::new(width, height), true);
    if !home.path("plan.toml").exists() {
        person.keep().say_all_is_open();
        person.keys(",").write("A name or initial", "M").choose("Their pronouns").choose("they");
        person.choose("Country of the help lines").choose("Ireland").keys("t");
        for id in ["what-is-going-on", "at-home", "was-it-your-choice", "where-it-stands"] {
            if person.model().library.program.step(id).is_some() {
                person.reach(id).keys("s");
            }
        }
        // A practice done as it is suggested.
        person.reach("steady-one-minute").keys("d");
        person.reach("say-it-plainly").work().keys("dt");
    }
    person
}

/// Each picture's name, its words for those who cannot see it, and the screen.
fn pictures() -> Vec<(&'static str, &'static str, String)> {
    let draw = |name, about, person: &Sitting| {
        (name, about, svg::picture(about, person.paper().buffer(), person.paper().cursor()))
    };
    let fresh = Home::new();
    let mut welcome = fresh.sit();
    let home = Home::new();
    let mut out = vec![draw("welcome", "The first screen", welcome.events_none())];
    out.push(draw("today", "Today", before(&home, 80, 24).keys("t<home>")));
    let mut person = before(&home, 80, 24);
    person.reach("six-parts").choose_first_field();
    person.keys("M,<enter><enter>On 3 May I told you I was at work. I was not. ");
    out.push(draw("step", "A letter being written", &person));
    drop(person);
    let mut person = before(&home, 144, 40);
    out.push(draw("path", "The path, in a wide window", person.keys("<esc>tp")));
    drop(person);
    out.push(draw("support", "Where help is", before(&home, 80, 24).keys("<esc>t<f1>")));
    out
}

#[test]
#[ignore = "docs/screens/make runs it"]
#[expect(clippy::disallowed_methods, reason = "files of the repository, under version control")]
fn make() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screens");
    for (name, _, picture) in pictures() {
        fs::write(folder.join(name).with_extension("svg"), picture).unwrap();
    }
}

#[test]
fn each_picture_stands_in_the_repository_and_shows_what_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/screens");
    for (name, about, picture) in pictures() {
        assert!(picture.contains(about), "{name}");
        assert!(picture.matches("<text").count() > 15, "{name} is nearly empty");
        assert!(!picture.contains("/tmp/"), "{name} shows a path of this machine");
        let kept = fs::read_to_string(folder.join(name).with_extension("svg")).unwrap();
        assert!(kept.starts_with("<svg ") && kept.trim_end().ends_with("</svg>"), "{name}");
    }
}
