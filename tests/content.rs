//! The shipped content is clean, and every broken rule of content is found with its place.
#![cfg(test)]

use std::path::{Path, PathBuf};

use trustcoach::content::{self, Diagnostic, SourceFile, diagnostic, help};

#[path = "content/coverage.rs"]
mod coverage;
#[path = "content/fields.rs"]
mod fields;
#[path = "content/findings.rs"]
mod findings;
#[cfg(shipped_content)]
#[path = "content/rendering.rs"]
mod rendering;
#[path = "content/tone.rs"]
mod tone;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn read(root: &Path, name: &str) -> SourceFile {
    let text =
        std::fs::read_to_string(root.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    SourceFile { name: name.to_owned(), text }
}

/// The TOML files of a content folder, by name.
fn folder(root: &Path) -> Vec<SourceFile> {
    let mut files = Vec::new();
    for part in ["", "stages/", "help/"] {
        for entry in std::fs::read_dir(root.join(part)).unwrap() {
            let name = format!("{part}{}", entry.unwrap().file_name().into_string().unwrap());
            if Path::new(&name).extension().is_some_and(|extension| extension == "toml") {
                files.push(read(root, &name));
            }
        }
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    files
}

/// All findings of the files.
fn findings_of(files: &[SourceFile]) -> Vec<Diagnostic> {
    content::load(files).err().unwrap_or_default()
}

/// A valid program of one part, with the part's text in `stages/01-part.toml`.
fn with_part(text: &str) -> Vec<SourceFile> {
    let valid = fixtures().join("valid");
    let mut program = read(&valid, "program.toml");
    let named = program.text.replace(r#"["01-forms", "02-strand"]"#, r#"["01-part"]"#);
    program.text = named.split("[[door]]").next().unwrap_or_default().to_owned();
    let part = SourceFile { name: "stages/01-part.toml".to_owned(), text: text.to_owned() };
    vec![program, read(&valid, "sources.toml"), part]
}

/// A small part that breaks no rule.
fn part() -> String {
    let name = fixtures().join("valid/stages/02-strand.toml");
    let text = std::fs::read_to_string(name).unwrap();
    text.replace("after = [\"read-step\"]\n", "").replace("strand-step", "read-step")
}

#[test]
fn the_valid_fixture_is_clean() {
    let files = folder(&fixtures().join("valid"));
    let program =
        content::load(&files).unwrap_or_else(|all| panic!("{}", diagnostic::render(&all, false)));
    assert_eq!(program.stages.len(), 2);
    assert_eq!(program.stages[0].number, Some(1));
    assert_eq!(program.stages[1].number, None);
    let help =
        help::load(&files).unwrap_or_else(|all| panic!("{}", diagnostic::render(&all, false)));
    assert_eq!(help.support.country("GB").unwrap().lines[0].number.as_deref(), Some("116 123"));
    assert_eq!(findings_of(&with_part(&part())), []);
}

#[test]
#[cfg(shipped_content)]
fn the_shipped_content_is_clean_and_is_what_is_embedded() {
    let files = folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    let program =
        content::load(&files).unwrap_or_else(|all| panic!("{}", diagnostic::render(&all, false)));
    assert_eq!(program, content::shipped::program());
    assert_eq!(help::load(&files), Ok(content::shipped::help()));
    assert_eq!(content::coverage::load(&files), Ok(content::shipped::coverage()));
    let stages = program.stages.iter().filter_map(|stage| stage.number.map(|_| stage.id.as_str()));
    let seven = [
        "acknowledge",
        "apologize",
        "communicate",
        "transparency",
        "boundaries",
        "therapy",
        "patience",
    ];
    assert_eq!(stages.collect::<Vec<_>>(), seven);
    for form in content::Form::NAMES {
        assert!(program.steps().any(|step| step.form.name() == form), "no step of form {form}");
    }
}

#[test]
#[cfg(shipped_content)]
#[expect(clippy::disallowed_methods, reason = "the test asks what day it is, the program does not")]
fn no_shipped_help_line_was_checked_more_than_a_year_ago() {
    let support = content::shipped::help().support;
    let oldest = chrono::Utc::now().date_naive() - chrono::Months::new(12);
    for country in support.countries.iter().chain([&support.worldwide]) {
        let stale = country.lines.iter().find(|line| line.checked < oldest);
        assert!(stale.is_none(), "{}: {stale:?} was checked too long ago", country.name);
    }
}
