//! `import`: an export read back. Into an empty place at once; over a plan only after a look, a yes, and a backup.

use std::path::{Path, PathBuf};

use super::args::{Global, Import};
use super::exit::{Answer, Failure};
use super::opened::{self, Open};
use super::record::says_yes;
use super::run::secrets;
use crate::engine::{Entry, EntryId, Plan};
use crate::error::Error;
use crate::export::{Backup, JSON_CAP, is_private, json, keep_private, read_json};
use crate::store::{Opened, Places, Store, read_text, write_export};

/// Said where a plan with a passphrase would leave a backup that everybody can read.
const PLAIN_BACKUP: &str = "This plan has a passphrase, and the backup of it would be plain text. Say with --backup \
FILE where it may stand. Nothing was changed.";
const NO_PASSPHRASE: &str =
    "It is kept without a passphrase. To set one: trustcoach passphrase set";

/// Reads the export and keeps it.
pub(super) fn import(global: &Global, wanted: &Import) -> Result<Answer, Failure> {
    let text = read_text(&wanted.file, JSON_CAP)?;
    let backup = read_json(&text)
        .map_err(|why| Failure::failed(format!("{}: {why}.", wanted.file.display())))?;
    let places = opened::places(global)?;
    let program = opened::program(global, &places)?;
    match opened::to_change(&places, program, &mut secrets(global))? {
        None => into_new(&places, backup),
        Some(open) => over(open, backup, wanted),
    }
}

fn into_new(places: &Places, backup: Backup) -> Result<Answer, Failure> {
    let Opened::New(mut store) = Store::open(places)? else {
        return Err(Failure::failed("A plan was made here meanwhile. Try again."));
    };
    let Backup { mut plan, entries } = backup;
    store.save_plan(&mut plan)?;
    store.save_entries(&entries, &[])?;
    Ok(done(&plan, &entries).saying(NO_PASSPHRASE))
}

fn over(mut open: Open, backup: Backup, wanted: &Import) -> Result<Answer, Failure> {
    let there = open.whole_journal()?;
    let Backup { mut plan, entries } = backup;
    let preview = format!(
        "Here: {}\nIn the file: {}\nThe file takes the place of what is here. What you said about contact, safety and \
how things stand stays as it is.",
        summary(&open.plan, &there),
        summary(&plan, &entries)
    );
    if !wanted.yes && !says_yes(&format!("{preview}\nImport it? yes or no"))? {
        return Ok(Answer::default().saying("Nothing was changed."));
    }
    if open.store.is_encrypted() && wanted.backup.is_none() {
        return Err(Failure::usage(PLAIN_BACKUP));
    }
    let kept = wanted.backup.clone().unwrap_or_else(|| {
        PathBuf::from(format!("notes-before-import-{}.json", crate::clock::now().today))
    });
    write_export(&kept, &json(&open.program, &open.plan, &there), false)?;
    keep_private(&open.program, &open.plan, &mut plan);
    plan.seq = open.plan.seq;
    let gone: Vec<EntryId> = there
        .iter()
        .filter(|old| !is_private(&open.program, old))
        .filter(|old| !entries.iter().any(|new| (&new.id, new.day) == (&old.id, old.day)))
        .map(|old| old.id.clone())
        .collect();
    open.store.save_plan(&mut plan)?;
    open.store.save_entries(&entries, &gone)?;
    Ok(done(&plan, &entries).saying(&told(&kept)))
}

fn told(backup: &Path) -> String {
    format!(
        "What was here is in {}. It is plain text: delete it when you are sure.",
        backup.display()
    )
}

fn summary(plan: &Plan, entries: &[Entry]) -> String {
    let steps = plan.progress.steps.len();
    let days = entries.iter().map(|entry| entry.day);
    let span = match (days.clone().min(), days.max()) {
        (Some(first), Some(last)) => format!(", {first} to {last}"),
        _ => String::new(),
    };
    format!(
        "{steps} steps touched, {} promises, {} practices, {} lines in the journal{span}.",
        plan.promises.len(),
        plan.practices.len(),
        entries.len()
    )
}

fn done(plan: &Plan, entries: &[Entry]) -> Answer {
    Answer::default().saying(&format!("Imported: {}", summary(plan, entries)))
}

impl Open {
    /// Every month of the journal.
    pub(super) fn whole_journal(&mut self) -> Result<Vec<Entry>, Error> {
        opened::whole_journal(&mut self.store)
    }
}
