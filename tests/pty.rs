//! The real binary on a real pseudo-terminal: start, resume, signals, hang-up, stop, resize, what goes over the wire.
#![cfg(test)]

#[expect(dead_code, reason = "the flows use more of it")]
mod common;

#[path = "pty/ends.rs"]
mod ends;
#[path = "pty/foreign.rs"]
mod foreign;
#[path = "pty/hostile.rs"]
mod hostile;
#[path = "pty/program.rs"]
mod program;
#[path = "pty/wire.rs"]
mod wire;
