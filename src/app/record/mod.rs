//! The record in the app: what its rows do, its sheets, what is remembered of the journal for a look.

pub mod begun;
pub mod deed;
pub mod journal;
pub mod looking;
pub mod rating;
pub mod sheet;
pub mod talk;

mod answers;
mod fields;

pub use deed::Deed;
pub use journal::{JournalView, MonthsRead};
pub use looking::Looking;
pub use rating::Rating;
pub use sheet::Sheet;
pub use talk::TalkRun;

pub(super) use deed::run;
