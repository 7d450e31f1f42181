//! The eleven ways a step is done, and the neutral fields that every one of them is made of.

use serde::{Deserialize, Serialize};

use super::ids::{FieldId, NodeId};
use super::template::Template;

/// How a step is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// A few lines to read.
    Read(Read),
    /// Questions to oneself, answered in writing.
    Reflect,
    /// Parts that make one text.
    Build(Build),
    /// One long text with parts to cover.
    Letter(Letter),
    /// A scene with choices and typed replies.
    Rehearse(Rehearse),
    /// Things to tick, or one to choose.
    List(List),
    /// One plan of the shape "if this, then I".
    IfThen(IfThen),
    /// Something done again and again.
    Practice(Practice),
    /// A sheet for two, never signed in advance.
    Agree(Agree),
    /// A planned conversation.
    Talk(Talk),
    /// How it was, for oneself.
    Rate(Rate),
}

impl Form {
    /// The word authors write.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Read(_) => "read",
            Self::Reflect => "reflect",
            Self::Build(_) => "build",
            Self::Letter(_) => "letter",
            Self::Rehearse(_) => "rehearse",
            Self::List(_) => "list",
            Self::IfThen(_) => "if-then",
            Self::Practice(_) => "practice",
            Self::Agree(_) => "agree",
            Self::Talk(_) => "talk",
            Self::Rate(_) => "rate",
        }
    }

    /// The names of all forms, in the order of the design.
    pub const NAMES: [&'static str; 11] = [
        "read", "reflect", "build", "letter", "rehearse", "list", "if-then", "practice", "agree",
        "talk", "rate",
    ];
}

/// Points to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// One short line each.
    pub points: Vec<Template>,
}

/// The text that the fields of a build make together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Build {
    /// A template with `{=field}` places.
    pub result: Template,
}

/// What a letter should cover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The parts, in the order that is easiest to hear.
    pub parts: Vec<Part>,
}

/// One part of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name in this letter.
    pub id: FieldId,
    /// What it is called on the screen.
    pub name: Template,
    /// What it says.
    pub hint: Template,
}

/// A scene to practise in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rehearse {
    /// Where it begins.
    pub start: NodeId,
    /// What is being practised.
    pub needs: Vec<Move>,
    /// All moments of the scene.
    pub nodes: Vec<Node>,
}

impl Rehearse {
    /// The moment of that name.
    #[must_use]
    pub fn node(&self, id: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id.as_str() == id)
    }
}

/// What a good answer does for the one who is hurt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Move {
    /// Says back what was heard.
    Hear,
    /// Names the feeling, as a question.
    Name,
    /// Owns the act.
    Own,
    /// Stays, or leaves with a stated return.
    Stay,
    /// Offers, and takes a no.
    Offer,
}

/// One moment of a rehearsal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its name; also the id of the field that keeps the choice made here.
    pub id: NodeId,
    /// Where and when.
    pub scene: Option<Template>,
    /// What the other says or does.
    pub says: Template,
    /// A line from the coach.
    pub coach: Option<Template>,
    /// Answers to choose from.
    pub choices: Vec<Choice>,
    /// Asks for an answer in the person's own words.
    pub reply: Option<Template>,
    /// Questions shown after a typed reply.
    pub look_for: Vec<Template>,
    /// Where a typed reply leads.
    pub next: Option<NodeId>,
    /// Whether the scene ends here.
    pub end: bool,
}

/// One answer to choose in a rehearsal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Its name in this moment.
    pub id: FieldId,
    /// What the person would say.
    pub text: Template,
    /// What it does for the other.
    pub shows: Vec<Move>,
    /// What the coach says of it.
    pub feedback: Template,
    /// Where it leads.
    pub next: NodeId,
}

/// How many items of a list may be picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pick {
    /// As many as are so.
    Any,
    /// Exactly one.
    One,
}

/// Things to tick or choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// One or many.
    pub pick: Pick,
    /// How many lines of their own the person may add.
    pub own: u8,
    /// How many must be ticked or written before the step is done.
    pub least: u8,
}

/// One plan of the shape "if this, then I".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IfThen {
    /// Worked plans: the moment, and what to do.
    pub examples: Vec<(Template, Template)>,
    /// How often to go through it in the mind.
    pub rehearse: u8,
}

/// Something done again and again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// The suggested wording.
    pub what: Template,
    /// How often, offered; the first is suggested.
    pub every: Vec<Cadence>,
    /// For how many days at first.
    pub days: u16,
    /// How it looks on an ordinary day.
    pub tips: Vec<Template>,
}

/// How often a practice is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Cadence {
    /// Each day.
    Daily,
    /// Monday to Friday.
    Weekdays,
    /// Once in seven days.
    Weekly,
    /// Every so many days, 2 to 30.
    Days(u8),
}

/// Why a text is no cadence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a cadence is daily, weekdays, weekly or N-days with N from 2 to 30")]
pub struct BadCadence;

impl TryFrom<String> for Cadence {
    type Error = BadCadence;

    fn try_from(text: String) -> Result<Self, BadCadence> {
        match text.as_str() {
            "daily" => Ok(Self::Daily),
            "weekdays" => Ok(Self::Weekdays),
            "weekly" => Ok(Self::Weekly),
            other => other
                .strip_suffix("-days")
                .and_then(|days| days.parse().ok())
                .filter(|days| (2..=30).contains(days))
                .map(Self::Days)
                .ok_or(BadCadence),
        }
    }
}

impl From<Cadence> for String {
    fn from(cadence: Cadence) -> Self {
        match cadence {
            Cadence::Daily => "daily".to_owned(),
            Cadence::Weekdays => "weekdays".to_owned(),
            Cadence::Weekly => "weekly".to_owned(),
            Cadence::Days(days) => format!("{days}-days"),
        }
    }
}

impl Cadence {
    /// The cadence in words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Daily => "every day".to_owned(),
            Self::Weekdays => "Monday to Friday".to_owned(),
            Self::Weekly => "once a week".to_owned(),
            Self::Days(days) => format!("every {days} days"),
        }
    }
}

/// A sheet for two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agree {
    /// After how many days to look again.
    pub review_days: u16,
    /// Lines left empty on paper, for the other.
    pub blanks: Vec<Template>,
}

/// A planned conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    /// The whole length, in minutes.
    pub minutes: u16,
    /// A first sentence that can be said as it stands.
    pub opening: Template,
    /// What is talked about, in order, with minutes.
    pub agenda: Vec<AgendaPoint>,
    /// The words for a pause.
    pub pause: Template,
}

/// One point of a talk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaPoint {
    /// Its name in this talk.
    pub id: FieldId,
    /// What it is.
    pub text: Template,
    /// How long, in minutes.
    pub minutes: u16,
}

/// How it was, on a scale of 0 to 10.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// What 0 means.
    pub low: Template,
    /// What 10 means.
    pub high: Template,
}

/// The top of every scale.
pub const SCALE: u8 = 10;

/// Whether what is written may be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Keep {
    /// Stored like everything else.
    #[default]
    Yes,
    /// Stored only after the person said so.
    Ask,
    /// On the screen only: in no draft, file, backup or export.
    Never,
}

/// Whose eyes a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum To {
    /// The hurt partner.
    Partner,
    /// The person alone.
    #[default]
    #[serde(rename = "self")]
    Oneself,
    /// A therapist, a doctor, a friend.
    Helper,
    /// Nobody: a letter that stays.
    Unsent,
}

/// One place to answer in. Every form is, underneath, a list of these in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name in the step.
    pub id: FieldId,
    /// The question or label, one line.
    pub ask: Template,
    /// A concrete hint.
    pub hint: Option<Template>,
    /// What kind of answer it takes.
    pub kind: FieldKind,
    /// Whether the step can be done without it.
    pub optional: bool,
    /// Whether it may be stored.
    pub keep: Keep,
    /// Whose eyes it is for.
    pub to: To,
}

/// What kind of answer a field takes, and how an answer to it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldKind {
    /// One line of text.
    Short,
    /// Several lines of text.
    Long,
    /// Yes or nothing.
    Tick,
    /// One of these; the answer is the id as text.
    Choice(Vec<ChoiceOption>),
    /// 0 to [`SCALE`].
    Scale,
    /// How often, from 0 up to this many.
    Count(u8),
    /// A day, as `YYYY-MM-DD` text.
    Date,
}

/// One option of a [`FieldKind::Choice`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceOption {
    /// What is stored.
    pub id: FieldId,
    /// What is shown.
    pub text: Template,
    /// One line shown under it.
    pub note: Option<Template>,
}

/// Field ids that forms bring with them; authors cannot use them.
///
/// | form | fields, in order |
/// |---|---|
/// | read | none |
/// | reflect, build | the authored ones |
/// | letter | [`LETTER`](reserved::LETTER) (long) |
/// | rehearse | one a node: a choice under the node's id, a typed reply under `<node>-reply` (long); all optional |
/// | list, any | a tick under each item's id, then `own-1` … (short); all optional: [`List::least`] counts over them |
/// | list, one | [`PICK`](reserved::PICK) (choice of the items; optional where a line of their own will do), then `own-1` … (short, optional) |
/// | if-then | [`OBSTACLE`](reserved::OBSTACLE) (short, optional, if asked), [`IF`](reserved::IF), [`THEN`](reserved::THEN) (short), [`REHEARSED`](reserved::REHEARSED) (count, if more than 0) |
/// | practice | [`WHAT`](reserved::WHAT) (short), [`EVERY`](reserved::EVERY) (choice of cadences), both optional: left empty they mean the suggestion |
/// | agree | [`FREE`](reserved::FREE) (choice `yes`, `no`, `unsure`), the authored terms, [`UNTIL`](reserved::UNTIL) (date, optional) |
/// | talk | [`WHEN`](reserved::WHEN) (date), [`WHERE`](reserved::WHERE) (short, optional), a tick a point under its id (optional), [`HEARD`](reserved::HEARD) (long, optional) |
/// | rate | a scale under each item's id (optional), [`NOTE`](reserved::NOTE) (long, optional, if asked) |
pub mod reserved {
    /// The text of a letter.
    pub const LETTER: &str = "letter";
    /// The item picked in a list of one.
    pub const PICK: &str = "pick";
    /// What gets in the way.
    pub const OBSTACLE: &str = "obstacle";
    /// The moment of an if-then plan.
    pub const IF: &str = "if";
    /// The act of an if-then plan.
    pub const THEN: &str = "then";
    /// How often it was gone through.
    pub const REHEARSED: &str = "rehearsed";
    /// What is practised.
    pub const WHAT: &str = "what";
    /// How often it is practised.
    pub const EVERY: &str = "every";
    /// Whether either could say no.
    pub const FREE: &str = "free";
    /// Until when it holds.
    pub const UNTIL: &str = "until";
    /// The day of a talk.
    pub const WHEN: &str = "when";
    /// The place of a talk.
    pub const WHERE: &str = "where";
    /// What was heard.
    pub const HEARD: &str = "heard";
    /// A line beside the ratings.
    pub const NOTE: &str = "note";
    /// All of them.
    pub const ALL: [&str; 14] = [
        LETTER, PICK, OBSTACLE, IF, THEN, REHEARSED, WHAT, EVERY, FREE, UNTIL, WHEN, WHERE, HEARD,
        NOTE,
    ];
}
