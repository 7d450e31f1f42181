//! The text field while it is open: the widget keeps text, caret, selection, undo and the map of wrapped rows; what is
//! seen is drawn here.

mod columns;
mod draw;
mod field;
#[cfg(test)]
mod tests;

pub use field::Editor;
