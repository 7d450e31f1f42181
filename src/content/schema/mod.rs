//! What each content file may hold: tables in, typed content with places out.

mod forms;
mod pack;
mod part;
mod scene;

pub(super) use pack::{DraftPack, DraftSource, pack, sources};
pub(super) use part::{DraftPart, DraftStep, part};
