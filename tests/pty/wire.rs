//! What goes over the wire: the first frame, sizes, colours, and no sequence that is not ours to send.

use std::time::{Duration, Instant};

use crate::common::Home;
use crate::program::{NORMAL, Program, in_a_letter};

fn kept() -> Home {
    let home = Home::new();
    let mut person = home.sit();
    person.keep().keys("q");
    drop(person);
    home
}

#[test]
fn the_first_frame_is_welcome() {
    let home = Home::new();
    let mut program = Program::start(&home);
    program.wait_for("Begin");
    let screen = program.screen();
    for says in ["sends nothing anywhere", "Ctrl-C leaves at once", "where help is"] {
        assert!(screen.contains(says), "{says:?}:\n{screen}");
    }
    assert!(program.terminal().screen().alternate_screen());
    program.keys("q");
    assert_eq!(program.end().exit_code(), 0);
    program.assert_given_back();
}

#[test]
fn a_storm_of_sizes_ends_in_the_same_screen() {
    let home = kept();
    let mut program = Program::start(&home);
    program.wait_for("Something just happened");
    let before = program.screen();
    for nth in 0_u16..120 {
        program.resize(1 + (nth * 37) % 200, 1 + (nth * 13) % 60);
    }
    let (columns, rows) = NORMAL;
    program.resize(columns, rows);
    program.wait_until(|screen| screen == before, "the screen as it was");
    program.keys("p").wait_for("Acknowledge").keys("q");
    assert_eq!(program.end().exit_code(), 0);
    program.assert_given_back();
}

/// The parameters of every sequence that sets a look.
fn looks(wrote: &[u8]) -> Vec<u16> {
    let text = String::from_utf8_lossy(wrote);
    text.split("\x1b[")
        .skip(1)
        .filter_map(|rest| {
            let end = rest.find(|end: char| end.is_ascii_alphabetic())?;
            (rest[end..].starts_with('m')).then(|| rest[..end].to_owned())
        })
        .flat_map(|set| set.split([';', ':']).map(str::to_owned).collect::<Vec<_>>())
        .filter_map(|number| number.parse().ok())
        .collect()
}

fn is_colour(number: u16) -> bool {
    matches!(number, 30..=38 | 40..=48 | 58 | 90..=107)
}

#[test]
fn without_colour_no_colour_is_sent() {
    for (variables, coloured) in [(&[][..], true), (&[("NO_COLOR", "1")][..], false)] {
        let home = kept();
        let mut program = Program::start_with(&home, variables, None);
        program.wait_for("Something just happened").keys("p").wait_for("Acknowledge");
        program.keys("?").wait_for("Anywhere").keys("\x1b");
        program.wait_until(|screen| !screen.contains("Anywhere"), "the list closed").keys("q");
        assert_eq!(program.end().exit_code(), 0);
        assert_eq!(looks(&program.wrote()).into_iter().any(is_colour), coloured);
    }
}

/// What follows each start of an operating-system command.
fn commands(wrote: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(wrote);
    let until = |rest: &str| rest.split(['\x07', '\x1b']).next().unwrap_or_default().to_owned();
    text.split("\x1b]").skip(1).map(until).collect()
}

#[test]
fn no_title_is_set_no_history_erased_and_only_a_copy_reaches_the_clipboard() {
    let (home, _) = in_a_letter("Dear M");
    let mut program = Program::start(&home);
    program.wait_for("Dear M").keys("\x1b");
    // An escape alone is told from the start of a sequence by the pause after it.
    std::thread::sleep(Duration::from_millis(200));
    program.keys("?").wait_for("Anywhere").keys("\x1b");
    program.wait_until(|screen| !screen.contains("Anywhere"), "the list closed");
    assert_eq!(commands(&program.wrote()), Vec::<String>::new());
    program.keys("y").wait_for("clipboard").keys("y");
    let begun = Instant::now();
    while commands(&program.wrote()).is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(5), "nothing was copied");
    }
    program.keys("\x0c").wait_until(|screen| screen.trim() == "Enter", "the hidden screen");
    program.keys("\x03");
    assert_eq!(program.end().exit_code(), 0);
    let wrote = program.wrote();
    for command in commands(&wrote) {
        // "Dear M", as base64 writes it.
        assert_eq!(command, "52;c;RGVhciBN");
    }
    let text = String::from_utf8_lossy(&wrote);
    for never in ["\x1b[3J", "\x1b]0;", "\x1b]2;", "\x1bc", "\x1b[?1000h", "\x1b[?1004h"] {
        assert!(!text.contains(never), "{never:?}");
    }
}

#[test]
fn paste_mode_is_on_only_in_a_field() {
    let (home, _) = in_a_letter("Dear M");
    let mut program = Program::start(&home);
    program.wait_for("Dear M");
    assert!(program.terminal().screen().bracketed_paste());
    program.keys("\x1b[200~, two\rlines q\x1b[201~").wait_for("lines q").keys("\x1b");
    let begun = Instant::now();
    while program.terminal().screen().bracketed_paste() {
        assert!(begun.elapsed() < Duration::from_secs(5), "paste mode stays on");
    }
    program.keys("q");
    assert_eq!(program.end().exit_code(), 0);
}

/// What was written, without sequences and without spaces: those that stand there already are skipped over.
fn letters(wrote: &[u8]) -> String {
    let text = String::from_utf8_lossy(wrote);
    let mut parts = text.split("\x1b[");
    let first = parts.next().unwrap_or_default().to_owned();
    let after = |part: &str| {
        part.trim_start_matches(|character: char| !character.is_ascii_alphabetic())[1..].to_owned()
    };
    let all: String = std::iter::once(first).chain(parts.map(after)).collect();
    all.replace(' ', "")
}

#[test]
fn while_a_key_is_made_one_still_line_says_so_and_no_character_of_it_is_sent() {
    let home = kept();
    let mut program = Program::start(&home);
    program.wait_for("Something just happened").keys(",").wait_for("Settings").keys("\x1b[F");
    program.wait_for("Set a passphrase").keys("\r").wait_for("A new passphrase").keys("qzqz");
    program.wait_for("› ••••").keys("\r").wait_for("once more").keys("qzqz\r");
    program.wait_for("AGE-SECRET-KEY-").keys("\r").wait_for("What you wrote is encrypted.");
    program
        .keys("\x0c")
        .wait_until(|screen| screen.trim() == "Enter", "the hidden screen")
        .keys("\r");
    program.wait_for("A wrong one costs nothing").keys("qzzq\r").wait_for("not the passphrase");
    program.keys("qzqz\r").wait_for("What you wrote is encrypted.").keys("q");
    assert_eq!(program.end().exit_code(), 0);
    program.assert_given_back();
    let text = letters(&program.wrote());
    for line in ["Making the key. This takes a second.", "Unlocking. This takes a second."] {
        assert!(text.contains(&line.replace(' ', "")), "{line}");
    }
    assert!(!text.contains("qz") && !text.contains("zq"));
}
