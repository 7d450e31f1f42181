//! The names that content and plans share: `[a-z0-9-]{1,64}`, one type for each thing named.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest id, in characters.
pub const LONGEST: usize = 64;

/// Why a text is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("an id has 1 to 64 of a-z, 0-9 and -")]
pub struct BadId;

/// Whether the text may be an id.
#[must_use]
pub fn is_id(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len())
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;

            fn try_from(text: String) -> Result<Self, BadId> {
                if is_id(&text) { Ok(Self(text)) } else { Err(BadId) }
            }
        }

        impl TryFrom<&str> for $name {
            type Error = BadId;

            fn try_from(text: &str) -> Result<Self, BadId> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }
    };
}

id!(
    /// Names a part of the path: the opening, a stage or a strand.
    StageId
);
id!(
    /// Names a step; saved plans refer to it, so it never changes meaning.
    StepId
);
id!(
    /// Names a field in its step.
    FieldId
);
id!(
    /// Names a moment in a rehearsal.
    NodeId
);
id!(
    /// Names an entry of `sources.toml`.
    SourceId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_and_plain() {
        assert!(StepId::try_from("say-it-plainly").is_ok());
        for bad in ["", "Say", "a b", "ä", "../x", &"a".repeat(65)] {
            assert!(StepId::try_from(bad).is_err(), "{bad:?} was accepted");
        }
    }
}
