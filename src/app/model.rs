//! Everything the screen depends on. Only `update` writes it.

use std::collections::VecDeque;

use chrono::NaiveDate;
use zeroize::Zeroizing;

use crate::content::help::{HurtPartnerPage, Support};
use crate::content::paper::Paper;
use crate::content::{FieldId, Program, StageId, StepId};
use crate::engine::record::{ItemId, Resting, ReviewOf, Thing};
use crate::engine::{Entry, EntryId, History, Now, Outcome, Plan};

use super::action::Action;
use super::last_laid::LastLaid;
use super::mirror::Mirror;
use super::page::Target;
use super::record::{JournalView, Looking, Rating, Sheet, TalkRun};
use super::typing::Letters;

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

/// A screen and where one stands on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Which screen.
    pub screen: Screen,
    /// The row that has the focus, counted over the rows that can be chosen.
    pub focus: usize,
    /// The first line shown.
    pub scroll: usize,
}

/// The focus where nothing is chosen beforehand.
pub const NO_FOCUS: usize = usize::MAX;

impl View {
    /// The top of a screen.
    #[must_use]
    pub fn top(screen: Screen) -> Self {
        Self { screen, focus: 0, scroll: 0 }
    }
}

/// A screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screen {
    /// The first screen of all.
    Welcome,
    /// "What is going on right now?"
    Doors,
    /// One safety question of the first run.
    Question(Question),
    /// What a door leads to.
    Door(StageId),
    /// Whether to keep the plan.
    KeepOrNot,
    /// Typing a passphrase: the screen knows how long it is, never what it is.
    Passphrase(Passphrase),
    /// The recovery key, shown once.
    Recovery,
    /// Names and words.
    Names,
    /// What today asks.
    Today,
    /// The parts; one of them unfolded.
    Path(Option<StageId>),
    /// A step being worked.
    Step(OpenStep),
    /// The journal.
    Journal,
    /// The record: what was said, listed.
    Record,
    /// One thing of it.
    Thing(Thing, ItemId),
    /// A sheet to write on.
    Sheet(Box<Sheet>),
    /// The check-in, or the rating of a week.
    Rating(Rating),
    /// What kind of line to write.
    Add,
    /// One line of the journal.
    Line(EntryId),
    /// A talk while it is held.
    Talk(Box<TalkRun>),
    /// What was done, by week and month.
    LookBack,
    /// A look at the week or the month.
    Review(ReviewOf),
    /// After something went wrong.
    Slip,
    /// What a change to how things stand stopped.
    Resting(Vec<Resting>),
    /// Where help is.
    Support,
    /// The list of countries.
    Countries,
    /// The page for the one who was hurt.
    HurtPartner,
    /// The settings.
    Settings,
    /// The choices of one setting.
    Setting(Setting),
    /// The mirror.
    Mirror,
    /// The checklist before it is written.
    Export(ExportDraft),
    /// Leaving with something not kept or not saved.
    Leaving,
}

impl Screen {
    /// The name a draft remembers it by. Screens of the first run have none: they are begun again.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        match self {
            Self::Welcome
            | Self::Question(_)
            | Self::Door(_)
            | Self::KeepOrNot
            | Self::Export(_)
            | Self::Leaving
            | Self::Passphrase(_)
            | Self::Recovery
            | Self::Mirror
            | Self::Thing(..)
            | Self::Sheet(_)
            | Self::Rating(_)
            | Self::Add
            | Self::Line(_)
            | Self::Talk(_)
            // Look back reads the older months when it is gone to.
            | Self::LookBack
            | Self::Review(_)
            | Self::Slip
            | Self::Resting(_)
            | Self::HurtPartner => None,
            Self::Record => Some("record"),
            Self::Doors => Some("doors"),
            Self::Names => Some("names"),
            Self::Today => Some("today"),
            Self::Path(_) => Some("path"),
            Self::Step(_) => Some("step"),
            Self::Journal => Some("journal"),
            Self::Support => Some("support"),
            Self::Countries => Some("countries"),
            Self::Settings | Self::Setting(_) => Some("settings"),
        }
    }
}

/// What a passphrase is typed for, and how many characters were typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passphrase {
    /// What for.
    pub purpose: Purpose,
    /// How many characters stand in the field.
    pub typed: usize,
    /// Whether it is being tried: unlocking takes about a second.
    pub trying: bool,
}

impl Passphrase {
    /// An empty field.
    #[must_use]
    pub fn empty(purpose: Purpose) -> Self {
        Self { purpose, typed: 0, trying: false }
    }
}

/// What a passphrase is typed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A new one, where there is none.
    New,
    /// The new one, a second time.
    Again,
    /// The one that unlocks.
    Unlock,
    /// The one that holds, before another takes its place.
    ToChange,
    /// The other one that takes its place.
    Other,
    /// The other one, a second time.
    OtherAgain,
    /// The one that holds, before it is taken away.
    ToRemove,
}

/// A step that is open, and what is unfolded on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenStep {
    /// Which step.
    pub id: StepId,
    /// Whether the worked example is shown.
    pub example: bool,
    /// How many hints are shown.
    pub hints: usize,
    /// Whether the why is shown.
    pub why: bool,
}

impl OpenStep {
    /// The step, with everything folded.
    #[must_use]
    pub fn new(id: StepId) -> Self {
        Self { id, example: false, hints: 0, why: false }
    }
}

/// A safety question of the first run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// Are you alone with this screen?
    Alone,
    /// Is anyone hurt or afraid?
    Safety,
    /// Thoughts of ending your life?
    SelfHarm,
}

/// The export being prepared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExportDraft {
    /// Which paper it is.
    pub what: ExportWhat,
    /// Of which steps a page for a helper is made; as the program suggests until something was ticked.
    pub chosen: Option<Vec<StepId>>,
    /// Whether it holds what the person wrote.
    pub answers: bool,
    /// The file it goes to.
    pub path: String,
}

/// Which paper is exported.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum ExportWhat {
    /// The steps as a list to tick.
    #[default]
    Checklist,
    /// The card for the hurt partner.
    Card,
    /// The sheet for two of a step.
    Sheet(StepId),
    /// The page for a helper.
    Brief,
    /// The look back for two.
    Review,
    /// The days of the record, for a calendar.
    Calendar {
        /// Takes out those that rest, instead of putting the others in.
        cancel: bool,
    },
}

/// What lies over the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overlay {
    /// The list of keys or commands, with what was typed to narrow it.
    Palette {
        /// What was typed.
        filter: String,
        /// The row that has the focus.
        focus: usize,
        /// What is listed.
        lists: Lists,
    },
    /// The screen is hidden.
    Hidden,
}

/// What the list over the screen holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lists {
    /// All keys, with what they do.
    Keys,
    /// All commands that can run here.
    Commands,
    /// All steps that are shown.
    Steps,
}

/// The open text field. The widget owns the caret while it is open; the text that counts is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editing {
    /// What is being edited.
    pub what: Edited,
    /// The text as typed.
    pub text: String,
    /// The caret, in characters from the start.
    pub cursor: usize,
    /// Raised when the text was changed by anything but the widget.
    pub revision: u64,
    /// Whether Enter makes a new line.
    pub long: bool,
}

/// What a text field belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Edited {
    /// A field of a step.
    Answer(StepId, FieldId),
    /// The partner's name.
    Partner,
    /// The word for what happened.
    Event,
    /// What contact is limited to.
    ContactTo,
    /// The file an export goes to.
    ExportPath,
    /// The text on the mirror's own screen.
    Mirror,
    /// A field of the open sheet, by its place.
    Sheet(usize),
    /// The line of a check-in.
    RatingLine,
    /// The word that the journal is searched for.
    Find,
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

/// How the plan stands on the disk.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the disk")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keeping {
    /// Whether the person chose to keep it. Before that nothing is written.
    pub kept: bool,
    /// Another trustcoach has it open: nothing can be changed here.
    pub read_only: bool,
    /// Whether there is a passphrase.
    pub encrypted: bool,
    /// The recovery key, from when it was made until its screen is left.
    pub recovery: Option<Zeroizing<String>>,
    /// Whether the plan stood on the disk unencrypted until then: that has to be told beside the key.
    pub was_plain: bool,
    /// Changes since the last good save.
    pub unsaved: bool,
    /// Saves that are under way, oldest first, with the changes to the journal that each takes along.
    pub under_way: VecDeque<Pending>,
    /// Why the last save failed.
    pub trouble: Option<String>,
    /// Leave when the save is done.
    pub leaving: bool,
    /// The place or typing changed since the last draft.
    pub draft_due: bool,
    /// Changes to the journal that no save has taken along yet.
    pub pending: Pending,
}

/// Changes to the journal that are not on the disk yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pending {
    /// Lines to add.
    pub add: Vec<Entry>,
    /// Lines to take out.
    pub remove: Vec<EntryId>,
}

impl Pending {
    /// Whether there is nothing to add or take out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.remove.is_empty()
    }

    /// Puts changes that a save could not make back before those that came later.
    pub fn give_back(&mut self, earlier: Self) {
        let later = std::mem::replace(self, earlier);
        self.note(Outcome { add: later.add, remove: later.remove });
    }

    /// Takes in a further change. What is removed goes first: a line may take the place of one of the same name.
    pub fn note(&mut self, outcome: Outcome) {
        for id in outcome.remove {
            self.add.retain(|entry| entry.id != id);
            self.remove.push(id);
        }
        for entry in outcome.add {
            self.remove.retain(|id| *id != entry.id);
            self.add.push(entry);
        }
    }
}

/// What the person set for the program itself; nothing private.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The theme's name.
    pub theme: String,
    /// The themes there are.
    pub themes: Vec<String>,
    /// The country whose help lines are shown first; never guessed.
    pub country: Option<String>,
    /// Minutes without a key until the screen is hidden; 0 is never.
    pub idle_minutes: u16,
}

impl Default for Settings {
    fn default() -> Self {
        Self { theme: "terminal".to_owned(), themes: Vec::new(), country: None, idle_minutes: 5 }
    }
}

/// Something that can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Setting {
    /// The theme.
    Theme,
    /// The country of the help lines.
    Country,
    /// The idle lock.
    Idle,
    /// The partner's name.
    Partner,
    /// The partner's pronouns.
    Pronouns,
    /// The kind of relationship.
    Relationship,
    /// The word for what happened.
    Event,
    /// What the partner wants of contact.
    Contact,
    /// Whether the partner said that contact is open.
    ContactOpen,
    /// To what contact is limited.
    ContactTo,
    /// Safety in both directions.
    Safety,
    /// Thoughts of self-harm.
    SelfHarm,
    /// Whether it is over.
    Over,
    /// What the partner knows.
    PartnerKnows,
    /// Whether there is a third person.
    ThirdPerson,
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
        super::screens::page(self).target(self.view().focus).cloned()
    }
}
