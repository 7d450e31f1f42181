//! One content file while it is read: its text, where its lines are, and what was found in it.

use std::cell::RefCell;
use std::ops::Range;

use super::Diagnostic;
use crate::text;

/// A content file as it comes in: a name and its whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its name relative to the content folder, as `stages/01-acknowledge.toml`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The largest file, in bytes.
pub(crate) const LARGEST_FILE: usize = 256 * 1024;

/// How many findings of one file are kept; a file with more is not read to the end by anyone.
const MOST_FINDINGS: usize = 500;

/// How much of a line a finding carries, in characters.
const LINE_SHOWN: usize = 300;

/// A place in a sheet, in bytes.
pub(crate) type Span = Range<usize>;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Placed<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// A file that is being read.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) text: String,
    lines: Vec<usize>,
    findings: RefCell<Vec<Diagnostic>>,
}

impl Sheet {
    /// Takes the file; a byte order mark and carriage returns are no part of it.
    pub(crate) fn new(file: &SourceFile) -> Self {
        let text = file.text.strip_prefix('\u{FEFF}').unwrap_or(&file.text).replace("\r\n", "\n");
        let lines = std::iter::once(0)
            .chain(
                text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1),
            )
            .collect();
        let name = text::clean_line(&file.name).into_owned();
        Self { name, text, lines, findings: RefCell::default() }
    }

    /// Notes a finding.
    pub(crate) fn report(&self, span: &Span, message: impl AsRef<str>, help: impl AsRef<str>) {
        let mut findings = self.findings.borrow_mut();
        if findings.len() < MOST_FINDINGS {
            let finding = self.diagnostic(span, message.as_ref(), help.as_ref());
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
    }

    /// Whether so much was found that nothing more is noted: then there is no need to look.
    pub(crate) fn is_full(&self) -> bool {
        self.findings.borrow().len() >= MOST_FINDINGS
    }

    /// Whether nothing was found yet.
    pub(crate) fn is_clean(&self) -> bool {
        self.findings.borrow().is_empty()
    }

    /// What was found, in the order of the lines.
    pub(crate) fn into_findings(self) -> Vec<Diagnostic> {
        let mut findings = self.findings.into_inner();
        findings.sort_by_key(|finding| (finding.line, finding.column));
        findings
    }

    fn diagnostic(&self, span: &Span, message: &str, help: &str) -> Diagnostic {
        let start = self.boundary(span.start);
        let line = self.lines.partition_point(|&first| first <= start).saturating_sub(1);
        let first = self.lines.get(line).copied().unwrap_or(0);
        let last = self.text[start..].find('\n').map_or(self.text.len(), |length| start + length);
        let end = self.boundary(span.end).clamp(start, last);
        Diagnostic {
            file: self.name.clone(),
            line: line + 1,
            column: self.text[first..start].chars().count() + 1,
            width: self.text[start..end].trim_end().chars().count().max(1),
            source_line: self.text[first..last].chars().take(LINE_SHOWN).collect(),
            message: text::clean_line(message).into_owned(),
            help: text::clean_line(help).into_owned(),
        }
    }

    /// The nearest character boundary at or before a byte.
    fn boundary(&self, at: usize) -> usize {
        (0..=at.min(self.text.len())).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or(0)
    }
}
