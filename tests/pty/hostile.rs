//! Hostile strings through every screen and command of the real binary: as notes, names, promises, file names, content,
//! arguments, damaged files, and pasted. `HOSTILE=10000 cargo test --test pty hostile` is the long run.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::{Read, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use trustcoach::content::StepId;
use trustcoach::engine::plan::{Agreement, PracticeItem, TalkItem};
use trustcoach::engine::record::{
    AgreementTerms, Concerns, DatePlan, DateTerms, OwnTalk, Promise, PromiseTerms, When,
};
use trustcoach::engine::{Answer, Attempt, Contact, Entry, EntryId, EntryKind, Plan, StepProgress};
use trustcoach::store::{Opened, Store};

use crate::common::{Home, evening};
use crate::foreign::{foreign, hostile};
use crate::program::{NORMAL, Program};

fn how_many() -> usize {
    std::env::var("HOSTILE").ok().and_then(|number| number.parse().ok()).unwrap_or(300)
}

/// Fails where something foreign reached the terminal.
fn check(what: &str, bytes: &[u8]) {
    if let Some(found) = foreign(bytes) {
        panic!("{what}: {found}");
    }
}

/// Waits until nothing more comes for a moment.
fn settle(program: &Program) {
    let begun = Instant::now();
    let (mut before, mut since) = (program.wrote().len(), Instant::now());
    while since.elapsed() < Duration::from_millis(40) && begun.elapsed() < Duration::from_secs(3) {
        std::thread::sleep(Duration::from_millis(8));
        let now = program.wrote().len();
        if now != before {
            (before, since) = (now, Instant::now());
        }
    }
}

fn id(text: &str) -> StepId {
    StepId::try_from(text.to_owned()).unwrap()
}

/// A plan in which every text that a person can write is hostile.
fn fill(plan: &mut Plan, number: usize) {
    let today = evening().today;
    let text = |nth: usize| hostile(number * 16 + nth);
    plan.profile.partner = text(0);
    plan.profile.event = text(1);
    plan.profile.contact = Contact::Limited { to: text(2) };
    let terms = PromiseTerms {
        what: text(3),
        asked_by: Concerns::Me,
        by: Some(today),
        every: None,
        realistic: None,
    };
    plan.promises = vec![Promise { id: id("own-1-1"), terms, since: today, last: None }];
    plan.practices = vec![PracticeItem {
        step: id("own-1-2"),
        what: text(4),
        every: trustcoach::content::form::Cadence::Daily,
        since: today,
        until: today,
        paused: false,
        last: None,
        after_done: false,
        concerns: Some(Concerns::Me),
    }];
    let own = Some(AgreementTerms { what: text(5), scope: text(6), offer: true });
    plan.agreements = vec![Agreement {
        step: id("own-1-3"),
        since: today,
        review: today,
        until: None,
        own,
        ended: None,
        turns: Vec::new(),
    }];
    let own = Some(OwnTalk { about: text(7), agenda: vec![text(8), text(9)] });
    plan.talks = vec![TalkItem { step: id("own-1-4"), day: today, minutes: 10, time: None, own }];
    let terms =
        DateTerms { what: text(10), when: When::Place, plan: text(11), concerns: Concerns::Me };
    plan.dates = vec![DatePlan { id: id("own-1-5"), terms }];
}

/// A kept home with these notes, and hostile words in every other place.
fn home_with(notes: std::ops::Range<usize>, number: usize) -> Home {
    let home = Home::new();
    home.sit().keep().keys("q");
    let mut person = home.sit();
    let letter = id(&person.first_of_form("letter"));
    person.keys("q");
    drop(person);
    let Opened::Found(mut store, loaded) = Store::open(&home.places).unwrap() else {
        panic!("a plan")
    };
    let mut plan = loaded.plan;
    fill(&mut plan, number);
    let field = "letter".to_owned().try_into().unwrap();
    let answers = std::collections::BTreeMap::from([(field, Answer::Text(hostile(number)))]);
    let attempts = vec![Attempt { began: evening().at, finished: None, answers }];
    plan.progress.steps.insert(letter, StepProgress { attempts, ..StepProgress::default() });
    store.save_plan(&mut plan).unwrap();
    let note = |number: usize| {
        let name = EntryId::new(evening().at, number);
        Entry::new(name, EntryKind::Note, evening().today, evening().at).saying(hostile(number))
    };
    store.save_entries(&notes.map(note).collect::<Vec<_>>(), &[]).unwrap();
    home
}

/// The tags of the strings that stand on the screen.
fn tags(screen: &str) -> Vec<usize> {
    let part = |part: &str| part.split_once('x')?.0.parse().ok();
    screen.split('h').filter_map(part).collect()
}

#[test]
fn hostile_notes_reach_the_journal_as_text_only() {
    let many = how_many();
    for from in (0..many).step_by(1000) {
        let notes = from..many.min(from + 1000);
        let wanted = notes.len();
        let seen = read_through(&home_with(notes, from + 1));
        assert!(seen * 10 >= wanted * 8, "only {seen} of {wanted} strings from {from} were shown");
    }
}

/// Reads the whole journal; gives back how many strings stood on the screen.
fn read_through(home: &Home) -> usize {
    let mut program = Program::start(home);
    program.wait_for("leave at once").keys("J");
    settle(&program);
    let mut seen = BTreeSet::new();
    let (columns, rows) = NORMAL;
    let mut terminal = vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0);
    let (mut taken, mut still) = (0, 0);
    while still < 6 {
        if still == 2 {
            // The row that shows older lines stands last.
            program.keys("\x1b[F\r");
            settle(&program);
        }
        let wrote = program.wrote();
        terminal.process(&wrote[taken..]);
        taken = wrote.len();
        let before = seen.len();
        seen.extend(tags(&terminal.screen().contents()));
        still = if seen.len() == before { still + 1 } else { 0 };
        program.keys("\x1b[6~");
        settle(&program);
    }
    program.keys("\x03");
    program.end();
    check("the journal", &program.wrote());
    seen.len()
}

#[test]
fn hostile_names_reach_every_screen_as_text_only() {
    for number in 0..(how_many() / 250).max(2) {
        let home = home_with(number * 20..number * 20 + 4, number);
        let mut program = Program::start(&home);
        program.wait_for("leave at once");
        // Today, path, record with each thing, add, check-in, look back, doors, mirror, settings, lists, export, support.
        let walk = [
            "p", "\r", "j", "\r", "\x1b", "\x1b", "r", "\r", "\x1b", "j", "\r", "\x1b", "j", "\r",
            "\x1b", "j", "\r", "\x1b", "\x1b[6~", "\r", "\x1b", "t", "J", "\r", "\x1b", "c",
            "\x1b", "a", "\x1b", "!", "\x1b", ",", "\x1b[F", "t", "/", "h", "\x1b", "?", "\x1b",
            "\x10", "e", "\x1b", "x", "j", " ", "\x1b", "t", "e", "\x1b[6~", "t", "m", "\x1b", "t",
            "l", "\x1b[6~", "\x1b", "\x1bOP", "\x1b", "t", "j", "j", "j", "\r", "\x1b", "t", "\r",
            "\x1b[6~", "\x1b", "t",
        ];
        for key in walk {
            program.keys(key);
            settle(&program);
        }
        program.resize(44, 14);
        settle(&program);
        program.keys("\x03");
        program.end();
        check("the screens", &program.wrote());
        let text = String::from_utf8_lossy(&program.wrote()).into_owned();
        assert!(text.matches("x ").count() > 0 && tags(&text).len() > 3, "nothing was shown");
    }
}

#[test]
fn hostile_pastes_reach_a_field_as_text_only() {
    let many = how_many();
    for from in (0..many).step_by(800) {
        let (home, _) = crate::program::in_a_letter("Dear M");
        let mut program = Program::start(&home);
        program.wait_for("Dear M");
        for first in (from..many.min(from + 800)).step_by(10) {
            let strings: Vec<String> = (first..first + 10).map(hostile).collect();
            program.keys(&format!("\x1b[200~{}\x1b[201~", strings.join(" ")));
            settle(&program);
        }
        program.keys("\x03");
        program.end();
        check("a field", &program.wrote());
    }
}

/// Runs a command in a terminal of its own; gives back what it wrote there.
fn command(home: &Home, arguments: &[String]) -> Vec<u8> {
    let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_trustcoach"));
    command.env_clear();
    command.cwd(home.folder());
    command.env("HOME", home.folder());
    command.env("TERM", "xterm-256color");
    command.env("TRUSTCOACH_DIR", home.places.data.to_str().unwrap());
    command.env("TRUSTCOACH_NOW", "2026-11-21T20:15:00Z");
    command.args(arguments);
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut wrote = Vec::new();
    // A terminal whose last user is gone ends the reading with an error.
    let _ended = reader.read_to_end(&mut wrote);
    child.wait().unwrap();
    wrote
}

/// Writes a file for a test.
fn put(path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(path).unwrap();
    file.write_all(bytes.as_ref()).unwrap();
}

/// A command line with this string somewhere in it, and whatever files it needs.
fn line_with(home: &Home, number: usize) -> Vec<String> {
    let text = hostile(number).replace('\0', "");
    let name: String = text.replace('/', "_").chars().take(60).collect();
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let folder = home.folder().join(format!("pack-{number}"));
    match number % 12 {
        0 => words(&["delete", &text]),
        1 => words(&["step", "done", &text]),
        2 => words(&["forget", &text]),
        3 => words(&["--dir", home.folder().join(&name).to_str().unwrap(), "status"]),
        4 => words(&["backup", "restore", &text, "1"]),
        5 => words(&[&text]),
        6 => words(&["export", "--stage", &text]),
        7 => words(&["trash", "restore", &text]),
        8 | 9 => {
            // Content with the string in its names, its values, and as bytes that are no text.
            fs::create_dir_all(folder.join("stages")).unwrap();
            let mut program =
                format!("title = '''{text}'''\nformat_version = 1\n\"{text}\" = 1\n").into_bytes();
            if number % 24 == 9 {
                program.extend(b"\xff\xfe\x9b31m");
            }
            put(folder.join("program.toml"), program);
            let escapes = "title = \"\\uD800\\u001b[31m\"\nid = \"\\u009b\"\n";
            put(folder.join("stages").join(format!("01-{name}.toml")), format!("{escapes}{text}"));
            let check = if number % 24 < 12 {
                words(&["content", "check"])
            } else {
                words(&["status", "--content"])
            };
            [check, vec![folder.display().to_string()]].concat()
        }
        10 => {
            let file = home.folder().join(format!("{name}.json"));
            put(&file, format!("{{\"format\": \"{text}\", \"plan\": \"\\ud800\"}}"));
            words(&["import", file.to_str().unwrap()])
        }
        _ => {
            let data = home.folder().join(format!("broken-{number}"));
            fs::create_dir_all(data.join("journal")).unwrap();
            put(data.join("FORMAT"), "trustcoach 2\n");
            let plan = format!("program = \"{text}\"\nseq = \"\\uD800 {text}\"\n");
            put(data.join("plan.toml"), trustcoach::store::seal::seal(&plan));
            put(data.join("journal").join(format!("2026-11 (conflicted copy {name}).toml")), &text);
            words(&[
                "--dir",
                data.to_str().unwrap(),
                if number % 24 < 12 { "check" } else { "repair" },
            ])
        }
    }
}

#[test]
fn hostile_words_reach_no_command_as_more_than_text() {
    let many = how_many();
    let home = home_with(0..many.min(2000), 3);
    for line in [
        "log list",
        "status",
        "today",
        "export",
        "export --answers",
        "export --format json",
        "export --format ics",
        "promise list",
        "trash list",
        "backup list",
        "backup show plan.toml 1",
        "check --read-all",
        "where",
        "privacy",
        "content list",
        "repair",
    ] {
        let arguments: Vec<String> = line.split(' ').map(str::to_owned).collect();
        let wrote = command(&home, &arguments);
        check(line, &wrote);
        if line == "log list" {
            assert!(tags(&String::from_utf8_lossy(&wrote)).len() * 10 > many.min(2000) * 8);
        }
    }
    for number in 0..many {
        let arguments = line_with(&home, number);
        check(&format!("{arguments:?}"), &command(&home, &arguments));
    }
}
