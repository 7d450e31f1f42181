//! Where the person is: the screens, what lies over them, and the open field.

use super::Setting;
use crate::app::record::{Rating, Sheet, TalkRun};
use crate::content::{FieldId, StageId, StepId};
use crate::engine::EntryId;
use crate::engine::record::{ItemId, Resting, ReviewOf, Thing};

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
