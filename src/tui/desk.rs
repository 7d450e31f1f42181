//! The disk as the loop needs it: the store, the configuration, and the draft in hand, which signals and panics can
//! save from another thread.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::app::effect::Preference;
use crate::app::record::MonthsRead;
use crate::engine::{Draft, Entry, EntryId, Plan};
use crate::error::Error;
use crate::store::{Config, Places, Setting, Store, write_export};

use super::terminal;

/// How long leaving at once waits for the draft.
const LEAVING: Duration = Duration::from_secs(1);

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

    /// Saves the plan, then the journal: the plan is the commit, the journal can be made again from it.
    pub(super) fn save(
        &self,
        plan: &mut Plan,
        add: &[Entry],
        remove: &[EntryId],
    ) -> Result<(), Error> {
        let mut store = self.store();
        store.save_plan(plan)?;
        if add.is_empty() && remove.is_empty() { Ok(()) } else { store.save_entries(add, remove) }
    }

    /// Reads months that were not read yet, the newest first: one, or all.
    pub(super) fn read_months(&self, read: &[String], all: bool) -> Result<MonthsRead, Error> {
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

    pub(super) fn save_draft(&self, draft: Draft) -> Result<(), Error> {
        self.hold(None);
        self.store().save_draft(&draft).inspect_err(|_| self.hold(Some(draft)))
    }

    /// Takes the newest draft in hand, to be saved should the program be ended.
    pub(super) fn hold(&self, draft: Option<Draft>) {
        *self.in_hand.lock().unwrap_or_else(PoisonError::into_inner) = draft;
    }

    /// Saves the draft in hand, where nothing else holds the store: for signals and panics.
    pub fn save_draft_in_hand(&self) {
        let draft = self.in_hand.lock().unwrap_or_else(PoisonError::into_inner).take();
        let store = match self.store.try_lock() {
            Ok(store) => Some(store),
            Err(std::sync::TryLockError::Poisoned(store)) => Some(store.into_inner()),
            Err(std::sync::TryLockError::WouldBlock) => None,
        };
        if let (Some(draft), Some(mut store)) = (draft, store) {
            // Nothing can be told any more; the next start shows what was saved.
            let _told_at_next_start = store.save_draft(&draft);
        }
    }

    /// Tries to save the draft, for at most a second.
    pub(super) fn save_draft_within_a_second(&self, draft: Option<Draft>) {
        if draft.is_some() {
            self.hold(draft);
        }
        let desk = self.clone();
        terminal::within(LEAVING, move || desk.save_draft_in_hand());
    }

    pub(super) fn prefer(&self, preference: &Preference) -> Result<(), Error> {
        let setting = match preference {
            Preference::Theme(name) => Setting::Theme(Some(name.clone())),
            Preference::Country(code) => Setting::Country(Some(code.clone())),
            Preference::IdleMinutes(minutes) => Setting::IdleLockMinutes(Some(*minutes)),
        };
        Config::set(&self.places, &setting)
    }

    #[expect(
        clippy::unused_self,
        reason = "an export goes through the desk like all that is written"
    )]
    pub(super) fn export(&self, path: &str, text: &str) -> Result<(), Error> {
        write_export(&expanded(path), text, false)
    }
}

/// `~/` stands for the home folder, as in a shell.
fn expanded(path: &str) -> PathBuf {
    let home = directories::BaseDirs::new();
    match (path.strip_prefix("~/"), home) {
        (Some(rest), Some(home)) => home.home_dir().join(rest),
        _ => Path::new(path).to_path_buf(),
    }
}
