//! What the person does at the keyboard, read on a thread of its own and handed on as plain events.
//!
//! The thread holds crossterm's event lock for as long as it waits. Nothing else may therefore ask crossterm for
//! events or for the place of the cursor: the answer would come after two seconds, as an error.

use std::fs::File;
use std::io::{self, IsTerminal as _};
use std::os::fd::AsFd as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;

use crossterm::event::{self, KeyEvent, KeyEventKind, KeyModifiers};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

use crate::app::{Key, KeyCode, Msg};

use super::paste;

/// What can come in from outside the program.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A key was pressed, or held.
    Key(Key),
    /// A text was pasted while paste mode was on.
    Paste {
        /// The text, with plain line ends and nothing hidden in it.
        text: String,
        /// Whether the end of it was cut off.
        cut: bool,
    },
    /// The terminal has another size: columns, rows.
    Resized(u16, u16),
    /// A job of the disk is done, with what came of it.
    Done(Box<Msg>),
    /// The system asks the program to end, with this signal.
    Signal(i32),
    /// The terminal is gone. Nothing comes from the keyboard after it.
    Closed,
}

/// Starts to read the keyboard.
pub fn listen(sender: Sender<Event>) {
    let closed = Arc::new(AtomicBool::new(false));
    let reading = LastWord(Closing { to: sender.clone(), told: Arc::clone(&closed) });
    let watching = Closing { to: sender, told: closed };
    // Where no thread can be started the closure is dropped, and its last word says that no key will come.
    let _unread = named("keyboard").spawn(move || read(&reading));
    let _unwatched = named("hang-up").spawn(move || {
        if hangs_up() {
            watching.say();
        }
    });
}

fn named(name: &str) -> thread::Builder {
    thread::Builder::new().name(name.to_owned())
}

/// Says that the terminal is gone, once, whoever finds it first.
struct Closing {
    to: Sender<Event>,
    told: Arc<AtomicBool>,
}

impl Closing {
    fn say(&self) {
        if !self.told.swap(true, Ordering::SeqCst) {
            // A closed channel: the loop has left already.
            let _left = self.to.send(Event::Closed);
        }
    }
}

/// Says it when the reading ends, whatever ended it.
struct LastWord(Closing);

impl Drop for LastWord {
    fn drop(&mut self) {
        self.0.say();
    }
}

/// Waits until the terminal is gone. Where no hang-up signal comes, crossterm's reader does not end by itself: it spins.
/// `false` where the system cannot wait for it.
fn hangs_up() -> bool {
    let stdin = io::stdin();
    let opened;
    let terminal = if stdin.is_terminal() {
        stdin.as_fd()
    } else {
        match File::open("/dev/tty") {
            Ok(file) => {
                opened = file;
                opened.as_fd()
            }
            Err(_) => return false,
        }
    };
    loop {
        // Asked for nothing, it wakes for a hang-up or an error only.
        let mut wait = [PollFd::from_borrowed_fd(terminal, PollFlags::empty())];
        match poll(&mut wait, None) {
            Ok(_) => return wait[0].revents().contains(PollFlags::HUP),
            Err(Errno::INTR) => {}
            Err(_) => return false,
        }
    }
}

fn read(to: &LastWord) {
    loop {
        match event::read() {
            Ok(read) => {
                if let Some(event) = translated(read)
                    && to.0.to.send(event).is_err()
                {
                    return;
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

/// An event of the terminal library in our words; `None` for what means nothing here.
fn translated(read: event::Event) -> Option<Event> {
    match read {
        event::Event::Key(pressed) => key(pressed).map(Event::Key),
        event::Event::Paste(text) => {
            let (text, cut) = paste::cleaned(&text, paste::MOST);
            Some(Event::Paste { text, cut })
        }
        event::Event::Resize(width, height) => Some(Event::Resized(width, height)),
        event::Event::FocusGained | event::Event::FocusLost | event::Event::Mouse(_) => None,
    }
}

/// A key press in our words; `None` for a release and for keys that have no meaning here.
fn key(pressed: KeyEvent) -> Option<Key> {
    if pressed.kind == KeyEventKind::Release {
        return None;
    }
    let held = |modifier| pressed.modifiers.contains(modifier);
    if held(KeyModifiers::SUPER) || held(KeyModifiers::HYPER) {
        return None;
    }
    let key = Key {
        code: code(pressed.code)?,
        ctrl: held(KeyModifiers::CONTROL),
        alt: held(KeyModifiers::ALT) || held(KeyModifiers::META),
        shift: held(KeyModifiers::SHIFT),
    };
    Some(match key.code {
        // Terminals send Ctrl-H for Backspace, or for Backspace with Control.
        KeyCode::Char('h' | 'H') if key.ctrl => {
            Key { code: KeyCode::Backspace, ctrl: false, shift: false, ..key }
        }
        KeyCode::Char(character) if key.ctrl => {
            Key { code: KeyCode::Char(lower(character)), shift: false, ..key }
        }
        KeyCode::Char(_) => Key { shift: false, ..key },
        KeyCode::Tab => Key { shift: key.shift || pressed.code == event::KeyCode::BackTab, ..key },
        KeyCode::Enter
        | KeyCode::Esc
        | KeyCode::Backspace
        | KeyCode::Delete
        | KeyCode::Left
        | KeyCode::Right
        | KeyCode::Up
        | KeyCode::Down
        | KeyCode::Home
        | KeyCode::End
        | KeyCode::PageUp
        | KeyCode::PageDown
        | KeyCode::F(_) => key,
    })
}

fn code(code: event::KeyCode) -> Option<KeyCode> {
    use event::KeyCode as From;
    Some(match code {
        From::Char(character) if !character.is_control() => KeyCode::Char(character),
        From::Enter => KeyCode::Enter,
        From::Esc => KeyCode::Esc,
        From::Tab | From::BackTab => KeyCode::Tab,
        From::Backspace => KeyCode::Backspace,
        From::Delete => KeyCode::Delete,
        From::Left => KeyCode::Left,
        From::Right => KeyCode::Right,
        From::Up => KeyCode::Up,
        From::Down => KeyCode::Down,
        From::Home => KeyCode::Home,
        From::End => KeyCode::End,
        From::PageUp => KeyCode::PageUp,
        From::PageDown => KeyCode::PageDown,
        From::F(number) => KeyCode::F(number),
        From::Char(_)
        | From::Insert
        | From::Null
        | From::CapsLock
        | From::ScrollLock
        | From::NumLock
        | From::PrintScreen
        | From::Pause
        | From::Menu
        | From::KeypadBegin
        | From::Media(_)
        | From::Modifier(_) => return None,
    })
}

/// The small letter, where there is exactly one.
fn lower(character: char) -> char {
    let mut small = character.to_lowercase();
    match (small.next(), small.next()) {
        (Some(only), None) => only,
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;
    use crossterm::event::KeyCode as From;

    fn pressed(code: From, modifiers: KeyModifiers) -> Option<Key> {
        key(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn keys_come_out_in_our_words() {
        let none = KeyModifiers::NONE;
        let ctrl = KeyModifiers::CONTROL;
        let shift = KeyModifiers::SHIFT;
        for (code, modifiers, name) in [
            (From::Char('x'), none, "x"),
            (From::Char('X'), shift, "X"),
            (From::Char('G'), ctrl | shift, "ctrl-g"),
            (From::Char('b'), KeyModifiers::ALT, "alt-b"),
            (From::Char('h'), ctrl, "backspace"),
            (From::Backspace, KeyModifiers::ALT, "alt-backspace"),
            (From::BackTab, shift, "shift-tab"),
            (From::BackTab, none, "shift-tab"),
            (From::Tab, none, "tab"),
            (From::Left, ctrl, "ctrl-left"),
            (From::Left, shift, "shift-left"),
            (From::F(1), none, "f1"),
            (From::PageDown, none, "pagedown"),
        ] {
            assert_eq!(pressed(code, modifiers), Key::parse(name), "{name}");
        }
    }

    #[test]
    fn what_means_nothing_is_dropped() {
        assert_eq!(pressed(From::Insert, KeyModifiers::NONE), None);
        assert_eq!(pressed(From::Null, KeyModifiers::NONE), None);
        assert_eq!(pressed(From::Char('\u{7}'), KeyModifiers::NONE), None);
        assert_eq!(pressed(From::Char('c'), KeyModifiers::SUPER), None);
        assert_eq!(translated(event::Event::FocusLost), None);
    }

    #[test]
    fn a_key_counts_when_pressed_and_when_held_but_not_when_let_go() {
        let with = |kind| KeyEvent { kind, ..KeyEvent::new(From::Enter, KeyModifiers::NONE) };
        let enter = Some(Key::plain(KeyCode::Enter));
        assert_eq!(key(with(KeyEventKind::Press)), enter);
        assert_eq!(key(with(KeyEventKind::Repeat)), enter);
        assert_eq!(key(with(KeyEventKind::Release)), None);
    }

    #[test]
    fn a_paste_is_cleaned_and_says_when_it_was_cut() {
        assert_eq!(
            translated(event::Event::Paste("a\r\nb\u{1b}".to_owned())),
            Some(Event::Paste { text: "a\nb".to_owned(), cut: false })
        );
        let Some(Event::Paste { text, cut }) =
            translated(event::Event::Paste("é".repeat(paste::MOST)))
        else {
            panic!("a paste stays a paste");
        };
        assert_eq!((text.len(), cut), (paste::MOST, true));
    }

    #[test]
    fn the_end_of_reading_is_told_once() {
        let (sender, receiver) = mpsc::channel();
        let told = Arc::new(AtomicBool::new(false));
        let closing = || Closing { to: sender.clone(), told: Arc::clone(&told) };
        drop(LastWord(closing()));
        closing().say();
        drop(sender);
        assert_eq!(receiver.iter().collect::<Vec<_>>(), [Event::Closed]);
    }
}
