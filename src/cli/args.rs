//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand};
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  trustcoach                          start, or go on where you were
  trustcoach status                   one line: how far, and what is next
  trustcoach export -o checklist.md   the steps as a checklist, without your words
  trustcoach today                    what today asks
  trustcoach where                    every place where something is kept

";

const AFTER: &str = "\
In the program, ? shows every key, F1 or Ctrl-G shows help lines, Ctrl-C leaves at once.

Exit codes:
  0  done
  1  failed; the reason is on stderr
  2  wrong usage, or a terminal is needed and there is none
  3  the plan is open elsewhere, or locked";

/// A private, offline coach for the partner who broke trust.
#[derive(Debug, Parser)]
#[command(
    name = "trustcoach",
    version,
    before_help = EXAMPLES.trim_end(),
    after_help = "Exit codes and more: trustcoach --help",
    after_long_help = AFTER,
    max_term_width = 100,
    subcommand_help_heading = "Commands",
    disable_help_subcommand = true
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Everywhere")]
pub(super) struct Global {
    /// The folder of the plan.
    #[arg(
        long,
        value_name = "DIR",
        global = true,
        help = "Keep the plan in this folder; without it TRUSTCOACH_DIR counts"
    )]
    pub(super) dir: Option<PathBuf>,
    /// Use the program in this folder instead of the one that is built in
    #[arg(long, value_name = "DIR", global = true)]
    pub(super) content: Option<PathBuf>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value_t = ColorChoice::Auto, global = true)]
    pub(super) color: ColorChoice,
}

/// What to do; without a command, the program starts.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Note how you are: three numbers and a line, from stdin or asked for
    Checkin,
    /// Your promises: list them, say that one was kept or missed
    #[command(subcommand)]
    Promise(Promise),
    /// What today asks, in plain lines
    Today,
    /// Write the steps as a checklist, the days as a calendar, or everything as JSON
    ///
    /// As markdown without --answers, nothing that you wrote is in it. As JSON everything is, but what you said about
    /// contact and safety. An export is plain text: others can find it, and a court can demand it.
    Export(Export),
    /// Read a JSON export back
    ///
    /// Where a plan is kept, it is replaced only after a look and a yes, and written to a file first.
    Import(Import),
    /// Say in one line how far the plan is
    Status {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// List every place where something is kept
    Where,
    /// Look at the program's content
    #[command(subcommand)]
    Content(Content),
    /// Print completions for a shell
    ///
    /// For example: trustcoach completions bash > ~/.local/share/bash-completion/completions/trustcoach
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    ///
    /// For example: trustcoach man | man -l -
    Man,
}

/// What to do with promises.
#[derive(Debug, Subcommand)]
pub(super) enum Promise {
    /// List them with their numbers
    List,
    /// Say that one was kept today
    Keep {
        /// Its number in the list
        number: usize,
    },
    /// Say that one was missed today
    Miss {
        /// Its number in the list
        number: usize,
    },
}

/// What to import.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// The JSON file
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Replace the plan that is kept, without being asked
    #[arg(long)]
    pub(super) yes: bool,
    /// Write what is replaced to this file, which must not exist yet
    #[arg(long, value_name = "FILE")]
    pub(super) backup: Option<PathBuf>,
}

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    /// The steps as a checklist
    Markdown,
    /// Everything but the answers about safety
    Json,
    /// The days of the record, for a calendar
    Ics,
}

/// What to export, and where to.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[derive(Debug, Args)]
pub(super) struct Export {
    /// As what
    #[arg(long, value_enum, default_value_t = Format::Markdown)]
    pub(super) format: Format,
    /// In a calendar: your words as titles instead of neutral ones
    #[arg(long)]
    pub(super) words: bool,
    /// In a calendar: only this one, by its name (see the JSON export)
    #[arg(long, value_name = "ID")]
    pub(super) only: Option<String>,
    /// In a calendar: take out what rests now
    #[arg(long, conflicts_with = "only")]
    pub(super) cancel: bool,
    /// Write to this file, which must not exist yet; - is stdout
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Overwrite the file
    #[arg(long, requires = "output")]
    pub(super) force: bool,
    /// Only this part, by its id (see: trustcoach content list)
    #[arg(long, value_name = "ID", conflicts_with = "step")]
    pub(super) stage: Option<String>,
    /// Include what you wrote
    #[arg(long, conflicts_with = "step")]
    pub(super) answers: bool,
    /// Only the text that you made in this step, by its id
    #[arg(long, value_name = "ID")]
    pub(super) step: Option<String>,
}

/// What to do with content.
#[derive(Debug, Subcommand)]
pub(super) enum Content {
    /// Check a folder of content, and report everything that is wrong with it
    Check {
        /// The folder that holds program.toml
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// List parts and steps
    List {
        /// Count forms and practices instead
        #[arg(long)]
        stats: bool,
    },
}
