#![cfg(test)]
//! The coach against its corpus, and the promises that hold for any text.

#[path = "coach/corpus.rs"]
mod corpus;
#[path = "coach/letters.rs"]
mod letters;
#[path = "coach/properties.rs"]
mod properties;
#[path = "coach/rules.rs"]
mod rules;
#[path = "coach/score.rs"]
mod score;
