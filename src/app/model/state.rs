//! The state of the program between two key presses.

use chrono::NaiveDate;

use super::{Editing, Keeping, Overlay, Purpose, Screen, Settings, View};
use crate::app::action::Action;
use crate::app::last_laid::LastLaid;
use crate::app::mirror::Mirror;
use crate::app::page::Target;
use crate::app::record::{JournalView, Looking, Rating, Sheet};
use crate::app::typing::Letters;
use crate::content::Program;
use crate::content::help::{HurtPartnerPage, Support};
use crate::content::paper::Paper;
use crate::engine::record::Resting;
use crate::engine::{Entry, History, Now, Plan};

/// The state of the program between two key presses.
#[derive(Debug)]
pub struct Model {
    /// What the program says.
    pub library: Library,
    /// The person's plan.
    pub plan: Plan,
    /// The newest month of the journal.
    pub entries: Vec<Entry>,
    /// The older months as far as they were read, and the lines that are shown.
    pub journal: JournalView,
    /// What Look back shows, once it was added up.
    pub looking: Option<Box<Looking>>,
    /// Sheets that were begun and left, until they are kept or the program ends.
    pub sheets: Vec<Sheet>,
    /// Check-ins and ratings that were begun and left, with the day.
    pub ratings: Vec<(NaiveDate, Rating)>,
    /// What the last change to how things stand stopped, until it is told.
    pub stopped: Vec<Resting>,
    /// What `u` takes back.
    pub history: History,
    /// Where the person came from; the last is what is shown. Never empty.
    pub views: Vec<View>,
    /// What lies over the screen.
    pub overlay: Option<Overlay>,
    /// The open text field.
    pub editing: Option<Editing>,
    /// One line about what just happened.
    pub notice: Option<Notice>,
    /// An action that is done only when it is asked for twice, after it was asked for once.
    pub asked: Option<Action>,
    /// The letters on a step where something is to be written.
    pub letters: Letters,
    /// What the coach sees.
    pub mirror: Mirror,
    /// How the plan stands on the disk.
    pub keeping: Keeping,
    /// What the person set for the program itself.
    pub settings: Settings,
    /// The moment, as the last message told it.
    pub now: Now,
    /// The terminal's size in cells.
    pub size: Size,
    /// The page as it was laid out last; not a state of its own, but time saved.
    pub last_laid: LastLaid,
}

/// What the program says: it does not change while it runs.
#[derive(Debug)]
pub struct Library {
    /// The parts and steps.
    pub program: Program,
    /// The help lines.
    pub support: Support,
    /// The page for the one who was hurt.
    pub hurt_partner: HurtPartnerPage,
    /// What stands on paper.
    pub paper: Paper,
}

/// One line about what just happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What it says.
    pub text: String,
    /// Whether it is about something to take care of.
    pub care: bool,
}

impl Notice {
    /// A calm line.
    #[must_use]
    pub fn calm(text: impl Into<String>) -> Self {
        Self { text: text.into(), care: false }
    }

    /// A line to take care of.
    #[must_use]
    pub fn care(text: impl Into<String>) -> Self {
        Self { text: text.into(), care: true }
    }
}

/// The terminal's size in cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Size {
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Model {
    /// What is shown.
    #[must_use]
    pub fn view(&self) -> &View {
        // `views` is never empty; the fallback keeps the promise without a panic.
        static FIRST: View = View { screen: Screen::Welcome, focus: 0, scroll: 0 };
        self.views.last().unwrap_or(&FIRST)
    }

    /// What is shown, to move on it.
    pub fn view_mut(&mut self) -> &mut View {
        if self.views.is_empty() {
            self.views.push(View::top(Screen::Welcome));
        }
        let last = self.views.len() - 1;
        &mut self.views[last]
    }

    /// The screen that is shown.
    #[must_use]
    pub fn screen(&self) -> &Screen {
        &self.view().screen
    }

    /// What a passphrase is asked for on the screen, if it is.
    #[must_use]
    pub fn asked_for(&self) -> Option<Purpose> {
        if let Screen::Passphrase(asked) = self.screen() { Some(asked.purpose) } else { None }
    }

    /// The day on the person's wall.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now.today
    }

    /// What the focused row does.
    #[must_use]
    pub fn focused(&self) -> Option<Target> {
        crate::app::screens::page(self).target(self.view().focus).cloned()
    }
}
