//! Checks a folder of content, until the command line does.

use std::path::Path;
use std::process::ExitCode;

use trustcoach::content::{self, SourceFile, diagnostic};

fn read(root: &Path, folder: &str, files: &mut Vec<SourceFile>) {
    let Ok(entries) = std::fs::read_dir(root.join(folder)) else { return };
    let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    for name in names.iter().filter_map(|name| name.to_str()) {
        let name = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        if Path::new(&name).extension().is_some_and(|extension| extension == "toml")
            && let Ok(text) = std::fs::read_to_string(root.join(&name))
        {
            files.push(SourceFile { name, text });
        }
    }
}

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(3) else { return ExitCode::from(2) };
    let mut files = Vec::new();
    for part in ["", "stages", "help"] {
        read(Path::new(&folder), part, &mut files);
    }
    let findings = content::load(&files).err().unwrap_or_default();
    if findings.is_empty() {
        return ExitCode::SUCCESS;
    }
    let text = format!("{}\n\n{} findings\n", diagnostic::render(&findings, false), findings.len());
    let _ = std::io::Write::write_all(&mut std::io::stdout(), text.as_bytes());
    ExitCode::FAILURE
}
