//! `review`: the mirror on the command line, for the person's own words.

use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;

use serde::Serialize;

use super::args::{Review, ReviewFormat};
use super::exit::{Answer, Exit, Failure};
use crate::coach::{self, Audience, Rules, StrengthLabel};
use crate::error::{Error, Reason};
use crate::text::clean_line;

/// The largest text that is read.
const MOST: u64 = 4 * 1024 * 1024;
/// The widest row of a text that is shown whole.
const ROW: usize = 76;
const TALK: &str = "If you want to talk to someone now: start trustcoach and press F1.";
const NOT_TEXT: &str = "it is not text in UTF-8";

/// Reviews a text, or each line of it.
pub(super) fn review(wanted: &Review) -> Result<Answer, Failure> {
    let text = read(wanted.file.as_deref())?;
    let texts: Vec<&str> = if wanted.lines { text.lines().collect() } else { vec![text.as_str()] };
    let mut out = String::new();
    let mut found = false;
    let mut alarmed = false;
    for text in texts {
        let review = coach::review(Rules::shipped(), text, Audience::Partner);
        found |= !review.findings.is_empty();
        alarmed |= !review.alerts.is_empty();
        if wanted.lines || wanted.format == ReviewFormat::Json {
            out.push_str(&json(text, &review));
        } else {
            words(&mut out, &name(wanted.file.as_deref()), text, &review);
        }
    }
    let mut answer = Answer::data(out);
    if alarmed && !wanted.lines && wanted.format == ReviewFormat::Words {
        answer = answer.saying(TALK);
    }
    answer.failed = wanted.fail && found;
    Ok(answer)
}

fn name(file: Option<&Path>) -> String {
    match file {
        Some(path) if path != Path::new("-") => path.display().to_string(),
        _ => "text".to_owned(),
    }
}

fn read(file: Option<&Path>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    match file {
        Some(path) if path != Path::new("-") => {
            let opened = std::fs::File::open(path).map_err(|error| Error::read(path, &error))?;
            opened
                .take(MOST + 1)
                .read_to_end(&mut bytes)
                .map_err(|error| Error::read(path, &error))?;
        }
        _ => {
            std::io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes).map_err(|error| {
                let reason = Reason::from(&error);
                Failure::Said(Exit::Failed, format!("trustcoach: cannot read the text: {reason}"))
            })?;
        }
    }
    if bytes.len() as u64 > MOST {
        let reason = "trustcoach: cannot read the text: it is larger than 4 MiB";
        return Err(Failure::Said(Exit::Failed, reason.to_owned()));
    }
    String::from_utf8(bytes).map_err(|_| {
        Failure::Said(Exit::Failed, format!("trustcoach: cannot read the text: {NOT_TEXT}"))
    })
}

/// A review as machines read it. Offsets are in Unicode scalar values.
#[derive(Serialize)]
struct Json<'a> {
    text: &'a str,
    findings: Vec<FindingJson<'a>>,
    strengths: Vec<StrengthJson>,
    alerts: Vec<AlertJson>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    label: &'static str,
    kind: &'static str,
    start: usize,
    end: usize,
    quote: String,
    why: &'a str,
    r#try: &'a str,
}

#[derive(Serialize)]
struct StrengthJson {
    label: &'static str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct AlertJson {
    label: &'static str,
    kind: &'static str,
    start: usize,
    end: usize,
}

fn json(text: &str, review: &coach::Review) -> String {
    let findings = review
        .findings
        .iter()
        .map(|finding| FindingJson {
            label: finding.label.name(),
            kind: "flag",
            start: finding.range.start,
            end: finding.range.end,
            quote: text.chars().skip(finding.range.start).take(finding.range.len()).collect(),
            why: &finding.why,
            r#try: &finding.try_,
        })
        .collect();
    let strengths = review
        .strengths
        .iter()
        .map(|strength| StrengthJson {
            label: strength.label.name(),
            start: strength.range.start,
            end: strength.range.end,
        })
        .collect();
    let alerts = review
        .alerts
        .iter()
        .map(|alert| AlertJson {
            label: alert.label.name(),
            kind: alert.kind.name(),
            start: alert.range.start,
            end: alert.range.end,
        })
        .collect();
    // Strings and numbers always become JSON.
    let json = serde_json::to_string(&Json { text, findings, strengths, alerts });
    escaped(&json.unwrap_or_default()) + "\n"
}

/// JSON in ASCII: what a terminal could take for a command is escaped, and nothing of the text is lost.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for letter in json.chars() {
        if letter.is_ascii() && letter != '\u{7f}' {
            out.push(letter);
        } else {
            let mut units = [0; 2];
            for unit in letter.encode_utf16(&mut units) {
                // Writing to a string cannot fail.
                let _infallible = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

/// Each finding with its place, the line, a mark under the words, why, and a direction. Beside words of danger there is
/// no word about wording.
fn words(out: &mut String, name: &str, text: &str, review: &coach::Review) {
    if !review.alerts.is_empty() {
        return;
    }
    let lines: Vec<&str> = text.split('\n').collect();
    for finding in &review.findings {
        let (mut line, mut column) = (0, finding.range.start);
        while let Some(shown) = lines.get(line) {
            let length = shown.chars().count() + 1;
            if column < length {
                break;
            }
            column -= length;
            line += 1;
        }
        let shown = lines.get(line).copied().unwrap_or_default();
        let marked: String = shown.chars().skip(column).take(finding.range.len()).collect();
        let (before, after) = around(shown, column, &marked);
        let place = format!("{name}:{}:{}: {}", line + 1, column + 1, finding.label.name());
        let marks = "^".repeat(width(&marked).max(1));
        let pad = " ".repeat(width(&before));
        for row in [
            place,
            format!("  {}", clean_line(&format!("{before}{marked}{after}"))),
            format!("  {pad}{marks}"),
            format!("  {}", finding.why),
            format!("  try: {}", finding.try_),
            String::new(),
        ] {
            out.push_str(&row);
            out.push('\n');
        }
    }
    let there: Vec<&str> = review.strengths_once().into_iter().map(StrengthLabel::name).collect();
    if !there.is_empty() {
        out.push_str("what is there: ");
        out.push_str(&there.join(", "));
        out.push('\n');
    }
}

/// How many columns a terminal shows a text in.
fn width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(clean_line(text).as_ref())
}

/// What stands before and after marked words, as far as a row has room: a paragraph is often one long line, and marks
/// under a line that wraps point at nothing.
fn around(line: &str, column: usize, marked: &str) -> (String, String) {
    let before: String = line.chars().take(column).collect();
    let after: String = line.chars().skip(column + marked.chars().count()).collect();
    if width(line) <= ROW {
        return (before, after);
    }
    let room = ROW.saturating_sub(width(marked));
    // What one side does not need is the other's.
    let left = room.saturating_sub(width(&after)).max(room / 2);
    let before = match words_within(before.split_inclusive(' ').rev(), left) {
        (kept, true) => kept.into_iter().rev().collect(),
        (kept, false) => format!("\u{2026} {}", kept.into_iter().rev().collect::<String>()),
    };
    let right = room.saturating_sub(width(&before));
    let after = match words_within(after.split_inclusive(' '), right) {
        (kept, true) => kept.concat(),
        (kept, false) => format!("{} \u{2026}", kept.concat().trim_end()),
    };
    (before, after)
}

/// The first words that have room, and whether these are all.
fn words_within<'t>(words: impl Iterator<Item = &'t str>, room: usize) -> (Vec<&'t str>, bool) {
    let (mut kept, mut used) = (Vec::new(), 0);
    for word in words {
        used += width(word);
        if used + 2 > room {
            return (kept, false);
        }
        kept.push(word);
    }
    (kept, true)
}
