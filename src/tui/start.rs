//! From a command line to a running screen, and back.

use std::io;
use std::process::ExitCode;
use std::sync::mpsc::Sender;

use crate::app::model::{Library, Model, Notice, Settings, Size};
use crate::app::resume::{self, Kept};
use crate::content::{Program, shipped};
use crate::error::Error;
use crate::signals;
use crate::store::{Config, Opened, Places, Store};
use crate::{clock, engine};

use super::desk::Desk;
use super::input::{self, Event};
use super::runtime::{Ended, Runtime};
use super::terminal;
use super::theme::Theme;

/// What the screens need to start.
#[derive(Debug)]
pub struct Start {
    /// Where everything is kept.
    pub places: Places,
    /// What the program says.
    pub program: Program,
}

/// Runs the screens until the person leaves. The code is 0, or 128 and the signal's number.
///
/// # Errors
/// When the plan cannot be opened or the terminal cannot be used.
pub fn run(start: Start) -> Result<ExitCode, Error> {
    let config = Config::load(&start.places)?;
    let (store, kept) = match Store::open(&start.places)? {
        Opened::New(store) => (store, None),
        Opened::Found(store, loaded) => (store, Some(loaded)),
    };
    let mut terminal = terminal::enter().map_err(|error| Error::terminal(&error))?;
    let given_back = GiveBack;
    let size = terminal.size().map_err(|error| Error::terminal(&error))?;
    let size = Size { width: size.width, height: size.height };
    let now = clock::now();
    let library = library(start.program);
    let mut notices = Vec::new();
    let model = match kept {
        None => resume::begin(library, settings(&config), now, size),
        Some(loaded) => {
            notices.extend(loaded.notices.iter().map(ToString::to_string));
            notices.extend(loaded.read_only.iter().map(ToString::to_string));
            let mut entries = loaded.entries;
            entries.extend(engine::missing_entries(&loaded.plan, &entries));
            let kept = Kept {
                plan: loaded.plan,
                entries,
                draft: loaded.draft,
                read_only: loaded.read_only.is_some(),
            };
            resume::resume(library, settings(&config), now, size, kept)
        }
    };
    let model = told(model, &notices);
    terminal.hide_cursor().map_err(|error| Error::terminal(&error))?;
    let desk = Desk::new(store, start.places);
    let ended = watched(terminal, model, &desk).map_err(|error| Error::terminal(&error))?;
    drop(given_back);
    Ok(match ended {
        Ended::Left | Ended::LeftNow => ExitCode::SUCCESS,
        Ended::Closed => ExitCode::from(129),
        Ended::Signal(signal) => ExitCode::from(u8::try_from(128 + signal).unwrap_or(1)),
    })
}

/// Runs the loop with signals and panics looked after.
fn watched(terminal: ratatui::DefaultTerminal, model: Model, desk: &Desk) -> io::Result<Ended> {
    let (sender, events) = input::start();
    let on_panic = desk.clone();
    terminal::on_panic(Box::new(move || on_panic.save_draft_in_hand()));
    let last_resort = desk.clone();
    let watch = signals::watch(notify(sender), move || last_resort.save_draft_in_hand())?;
    let colour = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let mut runtime = Runtime::new(terminal, model, desk.clone(), events, clock::now, colour);
    let ended = runtime.run();
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

fn library(program: Program) -> Library {
    let help = shipped::help();
    Library {
        program,
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

/// The first thing to tell stands on the screen until the next key.
fn told(mut model: Model, notices: &[String]) -> Model {
    if !notices.is_empty() {
        model.notice = Some(Notice::care(notices.join(" ")));
    }
    model
}
