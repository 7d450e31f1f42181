//! From a command line to a running screen, and back.

use std::io;
use std::process::ExitCode;
use std::sync::mpsc::{self, Sender};

use crate::app::model::{Library, Model, Settings, Size};
use crate::app::resume;
use crate::clock;
use crate::content::{Program, shipped};
use crate::engine::Now;
use crate::error::Error;
use crate::signals;
use crate::store::{Config, Opened, Places, Store};

use super::desk::{self, Desk};
use super::input::{self, Event};
use super::runtime::{Ended, Runtime};
use super::terminal::{self, Tty};
use super::theme::Theme;

/// What the screens need to start.
#[derive(Debug)]
pub struct Start {
    /// Where everything is kept.
    pub places: Places,
    /// What the program says, where it is not the built-in one.
    pub program: Option<Program>,
}

/// Runs the screens until the person leaves. The code is 0, or 128 and the signal's number.
///
/// # Errors
/// When the plan cannot be opened or the terminal cannot be used.
pub fn run(start: Start) -> Result<ExitCode, Error> {
    let size = terminal::size().map_err(|error| Error::terminal(&error))?;
    let (model, desk) = open(start, clock::now(), size)?;
    let mut terminal = terminal::enter().map_err(|error| Error::terminal(&error))?;
    let given_back = GiveBack;
    terminal.hide_cursor().map_err(|error| Error::terminal(&error))?;
    let ended = watched(terminal, model, &desk).map_err(|error| Error::terminal(&error))?;
    drop(given_back);
    Ok(match ended {
        Ended::Left | Ended::LeftNow => ExitCode::SUCCESS,
        Ended::Closed => ExitCode::from(129),
        Ended::Signal(signal) => ExitCode::from(u8::try_from(128 + signal).unwrap_or(1)),
    })
}

/// Opens what is kept: a model at the place where the person was, and the desk that saves it. Touches no terminal.
///
/// # Errors
/// When the settings or the plan cannot be opened.
pub fn open(start: Start, now: Now, size: Size) -> Result<(Model, Desk), Error> {
    let library = || library(start.program);
    let config = Config::load(&start.places)?;
    let settings = settings(&config);
    let (store, model) = match Store::open(&start.places)? {
        Opened::New(store) => (store, resume::begin(library(), settings, now, size)),
        Opened::Locked(store) => {
            (store.into_store(), resume::locked(library(), settings, now, size))
        }
        Opened::Found(store, loaded) => {
            let kept = desk::kept(*loaded, store.is_encrypted());
            (store, resume::resume(library(), settings, now, size, kept))
        }
    };
    Ok((model, Desk::new(store, start.places)))
}

/// Runs the loop with signals and panics looked after.
fn watched(terminal: Tty, model: Model, desk: &Desk) -> io::Result<Ended> {
    let (sender, events) = mpsc::channel();
    let keyboard = sender.clone();
    let on_panic = desk.clone();
    terminal::on_panic(Box::new(move || on_panic.save_draft_in_hand()));
    let last_resort = desk.clone();
    let watch = signals::watch(notify(sender), move || last_resort.save_draft_in_hand())?;
    let colour = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let mut runtime = Runtime::new(terminal, model, desk.clone(), clock::now, colour)
        .with_clerk(keyboard.clone());
    // What is typed before waits in the terminal: nobody waits for threads to see the first frame.
    let ended = runtime.first_frame().and_then(|()| {
        input::listen(keyboard);
        runtime.run(&events)
    });
    if matches!(ended, Ok(Ended::Signal(_))) {
        watch.heard();
    }
    terminal::leave(runtime.into_screen());
    watch.done();
    ended
}

fn notify(sender: Sender<Event>) -> impl Fn(i32) + Send + 'static {
    move |signal| {
        // A closed channel: the loop has left already.
        let _left = sender.send(Event::Signal(signal));
    }
}

/// Gives the terminal back when a start fails half-way.
struct GiveBack;

impl Drop for GiveBack {
    fn drop(&mut self) {
        terminal::give_back();
    }
}

/// What the program says. The built-in one is unpacked here: a thread for it would cost more than it saves.
fn library(chosen: Option<Program>) -> Library {
    let help = shipped::help();
    Library {
        program: chosen.unwrap_or_else(shipped::program),
        support: help.support,
        hurt_partner: help.hurt_partner,
        paper: shipped::paper(),
    }
}

fn settings(config: &Config) -> Settings {
    let defaults = Settings::default();
    Settings {
        theme: config.theme.clone().unwrap_or(defaults.theme),
        themes: Theme::names().into_iter().map(str::to_owned).collect(),
        country: config.country.clone(),
        idle_minutes: config.idle_lock_minutes.unwrap_or(defaults.idle_minutes),
    }
}
