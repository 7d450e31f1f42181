//! `where`: every place where something is kept, so that a person can look, copy or remove it.

use std::fmt::Write;
use std::path::Path;

use super::exit::{Answer, Failure};
use crate::store::{Item, Places, inventory};

/// Lists the folder of the plan with everything in it, the settings, and content that is not the built-in one.
pub(super) fn list(places: &Places, content: Option<&Path>) -> Result<Answer, Failure> {
    let found = inventory(places)?;
    let settings = places.config_file();
    let mut out = String::new();
    section(
        &mut out,
        "The plan and the journal",
        &places.data,
        |item| item.path != settings,
        &found,
    );
    section(&mut out, "Settings, nothing private", &settings, |item| item.path == settings, &found);
    if let Some(folder) = content {
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "\nContent in place of the built-in one, only read:\n  {}",
            folder.display()
        );
    }
    Ok(Answer::data(out))
}

/// A heading, then what there is: mode, size, path. The path itself stands there also where nothing is yet.
fn section(
    out: &mut String,
    heading: &str,
    path: &Path,
    belongs: impl Fn(&Item) -> bool,
    found: &[Item],
) {
    let gap = if out.is_empty() { "" } else { "\n" };
    let _ = writeln!(out, "{gap}{heading}:");
    let mut items = found.iter().filter(|item| belongs(item)).peekable();
    if items.peek().is_none() {
        let _ = writeln!(out, "  {:<4}  {:>12}  {}", "-", "not there", path.display());
    }
    for item in items {
        let size = format!("{} bytes", item.size);
        let _ = writeln!(out, "  {:04o}  {size:>12}  {}", item.mode & 0o7777, item.path.display());
    }
}
