//! The screens: for each, the page it shows, its words, and what only it can do.
//!
//! The words of a screen stand at the top of its file; the words of the program stand in `content/`.

pub mod doors;
pub mod export;
pub mod fields;
pub mod journal;
pub mod keep;
pub mod lookback;
pub mod mirror;
pub mod path;
pub mod rating;
pub mod record;
pub mod rehearsal;
pub mod review;
pub mod settings;
pub mod sheet;
pub mod step;
pub mod support;
pub mod talk;
pub mod today;
pub mod welcome;

mod page;

pub use page::page;
