//! What the coach can say of a piece of text.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::content::form::To;

/// Declares labels with the word that authors write and machines read.
macro_rules! labels {
    ($(#[$about:meta])* $name:ident { $($(#[$note:meta])* $label:ident = $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum $name { $($(#[$note])* $label,)+ }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$label),+];

            /// The word that authors write.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$label => $word,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(self.name())
            }
        }
    };
}

labels! {
    /// A way in which words do harm.
    Flag {
        /// "Sorry if", "sorry that you felt".
        Conditional = "conditional",
        /// A reason where an apology was due.
        Excuse = "excuse",
        /// The cause is put on the partner.
        Blame = "blame",
        /// It is made smaller than it was.
        Minimize = "minimize",
        /// Nobody did it: "it happened".
        Evade = "evade",
        /// A push to forgive, trust or hurry.
        Pressure = "pressure",
        /// A promise nobody can keep.
        Overpromise = "overpromise",
        /// Telling the other what they feel or think.
        Mindread = "mindread",
        /// "You always", "you never".
        Generalize = "generalize",
        /// Ultimatums, demands for access or obedience, threats.
        Control = "control",
        /// The hurt person is to look after the one who did it.
        Selfpity = "selfpity",
        /// Making them doubt what they know.
        Deny = "deny",
        /// Contact that was not asked for.
        Intrude = "intrude",
        /// Something good as payment.
        Bargain = "bargain",
        /// Measuring against somebody else.
        Compare = "compare",
        /// The half truth.
        Withhold = "withhold",
    }
}

labels! {
    /// A way in which words do good.
    StrengthLabel {
        /// Says "I did this".
        Ownership = "ownership",
        /// Is sorry, without conditions.
        Remorse = "remorse",
        /// Says what it did to the other.
        Impact = "impact",
        /// Says how it came about, without excuse. No strength in a first apology.
        Explanation = "explanation",
        /// Offers to make something good.
        Repair = "repair",
        /// Says what is different from now on.
        Change = "change",
        /// Gives time.
        Patience = "patience",
        /// Asks, without demanding.
        Request = "request",
        /// Says that the other's feelings make sense.
        Validation = "validation",
        /// Says back what was heard.
        Hear = "hear",
        /// A pause with a promised return.
        Stay = "stay",
        /// Leaves the other a choice.
        Choice = "choice",
        /// Says that there is more to say, or says it whole.
        Truth = "truth",
    }
}

labels! {
    /// What an alert is about.
    AlertLabel {
        /// Words of self-harm.
        Crisis = "crisis",
        /// Words of violence.
        Violence = "violence",
    }
}

labels! {
    /// Who is in danger, and how.
    AlertKind {
        /// The writer, by their own hand.
        #[serde(rename = "self")]
        Oneself = "self",
        /// The writer is or was hurt, assault included.
        Suffered = "suffered",
        /// The writer hurt somebody.
        Done = "done",
        /// The writer is afraid of somebody, or somebody of them.
        Feared = "feared",
        /// Violence is announced.
        Threatened = "threatened",
        /// Somebody is followed or watched.
        Stalking = "stalking",
        /// A child is hurt or in danger.
        Child = "child",
    }
}

/// What a rule says of the words it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// They do harm.
    Flag(Flag),
    /// They do good.
    Strength(StrengthLabel),
    /// They call for help.
    Alert(AlertLabel, AlertKind),
}

/// Whose eyes a text is for: flags and strengths are only for what the partner will read, so that honesty elsewhere is
/// never corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// The hurt partner: everything is said.
    Partner,
    /// The person alone: alerts only.
    Oneself,
    /// A therapist, a doctor, a friend: alerts only.
    Helper,
    /// Nobody: alerts only.
    Unsent,
}

impl From<To> for Audience {
    fn from(to: To) -> Self {
        match to {
            To::Partner => Self::Partner,
            To::Oneself => Self::Oneself,
            To::Helper => Self::Helper,
            To::Unsent => Self::Unsent,
        }
    }
}
