//! Every screen, drawn: as snapshots, at every size, to its last line, and on a random walk over all keys.
#![cfg(test)]

#[expect(dead_code, reason = "the flows use more of it")]
mod common;

#[path = "views/keys.rs"]
mod keys;
#[path = "views/reading.rs"]
mod reading;
#[path = "views/record.rs"]
mod record;
#[path = "views/shapes.rs"]
mod shapes;
#[path = "views/sizes.rs"]
mod sizes;
#[path = "views/snapshots.rs"]
mod snapshots;
#[path = "views/walk.rs"]
mod walk;
