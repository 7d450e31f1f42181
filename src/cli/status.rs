//! `status`: one calm line, without a name or a word of the person.

use serde::Serialize;

use super::exit::Answer;
use crate::content::{Program, Words};
use crate::engine::{Plan, Tally, next_step};

/// Said by every command that needs a plan where there is none.
pub(super) const NOTHING_KEPT: &str = "Nothing is kept here yet.";

/// What `--json` gives.
#[derive(Debug, Default, Serialize)]
struct Status {
    /// Whether a plan is kept.
    kept: bool,
    /// Steps done.
    done: usize,
    /// Steps there are.
    total: usize,
    /// The one next step.
    next: Option<Next>,
}

#[derive(Debug, Serialize)]
struct Next {
    step: String,
    title: String,
    minutes: u8,
}

/// The line, or the same as JSON.
pub(super) fn status(program: &Program, plan: Option<&Plan>, json: bool) -> Answer {
    let status = plan.map(|plan| of(program, plan)).unwrap_or_default();
    Answer::data(if json { in_json(&status) } else { in_words(&status) })
}

fn of(program: &Program, plan: &Plan) -> Status {
    let tally = Tally::of_program(program, plan);
    let next = next_step(program, plan).map(|step| Next {
        step: step.id.to_string(),
        title: step.title.render(&Words::default()).into_owned(),
        minutes: step.minutes,
    });
    Status { kept: true, done: tally.done, total: tally.shown(), next }
}

fn in_json(status: &Status) -> String {
    // Strings, numbers and a flag always become JSON.
    serde_json::to_string(status).map(|json| json + "\n").unwrap_or_default()
}

fn in_words(status: &Status) -> String {
    if !status.kept {
        return format!("{NOTHING_KEPT}\n");
    }
    let Status { done, total, next, .. } = status;
    let next = next.as_ref().map_or_else(
        || "Nothing is waiting.".to_owned(),
        |Next { title, minutes, .. }| {
            let unit = if *minutes == 1 { "minute" } else { "minutes" };
            format!("Next: {title} ({minutes} {unit}).")
        },
    );
    format!("{done} of {total} steps done. {next}\n")
}
