//! Completions and the manual page, made from the same arguments that are parsed.

use std::io;

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use super::args::Cli;
use super::exit::{Answer, Failure};

/// The completions for a shell.
pub(super) fn completions(shell: Shell) -> Answer {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "trustcoach", &mut out);
    Answer::data(String::from_utf8_lossy(&out))
}

/// The manual: one page, with a section for each command.
pub(super) fn manual() -> Result<Answer, Failure> {
    page().map(|page| Answer::data(String::from_utf8_lossy(&page))).map_err(Failure::Output)
}

fn page() -> io::Result<Vec<u8>> {
    let mut cli = Cli::command();
    cli.build();
    let whole = Man::new(cli.clone());
    let mut out = Vec::new();
    whole.render_title(&mut out)?;
    whole.render_name_section(&mut out)?;
    whole.render_synopsis_section(&mut out)?;
    whole.render_description_section(&mut out)?;
    whole.render_options_section(&mut out)?;
    out.extend_from_slice(b".SH COMMANDS\n");
    for command in cli.get_subcommands() {
        section(&mut out, command)?;
    }
    let mut notes = Vec::new();
    whole.render_extra_section(&mut notes)?;
    let notes = String::from_utf8_lossy(&notes).replacen(".SH EXTRA", ".SH NOTES", 1);
    out.extend_from_slice(notes.as_bytes());
    Ok(out)
}

/// A command as a subsection: its synopsis, what it does, its own options.
fn section(out: &mut Vec<u8>, command: &clap::Command) -> io::Result<()> {
    if command.get_subcommands().next().is_some() {
        return command.get_subcommands().try_for_each(|inner| section(out, inner));
    }
    let name = command.get_bin_name().unwrap_or(command.get_name());
    // What every command takes stands once, at the top.
    let everywhere = command
        .get_arguments()
        .filter(|argument| argument.is_global_set() || argument.get_id() == "help")
        .map(|argument| argument.get_id().clone())
        .collect::<Vec<_>>();
    let command = everywhere
        .into_iter()
        .fold(command.clone(), |command, id| command.mut_arg(id, |argument| argument.hide(true)));
    let man = Man::new(command.clone());
    let mut parts = Vec::new();
    man.render_description_section(&mut parts)?;
    man.render_options_section(&mut parts)?;
    out.extend_from_slice(format!(".SS {name}\n").as_bytes());
    // Each part brings its own heading; here they stand under the command's.
    let parts = String::from_utf8_lossy(&parts);
    let lines = parts.lines().filter(|line| !line.starts_with(".SH "));
    lines.for_each(|line| out.extend_from_slice(format!("{line}\n").as_bytes()));
    Ok(())
}
