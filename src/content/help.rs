//! Where help is: lines by country, what stands worldwide, and the page for the one who was hurt.
//!
//! A wrong number is worse than none: every line says when and by whom it was checked.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Diagnostic;
use super::load::parse;
use super::sheet::{Placed, Sheet, SourceFile};
use super::table::Table;

/// All that the program says when someone needs more than a program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Help {
    /// The lines.
    pub support: Support,
    /// The page for the one who was hurt.
    pub hurt_partner: HurtPartnerPage,
}

/// The lines of all countries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Support {
    /// By name, each with its lines.
    pub countries: Vec<Country>,
    /// Directories that know lines in other countries.
    pub worldwide: Country,
}

impl Support {
    /// The country of that code, in capitals.
    #[must_use]
    pub fn country(&self, code: &str) -> Option<&Country> {
        self.countries.iter().find(|country| country.code == code)
    }
}

/// A country and its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Country {
    /// Two capital letters; [`WORLDWIDE`] for none.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The emergency number.
    pub emergency: Option<String>,
    /// Its lines, in the order of the file.
    pub lines: Vec<Line>,
}

/// The code that is no country.
pub const WORLDWIDE: &str = "ZZ";

/// Whom a line is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HelpKind {
    /// Danger now.
    Emergency,
    /// Thoughts of suicide, or too much to carry.
    Crisis,
    /// Violence or control at home.
    Abuse,
    /// Sexual violence.
    Assault,
    /// A child in danger.
    Child,
    /// Those who hurt or frighten someone and want to stop.
    Perpetrator,
    /// Men who are hurt at home.
    Men,
    /// Lesbian, gay, bisexual and trans people.
    Lgbt,
}

/// One line: a number, a text service or a site, and what to know before using it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Whom it is for.
    pub kind: HelpKind,
    /// What it is called.
    pub name: String,
    /// The number to call.
    pub number: Option<String>,
    /// How to write to it.
    pub text: Option<String>,
    /// When it is open.
    pub hours: Option<String>,
    /// Whom or where it serves.
    pub who: Option<String>,
    /// What a call leaves behind, as on a bill.
    pub trace: Option<String>,
    /// Its site, without `https://`.
    pub url: Option<String>,
    /// The day it was last checked.
    pub checked: NaiveDate,
    /// How it was checked.
    pub by: String,
}

/// The page for the one who was hurt and finds the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HurtPartnerPage {
    /// Its title.
    pub title: String,
    /// Paragraphs, separated by a blank line.
    pub body: String,
}

/// Reads `help/*.toml`; files of other folders are left alone.
///
/// # Errors
/// All findings, in the order of the files and their lines.
pub fn load(files: &[SourceFile]) -> Result<Help, Vec<Diagnostic>> {
    let folder = |name: &str| SourceFile { name: name.to_owned(), text: String::new() };
    let missing =
        [Sheet::new(&folder("help/worldwide.toml")), Sheet::new(&folder("help/hurt-partner.toml"))];
    let sheets: Vec<Sheet> =
        files.iter().filter(|file| file.name.starts_with("help/")).map(Sheet::new).collect();
    let mut countries: Vec<(&Sheet, Option<Country>)> = Vec::new();
    let mut page = None;
    for sheet in &sheets {
        let document = parse(sheet);
        let root =
            document.as_ref().map(|root| Table::new(sheet, root.get_ref(), 0..0, "this file"));
        if sheet.name == missing[1].name {
            page = root.as_ref().and_then(hurt_partner);
        } else {
            countries.push((sheet, root.as_ref().and_then(country)));
        }
    }
    for absent in &missing {
        if !sheets.iter().any(|sheet| sheet.name == absent.name) {
            absent.report(&(0..0), format!("there is no {}", absent.name), "the program needs it");
        }
    }
    codes_differ(&countries);
    let clean = missing.iter().chain(&sheets).all(Sheet::is_clean);
    let help = if clean { assemble(countries, page) } else { None };
    help.ok_or_else(|| missing.into_iter().chain(sheets).flat_map(Sheet::into_findings).collect())
}

fn assemble(read: Vec<(&Sheet, Option<Country>)>, page: Option<HurtPartnerPage>) -> Option<Help> {
    let mut countries: Vec<Country> =
        read.into_iter().map(|(_, country)| country).collect::<Option<_>>()?;
    let worldwide = countries.iter().position(|country| country.code == WORLDWIDE)?;
    let worldwide = countries.remove(worldwide);
    countries.sort_by(|one, other| one.name.cmp(&other.name));
    Some(Help { support: Support { countries, worldwide }, hurt_partner: page? })
}

/// One file a country, and only `worldwide.toml` is none.
fn codes_differ(countries: &[(&Sheet, Option<Country>)]) {
    for (at, (sheet, country)) in countries.iter().enumerate() {
        let Some(country) = country else { continue };
        if (country.code == WORLDWIDE) != (sheet.name == "help/worldwide.toml") {
            let message = format!("{WORLDWIDE} stands for no country");
            sheet.report(&(0..0), message, "it is the code of help/worldwide.toml, and only there");
            continue;
        }
        if country.code == WORLDWIDE {
            continue;
        }
        let same = |(_, other): &&(&Sheet, Option<Country>)| {
            other.as_ref().is_some_and(|other| other.code == country.code)
        };
        if let Some((first, _)) = countries[..at].iter().find(same) {
            let message = format!("{} is there already, in {}", country.code, first.name);
            sheet.report(&(0..0), message, "keep all lines of a country in one file");
        }
    }
}

fn country(root: &Table<'_>) -> Option<Country> {
    root.format_version();
    let head = root.table_if("country", "the country");
    if head.is_none() && root.place_of("country").is_none() {
        root.report(&(0..0), "this file has no [country]", "begin it with [country], code, name");
    }
    let head = head.map(|head| {
        let (code, name) = (head.line("code"), head.line("name"));
        let emergency = head.line_if("emergency");
        head.finish();
        if let Some(code) = &code {
            is_code(&head, code);
        }
        if let Some(number) = &emergency {
            has_a_digit(&head, number);
        }
        (code, name, emergency)
    });
    let lines = root.some_tables("line", "a line");
    root.finish();
    let read: Vec<Option<Line>> = lines.iter().map(line).collect();
    let (code, name, emergency) = head?;
    Some(Country {
        code: code?.value,
        name: name?.value,
        emergency: emergency.map(|number| number.value),
        lines: read.into_iter().flatten().collect(),
    })
}

/// A country has the two capital letters that a person may have in their settings.
fn is_code(table: &Table<'_>, code: &Placed<String>) {
    if code.value.len() != 2 || !code.value.bytes().all(|byte| byte.is_ascii_uppercase()) {
        let message = format!("`{}` is no country code", code.value);
        table.report(&code.span, message, "write two capital letters, as in \"GB\"");
    }
}

/// A number can be called.
fn has_a_digit(table: &Table<'_>, number: &Placed<String>) {
    if !number.value.contains(|character: char| character.is_ascii_digit()) {
        let message = format!("`{}` cannot be called", number.value);
        table.report(&number.span, message, "write the number; a site belongs into `url`");
    }
}

fn line(table: &Table<'_>) -> Option<Line> {
    let kind: Option<HelpKind> = table.word("kind", "\"crisis\"");
    let name = table.line("name");
    let number = table.line_if("number");
    let [text, hours, who, trace, url] = ["text", "hours", "who", "trace", "url"]
        .map(|key| table.line_if(key).map(|line| line.value));
    let (checked, by) = (table.day("checked"), table.line("by"));
    table.finish();
    if let Some(number) = &number {
        has_a_digit(table, number);
    }
    if ["number", "text", "url"].into_iter().all(|key| table.place_of(key).is_none()) {
        let help = "add `number`, `text` or `url`";
        table.report(&table.near("name"), "there is no way to reach this line", help);
    }
    Some(Line {
        kind: kind?,
        name: name?.value,
        number: number.map(|number| number.value),
        text,
        hours,
        who,
        trace,
        url,
        checked: checked?,
        by: by?.value,
    })
}

fn hurt_partner(root: &Table<'_>) -> Option<HurtPartnerPage> {
    root.format_version();
    let (title, body) = (root.line("title"), root.line("body"));
    root.finish();
    Some(HurtPartnerPage { title: title?.value, body: body?.value })
}
