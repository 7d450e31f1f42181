//! The terminal front end: takes the terminal, feeds keys to `app`, draws its pages, does its effects, gives the
//! terminal back.
//!
//! Everything that names `crossterm` is in `terminal` and `input`; everything that decides is in `app`.

pub mod desk;
mod editor;
#[cfg(debug_assertions)]
mod fault;
mod finish;
mod hidden;
pub mod input;
mod paste;
mod runtime;
mod screen;
mod secret;
mod start;
pub mod terminal;
pub mod theme;
pub mod view;

pub use editor::Editor;
pub use input::Event;
pub use runtime::{Ended, Runtime};
pub use screen::Screen;
pub use start::{Start, open, run};
pub use theme::Theme;
