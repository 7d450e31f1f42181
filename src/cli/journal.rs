//! The journal without the screens: lines written, changed, deleted, brought back, destroyed; steps finished.

use std::fmt::Write;
use std::io::{self, IsTerminal, Read};

use super::args::{Log, Trash};
use super::exit::{Answer, Failure};
use super::opened;
use super::output;
use super::secret::Secrets;
use crate::clock;
use crate::content::{FieldKind, Program, Step};
use crate::engine::{
    Answer as Written, Command, Entry, EntryId, EntryKind, Plan, Status, apply, missing, status,
};
use crate::error::Error;
use crate::store::{Places, Store};

/// The longest text, in bytes.
const LONGEST: u64 = 100 * 1024;

/// The text on stdin, without its last line end.
fn text() -> Result<String, Failure> {
    if io::stdin().is_terminal() {
        output::say("Write, then press Enter and Ctrl-D.");
    }
    let mut text = String::new();
    let read = io::stdin().lock().take(LONGEST + 1).read_to_string(&mut text);
    read.map_err(|error| Failure::failed(format!("The text cannot be read: {}.", error.kind())))?;
    if text.len() as u64 > LONGEST {
        return Err(Failure::failed("The text is longer than 100 KB. Nothing was saved."));
    }
    let text = text.trim_end_matches(['\n', '\r']).to_owned();
    if text.trim().is_empty() {
        return Err(Failure::usage("There is no text on stdin. Nothing was saved."));
    }
    Ok(text)
}

/// Writes a line, or lists them.
pub(super) fn log(places: &Places, kind: Log, secrets: &mut Secrets) -> Result<Answer, Failure> {
    let kind = match kind {
        Log::Win => EntryKind::Win,
        Log::Setback => EntryKind::Setback,
        Log::Gratitude => EntryKind::Gratitude,
        Log::Note => EntryKind::Note,
        Log::List => return list(places, secrets),
    };
    let (mut store, _) = opened::to_write(places, secrets)?;
    let text = text()?;
    let now = clock::now();
    let month = now.today.format("%Y-%m").to_string();
    let there = store.read_month(&month)?.entries;
    let mut entry = Entry { text, ..Entry::new(EntryId::new(now.at, 0), kind, now.today, now.at) };
    let mut number = 0;
    // The same line of the same millisecond is the same line, said again after a doubt.
    while there.iter().any(|old| old.id == entry.id && *old != entry) {
        number += 1;
        entry.id = EntryId::new(now.at, number);
    }
    store.save_entries(std::slice::from_ref(&entry), &[])?;
    Ok(told(Answer::data(format!("{}\n", entry.id)), &mut store))
}

fn list(places: &Places, secrets: &mut Secrets) -> Result<Answer, Failure> {
    let (mut store, loaded) = opened::to_write(places, secrets)?;
    let mut out = String::new();
    for month in &loaded.months {
        for entry in store.read_month(month)?.entries {
            line(&mut out, &entry);
        }
    }
    Ok(told(Answer::data(out), &mut store))
}

/// An entry on one line: name, day, kind, text.
fn line(out: &mut String, entry: &Entry) {
    let kind = format!("{:?}", entry.kind).to_lowercase();
    let text = entry.text.replace('\n', " ");
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{}  {}  {kind}  {text}", entry.id, entry.day);
}

/// Gives a line another text.
pub(super) fn edit(places: &Places, id: &str, secrets: &mut Secrets) -> Result<Answer, Failure> {
    let (mut store, _) = opened::to_write(places, secrets)?;
    let id = EntryId(id.to_owned());
    let entry = store.find_entry(&id)?.ok_or(Error::NoEntry { id: id.0 })?;
    let changed = Entry { text: text()?, ..entry };
    store.save_entries(&[changed], &[])?;
    Ok(told(Answer::default().saying("Saved."), &mut store))
}

/// Puts a line in the trash.
pub(super) fn delete(places: &Places, id: &str, secrets: &mut Secrets) -> Result<Answer, Failure> {
    let (mut store, _) = opened::to_write(places, secrets)?;
    let id = EntryId(id.to_owned());
    match store.delete_entry(&id, clock::now().at) {
        Ok(()) => {}
        Err(Error::NoEntry { .. }) if in_trash(&mut store, &id)? => {
            return Ok(Answer::default().saying("It is in the trash already."));
        }
        Err(error) => return Err(error.into()),
    }
    let said = "In the trash for thirty days: `trustcoach trash restore` brings it back, `trustcoach forget` destroys it.";
    Ok(told(Answer::default().saying(said), &mut store))
}

fn in_trash(store: &mut Store, id: &EntryId) -> Result<bool, Error> {
    Ok(store.trash()?.iter().any(|item| item.entry.id == *id))
}

/// Lists what was deleted, or brings a line back.
pub(super) fn trash(
    places: &Places,
    wanted: &Trash,
    secrets: &mut Secrets,
) -> Result<Answer, Failure> {
    let (mut store, _) = opened::to_write(places, secrets)?;
    match wanted {
        Trash::List => {
            store.expire_trash(clock::now().at)?;
            let mut out = String::new();
            for item in store.trash()? {
                line(&mut out, &item.entry);
            }
            Ok(told(Answer::data(out), &mut store))
        }
        Trash::Restore { id } => {
            let id = EntryId(id.clone());
            match store.restore_entry(&id) {
                Err(Error::NoEntry { .. }) if store.find_entry(&id)?.is_some() => {}
                done => done?,
            }
            Ok(told(Answer::default().saying("It is back in the journal."), &mut store))
        }
    }
}

/// Destroys a line, with every version of it that is kept here.
pub(super) fn forget(places: &Places, id: &str, secrets: &mut Secrets) -> Result<Answer, Failure> {
    let (mut store, _) = opened::to_write(places, secrets)?;
    let forgotten = store.forget_entry(&EntryId(id.to_owned()))?;
    if !forgotten.found && forgotten.versions == 0 {
        return Err(Error::NoEntry { id: id.to_owned() }.into());
    }
    let mut said = format!(
        "Gone from the journal and the trash, with {} earlier versions of its month. Snapshots of the disk, copies in a cloud and exports are out of reach.",
        forgotten.versions
    );
    for path in forgotten.unread {
        let _ = write!(said, "\n{} could not be looked into and may hold it.", path.display());
    }
    Ok(told(Answer::default().saying(&said), &mut store))
}

/// Finishes a step, with the text on stdin for its first empty field of text.
pub(super) fn step_done(
    program: &Program,
    places: &Places,
    id: &str,
    secrets: &mut Secrets,
) -> Result<Answer, Failure> {
    let step = program.step(id).ok_or_else(|| {
        Failure::usage(format!("No step is called {id}. See: trustcoach content list"))
    })?;
    let (mut store, loaded) = opened::to_write(places, secrets)?;
    let mut plan = loaded.plan;
    if status(program, &plan, step) == Some(Status::Done) {
        store.complete_journal(&plan)?;
        return Ok(Answer::default().saying("It is done already."));
    }
    let now = clock::now();
    let run = |plan: &mut Plan, command| {
        apply(program, plan, command, now).map_err(|refusal| {
            Failure::failed(format!("Not done: {refusal}. The screens show what it asks."))
        })
    };
    run(&mut plan, Command::Open { step: step.id.clone() })?;
    if let Some(field) = empty_text(step, &plan) {
        let answer = Some(Written::Text(text()?));
        run(&mut plan, Command::Answer { step: step.id.clone(), field, answer })?;
    }
    let outcome = run(&mut plan, Command::Finish { step: step.id.clone() })?;
    store.save_plan(&mut plan)?;
    store.save_entries(&outcome.add, &outcome.remove)?;
    let done = status(program, &plan, step) == Some(Status::Done);
    let said = if done { "Done." } else { "Saved; it is left for later." };
    Ok(told(Answer::default().saying(said), &mut store))
}

/// The first field of the step that wants a text and has none.
fn empty_text(step: &Step, plan: &Plan) -> Option<crate::content::FieldId> {
    missing(step, plan).into_iter().find(|id| {
        step.field(id.as_str())
            .is_some_and(|field| matches!(field.kind, FieldKind::Short | FieldKind::Long))
    })
}

/// The answer with what came up while the store was open.
fn told(answer: Answer, store: &mut Store) -> Answer {
    let notices = store.take_notices();
    notices.iter().fold(answer, |answer, notice| answer.saying(&notice.to_string()))
}
