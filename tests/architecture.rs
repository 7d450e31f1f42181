//! The rooms keep to the map in `ARCHITECTURE.md`: who may name whom, and what a pure room may not touch.
//!
//! Every path in code counts, not only imports: inline paths, `super::super`, groups, new names, macros. Code that only
//! tests see (`#[cfg(test)]`) keeps the arrows too, but may read files, threads and the clock. Calls that hide behind a
//! type's own name, such as `<Utc>::now()`, are clippy's: `clippy.toml` disallows them however they are named.
#![cfg(test)]

use std::path::Path;

#[path = "architecture/bad.rs"]
mod bad;
#[path = "architecture/paths.rs"]
mod paths;
#[path = "architecture/rules.rs"]
mod rules;
#[path = "architecture/tokens.rs"]
mod tokens;

use rules::{Room, Source, breaches, rooms};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The map as it stands.
fn map() -> Vec<Room> {
    rooms(&std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap())
}

/// The crates of `Cargo.toml`, as code names them.
fn crates() -> Vec<String> {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let unix = &manifest["target"]["cfg(unix)"]["dependencies"];
    [&manifest["dependencies"], unix]
        .into_iter()
        .flat_map(|table| table.as_table().unwrap().keys())
        .map(|name| name.replace('-', "_"))
        .collect()
}

/// Every source file below the folder.
fn sources(folder: &Path, out: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            out.push(Source { path, text });
        }
    }
    out.sort_by(|one, other| one.path.cmp(&other.path));
}

#[test]
fn the_rooms_keep_to_the_map() {
    let rooms = map();
    assert!(rooms.iter().any(|room| room.pure), "ARCHITECTURE.md has no table of rooms");
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    let found = breaches(&rooms, &crates(), &files);
    assert!(found.is_empty(), "{} breaches:\n{}", found.len(), found.join("\n"));
}

#[test]
fn the_root_of_the_crate_holds_rooms_and_nothing_else() {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let reading = paths::read(&["crate".to_owned()], &lib);
    assert_eq!(reading.items, [], "an item at the root belongs to no room");
    assert_eq!(reading.path_attributes, [0; 0], "a room is taken from elsewhere");
    let mut imports = reading.paths.iter().filter(|named| named.place != paths::Place::Code);
    assert_eq!(imports.next(), None, "an import at the root hides where a thing is from");
}
