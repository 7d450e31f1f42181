//! From arguments to an exit code.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{ColorChoice, CommandFactory, FromArgMatches};

use super::args::{Cli, Command, Content, Format, Global};
use super::exit::{Answer, Failure};
use super::{content, export, import, manual, opened, output, record, start, status, whereabouts};
use crate::content::Program;
use crate::engine::Plan;
use crate::store::{Config, harden};

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    harden();
    match parse(std::env::args_os().collect()) {
        Ok(Cli { global, command: None }) => {
            start::start(&global).unwrap_or_else(|failure| output::finish(Err(failure)))
        }
        Ok(Cli { global, command: Some(command) }) => output::finish(answer(&global, &command)),
        Err(error) => help_or_usage(&error),
    }
}

/// Parses the arguments. Help and errors are coloured as `--color` says, wherever it stands.
fn parse(arguments: Vec<OsString>) -> Result<Cli, clap::Error> {
    let command = Cli::command().color(colour(&arguments));
    Cli::from_arg_matches(&command.try_get_matches_from(arguments)?)
}

/// What `--color` says, before anything else is looked at.
fn colour(arguments: &[OsString]) -> ColorChoice {
    let values = arguments.iter().zip(arguments.iter().skip(1).map(Some).chain([None]));
    values
        .filter_map(|(argument, next)| match argument.to_str()? {
            "--color" => next?.to_str(),
            other => other.strip_prefix("--color="),
        })
        .last()
        .and_then(|choice| choice.parse().ok())
        .unwrap_or(ColorChoice::Auto)
}

/// Prints help and version to stdout. Wrong usage is said plainly, because it repeats what was typed.
fn help_or_usage(error: &clap::Error) -> ExitCode {
    if error.use_stderr() {
        return output::finish(Err(Failure::usage(error.render().to_string())));
    }
    match error.print().and_then(|()| io::stdout().flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => output::finish(Err(Failure::Output(error))),
    }
}

fn answer(global: &Global, command: &Command) -> Result<Answer, Failure> {
    let places = || opened::places(global);
    match command {
        Command::Completions { shell } => Ok(manual::completions(*shell)),
        Command::Man => manual::manual(),
        Command::Content(Content::Check { folder }) => content::check(folder, global.color),
        Command::Content(Content::List { stats: false }) => {
            Ok(content::list(&opened::program(global, &places()?)?))
        }
        Command::Content(Content::List { stats: true }) => {
            Ok(content::stats(&opened::program(global, &places()?)?))
        }
        Command::Where => {
            let places = places()?;
            // Settings that cannot be read are listed all the same; no content stands in them then.
            let set = Config::load(&places).ok().and_then(|config| config.content);
            whereabouts::list(&places, global.content.as_deref().or(set.as_deref()))
        }
        Command::Status { json } => {
            with_plan(global, |program, plan| Ok(status::status(program, plan, *json)))
        }
        Command::Export(wanted) if wanted.format == Format::Json => export::whole(global, wanted),
        Command::Export(wanted) => {
            with_plan(global, |program, plan| export::export(program, plan, wanted))
        }
        Command::Import(wanted) => import::import(global, wanted),
        Command::Checkin => record::check_in(global),
        Command::Promise(wanted) => record::promise(global, wanted),
        Command::Today => record::today(global),
    }
}

/// Gives a command the program and the plan that is kept, and says what there is to say about that.
fn with_plan(
    global: &Global,
    command: impl FnOnce(&Program, Option<&Plan>) -> Result<Answer, Failure>,
) -> Result<Answer, Failure> {
    let places = opened::places(global)?;
    let program = opened::program(global, &places)?;
    let kept = opened::plan(&places)?;
    let answer = command(&program, kept.plan.as_ref())?;
    Ok(kept.notices.iter().fold(answer, |answer, notice| answer.saying(&notice.to_string())))
}
