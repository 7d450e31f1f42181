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
  2  wrong usage, or a terminal is needed and there is none; or what is kept was changed
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
    /// Read the passphrase from this file descriptor, one line each
    #[arg(long, value_name = "N", global = true)]
    pub(super) passphrase_fd: Option<u32>,
    /// When to use colour
    #[arg(long, value_name = "WHEN", default_value_t = ColorChoice::Auto, global = true)]
    pub(super) color: ColorChoice,
}

/// What to do; without a command, the program starts.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Begin a plan without the screens
    ///
    /// Asks for a passphrase twice, or takes it from --passphrase-fd.
    Init {
        /// Keep the plan unencrypted: whoever can use this account, or takes the disk, can read it
        #[arg(long)]
        no_passphrase: bool,
    },
    /// Write a line in the journal, its text from stdin; or list the lines
    #[command(subcommand)]
    Log(Log),
    /// Give a line of the journal another text, from stdin
    Edit {
        /// Its name; see: trustcoach log list
        id: String,
    },
    /// Put a line of the journal in the trash
    Delete {
        /// Its name; see: trustcoach log list
        id: String,
    },
    /// Work on a step
    #[command(subcommand)]
    Step(Step),
    /// Look everything through and change nothing
    ///
    /// Exits with 0 where all is well, 1 where something wants to be tidied, 2 where something is damaged.
    Check {
        /// Read every earlier version too
        #[arg(long)]
        read_all: bool,
        /// Print a digest of the content
        #[arg(long, hide = true)]
        digest: bool,
    },
    /// Mend what can be mended, after a backup
    Repair {
        /// Keep what was changed outside trustcoach
        #[arg(long, conflicts_with = "refuse")]
        accept: bool,
        /// Go back to what was last saved here where something was changed outside
        #[arg(long)]
        refuse: bool,
        /// Merge copies of other devices that delete many lines, too
        #[arg(long)]
        merge: bool,
    },
    /// Earlier versions of the plan and the journal
    #[command(subcommand)]
    Backup(Backup),
    /// Deleted lines, kept for thirty days
    #[command(subcommand)]
    Trash(Trash),
    /// Destroy a line of the journal, in earlier versions and the trash too
    Forget {
        /// Its name
        id: String,
    },
    /// Destroy everything that is kept here; asks for a word on stdin
    Erase,
    /// Say what is kept, who can see it, and what to do about it
    Privacy,
    /// Set, change or remove the passphrase
    #[command(subcommand)]
    Passphrase(Passphrase),
    /// Make a new key and encrypt everything anew
    Rekey,
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
    /// contact and safety, and steps that would tell of it. An export is plain text: others can find it, and a court can demand it.
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
    /// Read a text of yours over, as the mirror does: for your own words, not theirs
    ///
    /// Prints what may hurt in it, with the place, why, and a direction; nothing of it is stored. For example:
    /// trustcoach review letter.txt
    Review(Review),
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

/// What to review, and how to say it.
#[derive(Debug, Args)]
pub(super) struct Review {
    /// The file with your own words; - or nothing is stdin
    #[arg(value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ReviewFormat::Words)]
    pub(super) format: ReviewFormat,
    /// Take each line as a text of its own, and print one JSON object a line
    #[arg(long)]
    pub(super) lines: bool,
    /// Exit with 1 where something was found
    #[arg(long)]
    pub(super) fail: bool,
}

/// How a review is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum ReviewFormat {
    /// For people
    Words,
    /// For machines
    Json,
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

/// What to write in the journal.
#[derive(Debug, Clone, Copy, Subcommand)]
pub(super) enum Log {
    /// Something that went right
    Win,
    /// Something that went wrong
    Setback,
    /// Thanks for something
    Gratitude,
    /// Anything else
    Note,
    /// Print the lines with their names
    List,
}

/// What to do with a step.
#[derive(Debug, Subcommand)]
pub(super) enum Step {
    /// Finish a step, with the text for its first empty field from stdin
    Done {
        /// Its name; see: trustcoach content list
        id: String,
    },
}

/// What to do with earlier versions.
#[derive(Debug, Subcommand)]
pub(super) enum Backup {
    /// Print them
    List,
    /// Print what one says
    Show {
        /// The file, as the list names it; or another device's version that was left in the folder
        file: String,
        /// The number of the version
        number: Option<u64>,
    },
    /// Bring one back; what is there now becomes an earlier version
    Restore {
        /// The file, as the list names it
        file: String,
        /// The number of the version
        number: u64,
    },
}

/// What to do with deleted lines.
#[derive(Debug, Subcommand)]
pub(super) enum Trash {
    /// Print them
    List,
    /// Bring one back
    Restore {
        /// Its name
        id: String,
    },
}

/// What to do with the passphrase. From --passphrase-fd: the old one in the first line, the new one in the next.
#[derive(Debug, Clone, Copy, Subcommand)]
pub(super) enum Passphrase {
    /// Encrypt everything
    Set,
    /// Take another passphrase
    Change {
        /// Unlock with the recovery key instead of the old passphrase
        #[arg(long)]
        recovery: bool,
    },
    /// Keep everything unencrypted from now on
    Remove,
}
