//! From files to a program: every file is read, then what they say of each other is checked.

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::program::{Program, StageKind};
use super::schema::{self, DraftPack, DraftPart, DraftSource};
use super::sheet::{LARGEST_FILE, Sheet, SourceFile};
use super::table::Table;
use super::validate::Floor;
use super::{Diagnostic, validate};

/// The file that names the parts.
const PROGRAM: &str = "program.toml";
/// The file of what claims rest on.
const SOURCES: &str = "sources.toml";
/// The deepest nesting of tables and lists.
const DEEPEST: usize = 16;
/// The most files of a pack.
const MOST_FILES: usize = 200;
/// The largest pack, in bytes.
const LARGEST_PACK: usize = 2 * 1024 * 1024;

/// All files of a pack, read one by one.
pub(super) struct Pack<'r> {
    /// The head, where its file could be read.
    pub(super) head: Option<(&'r Sheet, DraftPack)>,
    /// The sources, where their file could be read.
    pub(super) sources: Option<(&'r Sheet, Vec<DraftSource>)>,
    /// The parts by the name of their file.
    pub(super) parts: BTreeMap<String, (&'r Sheet, DraftPart)>,
    /// Whether every file could be read: else ids may be missing only because their file is.
    pub(super) whole: bool,
}

/// Reads `program.toml`, `sources.toml` and `stages/*.toml`; files of other names are left alone.
///
/// # Errors
/// All findings, in the order of the files and their lines.
pub fn load(files: &[SourceFile]) -> Result<Program, Vec<Diagnostic>> {
    load_under(files, validate::no_floor)
}

/// The same, with the floor of gates that the engine holds: then a step that the floor shuts out from every state
/// in which it is meant to be shown is a finding too.
///
/// # Errors
/// All findings, in the order of the files and their lines.
pub fn load_under(files: &[SourceFile], floor: Floor) -> Result<Program, Vec<Diagnostic>> {
    let none = Sheet::new(&SourceFile { name: PROGRAM.to_owned(), text: String::new() });
    let sheets: Vec<Sheet> =
        files.iter().filter(|file| is_content(&file.name)).map(Sheet::new).collect();
    let size: usize = files.iter().map(|file| file.text.len()).sum();
    if files.len() > MOST_FILES || size > LARGEST_PACK {
        let message = format!("this pack has {} files and {size} bytes", files.len());
        none.report(&(0..0), message, "a pack has at most 200 files and 2 MiB");
        return Err(none.into_findings());
    }
    if !sheets.iter().any(|sheet| sheet.name == PROGRAM) {
        none.report(
            &(0..0),
            "there is no program.toml",
            "write one: content/README.md has a sample",
        );
    }
    let documents: Vec<_> = sheets.iter().map(parse).collect();
    let pack = read_all(&sheets, &documents);
    validate::check(&pack, floor);
    let clean = none.is_clean() && sheets.iter().all(Sheet::is_clean);
    let program = if clean { assemble(pack) } else { None };
    program
        .ok_or_else(|| std::iter::once(none).chain(sheets).flat_map(Sheet::into_findings).collect())
}

fn is_content(name: &str) -> bool {
    name == PROGRAM || name == SOURCES || part_name(name).is_some()
}

/// `stages/01-acknowledge.toml` is the part `01-acknowledge`.
fn part_name(name: &str) -> Option<&str> {
    name.strip_prefix("stages/")?.strip_suffix(".toml")
}

/// The document, or nothing where the file is too large, is not TOML or is nested too deep.
pub(crate) fn parse(sheet: &Sheet) -> Option<Spanned<DeTable<'_>>> {
    if sheet.text.len() > LARGEST_FILE {
        let message = format!("this file has {} bytes, 256 KiB at most", sheet.text.len());
        sheet.report(&(0..0), message, "make two parts of it");
        return None;
    }
    let (document, errors) = DeTable::parse_recoverable(&sheet.text);
    for error in &errors {
        let message = error.message().lines().next().unwrap_or("").trim();
        let span = error.span().unwrap_or(0..0);
        sheet.report(&span, format!("this is not TOML: {message}"), SYNTAX_HELP);
    }
    if !errors.is_empty() {
        return None;
    }
    for value in document.get_ref().values() {
        if let Some(deep) = too_deep(value, 1) {
            let message = format!("tables and lists are nested more than {DEEPEST} deep here");
            sheet.report(&deep, message, "nothing in content needs more than five");
            return None;
        }
    }
    Some(document)
}

const SYNTAX_HELP: &str = "a key is `name = \"text\"`; long texts stand between \"\"\" and \"\"\"; quotes in texts are “ ”";

fn too_deep(value: &Spanned<DeValue<'_>>, depth: usize) -> Option<std::ops::Range<usize>> {
    if depth > DEEPEST {
        return Some(value.span());
    }
    match value.get_ref() {
        DeValue::Array(items) => items.iter().find_map(|item| too_deep(item, depth + 1)),
        DeValue::Table(table) => table.values().find_map(|item| too_deep(item, depth + 1)),
        DeValue::String(_)
        | DeValue::Integer(_)
        | DeValue::Float(_)
        | DeValue::Boolean(_)
        | DeValue::Datetime(_) => None,
    }
}

fn read_all<'r>(sheets: &'r [Sheet], documents: &'r [Option<Spanned<DeTable<'r>>>]) -> Pack<'r> {
    let mut pack = Pack { head: None, sources: None, parts: BTreeMap::new(), whole: true };
    for (sheet, document) in sheets.iter().zip(documents) {
        let Some(document) = document else {
            pack.whole = false;
            continue;
        };
        let root = |what| Table::new(sheet, document.get_ref(), 0..0, what);
        if sheet.name == PROGRAM {
            pack.head = Some((sheet, schema::pack(&root("the program"))));
        } else if sheet.name == SOURCES {
            pack.sources = Some((sheet, schema::sources(&root("this file"))));
        } else if let Some(name) = part_name(&sheet.name) {
            pack.parts.insert(name.to_owned(), (sheet, schema::part(&root("this file"))));
        }
    }
    pack
}

/// Puts a pack without findings together.
fn assemble(mut pack: Pack<'_>) -> Option<Program> {
    let (_, head) = pack.head?;
    let mut number = 0;
    let mut stages = Vec::new();
    for name in &head.parts {
        let (_, draft) = pack.parts.remove(name.value.as_str())?;
        let mut stage = draft.stage?;
        if stage.kind == StageKind::Stage {
            number += 1;
            stage.number = Some(number);
        }
        stage.steps = draft.steps.into_iter().map(|draft| draft.step).collect::<Option<_>>()?;
        stages.push(stage);
    }
    let doors = head.doors.into_iter().map(|draft| draft.door).collect::<Option<_>>()?;
    let sources = pack.sources.map_or_else(Vec::new, |(_, sources)| sources);
    let sources = sources.into_iter().map(|draft| draft.source).collect::<Option<_>>()?;
    Some(Program::new(head.id?, [head.title?, head.edition?, head.author?], stages, doors, sources))
}
