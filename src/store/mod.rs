//! The store room: what is kept on the disk, so that a word once saved is never lost and nobody else can read it.
//!
//! A shell around [`content`](crate::content) and [`engine`](crate::engine). All file system calls go through
//! [`vfs`]; the order of a save is in `save`.

mod backup;
mod check;
mod config;
mod conflict;
pub mod disk;
mod document;
mod export;
mod forget;
#[cfg(test)]
mod freeze;
mod generations;
mod harden;
mod index;
mod inventory;
mod keys;
mod locked;
#[cfg(test)]
mod memory;
mod merge;
mod merge_plan;
#[cfg(test)]
mod merge_plan_tests;
mod notice;
mod open;
mod pack;
mod places;
mod recover;
mod removed;
mod rewrite;
mod save;
pub mod seal;
#[expect(clippy::module_inception, reason = "the room and its main type have the same name")]
mod store;
#[cfg(test)]
mod sweep;
#[cfg(test)]
mod sweep_commands;
mod trash;
mod vault;
pub mod vfs;
mod write;

pub use backup::Version;
pub use check::{Finding, Report};
pub use config::{Config, Setting};
pub use export::{read_text, write_export};
pub use forget::Forgotten;
pub use harden::harden;
pub use inventory::{Item, inventory};
pub use locked::LockedStore;
pub use notice::{Notice, ReadOnly};
pub use open::{Loaded, Opened};
pub use pack::read_content;
pub use places::{Given, Places};
pub use store::{Month, Store};
pub use trash::Trashed;
pub use vault::{Key, Passphrase};
