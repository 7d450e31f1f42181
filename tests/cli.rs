#![cfg(test)]
//! The command line as a person or a script meets it: data on stdout, talk on stderr, exit codes.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use snapbox::cmd::{Command, OutputAssert};
use tempfile::TempDir;
use trustcoach::content::{FieldId, StageId, StepId};
use trustcoach::engine::{Answer, Attempt, Mark, Plan, StepProgress};
use trustcoach::store::{Opened, Places, Store};

const PROGRAM: &str = env!("CARGO_BIN_EXE_trustcoach");
const NOTICE: &str =
    "An export is plain text. Others can find it, copy it, and a court can demand it.\n";

/// A machine of its own: home, folder of the plan, folder to export to.
struct Machine {
    root: TempDir,
}

impl Machine {
    fn new() -> Self {
        Self { root: TempDir::new().unwrap() }
    }

    /// The same with a plan in which one step is done and one is not yet.
    fn with_plan() -> Self {
        let machine = Self::new();
        let now = trustcoach::clock::now();
        let mut plan = Plan::new(StageId::try_from("small").unwrap(), now);
        plan.profile.partner = "Robin".to_owned();
        for (step, mark, field, text) in [
            ("plainly", Mark::Done, "did", "lied about *it*"),
            ("letter", Mark::NotYet, "letter", "Dear you.\nI am sorry."),
        ] {
            let answers = [(FieldId::try_from(field).unwrap(), Answer::Text(text.to_owned()))];
            let attempt = Attempt { began: now.at, finished: None, answers: answers.into() };
            let progress =
                StepProgress { mark, marked: None, day: Some(now.today), attempts: vec![attempt] };
            plan.progress.steps.insert(StepId::try_from(step).unwrap(), progress);
        }
        let Opened::New(mut store) = Store::open(&machine.places()).unwrap() else {
            panic!("a new folder holds a plan");
        };
        store.save_plan(&mut plan).unwrap();
        machine
    }

    fn places(&self) -> Places {
        Places { data: self.path("plan"), config: self.path("config/trustcoach") }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// The program with these arguments, the small program as its content.
    fn run(&self, arguments: &[&str]) -> OutputAssert {
        self.trustcoach(arguments).assert()
    }

    fn trustcoach(&self, arguments: &[&str]) -> Command {
        Command::new(PROGRAM)
            .env_clear()
            .env("HOME", self.root.path())
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("TRUSTCOACH_DIR", self.path("plan"))
            .args(["--content", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/small")])
            .args(arguments)
    }
}

fn stdout(output: &OutputAssert) -> String {
    String::from_utf8(output.get_output().stdout.clone()).unwrap()
}

fn stderr(output: &OutputAssert) -> String {
    String::from_utf8(output.get_output().stderr.clone()).unwrap()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn help_opens_with_examples_and_ends_with_the_exit_codes() {
    let help = Machine::new().run(&["--help"]).success();
    let help = stdout(&help);
    assert!(help.starts_with("Examples:\n  trustcoach  "), "{help}");
    for line in [
        "  0  done",
        "  1  failed; the reason is on stderr",
        "  2  wrong usage, or a terminal is needed and there is none",
        "  3  the plan is open elsewhere, or locked",
    ] {
        assert!(help.contains(line), "{line} is missing in\n{help}");
    }
    assert!(!help.contains('\u{1b}'), "colour without a terminal");
}

#[test]
fn colour_comes_when_it_is_asked_for() {
    let machine = Machine::new();
    assert!(stdout(&machine.run(&["--help", "--color", "always"]).success()).contains('\u{1b}'));
    assert!(stdout(&machine.run(&["--color=always", "--help"]).success()).contains('\u{1b}'));
    assert!(!stdout(&machine.run(&["--color=never", "--help"]).success()).contains('\u{1b}'));
    machine.run(&["--color=sometimes", "status"]).code(2);
}

#[test]
fn without_a_terminal_the_program_says_what_to_run_instead() {
    let machine = Machine::new();
    let output = machine.run(&[]).code(2).stdout_eq("");
    assert!(stderr(&output).contains("trustcoach status"), "{}", stderr(&output));
    assert!(!machine.path("plan").exists(), "something was written");
}

#[test]
fn wrong_usage_exits_with_2_and_leaves_stdout_empty() {
    let machine = Machine::new();
    for arguments in [
        &["stattus"][..],
        &["export", "--force"],
        &["export", "--step", "plainly", "--answers"],
        &["export", "--stage", "nowhere"],
        &["export", "--step", "nowhere"],
        &["completions", "tcsh"],
    ] {
        let output = machine.run(arguments).code(2).stdout_eq("");
        assert!(!stderr(&output).is_empty(), "{arguments:?}");
    }
}

#[test]
fn status_before_anything_is_kept() {
    let machine = Machine::new();
    machine.run(&["status"]).success().stdout_eq("Nothing is kept here yet.\n").stderr_eq("");
    let json = stdout(&machine.run(&["status", "--json"]).success());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json, serde_json::json!({ "kept": false, "done": 0, "total": 0, "next": null }));
    let output = machine.run(&["export"]).code(1).stdout_eq("");
    assert_eq!(stderr(&output), "Nothing is kept here yet.\n");
    assert!(!machine.path("plan").exists(), "asking wrote something");
}

#[test]
fn status_is_one_line_without_a_name() {
    let machine = Machine::with_plan();
    let line = stdout(&machine.run(&["status"]).success().stderr_eq(""));
    assert_eq!(line, "1 of 11 steps done. Next: Steady for one minute (1 minute).\n");
    let json = stdout(&machine.run(&["status", "--json"]).success());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["kept"], true);
    assert_eq!(json["done"], 1);
    assert_eq!(json["next"]["step"], "steady");
    assert_eq!(json["next"]["minutes"], 1);
}

#[test]
fn the_checklist_goes_to_stdout_without_the_persons_words() {
    let machine = Machine::with_plan();
    let output = machine.run(&["export"]).success().stderr_eq(NOTICE);
    let text = stdout(&output);
    assert!(
        text.starts_with("# Checklist\n\n1 of 11 steps done.\n\n## 1 Acknowledge (1 of 3 done)\n")
    );
    assert!(text.contains("- [x] Say it to your partner plainly ("), "{text}");
    assert!(!text.contains("lied") && !text.contains("Robin"), "{text}");
    assert_eq!(stdout(&machine.run(&["export", "-o", "-"]).success()), text);

    let stage = stdout(&machine.run(&["export", "--stage", "acknowledge", "--answers"]).success());
    assert!(stage.contains("  > lied about \\*it\\*\n"), "{stage}");
    assert!(!stage.contains("Apologize"), "{stage}");
}

#[test]
fn the_text_of_a_step_comes_alone() {
    let machine = Machine::with_plan();
    machine
        .run(&["export", "--step", "letter"])
        .success()
        .stdout_eq("Dear you.\nI am sorry.\n")
        .stderr_eq(NOTICE);
    // One step is withheld, in the other nothing was written: the same words for both.
    for step in ["given", "steady"] {
        let output = machine.run(&["export", "--step", step]).code(1).stdout_eq("");
        assert_eq!(stderr(&output), "There is nothing to export there yet.\n");
    }
}

#[test]
fn a_file_is_written_closed_to_others_and_never_over_another() {
    let machine = Machine::with_plan();
    let file = machine.path("list.md");
    let name = file.to_str().unwrap();
    machine.run(&["export", "-o", name]).success().stdout_eq("");
    assert_eq!(mode(&file), 0o600);
    let first = fs::read_to_string(&file).unwrap();
    assert!(first.contains("- [x] Say it to your partner plainly"), "{first}");

    let output = machine.run(&["export", "--answers", "-o", name]).code(1);
    assert!(stderr(&output).contains("--force"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(&file).unwrap(), first);

    machine.run(&["export", "--answers", "-o", name, "--force"]).success();
    assert!(fs::read_to_string(&file).unwrap().contains("> lied about"));
    assert_eq!(mode(&file), 0o600);
}

#[test]
fn a_link_is_refused_and_no_folder_is_made() {
    let machine = Machine::with_plan();
    let victim = machine.path("victim");
    File::create_new(&victim).unwrap();
    for (link, target) in [("link.md", &victim), ("dangling.md", &machine.path("nothing"))] {
        symlink(target, machine.path(link)).unwrap();
        for force in [&[][..], &["--force"]] {
            let path = machine.path(link);
            let arguments = [&["export", "-o", path.to_str().unwrap()], force].concat();
            machine.run(&arguments).code(1);
            assert!(path.is_symlink(), "{link} was replaced");
        }
    }
    assert_eq!(fs::read_to_string(&victim).unwrap(), "");
    assert!(!machine.path("nothing").exists());
    let inside = machine.path("no/such/folder.md");
    machine.run(&["export", "-o", inside.to_str().unwrap()]).code(1);
    assert!(!machine.path("no").exists());
}

#[test]
fn a_plan_that_is_open_elsewhere_is_busy() {
    let machine = Machine::with_plan();
    let Opened::Found(store, _) = Store::open(&machine.places()).unwrap() else {
        panic!("the plan is gone");
    };
    for arguments in [&["status"][..], &["export"]] {
        let output = machine.run(arguments).code(3).stdout_eq("");
        assert!(stderr(&output).contains("open in another window"), "{}", stderr(&output));
    }
    drop(store);
    machine.run(&["status"]).success();
}

#[test]
fn a_plan_changed_by_something_else_is_left_to_a_person_to_judge() {
    let machine = Machine::with_plan();
    let file = machine.path("plan/plan.toml");
    let changed = fs::read_to_string(&file).unwrap().replace("Robin", "Robbe");
    File::options().write(true).open(&file).unwrap().write_all(changed.as_bytes()).unwrap();
    for arguments in [&["status"][..], &["export"]] {
        let output = machine.run(arguments).code(2).stdout_eq("");
        assert!(stderr(&output).contains("changed outside trustcoach"), "{}", stderr(&output));
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), changed, "asking changed it");
}

#[test]
fn where_names_every_file_with_its_mode() {
    let machine = Machine::new();
    let before = stdout(&machine.run(&["where"]).success());
    assert!(before.contains("not there"), "{before}");
    let machine = Machine::with_plan();
    let after = stdout(&machine.run(&["where"]).success());
    let plan = machine.path("plan/plan.toml");
    let line = after.lines().find(|line| line.ends_with(plan.to_str().unwrap()));
    assert!(line.is_some_and(|line| line.trim_start().starts_with("0600  ")), "{after}");
    assert!(after.contains("config/trustcoach/config.toml"), "{after}");
    assert!(after.contains("tests/fixtures/small"), "{after}");
}

#[test]
fn content_is_listed_and_counted() {
    let machine = Machine::new();
    let list = stdout(&machine.run(&["content", "list"]).success());
    assert!(list.contains("\n1 Acknowledge (acknowledge)\n  plainly "), "{list}");
    assert!(list.contains("build      8 min  Say it to your partner plainly\n"), "{list}");
    let stats = stdout(&machine.run(&["content", "list", "--stats"]).success());
    assert!(stats.starts_with("12 steps\n"), "{stats}");
    assert!(stats.contains("  letter      2  16.7 %\n"), "{stats}");
    assert!(stats.contains(" steps are only read ("), "{stats}");
}

#[test]
fn content_check_reports_findings_on_stdout_with_their_place() {
    let machine = Machine::new();
    let small = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/small");
    let output = machine.run(&["content", "check", small]).success().stdout_eq("");
    assert_eq!(stderr(&output), "Nothing to mend: 9 parts, 12 steps.\n");

    let bad = machine.path("bad");
    fs::create_dir(&bad).unwrap();
    fs::copy(Path::new(small).join("program.toml"), bad.join("program.toml")).unwrap();
    let output = machine.run(&["content", "check", bad.to_str().unwrap()]).code(1);
    assert!(stdout(&output).contains("program.toml:6:"), "{}", stdout(&output));
    assert!(stderr(&output).ends_with("to mend.\n"), "{}", stderr(&output));

    fs::create_dir(bad.join("help")).unwrap();
    let mut help = File::create_new(bad.join("help/de.toml")).unwrap();
    help.write_all(b"format_version = 9\n").unwrap();
    let output = machine.run(&["content", "check", bad.to_str().unwrap()]).code(1);
    assert!(stdout(&output).contains("help/de.toml:1:"), "{}", stdout(&output));

    fs::create_dir(bad.join("coach")).unwrap();
    let mut words = File::create_new(bad.join("coach/en.toml")).unwrap();
    let classes = "filler common negator subject clause-word joining-word".split(' ');
    let classes: Vec<String> = classes.map(|name| format!("{name} = \"really\"")).collect();
    write!(words, "format_version = 1\n[classes]\n{}\n", classes.join("\n")).unwrap();
    let mut rules = File::create_new(bad.join("coach/en-more.toml")).unwrap();
    let rule = "name = \"a\"\nalert = \"crisis\"\nkind = \"self\"\nmatch = [\"dark night\"]\nyes = [\"a bright day\"]";
    write!(rules, "format_version = 1\n[[rule]]\n{rule}\n").unwrap();
    let output = machine.run(&["content", "check", bad.to_str().unwrap()]).code(1);
    let printed = stdout(&output);
    assert!(printed.contains("rule `a` does not match its example"), "{printed}");
    assert!(printed.contains("coach/en-more.toml:7:"), "{printed}");
    machine.run(&["content", "check", machine.path("none").to_str().unwrap()]).code(1);
}

#[test]
fn completions_and_the_manual_come_out() {
    let machine = Machine::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let text = stdout(&machine.run(&["completions", shell]).success().stderr_eq(""));
        assert!(text.contains("trustcoach") && text.contains("export"), "{shell}: {text}");
    }
    let manual = stdout(&machine.run(&["man"]).success().stderr_eq(""));
    assert!(manual.contains(".TH trustcoach 1"), "{manual}");
    for part in
        [".SS trustcoach export", ".SS trustcoach content check", "\\-\\-answers", "Exit codes"]
    {
        assert!(manual.contains(part), "{part} is missing in\n{manual}");
    }
}

#[test]
fn a_full_or_closed_stdout_is_an_error_and_no_panic() {
    let machine = Machine::with_plan();
    for arguments in [&["--help"][..], &["--version"], &["man"], &["status"], &["export"]] {
        let full = File::options().write(true).open("/dev/full").unwrap();
        let (reader, closed) = std::io::pipe().unwrap();
        drop(reader);
        for (sink, says) in [(Stdio::from(full), true), (Stdio::from(closed), false)] {
            let output = Process::new(PROGRAM)
                .env("TRUSTCOACH_DIR", machine.path("plan"))
                .env("XDG_CONFIG_HOME", machine.path("config"))
                .args(["--content", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/small")])
                .args(arguments)
                .stdout(sink)
                .stderr(Stdio::piped())
                .output()
                .unwrap();
            let talk = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(1), "{arguments:?}: {talk}");
            assert!(!talk.contains("panicked"), "{arguments:?}: {talk}");
            assert_eq!(talk.contains("cannot write the output"), says, "{arguments:?}: {talk}");
        }
    }
}

#[test]
fn a_hostile_name_cannot_reach_the_terminal() {
    let machine = Machine::new();
    let name = "a\u{1b}]0;x\u{7}\u{202e}";
    for arguments in [&["export", "--stage", name][..], &[name], &["status", "--color", name]] {
        let output = machine.run(arguments).code(2);
        let talk = stderr(&output);
        assert!(!talk.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{talk}");
    }
    let folder = machine.path("a\u{1b}[2Jb");
    let output = machine.run(&["where", "--dir", folder.to_str().unwrap()]).success();
    assert!(!stdout(&output).contains('\u{1b}'), "{}", stdout(&output));
}

const NOON: &str = "2026-11-22T12:00:00+01:00";

impl Machine {
    /// The program at a fixed noon, with something on stdin.
    fn at_noon(&self, arguments: &[&str], typed: &str) -> OutputAssert {
        self.trustcoach(arguments).env("TRUSTCOACH_NOW", NOON).stdin(typed.to_owned()).assert()
    }

    /// The same with a promise and a practice of one's own.
    fn with_record() -> Self {
        use trustcoach::content::form::Cadence;
        use trustcoach::engine::record::{Concerns, PracticeTerms, PromiseTerms};
        use trustcoach::engine::{Command, apply};
        let machine = Self::with_plan();
        let Opened::Found(mut store, loaded) = Store::open(&machine.places()).unwrap() else {
            panic!("the plan is gone");
        };
        let (mut plan, now) = (loaded.plan, trustcoach::clock::now());
        let program = trustcoach::content::shipped::program();
        let (every, concerns) = (Cadence::Daily, Concerns::Me);
        let promise = PromiseTerms {
            what: "be home by seven".to_owned(),
            asked_by: concerns,
            by: None,
            every: Some(every),
            realistic: None,
        };
        let practice =
            PracticeTerms { what: "a walk".to_owned(), every, after_done: false, concerns };
        for command in [
            Command::PutPromise { id: None, terms: promise },
            Command::PutPractice { id: None, terms: practice },
        ] {
            apply(&program, &mut plan, command, now).unwrap();
        }
        store.save_plan(&mut plan).unwrap();
        machine
    }
}

#[test]
fn the_record_is_kept_from_the_command_line() {
    let machine = Machine::with_record();
    machine
        .at_noon(&["promise", "list"], "")
        .success()
        .stdout_eq("1  be home by seven\n")
        .stderr_eq("");
    machine.at_noon(&["promise", "miss", "2"], "").code(2);
    machine.at_noon(&["promise", "miss", "1"], "").success().stdout_eq("");
    let today = machine.at_noon(&["today"], "").success();
    let today = String::from_utf8(today.get_output().stdout.clone()).unwrap();
    for line in
        ["Make good: be home by seven (missed on 2026-11-22)", "[-] be home by seven", "[ ] a walk"]
    {
        assert!(today.lines().any(|other| other.starts_with(line)), "{line}:\n{today}");
    }
    machine.at_noon(&["promise", "keep", "1"], "").success();
    for wrong in ["", "1 2", "1 2 10", "a b c"] {
        machine.at_noon(&["checkin"], wrong).code(2);
    }
    machine.at_noon(&["checkin"], "4, 6 2\nslept badly\n").success().stdout_eq("");
    let export = machine.at_noon(&["export", "--format", "json"], "").success();
    let export = String::from_utf8(export.get_output().stdout.clone()).unwrap();
    for line in ["\"hope\": 6", "\"text\": \"slept badly\"", "\"kind\": \"promise-kept\""] {
        assert!(export.contains(line), "{line}");
    }
    assert!(!export.contains("promise-missed"), "the second word takes the place of the first");
    machine.at_noon(&["export", "--format", "ics"], "").success();
}

#[test]
fn an_import_is_exact_and_takes_nothing_away_unasked() {
    let machine = Machine::with_record();
    machine.at_noon(&["checkin"], "4 6 2\na \u{202e}hidden\u{7f} word\n").success();
    let file = machine.path("out.json");
    let out = file.to_str().unwrap();
    let export = ["export", "--format", "json", "-o", out];
    machine.at_noon(&export, "").success();
    let text = fs::read_to_string(&file).unwrap();

    let other = Machine::new();
    other.at_noon(&["import", out], "").success();
    let again = other.at_noon(&["export", "--format", "json"], "").success();
    assert_eq!(String::from_utf8(again.get_output().stdout.clone()).unwrap(), text);

    // Over a plan: not without a yes, and what was there is written down first.
    other.at_noon(&["checkin"], "1 1 1\n").success();
    let before = other.at_noon(&["export", "--format", "json"], "").success();
    let before = String::from_utf8(before.get_output().stdout.clone()).unwrap();
    other.at_noon(&["import", out], "").code(2);
    let kept = other.path("kept.json");
    let over = ["import", out, "--yes", "--backup", kept.to_str().unwrap()];
    other.at_noon(&over, "").success();
    assert_eq!(fs::read_to_string(&kept).unwrap(), before);
    let last = other.at_noon(&["export", "--format", "json"], "").success();
    assert_eq!(String::from_utf8(last.get_output().stdout.clone()).unwrap(), text);
    other.at_noon(&over, "").code(1);
    let no_export = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    other.at_noon(&["import", no_export, "--yes"], "").code(1);
}
