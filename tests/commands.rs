#![cfg(test)]
//! The commands on what is kept, as a script meets them: text from stdin, the passphrase from a descriptor.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_trustcoach");
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

struct Machine {
    root: TempDir,
}

impl Machine {
    fn new() -> Self {
        Self { root: TempDir::new().unwrap() }
    }

    /// A plan without a passphrase, and one line in the journal; its name.
    fn plain() -> (Self, String) {
        let machine = Self::new();
        good(&machine.run("init --no-passphrase", ""));
        let id = good(&machine.run("log note", "CANARY one\n"));
        (machine, id.trim().to_owned())
    }

    /// The frozen store whose passphrase is "fixture".
    fn locked() -> Self {
        let machine = Self::new();
        let from = format!("{ROOT}/tests/sweep/fixture/locked");
        let done = Command::new("cp").args(["-r", &from]).arg(machine.plan()).status().unwrap();
        assert!(done.success());
        machine
    }

    fn plan(&self) -> PathBuf {
        self.root.path().join("plan")
    }

    /// Runs the program in a shell, so that descriptors can be given.
    fn run(&self, arguments: &str, stdin: &str) -> Output {
        let line = format!("exec \"$0\" --content {ROOT}/tests/fixtures/small {arguments}");
        let mut child = Command::new("sh")
            .args(["-c", &line, PROGRAM])
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", self.root.path())
            .env("TRUSTCOACH_DIR", self.plan())
            .current_dir(self.root.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that asks for no text may have ended before it is written.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        child.wait_with_output().unwrap()
    }

    fn with_passphrase(&self, arguments: &str, lines: &str, stdin: &str) -> Output {
        fs::remove_file(self.root.path().join("pass")).ok();
        let path = self.root.path().join("pass");
        fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .unwrap()
            .write_all(lines.as_bytes())
            .unwrap();
        self.run(&format!("{arguments} --passphrase-fd 3 3<pass"), stdin)
    }
}

fn good(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn holds(folder: &Path, needle: &str) -> bool {
    fs::read_dir(folder).unwrap().any(|item| {
        let path = item.unwrap().path();
        if path.is_dir() {
            return holds(&path, needle);
        }
        let bytes = fs::read(path).unwrap();
        bytes.windows(needle.len()).any(|part| part == needle.as_bytes())
    })
}

#[test]
fn a_line_is_written_changed_deleted_and_brought_back() {
    let (machine, id) = Machine::plain();
    good(&machine.run(&format!("edit {id}"), "two\n"));
    assert!(good(&machine.run("log list", "")).ends_with("note  two\n"));
    good(&machine.run(&format!("delete {id}"), ""));
    assert_eq!(good(&machine.run("log list", "")), "");
    assert!(good(&machine.run("trash list", "")).contains(&id));
    good(&machine.run(&format!("delete {id}"), ""));
    good(&machine.run(&format!("trash restore {id}"), ""));
    assert!(good(&machine.run("log list", "")).contains("two"));
    assert_eq!(code(&machine.run("edit none", "x")), 1);
    assert_eq!(code(&machine.run("log win", " \n")), 2);
    assert!(good(&machine.run("check --read-all", "")).contains("1 entries in 1 months"));
}

#[test]
fn what_is_forgotten_is_in_no_file() {
    let (machine, id) = Machine::plain();
    good(&machine.run(&format!("edit {id}"), "CANARY again\n"));
    good(&machine.run("log win", "stays\n"));
    good(&machine.run(&format!("delete {id}"), ""));
    assert!(holds(&machine.plan(), "CANARY"));
    good(&machine.run(&format!("forget {id}"), ""));
    assert!(!holds(&machine.plan(), "CANARY"));
    assert!(good(&machine.run("log list", "")).contains("stays"));
    assert_eq!(code(&machine.run(&format!("forget {id}"), "")), 1);
}

#[test]
fn erasing_asks_for_a_word_and_leaves_nothing() {
    let (machine, _) = Machine::plain();
    assert_eq!(code(&machine.run("erase", "yes\n")), 1);
    assert!(machine.plan().exists());
    fs::create_dir(machine.plan().join("mine")).unwrap();
    assert!(said(&machine.run("erase", "erase\n")).contains("mine is not ours"));
    fs::remove_dir(machine.plan().join("mine")).unwrap();
    good(&machine.run("erase", "erase\n"));
    assert!(!machine.plan().exists());
    let locked = Machine::locked();
    good(&locked.run("erase", "erase\n"));
    assert!(!locked.plan().exists());
}

#[test]
fn without_a_terminal_and_a_descriptor_it_is_locked() {
    let machine = Machine::locked();
    for command in [
        "status",
        "export",
        "log list",
        "log win",
        "edit x",
        "delete x",
        "step done steady",
        "check",
        "repair",
        "backup list",
        "trash list",
        "forget x",
        "passphrase change",
        "passphrase remove",
        "rekey",
    ] {
        let output = machine.run(command, "text\n");
        assert_eq!((code(&output), said(&output).as_str()), (3, "locked\n"), "{command}");
        assert!(output.stdout.is_empty(), "{command}");
    }
    assert_eq!(code(&machine.run("where", "")), 0);
    assert_eq!(code(&machine.run("privacy", "")), 0);
    assert_eq!(code(&machine.with_passphrase("status", "wrong\n", "")), 3);
    assert!(good(&machine.with_passphrase("log list", "fixture\n", "")).contains("entry 2"));
    good(&machine.run("log win --passphrase-fd 0", "fixture\nfrom one stream\n"));
    assert!(
        good(&machine.with_passphrase("log list", "fixture\n", ""))
            .contains("win  from one stream")
    );
    assert!(!holds(&machine.plan(), "stream"));
}

#[test]
fn passphrases_are_set_changed_lost_and_removed() {
    let (machine, _) = Machine::plain();
    let recovery = good(&machine.with_passphrase("passphrase set", "one\n", ""));
    assert!(recovery.starts_with("AGE-SECRET-KEY-1"));
    assert!(!holds(&machine.plan(), "CANARY"));
    assert_eq!(code(&machine.with_passphrase("passphrase set", "one\n", "")), 1);
    good(&machine.with_passphrase("passphrase change", "one\ntwo\n", ""));
    assert_eq!(code(&machine.with_passphrase("status", "one\n", "")), 3);
    good(&machine.with_passphrase(
        "passphrase change --recovery",
        &format!("{recovery}three\n"),
        "",
    ));
    assert_ne!(good(&machine.with_passphrase("rekey", "three\n", "")), recovery);
    good(&machine.with_passphrase("passphrase remove", "three\n", ""));
    assert!(good(&machine.run("log list", "")).contains("CANARY"));
}

#[test]
fn damage_and_changes_outside_are_told_by_the_code_and_mended_when_asked() {
    let (machine, id) = Machine::plain();
    good(&machine.run(&format!("edit {id}"), "two\n"));
    let path =
        fs::read_dir(machine.plan().join("journal")).unwrap().next().unwrap().unwrap().path();
    let whole = fs::read_to_string(&path).unwrap();
    let put = |text: &str| {
        fs::remove_file(&path).unwrap();
        fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
    };
    put(&whole.replace("two", "six"));
    assert_eq!(code(&machine.run("check", "")), 2);
    assert_eq!(code(&machine.run("log list", "")), 2);
    good(&machine.run("repair --accept", ""));
    assert!(good(&machine.run("log list", "")).contains("six"));
    put(&fs::read_to_string(&path).unwrap().replace("six", "ten"));
    good(&machine.run("repair --refuse", ""));
    assert!(!good(&machine.run("log list", "")).contains("ten"));
    put("");
    assert_eq!(code(&machine.run("check", "")), 2);
    assert_eq!(fs::read(&path).unwrap(), b"", "check changed something");
    good(&machine.run("repair", ""));
    good(&machine.run("check --read-all", ""));
    let list = good(&machine.run("backup list", ""));
    let mut words = list.lines().last().unwrap().split_whitespace();
    let (file, number) = (words.next().unwrap(), words.next().unwrap());
    good(&machine.run(&format!("backup restore {file} {number}"), ""));
    assert_eq!(code(&machine.run("backup restore ../../etc/passwd 1", "")), 1);
}

#[test]
fn a_step_is_finished_once() {
    let (machine, _) = Machine::plain();
    good(&machine.run("step done steady", "words\n"));
    assert!(good(&machine.run("status", "")).starts_with("1 of "));
    assert!(said(&machine.run("step done steady", "words\n")).contains("already"));
    assert_eq!(code(&machine.run("step done nothing", "words\n")), 2);
}

#[test]
fn four_writers_lose_nothing() {
    let (machine, _) = Machine::plain();
    let saved: usize = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let machine = &machine;
                scope.spawn(move || {
                    let runs = (0..10).filter(|run| {
                        let output = machine.run("log note", &format!("w{writer} r{run}\n"));
                        assert!([0, 3].contains(&code(&output)), "{}", said(&output));
                        code(&output) == 0
                    });
                    runs.count()
                })
            })
            .collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).sum()
    });
    assert_eq!(good(&machine.run("log list", "")).lines().count(), saved + 1);
}
