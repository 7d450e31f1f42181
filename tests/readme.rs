//! What the README says of the program is what the program does.
#![cfg(test)]

use std::path::Path;
use std::process::Command;

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    std::fs::read_to_string(path).unwrap()
}

/// What stands between two marks.
fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("{start} is missing"));
    rest.split_once(end).unwrap_or_else(|| panic!("{end} is missing")).0
}

#[test]
fn every_command_and_exit_code_is_named() {
    let readme = readme();
    let commands = between(&readme, "## Command line", "## Help lines");
    let help = Command::new(env!("CARGO_BIN_EXE_trustcoach")).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let names: Vec<&str> = between(&help, "Commands:\n", "\n\n")
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.len() > 3, "no commands in: {help}");
    for name in names {
        assert!(commands.contains(&format!("trustcoach {name}")), "README.md misses {name}");
    }
    let (_, codes) = help.split_once("Exit codes:\n").unwrap();
    let codes: Vec<&str> =
        codes.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(codes.len() > 2, "no exit codes in: {help}");
    for code in codes {
        assert!(commands.contains(&format!("| {code} |")), "README.md misses exit code {code}");
    }
}

#[test]
fn the_two_promised_commands_are_there() {
    let readme = readme();
    for command in ["    cargo run --release\n", "    cargo test\n"] {
        assert!(readme.contains(command), "README.md misses {command}");
    }
}
