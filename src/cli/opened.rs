//! What a command works on: the program, and the plan if one is kept.

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use super::args::Global;
use super::exit::{Exit, Failure};
use super::output;
use super::secret::Secrets;
use super::status::NOTHING_KEPT;
use crate::content::coverage::Coverage;
use crate::content::diagnostic::render;
use crate::content::{Program, SourceFile, coverage, load_under, shipped};
use crate::engine::gate::floor;
use crate::engine::{Entry, Plan};
use crate::error::Error;
use crate::store::{
    Config, Loaded, LockedStore, Notice, Opened, Places, ReadOnly, Store, read_content,
};

/// How often, and after what pause, a plan that is open elsewhere is asked for: two seconds in all.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_millis(100);
/// How often a passphrase may be typed.
const PASSPHRASES: usize = 3;

/// The folders of this run.
pub(super) fn places(global: &Global) -> Result<Places, Failure> {
    Ok(Places::find(global.dir.as_deref())?)
}

/// The program: the built-in one, unless a folder was given or is set in the configuration.
pub(super) fn program(global: &Global, places: &Places) -> Result<Program, Failure> {
    Ok(chosen_program(global, places)?.unwrap_or_else(shipped::program))
}

/// The program in the folder that was given or is set in the configuration; `None` where the built-in one is meant.
pub(super) fn chosen_program(global: &Global, places: &Places) -> Result<Option<Program>, Failure> {
    let Some(folder) = folder(global, places)? else {
        return Ok(None);
    };
    load_under(&sources(&folder)?, floor).map(Some).map_err(|findings| {
        let shown = render(&findings, false);
        let folder = folder.display();
        Failure::Said(Exit::Failed, format!("{shown}\n\nThe content in {folder} cannot be used."))
    })
}

/// What the program sets out to teach. A folder that does not say so sets out to teach nothing in particular.
pub(super) fn coverage(global: &Global, places: &Places) -> Result<Coverage, Failure> {
    let Some(folder) = folder(global, places)? else {
        return Ok(shipped::coverage());
    };
    // What is wrong with it is told by `content check`; counting goes on without.
    Ok(coverage::load(&sources(&folder)?).unwrap_or_default())
}

/// The folder that takes the place of what is built in.
fn folder(global: &Global, places: &Places) -> Result<Option<PathBuf>, Failure> {
    match &global.content {
        Some(folder) => Ok(Some(folder.clone())),
        None => Ok(Config::load(places)?.content),
    }
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
pub(super) fn to_change(
    places: &Places,
    program: Program,
    secrets: &mut Secrets,
) -> Result<Option<Open>, Failure> {
    let kept = plan(places, secrets)?;
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
pub(super) fn plan(places: &Places, secrets: &mut Secrets) -> Result<Kept, Failure> {
    Ok(match open(places, secrets)? {
        None => Kept::default(),
        Some((store, loaded)) => {
            let Loaded { plan, entries, notices, .. } = *loaded;
            Kept { plan: Some(plan), entries, store: Some(store), notices }
        }
    })
}

/// The store with its plan, locked against other windows and ready to be saved to.
pub(super) fn to_write(
    places: &Places,
    secrets: &mut Secrets,
) -> Result<(Store, Box<Loaded>), Failure> {
    open(places, secrets)?.ok_or_else(|| Failure::failed(NOTHING_KEPT))
}

/// The store with its plan, once no other window has it; `None` where nothing is kept.
pub(super) fn open(
    places: &Places,
    secrets: &mut Secrets,
) -> Result<Option<(Store, Box<Loaded>)>, Failure> {
    match unopened(places)? {
        Opened::New(_) => Ok(None),
        Opened::Found(store, loaded) => Ok(Some((store, loaded))),
        Opened::Locked(locked) => unlocked(locked, secrets).map(Some),
    }
}

/// The store as it was found, once no other window has it.
pub(super) fn unopened(places: &Places) -> Result<Opened, Failure> {
    let mut held = None;
    for _ in 0..TRIES {
        let opened = Store::open(places)?;
        let read_only = match &opened {
            Opened::New(_) => None,
            Opened::Found(_, loaded) => loaded.read_only,
            Opened::Locked(locked) => locked.read_only(),
        };
        match read_only {
            Some(ReadOnly::Held { by }) => held = by,
            Some(ReadOnly::Newer | ReadOnly::Medium | ReadOnly::Asked | ReadOnly::Unfinished)
            | None => return Ok(opened),
        }
        drop(opened);
        thread::sleep(PAUSE);
    }
    let process = held.map(|process| format!(" (process {process})")).unwrap_or_default();
    Err(Failure::Said(
        Exit::Busy,
        format!("trustcoach is open in another window{process}. Close it there, then try again."),
    ))
}

/// Unlocks the store; on a terminal a wrong passphrase may be followed by another.
pub(super) fn unlocked(
    locked: LockedStore,
    secrets: &mut Secrets,
) -> Result<(Store, Box<Loaded>), Failure> {
    for again in 0..PASSPHRASES {
        let passphrase = secrets.current("Passphrase: ")?;
        match locked.try_passphrase(&passphrase) {
            Ok(key) => return Ok(locked.unlock(key)?),
            Err(Error::WrongPassphrase) if secrets.can_ask() && again + 1 < PASSPHRASES => {
                output::say("That is not the passphrase.");
            }
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::WrongPassphrase.into())
}
