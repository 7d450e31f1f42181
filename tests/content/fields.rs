//! Every form is lowered to the fields that `content::form::reserved` documents.

use super::{fixtures, folder};
use trustcoach::content::form::{Keep, To};
use trustcoach::content::{self, Field, FieldKind, Program, Template, diagnostic};

fn program() -> Program {
    let files = folder(&fixtures().join("valid"));
    content::load(&files).unwrap_or_else(|all| panic!("{}", diagnostic::render(&all, false)))
}

/// A field as `id kind`, with `?` where the step can be done without it.
fn told(field: &Field) -> String {
    let kind = match &field.kind {
        FieldKind::Short => "short".to_owned(),
        FieldKind::Long => "long".to_owned(),
        FieldKind::Tick => "tick".to_owned(),
        FieldKind::Choice(options) => {
            options.iter().map(|option| option.id.as_str()).collect::<Vec<_>>().join("|")
        }
        FieldKind::Scale => "scale".to_owned(),
        FieldKind::Count(most) => format!("count {most}"),
        FieldKind::Date => "date".to_owned(),
    };
    format!("{} {kind}{}", field.id, if field.optional { "?" } else { "" })
}

#[test]
fn every_form_lowers_to_the_documented_fields() {
    let expected: [(&str, &[&str]); 12] = [
        ("read-step", &[]),
        ("reflect-step", &["excuse long?", "true long"]),
        ("build-step", &["did long", "line short", "sure told|saw"]),
        ("letter-step", &["letter long"]),
        ("rehearse-step", &["first own|but?", "again-reply long?"]),
        ("list-step", &["sleep tick?", "ate tick?", "own-1 short?", "own-2 short?"]),
        ("pick-step", &["pick sleep|ate?", "own-1 short?"]),
        ("if-then-step", &["obstacle short?", "if short", "then short", "rehearsed count 3"]),
        ("practice-step", &["what short?", "every daily|3-days?"]),
        ("agree-step", &["free yes|no|unsure", "offer short", "until date?"]),
        ("talk-step", &["when date", "where short?", "theirs tick?", "heard long?"]),
        ("rate-step", &["truth scale?", "note long?"]),
    ];
    let program = program();
    for (step, fields) in expected {
        let lowered = &program.step(step).unwrap_or_else(|| panic!("no {step}")).fields;
        assert_eq!(lowered.iter().map(told).collect::<Vec<_>>(), fields, "{step}");
    }
    let forms: std::collections::BTreeSet<_> =
        program.steps().map(|step| step.form.name()).collect();
    assert_eq!(forms.len(), content::Form::NAMES.len());
}

#[test]
fn fields_say_whose_eyes_they_are_for() {
    let program = program();
    let own = program.step("reflect-step").unwrap().field("excuse").unwrap();
    assert_eq!((own.keep, own.to, own.optional), (Keep::Never, To::Helper, true));
    assert_eq!(own.hint.as_ref().map(Template::source), Some("“I was lonely.”"));
    let inherited = program.step("reflect-step").unwrap().field("true").unwrap();
    assert_eq!((inherited.keep, inherited.to), (Keep::Yes, To::Oneself));
}

#[test]
fn what_an_author_asks_is_what_the_field_asks() {
    let program = program();
    let ask = |step: &str, field: &str| {
        program.step(step).unwrap().field(field).unwrap().ask.source().to_owned()
    };
    assert_eq!(ask("letter-step", "letter"), "Write it.");
    assert_eq!(ask("if-then-step", "obstacle"), "What gets in the way?");
    assert_eq!(ask("if-then-step", "then"), "then I …");
    assert_eq!(ask("agree-step", "free"), "Could either of you say no?");
    assert_eq!(ask("talk-step", "heard"), "What did you hear?");
    assert_eq!(ask("rate-step", "note"), "What helped?");
    assert_eq!(ask("rehearse-step", "again-reply"), "Answer.");
    for field in program.steps().flat_map(|step| &step.fields) {
        assert!(!field.ask.is_empty(), "{} asks nothing", field.id);
    }
}

#[test]
fn a_note_is_shown_under_its_item() {
    let program = program();
    let any = program.step("list-step").unwrap().field("sleep").unwrap();
    assert_eq!(any.hint.as_ref().map(Template::source), Some("Five hours."));
    let FieldKind::Choice(options) =
        &program.step("pick-step").unwrap().field("pick").unwrap().kind
    else {
        panic!("a list of one is a choice");
    };
    assert_eq!(options[0].note.as_ref().map(Template::source), Some("Five hours."));
}
