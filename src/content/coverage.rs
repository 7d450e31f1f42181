//! Which practices the program sets out to teach, and whether its steps do: `practices.toml` and `coverage.toml`.
//!
//! A pack without `practices.toml` sets out to teach nothing in particular, and nothing is asked of it here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Diagnostic;
use super::form::Form;
use super::load::parse;
use super::sheet::{Placed, Sheet, SourceFile};
use super::table::Table;

/// The file of the practices.
const PRACTICES: &str = "practices.toml";
/// The file of what is declined.
const DECLINED: &str = "coverage.toml";
/// How many practices may be declined.
pub const MOST_DECLINED: usize = 5;

/// What the program sets out to teach, and what of it is left out on purpose.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// All practices, in the order of their file.
    pub practices: Vec<Practice>,
    /// Why no step teaches these, by id.
    pub declined: BTreeMap<String, String>,
}

/// Something that helps to become trustworthy again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Practice {
    /// A letter and a number.
    pub id: String,
    /// What it is, in a line.
    pub name: String,
    /// The names of the forms in which it can be done rather than read about.
    pub forms: Vec<String>,
}

impl Coverage {
    /// The practice of that id.
    #[must_use]
    pub fn practice(&self, id: &str) -> Option<&Practice> {
        self.practices.iter().find(|practice| practice.id == id)
    }
}

/// Reads both files and holds the steps of `stages/*.toml` against them.
///
/// # Errors
/// All findings, in the order of the files and their lines.
pub fn load(files: &[SourceFile]) -> Result<Coverage, Vec<Diagnostic>> {
    let wanted = |name: &str| name == PRACTICES || name == DECLINED || name.starts_with("stages/");
    let sheets: Vec<Sheet> =
        files.iter().filter(|file| wanted(&file.name)).map(Sheet::new).collect();
    let Some(list) = sheets.iter().find(|sheet| sheet.name == PRACTICES) else {
        return Ok(Coverage::default());
    };
    let practices = read_practices(list);
    let declined: Vec<(Placed<String>, String)> =
        sheets.iter().find(|sheet| sheet.name == DECLINED).map(read_declined).unwrap_or_default();
    let mut taught: BTreeMap<String, bool> = BTreeMap::new();
    for sheet in sheets.iter().filter(|sheet| sheet.name.starts_with("stages/")) {
        // What is no TOML is told of by the loader of the program.
        let quiet = Sheet::new(&SourceFile { name: sheet.name.clone(), text: sheet.text.clone() });
        if let Some(document) = parse(&quiet) {
            steps_teach(sheet, document.get_ref(), &practices, &mut taught);
        }
    }
    all_are_taught(list, &practices, &declined, &taught);
    if let Some(sheet) = sheets.iter().find(|sheet| sheet.name == DECLINED) {
        declined_rightly(sheet, &practices, &declined, &taught);
    }
    if sheets.iter().all(Sheet::is_clean) {
        let practices = practices.into_iter().map(|practice| practice.value).collect();
        let declined = declined.into_iter().map(|(id, why)| (id.value, why)).collect();
        return Ok(Coverage { practices, declined });
    }
    Err(sheets.into_iter().flat_map(Sheet::into_findings).collect())
}

fn read_practices(sheet: &Sheet) -> Vec<Placed<Practice>> {
    let document = parse(sheet);
    let Some(root) =
        document.as_ref().map(|root| Table::new(sheet, root.get_ref(), 0..0, "this file"))
    else {
        return Vec::new();
    };
    root.format_version();
    let tables = root.some_tables("practice", "a practice");
    root.finish();
    let mut practices: Vec<Placed<Practice>> = Vec::new();
    for table in &tables {
        let (id, name) = (table.line("id"), table.line("name"));
        let mut forms = table.lines("forms");
        let also = table.line_if("also");
        let because = table.line_if("because");
        if let (Some(also), None) = (&also, &because) {
            table.report(&also.span, "a further form without `because`", "say why it fits");
        }
        table.finish();
        forms.extend(also);
        for form in forms.iter().filter(|form| !Form::NAMES.contains(&form.value.as_str())) {
            let message = format!("there is no form `{}`", form.value);
            table.report(&form.span, message, format!("write one of: {}", Form::NAMES.join(", ")));
        }
        let (Some(id), Some(name)) = (id, name) else { continue };
        if practices.iter().any(|other| other.value.id == id.value) {
            table.report(
                &id.span,
                format!("the practice {} is there twice", id.value),
                "take one out",
            );
        }
        let forms = forms.into_iter().map(|form| form.value).collect();
        let practice = Practice { id: id.value, name: name.value, forms };
        practices.push(Placed { value: practice, span: id.span });
    }
    practices
}

/// `[D7] declined = "why"`: a table for each practice.
fn read_declined(sheet: &Sheet) -> Vec<(Placed<String>, String)> {
    let document = parse(sheet);
    let mut declined = Vec::new();
    let Some(document) = &document else { return declined };
    for (key, value) in document.get_ref() {
        if key.get_ref() == "format_version" {
            continue;
        }
        let DeValue::Table(table) = value.get_ref() else {
            sheet.report(
                &key.span(),
                "a practice is declined in a table of its own",
                "write [D7] declined = \"why\"",
            );
            continue;
        };
        let table = Table::new(sheet, table, value.span(), "what is declined");
        let why = table.line("declined");
        table.finish();
        if let Some(why) = why {
            let id = Placed { value: key.get_ref().to_string(), span: key.span() };
            declined.push((id, why.value));
        }
    }
    declined
}

/// Notes what each step teaches, and whether its form fits one of the practices it names.
fn steps_teach(
    sheet: &Sheet,
    root: &DeTable<'_>,
    practices: &[Placed<Practice>],
    taught: &mut BTreeMap<String, bool>,
) {
    let steps = root.get("step").and_then(|steps| steps.get_ref().as_array());
    for step in steps.into_iter().flatten().filter_map(|step| step.get_ref().as_table()) {
        let form = step.get("form").and_then(|form| form.get_ref().as_str()).unwrap_or_default();
        let named = step.get("practices").and_then(|named| named.get_ref().as_array());
        for (span, id) in named.into_iter().flatten().filter_map(placed) {
            let Some(practice) = practices.iter().find(|practice| practice.value.id == id) else {
                sheet.report(
                    &span,
                    format!("{PRACTICES} has no practice {id}"),
                    "name one of its practices",
                );
                continue;
            };
            let fits = practice.value.forms.iter().any(|fitting| fitting == form);
            *taught.entry(id.to_owned()).or_default() |= fits;
        }
    }
}

fn placed<'v>(value: &'v Spanned<DeValue<'_>>) -> Option<(std::ops::Range<usize>, &'v str)> {
    Some((value.span(), value.get_ref().as_str()?))
}

fn all_are_taught(
    sheet: &Sheet,
    practices: &[Placed<Practice>],
    declined: &[(Placed<String>, String)],
    taught: &BTreeMap<String, bool>,
) {
    for practice in practices {
        let Practice { id, name, forms } = &practice.value;
        if declined.iter().any(|(other, _)| other.value == *id) {
            continue;
        }
        let forms = forms.join(" or ");
        match taught.get(id) {
            Some(true) => {}
            Some(false) => {
                let message = format!("no step teaches {id} ({name}) in a form that fits it");
                let help =
                    format!("teach it as {forms}, or add the form as `also`, with `because`");
                sheet.report(&practice.span, message, help);
            }
            None => {
                let help = format!("teach it as {forms}, or decline it in {DECLINED}");
                sheet.report(&practice.span, format!("no step teaches {id} ({name})"), help);
            }
        }
    }
}

fn declined_rightly(
    sheet: &Sheet,
    practices: &[Placed<Practice>],
    declined: &[(Placed<String>, String)],
    taught: &BTreeMap<String, bool>,
) {
    for (at, (id, _)) in declined.iter().enumerate() {
        let written = &id.value;
        if !practices.iter().any(|practice| practice.value.id == *written) {
            sheet.report(
                &id.span,
                format!("{PRACTICES} has no practice {written}"),
                "take this out",
            );
        } else if taught.contains_key(written) {
            let message = format!("{written} is declined, and a step teaches it");
            sheet.report(&id.span, message, "take one of them out");
        } else if at >= MOST_DECLINED {
            let message = format!("more than {MOST_DECLINED} practices are declined");
            sheet.report(&id.span, message, "teach this one");
        }
    }
}
