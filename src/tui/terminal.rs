//! The one place that takes the terminal and gives it back.
//!
//! Giving it back writes past the standard output's lock, so that a signal thread can do it while the loop hangs in a
//! write. Only the alternate screen is ever cleared: the person's other history is theirs. No window title is set.

use std::fs::File;
use std::io::{self, Write as _};
use std::mem;
use std::os::fd::AsFd as _;
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError, mpsc};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crossterm::clipboard::CopyToClipboard;
use crossterm::cursor::{MoveTo, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    self, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use crossterm::{Command, queue};
use ratatui::Terminal;
use ratatui::backend::{Backend as _, ClearType as Region, CrosstermBackend};
use rustix::process::{Signal, kill_current_process_group};
use rustix::termios::tcgetwinsize;
use signal_hook::consts::SIGCONT;
use signal_hook::{flag, low_level};

use crate::app::model::Size;

/// How long the draft may take when the program fails.
const DRAFT_TIME: Duration = Duration::from_secs(1);

/// How often, and how long each time, is waited for the sign that the program was stopped and brought back.
const STOP_TURNS: usize = 20;
const STOP_TURN: Duration = Duration::from_millis(5);

/// All that is said when the program fails: never what failed, for that can hold the person's words.
const FAILED: &str = "trustcoach met a fault and had to stop. Your typing was put into the draft if that was \
                      still possible.\nStart it again to go on.\n";

/// What we hold of the terminal.
struct Held {
    /// The thread that took it, and draws; `None` when it is given back.
    by: Option<ThreadId>,
    /// Whether pastes are told apart from typing.
    paste: bool,
}

static HELD: Mutex<Held> = Mutex::new(Held { by: None, paste: false });

/// What saves the draft when the program fails.
static DRAFT: Mutex<Option<Arc<dyn Fn() + Send + Sync>>> = Mutex::new(None);

static PANIC_HOOK: Once = Once::new();

fn held() -> MutexGuard<'static, Held> {
    HELD.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The terminal that is drawn on.
pub type Tty = Terminal<CrosstermBackend<Frames>>;

/// Keeps what is drawn until the frame is whole: the standard output writes every kilobyte by itself. What was not sent
/// when the program fails is never sent.
#[derive(Debug, Default)]
pub struct Frames(Vec<u8>);

impl io::Write for Frames {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        let mut stdout = io::stdout().lock();
        let sent = stdout.write_all(&self.0).and_then(|()| stdout.flush());
        self.0.clear();
        sent
    }
}

/// Takes the terminal: raw mode and the alternate screen. From here on a panic gives it back first and tells only a
/// fixed sentence.
///
/// # Errors
/// When there is no terminal or it cannot be set; it is as before then.
pub fn enter() -> io::Result<Tty> {
    PANIC_HOOK.call_once(|| panic::set_hook(Box::new(|_| failed())));
    take()?;
    Terminal::new(CrosstermBackend::new(Frames::default())).inspect_err(|_| give_back())
}

/// The terminal's size, also before it is taken.
///
/// # Errors
/// When the terminal cannot tell.
pub fn size() -> io::Result<Size> {
    // Asked of stdout, not of `/dev/tty` as crossterm does: a file less to open before the first frame.
    match tcgetwinsize(io::stdout()) {
        Ok(size) if size.ws_col > 0 && size.ws_row > 0 => {
            Ok(Size { width: size.ws_col, height: size.ws_row })
        }
        _ => terminal::size().map(|(width, height)| Size { width, height }),
    }
}

/// Whether an error says that there is no terminal any more.
pub(super) fn is_gone(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let gone = [Errno::IO, Errno::NXIO, Errno::PIPE, Errno::NODEV]
        .map(|number| Some(number.raw_os_error()));
    gone.contains(&error.raw_os_error())
}

/// Says how the draft is saved when the program fails. It runs on a thread of its own, for at most a second.
pub fn on_panic(save_draft: Box<dyn Fn() + Send + Sync>) {
    *DRAFT.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::from(save_draft));
}

/// Gives the terminal back as it was before. Does nothing when it is not held; any thread may call it.
pub fn give_back() {
    let mut held = held();
    if held.by.take().is_none() {
        return;
    }
    // A terminal that is gone cannot be given back: nothing to tell, and nobody to tell it to.
    let _gone = write(&leaving());
    let _gone = terminal::disable_raw_mode();
}

/// Gives the terminal back and lets go of it. Dropping it instead would write to it once more, and panic where it is
/// gone.
pub fn leave(terminal: Tty) {
    give_back();
    mem::forget(terminal);
}

/// Stops the program until the shell brings it back, with the terminal as the shell left it in between. `false` where it
/// was not stopped, because nobody could bring it back: as the only program of a window, for example.
///
/// # Errors
/// When the program cannot be stopped or the terminal cannot be taken again.
pub fn suspend(terminal: &mut Tty) -> io::Result<bool> {
    let paste = held().paste;
    give_back();
    // Taken again also where stopping failed: the loop goes on.
    let stopped = stop();
    take()?;
    paste_mode(paste);
    let stopped = stopped?;
    repaint(terminal)?;
    Ok(stopped)
}

/// Stops all that runs with us, as the terminal itself would. The system does not do it where no shell is left to bring
/// us back; a `SIGSTOP` would freeze us there for good. Whether we were stopped shows by our being brought back.
fn stop() -> io::Result<bool> {
    let back = Arc::new(AtomicBool::new(false));
    let listens = flag::register(SIGCONT, Arc::clone(&back))?;
    let stopped = kill_current_process_group(Signal::TSTP).map(|()| {
        // Counted, not measured: a clock goes on while we are stopped.
        (0..STOP_TURNS).any(|_| {
            thread::sleep(STOP_TURN);
            back.load(Ordering::SeqCst)
        })
    });
    low_level::unregister(listens);
    Ok(stopped?)
}

/// Makes the next drawing a whole one, as after another program wrote over the screen.
///
/// Not `Terminal::clear`: it asks where the cursor is, and the keyboard thread would swallow the answer.
///
/// # Errors
/// When the terminal cannot be written to.
pub fn repaint(terminal: &mut Tty) -> io::Result<()> {
    terminal.backend_mut().clear_region(Region::All)?;
    terminal.swap_buffers();
    Ok(())
}

/// Whether a paste comes as one text. On only while a field is open: an unfinished paste swallows the keys after it.
pub fn paste_mode(on: bool) {
    let mut held = held();
    if held.by.is_none() || held.paste == on {
        return;
    }
    held.paste = on;
    let mut bytes = Vec::new();
    let queued =
        if on { queue!(bytes, EnableBracketedPaste) } else { queue!(bytes, DisableBracketedPaste) };
    // A terminal that cannot be written to shows itself at the next drawing.
    let _shown_later = queued.and_then(|()| write(&bytes));
}

/// Puts a text on the terminal's clipboard, by OSC 52; works over ssh too.
///
/// # Errors
/// When the terminal cannot be written to. A terminal that does not know the sequence says nothing.
pub fn copy(text: &str) -> io::Result<()> {
    let mut bytes = Vec::new();
    queue!(bytes, CopyToClipboard::to_clipboard_from(text))?;
    write(&bytes)
}

fn take() -> io::Result<()> {
    let mut held = held();
    terminal::enable_raw_mode()?;
    *held = Held { by: Some(thread::current().id()), paste: false };
    drop(held);
    let mut bytes = Vec::new();
    queue!(bytes, EnterAlternateScreen, Clear(ClearType::All), MoveTo(0, 0))
        .and_then(|()| write(&bytes))
        .inspect_err(|_| give_back())
}

/// What gives the terminal back, in order. The screen is emptied before it is left, so that nothing stays in a
/// terminal that has no second one or lets people look back at it.
fn leaving() -> Vec<u8> {
    let commands: [&dyn Ansi; 9] = [
        &EndSynchronizedUpdate,
        &DisableBracketedPaste,
        &DisableFocusChange,
        &DisableMouseCapture,
        &ResetColor,
        &Clear(ClearType::All),
        &MoveTo(0, 0),
        &LeaveAlternateScreen,
        &Show,
    ];
    let mut text = String::new();
    for command in commands {
        // Writing to a string cannot fail.
        let _infallible = command.ansi(&mut text);
    }
    text.into_bytes()
}

/// A command that is written as it is: `Command` itself cannot be kept in a list.
trait Ansi {
    fn ansi(&self, out: &mut String) -> std::fmt::Result;
}

impl<C: Command> Ansi for C {
    fn ansi(&self, out: &mut String) -> std::fmt::Result {
        self.write_ansi(out)
    }
}

/// Writes to the terminal past the lock and the buffer of the standard output.
fn write(bytes: &[u8]) -> io::Result<()> {
    let mut terminal = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    terminal.write_all(bytes)?;
    terminal.flush()
}

/// What happens on a panic. On another thread than the one that draws, nothing: that thread's end is told by its
/// channel, and the screen still belongs to the loop.
fn failed() {
    if held().by.is_some_and(|by| by != thread::current().id()) {
        return;
    }
    let draft = DRAFT.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(save) = draft {
        within(DRAFT_TIME, move || save());
    }
    give_back();
    let _nobody_listens = io::stderr().write_all(FAILED.as_bytes());
}

/// Does the work on a thread of its own and waits for it no longer than this: it may hang or panic itself.
pub(crate) fn within(time: Duration, work: impl FnOnce() + Send + 'static) {
    let (done, finished) = mpsc::channel::<()>();
    let started = thread::Builder::new().spawn(move || {
        work();
        drop(done);
    });
    if started.is_ok() {
        // Ends at once when the sender is dropped, by the work's end or by its panic.
        let _over = finished.recv_timeout(time);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Instant;

    #[test]
    fn giving_back_turns_off_all_modes_and_clears_only_the_second_screen() {
        let bytes = String::from_utf8(leaving()).unwrap();
        for off in ["\x1b[?2004l", "\x1b[?1004l", "\x1b[?1000l", "\x1b[?25h"] {
            assert!(bytes.contains(off), "{off:?} is missing");
        }
        let cleared = bytes.find("\x1b[2J").unwrap();
        assert!(cleared < bytes.find("\x1b[?1049l").unwrap());
        assert!(!bytes.contains("\x1b[3J"), "the person's history is not ours");
        assert!(!bytes.contains("\x1b]"), "no window title");
    }

    #[test]
    fn nothing_is_done_to_a_terminal_that_is_not_held() {
        give_back();
        paste_mode(true);
        let held = held();
        assert!(held.by.is_none() && !held.paste);
    }

    #[test]
    fn last_work_is_waited_for_but_not_for_ever() {
        let done = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&done);
        within(Duration::from_secs(60), move || flag.store(true, Ordering::SeqCst));
        assert!(done.load(Ordering::SeqCst));
        let begun = Instant::now();
        within(Duration::from_millis(20), || thread::sleep(Duration::from_secs(30)));
        assert!(begun.elapsed() < Duration::from_secs(20));
    }
}
