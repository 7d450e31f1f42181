//! The loop: waits for what happens, lets `app` decide, draws once, then does the work.
//!
//! It blocks until something comes; all that waits is taken in before one frame is drawn, and the disk is touched
//! only after the paint. Two deadlines wake it: a draft that is two seconds old, and a screen left alone; while the clock
//! of a talk is shown, each second does.

mod run;
mod work;

pub use run::{Ended, Runtime};
