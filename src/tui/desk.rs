//! The disk as the loop needs it: the store, the configuration, and the draft in hand, which signals and panics can
//! save from another thread.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::app::effect::Preference;
use crate::app::record::MonthsRead;
use crate::app::resume::Kept;
use crate::app::{Msg, Trouble};
use crate::engine::{Draft, Entry, EntryId, Plan};
use crate::error::Error;
use crate::store::{Config, Key, Loaded, Passphrase, Places, Setting, Store, write_export};

use super::input::Event;
use super::terminal;

/// How a recovery key begins.
const RECOVERY: &str = "AGE-SECRET-KEY-";
/// How long leaving at once waits for the draft.
const LEAVING: Duration = Duration::from_secs(1);
/// How often, and after what pause, a store that is busy is asked for.
const TRIES: usize = 10;
const PAUSE: Duration = Duration::from_millis(10);

/// Store, places and the draft in hand.
#[derive(Debug, Clone)]
pub struct Desk {
    store: Arc<Mutex<Store>>,
    in_hand: Arc<Mutex<Option<Draft>>>,
    places: Places,
}

impl Desk {
    /// A desk over an open store.
    #[must_use]
    pub fn new(store: Store, places: Places) -> Self {
        Self { store: Arc::new(Mutex::new(store)), in_hand: Arc::default(), places }
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does a job, and says what came of it.
    pub(super) fn done(&self, job: Job) -> Msg {
        match job {
            Job::Save { mut plan, add, remove } => {
                let saved = self.save(&mut plan, &add, &remove).map(|()| plan.seq);
                Msg::Saved(saved.map_err(|error| trouble(&error)))
            }
            Job::SetPassphrase(passphrase) => {
                let mut store = self.store();
                match store.set_passphrase(&passphrase, crate::clock::now().at) {
                    Err(error @ Error::Unfinished { .. }) => Msg::PassphraseUnfinished {
                        recovery: store.recovery_key(),
                        trouble: trouble(&error),
                    },
                    set => Msg::PassphraseSet(set.map_err(|error| trouble(&error))),
                }
            }
            Job::CheckPassphrase(passphrase) => {
                let checked = tried(&self.store(), &passphrase).map(drop);
                Msg::SecretChecked(checked.map_err(|error| trouble(&error)))
            }
            Job::ChangePassphrase(passphrase) => {
                let changed = self.store().change_passphrase(&passphrase, crate::clock::now().at);
                Msg::PassphraseChanged(changed.map_err(|error| trouble(&error)))
            }
            Job::RemovePassphrase(passphrase) => {
                let mut store = self.store();
                match tried(&store, &passphrase).and_then(|_| store.remove_passphrase()) {
                    Err(error @ Error::Unfinished { .. }) => {
                        Msg::PassphraseUnfinished { recovery: None, trouble: trouble(&error) }
                    }
                    removed => Msg::PassphraseRemoved(removed.map_err(|error| trouble(&error))),
                }
            }
            Job::Unlock(passphrase) => {
                let mut store = self.store();
                let opened = tried(&store, &passphrase).and_then(|key| store.unlock(key));
                let encrypted = store.is_encrypted();
                Msg::Unlocked(
                    opened
                        .map(|loaded| Box::new(kept(*loaded, encrypted)))
                        .map_err(|error| trouble(&error)),
                )
            }
            Job::Months { read, all } => {
                let found = self.read_months(&read, all);
                Msg::MonthsRead(found.map_err(|error| trouble(&error)))
            }
            Job::DropKey => {
                self.store().lock();
                Msg::SecretTyped(0)
            }
            Job::Draft(draft) => {
                Msg::DraftSaved(self.save_draft(*draft).map_err(|error| trouble(&error)))
            }
            Job::Prefer(preference) => {
                Msg::Preferred(self.prefer(&preference).map_err(|error| trouble(&error)))
            }
            Job::Export { path, text } => {
                let written = write_export(&expanded(&path), &text, false);
                Msg::Exported(written.map(|()| path).map_err(|error| trouble(&error)))
            }
        }
    }

    /// Saves the plan, then the journal: the plan is the commit, the journal can be made again from it.
    fn save(&self, plan: &mut Plan, add: &[Entry], remove: &[EntryId]) -> Result<(), Error> {
        let mut store = self.store();
        store.save_plan(plan)?;
        // What is taken out of the journal goes through the trash. A line that only takes the place of one of the same
        // name does not, and one that is put back stands in its month again, which counts.
        let (moved, gone): (Vec<&EntryId>, Vec<&EntryId>) =
            remove.iter().partition(|id| add.iter().any(|entry| entry.id == **id));
        for id in gone {
            match store.delete_entry(id, crate::clock::now().at) {
                Ok(()) | Err(Error::NoEntry { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        let moved: Vec<EntryId> = moved.into_iter().cloned().collect();
        if add.is_empty() && moved.is_empty() { Ok(()) } else { store.save_entries(add, &moved) }
    }

    /// Reads months that were not read yet, the newest first: one, or all.
    fn read_months(&self, read: &[String], all: bool) -> Result<MonthsRead, Error> {
        let mut store = self.store();
        let mut left = store.months()?;
        left.retain(|month| !read.contains(month));
        let mut found = MonthsRead::default();
        while let Some(month) = left.pop() {
            found.entries.extend(store.read_month(&month)?.entries);
            found.months.push(month);
            if !all {
                break;
            }
        }
        found.whole = left.is_empty();
        Ok(found)
    }

    /// Saves a draft. It was made after every save that came before it here, so it is as new as the newest of them.
    fn save_draft(&self, mut draft: Draft) -> Result<(), Error> {
        self.hold(None);
        let mut store = self.store();
        draft.seq = store.seq();
        store.save_draft(&draft).inspect_err(|_| self.hold(Some(draft)))
    }

    /// Takes the newest draft in hand, to be saved should the program be ended.
    pub(super) fn hold(&self, draft: Option<Draft>) {
        *self.in_hand.lock().unwrap_or_else(PoisonError::into_inner) = draft;
    }

    /// Saves the draft in hand, unless something else holds the store for longer than a moment: for signals and panics.
    pub fn save_draft_in_hand(&self) {
        let draft = self.in_hand.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let (Some(mut draft), Some(mut store)) = (draft, self.store_soon()) {
            draft.seq = store.seq();
            // Nothing can be told any more; the next start shows what was saved.
            let _told_at_next_start = store.save_draft(&draft);
        }
    }

    /// The store, where it is free within a moment.
    fn store_soon(&self) -> Option<MutexGuard<'_, Store>> {
        for _ in 0..TRIES {
            match self.store.try_lock() {
                Ok(store) => return Some(store),
                Err(TryLockError::Poisoned(store)) => return Some(store.into_inner()),
                Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            }
        }
        None
    }

    /// Tries to save the draft, for at most a second.
    pub(super) fn save_draft_within_a_second(&self, draft: Option<Draft>) {
        if draft.is_some() {
            self.hold(draft);
        }
        let desk = self.clone();
        terminal::within(LEAVING, move || desk.save_draft_in_hand());
    }

    fn prefer(&self, preference: &Preference) -> Result<(), Error> {
        let setting = match preference {
            Preference::Theme(name) => Setting::Theme(Some(name.clone())),
            Preference::Country(code) => Setting::Country(Some(code.clone())),
            Preference::IdleMinutes(minutes) => Setting::IdleLockMinutes(Some(*minutes)),
        };
        Config::set(&self.places, &setting)
    }
}

/// Work for the disk.
#[derive(Debug)]
pub(super) enum Job {
    /// Save the plan and changes to its journal.
    Save { plan: Box<Plan>, add: Vec<Entry>, remove: Vec<EntryId> },
    /// Save the draft.
    Draft(Box<Draft>),
    /// Remember a preference.
    Prefer(Preference),
    /// Encrypt the store with this passphrase.
    SetPassphrase(Zeroizing<String>),
    /// Say whether this is the passphrase that holds.
    CheckPassphrase(Zeroizing<String>),
    /// Put this one in its place.
    ChangePassphrase(Zeroizing<String>),
    /// Take it away, if this is it.
    RemovePassphrase(Zeroizing<String>),
    /// Unlock the store.
    Unlock(Zeroizing<String>),
    /// Drop the key.
    DropKey,
    /// Read months that were not read yet.
    Months { read: Vec<String>, all: bool },
    /// Write an export.
    Export { path: String, text: String },
}

/// Does jobs in their order on a thread of its own, so that no key waits for the disk.
#[derive(Debug)]
pub(super) struct Clerk {
    jobs: Sender<Job>,
    finished: Receiver<()>,
}

impl Clerk {
    /// A clerk at this desk, who reports to these events; none where no thread can be started.
    pub(super) fn at(desk: &Desk, reports: Sender<Event>) -> Option<Self> {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let (done, finished) = mpsc::channel::<()>();
        let desk = desk.clone();
        let work = move || {
            for job in waiting {
                // A closed channel: the loop has left, and the rest is still done.
                let _left = reports.send(Event::Done(Box::new(desk.done(job))));
            }
            drop(done);
        };
        thread::Builder::new().name("disk".to_owned()).spawn(work).ok()?;
        Some(Self { jobs, finished })
    }

    /// Takes a job on; gives it back where the thread is gone.
    pub(super) fn take(&self, job: Job) -> Result<(), Job> {
        self.jobs.send(job).map_err(|unsent| unsent.0)
    }

    /// Takes no more jobs, and waits for the open ones, at most this long.
    pub(super) fn finish(self, at_most: Duration) {
        drop(self.jobs);
        let _finished_or_late = self.finished.recv_timeout(at_most);
    }
}

/// The key, if this is the passphrase; the recovery key goes into the same field.
fn tried(store: &Store, typed: &Passphrase) -> Result<Key, Error> {
    if typed.trim_start().starts_with(RECOVERY) {
        store.try_recovery_key(typed)
    } else {
        store.try_passphrase(typed)
    }
}

/// What was loaded, as the core takes it in.
pub(super) fn kept(loaded: Loaded, encrypted: bool) -> Kept {
    let mut notices: Vec<String> = loaded.notices.iter().map(ToString::to_string).collect();
    notices.extend(loaded.read_only.iter().map(ToString::to_string));
    let mut entries = loaded.entries;
    entries.extend(loaded.missing);
    let read_only = loaded.read_only.is_some();
    Kept { plan: loaded.plan, entries, draft: loaded.draft, read_only, encrypted, notices }
}

fn trouble(error: &Error) -> Trouble {
    let words = error.to_string();
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    Trouble { what: format!("{first}{}.", letters.as_str()), way_out: error.hint() }
}

/// `~/` stands for the home folder, as in a shell.
fn expanded(path: &str) -> PathBuf {
    let home = directories::BaseDirs::new();
    match (path.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.home_dir().join(rest),
        _ => Path::new(path).to_path_buf(),
    }
}
