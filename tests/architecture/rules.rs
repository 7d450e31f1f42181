//! The map of rooms as `ARCHITECTURE.md` gives it, and what breaks it.

use std::collections::BTreeSet;

use super::paths::{Named, Place, Reading, read};

/// A source file: its path from the root of the repository, with `/`, and its text.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// A row of the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Room {
    pub(crate) name: String,
    pub(crate) pure: bool,
    /// What it may name of others: a room, or `room::item`.
    pub(crate) arrows: Vec<Vec<String>>,
}

/// What of `std` no pure room names, outside its tests.
const IMPURE: [&str; 8] = ["env", "fs", "io", "net", "os", "process", "thread", "time"];
/// Macros that reach a terminal, a file at build time, or a thread.
const IMPURE_MACROS: [&str; 6] = ["dbg", "eprint", "eprintln", "print", "println", "thread_local"];
/// What else a pure room is built from.
const PURE_CRATES: [&str; 16] = [
    "alloc",
    "annotate_snippets",
    "chrono",
    "core",
    "crate",
    "icalendar",
    "postcard",
    "serde",
    "serde_json",
    "std",
    "textwrap",
    "thiserror",
    "zeroize",
    "toml",
    "unicode_segmentation",
    "unicode_width",
];
/// Where alone a crate may be named.
const HOMES: [(&str, &[&str]); 8] = [
    ("crossterm", &["src/tui/input.rs", "src/tui/terminal.rs"]),
    ("ratatui", &["src/tui/"]),
    ("ratatui_textarea", &["src/tui/editor/"]),
    ("clap", &["src/cli/"]),
    ("clap_complete", &["src/cli/"]),
    ("clap_mangen", &["src/cli/"]),
    ("signal_hook", &["src/signals.rs", "src/tui/terminal.rs"]),
    ("toml_edit", &["src/store/"]),
];

/// Reads the table between `<!-- rooms -->` and `<!-- /rooms -->`: room, kind, what it may name.
pub(crate) fn rooms(document: &str) -> Vec<Room> {
    let table = document.split("<!-- rooms -->").nth(1).unwrap_or_default();
    let table = table.split("<!-- /rooms -->").next().unwrap_or_default();
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    rows.filter_map(|row| {
        let mut cells = row.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', ""));
        let (name, kind, arrows) = (cells.next()?, cells.next()?, cells.next()?);
        let arrows = arrows.split(',').map(str::trim).filter(|arrow| *arrow != "nothing");
        Some(Room {
            name,
            pure: kind == "pure",
            arrows: arrows.map(|arrow| arrow.split("::").map(str::to_owned).collect()).collect(),
        })
    })
    .collect()
}

/// Every breach, as `file:line: what is wrong`. `crates` are the names of the dependencies.
pub(crate) fn breaches(rooms: &[Room], crates: &[String], sources: &[Source]) -> Vec<String> {
    let mut found = whole_map(rooms, sources);
    let readings: Vec<(&Source, Reading)> = sources
        .iter()
        .map(|source| (source, read(&module_of(&source.path), &source.text)))
        .collect();
    let test_modules: BTreeSet<Vec<String>> =
        readings.iter().flat_map(|(_, reading)| reading.test_modules.iter().cloned()).collect();
    for (source, reading) in &readings {
        let module = module_of(&source.path);
        let only_tests = test_modules.iter().any(|test| module.starts_with(test));
        let Some(room) = rooms.iter().find(|room| Some(&room.name) == module.get(1)) else {
            continue;
        };
        let mut here = Here { room, rooms, crates, source, only_tests, found: Vec::new() };
        here.check(reading);
        found.extend(here.found);
    }
    found
}

/// Whether rooms and files belong together: no room without code, no file without a room.
fn whole_map(rooms: &[Room], sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for room in rooms {
        let mut files =
            sources.iter().filter(|file| room_of(&file.path) == Some(&room.name)).peekable();
        if files.peek().is_none() {
            found.push(format!("ARCHITECTURE.md: the room {} is missing in src", room.name));
        } else if files.all(|file| read(&[], &file.text).items.is_empty()) {
            found.push(format!("ARCHITECTURE.md: the room {} is empty", room.name));
        }
        for arrow in &room.arrows {
            if !rooms.iter().any(|other| Some(&other.name) == arrow.first()) {
                found.push(format!(
                    "ARCHITECTURE.md: {} may name {}, which is no room",
                    room.name,
                    arrow.join("::")
                ));
            }
        }
    }
    for source in sources {
        let room = room_of(&source.path);
        if room != Some("lib") && !rooms.iter().any(|known| Some(known.name.as_str()) == room) {
            found.push(format!("{}: in no room that ARCHITECTURE.md lists", source.path));
        }
    }
    found
}

fn room_of(path: &str) -> Option<&str> {
    let inside = path.strip_prefix("src/")?;
    inside.split('/').next()?.split('.').next()
}

/// `src/app/screens/mod.rs` is `crate::app::screens`.
fn module_of(path: &str) -> Vec<String> {
    let inside = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    let parts = inside.split('/').filter(|part| !matches!(*part, "mod" | "lib"));
    std::iter::once("crate").chain(parts).map(str::to_owned).collect()
}

/// One file under the rules.
struct Here<'a> {
    room: &'a Room,
    rooms: &'a [Room],
    crates: &'a [String],
    source: &'a Source,
    only_tests: bool,
    found: Vec<String>,
}

impl Here<'_> {
    fn breach(&mut self, line: usize, what: &str) {
        self.found.push(format!("{}:{line}: {what}", self.source.path));
    }

    fn check(&mut self, reading: &Reading) {
        for named in &reading.paths {
            self.check_path(named);
        }
        for line in &reading.path_attributes {
            self.breach(*line, "#[path] takes a file from elsewhere");
        }
        for (line, name, test) in &reading.macros {
            let pure = self.room.pure && !test && !self.only_tests;
            if name == "include" || (pure && IMPURE_MACROS.contains(&name.as_str())) {
                let what = format!("{} may not use {name}!", self.room.name);
                self.breach(*line, &what);
            }
        }
        if self.source.path == format!("src/{}/mod.rs", self.room.name)
            && let Some((line, item)) = reading.items.first()
        {
            let what = format!("a room's mod.rs holds mod and pub use only, no {item}");
            self.breach(*line, &what);
        }
    }

    fn check_path(&mut self, named: &Named) {
        let Some((first, rest)) = named.path.split_first() else { return };
        let shown = || format!("{}{}", named.path.join("::"), if named.glob { "::*" } else { "" });
        let (room, line) = (&self.room.name, named.line);
        if first == "crate" {
            if let Some(what) = self.arrow(named, rest) {
                let what = format!("{what} ({})", shown());
                self.breach(line, &what);
            }
            return;
        }
        if self.is_network(first, rest) {
            let what = format!("no room may use the network ({})", shown());
            self.breach(line, &what);
        }
        let crossterm = first == "ratatui" && rest.first().is_some_and(|next| next == "crossterm");
        let named_crate = if crossterm { "crossterm" } else { first.as_str() };
        let home = HOMES.iter().find(|(name, _)| *name == named_crate);
        if home
            .is_some_and(|(_, homes)| !homes.iter().any(|home| self.source.path.starts_with(home)))
        {
            let what = format!("{room} may not name {named_crate} ({})", shown());
            self.breach(line, &what);
        }
        if self.room.pure && !named.test && !self.only_tests && self.is_impure(named, first, rest) {
            let what = format!("{room} is pure and may not name {}", shown());
            self.breach(line, &what);
        }
    }

    fn is_network(&self, first: &str, rest: &[String]) -> bool {
        let of_std =
            matches!(first, "std" | "core") || (first == "rustix" && self.room.name != "tui");
        of_std && rest.iter().any(|part| part == "net")
    }

    fn is_impure(&self, named: &Named, first: &str, rest: &[String]) -> bool {
        let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
        match first {
            "std" | "core" | "alloc" => match rest.first() {
                Some(part) => IMPURE.contains(part),
                // `use std::*`, or `std` under a new name: what it reaches is checked where it is used.
                None => named.glob,
            },
            "chrono" => {
                rest.contains(&"Local")
                    || rest.ends_with(&["Utc", "now"])
                    || (named.glob && !rest.contains(&"format"))
            }
            other => {
                self.crates.iter().any(|known| known == other) && !PURE_CRATES.contains(&other)
            }
        }
    }

    /// What is wrong with a path within the crate, if anything.
    fn arrow(&self, named: &Named, rest: &[String]) -> Option<String> {
        let room = &self.room.name;
        let Some(other) = rest.first() else {
            return named.glob.then(|| format!("{room} may not take all rooms at once"));
        };
        if other == room || !self.rooms.iter().any(|known| known.name == *other) {
            // Its own, or an item at the root, which lib.rs has none of.
            return None;
        }
        if named.place == Place::Reexport {
            return Some(format!("{room} may not pass on what is in {other}"));
        }
        let allowed = self.room.arrows.iter().any(|arrow| rest.starts_with(arrow));
        // `use crate::tui` alone: what is reached through it is checked where it is used.
        let bare = rest.len() == 1 && named.place == Place::Import && !named.glob;
        let some = self.room.arrows.iter().any(|arrow| arrow.first() == Some(other));
        (!(allowed || bare && some)).then(|| format!("{room} may not name {other}"))
    }
}
