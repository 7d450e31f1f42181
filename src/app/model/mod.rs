//! Everything the screen depends on. Only `update` writes it.

mod keeping;
mod settings;
mod shown;
mod state;

pub use keeping::{Keeping, Pending};
pub use settings::{Setting, Settings};
pub use shown::{
    Edited, Editing, ExportDraft, ExportWhat, Lists, NO_FOCUS, OpenStep, Overlay, Passphrase,
    Purpose, Question, Screen, View,
};
pub use state::{Library, Model, Notice, Size};
