//! trustcoach: a private, offline coach in the terminal.
//!
//! Read the rooms in this order: [`content`] (what the program says), [`engine`] (one person's plan and what may be
//! asked of them), `export`, `app` (what a key press means), `store`, `tui`, `cli`. `ARCHITECTURE.md` has the map.

pub mod content;
pub mod engine;
pub mod text;
