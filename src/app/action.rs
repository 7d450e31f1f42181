//! What a key can mean. The words for it stand here once: footer, key list, palette and README all read them.

/// What a key press means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// To the row above.
    Up,
    /// To the row below.
    Down,
    /// One less, on a scale.
    Less,
    /// One more, on a scale.
    More,
    /// A screenful up.
    PageUp,
    /// A screenful down.
    PageDown,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// Opens, chooses or does the row.
    Choose,
    /// Ticks the row.
    Tick,
    /// To the next field.
    NextField,
    /// To the field before.
    PreviousField,
    /// Back, or out of the field.
    Back,
    /// A number on a scale.
    Number(u8),
    /// No number on a scale.
    ClearNumber,
    /// Shows the worked example.
    Example,
    /// Shows the next hint.
    Hint,
    /// Shows why, and what it rests on.
    Why,
    /// Marks the step done.
    Finish,
    /// Marks the step not yet.
    NotYet,
    /// Skips the step.
    Skip,
    /// To the next step.
    NextStep,
    /// To the step before.
    PreviousStep,
    /// To Today.
    Today,
    /// To the path.
    Path,
    /// To the journal.
    Journal,
    /// To the record.
    Record,
    /// How the person is.
    CheckIn,
    /// Writes a line of the journal.
    AddLine,
    /// Looks back.
    LookBack,
    /// To the settings.
    Settings,
    /// To the doors.
    Doors,
    /// To the mirror.
    Mirror,
    /// Switches the mirror beside fields off or on.
    MirrorOff,
    /// Previews the checklist.
    Export,
    /// Copies the text.
    Copy,
    /// Finds a step.
    Search,
    /// Takes back the last change.
    Undo,
    /// Makes it again.
    Redo,
    /// Lists all keys.
    Keys,
    /// Lists all commands.
    Palette,
    /// Shows where help is.
    Support,
    /// Hides the screen.
    Lock,
    /// Saves and leaves.
    Quit,
    /// Leaves at once.
    LeaveNow,
    /// Stops the program until it is brought back.
    Suspend,
    /// An editing move in a text field.
    Edit(Edit),
}

/// An editing move in a text field; the widget does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Edit {
    /// One character left.
    Left,
    /// One character right.
    Right,
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// One word left.
    WordLeft,
    /// One word right.
    WordRight,
    /// To the start of the line.
    LineStart,
    /// To the end of the line.
    LineEnd,
    /// To the start of the text.
    TextStart,
    /// To the end of the text.
    TextEnd,
    /// Selects one character left.
    SelectLeft,
    /// Selects one character right.
    SelectRight,
    /// Selects one line up.
    SelectUp,
    /// Selects one line down.
    SelectDown,
    /// Selects everything.
    SelectAll,
    /// Deletes the word before the caret.
    DeleteWord,
    /// Deletes from the caret to the end of the line.
    DeleteToLineEnd,
    /// Takes back typing.
    Undo,
    /// Makes it again.
    Redo,
    /// Cuts the selection.
    Cut,
    /// Puts in what was cut.
    Paste,
}

impl Action {
    /// What it does, in a few words, for the key list and the README.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            Self::Up => "row above",
            Self::Down => "row below",
            Self::Less => "one less on a scale",
            Self::More => "one more on a scale",
            Self::PageUp => "a screen up",
            Self::PageDown => "a screen down",
            Self::First => "first row",
            Self::Last => "last row",
            Self::Choose => "open or choose",
            Self::Tick => "tick",
            Self::NextField => "next field",
            Self::PreviousField => "field before",
            Self::Back => "back; in a field: leave it, text kept",
            Self::Number(_) => "a number on a scale",
            Self::ClearNumber => "no number on a scale",
            Self::Example => "show the worked example",
            Self::Hint => "show a hint",
            Self::Why => "why this, and what it rests on",
            Self::Finish => "mark the step done",
            Self::NotYet => "mark the step not yet",
            Self::Skip => "skip the step",
            Self::NextStep => "next step",
            Self::PreviousStep => "step before",
            Self::Today => "go to Today",
            Self::Path => "go to the path",
            Self::Journal => "go to the journal",
            Self::Record => "go to the record",
            Self::CheckIn => "how I am: check in",
            Self::AddLine => "write a line in the journal",
            Self::LookBack => "look back",
            Self::Settings => "go to the settings",
            Self::Doors => "something just happened",
            Self::Mirror => "the mirror: read a message over",
            Self::MirrorOff => "marks and notes beside texts, off or on",
            Self::Export => "preview the checklist to export",
            Self::Copy => "copy the text shown",
            Self::Search => "find a step",
            Self::Undo => "undo the last change",
            Self::Redo => "redo it",
            Self::Keys => "all keys",
            Self::Palette => "all commands",
            Self::Support => "where help is",
            Self::Lock => "lock; without a passphrase, hide the screen",
            Self::Quit => "save and leave",
            Self::LeaveNow => "leave at once",
            Self::Suspend => "stop until brought back with fg",
            Self::Edit(edit) => edit.describe(),
        }
    }

    /// One word for the footer.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Choose => "open",
            Self::Tick => "tick",
            Self::NextField => "next field",
            Self::Back => "back",
            Self::Example => "example",
            Self::Hint => "hint",
            Self::Why => "why",
            Self::Finish => "done",
            Self::NotYet => "not yet",
            Self::Skip => "skip",
            Self::NextStep => "next step",
            Self::PreviousStep => "step before",
            Self::Today => "today",
            Self::Path => "path",
            Self::Journal => "journal",
            Self::Record => "record",
            Self::CheckIn => "check in",
            Self::AddLine => "write",
            Self::LookBack => "look back",
            Self::Settings => "settings",
            Self::Export => "export",
            Self::Copy => "copy",
            Self::Search => "find",
            Self::Keys => "keys",
            Self::Palette => "commands",
            Self::Support => "help",
            Self::Lock => "hide",
            Self::Quit => "leave",
            Self::LeaveNow => "leave at once",
            Self::Up
            | Self::Down
            | Self::Less
            | Self::More
            | Self::PageUp
            | Self::PageDown
            | Self::First
            | Self::Last
            | Self::PreviousField
            | Self::Number(_)
            | Self::ClearNumber
            | Self::Doors
            | Self::Mirror
            | Self::MirrorOff
            | Self::Undo
            | Self::Redo
            | Self::Suspend
            | Self::Edit(_) => self.describe(),
        }
    }
}

impl Edit {
    fn describe(self) -> &'static str {
        match self {
            Self::Left => "character left",
            Self::Right => "character right",
            Self::Up => "line up",
            Self::Down => "line down",
            Self::WordLeft => "word left",
            Self::WordRight => "word right",
            Self::LineStart => "start of the line",
            Self::LineEnd => "end of the line",
            Self::TextStart => "start of the text",
            Self::TextEnd => "end of the text",
            Self::SelectLeft => "select to the left",
            Self::SelectRight => "select to the right",
            Self::SelectUp => "select upwards",
            Self::SelectDown => "select downwards",
            Self::SelectAll => "select everything",
            Self::DeleteWord => "delete the word before",
            Self::DeleteToLineEnd => "delete to the end of the line",
            Self::Undo => "undo typing",
            Self::Redo => "redo typing",
            Self::Cut => "cut what is selected",
            Self::Paste => "put in what was cut",
        }
    }
}
