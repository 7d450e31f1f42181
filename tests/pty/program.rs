//! The program in a terminal of its own, with everything it wrote. Nothing here waits without an end.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use crate::common::Home;

/// How long anything may take on a busy machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

pub(crate) const NORMAL: (u16, u16) = (80, 24);

const BINARY: &str = env!("CARGO_BIN_EXE_trustcoach");

pub(crate) struct Program {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    wrote: Arc<Mutex<Vec<u8>>>,
    size: (u16, u16),
    /// The terminal's settings before the start.
    termios: String,
}

impl Program {
    pub(crate) fn start(home: &Home) -> Self {
        Self::start_with(home, &[], None)
    }

    /// Starts the program on this home. What it writes is read on a thread of its own, until the program ends or until
    /// it wrote this: the reader holds the terminal open for as long as it reads.
    pub(crate) fn start_with(
        home: &Home,
        variables: &[(&str, &str)],
        until: Option<&'static str>,
    ) -> Self {
        Self::start_as(home, CommandBuilder::new(BINARY), variables, until)
    }

    /// Has a shell run these lines, with the keys and the signals of the terminal for whatever is in front. `$0` is the
    /// program.
    pub(crate) fn start_by_shell(home: &Home, lines: &str) -> Self {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-mc", lines, BINARY]);
        Self::start_as(home, command, &[], None)
    }

    fn start_as(
        home: &Home,
        mut command: CommandBuilder,
        variables: &[(&str, &str)],
        until: Option<&'static str>,
    ) -> Self {
        let (columns, rows) = NORMAL;
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let termios = settings(&*pair.master);
        command.env_clear();
        command.cwd(home.folder());
        for (name, value) in [
            ("HOME", home.folder().to_str().unwrap()),
            ("TRUSTCOACH_DIR", home.places.data.to_str().unwrap()),
            ("TRUSTCOACH_NOW", "2026-11-21T20:15:00Z"),
            ("TERM", "xterm-256color"),
        ] {
            command.env(name, value);
        }
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let wrote = Arc::new(Mutex::new(Vec::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let into = Arc::clone(&wrote);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = reader.read(&mut bytes) {
                let mut wrote = into.lock().unwrap();
                wrote.extend_from_slice(&bytes[..read]);
                if until.is_some_and(|until| String::from_utf8_lossy(&wrote).contains(until)) {
                    return;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Self { child, master: pair.master, writer, wrote, size: NORMAL, termios }
    }

    pub(crate) fn keys(&mut self, bytes: &str) -> &mut Self {
        self.writer.write_all(bytes.as_bytes()).unwrap();
        self.writer.flush().unwrap();
        self
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.resize(size).unwrap();
    }

    pub(crate) fn wrote(&self) -> Vec<u8> {
        self.wrote.lock().unwrap().clone()
    }

    /// What a terminal of this size shows of these bytes.
    pub(crate) fn terminal(&self) -> vt100::Parser {
        let (columns, rows) = self.size;
        let cells = |number| NonZeroU16::new(number).unwrap();
        let mut parser = vt100::Parser::new(cells(rows), cells(columns), 0);
        parser.process(&self.wrote());
        parser
    }

    pub(crate) fn screen(&self) -> String {
        self.terminal().screen().contents()
    }

    /// Waits until the screen shows this.
    pub(crate) fn wait_for(&mut self, text: &str) -> &mut Self {
        self.wait_until(|screen| screen.contains(text), text)
    }

    pub(crate) fn wait_until(&mut self, is: impl Fn(&str) -> bool, what: &str) -> &mut Self {
        let begun = Instant::now();
        while !is(&self.screen()) {
            assert!(begun.elapsed() < PATIENCE, "{what:?} never came:\n{}", self.screen());
            thread::sleep(Duration::from_millis(10));
        }
        self
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    pub(crate) fn pid(&self) -> Pid {
        let id = self.child.process_id().unwrap();
        Pid::from_raw(id.try_into().unwrap()).unwrap()
    }

    /// Waits for the end; all that was written by then has been read.
    pub(crate) fn end(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                // The last bytes may still be on their way.
                let mut before = usize::MAX;
                while before != self.wrote().len() {
                    before = self.wrote().len();
                    thread::sleep(Duration::from_millis(50));
                }
                return status;
            }
            if begun.elapsed() > PATIENCE {
                self.child.kill().unwrap();
                panic!("the program does not end:\n{}", self.screen());
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// The terminal is as it was before the start.
    pub(crate) fn assert_given_back(&self) {
        let terminal = self.terminal();
        let screen = terminal.screen();
        assert!(!screen.alternate_screen(), "still on the alternate screen");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "paste mode is on");
        assert_eq!(screen.contents().trim(), "", "something is left on the screen");
        assert_eq!(settings(&*self.master), self.termios);
    }

    /// Closes the terminal, as a window that is shut, and gives back the process to wait for.
    pub(crate) fn hang_up(self) -> Box<dyn Child + Send + Sync> {
        let Self { child, master, writer, .. } = self;
        drop(writer);
        drop(master);
        child
    }

    /// The settings of the terminal now.
    pub(crate) fn settings(&self) -> String {
        settings(&*self.master)
    }

    pub(crate) fn settings_before(&self) -> &str {
        &self.termios
    }
}

fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

/// A home where someone is in the middle of a letter that begins with these words.
pub(crate) fn in_a_letter(words: &str) -> (Home, String) {
    let home = Home::new();
    let mut person = home.sit();
    person.keep();
    let id = person.first_of_form("letter");
    person.reach(&id).choose_first_field().keys(words).keys("<ctrl-c>");
    drop(person);
    (home, id)
}
