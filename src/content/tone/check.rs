//! Every text against every rule, and the findings with their places.

use std::collections::BTreeMap;

use super::super::Diagnostic;
use super::super::load::parse;
use super::super::sheet::{Sheet, SourceFile, Span};
use super::passage::{Block, Passage, blocks};
use super::reading::{GRADED, HIGHEST_GRADE, LONGEST_SENTENCE, grade, lines, sentences};
use super::rules::{RULES, Rule, SHOULDER, Unless};
use super::toward::undeclared;
use super::words::{Word, find, is_negated, words};

/// The width a text is set to, in columns.
const WIDTH: usize = 72;
/// The lines of a small terminal that are left for the text of a step.
const SCREEN: usize = 20;
/// From how many words on two steps must not share a paragraph.
const PARAGRAPH: usize = 8;

/// Everything in the tone of the content that has to be mended. Files that are no content are left alone, and files
/// that cannot be read are told of by [`load`](super::super::load()).
#[must_use]
pub fn check(files: &[SourceFile]) -> Vec<Diagnostic> {
    let sheets: Vec<Sheet> =
        files.iter().filter(|file| is_prose(&file.name)).map(Sheet::new).collect();
    let mut paragraphs = BTreeMap::new();
    for sheet in &sheets {
        // What is no TOML is told of by the loader; here it would be told twice.
        let quiet = Sheet::new(&SourceFile { name: sheet.name.clone(), text: sheet.text.clone() });
        let Some(document) = parse(&quiet) else { continue };
        for block in blocks(document.get_ref()) {
            for passage in &block.passages {
                Look { sheet, block: &block, passage }.at_all();
            }
            if !block.form.is_empty() {
                said_once(sheet, &block, &mut paragraphs);
            }
        }
    }
    sheets.into_iter().flat_map(Sheet::into_findings).collect()
}

/// Whether a file holds texts that people read as the program's own.
fn is_prose(name: &str) -> bool {
    matches!(name, "program.toml" | "paper.toml" | "help/hurt-partner.toml")
        || name.starts_with("stages/")
}

/// One text that is looked at.
struct Look<'l, 'r> {
    sheet: &'l Sheet,
    block: &'l Block<'r>,
    passage: &'l Passage<'r>,
}

impl Look<'_, '_> {
    fn at_all(&self) {
        let words = words(self.passage.text);
        for rule in &RULES {
            self.at_rule(rule, &words);
        }
        self.at_reading(&words);
        self.over_a_shoulder(&words);
        self.toward_partner(&words);
    }

    fn at_rule(&self, rule: &Rule, words: &[Word]) {
        if rule.unless != Unless::Nothing && self.block.reviewed.contains(&rule.name) {
            return;
        }
        for phrase in rule.phrases {
            for (first, last) in find(words, phrase) {
                if self.holds(rule.unless, words, first) {
                    let said = self.said(words, first, last);
                    let message = format!("“{said}”: {} ({})", rule.wrong, rule.name);
                    self.report(words, first, last, &message, rule.instead);
                }
            }
        }
    }

    fn holds(&self, unless: Unless, words: &[Word], first: usize) -> bool {
        let before = first.checked_sub(1).map_or("", |before| words[before].text.as_str());
        let quoted = words[first].quoted;
        match unless {
            Unless::Nothing => true,
            Unless::Quoted => !quoted,
            Unless::QuotedOrAsked => {
                !quoted && !matches!(before, "whether" | "how" | "which" | "what" | "why")
            }
            Unless::QuotedOrNegated => !quoted && !is_negated(words, first),
            Unless::Told => {
                let told = before == "i" && self.passage.is(&["list", "items", "text"]);
                !quoted && !told && !is_negated(words, first)
            }
        }
    }

    fn at_reading(&self, words: &[Word]) {
        for sentence in sentences(words) {
            if sentence.words > LONGEST_SENTENCE {
                let message =
                    format!("a sentence of {} words, {LONGEST_SENTENCE} at most", sentence.words);
                self.report_at(
                    &self.place(sentence.at.start, sentence.at.end),
                    &message,
                    "make two of it",
                );
            }
        }
        if self.passage.key() != "body" {
            return;
        }
        if let Some(grade) = grade(words).filter(|grade| *grade > HIGHEST_GRADE) {
            let message = format!(
                "this text of {GRADED} words or more reads at grade {grade:.1}, {HIGHEST_GRADE} at most"
            );
            self.report_at(&self.start(), &message, "shorter sentences, shorter words");
        }
        let rows = lines(self.passage.text, WIDTH);
        if !self.block.form.is_empty() && rows > SCREEN {
            let message = format!("`body` takes {rows} lines at {WIDTH} columns, {SCREEN} at most");
            self.report_at(
                &self.start(),
                &message,
                "it should be read without scrolling: cut, or make two steps of it",
            );
        }
    }

    /// Titles and lines to tick are read by whoever stands behind the person.
    fn over_a_shoulder(&self, words: &[Word]) {
        let seen = self.passage.is(&["title"])
            || (self.block.form == "list" && self.passage.is(&["list", "items", "text"]));
        if !seen {
            return;
        }
        for (at, word) in words.iter().enumerate() {
            if let Some(shown) = SHOULDER.into_iter().find(|shown| word.text.contains(shown)) {
                let message = format!("this is seen over a shoulder, and it says `{shown}`");
                self.report(words, at, at, &message, "find neutral words");
            }
        }
    }

    fn toward_partner(&self, words: &[Word]) {
        if self.block.form.is_empty() || !is_said_by_the_program(self.block.form, self.passage) {
            return;
        }
        for aimed in undeclared(self.block, words) {
            let (first, last) = aimed.at;
            let said = self.said(words, first, last);
            let message =
                format!("“{said}” asks something of the person that the step does not declare");
            let verb = aimed.toward.verb.split(' ').next().unwrap_or_default();
            let help = format!(
                "add one of these to `asks`: {}; or, where the sentence holds for everyone who sees the step, add `reviewed = [\"{verb}\"]`",
                aimed.toward.asks.join(", ")
            );
            self.report(words, first, last, &message, &help);
        }
    }

    fn said(&self, words: &[Word], first: usize, last: usize) -> String {
        let piece =
            self.passage.text.get(words[first].at.start..words[last].at.end).unwrap_or_default();
        piece.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn report(&self, words: &[Word], first: usize, last: usize, message: &str, help: &str) {
        self.report_at(&self.place(words[first].at.start, words[last].at.end), message, help);
    }

    fn report_at(&self, span: &Span, message: &str, help: &str) {
        self.sheet.report(span, message, help);
    }

    /// The first words of the text.
    fn start(&self) -> Span {
        let end = self.passage.text.find('\n').unwrap_or(self.passage.text.len());
        self.place(0, end)
    }

    /// Where a piece of the text stands in the file: the string may be written with escapes, so it is looked for.
    fn place(&self, start: usize, end: usize) -> Span {
        let span = self.passage.span.clone();
        let (Some(before), Some(piece)) =
            (self.passage.text.get(..start), self.passage.text.get(start..end))
        else {
            return span;
        };
        let piece = piece.lines().next().unwrap_or_default();
        let raw = self.sheet.text.get(span.clone()).unwrap_or_default();
        let nth = before.matches(piece).count();
        match raw.match_indices(piece).nth(nth) {
            Some((at, _)) if !piece.is_empty() => span.start + at..span.start + at + piece.len(),
            _ => span,
        }
    }
}

/// Whether the program says it, and not a scene, a worked plan or the person's own text.
fn is_said_by_the_program(form: &str, passage: &Passage<'_>) -> bool {
    let scene = form == "rehearse"
        && passage.path.first() == Some(&"rehearse")
        && matches!(passage.key(), "scene" | "says" | "text" | "feedback");
    !scene && !matches!(passage.path.as_slice(), ["build", "result"])
}

/// No two steps share a paragraph.
fn said_once(sheet: &Sheet, block: &Block<'_>, known: &mut BTreeMap<String, (String, usize)>) {
    let mut own: Vec<String> = Vec::new();
    for passage in &block.passages {
        for paragraph in passage.text.split("\n\n") {
            let words: Vec<String> = words(paragraph).into_iter().map(|word| word.text).collect();
            let key = words.join(" ");
            if words.len() < PARAGRAPH || own.contains(&key) {
                continue;
            }
            if let Some((file, line)) = known.get(&key) {
                let look = Look { sheet, block, passage };
                let start = paragraph.as_ptr() as usize - passage.text.as_ptr() as usize;
                let message =
                    format!("this paragraph stands in another step already, at {file}:{line}");
                let span = look.place(start, start + paragraph.len());
                look.report_at(&span, &message, "write what belongs to this step alone");
            } else {
                let line =
                    sheet.text.get(..passage.span.start).unwrap_or_default().matches('\n').count()
                        + 1;
                known.insert(key.clone(), (sheet.name.clone(), line));
            }
            own.push(key);
        }
    }
}
