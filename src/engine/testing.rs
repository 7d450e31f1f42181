//! A small program made by hand: all eleven forms and every gate. `tests/engine.rs` reads this file, too.

use crate::content::form::{
    AgendaPoint, Agree, Build, Cadence, Choice, ChoiceOption, IfThen, Keep, Letter, List, Move,
    Node, Part, Pick, Practice, Rate, Read, Rehearse, Talk, To,
};
use crate::content::lazy::Lazy;
use crate::content::program::{Ask, Contactable, Detail, Gate, Hold, Only};
use crate::content::{
    Door, Field, FieldId, FieldKind, Form, NodeId, Program, Stage, StageId, StageKind, Step,
    StepId, Template,
};
use crate::engine::{
    Answer, Command, Contact, Now, Outcome, Over, Plan, Refusal, Safety, Told, apply,
};
use chrono::{Days, NaiveDate};

pub(crate) fn step_id(id: &str) -> StepId {
    StepId::try_from(id).unwrap()
}

pub(crate) fn field_id(id: &str) -> FieldId {
    FieldId::try_from(id).unwrap()
}

pub(crate) fn text(source: &str) -> Template {
    Template::parse(source).unwrap()
}

pub(crate) fn field(id: &str, kind: FieldKind) -> Field {
    Field {
        id: field_id(id),
        ask: text(id),
        hint: None,
        kind,
        optional: false,
        keep: Keep::Yes,
        to: To::Oneself,
    }
}

fn optional(id: &str, kind: FieldKind) -> Field {
    Field { optional: true, ..field(id, kind) }
}

fn options(ids: &[&str]) -> FieldKind {
    let option =
        |id: &&str| ChoiceOption {
            id: field_id(id), text: text(&format!("“{id}”")), note: None
        };
    FieldKind::Choice(ids.iter().map(option).collect())
}

pub(crate) fn step(id: &str, form: Form, fields: Vec<Field>) -> Step {
    Step {
        id: step_id(id),
        title: text(id),
        minutes: 5,
        gate: Gate::default(),
        why: text("why"),
        detail: Lazy::new(Detail {
            form,
            fields,
            practices: Vec::new(),
            sources: Vec::new(),
            keep: Keep::Yes,
            to: To::Oneself,
            body: text("body"),
            example: None,
            hints: Vec::new(),
            wrong: text("wrong"),
            done: None,
        }),
    }
}

pub(crate) fn read(id: &str, gate: Gate) -> Step {
    Step { gate, ..step(id, Form::Read(Read { points: vec![text("point")] }), Vec::new()) }
}

pub(crate) fn part(id: &str, kind: StageKind, after: &[&str], steps: Vec<Step>) -> Stage {
    Stage {
        id: StageId::try_from(id).unwrap(),
        kind,
        number: None,
        title: text(id),
        tagline: text("tagline"),
        why: text("why"),
        after: after.iter().map(|id| step_id(id)).collect(),
        steps,
    }
}

pub(crate) fn program(stages: Vec<Stage>) -> Program {
    let door = Door {
        id: StageId::try_from("they-asked").unwrap(),
        text: text("They asked."),
        steps: vec![step_id("deliver"), step_id("missing"), step_id("read")],
        then: None,
    };
    let id = StageId::try_from("small").unwrap();
    Program::new(id, ["Small".into(), "1".into(), "tests".into()], stages, vec![door], Vec::new())
}

pub(crate) fn asking(asks: &[Ask]) -> Gate {
    Gate { asks: asks.to_vec(), ..Gate::default() }
}

fn node(id: &str, choices: Vec<Choice>, next: Option<&str>) -> Node {
    let node_id = |id: &str| NodeId::try_from(id).unwrap();
    Node {
        id: node_id(id),
        scene: None,
        says: text(&format!("they say {id}")),
        coach: None,
        reply: next.map(|_| text("In your own words.")),
        end: choices.is_empty() && next.is_none(),
        choices,
        look_for: Vec::new(),
        next: next.map(node_id),
    }
}

fn choice(id: &str, next: &str, shows: &[Move]) -> Choice {
    Choice {
        id: field_id(id),
        text: text(&format!("I say {id}")),
        shows: shows.to_vec(),
        feedback: text("feedback"),
        next: NodeId::try_from(next).unwrap(),
    }
}

/// A scene with every way back: to itself, to an earlier moment by a choice, and by a typed reply.
pub(crate) fn scene() -> Rehearse {
    Rehearse {
        start: NodeId::try_from("first").unwrap(),
        needs: vec![Move::Own, Move::Hear],
        nodes: vec![
            node(
                "first",
                vec![
                    choice("own", "again", &[Move::Own]),
                    choice("but", "first", &[]),
                    choice("tears", "aside", &[]),
                ],
                None,
            ),
            node("aside", Vec::new(), Some("first")),
            node("again", vec![choice("back", "first", &[])], Some("last")),
            node(
                "last",
                vec![choice("hear", "end", &[Move::Hear]), choice("over", "again", &[])],
                None,
            ),
            node("end", Vec::new(), None),
        ],
    }
}

fn rehearsal() -> Step {
    let fields = vec![
        optional("first", options(&["own", "but", "tears"])),
        optional("aside-reply", FieldKind::Long),
        optional("again", options(&["back"])),
        optional("again-reply", FieldKind::Long),
        optional("last", options(&["hear", "over"])),
    ];
    step("rehearse", Form::Rehearse(scene()), fields)
}

fn lists() -> [Step; 2] {
    let any = List { pick: Pick::Any, own: 1, least: 2 };
    let one = List { pick: Pick::One, own: 0, least: 1 };
    let ticks = ["sleep", "food"].map(|id| field(id, FieldKind::Tick));
    let mut fields = ticks.to_vec();
    fields.push(optional("own-1", FieldKind::Short));
    [
        step("list", Form::List(any), fields),
        step("list-one", Form::List(one), vec![field("pick", options(&["work", "home"]))]),
    ]
}

fn texts() -> Vec<Step> {
    let result = text("I {=did}, and you know from {=sure}. I am sorry, {partner}.");
    let letter = Part { id: field_id("regret"), name: text("Regret"), hint: text("sorry") };
    let mut reflect = step(
        "reflect",
        Form::Reflect,
        vec![field("excuse", FieldKind::Long), field("more", FieldKind::Long)],
    );
    reflect.detail = reflect.detail.with(|detail| detail.fields[1].keep = Keep::Ask);
    let mut unsaid = step("never", Form::Reflect, vec![field("unsaid", FieldKind::Long)]);
    unsaid.detail = unsaid.detail.with(|detail| detail.keep = Keep::Never);
    unsaid.gate.hold = vec![Hold::SelfHarm];
    let fields = vec![
        optional("obstacle", FieldKind::Short),
        field("if", FieldKind::Short),
        field("then", FieldKind::Short),
        field("rehearsed", FieldKind::Count(3)),
    ];
    vec![
        reflect,
        unsaid,
        step(
            "build",
            Form::Build(Build { result }),
            vec![field("did", FieldKind::Short), field("sure", options(&["told", "saw"]))],
        ),
        Step {
            gate: Gate { after: vec![step_id("build")], after_days: 1, ..Gate::default() },
            ..step(
                "letter",
                Form::Letter(Letter { parts: vec![letter] }),
                vec![field("letter", FieldKind::Long)],
            )
        },
        step("if-then", Form::IfThen(IfThen { examples: Vec::new(), rehearse: 3 }), fields),
    ]
}

fn for_two() -> Vec<Step> {
    let agree = Agree { review_days: 30, blanks: Vec::new() };
    let point = AgendaPoint { id: field_id("theirs"), text: text("Their list"), minutes: 15 };
    let talk = Talk { minutes: 40, opening: text("o"), agenda: vec![point], pause: text("p") };
    let practice = Practice {
        what: text("Say where I am to {partner}."),
        every: vec![Cadence::Daily, Cadence::Days(3)],
        days: 7,
        tips: Vec::new(),
    };
    let every = optional("every", options(&["daily", "3-days"]));
    vec![
        Step {
            gate: asking(&[Ask::JointAgreement]),
            ..step(
                "agree",
                Form::Agree(agree),
                vec![
                    field("free", options(&["yes", "no", "unsure"])),
                    field("offer", FieldKind::Long),
                    optional("until", FieldKind::Date),
                ],
            )
        },
        Step {
            gate: asking(&[Ask::Talk]),
            ..step(
                "talk",
                Form::Talk(talk),
                vec![
                    field("when", FieldKind::Date),
                    optional("theirs", FieldKind::Tick),
                    optional("heard", FieldKind::Long),
                ],
            )
        },
        Step {
            gate: asking(&[Ask::PromiseToPartner]),
            ..step(
                "practice",
                Form::Practice(practice),
                vec![optional("what", FieldKind::Short), every],
            )
        },
    ]
}

/// The small program: an opening, two stages and a strand.
pub(crate) fn small() -> Program {
    let steady = Gate { early: true, ..Gate::default() };
    let rate = Rate { low: text("not at all"), high: text("completely") };
    let mut second = for_two();
    second.push(step(
        "rate",
        Form::Rate(rate),
        vec![optional("truth", FieldKind::Scale), optional("note", FieldKind::Long)],
    ));
    second.push(read("deliver", asking(&[Ask::Deliver])));
    second.push(read("third", Gate { third: true, ..Gate::default() }));
    second.push(read("limited", Gate { least: Contactable::Limited, ..Gate::default() }));
    second.push(read(
        "stand-in",
        Gate { only: vec![Only::Harmed, Only::NoContact], ..Gate::default() },
    ));
    second.push(read("steady", steady.clone()));
    let mut first = texts();
    first.push(rehearsal());
    let mut opening = vec![read("read", Gate::default())];
    opening.extend(lists());
    program(vec![
        part("opening", StageKind::Opening, &[], opening),
        part("first", StageKind::Stage, &[], first),
        part("second", StageKind::Stage, &[], second),
        part(
            "strand",
            StageKind::Strand,
            &["build", "deliver"],
            vec![read("later", Gate::default()), read("early", steady)],
        ),
    ])
}

/// A new plan in which everything may be asked: contact is open, both safety questions are answered no, it is over.
pub(crate) fn open_plan() -> Plan {
    let mut plan = Plan::new(StageId::try_from("small").unwrap(), at(0));
    plan.profile.contact = Contact::Open;
    plan.profile.safety = Safety { harmed: Told::No, harming: Told::No, self_harm: Told::No };
    plan.profile.situation.over = Over::Over;
    plan
}

/// The morning of that day; day 0 is a Thursday.
pub(crate) fn at(day: u64) -> Now {
    let today = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(day);
    Now { at: today.and_hms_opt(8, 0, 0).unwrap().and_utc(), today }
}

pub(crate) fn says(text: &str) -> Answer {
    Answer::Text(text.to_owned())
}

/// Opens the step, gives the answers, and finishes it.
pub(crate) fn finish(
    program: &Program,
    plan: &mut Plan,
    id: &str,
    answers: &[(&str, Answer)],
    now: Now,
) -> Result<Outcome, Refusal> {
    let step = || step_id(id);
    apply(program, plan, Command::Open { step: step() }, now)?;
    for (field, answer) in answers {
        let (field, answer) = (field_id(field), Some(answer.clone()));
        apply(program, plan, Command::Answer { step: step(), field, answer }, now)?;
    }
    apply(program, plan, Command::Finish { step: step() }, now)
}
