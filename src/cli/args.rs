//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Args, ColorChoice, Parser, Subcommand};
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  trustcoach                          start, or go on where you were
  trustcoach status                   one line: how far, and what is next
  trustcoach export -o checklist.md   the steps as a checklist, without your words
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
    /// Write the steps as a checklist in markdown
    ///
    /// Without --answers, nothing that you wrote is in it. An export is plain text: others can find it, and a court
    /// can demand it.
    Export(Export),
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

/// What to export, and where to.
#[derive(Debug, Args)]
pub(super) struct Export {
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
    #[command(flatten)]
    pub(super) paper: Paper,
}

/// Another paper than the checklist.
#[derive(Debug, Args)]
#[group(id = "paper", multiple = false, conflicts_with_all = ["stage", "step", "answers"])]
pub(super) struct Paper {
    /// A card for your partner instead: what this is, that nothing is owed, where help is
    #[arg(long)]
    pub(super) card: bool,
    /// The sheet for two of this step instead, with blanks; nothing is signed
    #[arg(long, value_name = "ID")]
    pub(super) sheet: Option<String>,
    /// One page for a helper instead, of these steps or of what you wrote for one
    #[arg(long, value_name = "ID", num_args = 0.., value_delimiter = ',')]
    pub(super) brief: Option<Vec<String>>,
    /// A look back for two instead: what you said you would do
    #[arg(long)]
    pub(super) review: bool,
}

impl Paper {
    /// Whether one is asked for.
    pub(super) fn is_asked(&self) -> bool {
        self.card || self.review || self.sheet.is_some() || self.brief.is_some()
    }
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
