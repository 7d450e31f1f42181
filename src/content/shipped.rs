//! The content that comes with the program. `build.rs` reads and checks the folder `content/` and embeds it parsed:
//! reading all its TOML at each start would cost most of a bare start.

use super::coverage::Coverage;
use super::help::Help;
use super::paper::Paper;
use super::program::{Detail, Program};

/// The shipped program.
///
/// # Panics
/// Never in a program that was built: the bytes are written by the build of the same source.
#[must_use]
pub fn program() -> Program {
    decode(include_bytes!(concat!(env!("OUT_DIR"), "/program.bin")))
}

/// The shipped help lines, and the page for the one who was hurt.
///
/// # Panics
/// Never in a program that was built: the bytes are written by the build of the same source.
#[must_use]
pub fn help() -> Help {
    decode(include_bytes!(concat!(env!("OUT_DIR"), "/help.bin")))
}

/// What the shipped program sets out to teach.
///
/// # Panics
/// Never in a program that was built: the bytes are written by the build of the same source.
#[must_use]
pub fn coverage() -> Coverage {
    decode(include_bytes!(concat!(env!("OUT_DIR"), "/coverage.bin")))
}

/// What stands on paper.
///
/// # Panics
/// Never in a program that was built: the bytes are written by the build of the same source.
#[must_use]
pub fn paper() -> Paper {
    decode(include_bytes!(concat!(env!("OUT_DIR"), "/paper.bin")))
}

/// The details of a step that stand at this place.
pub(super) fn detail(packed: Option<(u32, u32)>) -> Detail {
    let bytes: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/details.bin"));
    let at = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    let place = packed
        .and_then(|(offset, length)| bytes.get(at(offset)..at(offset).saturating_add(at(length))));
    decode(place.unwrap_or_default())
}

#[expect(
    clippy::expect_used,
    reason = "the build wrote these bytes from the same types; a test decodes them"
)]
fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> T {
    postcard::from_bytes(bytes).expect("the build embeds what these types decode")
}
