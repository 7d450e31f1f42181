//! The app room: what is on the screen, what a key means, and what comes of it.
//!
//! Pure. `update(&mut Model, Msg) -> Vec<Effect>` is the only writer of the [`Model`]; a page is made fresh from it
//! for every look. The terminal, the disk and the clock are the shell's.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a screen answers the few actions it knows; what every action is stands without a wildcard in `action`"
)]

pub mod action;
pub mod effect;
pub mod key;
pub mod keymap;
pub mod last_laid;
pub mod layout;
pub mod mirror;
pub mod model;
pub mod msg;
pub mod page;
pub mod record;
pub mod screens;
pub mod typing;
pub mod update;

pub mod interpret;

mod activate;
mod answer;
mod edit;
mod focus;
mod leave;
pub mod palette;
pub mod resume;
mod saving;
mod secret;

pub use action::Action;
pub use effect::Effect;
pub use key::{Key, KeyCode};
pub use model::Model;
pub use msg::{Msg, Trouble};
pub use saving::draft;
pub use update::update;
