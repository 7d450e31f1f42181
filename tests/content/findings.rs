//! Every bad fixture breaks one rule; its findings are these and no others.

use super::{findings_of, fixtures, folder, part, read, with_part};
use trustcoach::content::{Diagnostic, SourceFile, help};

/// The kind and name of a fixture, and its findings: line, column, message.
type Case = (&'static str, &'static str, &'static [(usize, usize, &'static str)]);

const CASES: &[Case] = &[
    (
        "stage",
        "after-itself",
        &[(17, 10, "`after` goes in a circle: read-step waits for read-step")],
    ),
    (
        "stage",
        "after-names-nothing",
        &[(17, 10, "`after` names the step `read-stop`, which is not there")],
    ),
    ("stage", "after-never-seen", &[(17, 10, "no one who sees this step ever sees `other`")]),
    ("stage", "answer-names-no-field", &[(22, 13, "`{=done}` names no field of this step")]),
    ("stage", "answer-outside-result", &[(18, 19, "`{=did}` stands only in `result`")]),
    ("stage", "bad-cadence", &[(23, 19, "`every` knows no `40-days`")]),
    ("stage", "bad-id", &[(11, 6, "`Read Step` cannot be an id")]),
    ("stage", "bad-practice", &[(15, 20, "`M1` is no practice")]),
    ("stage", "bad-template", &[(18, 28, "there is no word {someone}")]),
    ("stage", "body-too-long", &[(18, 1, "`body` has 201 words, 200 at most")]),
    (
        "stage",
        "circle",
        &[(
            47,
            10,
            "`after` goes in a circle: read-step waits for other waits for third waits for read-step",
        )],
    ),
    ("stage", "duplicate-choice", &[(36, 59, "the id `told` is taken")]),
    ("stage", "duplicate-field", &[(30, 6, "the field `excuse` is there twice in this step")]),
    ("stage", "duplicate-key", &[(14, 1, "this is not TOML: duplicate key")]),
    (
        "stage",
        "duplicate-step",
        &[(25, 6, "the step `read-step` is there already, in stages/01-part.toml")],
    ),
    ("stage", "empty-hint", &[(24, 8, "`hint` is empty")]),
    ("stage", "empty-text", &[(18, 8, "`body` is empty")]),
    ("stage", "form-table-missing", &[(14, 8, "the form `read` has no table")]),
    ("stage", "form-table-of-another", &[(21, 7, "a table of `letter` in a step of form `read`")]),
    ("stage", "format-version", &[(1, 18, "this program reads format_version 1 only")]),
    ("stage", "four-practices", &[(15, 1, "4 practices, 3 at most")]),
    ("stage", "lines-and-choices", &[(37, 1, "a field has `lines` or `choices`, not both")]),
    ("stage", "list-asks-too-much", &[(24, 1, "`least` asks for 5, but only 4 can be picked")]),
    ("stage", "list-without-items", &[(25, 1, "the form has no `items`")]),
    ("stage", "minutes-out-of-range", &[(13, 11, "`minutes` is 31, outside 1 to 30")]),
    ("stage", "missing-key", &[(10, 1, "a step has no `why`")]),
    ("stage", "nested-too-deep", &[(14, 23, "tables and lists are nested more than 16 deep here")]),
    ("stage", "no-format-version", &[(1, 1, "this file has no `format_version`")]),
    ("stage", "no-part", &[(1, 1, "this file has no [part]")]),
    ("stage", "no-steps", &[(1, 1, "this part has no steps")]),
    (
        "stage",
        "only-against-hold",
        &[(
            18,
            1,
            "this step can never open: `only` asks for a state that `least`, `hold` or `asks` shuts out",
        )],
    ),
    (
        "stage",
        "only-against-least",
        &[(
            17,
            1,
            "this step can never open: `only` asks for a state that `least`, `hold` or `asks` shuts out",
        )],
    ),
    ("stage", "open-brace", &[(20, 9, "this brace is never closed; write {{ for a brace")]),
    ("stage", "pick-one-of-one", &[(25, 1, "one choice is no choice")]),
    ("stage", "reply-leads-nowhere", &[(36, 1, "a typed reply leads nowhere")]),
    ("stage", "reserved-field", &[(30, 6, "`note` is an id that forms use themselves")]),
    (
        "stage",
        "scene-end-with-choices",
        &[(44, 1, "this moment is an end, and still has `choices`")],
    ),
    ("stage", "scene-next", &[(38, 8, "there is no moment `over` in this scene")]),
    ("stage", "scene-not-reached", &[(46, 6, "nothing leads to the moment `aside`")]),
    ("stage", "scene-start", &[(22, 9, "there is no moment `begin` in this scene")]),
    ("stage", "scene-trap", &[(47, 6, "from the moment `loop` no end can be reached")]),
    ("stage", "scene-without-answer", &[(34, 1, "this moment has no answer and is no end")]),
    ("stage", "scene-without-end", &[(22, 9, "this scene has no end")]),
    (
        "stage",
        "several",
        &[
            (3, 1, "the part has no `tagline`"),
            (7, 1, "unknown key `tag_line` in the part"),
            (10, 1, "a step has no `wrong`"),
            (13, 11, "`minutes` is 0, outside 1 to 30"),
            (17, 1, "unknown key `colour` in a step"),
            (18, 7, "`why` is empty"),
            (19, 14, "there is no word {x}"),
        ],
    ),
    ("stage", "stage-kind", &[(5, 8, "`kind` knows no `phase`")]),
    ("stage", "stage-with-after", &[(9, 1, "only a strand has `after`")]),
    ("stage", "step-named-twice", &[(16, 28, "`common-sense` stands twice in `sources`")]),
    (
        "stage",
        "strand-waits-for-itself",
        &[(9, 10, "`after` goes in a circle: read-step waits for read-step")],
    ),
    (
        "stage",
        "syntax",
        &[(13, 11, "this is not TOML: string values must be quoted, expected literal string")],
    ),
    ("stage", "talk-too-short", &[(22, 1, "the points take 15 minutes, the talk 10")]),
    (
        "stage",
        "title-over-a-shoulder",
        &[(12, 1, "a title is seen over a shoulder, and this one says `affair`")],
    ),
    ("stage", "unknown-ask", &[(17, 9, "`asks` knows no `tell`")]),
    ("stage", "unknown-form", &[(14, 8, "there is no form `essay`")]),
    ("stage", "unknown-hold", &[(17, 9, "`hold` knows no `no-contact`")]),
    ("stage", "unknown-key", &[(13, 1, "unknown key `minute` in a step")]),
    ("stage", "unknown-least", &[(17, 9, "`least` knows no `some`")]),
    ("stage", "unknown-only", &[(17, 9, "`only` knows no `ongoing`")]),
    ("stage", "unknown-source", &[(16, 28, "sources.toml has no source `someone-2019`")]),
    ("stage", "wrong-type", &[(13, 11, "`minutes` is a whole number, but here stands a string")]),
    (
        "program",
        "door-names-nothing",
        &[(11, 10, "a door names the step `gone`, which is not there")],
    ),
    ("program", "door-to-nowhere", &[(11, 1, "this door leads nowhere")]),
    (
        "program",
        "duplicate-door",
        &[(14, 6, "the door `they-asked` is there already, in program.toml")],
    ),
    ("program", "no-parts", &[(6, 1, "the program has no `parts`")]),
    ("program", "part-without-file", &[(6, 21, "there is no file stages/02-more.toml")]),
    ("program", "unknown-key", &[(5, 1, "unknown key `auther` in the program")]),
    ("program", "unknown-screen", &[(12, 8, "`then` knows no `settings`")]),
    (
        "sources",
        "duplicate-source",
        &[(10, 6, "the source `common-sense` is there already, in sources.toml")],
    ),
    ("sources", "unknown-strength", &[(6, 12, "`strength` knows no `a strong study`")]),
    ("country", "country-code", &[(4, 8, "`UK1` is no country code")]),
    ("country", "not-a-day", &[(12, 11, "`last week` is no day")]),
    ("country", "number-without-digits", &[(11, 10, "`Samaritans` cannot be called")]),
    ("country", "unknown-kind", &[(9, 8, "`kind` knows no `panic`")]),
    ("country", "unreachable", &[(10, 1, "there is no way to reach this line")]),
    ("country", "worldwide-code", &[(1, 1, "ZZ stands for no country")]),
];

/// The findings of one fixture: a single file among valid ones.
fn findings(kind: &str, name: &str) -> Vec<Diagnostic> {
    let valid = fixtures().join("valid");
    let bad = read(&fixtures().join("invalid"), &format!("{kind}/{name}.toml"));
    let swapped = |files: Vec<SourceFile>, name: &str| -> Vec<SourceFile> {
        let swap = |file: SourceFile| {
            if file.name == name { SourceFile { text: bad.text.clone(), ..file } } else { file }
        };
        files.into_iter().map(swap).collect()
    };
    match kind {
        "stage" => findings_of(&with_part(&bad.text)),
        "program" => findings_of(&swapped(with_part(&part()), "program.toml")),
        "sources" => findings_of(&swapped(with_part(&part()), "sources.toml")),
        "country" => help::load(&swapped(folder(&valid), "help/gb.toml")).err().unwrap_or_default(),
        other => panic!("no kind of fixture is called {other}"),
    }
}

#[test]
fn every_bad_fixture_is_found_at_its_place() {
    for (kind, name, expected) in CASES {
        let found = findings(kind, name);
        let found: Vec<_> =
            found.iter().map(|one| (one.line, one.column, one.message.as_str())).collect();
        assert_eq!(found, *expected, "{kind}/{name}");
    }
}

#[test]
fn no_fixture_is_forgotten() {
    let mut named: Vec<String> =
        CASES.iter().map(|(kind, name, _)| format!("{kind}/{name}")).collect();
    named.sort();
    let mut there = Vec::new();
    for kind in ["stage", "program", "sources", "country"] {
        for entry in std::fs::read_dir(fixtures().join("invalid").join(kind)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            there.push(format!("{kind}/{}", name.trim_end_matches(".toml")));
        }
    }
    there.sort();
    assert_eq!(named, there);
}

#[test]
fn a_finding_carries_the_line_the_caret_and_a_way_out() {
    let found = findings("stage", "bad-template").remove(0);
    assert_eq!(found.file, "stages/01-part.toml");
    assert_eq!(found.source_line, r#"body = "Ask {partner}, not {someone}.""#);
    assert_eq!(found.width, "{someone}".len());
    assert_eq!(found.to_string(), "stages/01-part.toml:18:28: there is no word {someone}");
    for (kind, name, _) in CASES {
        for finding in findings(kind, name) {
            assert!(!finding.help.is_empty(), "{finding} has no way out");
            assert!(finding.width >= 1, "{finding} has no caret");
        }
    }
    let rendered = trustcoach::content::diagnostic::render(&[found], false);
    let expected = r#"error: there is no word {someone}
  --> stages/01-part.toml:18:28
   |
18 | body = "Ask {partner}, not {someone}."
   |                            ^^^^^^^^^
   |
   = help: the words are"#;
    assert!(rendered.starts_with(expected), "{rendered}");
}

/// The first finding of a part, as place and message.
fn first_of_part(text: &str) -> (usize, usize, String) {
    let first = findings_of(&with_part(text)).into_iter().next().expect("a finding");
    (first.line, first.column, first.message)
}

#[test]
fn files_texts_and_programs_have_limits() {
    let large = format!("{}# {}\n", part(), "x".repeat(256 * 1024));
    assert!(first_of_part(&large).2.ends_with("256 KiB at most"));
    let long = part().replace("\"Body.\"", &format!("\"{}\"", "x".repeat(8 * 1024 + 1)));
    assert_eq!(first_of_part(&long).2, "this text has 8193 bytes, 8 KiB at most");
    let (head, step) =
        part().split_once("[[step]]").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let steps =
        (0..501).map(|at| format!("[[step]]{}", step.replace("read-step", &format!("step-{at}"))));
    let many = format!("{head}{}", steps.collect::<String>());
    assert_eq!(first_of_part(&many).2, "this program has 501 steps, 500 at most");
    let dotted = format!("{}x{} = 1\n", "format_version = 1\n", ".x".repeat(60));
    assert_eq!(first_of_part(&dotted).2, "tables and lists are nested more than 16 deep here");
    let file = |at| SourceFile { name: format!("stages/{at}.toml"), text: part() };
    let crowd: Vec<_> = (0..201).map(file).collect();
    assert_eq!(findings_of(&crowd).len(), 1);
    assert_eq!(findings_of(&crowd)[0].help, "a pack has at most 200 files and 2 MiB");
}

#[test]
fn a_pack_made_to_take_long_is_read_like_any_other() {
    let (head, step) =
        part().split_once("[[step]]").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    // Every step waits for all others: each of the circles is one too many, and no more than 500 are told.
    let all: Vec<String> = (0..150).map(|at| format!("\"s{at}\"")).collect();
    let after = format!("after = [{}]\nwhy = \"Why.\"\nbody", all.join(","));
    let steps = (0..150).map(|at| {
        let step = step.replace("read-step", &format!("s{at}"));
        format!("[[step]]{}", step.replace("why = \"Why.\"\nbody", &after))
    });
    let tangled = format!("{head}{}", steps.collect::<String>());
    let found = findings_of(&with_part(&tangled));
    assert_eq!(found.len(), 500);
    assert!(
        found.iter().all(|one| one.message.starts_with("`after` goes in a circle")),
        "{}",
        found[0]
    );
    assert!(found.iter().all(|one| one.message.len() < 200));
    let ids: Vec<String> = (0..20_000).map(|at| format!("\"s{at}\"")).collect();
    let long = part().replace("[\"common-sense\"]", &format!("[{}]", ids.join(",")));
    assert_eq!(first_of_part(&long).2, "`sources` has 20000 entries, 1000 at most");
    let deep = format!("format_version = 1\nx = {}", "[".repeat(100_000));
    assert!(first_of_part(&deep).2.starts_with("this is not TOML"));
}

#[test]
fn a_program_needs_its_head() {
    let files = [read(&fixtures().join("valid"), "sources.toml")];
    let found = findings_of(&files);
    assert_eq!(found[0].to_string(), "program.toml:1:1: there is no program.toml");
    let missing: Vec<_> = help::load(&[]).unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(
        missing,
        [
            "help/worldwide.toml:1:1: there is no help/worldwide.toml",
            "help/hurt-partner.toml:1:1: there is no help/hurt-partner.toml",
        ]
    );
}

#[test]
fn one_broken_file_does_not_hide_the_others() {
    let mut files = with_part(&part().replace("minutes = 5", "minutes = "));
    files[1].text.push_str("\nextra = true\n");
    files[0].text.push_str("colour = \"red\"\n");
    let found: Vec<_> =
        findings_of(&files).iter().map(|one| (one.file.clone(), one.line)).collect();
    let expected = [("program.toml", 8), ("sources.toml", 9), ("stages/01-part.toml", 13)];
    assert_eq!(found, expected.map(|(file, line)| (file.to_owned(), line)));
}

#[test]
fn a_byte_order_mark_and_carriage_returns_are_no_trouble() {
    let windows = format!("\u{FEFF}{}", part().replace('\n', "\r\n"));
    assert_eq!(findings_of(&with_part(&windows)), []);
    let bad = windows.replace("minutes = 5", "minutes = 99");
    assert_eq!(first_of_part(&bad), (13, 11, "`minutes` is 99, outside 1 to 30".to_owned()));
}

#[test]
fn texts_are_cleaned_where_they_enter() {
    let text = part().replace("\"Body.\"", "\"Bo\\u202Edy \\u001B[2J.\"");
    let program = trustcoach::content::load(&with_part(&text)).unwrap();
    assert_eq!(program.step("read-step").unwrap().body.source(), "Body \u{FFFD}[2J.");
}

#[test]
fn the_floor_of_the_engine_can_shut_a_step_out() {
    use trustcoach::content::program::{Ask, Contactable, Hold};
    fn floor(ask: Ask) -> (Contactable, &'static [Hold]) {
        if ask == Ask::Talk {
            (Contactable::Open, &[Hold::Harmed])
        } else {
            (Contactable::None, &[])
        }
    }
    let text = part().replace(
        "only = [\"no-contact\", \"harmed\"]",
        "only = [\"no-contact\"]\nasks = [\"talk\"]",
    );
    assert_eq!(findings_of(&with_part(&text)), []);
    let found = trustcoach::content::load_under(&with_part(&text), floor).unwrap_err();
    assert_eq!(found.len(), 1);
    assert!(found[0].message.starts_with("this step can never open"), "{}", found[0]);
}

mod any_text {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn is_read_without_a_panic_and_every_place_is_in_the_file(
            start in 0..4000_usize, length in 0..40_usize, new in "[a-z0-9\"'=.,\\[\\]{}\n\\\\#é ]{0,12}",
        ) {
            let valid = fixtures().join("valid/stages/01-forms.toml");
            let mut text: Vec<char> = std::fs::read_to_string(valid).unwrap().chars().collect();
            let start = start.min(text.len());
            let end = (start + length).min(text.len());
            text.splice(start..end, new.chars());
            let text: String = text.into_iter().collect();
            for finding in findings_of(&with_part(&text)) {
                if finding.file == "stages/01-part.toml" {
                    let line = text.split('\n').nth(finding.line - 1).unwrap_or("");
                    prop_assert!(finding.column <= line.chars().count() + 1, "{}", finding);
                }
                prop_assert!(!trustcoach::content::diagnostic::render(&[finding], true).is_empty());
            }
        }
    }
}
