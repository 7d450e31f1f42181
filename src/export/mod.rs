//! The export room: what may leave the program, and how it looks as plain text.
//!
//! Pure: it makes texts; `store` writes them. One neutral form, the [`Checklist`], is read by the screen, by markdown
//! and by everything that comes later, so that no second copy of a rule exists. Nothing the person wrote is in it
//! unless they ask ([`Options::answers`]); what is withheld is left out and never counted; answers about safety are
//! never in it at all.

mod answers;
mod checklist;
mod escape;
mod handout;
mod happening;
mod ics;
mod json;
mod markdown;
mod notice;
mod stand_in;
mod text_of_step;
mod today;

#[cfg(test)]
mod tests;

pub use checklist::{Answered, Checklist, Count, Item, Options, PartList, checklist};
pub use handout::{
    Block, Handout, brief, brief_items, card, handout_markdown, review, sheet, sheets,
};
pub use happening::{Happening, Rhythm, Rule, Which, happenings};
pub use ics::{CALENDAR_NOTICE, IcsOptions, ics, neutral};
pub use json::{Backup, BadBackup, JSON_CAP, JSON_FORMAT, JSON_VERSION, json, read_json};
pub use markdown::markdown;
pub use notice::PLAIN_TEXT_NOTICE;
pub use stand_in::{is_private, keep_private};
pub use text_of_step::step_text;
pub use today::today_text;
