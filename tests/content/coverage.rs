//! All practices of the design are taught by a step in a fitting form, or declined with a reason.

use std::path::Path;

use trustcoach::content::coverage::{self, MOST_DECLINED};
use trustcoach::content::{self, Form, SourceFile};

use super::folder;

/// How many practices the design names, by letter.
const PRACTICES: [(char, usize); 12] = [
    ('A', 7),
    ('B', 9),
    ('C', 18),
    ('D', 7),
    ('E', 9),
    ('F', 4),
    ('G', 11),
    ('H', 6),
    ('I', 6),
    ('J', 11),
    ('K', 6),
    ('L', 3),
];

fn shipped() -> Vec<SourceFile> {
    folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"))
}

fn messages(files: &[SourceFile]) -> Vec<String> {
    let findings = coverage::load(files).err().unwrap_or_default();
    findings.into_iter().map(|finding| format!("{}: {}", finding.file, finding.message)).collect()
}

fn change(files: &mut [SourceFile], name: &str, from: &str, to: &str) {
    let file = files.iter_mut().find(|file| file.name == name).unwrap();
    assert!(file.text.contains(from), "{name} has no {from}");
    file.text = file.text.replacen(from, to, 1);
}

#[test]
fn all_97_practices_are_taught_or_declined() {
    let files = shipped();
    let coverage = coverage::load(&files).unwrap();
    let ids: Vec<String> = coverage.practices.iter().map(|practice| practice.id.clone()).collect();
    let expected: Vec<String> = PRACTICES
        .iter()
        .flat_map(|(letter, count)| (1..=*count).map(move |number| format!("{letter}{number}")))
        .collect();
    assert_eq!(ids, expected);
    assert_eq!(ids.len(), 97);
    assert!(coverage.declined.len() <= MOST_DECLINED);
}

#[test]
fn a_step_teaches_at_most_three_and_few_steps_are_only_read() {
    let program = content::load(&shipped()).unwrap();
    assert!(program.steps().all(|step| step.practices.len() <= 3));
    let read = program.steps().filter(|step| matches!(step.form, Form::Read(_))).count();
    assert!(read * 100 < program.steps().count() * 15, "{read} steps are only read");
    for step in program.steps() {
        assert!(!step.sources.is_empty(), "{} rests on nothing", step.id);
        for source in &step.sources {
            let source = program.source(source.as_str()).unwrap();
            assert!(!source.says.is_empty());
        }
    }
}

#[test]
fn a_practice_that_no_step_teaches_is_found_and_can_be_declined() {
    let mut files = shipped();
    change(&mut files, "stages/04-transparency.toml", "practices = [\"D7\"]", "practices = []");
    assert_eq!(
        messages(&files),
        ["practices.toml: no step teaches D7 (Digital access as an offer)"]
    );
    let declined = files.iter_mut().find(|file| file.name == "coverage.toml").unwrap();
    declined.text.push_str("\n[D7]\ndeclined = \"It asks too much of both.\"\n");
    let coverage = coverage::load(&files).unwrap();
    assert_eq!(coverage.declined["D7"], "It asks too much of both.");
}

#[test]
fn a_practice_in_a_form_that_does_not_fit_is_found() {
    let mut files = shipped();
    change(&mut files, "practices.toml", "also = \"list\"\nbecause = ", "# because = ");
    let expected = "practices.toml: no step teaches H1 (Name emotions) in a form that fits it";
    assert_eq!(messages(&files), [expected]);
    let mut files = shipped();
    change(
        &mut files,
        "stages/04-transparency.toml",
        "practices = [\"D7\"]",
        "practices = [\"D7\", \"D99\"]",
    );
    assert_eq!(
        messages(&files),
        ["stages/04-transparency.toml: practices.toml has no practice D99"]
    );
}

#[test]
fn what_is_declined_is_a_practice_that_no_step_teaches_and_few_are() {
    let mut files = shipped();
    let declined = files.iter_mut().find(|file| file.name == "coverage.toml").unwrap();
    declined
        .text
        .push_str("\n[A1]\ndeclined = \"No.\"\n[Z9]\ndeclined = \"No.\"\n[B1]\nwhy = \"No.\"\n");
    assert_eq!(
        messages(&files),
        [
            "coverage.toml: A1 is declined, and a step teaches it",
            "coverage.toml: practices.toml has no practice Z9",
            "coverage.toml: what is declined has no `declined`",
            "coverage.toml: unknown key `why` in what is declined",
        ]
    );
}
