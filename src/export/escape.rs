//! Text made harmless for markdown: whatever it holds, it stays words.
//!
//! Written for every dialect at once (`CommonMark`, GitHub's, the usual extensions), so a sign is escaped where *any*
//! of them gives it a meaning. Signs that are common in prose are escaped only where they would act, so that the file
//! stays pleasant to read as it is. `<` and a leading `&` become entities, because old renderers do not know `\<`.
//!
//! One thing cannot be had: some renderers link an address such as `a@b.example` after all escapes are resolved. What
//! they make of it is a link to the address that stands there, nothing else.

use crate::text::{clean, clean_line};

/// The text as one line that can stand after a list mark, in a heading or as a paragraph.
pub(super) fn line(text: &str) -> String {
    let cleaned = clean_line(text);
    escape(&cleaned.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The text line by line, blank lines kept as empty ones; none at its start or end, never two in a row.
pub(super) fn lines(text: &str) -> Vec<String> {
    let cleaned = clean(text);
    let mut lines: Vec<String> = Vec::new();
    for each in cleaned.lines().map(str::trim) {
        if !each.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(escape(&clean_line(each)));
        }
    }
    if lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// Escapes one trimmed line.
fn escape(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let digits = signs.iter().take_while(|sign| sign.is_ascii_digit()).count();
    let mut out = String::with_capacity(text.len() + 8);
    for (at, &sign) in signs.iter().enumerate() {
        let next = signs.get(at + 1).copied();
        match sign {
            '<' => out.push_str("&lt;"),
            '&' if next.is_some_and(|next| next.is_alphanumeric() || next == '#') => {
                out.push_str("&amp;");
            }
            _ => {
                let numbers = digits > 0 && at == digits && matches!(sign, '.' | ')');
                if numbers || acts(&signs[..at], sign, next) {
                    out.push('\\');
                }
                out.push(sign);
            }
        }
    }
    out
}

/// Whether the sign would mean something in a line that begins with `before` and goes on with `next`.
fn acts(before: &[char], sign: char, next: Option<char>) -> bool {
    let doubled = next == Some(sign) || before.last() == Some(&sign);
    match sign {
        '\\' | '`' | '*' | '_' | '[' | ']' | '{' | '}' | '#' | '|' | '~' | '^' | '$' | '@' => true,
        '>' => before.is_empty(),
        '-' | '+' | '=' | '%' => before.is_empty() || doubled,
        ':' => {
            before.is_empty()
                || next.is_some_and(|next| !next.is_whitespace() && !next.is_ascii_digit())
        }
        '.' => {
            before.len() >= 3 && before[before.len() - 3..].iter().all(|w| matches!(w, 'w' | 'W'))
        }
        _ => false,
    }
}
