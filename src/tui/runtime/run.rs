//! The loop itself: what happens is taken in, drawn once, and its work done.

use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use crate::app::interpret::{Meaning, interpret};
use crate::app::model::{Edited, Model, Notice, Overlay, Size};
use crate::app::record::talk::ticks;
use crate::app::{Action, Effect, Msg, mirror, update};
use crate::engine::Now;
use crate::tui::Editor;
use crate::tui::desk::{Clerk, Desk};
use crate::tui::input::Event;
use crate::tui::screen::Screen;
use crate::tui::secret::Secret;
use crate::tui::terminal;
use crate::tui::theme::{self, Theme};
use crate::tui::view::{self, Canvas};

/// How long typing may wait for the draft. Its save must be on the disk within two seconds.
const DRAFT_AFTER: Duration = Duration::from_millis(1500);

/// How long the end waits for what the disk has begun, where the system ends the program: the thread that hears signals gives the loop 300 ms.
const BEFORE_LAST_RESORT: Duration = Duration::from_millis(150);

/// How often the clock of a talk is drawn, while it is shown.
const SECOND: Duration = Duration::from_secs(1);

/// How the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The person left; everything is saved, or they said it need not be.
    Left,
    /// The person left at once.
    LeftNow,
    /// The system asked for it, with this signal.
    Signal(i32),
    /// The terminal is gone.
    Closed,
}

/// The program between its start and its end.
pub struct Runtime<S: Screen> {
    pub(super) screen: S,
    pub(super) model: Model,
    pub(super) desk: Desk,
    /// Where the clerk reports to; without it the disk is worked on in the loop.
    pub(super) reports: Option<Sender<Event>>,
    pub(super) clerk: Option<Clerk>,
    clock: fn() -> Now,
    theme: Theme,
    /// The name of the theme that is shown.
    theme_name: String,
    colour: bool,
    editor: Option<OpenEditor>,
    pub(super) secret: Secret,
    draft_due: Option<Instant>,
    last_key: Instant,
    /// Whether the coach's rules were asked for.
    rules_asked: bool,
}

/// The widget of the open field, and which field and revision it was made for.
struct OpenEditor {
    what: Edited,
    revision: u64,
    widget: Editor,
}

impl<S: Screen> Runtime<S> {
    /// Puts a model on a screen.
    pub fn new(screen: S, model: Model, desk: Desk, clock: fn() -> Now, colour: bool) -> Self {
        let mut runtime = Self {
            screen,
            theme: Theme::plain(),
            theme_name: String::new(),
            model,
            desk,
            reports: None,
            clerk: None,
            clock,
            colour,
            editor: None,
            secret: Secret::default(),
            draft_due: None,
            last_key: Instant::now(),
            rules_asked: false,
        };
        runtime.set_theme();
        runtime
    }

    /// With a thread for the disk, which reports to these events.
    #[must_use]
    pub fn with_clerk(mut self, reports: Sender<Event>) -> Self {
        self.reports = Some(reports);
        self
    }

    /// The model, to look at.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The screen, to look at.
    pub fn screen(&self) -> &S {
        &self.screen
    }

    /// The screen, to give it another size.
    pub fn screen_mut(&mut self) -> &mut S {
        &mut self.screen
    }

    /// Ends with the screen, to be given back.
    pub fn into_screen(self) -> S {
        self.screen
    }

    /// Draws the first frame.
    ///
    /// # Errors
    /// When the terminal cannot be drawn on.
    pub fn first_frame(&mut self) -> io::Result<()> {
        self.follow();
        self.draw()?;
        self.read_ahead();
        Ok(())
    }

    /// Runs until the person leaves, the system asks for it, or the terminal is gone.
    ///
    /// # Errors
    /// When the terminal cannot be drawn on.
    pub fn run(&mut self, events: &Receiver<Event>) -> io::Result<Ended> {
        match self.until_the_end(events) {
            // A terminal that is gone is often seen by writing to it first. What was typed is saved either way.
            Err(error) => {
                self.finish_jobs(BEFORE_LAST_RESORT);
                self.desk.save_draft_in_hand();
                if terminal::is_gone(&error) { Ok(Ended::Closed) } else { Err(error) }
            }
            ended => ended,
        }
    }

    fn until_the_end(&mut self, events: &Receiver<Event>) -> io::Result<Ended> {
        loop {
            let mut effects = Vec::new();
            let mut ended = None;
            let mut idle = false;
            match self.wait(events) {
                Ok(event) => {
                    idle = self.means_nothing(&event);
                    self.tell_the_time();
                    ended = self.take(event, &mut effects);
                    while ended.is_none() && effects.is_empty() {
                        let Ok(event) = events.try_recv() else { break };
                        idle = idle && self.means_nothing(&event);
                        ended = self.take(event, &mut effects);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    self.tell_the_time();
                    effects = self.deadline();
                }
                Err(RecvTimeoutError::Disconnected) => ended = Some(Ended::Closed),
            }
            if let Some(ended) = ended {
                self.finish_jobs(BEFORE_LAST_RESORT);
                self.desk.save_draft_in_hand();
                return Ok(ended);
            }
            if idle {
                continue;
            }
            self.follow();
            if !matches!(effects.first(), Some(Effect::LeaveNow(_) | Effect::Leave)) {
                self.draw()?;
                self.read_ahead();
            }
            if let Some(ended) = self.work(effects)? {
                return Ok(ended);
            }
        }
    }

    fn wait(&self, events: &Receiver<Event>) -> Result<Event, RecvTimeoutError> {
        let idle = match self.model.settings.idle_minutes {
            0 => None,
            _ if self.model.overlay == Some(Overlay::Hidden) => None,
            // Two people talk, and nobody presses a key.
            _ if ticks(&self.model) => None,
            minutes => Some(self.last_key + Duration::from_secs(60 * u64::from(minutes))),
        };
        let tick = ticks(&self.model).then(|| Instant::now() + SECOND);
        match self.draft_due.into_iter().chain(idle).chain(tick).min() {
            Some(deadline) => {
                events.recv_timeout(deadline.saturating_duration_since(Instant::now()))
            }
            None => events.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    fn tell_the_time(&mut self) {
        update(&mut self.model, Msg::Clock((self.clock)()));
    }

    fn deadline(&mut self) -> Vec<Effect> {
        let now = Instant::now();
        if self.draft_due.is_some_and(|due| due <= now) {
            self.draft_due = None;
            return update(&mut self.model, Msg::DraftDue);
        }
        let idle = Duration::from_secs(60 * u64::from(self.model.settings.idle_minutes));
        if !ticks(&self.model) && self.last_key + idle <= now {
            return update(&mut self.model, Msg::Idle);
        }
        Vec::new()
    }

    /// Whether it is a key without a meaning here: nothing is drawn for it.
    fn means_nothing(&self, event: &Event) -> bool {
        matches!(event, Event::Key(key) if interpret(&self.model, *key) == Meaning::Nothing)
    }

    /// Takes one event in; says whether it ends the loop.
    fn take(&mut self, event: Event, effects: &mut Vec<Effect>) -> Option<Ended> {
        match event {
            Event::Key(key) => {
                #[cfg(debug_assertions)]
                crate::tui::fault::on_request(key);
                self.last_key = Instant::now();
                match interpret(&self.model, key) {
                    Meaning::Msg(Msg::Action(Action::Edit(edit))) => {
                        if let Some(open) = &mut self.editor {
                            open.widget.edit(edit);
                        }
                        effects.extend(self.edited());
                    }
                    Meaning::Msg(msg) => effects.extend(update(&mut self.model, msg)),
                    Meaning::Typing(key) => {
                        if let Some(open) = &mut self.editor {
                            open.widget.key(key);
                        }
                        effects.extend(self.edited());
                    }
                    Meaning::Secret(key) => {
                        let typed = self.secret.key(key);
                        effects.extend(update(&mut self.model, Msg::SecretTyped(typed)));
                    }
                    Meaning::Nothing => {}
                }
                self.follow();
            }
            Event::Paste { text, cut } => {
                self.last_key = Instant::now();
                let Some(open) = &mut self.editor else { return None };
                let cut = open.widget.paste(&text) || cut;
                effects.extend(self.edited());
                if cut {
                    effects.extend(update(&mut self.model, Msg::PasteCut));
                }
            }
            Event::Resized(width, height) => {
                effects.extend(update(&mut self.model, Msg::Resized(Size { width, height })));
            }
            Event::Done(msg) => effects.extend(update(&mut self.model, *msg)),
            Event::Signal(signal) => return Some(Ended::Signal(signal)),
            Event::Closed => return Some(Ended::Closed),
        }
        None
    }

    /// Tells the model what the widget holds now.
    fn edited(&mut self) -> Vec<Effect> {
        let Some(open) = &self.editor else {
            return Vec::new();
        };
        let (text, cursor) = (open.widget.text(), open.widget.cursor());
        update(&mut self.model, Msg::Edited { text, cursor })
    }

    /// Follows the model: the widget of the open field, paste mode, the theme, the draft in hand.
    pub(super) fn follow(&mut self) {
        let wanted = self.model.editing.as_ref().map(|editing| (&editing.what, editing.revision));
        let held = self.editor.as_ref().map(|open| (&open.what, open.revision));
        if wanted != held {
            self.editor = self.model.editing.as_ref().map(|editing| OpenEditor {
                what: editing.what.clone(),
                revision: editing.revision,
                widget: Editor::new(&editing.text, editing.cursor, editing.long),
            });
            self.screen.paste_mode(self.editor.is_some());
        }
        if self.secret.follow(self.model.asked_for()) {
            update(&mut self.model, Msg::SecretTyped(0));
        }
        if self.model.settings.theme != self.theme_name {
            self.set_theme();
        }
        if self.model.keeping.draft_due {
            self.draft_due.get_or_insert_with(|| Instant::now() + DRAFT_AFTER);
            self.desk.hold(crate::app::draft(&self.model));
        } else {
            self.draft_due = None;
        }
    }

    /// Has the coach's rules read, once, on a thread of its own, when a text is in sight that it will look at: the next
    /// key would wait for it. Where no thread can be started, it waits.
    fn read_ahead(&mut self) {
        if !self.rules_asked && self.reports.is_some() && mirror::wants_rules(&self.model) {
            self.rules_asked = true;
            let _without =
                thread::Builder::new().name("rules".to_owned()).spawn(mirror::read_rules);
        }
    }

    fn set_theme(&mut self) {
        self.theme_name.clone_from(&self.model.settings.theme);
        if !self.colour {
            self.theme = Theme::plain();
            return;
        }
        match Theme::load(&self.theme_name) {
            Ok(theme) => self.theme = theme,
            Err(why) => {
                self.theme = Theme::default();
                self.model.notice = Some(Notice::care(why));
            }
        }
    }

    pub(super) fn draw(&mut self) -> io::Result<()> {
        let Self { screen, model, theme, editor, colour, .. } = self;
        let mut editor = editor.as_mut().map(|open| &mut open.widget);
        screen.draw(&mut |frame| {
            let area = frame.area();
            let canvas = Canvas { theme, editor: editor.as_deref_mut() };
            let buffer = frame.buffer_mut();
            let cursor = view::draw(model, canvas, area, buffer);
            theme::scrub(buffer);
            if !*colour {
                theme::strip_colours(buffer);
            }
            if let Some(cursor) = cursor {
                frame.set_cursor_position(cursor);
            }
        })
    }
}
