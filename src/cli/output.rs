//! Writing to stdout and stderr. Either may be closed or full: that is an error like any other, never a panic.

use std::io::{self, Write};
use std::process::ExitCode;

use anstream::AutoStream;
use clap::ColorChoice;

use super::exit::{Answer, Exit, Failure};
use crate::error::Reason;
use crate::text::clean;

/// Writes the answer of a command out, and turns it into the exit code.
pub(super) fn finish(result: Result<Answer, Failure>) -> ExitCode {
    match result.and_then(|answer| write(&answer).map(|()| answer.failed)) {
        Ok(false) => ExitCode::SUCCESS,
        Ok(true) => Exit::Failed.into(),
        Err(Failure::Said(exit, reason)) => {
            say(&reason);
            exit.into()
        }
        Err(Failure::Output(error)) => {
            // Whoever closed the pipe has seen enough; anything else is worth a word.
            if error.kind() != io::ErrorKind::BrokenPipe {
                say(&format!("trustcoach: cannot write the output: {}", Reason::from(&error)));
            }
            Exit::Failed.into()
        }
    }
}

fn write(answer: &Answer) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let data = if answer.styled { answer.data.as_str().into() } else { clean(&answer.data) };
    out.write_all(data.as_bytes()).and_then(|()| out.flush()).map_err(Failure::Output)?;
    if !answer.talk.is_empty() {
        say(&answer.talk);
    }
    Ok(())
}

/// Says it on stderr. Where even that is closed there is nobody left to tell.
pub(super) fn say(text: &str) {
    let mut talk = io::stderr().lock();
    let said = talk.write_all(format!("{}\n", clean(text).trim_end()).as_bytes());
    drop(said.and_then(|()| talk.flush()));
}

/// Whether stdout takes colours: as asked for, else as the terminal and `NO_COLOR`, `CLICOLOR`, `CLICOLOR_FORCE` say.
pub(super) fn is_coloured(choice: ColorChoice) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    }
}
