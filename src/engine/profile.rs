//! Who the plan is for: the person's words, and the states that decide what may be asked of them.
//!
//! All of it is private: never exported, never on a command line.

use serde::{Deserialize, Serialize};

use crate::content::{Pronouns, Words};

/// The person's words and answers. Every part can be changed at any time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Profile {
    /// A name or initial for the partner; may be empty.
    pub partner: String,
    /// The partner's pronouns.
    pub pronouns: Pronouns,
    /// What the two are to each other.
    pub relationship: Relationship,
    /// The person's word for what happened; may be empty.
    pub event: String,
    /// What the partner wants of contact.
    pub contact: Contact,
    /// Safety, in both directions.
    pub safety: Safety,
    /// How things stand.
    pub situation: Situation,
}

impl Profile {
    /// The words that templates need.
    #[must_use]
    pub fn words(&self) -> Words {
        Words {
            partner: self.partner.clone(),
            pronouns: self.pronouns,
            event: self.event.clone(),
            relationship: self.relationship.word().to_owned(),
        }
    }
}

/// What the two are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relationship {
    /// Not said.
    #[default]
    Unsaid,
    /// Married.
    Marriage,
    /// Partners.
    Partnership,
    /// Dating.
    Dating,
    /// An open relationship whose agreement was broken.
    Agreement,
}

impl Relationship {
    /// All, in the order they are offered.
    pub const ALL: [Self; 5] =
        [Self::Unsaid, Self::Marriage, Self::Partnership, Self::Dating, Self::Agreement];

    /// The word for `{relationship}`; empty for the default.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Unsaid | Self::Dating | Self::Agreement => "",
            Self::Marriage => "marriage",
            Self::Partnership => "partnership",
        }
    }
}

/// What the partner wants of contact. A new plan starts as limited.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "is")]
pub enum Contact {
    /// They said that contact is open.
    Open,
    /// Limited, to what they said.
    Limited {
        /// To what, in the partner's words; may be empty.
        #[serde(default)]
        to: String,
    },
    /// They asked for no contact, or a court ordered it.
    None {
        /// Whether a court ordered it: that ranks above everything.
        #[serde(default)]
        court: bool,
    },
}

impl Default for Contact {
    fn default() -> Self {
        Self::Limited { to: String::new() }
    }
}

/// An answer to a yes-or-no question about safety.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Told {
    /// Not asked, skipped, or not alone.
    #[default]
    Unknown,
    /// No.
    No,
    /// Yes.
    Yes,
}

impl Told {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Unknown, Self::No, Self::Yes];
}

/// Safety, in both directions, and the person's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Safety {
    /// The person is hurt, afraid or forced, by the partner or by others.
    pub harmed: Told,
    /// The partner fears the person, or the person hurts or follows them.
    pub harming: Told,
    /// Thoughts of suicide or self-harm now.
    pub self_harm: Told,
}

/// How things stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Situation {
    /// Whether the relationship with the other person is over.
    pub over: Over,
    /// What the partner knows.
    pub partner_knows: PartnerKnows,
    /// Whether there is a third person at all.
    pub third_person: Told,
}

/// Whether it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Over {
    /// Not asked or skipped.
    #[default]
    Unknown,
    /// It is over.
    Over,
    /// It goes on.
    Ongoing,
    /// Not sure.
    Unsure,
}

impl Over {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::Over, Self::Ongoing, Self::Unsure];
}

/// What the partner knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartnerKnows {
    /// Not asked or skipped.
    #[default]
    Unknown,
    /// All of it.
    All,
    /// A part.
    Part,
    /// Nothing.
    None,
}

impl PartnerKnows {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::All, Self::Part, Self::None];
}
