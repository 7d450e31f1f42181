//! A file system in memory for tests: any call can fail, half happen, or be the last; the power can be cut.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use chrono::{DateTime, Utc};

use super::vfs::{Guard, Kind, Lock, Stat, Vfs, Writing};

/// A file system; a clone is the same one.
#[derive(Clone, Default)]
pub(super) struct Memory(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    nodes: Vec<Node>,
    /// What is seen while the machine runs.
    names: BTreeMap<PathBuf, usize>,
    /// What a power cut leaves at least.
    flushed: BTreeMap<PathBuf, usize>,
    /// Names that a failed flush has given up: until they change again, no flush writes them.
    given_up: BTreeSet<PathBuf>,
    locked: bool,
    calls: usize,
    fault: Option<(usize, Fault)>,
    /// No hard links and no flushing of folders, as on some shares.
    poor: bool,
    /// Which flushes do nothing: a planted bug.
    deaf: Option<Kind>,
}

#[derive(Clone)]
struct Node {
    kind: Kind,
    bytes: Vec<u8>,
    flushed: Vec<u8>,
    /// A flush failed and has given up what was written: no flush writes it any more.
    given_up: bool,
    written: DateTime<Utc>,
}

/// What happens at one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It fails, and does nothing.
    Fails(io::ErrorKind),
    /// It does its work, and says that it failed.
    Lies,
    /// It does half of its work, where it has halves, and fails.
    Half,
    /// It fails; a flush also gives up what it was to write, and those after it say that all is well.
    Loses,
    /// The process ends before it.
    Stops,
}

/// What is found after the process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// The machine ran on: all that was written.
    Killed,
    /// Only what was flushed.
    Power,
    /// All names, but of the bytes only what was flushed.
    PowerNamesFirst,
}

impl Memory {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Plans a fault at the `at`-th call from now, from 0.
    pub(super) fn plan(&self, at: usize, fault: Fault) {
        let mut state = self.state();
        state.calls = 0;
        state.fault = Some((at, fault));
    }

    /// Plans nothing, and returns how many calls there were since the last time.
    pub(super) fn calm(&self) -> usize {
        let mut state = self.state();
        state.fault = None;
        std::mem::take(&mut state.calls)
    }

    /// Flushes of this kind do nothing from now on.
    pub(super) fn deafen(&self, kind: Kind) {
        self.state().deaf = Some(kind);
    }

    /// Knows no hard links and flushes no folders from now on.
    pub(super) fn impoverish(&self) {
        self.state().poor = true;
    }

    /// A file system as it is found after the cut.
    pub(super) fn after(&self, cut: Cut) -> Self {
        let state = self.state();
        let names = if cut == Cut::Power { &state.flushed } else { &state.names };
        let reachable = |path: &Path| {
            path.ancestors().skip(1).all(|above| is_root(above) || names.contains_key(above))
        };
        let names: BTreeMap<_, _> = names
            .iter()
            .filter(|(path, _)| reachable(path))
            .map(|(path, node)| (path.clone(), *node))
            .collect();
        let mut nodes = state.nodes.clone();
        for node in &mut nodes {
            if cut == Cut::Killed {
                node.flushed = node.bytes.clone();
            } else {
                node.bytes = node.flushed.clone();
            }
        }
        let flushed = names.clone();
        Self(Arc::new(Mutex::new(State { nodes, names, flushed, ..State::default() })))
    }

    /// The bytes of every file, by its path.
    pub(super) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let state = self.state();
        let file = |node: &usize| state.nodes[*node].kind == Kind::File;
        state
            .names
            .iter()
            .filter(|(_, node)| file(node))
            .map(|(path, node)| (path.clone(), state.nodes[*node].bytes.clone()))
            .collect()
    }

    /// Puts bytes in a file, in place, as a fault of the disk would.
    pub(super) fn damage(&self, path: &Path, bytes: &[u8]) {
        let mut state = self.state();
        let node = state.names[path];
        state.nodes[node].bytes = bytes.to_vec();
        state.nodes[node].flushed = bytes.to_vec();
    }

    /// Counts a call; `Ok(true)` means: do it, and say that it failed.
    fn call(&self) -> io::Result<(MutexGuard<'_, State>, Option<Fault>)> {
        let mut state = self.state();
        let call = state.calls;
        state.calls += 1;
        match state.fault {
            Some((at, Fault::Stops)) if call >= at => Err(io::Error::other("stopped")),
            Some((at, Fault::Fails(kind))) if call == at => Err(io::Error::from(kind)),
            Some((at, fault)) if call == at => Ok((state, Some(fault))),
            _ => Ok((state, None)),
        }
    }

    fn change(&self, change: impl FnOnce(&mut State) -> io::Result<()>) -> io::Result<()> {
        let (mut state, fault) = self.call()?;
        match fault {
            None => change(&mut state),
            Some(Fault::Half | Fault::Loses) => Err(io::Error::other("half")),
            Some(_) => {
                change(&mut state)?;
                Err(io::Error::other("done, and said to have failed"))
            }
        }
    }

    /// A flush, and what is given up where it fails for good.
    fn flush(
        &self,
        flush: impl FnOnce(&mut State) -> io::Result<()>,
        give_up: impl FnOnce(&mut State),
    ) -> io::Result<()> {
        let (mut state, fault) = self.call()?;
        match fault {
            None => flush(&mut state),
            Some(Fault::Loses) => {
                give_up(&mut state);
                Err(io::Error::other("given up"))
            }
            Some(Fault::Half) => Err(io::Error::other("half")),
            Some(_) => {
                flush(&mut state)?;
                Err(io::Error::other("done, and said to have failed"))
            }
        }
    }

    fn look<T>(&self, look: impl FnOnce(&State) -> io::Result<T>) -> io::Result<T> {
        let (state, fault) = self.call()?;
        match fault {
            None => look(&state),
            Some(_) => Err(io::Error::other("planned")),
        }
    }
}

fn is_root(path: &Path) -> bool {
    path == Path::new("/") || path == Path::new("")
}

fn missing() -> io::Error {
    io::Error::from(io::ErrorKind::NotFound)
}

impl State {
    fn node(&self, path: &Path) -> io::Result<usize> {
        self.names.get(path).copied().ok_or_else(missing)
    }

    fn put(&mut self, path: &Path, node: usize) {
        self.given_up.remove(path);
        self.names.insert(path.to_owned(), node);
    }

    fn take(&mut self, path: &Path) -> io::Result<usize> {
        let node = self.names.remove(path).ok_or_else(missing)?;
        self.given_up.remove(path);
        Ok(node)
    }

    /// The names in a folder that the disk does not have as they are.
    fn unflushed(&self, folder: &Path) -> Vec<PathBuf> {
        let names = self.names.keys().chain(self.flushed.keys());
        let differs = |path: &&PathBuf| {
            path.parent() == Some(folder) && self.names.get(*path) != self.flushed.get(*path)
        };
        names.filter(differs).cloned().collect()
    }

    fn add(&mut self, path: &Path, kind: Kind) -> io::Result<usize> {
        let parent = path.parent().ok_or_else(missing)?;
        if !is_root(parent) && self.nodes[self.node(parent)?].kind != Kind::Folder {
            return Err(io::Error::from(io::ErrorKind::NotADirectory));
        }
        if self.names.contains_key(path) {
            return Err(io::Error::from(io::ErrorKind::AlreadyExists));
        }
        // Each file is a second later than the one before.
        let seconds = i64::try_from(self.nodes.len()).unwrap();
        let written = DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap();
        self.nodes.push(Node {
            kind,
            bytes: Vec::new(),
            flushed: Vec::new(),
            given_up: false,
            written,
        });
        self.put(path, self.nodes.len() - 1);
        Ok(self.nodes.len() - 1)
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.state().names.keys()).finish()
    }
}

impl Vfs for Memory {
    fn stat(&self, path: &Path) -> io::Result<Stat> {
        self.look(|state| {
            let number = state.node(path)?;
            let node = &state.nodes[number];
            Ok(Stat {
                kind: node.kind,
                mode: if node.kind == Kind::Folder { 0o700 } else { 0o600 },
                size: node.bytes.len() as u64,
                modified: node.written,
                identity: (0, number as u64),
            })
        })
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.look(|state| state.node(path).map(|_| path.to_owned()))
    }

    fn read(&self, path: &Path, cap: u64) -> io::Result<Vec<u8>> {
        self.look(|state| {
            let node = &state.nodes[state.node(path)?];
            if node.bytes.len() as u64 > cap {
                return Err(io::Error::from(io::ErrorKind::FileTooLarge));
            }
            Ok(node.bytes.clone())
        })
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.look(|state| {
            state.node(folder)?;
            let inside = state.names.keys().filter(|path| path.parent() == Some(folder));
            Ok(inside.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect())
        })
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn Writing>> {
        let mut node = 0;
        self.change(|state| {
            node = state.add(path, Kind::File)?;
            Ok(())
        })?;
        Ok(Box::new(OpenFile { memory: self.clone(), node }))
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.change(|state| state.add(path, Kind::Folder).map(|_| ()))
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(|state| {
            if state.poor {
                return Err(io::Error::from(io::ErrorKind::PermissionDenied));
            }
            let node = state.node(from)?;
            if state.names.contains_key(to) {
                return Err(io::Error::from(io::ErrorKind::AlreadyExists));
            }
            state.put(to, node);
            Ok(())
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.change(|state| {
            let node = state.take(from)?;
            state.put(to, node);
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.change(|state| state.take(path).map(|_| ()))
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.change(|state| {
            state.node(path)?;
            if state.names.keys().any(|inside| inside.parent() == Some(path)) {
                return Err(io::Error::from(io::ErrorKind::DirectoryNotEmpty));
            }
            state.take(path).map(|_| ())
        })
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let flush = |state: &mut State| {
            if state.poor {
                return Err(io::Error::from(io::ErrorKind::InvalidInput));
            }
            if state.deaf == Some(Kind::Folder) {
                return Ok(());
            }
            for path in state.unflushed(folder) {
                if state.given_up.contains(&path) {
                    continue;
                }
                match state.names.get(&path).copied() {
                    Some(node) => state.flushed.insert(path, node),
                    None => state.flushed.remove(&path),
                };
            }
            Ok(())
        };
        self.flush(flush, |state| state.given_up.extend(state.unflushed(folder)))
    }

    fn close_to_others(&self, path: &Path) -> io::Result<()> {
        self.change(|state| state.node(path).map(|_| ()))
    }

    fn lock(&self, path: &Path) -> io::Result<Lock> {
        let mut ours = false;
        self.change(|state| {
            if !state.names.contains_key(path) {
                state.add(path, Kind::File)?;
            }
            ours = !std::mem::replace(&mut state.locked, true);
            Ok(())
        })
        .inspect_err(|_| {
            // The file is closed again with the error.
            if ours {
                self.state().locked = false;
            }
        })?;
        if ours {
            Ok(Lock::Ours(Box::new(Unlock(self.clone()))))
        } else {
            Ok(Lock::Held { by: None })
        }
    }
}

struct OpenFile {
    memory: Memory,
    node: usize,
}

impl Writing for OpenFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let (mut state, fault) = self.memory.call()?;
        let half = if fault == Some(Fault::Half) { bytes.len() / 2 } else { bytes.len() };
        state.nodes[self.node].bytes.extend_from_slice(&bytes[..half]);
        if fault.is_some() { Err(io::Error::other("half written")) } else { Ok(()) }
    }

    fn sync(&mut self) -> io::Result<()> {
        let node = self.node;
        let flush = |state: &mut State| {
            if state.deaf != Some(Kind::File) && !state.nodes[node].given_up {
                state.nodes[node].flushed = state.nodes[node].bytes.clone();
            }
            Ok(())
        };
        self.memory.flush(flush, |state| state.nodes[node].given_up = true)
    }
}

struct Unlock(Memory);

impl Guard for Unlock {}

impl fmt::Debug for Unlock {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Unlock")
    }
}

impl Drop for Unlock {
    fn drop(&mut self) {
        self.0.state().locked = false;
    }
}
