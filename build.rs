//! Checks the folder `content/` with the program's own loader and embeds what it says, parsed.
//!
//! The findings of a folder that is not clean are the build's error: what ships was checked.

use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::{env, fs};

use content::{SourceFile, coverage, diagnostic, help, paper};

#[path = "src/content/mod.rs"]
#[expect(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "the build needs only the loader of the room"
)]
mod content;
#[path = "src/text.rs"]
#[expect(unreachable_pub, reason = "the room is public in the library")]
mod text;

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout();
    for watched in ["build.rs", "src/content", "src/text.rs", "content"] {
        writeln!(out, "cargo::rerun-if-changed={watched}")?;
    }
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("content");
    if !root.join("program.toml").exists() {
        // A checkout without content still builds and tests the rooms that do not need it.
        return Ok(());
    }
    let files = read(&root)?;
    let loaded =
        (content::load(&files), help::load(&files), coverage::load(&files), paper::load(&files));
    let (program, help, coverage, paper) = match loaded {
        (Ok(program), Ok(help), Ok(coverage), Ok(paper)) => (program, help, coverage, paper),
        (program, help, coverage, paper) => {
            let mut findings = program.err().unwrap_or_default();
            findings.extend(help.err().unwrap_or_default());
            findings.extend(coverage.err().unwrap_or_default());
            findings.extend(paper.err().unwrap_or_default());
            writeln!(out, "cargo::error=content/ has {} findings", findings.len())?;
            writeln!(io::stderr(), "{}", diagnostic::render(&findings, false))?;
            return Err("content/ is not clean; the findings stand above".into());
        }
    };
    let target = PathBuf::from(env::var("OUT_DIR")?);
    let mut program = program;
    let mut details = Vec::new();
    for step in program.stages.iter_mut().flat_map(|stage| &mut stage.steps) {
        step.detail.pack(&mut details)?;
    }
    embed(&target.join("details.bin"), &details)?;
    embed(&target.join("program.bin"), &postcard::to_stdvec(&program)?)?;
    embed(&target.join("help.bin"), &postcard::to_stdvec(&help)?)?;
    embed(&target.join("coverage.bin"), &postcard::to_stdvec(&coverage)?)?;
    embed(&target.join("paper.bin"), &postcard::to_stdvec(&paper)?)?;
    writeln!(out, "cargo::rustc-cfg=shipped_content")?;
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a file of the build, not of a person")]
fn embed(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::write(path, bytes)
}

/// The TOML files of the folder, its `stages` and its `help`, by name.
fn read(root: &Path) -> io::Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    for folder in ["", "stages/", "help/"] {
        for entry in fs::read_dir(root.join(folder))? {
            let path = entry?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if path.extension().is_some_and(|extension| extension == "toml") {
                let name = format!("{folder}{name}");
                files.push(SourceFile { name, text: fs::read_to_string(&path)? });
            }
        }
    }
    files.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(files)
}
