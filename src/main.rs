//! The trustcoach program.

use std::process::ExitCode;

fn main() -> ExitCode {
    trustcoach::cli::run()
}
