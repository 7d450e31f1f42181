//! Reading the corpus: texts and what should be said of them.
//!
//! A half is a folder with one file for each of its authors. A line is `expect | also | text`: what must be found, what
//! may be found as well, the text. Flags stand plain, strengths as `+ownership`, alerts as `!crisis:self`; `-` is
//! nothing, and `- | - | text` a text on which the coach must stay silent. Lines that begin with `#` are comments.

use std::path::Path;

/// One text.
#[derive(Debug)]
pub(crate) struct Item {
    /// The file it stands in, by its name without ending.
    pub(crate) author: String,
    pub(crate) text: String,
    /// What must be found; nothing where the coach must stay silent.
    pub(crate) expect: Vec<String>,
    /// What may be found as well.
    pub(crate) also: Vec<String>,
}

/// All texts of a half, in the order of the names of its files.
pub(crate) fn read(half: &str) -> Result<Vec<Item>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/coach").join(half);
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let files =
        std::fs::read_dir(&folder).map_err(failed)?.map(|file| file.map(|file| file.path()));
    let mut files = files.collect::<Result<Vec<_>, _>>().map_err(failed)?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "txt"));
    files.sort();
    let mut items = Vec::new();
    for file in files {
        let author = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).map_err(failed)?;
        let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty());
        for (number, line) in lines.filter(|(_, line)| !line.starts_with('#')) {
            let item = item(&author, line);
            items.push(item.ok_or_else(|| format!("{}:{}: {line}", file.display(), number + 1))?);
        }
    }
    Ok(items)
}

fn item(author: &str, line: &str) -> Option<Item> {
    let mut fields = line.splitn(3, " | ");
    let mut labels = || -> Option<Vec<String>> {
        let names = fields.next()?.split(',').map(str::trim);
        Some(names.filter(|name| *name != "-").map(str::to_owned).collect())
    };
    let (expect, also) = (labels()?, labels()?);
    let text = fields.next()?.to_owned();
    Some(Item { author: author.to_owned(), text, expect, also })
}
