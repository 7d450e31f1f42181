//! What the person sets.

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
