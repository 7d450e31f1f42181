//! A look back for two, on paper. The sentence is the person's own: it is shown to the partner only if they ask.

use std::fmt::Write;

use crate::content::Program;
use crate::content::program::Ask;
use crate::engine::record::{Bucket, Concerns, Count, Thing, is_own, may_ask, months};
use crate::engine::{Entry, Plan, gate};

use super::escape;

/// How many months it holds.
const MONTHS: usize = 3;

/// The page, in markdown: what was promised and kept, month by month, and what is due to be looked at again. Notes,
/// check-ins and setbacks are not in it. None where a talk may not be asked for as things stand.
#[must_use]
pub fn for_two(program: &Program, plan: &Plan, entries: &[&Entry]) -> Option<String> {
    if !gate::may(program, plan, &[Ask::Talk]) {
        return None;
    }
    let theirs = |entry: &&&Entry| {
        let promise = entry
            .step
            .as_ref()
            .and_then(|id| plan.promises.iter().find(|promise| promise.id == *id));
        promise.is_some_and(|promise| promise.terms.asked_by == Concerns::Partner)
    };
    let counted: Vec<&Entry> = entries.iter().filter(theirs).copied().collect();
    let counted = Count::countable(program, plan, counted);
    let mut out = String::from(
        "# Looking back\n\nThis is what I say I did. What it is worth is not mine to say.\n",
    );
    let shown: Vec<Bucket> = months(&counted).into_iter().take(MONTHS).collect();
    if !shown.is_empty() {
        out.push_str("\n## What I said I would do\n\n");
    }
    for month in shown {
        let _ = writeln!(out, "- {}: {}", month.start.format("%B %Y"), month.count.promises());
    }
    agreements(program, plan, &mut out);
    out.push_str("\n## What is it like for you?\n\nNothing has to be written here.\n\n");
    Some(out)
}

fn agreements(program: &Program, plan: &Plan, out: &mut String) {
    let words = plan.profile.words();
    let may = |id| may_ask(program, plan, Thing::Agreement, id);
    let open = plan.agreements.iter().filter(|item| item.ended.is_none() && may(&item.step));
    let mut rows = open.peekable();
    if rows.peek().is_some() {
        out.push_str("\n## To look at again: less, the same, or stop?\n\n");
    }
    for item in rows {
        let step = program.step(item.step.as_str()).filter(|_| !is_own(&item.step));
        let title = step.map(|step| step.title.render(&words).into_owned());
        let own = item.own.as_ref().map(|own| own.what.clone());
        let name = own.or(title).unwrap_or_default();
        let _ = writeln!(out, "- {} (by {})", escape::line(&name), item.review);
    }
}
