//! The tone of content: what must not be said to a person in trouble, found with its place.
//!
//! Structure decides whether content can be shown; tone decides whether it should be. So loading does not ask here,
//! `content check` and the tests of the shipped content do. The rules are data, in `rules`.

mod check;
mod passage;
mod reading;
mod rules;
mod toward;
mod words;

pub use check::check;
