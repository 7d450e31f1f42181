//! A part of the path and its steps, as their file writes them.

use super::super::form::{Field, Form};
use super::super::ids::{SourceId, StageId, StepId};
use super::super::lazy::Lazy;
use super::super::program::{Detail, Gate, Stage, StageKind, Step};
use super::super::sheet::{Placed, Span};
use super::super::table::Table;
use super::super::template::Template;
use super::forms::{self, Eyes};

/// A part with the places of what other files must agree with.
pub(in super::super) struct DraftPart {
    /// All but the steps.
    pub(in super::super) stage: Option<Stage>,
    pub(in super::super) id: Option<Placed<StageId>>,
    pub(in super::super) after: Vec<Placed<StepId>>,
    pub(in super::super) steps: Vec<DraftStep>,
}

/// A step with the places of what other steps must agree with.
pub(in super::super) struct DraftStep {
    pub(in super::super) step: Option<Step>,
    pub(in super::super) id: Placed<StepId>,
    pub(in super::super) after: Vec<Placed<StepId>>,
    pub(in super::super) sources: Vec<Placed<SourceId>>,
    pub(in super::super) gate: Gate,
    /// Where the gate is written.
    pub(in super::super) gate_span: Span,
}

/// What may not stand where others can read it over a shoulder.
const SHOULDER: [&str; 6] = ["affair", "cheat", "secret", "confess", "abuse", "afraid"];

/// How many words the text of a step may have: more does not fit on one screen.
const BODY_WORDS: usize = 200;

/// How many practices a step may teach.
const MOST_PRACTICES: usize = 3;

/// Reads the file of a part.
pub(in super::super) fn part(root: &Table<'_>) -> DraftPart {
    root.format_version();
    let head = root.table_if("part", "the part");
    if head.is_none() && root.place_of("part").is_none() {
        root.report(&(0..0), "this file has no [part]", "begin it with [part], id, kind, title");
    }
    let (id, stage, after) = head.map_or((None, None, Vec::new()), |head| read_head(&head));
    let steps = root.tables("step", "a step");
    if steps.is_empty() {
        root.report(&(0..0), "this part has no steps", "add a [[step]]");
    }
    root.finish();
    DraftPart { stage, id, after, steps: steps.iter().filter_map(step).collect() }
}

type Head = (Option<Placed<StageId>>, Option<Stage>, Vec<Placed<StepId>>);

fn read_head(table: &Table<'_>) -> Head {
    let id = table.id::<StageId>("id");
    let kind: Option<StageKind> = table.word("kind", "\"stage\"");
    let (title, tagline, why) = (table.text("title"), table.text("tagline"), table.text("why"));
    let mut after = table.ids::<StepId>("after");
    table.finish();
    over_a_shoulder(table, "title", title.as_ref());
    if kind.is_some_and(|kind| kind != StageKind::Strand) && table.place_of("after").is_some() {
        let help = "take it out: the opening and the stages are open in their order";
        table.report(&table.near("after"), "only a strand has `after`", help);
        after.clear();
    }
    let stage = (|| {
        Some(Stage {
            id: id.as_ref()?.value.clone(),
            kind: kind?,
            number: None,
            title: title?,
            tagline: tagline?,
            why: why?,
            after: after.iter().map(|id| id.value.clone()).collect(),
            steps: Vec::new(),
        })
    })();
    (id, stage, after)
}

fn step(table: &Table<'_>) -> Option<DraftStep> {
    let id = table.id::<StepId>("id");
    let title = table.text("title");
    over_a_shoulder(table, "title", title.as_ref());
    let minutes = table.number("minutes", 1..=30).and_then(|minutes| u8::try_from(minutes).ok());
    let practices = practices(table);
    let sources = table.ids::<SourceId>("sources");
    let after = table.ids::<StepId>("after");
    // Verbs toward the partner that someone has read and found right: only the tone asks for them.
    table.lines("reviewed");
    let gate = gate(table, &after);
    let keep = table.word_if("keep").unwrap_or_default();
    let to = table.word_if("to").unwrap_or_default();
    let (why, body, example) = (table.text("why"), table.text("body"), table.text_if("example"));
    let (hints, wrong, done) = (table.texts("hints"), table.text("wrong"), table.text_if("done"));
    fits_a_screen(table, body.as_ref());
    let (form, fields) = form(table, Eyes { keep, to });
    table.finish();
    fields_differ(table, &fields);
    let fields: Vec<Field> = fields.into_iter().map(|field| field.value).collect();
    let id = id?;
    let step = (|| {
        Some(Step {
            id: id.value.clone(),
            title: title?,
            minutes: minutes?,
            gate: gate.clone(),
            why: why?,
            detail: Lazy::new(Detail {
                form: form?,
                fields,
                practices,
                sources: sources.iter().map(|id| id.value.clone()).collect(),
                keep,
                to,
                body: body?,
                example,
                hints,
                wrong: wrong?,
                done,
            }),
        })
    })();
    let gate_span = ["only", "least", "hold", "asks"]
        .into_iter()
        .find_map(|key| table.place_of(key))
        .unwrap_or_else(|| id.span.clone());
    Some(DraftStep { step, id, after, sources, gate, gate_span })
}

fn gate(table: &Table<'_>, after: &[Placed<StepId>]) -> Gate {
    Gate {
        after: after.iter().map(|id| id.value.clone()).collect(),
        after_days: table.number_if("after_days", 0..=365).unwrap_or(0),
        asks: table.words("asks"),
        least: table.word_if("least").unwrap_or_default(),
        hold: table.words("hold"),
        third: table.flag("third"),
        only: table.words("only"),
        early: table.flag("early"),
    }
}

/// A practice is named as in the table of practices: a letter from A to L and a number.
fn practices(table: &Table<'_>) -> Vec<String> {
    let practices = table.lines("practices");
    if practices.len() > MOST_PRACTICES {
        let message = format!("{} practices, {MOST_PRACTICES} at most", practices.len());
        table.report(&table.near("practices"), message, "keep those that the step is really about");
    }
    for practice in &practices {
        let number = practice.value.strip_prefix(|letter| matches!(letter, 'A'..='L'));
        let is_number =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !number.is_some_and(is_number) {
            let message = format!("`{}` is no practice", practice.value);
            table.report(
                &practice.span,
                message,
                "write a letter from A to L and a number: \"A2\"",
            );
        }
    }
    practices.into_iter().map(|practice| practice.value).collect()
}

/// Reads the form and its table; another form's table is a finding.
fn form(table: &Table<'_>, eyes: Eyes) -> forms::Lowered {
    for name in Form::NAMES {
        table.tolerate(name);
    }
    let Some(written) = table.line("form") else { return (None, Vec::new()) };
    let Some(name) = Form::NAMES.into_iter().find(|name| *name == written.value) else {
        let message = format!("there is no form `{}`", written.value);
        table.report(&written.span, message, format!("write one of: {}", Form::NAMES.join(", ")));
        return (None, Vec::new());
    };
    for other in Form::NAMES.into_iter().filter(|other| *other != name) {
        if let Some(span) = table.place_of(other) {
            let message = format!("a table of `{other}` in a step of form `{name}`");
            table.report(&span, message, "change `form`, or take the table out");
        }
    }
    let Some(inner) = table.table_if(name, "the form") else {
        if table.place_of(name).is_none() {
            let message = format!("the form `{name}` has no table");
            table.report(
                &written.span,
                message,
                format!("add [step.{name}] after the step's keys"),
            );
        }
        return (None, Vec::new());
    };
    let lowered = forms::read(name, &inner, eyes);
    inner.finish();
    lowered
}

/// Field ids differ.
fn fields_differ(table: &Table<'_>, fields: &[Placed<Field>]) {
    for (at, field) in fields.iter().enumerate() {
        let id = field.value.id.as_str();
        if fields[..at].iter().any(|other| other.value.id.as_str() == id) {
            let message = format!("the field `{id}` is there twice in this step");
            table.report(&field.span, message, "give this one another id");
        }
    }
}

/// A title that anyone behind the person may read stays neutral.
fn over_a_shoulder(table: &Table<'_>, key: &str, text: Option<&Template>) {
    let Some(text) = text else { return };
    let lower = text.source().to_lowercase();
    if let Some(word) = SHOULDER.into_iter().find(|word| lower.contains(word)) {
        let message = format!("a title is seen over a shoulder, and this one says `{word}`");
        table.report(&table.near(key), message, "find neutral words");
    }
}

/// The text of a step fits on one screen.
fn fits_a_screen(table: &Table<'_>, body: Option<&Template>) {
    let words = body.map_or(0, |body| body.source().split_whitespace().count());
    if words > BODY_WORDS {
        let message = format!("`body` has {words} words, {BODY_WORDS} at most");
        table.report(&table.near("body"), message, "aim at 130, or make two steps of it");
    }
}
