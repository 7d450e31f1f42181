//! Starting the program itself: the one place that knows the front end.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use super::args::Global;
use super::exit::Failure;
use super::opened;
use crate::tui::{self, Start};

const NO_TERMINAL: &str = "\
trustcoach needs a terminal to start, and there is none here. Without one, these work:

  trustcoach status                   one line: how far, and what is next
  trustcoach export -o checklist.md   the steps as a checklist
  trustcoach --help                   everything else";

/// Starts the full screen, where there is a terminal to draw it on.
pub(super) fn start(global: &Global) -> Result<ExitCode, Failure> {
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    // Both: crossterm would open the terminal by itself even when stdin is a file.
    if dumb || !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(Failure::usage(NO_TERMINAL));
    }
    full_screen(global)
}

/// Hands over to the screens: the only function that names them.
fn full_screen(global: &Global) -> Result<ExitCode, Failure> {
    let places = opened::places(global)?;
    let program = opened::chosen_program(global, &places)?;
    Ok(tui::run(Start { places, program })?)
}
