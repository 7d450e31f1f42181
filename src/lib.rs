//! trustcoach: a private, offline coach in the terminal.
//!
//! Read the rooms in this order: [`content`] (what the program says), [`engine`] (one person's plan and what may be
//! asked of them), [`export`] (what leaves the program), [`app`] (what a key press means), [`store`], `tui`, `cli`.
//! `ARCHITECTURE.md` has the map.

#[cfg(windows)]
compile_error!("trustcoach runs on Linux and macOS; on Windows, build and run it inside WSL.");

pub mod app;
#[cfg(feature = "tui")]
pub mod cli;
pub mod clock;
pub mod coach;
pub mod content;
pub mod engine;
pub mod error;
pub mod export;
#[cfg(feature = "tui")]
pub mod signals;
pub mod store;
pub mod text;
#[cfg(feature = "tui")]
pub mod tui;
