//! Draws the model. Reads only; what is shown and where is decided in `app`.
//!
//! ```text
//! ┌──────────────┬─ title ───────────────── aside ─┬─────────────┐
//! │ path         │                                 │ notes       │
//! │ (wide)       │ page, scrolled                  │ (very wide) │
//! │              │                                 │             │
//! │              ├─ notice ──────────────── more ──┤             │
//! └──────────────┴─ footer ────────────────────────┴─────────────┘
//! ```

mod body;
mod chrome;
mod draw;
mod list;

pub use draw::{Canvas, draw};
