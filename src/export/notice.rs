//! What is said once, beside every preview of an export and never in the file itself.

/// The sentence about plain text.
pub const PLAIN_TEXT_NOTICE: &str =
    "An export is plain text. Others can find it, copy it, and a court can demand it.";
