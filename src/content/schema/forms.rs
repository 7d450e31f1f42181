//! The tables of the forms, and the neutral fields that each of them is made of.

use super::super::form::{
    AgendaPoint, Agree, Build, Cadence, ChoiceOption, Field, FieldKind, Form, IfThen, Keep, Letter,
    List, Part, Pick, Practice, Rate, Read, SCALE, Talk, To, reserved,
};
use super::super::ids::{BadId, FieldId};
use super::super::labels::{self, label};
use super::super::sheet::{Placed, Span};
use super::super::table::Table;
use super::super::template::Template;
use super::scene::rehearse;

/// Who may read what is written, and whether it is stored: what a field takes over from its step.
#[derive(Debug, Clone, Copy)]
pub(super) struct Eyes {
    pub(super) keep: Keep,
    pub(super) to: To,
}

/// A form and its fields, with the place of each field's id.
pub(super) type Lowered = (Option<Form>, Vec<Placed<Field>>);

/// Reads the table of a form. The name is one of [`Form::NAMES`].
pub(super) fn read(name: &str, table: &Table<'_>, eyes: Eyes) -> Lowered {
    match name {
        "read" => (Some(Form::Read(Read { points: table.some_texts("points") })), Vec::new()),
        "reflect" => reflect(table, eyes),
        "build" => build(table, eyes),
        "letter" => letter(table, eyes),
        "rehearse" => rehearse(table, eyes),
        "list" => list(table, eyes),
        "if-then" => if_then(table, eyes),
        "practice" => practice(table, eyes),
        "agree" => agree(table, eyes),
        "talk" => talk(table, eyes),
        "rate" => rate(table, eyes),
        _ => (None, Vec::new()),
    }
}

impl Eyes {
    /// A field that the form brings with it; its place is the form's.
    pub(super) fn field(
        self,
        span: &Span,
        id: &str,
        ask: Option<Template>,
        kind: FieldKind,
    ) -> Option<Placed<Field>> {
        let id = FieldId::try_from(id).ok()?;
        let Self { keep, to } = self;
        let field = Field { id, ask: ask?, hint: None, kind, optional: false, keep, to };
        Some(Placed { value: field, span: span.clone() })
    }

    /// A field that an author wrote as a table with `id` and a question.
    fn authored(
        self,
        table: &Table<'_>,
        ask: &'static str,
        kind: FieldKind,
    ) -> Option<Placed<Field>> {
        let id = table.id::<FieldId>("id");
        let ask = table.text(ask);
        let keep = table.word_if("keep").unwrap_or(self.keep);
        let to = table.word_if("to").unwrap_or(self.to);
        let optional = table.flag("optional");
        let id = id?;
        not_reserved(table, &id);
        Some(Placed {
            value: Field { id: id.value, ask: ask?, hint: None, kind, optional, keep, to },
            span: id.span,
        })
    }
}

/// The same field, and the step can be done without it.
pub(super) fn optional(field: Option<Placed<Field>>) -> Option<Placed<Field>> {
    optional_if(field, true)
}

fn optional_if(field: Option<Placed<Field>>, optional: bool) -> Option<Placed<Field>> {
    field.map(|mut field| {
        field.value.optional = optional;
        field
    })
}

fn hinted(field: Option<Placed<Field>>, hint: Option<Template>) -> Option<Placed<Field>> {
    field.map(|mut field| {
        field.value.hint = hint;
        field
    })
}

/// Ids that must differ among themselves; the second of a kind is a finding.
pub(super) fn distinct<T: TryFrom<String, Error = BadId> + PartialEq + std::fmt::Display>(
    table: &Table<'_>,
    ids: &[&Placed<T>],
) {
    for (at, id) in ids.iter().enumerate() {
        if ids[..at].iter().any(|other| other.value == id.value) {
            let message = format!("the id `{}` is taken", id.value);
            table.report(&id.span, message, "give this one another id");
        }
    }
}

/// Field ids that forms bring with them are theirs.
pub(super) fn not_reserved<T: AsRef<str>>(table: &Table<'_>, id: &Placed<T>) {
    let name = id.value.as_ref();
    if labels::is_reserved(name) {
        let message = format!("`{name}` is an id that forms use themselves");
        table.report(&id.span, message, "take another id");
    }
}

fn reflect(table: &Table<'_>, eyes: Eyes) -> Lowered {
    let fields = table
        .some_tables("prompt", "a prompt")
        .iter()
        .filter_map(|prompt| {
            let field = eyes.authored(prompt, "ask", FieldKind::Long);
            let field = hinted(field, prompt.text_if("hint"));
            prompt.finish();
            field
        })
        .collect();
    (Some(Form::Reflect), fields)
}

fn build(table: &Table<'_>, eyes: Eyes) -> Lowered {
    let fields: Vec<_> = table
        .some_tables("field", "a field")
        .iter()
        .filter_map(|field| build_field(field, eyes))
        .collect();
    let names: Vec<_> = fields.iter().map(|field| field.value.id.as_str()).collect();
    let result = table.result("result", &names);
    (result.map(|result| Form::Build(Build { result })), fields)
}

fn build_field(table: &Table<'_>, eyes: Eyes) -> Option<Placed<Field>> {
    let lines: Option<Lines> = table.word_if("lines");
    let kind = match (table.place_of("choices"), lines) {
        (Some(span), lines) => {
            if lines.is_some() {
                table.report(&span, "a field has `lines` or `choices`, not both", "take one out");
            }
            FieldKind::Choice(options(table, "choices"))
        }
        (None, Some(Lines::Long)) => {
            table.allow("choices");
            FieldKind::Long
        }
        (None, Some(Lines::Short) | None) => {
            table.allow("choices");
            FieldKind::Short
        }
    };
    let field = hinted(eyes.authored(table, "ask", kind), table.text_if("hint"));
    table.finish();
    field
}

/// How much room an answer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Lines {
    Short,
    Long,
}

/// The options of a choice; fewer than two are a finding.
fn options(table: &Table<'_>, key: &'static str) -> Vec<ChoiceOption> {
    let tables = table.some_tables(key, "a choice");
    if tables.len() == 1 {
        table.report(&table.near(key), "one choice is no choice", "add a second one");
    }
    let mut ids = Vec::new();
    let mut options = Vec::new();
    for item in &tables {
        let id = item.id::<FieldId>("id");
        let (text, note) = (item.text("text"), item.text_if("note"));
        item.finish();
        let Some(id) = id else { continue };
        if let Some(text) = text {
            options.push(ChoiceOption { id: id.value.clone(), text, note });
        }
        ids.push(id);
    }
    distinct(table, &ids.iter().collect::<Vec<_>>());
    options
}

fn letter(table: &Table<'_>, eyes: Eyes) -> Lowered {
    let prompt = table.text("prompt");
    let field = eyes.field(&table.near("prompt"), reserved::LETTER, prompt, FieldKind::Long);
    let mut ids = Vec::new();
    let mut parts = Vec::new();
    for item in &table.some_tables("parts", "a part of a letter") {
        let (id, name, hint) = (item.id::<FieldId>("id"), item.text("name"), item.text("hint"));
        item.finish();
        let Some(id) = id else { continue };
        if let (Some(name), Some(hint)) = (name, hint) {
            parts.push(Part { id: id.value.clone(), name, hint });
        }
        ids.push(id);
    }
    distinct(table, &ids.iter().collect::<Vec<_>>());
    (Some(Form::Letter(Letter { parts })), Vec::from_iter(field))
}

fn list(table: &Table<'_>, eyes: Eyes) -> Lowered {
    let pick = table.word_if("pick").unwrap_or(Pick::Any);
    let own = table.small_if("own", 0..=6).unwrap_or(0);
    let least = table.small_if("least", 0..=50);
    let mut fields: Vec<Placed<Field>> = match pick {
        Pick::Any => table
            .some_tables("items", "an item")
            .iter()
            .filter_map(|item| {
                let field = eyes.authored(item, "text", FieldKind::Tick);
                let field = hinted(field, item.text_if("note"));
                item.finish();
                optional(field)
            })
            .collect(),
        Pick::One => {
            let kind = FieldKind::Choice(options(table, "items"));
            let ask = Some(label(labels::PICK));
            let picked = eyes.field(&table.near("items"), reserved::PICK, ask, kind);
            Vec::from_iter(optional_if(picked, own > 0 || least == Some(0)))
        }
    };
    let least = least.unwrap_or(1);
    let most = match pick {
        Pick::One => 1,
        Pick::Any => fields.len() + usize::from(own),
    };
    if usize::from(least) > most && !fields.is_empty() {
        let message = format!("`least` asks for {least}, but only {most} can be picked");
        table.report(&table.near("least"), message, format!("write a number up to {most}"));
    }
    fields.extend((1..=own).filter_map(|at| {
        let ask = Some(label(labels::OWN));
        optional(eyes.field(&table.near("own"), &format!("own-{at}"), ask, FieldKind::Short))
    }));
    (Some(Form::List(List { pick, own, least })), fields)
}

fn if_then(table: &Table<'_>, eyes: Eyes) -> Lowered {
    let (obstacle, if_ask, then_ask) =
        (table.text_if("obstacle"), table.text("if_ask"), table.text("then_ask"));
    let rehearse = table.small_if("rehearse", 0..=5).unwrap_or(0);
    let examples = table
        .some_tables("examples", "an example")
        .iter()
        .filter_map(|example| {
            let (moment, act) = (example.text("if"), example.text("then"));
            example.finish();
            Some((moment?, act?))
        })
        .collect();
    let counted = (rehearse > 0).then(|| label(labels::REHEARSED));
    let fields = [
        optional(eyes.field(&table.span, reserved::OBSTACLE, obstacle, FieldKind::Short)),
        eyes.field(&table.span, reserved::IF, if_ask, FieldKind::Short),
        eyes.field(&table.span, reserved::THEN, then_ask, FieldKind::Short),
        eyes.field(&table.span, reserved::REHEARSED, counted, FieldKind::Count(rehearse)),
    ];
    (Some(Form::IfThen(IfThen { examples, rehearse })), fields.into_iter().flatten().collect())
}

fn practice(table: &Table<'_>, eyes: Eyes) -> Lowered {
    let what = table.text("what");
    let every: Vec<Cadence> = table.words("every");
    if every.is_empty() {
        table.report(&table.near("every"), "a practice has no `every`", EVERY_HELP);
    }
    let days = table.number("days", 1..=90);
    let tips = table.texts("tips");
    let options = every
        .iter()
        .filter_map(|cadence| labels::option(&String::from(*cadence), &cadence.words()))
        .collect();
    let ask = |text| Some(label(text));
    let fields = [
        eyes.field(&table.span, reserved::WHAT, ask(labels::WHAT), FieldKind::Short),
        eyes.field(&table.span, reserved::EVERY, ask(labels::EVERY), FieldKind::Choice(options)),
    ];
    let fields = fields.into_iter().filter_map(optional).collect();
    let form = what.zip(days).map(|(what, days)| Practice { what, every, days, tips });
    (form.map(Form::Practice), fields)
}

const EVERY_HELP: &str =
    "write `every = [\"daily\"]`; daily, weekdays, weekly and N-days are known";

fn agree(table: &Table<'_>, eyes: Eyes) -> Lowered {
    let free = eyes.field(
        &table.span,
        reserved::FREE,
        table.text("free"),
        FieldKind::Choice(labels::free_options()),
    );
    let review_days = table.number("review_days", 7..=90);
    let blanks = table.texts("blanks");
    let terms = table.some_tables("term", "a term");
    let terms = terms.iter().filter_map(|term| {
        let field = eyes.authored(term, "ask", FieldKind::Short);
        let field = hinted(field, term.text_if("hint"));
        term.finish();
        field
    });
    let until = Some(label(labels::UNTIL));
    let until = optional(eyes.field(&table.span, reserved::UNTIL, until, FieldKind::Date));
    let fields = free.into_iter().chain(terms).chain(until).collect();
    (review_days.map(|review_days| Form::Agree(Agree { review_days, blanks })), fields)
}

fn talk(table: &Table<'_>, eyes: Eyes) -> Lowered {
    let minutes = table.number("minutes", 10..=90);
    let (opening, pause, after) = (table.text("opening"), table.text("pause"), table.text("after"));
    let mut agenda = Vec::new();
    let mut ticks = Vec::new();
    for point in &table.some_tables("agenda", "a point of the agenda") {
        let tick = optional(eyes.authored(point, "text", FieldKind::Tick));
        let minutes = point.number("minutes", 1..=90);
        point.finish();
        if let (Some(tick), Some(minutes)) = (&tick, minutes) {
            let Field { id, ask, .. } = &tick.value;
            agenda.push(AgendaPoint { id: id.clone(), text: ask.clone(), minutes });
        }
        ticks.extend(tick);
    }
    let planned: u16 = agenda.iter().map(|point| point.minutes).sum();
    if let Some(minutes) = minutes.filter(|minutes| planned > *minutes) {
        let message = format!("the points take {planned} minutes, the talk {minutes}");
        table.report(&table.near("minutes"), message, "give the talk more, or the points less");
    }
    let ask = |text| Some(label(text));
    let when = eyes.field(&table.span, reserved::WHEN, ask(labels::WHEN), FieldKind::Date);
    let place = eyes.field(&table.span, reserved::WHERE, ask(labels::WHERE), FieldKind::Short);
    let heard = eyes.field(&table.span, reserved::HEARD, after, FieldKind::Long);
    let fields =
        when.into_iter().chain(optional(place)).chain(ticks).chain(optional(heard)).collect();
    let form = (|| Some(Talk { minutes: minutes?, opening: opening?, agenda, pause: pause? }))();
    (form.map(Form::Talk), fields)
}

fn rate(table: &Table<'_>, eyes: Eyes) -> Lowered {
    let (low, high, note) = (table.text("low"), table.text("high"), table.text_if("note"));
    let mut fields: Vec<_> = table
        .some_tables("items", "an item")
        .iter()
        .filter_map(|item| {
            let field = eyes.authored(item, "text", FieldKind::Scale);
            let field = hinted(field, item.text_if("note"));
            item.finish();
            optional(field)
        })
        .collect();
    fields.extend(optional(eyes.field(&table.near("note"), reserved::NOTE, note, FieldKind::Long)));
    (low.zip(high).map(|(low, high)| Form::Rate(Rate { low, high })), fields)
}

/// The top of a scale fits its kind: the screen draws one mark a number.
const _: () = assert!(SCALE == 10, "the guide for authors says 0 to 10");
