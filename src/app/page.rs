//! What a screen says, as data: the view draws it, the focus walks over it, tests read it.
//!
//! A page is made fresh from the model, so that what is shown and what a key does cannot drift apart.

use crate::content::{FieldId, StageId, StepId};
use crate::engine::plan::Practised;
use crate::engine::record::ReviewOf;

use super::model::{ExportWhat, Purpose, Setting};
use super::record::Deed;

/// One screen, ready to be laid out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Where the person is, at the left of the first line.
    pub title: String,
    /// A word at the right of the first line.
    pub aside: String,
    /// From top to bottom.
    pub items: Vec<Item>,
    /// Notes: beside the page where there is room.
    pub notes: Vec<Item>,
}

impl Page {
    /// A page with a title.
    #[must_use]
    pub fn titled(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// Adds an item.
    pub fn push(&mut self, item: Item) -> &mut Self {
        self.items.push(item);
        self
    }

    /// Adds text in a role.
    pub fn text(&mut self, role: Role, text: impl Into<String>) -> &mut Self {
        self.push(Item::Text { role, text: text.into() })
    }

    /// Adds an empty line, unless one stands there already.
    pub fn gap(&mut self) -> &mut Self {
        if !matches!(self.items.last(), None | Some(Item::Gap)) {
            self.items.push(Item::Gap);
        }
        self
    }

    /// Adds a row that leads on.
    pub fn go(&mut self, target: Target, label: impl Into<String>) -> &mut Self {
        self.push(Item::Row(Row::new(target, Sign::Go, label)))
    }

    /// What the rows do, in order: the focus counts these.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        self.items.iter().filter_map(Item::target)
    }

    /// What the focused row does.
    #[must_use]
    pub fn target(&self, focus: usize) -> Option<&Target> {
        self.targets().nth(focus)
    }

    /// The row that does this, as a focus.
    #[must_use]
    pub fn focus_of(&self, target: &Target) -> Option<usize> {
        self.targets().position(|other| other == target)
    }
}

/// One thing on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A paragraph or more, wrapped.
    Text {
        /// How it is meant.
        role: Role,
        /// The text; `*emphasis*` counts in a body.
        text: String,
    },
    /// An empty line.
    Gap,
    /// A row that can be chosen.
    Row(Row),
    /// A field to write in.
    Field(FieldBox),
}

impl Item {
    /// What choosing it does, if it can be chosen.
    #[must_use]
    pub fn target(&self) -> Option<&Target> {
        match self {
            Self::Row(row) => Some(&row.target),
            Self::Field(field) => Some(&field.target),
            Self::Text { .. } | Self::Gap => None,
        }
    }
}

/// How a text is meant; the theme knows what it looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The text of a step.
    Body,
    /// A heading.
    Heading,
    /// Beside the point: hints, times.
    Quiet,
    /// Said by someone.
    Quote,
    /// Said by the coach.
    Coach,
    /// A point of a list.
    Point,
    /// The person's own text, as it will read.
    Own,
    /// Something to take care of.
    Care,
    /// A line of a chart: not wrapped.
    Chart,
}

/// A row that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What choosing it does.
    pub target: Target,
    /// The sign before it.
    pub sign: Sign,
    /// Columns it stands further in, under the row it belongs to.
    pub indent: u16,
    /// What it says.
    pub label: String,
    /// A word at the right end.
    pub aside: String,
    /// A quiet line under it.
    pub note: String,
}

impl Row {
    /// A row without aside and note.
    #[must_use]
    pub fn new(target: Target, sign: Sign, label: impl Into<String>) -> Self {
        Self {
            target,
            sign,
            indent: 0,
            label: label.into(),
            aside: String::new(),
            note: String::new(),
        }
    }

    /// Further in, under the row it belongs to.
    #[must_use]
    pub fn under(mut self, indent: u16) -> Self {
        self.indent = indent;
        self
    }

    /// With a word at the right end.
    #[must_use]
    pub fn aside(mut self, aside: impl Into<String>) -> Self {
        self.aside = aside.into();
        self
    }

    /// With a quiet line under it.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }
}

/// The sign before a row: state is never colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sign {
    /// Leads on.
    Go,
    /// Unfolds, or folds what is under it.
    Fold(bool),
    /// Can be ticked.
    Tick(bool),
    /// One of several.
    Radio(bool),
    /// A number from 0 to 10, or none.
    Scale(Option<u8>),
}

/// A field to write in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldBox {
    /// What choosing it does: opens it.
    pub target: Target,
    /// The question.
    pub ask: String,
    /// A hint, shown while the field is empty or open.
    pub hint: String,
    /// What stands in it.
    pub text: String,
    /// Whether it takes several lines.
    pub long: bool,
    /// Whether it is open: the editor draws the text.
    pub open: bool,
}

/// What choosing a row does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Target {
    /// Goes to a screen.
    Go(Go),
    /// Goes through a door.
    Door(StageId),
    /// Unfolds a part of the path, or folds it.
    Stage(StageId),
    /// Opens a step.
    Step(StepId),
    /// Opens a field of the step, or ticks it, or counts one more.
    Answer(FieldId),
    /// Picks an option of a field.
    Pick(FieldId, FieldId),
    /// Answers the question at a step's door.
    AtDoor(usize),
    /// Keeps what is written in the step.
    KeepAnswers,
    /// Marks the step done.
    Finish,
    /// Marks it not yet.
    NotYet,
    /// Skips it.
    Skip,
    /// Opens the last answers for change.
    Reopen,
    /// Begins another attempt.
    Redo,
    /// To the step that comes next.
    Next,
    /// Says how a practice went today.
    Practise(StepId, Practised),
    /// Does something in the record.
    Record(Deed),
    /// Answers a question of the first run.
    Answered(usize),
    /// Keeps the plan without a passphrase.
    Keep,
    /// Keeps the plan with a passphrase.
    KeepEncrypted,
    /// Asks for a passphrase, for this.
    Passphrase(Purpose),
    /// The recovery key was written down.
    RecoveryNoted,
    /// Leaves without keeping.
    LeaveUnkept,
    /// Opens a setting.
    Setting(Setting),
    /// Sets a setting to its n-th choice.
    Set(Setting, usize),
    /// Shows the lines of a country.
    Country(String),
    /// Runs a command of the palette.
    Run(super::action::Action),
    /// Which paper is exported.
    ExportWhat(ExportWhat),
    /// Whether a step stands on the page for a helper.
    ExportItem(StepId),
    /// Whether the export holds the answers.
    ExportAnswers,
    /// Where the export goes.
    ExportPath,
    /// Writes the export.
    ExportWrite,
    /// Opens the mirror's field.
    Mirror,
    /// Tries the save again.
    SaveAgain,
}

/// A screen that a row or key leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Go {
    /// On with the first run.
    Begin,
    /// Today.
    Today,
    /// The path.
    Path,
    /// The journal.
    Journal,
    /// The settings.
    Settings,
    /// The doors.
    Doors,
    /// Where help is.
    Support,
    /// The list of countries.
    Countries,
    /// The page for the one who was hurt.
    HurtPartner,
    /// The checklist, before it is written.
    Export,
    /// Whether to keep the plan.
    KeepOrNot,
    /// Names and words.
    Names,
    /// The mirror.
    Mirror,
    /// The record.
    Record,
    /// The check-in of the day.
    CheckIn,
    /// The rating of the week.
    Week,
    /// What kind of line to write.
    Add,
    /// Look back.
    LookBack,
    /// A review.
    Review(ReviewOf),
    /// Back to where they were.
    Back,
}
