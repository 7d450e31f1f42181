//! A finding in content: what is wrong, where, and the way out.

use std::fmt;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::text;

/// One finding. Findings are never fatal alone: loading reports all of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file's name, relative to the content folder.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// How many characters the caret underlines, at least 1.
    pub width: usize,
    /// The text of the line.
    pub source_line: String,
    /// What is wrong, without a full stop.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}:{}: {}", self.file, self.line, self.column, self.message)
    }
}

/// The findings as people read them: the place, the line with a caret, the way out.
#[must_use]
pub fn render(findings: &[Diagnostic], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let blocks: Vec<String> = findings.iter().map(|finding| one(&renderer, finding)).collect();
    blocks.join("\n\n")
}

fn one(renderer: &Renderer, finding: &Diagnostic) -> String {
    // A tab is as wide as the terminal likes; as one space the caret stands where the column says.
    let line = text::clean_line(&finding.source_line).into_owned();
    let byte = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    let start = byte(finding.column - 1);
    let end = byte(finding.column - 1 + finding.width).max(start);
    let message = text::clean_line(&finding.message);
    let help = text::clean_line(&finding.help);
    let name = text::clean_line(&finding.file);
    let group = Level::ERROR
        .primary_title(message)
        .element(
            Snippet::source(line.as_str())
                .line_start(finding.line)
                .path(name)
                .annotation(AnnotationKind::Primary.span(start..end)),
        )
        .element(Level::HELP.message(help));
    renderer.render(&[group])
}
