//! Sources that break the map: each is caught, with its line.

use super::rules::{Room, Source, breaches, rooms};

const MAP: &str = "
<!-- rooms -->
| room | kind | may name |
|---|---|---|
| `text` | pure | nothing |
| `engine` | pure | `text` |
| `store` | shell | `engine` |
| `tui` | shell | `engine`, `store` |
| `cli` | shell | `engine`, `store`, `tui::run`, `tui::Start` |
<!-- /rooms -->";

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

/// Every room with one harmless file.
fn sound() -> Vec<Source> {
    let files = ["text.rs", "engine/plan.rs", "store/save.rs", "tui/view.rs", "cli/run.rs"];
    files.map(|file| source(&format!("src/{file}"), "fn one() {}")).to_vec()
}

fn map() -> Vec<Room> {
    rooms(MAP)
}

/// What is found when this file is added to sound ones.
fn found(path: &str, text: &str) -> Vec<String> {
    let mut files = sound();
    files.retain(|file| file.path != path);
    files.push(source(path, text));
    breaches(&map(), &["chrono".into(), "rustix".into(), "serde".into()], &files)
}

#[track_caller]
fn caught(path: &str, text: &str, expected: &[&str]) {
    let expected: Vec<String> = expected.iter().map(|end| format!("{path}:{end}")).collect();
    assert_eq!(found(path, text), expected, "in:\n{text}");
}

#[track_caller]
fn clean(path: &str, text: &str) {
    assert_eq!(found(path, text), [""; 0], "in:\n{text}");
}

const ENGINE: &str = "src/engine/plan.rs";

#[test]
fn the_map_is_read() {
    let map = map();
    assert_eq!(map.len(), 5);
    assert!(map[0].pure && map[0].arrows.is_empty());
    assert_eq!(map[4].arrows[2], ["tui", "run"]);
    assert!(!map[4].pure);
}

#[test]
fn what_is_allowed_is_not_reported() {
    clean(
        ENGINE,
        "use std::{fmt, collections::BTreeMap};\nuse crate::text::clean;\nuse super::Other;\n\
         use chrono::{DateTime, Utc};\nuse serde::Serialize;\n\
         // crate::tui::run is only spoken of; so is std::fs\n/// [`crate::store`]\n\
         fn f() -> &'static str { super::super::text::clean(\"std::fs::read\") }",
    );
    clean("src/cli/run.rs", "use crate::tui::{self, Start};\nfn f() { tui::run(Start {}); }");
    clean("src/tui/view.rs", "use ratatui::text::Line;\nfn f() { std::fs::read(\"x\"); }");
    clean("src/tui/terminal.rs", "use crossterm::queue;\nfn f() {}");
}

#[test]
fn an_inline_path_is_caught() {
    caught(
        ENGINE,
        "fn f() {\n    let x = crate::tui::run(1);\n}",
        &["2: engine may not name tui (crate::tui::run)"],
    );
    caught(
        ENGINE,
        "fn f(x: Option<\n    &crate::store::Store>) {}",
        &["2: engine may not name store (crate::store::Store)"],
    );
}

#[test]
fn super_super_is_caught() {
    caught(
        ENGINE,
        "fn f() {\n    super::super::store::open()\n}",
        &["2: engine may not name store (crate::store::open)"],
    );
    caught(
        "src/engine/deep/er.rs",
        "mod inner {\n    use super::super::super::super::tui::View;\n}",
        &["2: engine may not name tui (crate::tui::View)"],
    );
    caught(
        "src/text.rs",
        "use super::*;\nfn f() {}",
        &["1: text may not take all rooms at once (crate::*)"],
    );
}

#[test]
fn the_disk_in_a_pure_room_is_caught() {
    caught(
        ENGINE,
        "fn f() {\n\n    std::fs::read(\"x\");\n}",
        &["3: engine is pure and may not name std::fs::read"],
    );
    caught(
        ENGINE,
        "use std::{fmt, io::{self, Read}};\nfn f() {}\nfn g() { io::stdin(); }",
        &[
            "1: engine is pure and may not name std::io",
            "1: engine is pure and may not name std::io::Read",
            "3: engine is pure and may not name std::io::stdin",
        ],
    );
    caught(
        ENGINE,
        "use ::core::time;\nfn f() {}",
        &["1: engine is pure and may not name core::time"],
    );
    caught(ENGINE, "fn f() {\n    println!(\"x\");\n}", &["2: engine may not use println!"]);
    caught(
        ENGINE,
        "use rustix::fs;\nfn f() {}",
        &["1: engine is pure and may not name rustix::fs"],
    );
}

#[test]
fn the_clock_in_a_pure_room_is_caught() {
    caught(
        ENGINE,
        "use chrono::{Local, Utc};\nfn f() {\n    Utc::now();\n}",
        &[
            "1: engine is pure and may not name chrono::Local",
            "3: engine is pure and may not name chrono::Utc::now",
        ],
    );
    caught(
        ENGINE,
        "use chrono::prelude::*;\nfn f() {}",
        &["1: engine is pure and may not name chrono::prelude::*"],
    );
}

#[test]
fn a_grouped_import_is_caught() {
    caught(
        ENGINE,
        "use crate::{\n    text::clean,\n    tui::{Start, view::{self, draw}},\n};\nfn f() {}",
        &[
            "3: engine may not name tui (crate::tui::Start)",
            "3: engine may not name tui (crate::tui::view)",
            "3: engine may not name tui (crate::tui::view::draw)",
        ],
    );
    caught(
        ENGINE,
        "use {crate::store};\nfn f() {}",
        &["1: engine may not name store (crate::store)"],
    );
}

#[test]
fn a_renamed_import_is_caught_where_it_stands_and_where_it_is_used() {
    caught(
        ENGINE,
        "use crate as here;\nuse std as s;\nfn f() {\n    here::store::open();\n    s::env::args();\n}",
        &[
            "4: engine may not name store (crate::store::open)",
            "5: engine is pure and may not name std::env::args",
        ],
    );
    caught(
        "src/cli/run.rs",
        "use crate::tui as t;\nfn f() { t::run() }\nfn g() { t::view::draw() }",
        &["3: cli may not name tui (crate::tui::view::draw)"],
    );
    caught(
        ENGINE,
        "extern crate self as me;\nuse me::tui;\nfn f() {}",
        &["2: engine may not name tui (crate::tui)"],
    );
}

#[test]
fn a_path_in_a_macro_is_caught() {
    caught(
        ENGINE,
        "macro_rules! reach {\n    () => {\n        $crate::store::open()\n    };\n}",
        &["3: engine may not name store (crate::store::open)"],
    );
    caught(
        ENGINE,
        "fn f() {\n    let _ = format!(\"{}\", crate::tui::width());\n}",
        &["2: engine may not name tui (crate::tui::width)"],
    );
}

#[test]
fn another_way_in_is_caught() {
    caught(
        ENGINE,
        "#[path = \"../tui/view.rs\"]\nmod view;\nfn f() {}",
        &["1: #[path] takes a file from elsewhere"],
    );
    caught(ENGINE, "fn f() {}\ninclude!(\"../tui/view.rs\");", &["2: engine may not use include!"]);
    caught(
        "src/store/save.rs",
        "pub use crate::engine::Plan;\nfn f() {}",
        &["1: store may not pass on what is in engine (crate::engine::Plan)"],
    );
    caught(
        "src/engine/mod.rs",
        "mod plan;\n\nfn f() {}",
        &["3: a room's mod.rs holds mod and pub use only, no fn"],
    );
}

#[test]
fn the_terminal_outside_its_room_and_the_network_anywhere_are_caught() {
    caught(
        "src/cli/run.rs",
        "use ratatui::text::Line;\nfn f() {}",
        &["1: cli may not name ratatui (ratatui::text::Line)"],
    );
    caught(
        "src/tui/view.rs",
        "fn f() {}\nuse ratatui::crossterm::queue;",
        &["2: tui may not name crossterm (ratatui::crossterm::queue)"],
    );
    caught(
        "src/store/save.rs",
        "fn f() { std::net::TcpStream::connect(1); }",
        &["1: no room may use the network (std::net::TcpStream::connect)"],
    );
}

#[test]
fn tests_of_a_pure_room_may_read_files_but_keep_the_arrows() {
    let text = "fn f() {}\n#[cfg(test)]\nmod tests {\n    use std::fs;\n    fn g() { fs::read(\"x\"); }\n\
                \x20   fn h() { crate::tui::run() }\n}\nfn i() { std::fs::read(\"x\"); }";
    caught(
        ENGINE,
        text,
        &[
            "6: engine may not name tui (crate::tui::run)",
            "8: engine is pure and may not name std::fs::read",
        ],
    );
    // A file that only tests see, because the module is declared so.
    let mut files = sound();
    files.push(source("src/engine/mod.rs", "#[cfg(test)]\nmod testing;"));
    files.push(source("src/engine/testing.rs", "fn f() { std::fs::read(\"x\"); }"));
    assert_eq!(breaches(&map(), &[], &files), [""; 0]);
}

#[test]
fn a_room_that_is_missing_empty_or_not_on_the_map_is_told() {
    let without = |name: &str| -> Vec<Source> {
        sound().into_iter().filter(|file| !file.path.contains(name)).collect()
    };
    let missing = breaches(&map(), &[], &without("store"));
    assert_eq!(missing, ["ARCHITECTURE.md: the room store is missing in src"]);
    let mut empty = without("store");
    empty.push(source("src/store/mod.rs", "//! To come.\n\npub use std::fmt;"));
    assert_eq!(breaches(&map(), &[], &empty), ["ARCHITECTURE.md: the room store is empty"]);
    let mut more = sound();
    more.push(source("src/utils/mod.rs", "fn f() {}"));
    assert_eq!(
        breaches(&map(), &[], &more),
        ["src/utils/mod.rs: in no room that ARCHITECTURE.md lists"]
    );
    let loose = rooms(&MAP.replace("| `text` | pure | nothing |", "| `text` | pure | `moon` |"));
    assert_eq!(
        breaches(&loose, &[], &sound()),
        ["ARCHITECTURE.md: text may name moon, which is no room"]
    );
}
