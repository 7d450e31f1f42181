//! `program.toml` and `sources.toml`, as their files write them.

use super::super::ids::{SourceId, StageId, StepId};
use super::super::program::{Beyond, Door, Source, Strength};
use super::super::sheet::Placed;
use super::super::table::Table;

/// The head of the program, with the places of what the other files must agree with.
#[derive(Default)]
pub(in super::super) struct DraftPack {
    pub(in super::super) id: Option<StageId>,
    pub(in super::super) title: Option<String>,
    pub(in super::super) edition: Option<String>,
    pub(in super::super) author: Option<String>,
    pub(in super::super) parts: Vec<Placed<StageId>>,
    pub(in super::super) doors: Vec<DraftDoor>,
}

/// A door with the places of its ids.
pub(in super::super) struct DraftDoor {
    pub(in super::super) door: Option<Door>,
    pub(in super::super) id: Option<Placed<StageId>>,
    pub(in super::super) steps: Vec<Placed<StepId>>,
}

/// A source with the place of its id.
pub(in super::super) struct DraftSource {
    pub(in super::super) source: Option<Source>,
    pub(in super::super) id: Placed<SourceId>,
}

/// Reads `program.toml`.
pub(in super::super) fn pack(root: &Table<'_>) -> DraftPack {
    root.format_version();
    let id = root.id::<StageId>("id");
    let line = |key| root.line(key).map(|line| line.value);
    let (title, edition, author) = (line("title"), line("edition"), line("author"));
    let parts = root.ids::<StageId>("parts");
    if parts.is_empty() {
        let help =
            "add `parts = [\"01-acknowledge\"]`: the files of stages/, in the order of the path";
        root.report(&root.near("parts"), "the program has no `parts`", help);
    }
    let doors = root.tables("door", "a door").iter().map(door).collect();
    root.finish();
    let id = id.map(|id| id.value);
    DraftPack { id, title, edition, author, parts, doors }
}

fn door(table: &Table<'_>) -> DraftDoor {
    let id = table.id::<StageId>("id");
    let text = table.text("text");
    let steps = table.ids::<StepId>("steps");
    let then: Option<Beyond> = table.word_if("then");
    table.finish();
    if steps.is_empty() && table.place_of("then").is_none() {
        let help = "add a step to `steps`, or `then = \"support\"`";
        table.report(&table.near("steps"), "this door leads nowhere", help);
    }
    let door = id.as_ref().zip(text).map(|(id, text)| Door {
        id: id.value.clone(),
        text,
        steps: steps.iter().map(|id| id.value.clone()).collect(),
        then,
    });
    DraftDoor { door, id, steps }
}

/// Reads `sources.toml`.
pub(in super::super) fn sources(root: &Table<'_>) -> Vec<DraftSource> {
    root.format_version();
    let sources = root.some_tables("source", "a source");
    root.finish();
    sources.iter().filter_map(source).collect()
}

fn source(table: &Table<'_>) -> Option<DraftSource> {
    let id = table.id::<SourceId>("id");
    let title = table.line("title");
    let strength: Option<Strength> = table.word("strength", "\"small study\"");
    let says = table.line("says");
    table.finish();
    let id = id?;
    let source = (|| {
        let (title, says) = (title?.value, says?.value);
        Some(Source { id: id.value.clone(), title, strength: strength?, says })
    })();
    Some(DraftSource { source, id })
}
