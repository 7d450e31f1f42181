//! Every way in which a run can end, and what is left of it: on the terminal, on the disk, for the next start.

use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use trustcoach::store::{Opened, Store};

use crate::common::Home;
use crate::program::{PATIENCE, Program, in_a_letter};

/// What the next start finds in the open field.
fn typed(home: &Home) -> String {
    let person = home.sit();
    let editing = person.model().editing.as_ref();
    editing.unwrap_or_else(|| panic!("no field is open:\n{}", person.look())).text.clone()
}

#[test]
fn after_kill_9_in_a_letter_the_next_start_shows_the_words() {
    let (home, id) = in_a_letter("Dear M,");
    let mut program = Program::start(&home);
    program.wait_for("Dear M,").keys(" I lied").wait_for("Dear M, I lied");
    let begun = Instant::now();
    while !home.holds("draft.toml", "I lied") {
        assert!(begun.elapsed() < Duration::from_secs(4), "the draft is not on the disk");
        thread::sleep(Duration::from_millis(20));
    }
    program.signal(Signal::KILL);
    assert!(program.end().signal().is_some());
    let mut again = Program::start(&home);
    again.wait_for("Dear M, I lied").keys(" on 3 May.").wait_for("Dear M, I lied on 3 May.");
    again.keys("\x11");
    assert_eq!(again.end().exit_code(), 0);
    again.assert_given_back();
    let answer = home.plan().answer(&id, "letter").and_then(|one| one.text().map(str::to_owned));
    assert_eq!(answer.as_deref(), Some("Dear M, I lied on 3 May."));
}

#[test]
fn signals_save_the_draft_give_the_terminal_back_and_tell_their_number() {
    for (signal, code) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let (home, _) = in_a_letter("Dear M,");
        let mut program = Program::start(&home);
        program.wait_for("Dear M,").keys(" not yet saved").wait_for("not yet saved");
        let begun = Instant::now();
        program.signal(signal);
        assert_eq!(program.end().exit_code(), code);
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
        program.assert_given_back();
        assert_eq!(typed(&home), "Dear M, not yet saved", "{signal:?}");
    }
}

#[test]
fn leaving_at_once_is_quick_and_prints_nothing() {
    let (home, _) = in_a_letter("Dear M,");
    let mut program = Program::start(&home);
    program.wait_for("Dear M,").keys(" one word").wait_for("one word");
    let begun = Instant::now();
    program.keys("\x03");
    assert_eq!(program.end().exit_code(), 0);
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    program.assert_given_back();
    let wrote = program.wrote();
    let last = b"\x1b[?1049l\x1b[?25h";
    assert!(wrote.ends_with(last), "{:?}", String::from_utf8_lossy(&wrote[wrote.len() - 60..]));
    assert_eq!(typed(&home), "Dear M, one word");
}

#[test]
fn leaving_at_once_before_anything_is_kept_leaves_no_file() {
    let home = Home::new();
    let mut program = Program::start(&home);
    program.wait_for("Begin").keys("\r").wait_for("What is going on right now?").keys("\x03");
    assert_eq!(program.end().exit_code(), 0);
    program.assert_given_back();
    for file in ["plan.toml", "draft.toml", "journal"] {
        assert!(!home.path(file).exists(), "{file}");
    }
}

#[test]
fn a_window_that_is_shut_ends_the_program_and_frees_the_plan() {
    let (home, _) = in_a_letter("Dear M,");
    let mut program = Program::start_with(&home, &[], Some("seventh"));
    program.wait_for("Dear M,").keys(" the seventh").wait_for("the seventh");
    let mut child = program.hang_up();
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if begun.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("the program goes on without a terminal");
        }
        thread::sleep(Duration::from_millis(5));
    }
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
    match Store::open(&home.places).unwrap() {
        Opened::Found(_, loaded) => assert_eq!(loaded.read_only, None, "the lock is free"),
        Opened::New(_) | Opened::Locked(_) => panic!("the plan is gone"),
    }
    assert_eq!(typed(&home), "Dear M, the seventh");
}

/// How the system says that a process stands: `T` is stopped.
fn state(program: &Program) -> String {
    let id = program.pid().as_raw_nonzero().to_string();
    let said = Command::new("ps").args(["-o", "state=", "-p", &id]).output().unwrap();
    String::from_utf8(said.stdout).unwrap().trim().to_owned()
}

#[test]
fn stopped_and_brought_back_by_a_shell_it_shows_nothing_until_it_is_asked() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().keys("q");
    drop(person);
    let mut program =
        Program::start_by_shell(&home, "\"$0\"; echo \"it says $?\"; read -r _; fg >/dev/null");
    program.wait_for("Something just happened").keys("\x1a");
    // 128 and the number of SIGTSTP: the shell tells a stop from an end.
    program.wait_for(&format!("it says {}", 128 + Signal::TSTP.as_raw()));
    assert!(!program.terminal().screen().alternate_screen());
    assert!(!program.screen().contains("Something"), "{}", program.screen());
    program.keys("\n");
    program.wait_until(|screen| screen.trim() == "Enter", "the hidden screen");
    program.keys("\r").wait_for("Something just happened").keys("q");
    assert_eq!(program.end().exit_code(), 0);
    assert!(!program.terminal().screen().alternate_screen());
}

#[test]
fn where_no_shell_could_bring_it_back_it_is_not_stopped() {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().keys("q");
    drop(person);
    // Alone in its terminal, as by `xterm -e`.
    let mut program = Program::start(&home);
    program.wait_for("Something just happened").keys("\x1a");
    program.wait_until(|screen| screen.trim() == "Enter", "the hidden screen");
    program.keys("\r").wait_for("hidden, not stopped");
    assert!(!state(&program).starts_with('T'));
    program.keys("q");
    assert_eq!(program.end().exit_code(), 0);
    program.assert_given_back();
}

/// Only debug builds have the fault (`TRUSTCOACH_FAULT`, then F12).
#[cfg(debug_assertions)]
#[test]
fn a_fault_gives_the_terminal_back_saves_the_draft_and_tells_none_of_the_words() {
    let (home, _) = in_a_letter("Dear M,");
    let mut program = Program::start_with(&home, &[("TRUSTCOACH_FAULT", "1")], None);
    program.wait_for("Dear M,").keys(" unsaid").wait_for("unsaid").keys("\x1b[24~");
    assert_eq!(program.end().exit_code(), 101);
    let terminal = program.terminal();
    let screen = terminal.screen();
    assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
    assert_eq!(program.settings(), program.settings_before());
    let says = screen.contents();
    assert!(says.contains("trustcoach met a fault and had to stop"), "{says}");
    assert!(!says.contains("unsaid") && !says.contains("panicked"), "{says}");
    assert_eq!(typed(&home), "Dear M, unsaid");
}
