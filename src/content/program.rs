//! The content as the rest of the program sees it: valid, immutable, in order.

use std::collections::BTreeMap;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::form::{Field, Form, Keep, To};
use super::ids::{SourceId, StageId, StepId};
use super::lazy::Lazy;
use super::template::Template;

/// The whole program: parts, doors and sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// Names the pack; a plan remembers it.
    pub id: StageId,
    /// Its title.
    pub title: String,
    /// Its edition, for people.
    pub edition: String,
    /// Who wrote it.
    pub author: String,
    /// The opening, the stages, the strands, in the order of the path.
    pub stages: Vec<Stage>,
    /// "What is going on right now?"
    pub doors: Vec<Door>,
    /// What claims rest on.
    pub sources: Vec<Source>,
    /// Where each step stands: part and place in it.
    index: BTreeMap<StepId, (usize, usize)>,
}

impl Program {
    /// Puts checked parts together. Only the loader calls it; ids must be unique and references resolved.
    #[must_use]
    pub fn new(
        id: StageId,
        [title, edition, author]: [String; 3],
        stages: Vec<Stage>,
        doors: Vec<Door>,
        sources: Vec<Source>,
    ) -> Self {
        let index = stages
            .iter()
            .enumerate()
            .flat_map(|(part, stage)| {
                stage.steps.iter().enumerate().map(move |(at, step)| (step.id.clone(), (part, at)))
            })
            .collect();
        Self { id, title, edition, author, stages, doors, sources, index }
    }

    /// The step of that name, if this edition has it.
    #[must_use]
    pub fn step(&self, id: &str) -> Option<&Step> {
        let &(part, at) = self.index.get(id)?;
        self.stages.get(part)?.steps.get(at)
    }

    /// The part that holds the step.
    #[must_use]
    pub fn stage_of(&self, step: &str) -> Option<&Stage> {
        let &(part, _) = self.index.get(step)?;
        self.stages.get(part)
    }

    /// The part of that name.
    #[must_use]
    pub fn stage(&self, id: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id.as_str() == id)
    }

    /// All steps in the order of the path.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.stages.iter().flat_map(|stage| &stage.steps)
    }

    /// The source of that name.
    #[must_use]
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id.as_str() == id)
    }
}

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StageKind {
    /// Before the first stage; open at any time.
    Opening,
    /// One of the seven.
    Stage,
    /// Beside the seven.
    Strand,
}

/// One part of the path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Its name in plans.
    pub id: StageId,
    /// Opening, stage or strand.
    pub kind: StageKind,
    /// 1 to 7 for a stage.
    pub number: Option<u8>,
    /// A neutral title.
    pub title: Template,
    /// One short line.
    pub tagline: Template,
    /// What the part is for.
    pub why: Template,
    /// A strand opens when these are settled.
    pub after: Vec<StepId>,
    /// Its steps, in order.
    pub steps: Vec<Step>,
}

/// One step: what it says, what it asks, and how it is done.
///
/// Its head is there from the start; the rest is unpacked when it is first looked at, because a start shows one step
/// of a hundred. All of it reads as if it stood in the step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Its name in plans.
    pub id: StepId,
    /// A neutral title.
    pub title: Template,
    /// How long it takes, in minutes.
    pub minutes: u8,
    /// When it opens and what it asks.
    pub gate: Gate,
    /// Why this step, in a line.
    pub why: Template,
    /// The rest.
    pub detail: Lazy,
}

impl Deref for Step {
    type Target = Detail;

    fn deref(&self) -> &Detail {
        self.detail.get()
    }
}

/// What is needed of a step only when it is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// How it is done.
    pub form: Form,
    /// The places to answer in, in order; see [`reserved`](super::form::reserved).
    pub fields: Vec<Field>,
    /// The practices it teaches.
    pub practices: Vec<String>,
    /// What it rests on.
    pub sources: Vec<SourceId>,
    /// Whether what is written in it may be stored.
    pub keep: Keep,
    /// Whose eyes it is for.
    pub to: To,
    /// The text.
    pub body: Template,
    /// A worked example.
    pub example: Option<Template>,
    /// Short hints.
    pub hints: Vec<Template>,
    /// For when it goes wrong.
    pub wrong: Template,
    /// What done means here.
    pub done: Option<Template>,
}

impl Step {
    /// The field of that name.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.id.as_str() == id)
    }
}

/// What an author says about when a step opens. The engine holds the floor and never goes below it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Gate {
    /// Opens when these are settled or not shown.
    pub after: Vec<StepId>,
    /// Better this many days later; advice, never a lock.
    pub after_days: u16,
    /// What it asks of the person in the world.
    pub asks: Vec<Ask>,
    /// The least contact, on top of the floor.
    pub least: Contactable,
    /// Withheld in these states, on top of the floor.
    pub hold: Vec<Hold>,
    /// Only where there is a third person.
    pub third: bool,
    /// A stand-in: shown in one of these states only.
    pub only: Vec<Only>,
    /// Open from the first day.
    pub early: bool,
}

/// What a step asks of the person in the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// Give a prepared text or apology.
    Deliver,
    /// Tell what the partner does not know.
    Disclose,
    /// Have a talk.
    Talk,
    /// Stay with the partner in pain or anger.
    Stay,
    /// Offer or accept touch.
    Touch,
    /// Offer accounts or devices.
    Access,
    /// Say where they are or with whom.
    Whereabouts,
    /// Name what follows a breach.
    Consequence,
    /// Promise the partner something.
    PromiseToPartner,
    /// Write to the partner.
    Message,
    /// Agree something for two.
    JointAgreement,
    /// Book or do couple work.
    CoupleTherapy,
    /// Put down what could be used against them.
    SelfExposure,
}

impl Ask {
    /// All tags.
    pub const ALL: [Self; 13] = [
        Self::Deliver,
        Self::Disclose,
        Self::Talk,
        Self::Stay,
        Self::Touch,
        Self::Access,
        Self::Whereabouts,
        Self::Consequence,
        Self::PromiseToPartner,
        Self::Message,
        Self::JointAgreement,
        Self::CoupleTherapy,
        Self::SelfExposure,
    ];
}

/// How much contact a thing needs, from none up.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Contactable {
    /// Right also where the partner asked for no contact.
    #[default]
    None,
    /// Needs some contact.
    Limited,
    /// Needs open contact.
    Open,
}

/// States in which a step may be withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Hold {
    /// The person is hurt, afraid or forced.
    Harmed,
    /// The partner fears the person, or is hurt or followed by them.
    Harming,
    /// Thoughts of suicide or self-harm now.
    SelfHarm,
    /// The relationship with the other person goes on or may go on.
    Ongoing,
}

/// States that a stand-in is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Only {
    /// The person is hurt, afraid or forced.
    Harmed,
    /// The partner fears the person, or is hurt or followed by them.
    Harming,
    /// The partner asked for no contact.
    NoContact,
    /// Contact is limited.
    LimitedContact,
}

/// One answer to "What is going on right now?".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    /// Its name.
    pub id: StageId,
    /// One line, in the person's words.
    pub text: Template,
    /// The steps it leads to, best first.
    pub steps: Vec<StepId>,
    /// A screen it also leads to.
    pub then: Option<Beyond>,
}

/// A screen that a door leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Beyond {
    /// The help lines.
    Support,
    /// The page for the one who was hurt.
    HurtPartner,
    /// The mirror.
    Mirror,
}

/// What a claim rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name.
    pub id: SourceId,
    /// Who, what and when.
    pub title: String,
    /// How strong it is.
    pub strength: Strength,
    /// What it found or advises, and its limits.
    pub says: String,
}

/// How strongly a source supports a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Strength {
    /// A controlled study.
    #[serde(rename = "controlled study")]
    Controlled,
    /// A small study.
    #[serde(rename = "small study")]
    Small,
    /// What clinicians do.
    #[serde(rename = "clinical practice")]
    Clinical,
    /// Common sense.
    #[serde(rename = "common sense")]
    CommonSense,
}

impl Strength {
    /// The strength in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Controlled => "controlled study",
            Self::Small => "small study",
            Self::Clinical => "clinical practice",
            Self::CommonSense => "common sense",
        }
    }
}
