//! The command line: arguments in, data on stdout, talk on stderr, an exit code.
//!
//! A shell: it reads files through `store`, asks `engine` and `export`, and holds no rule of its own. No command takes
//! a text of the person as an argument, because the shell's history keeps arguments.

mod args;
mod content;
mod exit;
mod export;
mod import;
mod journal;
mod keep;
mod manual;
mod mend;
mod opened;
mod output;
mod passphrase;
mod privacy;
mod record;
mod review;
mod run;
mod secret;
mod start;
mod status;
mod whereabouts;

pub use run::run;
