//! The signals that ask the program to end, heard on a thread of their own. The only place with `exit`.
//!
//! The loop is asked first and given a moment, for it can save and leave in good order. Where it hangs, for example in
//! a paste without an end, this thread does the least there is to do, and ends the program.

use std::io;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;
use signal_hook::iterator::{Handle, Signals};

use crate::tui::terminal::{give_back, within};

const HEARD: [i32; 3] = [SIGTERM, SIGHUP, SIGINT];

/// How long the loop has until it says that it heard.
const TO_HEAR: Duration = Duration::from_millis(300);
/// How long it has from there to save and leave.
const TO_LEAVE: Duration = Duration::from_secs(1);
/// How long the last resort may take.
const LAST_RESORT: Duration = Duration::from_secs(1);
/// How long the terminal may take: one whose output is halted takes nothing at all.
const TO_GIVE_BACK: Duration = Duration::from_millis(300);

/// Listens for signals until [`Watch::done`] or until it is dropped.
#[derive(Debug)]
pub struct Watch {
    handle: Handle,
    leaving: Arc<Leaving>,
    as_usual: Arc<AtomicBool>,
}

/// Starts to listen. `notify` tells the loop the signal's number and must not wait; `last_resort` saves the draft where
/// the loop does not answer. Once in a run: after [`Watch::done`] signals end the program.
///
/// # Errors
/// When the system refuses the handlers or the thread.
pub fn watch(
    notify: impl Fn(i32) + Send + 'static,
    last_resort: impl Fn() + Send + 'static,
) -> io::Result<Watch> {
    listen(notify, last_resort, TO_HEAR, TO_LEAVE)
}

fn listen(
    notify: impl Fn(i32) + Send + 'static,
    last_resort: impl Fn() + Send + 'static,
    to_hear: Duration,
    to_leave: Duration,
) -> io::Result<Watch> {
    let as_usual = Arc::new(AtomicBool::new(false));
    for signal in HEARD {
        flag::register_conditional_default(signal, Arc::clone(&as_usual))?;
    }
    let mut signals = Signals::new(HEARD)?;
    let watch = Watch { handle: signals.handle(), leaving: Arc::new(Leaving::default()), as_usual };
    let leaving = Arc::clone(&watch.leaving);
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        if let Some(signal) = signals.forever().next() {
            notify(signal);
            if !leaving.comes(to_hear, to_leave) {
                end(signal, last_resort);
            }
        }
    })?;
    Ok(watch)
}

impl Watch {
    /// The loop heard the signal and is about to leave: it gets a second for it.
    pub fn heard(&self) {
        self.leaving.set(Loop::Leaving);
    }

    /// The loop has left, the terminal is given back: from here on signals end the program as they usually do.
    pub fn done(&self) {
        self.as_usual.store(true, Ordering::SeqCst);
        self.leaving.set(Loop::Left);
        self.handle.close();
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.done();
    }
}

/// Where the loop stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Loop {
    #[default]
    Running,
    Leaving,
    Left,
}

/// How the loop and the signal thread agree on who ends the program.
#[derive(Debug, Default)]
struct Leaving {
    at: Mutex<Loop>,
    changed: Condvar,
}

impl Leaving {
    /// The loop says where it stands; it never goes back.
    fn set(&self, to: Loop) {
        let mut at = self.at.lock().unwrap_or_else(PoisonError::into_inner);
        *at = to.max(*at);
        self.changed.notify_all();
    }

    /// Waits for the loop: whether it leaves by itself.
    fn comes(&self, to_hear: Duration, to_leave: Duration) -> bool {
        self.reaches(Loop::Leaving, to_hear) && self.reaches(Loop::Left, to_leave)
    }

    fn reaches(&self, place: Loop, time: Duration) -> bool {
        let at = self.at.lock().unwrap_or_else(PoisonError::into_inner);
        let waited = self.changed.wait_timeout_while(at, time, |at| *at < place);
        *waited.unwrap_or_else(PoisonError::into_inner).0 >= place
    }
}

/// Ends the program without the loop: the draft, the terminal, the number that tells the signal.
#[expect(clippy::disallowed_methods, reason = "the one exit: the loop hangs and cannot return")]
fn end(signal: i32, last_resort: impl Fn() + Send + 'static) {
    within(LAST_RESORT, last_resort);
    within(TO_GIVE_BACK, give_back);
    process::exit(128 + signal);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    const LONG: Duration = Duration::from_secs(60);
    const SHORT: Duration = Duration::from_millis(10);

    #[test]
    fn a_loop_that_says_nothing_is_not_waited_for() {
        assert!(!Leaving::default().comes(SHORT, LONG));
    }

    #[test]
    fn a_loop_that_heard_but_hangs_is_not_waited_for() {
        let leaving = Leaving::default();
        leaving.set(Loop::Leaving);
        assert!(!leaving.comes(LONG, SHORT));
    }

    #[test]
    fn a_loop_that_leaves_is_left_to_it() {
        let leaving = Arc::new(Leaving::default());
        let looping = Arc::clone(&leaving);
        let thread = thread::spawn(move || {
            looping.set(Loop::Leaving);
            looping.set(Loop::Left);
            looping.set(Loop::Running);
        });
        assert!(leaving.comes(LONG, LONG));
        thread.join().unwrap();
        assert!(leaving.comes(SHORT, SHORT), "left is left");
    }

    #[test]
    fn a_signal_is_told_to_the_loop() {
        let (sender, receiver) = mpsc::channel();
        let watch = listen(move |signal| sender.send(signal).unwrap(), || {}, LONG, LONG).unwrap();
        signal_hook::low_level::raise(SIGHUP).unwrap();
        assert_eq!(receiver.recv_timeout(LONG), Ok(SIGHUP));
        watch.heard();
        watch.done();
    }
}
