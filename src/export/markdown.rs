//! The checklist as markdown: readable as it is, and a task list wherever markdown is drawn.
//!
//! ```text
//! # Checklist
//!
//! 12 of 74 steps done.
//!
//! ## 1 Acknowledge (3 of 9 done)
//!
//! - [x] Say it plainly (2026-11-21)
//!
//!   What did you do?
//!
//!   > the person's words, only if they asked for them
//!
//! - [ ] No next lie (skipped, 2026-11-20)
//! ```

use std::fmt::Write;

use super::checklist::{Answered, Checklist, Count, Item, PartList};
use super::escape;

/// Writes the checklist as markdown. It ends with one line break.
#[must_use]
pub fn markdown(checklist: &Checklist) -> String {
    let mut out = format!("# {}\n\n", escape::line(&checklist.title));
    let Count { done, total } = checklist.count();
    let steps = if total == 1 { "step" } else { "steps" };
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{done} of {total} {steps} done.");
    for part in &checklist.parts {
        out.push_str(&heading(part));
        items(&mut out, &part.items);
    }
    if !checklist.earlier.is_empty() {
        out.push_str("\n## From an earlier edition\n\n");
        items(&mut out, &checklist.earlier);
    }
    out
}

/// The heading of a part: number, title, count.
fn heading(part: &PartList) -> String {
    let number = part.number.map(|number| format!("{number} ")).unwrap_or_default();
    let Count { done, total } = part.count;
    format!("\n## {number}{} ({done} of {total} done)\n\n", escape::line(&part.title))
}

/// The items of one list. Items with answers stand apart from the next one.
fn items(out: &mut String, items: &[Item]) {
    for (at, item) in items.iter().enumerate() {
        if at > 0 && !items[at - 1].answers().is_empty() {
            out.push('\n');
        }
        out.push_str(&task(item));
        for answer in item.answers() {
            out.push_str(&quoted(answer));
        }
    }
}

/// One line of the task list: box, title, status word and date.
fn task(item: &Item) -> String {
    let tick = if item.done() { 'x' } else { ' ' };
    let date = item.date.map(|date| date.to_string());
    let facts: Vec<&str> = item.word().into_iter().chain(date.as_deref()).collect();
    let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(", ")) };
    let title = Some(escape::line(&item.title)).filter(|title| !title.is_empty());
    let title = title.unwrap_or_else(|| item.step.to_string());
    format!("- [{tick}] {title}{facts}\n")
}

/// A question and the person's words under it, inside the item. Each of their lines stays a line.
fn quoted(answer: &Answered) -> String {
    let lines = escape::lines(&answer.text);
    let mut out = format!("\n  {}\n\n", escape::line(&answer.question));
    for (at, line) in lines.iter().enumerate() {
        let goes_on = lines.get(at + 1).is_some_and(|next| !next.is_empty());
        // Two blanks at the end are markdown's quietest line break.
        let end = if goes_on && !line.is_empty() { "  " } else { "" };
        let space = if line.is_empty() { "" } else { " " };
        let _ = writeln!(out, "  >{space}{line}{end}");
    }
    out
}
