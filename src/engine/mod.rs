//! The engine room: one person's plan, the commands that change it, and what may be asked of them.
//!
//! Pure: no clock, no disk, no terminal. Time comes in as a [`Now`]; the same input gives the same plan.

pub mod entry;
pub mod plan;
pub mod profile;

pub use entry::{Entry, EntryId, EntryKind};
pub use plan::{Answer, Attempt, Draft, Mark, Now, Place, Plan, Progress, StepProgress};
pub use profile::{Contact, Over, PartnerKnows, Profile, Relationship, Safety, Situation, Told};
