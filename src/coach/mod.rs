//! The coach room: it reads the person's own words and says which of them do harm, which do good, and where help is
//! needed more than advice.
//!
//! Pure, deterministic and without a model of anybody: a text goes in, a [`Review`] comes out. What it looks for is
//! content (`content/coach/en.toml`, where the language of the rules is explained); here is the small grammar that the
//! rules are written in: sentences and clauses, words and their forms, negation, report and question.

mod check;
mod judge;
mod label;
pub mod learned;
mod lexicon;
mod load;
mod matching;
mod pattern;
mod phrase;
mod review;
mod rules;
mod settle;
mod split;
mod token;

pub use check::check;
pub use label::{AlertKind, AlertLabel, Audience, Flag, Label, StrengthLabel};
pub use review::{Alert, Finding, Review, Reviewer, Strength, features, review, visits};
pub use rules::{Rule, Rules};
