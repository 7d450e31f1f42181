//! What a command works on: the program, and the plan if one is kept.

use std::path::Path;
use std::thread;
use std::time::Duration;

use super::args::Global;
use super::exit::{Exit, Failure};
use crate::content::diagnostic::render;
use crate::content::{Program, SourceFile, load_under, shipped};
use crate::engine::gate::floor;
use crate::engine::{Entry, Plan};
use crate::error::Error;
use crate::store::{Config, Loaded, Notice, Opened, Places, ReadOnly, Store, read_content};

/// How often, and after what pause, a plan that is open elsewhere is asked for: two seconds in all.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_millis(100);

/// The folders of this run.
pub(super) fn places(global: &Global) -> Result<Places, Failure> {
    Ok(Places::find(global.dir.as_deref())?)
}

/// The program: the built-in one, unless a folder was given or is set in the configuration.
pub(super) fn program(global: &Global, places: &Places) -> Result<Program, Failure> {
    let folder = match &global.content {
        Some(folder) => Some(folder.clone()),
        None => Config::load(places)?.content,
    };
    let Some(folder) = folder else {
        return Ok(shipped::program());
    };
    load_under(&sources(&folder)?, floor).map_err(|findings| {
        let shown = render(&findings, false);
        let folder = folder.display();
        Failure::Said(Exit::Failed, format!("{shown}\n\nThe content in {folder} cannot be used."))
    })
}

/// The files of a content folder.
pub(super) fn sources(folder: &Path) -> Result<Vec<SourceFile>, Error> {
    let files = read_content(folder)?;
    Ok(files.into_iter().map(|(name, text)| SourceFile { name, text }).collect())
}

/// What is kept, and what there is to say about it.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The plan, if there is one.
    pub(super) plan: Option<Plan>,
    /// The newest month of its journal.
    pub(super) entries: Vec<Entry>,
    /// The store, to read the older months from.
    pub(super) store: Option<Store>,
    /// What the person should be told.
    pub(super) notices: Vec<Notice>,
}

/// A plan opened to be changed.
#[derive(Debug)]
pub(super) struct Open {
    /// What the plan is about.
    pub(super) program: Program,
    /// Where it is kept; it is locked.
    pub(super) store: Store,
    /// The plan.
    pub(super) plan: Plan,
    /// The newest month of its journal.
    pub(super) entries: Vec<Entry>,
}

/// The plan, to be changed; none where none is kept.
pub(super) fn to_change(places: &Places, program: Program) -> Result<Option<Open>, Failure> {
    let kept = plan(places)?;
    let (Some(plan), Some(store)) = (kept.plan, kept.store) else {
        return Ok(None);
    };
    Ok(Some(Open { program, store, plan, entries: kept.entries }))
}

/// Every month of the journal.
pub(super) fn whole_journal(store: &mut Store) -> Result<Vec<Entry>, Error> {
    let mut entries = Vec::new();
    for month in store.months()? {
        entries.extend(store.read_month(&month)?.entries);
    }
    Ok(entries)
}

/// The plan that is kept. While another trustcoach has it open, what stands on the disk may be behind what is being
/// written there: better to say so than to give an old text.
pub(super) fn plan(places: &Places) -> Result<Kept, Failure> {
    let mut held = ReadOnly::Held { by: None };
    for _ in 0..TRIES {
        match Store::open(places)? {
            Opened::New(_) => return Ok(Kept::default()),
            Opened::Found(store, loaded) => match loaded.read_only {
                Some(by @ ReadOnly::Held { .. }) => held = by,
                Some(ReadOnly::Newer | ReadOnly::Medium | ReadOnly::Asked) | None => {
                    let Loaded { plan, entries, notices, .. } = *loaded;
                    return Ok(Kept { plan: Some(plan), entries, store: Some(store), notices });
                }
            },
        }
        thread::sleep(PAUSE);
    }
    let process = match held {
        ReadOnly::Held { by: Some(process) } => format!(" (process {process})"),
        ReadOnly::Held { by: None } | ReadOnly::Newer | ReadOnly::Medium | ReadOnly::Asked => {
            String::new()
        }
    };
    Err(Failure::Said(
        Exit::Busy,
        format!("trustcoach is open in another window{process}. Close it there, then try again."),
    ))
}
