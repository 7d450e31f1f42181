//! The engine room: one person's plan, the commands that change it, and what may be asked of them.
//!
//! Pure: no clock, no disk, no terminal. Time comes in as a [`Now`]; the same input gives the same plan.

pub mod agenda;
mod change;
pub mod command;
pub mod compose;
mod deeds;
pub mod entry;
mod finish;
pub mod gate;
pub mod plan;
pub mod profile;
pub mod reconcile;
pub mod record;
pub mod rehearsal;
pub mod route;
pub mod status;
pub mod tally;
#[cfg(test)]
mod testing;
pub mod undo;

pub use agenda::{Agenda, agenda};
pub use command::{Command, Outcome, Refusal, apply};
pub use compose::{missing, text_of};
pub use entry::{Entry, EntryId, EntryKind};
pub use gate::{DoorQuestion, Verdict, may, verdict};
pub use plan::{
    Agreement, Answer, Attempt, Draft, Mark, Now, Place, Plan, PracticeDay, PracticeItem,
    Practised, Progress, StepProgress, TalkItem,
};
pub use profile::{Contact, Over, PartnerKnows, Profile, Relationship, Safety, Situation, Told};
pub use reconcile::missing_entries;
pub use rehearsal::{Turn, Walk, walk};
pub use route::{after_step, before_step, door, next_step, shown};
pub use status::{Status, status};
pub use tally::Tally;
pub use undo::History;
