//! The words that stand on paper: `paper.toml`. Like help lines, they are always the program's own.

use serde::{Deserialize, Serialize};

use super::Diagnostic;
use super::load::parse;
use super::sheet::{Sheet as File, SourceFile};
use super::table::Table;
use super::template::Template;

/// The file.
const PAPER: &str = "paper.toml";

/// The words of all papers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Paper {
    /// The card for the hurt partner.
    pub card: Card,
    /// The sheet for two.
    pub sheet: Sheet,
    /// The page for a helper.
    pub brief: Brief,
    /// The look back for two.
    pub review: Review,
}

/// The card for the hurt partner: what this is, that they owe nothing, where help is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Card {
    /// Its title.
    pub title: Template,
    /// What it says.
    pub body: Template,
    /// Over the help lines.
    pub help: Template,
    /// Before the emergency number.
    pub danger: Template,
    /// Under the help lines.
    pub after: Template,
}

/// The sheet for two. Its title is the step's.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sheet {
    /// That it binds nobody.
    pub intro: Template,
    /// Over the person's own words.
    pub mine: Template,
    /// Over the blanks of the other.
    pub theirs: Template,
    /// Before the day until which it holds.
    pub until: Template,
    /// Before the day of the next look.
    pub review: Template,
}

/// The page for a helper.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Brief {
    /// Its title.
    pub title: Template,
    /// Who made it and for what.
    pub intro: Template,
    /// Before a blank for questions.
    pub ask: Template,
}

/// The look back for two.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Review {
    /// Its title.
    pub title: Template,
    /// What it is, and what it is not.
    pub intro: Template,
    /// Over the promises that were asked for.
    pub promises: Template,
    /// Over the practices.
    pub practice: Template,
    /// Over the sheets.
    pub sheets: Template,
    /// Over the talks.
    pub talks: Template,
    /// Over the blanks.
    pub other: Template,
    /// Left empty, for the other.
    pub blanks: Vec<Template>,
}

/// Reads `paper.toml`; files of other names are left alone.
///
/// # Errors
/// All findings, in the order of their lines.
pub fn load(files: &[SourceFile]) -> Result<Paper, Vec<Diagnostic>> {
    let missing = SourceFile { name: PAPER.to_owned(), text: String::new() };
    let found = files.iter().find(|file| file.name == PAPER);
    let file = File::new(found.unwrap_or(&missing));
    if found.is_none() {
        file.report(&(0..0), "there is no paper.toml", "the program needs it");
        return Err(file.into_findings());
    }
    let document = parse(&file);
    let root = document.as_ref().map(|root| Table::new(&file, root.get_ref(), 0..0, "this file"));
    let paper = root.as_ref().and_then(read);
    match paper {
        Some(paper) if file.is_clean() => Ok(paper),
        _ => Err(file.into_findings()),
    }
}

fn read(root: &Table<'_>) -> Option<Paper> {
    root.format_version();
    let [card, sheet, brief, review] =
        ["card", "sheet", "brief", "review"].map(|name| root.table_if(name, "a paper"));
    for name in ["card", "sheet", "brief", "review"] {
        if root.place_of(name).is_none() {
            root.report(&(0..0), format!("there is no [{name}]"), format!("add [{name}]"));
        }
    }
    root.finish();
    let card = card.and_then(|table| {
        let [title, body, help, danger, after] =
            ["title", "body", "help", "danger", "after"].map(|key| table.text(key));
        table.finish();
        Some(Card { title: title?, body: body?, help: help?, danger: danger?, after: after? })
    });
    let sheet = sheet.and_then(|table| {
        let [intro, mine, theirs, until, review] =
            ["intro", "mine", "theirs", "until", "review"].map(|key| table.text(key));
        table.finish();
        Some(Sheet { intro: intro?, mine: mine?, theirs: theirs?, until: until?, review: review? })
    });
    let brief = brief.and_then(|table| {
        let [title, intro, ask] = ["title", "intro", "ask"].map(|key| table.text(key));
        table.finish();
        Some(Brief { title: title?, intro: intro?, ask: ask? })
    });
    let review = review.and_then(|table| {
        let [title, intro, promises, practice, sheets, talks, other] =
            ["title", "intro", "promises", "practice", "sheets", "talks", "other"]
                .map(|key| table.text(key));
        let blanks = table.some_texts("blanks");
        table.finish();
        Some(Review {
            title: title?,
            intro: intro?,
            promises: promises?,
            practice: practice?,
            sheets: sheets?,
            talks: talks?,
            other: other?,
            blanks,
        })
    });
    Some(Paper { card: card?, sheet: sheet?, brief: brief?, review: review? })
}
