//! From arguments to an exit code.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Args, ColorChoice, CommandFactory, FromArgMatches};

use super::args::{Cli, Command, Content, Format, Global, Step};
use super::exit::{Answer, Failure};
use super::secret::Secrets;
use super::{
    content, export, import, journal, keep, manual, mend, opened, output, passphrase, privacy,
    record, review, start, status, whereabouts,
};
use crate::clock;
use crate::content::Program;
use crate::engine::Plan;
use crate::store::{Config, Places, harden};

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    harden();
    if let Err(error) = clock::check() {
        return output::finish(Err(error.into()));
    }
    match parse(std::env::args_os().collect()) {
        Ok(Cli { global, command: None }) => {
            start::start(&global).unwrap_or_else(|failure| output::finish(Err(failure)))
        }
        Ok(Cli { global, command: Some(command) }) => output::finish(answer(&global, &command)),
        Err(error) => help_or_usage(&error),
    }
}

/// Parses the arguments. Help and errors are coloured as `--color` says, wherever it stands.
///
/// The options of every command are read first: describing all commands costs a tenth of a start, and a start has none.
fn parse(arguments: Vec<OsString>) -> Result<Cli, clap::Error> {
    let start = Global::augment_args(clap::Command::new("trustcoach"));
    let start = start.allow_external_subcommands(true).try_get_matches_from(&arguments);
    if let Some(found) = start.ok().filter(|found| found.subcommand_name().is_none()) {
        return Ok(Cli { global: Global::from_arg_matches(&found)?, command: None });
    }
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
            let places = places()?;
            Ok(content::stats(
                &opened::program(global, &places)?,
                &opened::coverage(global, &places)?,
            ))
        }
        Command::Review(wanted) => review::review(wanted),
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
            let country = Config::load(&places()?)?.country;
            with_plan(global, |program, plan| {
                export::export(program, plan, country.as_deref(), wanted)
            })
        }
        Command::Import(wanted) => import::import(global, wanted),
        Command::Checkin => record::check_in(global),
        Command::Promise(wanted) => record::promise(global, wanted),
        Command::Today => record::today(global),
        Command::Privacy => Ok(privacy::privacy(&places()?)?),
        Command::Init { no_passphrase } => {
            let places = places()?;
            let program = opened::program(global, &places)?;
            keep::init(&program, &places, *no_passphrase, &mut secrets(global))
        }
        Command::Erase => keep::erase(&places()?),
        Command::Step(Step::Done { id }) => {
            let places = places()?;
            let program = opened::program(global, &places)?;
            journal::step_done(&program, &places, id, &mut secrets(global))
        }
        Command::Log(_)
        | Command::Edit { .. }
        | Command::Delete { .. }
        | Command::Check { .. }
        | Command::Repair { .. }
        | Command::Backup(_)
        | Command::Trash(_)
        | Command::Forget { .. }
        | Command::Passphrase(_)
        | Command::Rekey => on_store(&places()?, command, &mut secrets(global)),
    }
}

pub(super) fn secrets(global: &Global) -> Secrets {
    Secrets::new(global.passphrase_fd)
}

/// The commands that work on what is kept and need no content.
fn on_store(places: &Places, command: &Command, secrets: &mut Secrets) -> Result<Answer, Failure> {
    match command {
        Command::Log(kind) => journal::log(places, *kind, secrets),
        Command::Edit { id } => journal::edit(places, id, secrets),
        Command::Delete { id } => journal::delete(places, id, secrets),
        Command::Check { read_all, digest } => mend::check(places, *read_all, *digest, secrets),
        Command::Repair { accept, refuse, merge } => {
            mend::repair(places, mend::Outside::of(*accept, *refuse), *merge, secrets)
        }
        Command::Backup(wanted) => mend::backup(places, wanted, secrets),
        Command::Trash(wanted) => journal::trash(places, wanted, secrets),
        Command::Forget { id } => journal::forget(places, id, secrets),
        Command::Passphrase(wanted) => passphrase::passphrase(places, *wanted, secrets),
        Command::Rekey => passphrase::rekey(places, secrets),
        Command::Completions { .. }
        | Command::Checkin
        | Command::Content(_)
        | Command::Import(_)
        | Command::Promise(_)
        | Command::Today
        | Command::Erase
        | Command::Export(_)
        | Command::Init { .. }
        | Command::Man
        | Command::Privacy
        | Command::Review(_)
        | Command::Status { .. }
        | Command::Step(_)
        | Command::Where => Err(Failure::usage("That is no command on what is kept.")),
    }
}

/// Gives a command the program and the plan that is kept, and says what there is to say about that.
fn with_plan(
    global: &Global,
    command: impl FnOnce(&Program, Option<&Plan>) -> Result<Answer, Failure>,
) -> Result<Answer, Failure> {
    let places = opened::places(global)?;
    let program = opened::program(global, &places)?;
    let kept = opened::plan(&places, &mut secrets(global))?;
    let answer = command(&program, kept.plan.as_ref())?;
    Ok(kept.notices.iter().fold(answer, |answer, notice| answer.saying(&notice.to_string())))
}
