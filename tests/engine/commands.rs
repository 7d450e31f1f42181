//! Commands made from four numbers and the plan they are given to: mostly sensible, sometimes not.

use chrono::{Days, NaiveDate};

use crate::content::{Field, FieldKind, Program, Pronouns, StepId};
use crate::engine::{
    Answer, Command, Contact, Entry, Mark, Over, PartnerKnows, Plan, Practised, Relationship,
    Safety, Situation, Told, missing,
};
use crate::record;
use crate::testing::{field_id, step_id};

/// One move of the person.
pub(crate) enum Op {
    Run(Command),
    Undo,
    Redo,
}

/// The commands by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Open,
    Answer,
    KeepAnswers,
    Finish,
    Skip,
    NotYet,
    Reopen,
    Redo,
    SetPartner,
    SetPronouns,
    SetRelationship,
    SetEvent,
    SetContact,
    SetSafety,
    SetSituation,
    Practise,
    PausePractice,
    TalkHeld,
    PutPromise,
    AnswerPromise,
    RepairPromise,
    PutPractice,
    StillWanted,
    PutAgreement,
    ReviewAgreement,
    PutTalk,
    PutDate,
    Drop,
    Log,
    Reword,
    Delete,
}

impl Kind {
    pub(crate) const ALL: [Self; 31] = [
        Self::Open,
        Self::Answer,
        Self::KeepAnswers,
        Self::Finish,
        Self::Skip,
        Self::NotYet,
        Self::Reopen,
        Self::Redo,
        Self::SetPartner,
        Self::SetPronouns,
        Self::SetRelationship,
        Self::SetEvent,
        Self::SetContact,
        Self::SetSafety,
        Self::SetSituation,
        Self::Practise,
        Self::PausePractice,
        Self::TalkHeld,
        Self::PutPromise,
        Self::AnswerPromise,
        Self::RepairPromise,
        Self::PutPractice,
        Self::StillWanted,
        Self::PutAgreement,
        Self::ReviewAgreement,
        Self::PutTalk,
        Self::PutDate,
        Self::Drop,
        Self::Log,
        Self::Reword,
        Self::Delete,
    ];
}

/// Without a wildcard: a new command does not compile until it is generated here.
pub(crate) fn kind_of(command: &Command) -> Kind {
    match command {
        Command::Open { .. } => Kind::Open,
        Command::Answer { .. } => Kind::Answer,
        Command::KeepAnswers { .. } => Kind::KeepAnswers,
        Command::Finish { .. } => Kind::Finish,
        Command::Skip { .. } => Kind::Skip,
        Command::NotYet { .. } => Kind::NotYet,
        Command::Reopen { .. } => Kind::Reopen,
        Command::Redo { .. } => Kind::Redo,
        Command::SetPartner(_) => Kind::SetPartner,
        Command::SetPronouns(_) => Kind::SetPronouns,
        Command::SetRelationship(_) => Kind::SetRelationship,
        Command::SetEvent(_) => Kind::SetEvent,
        Command::SetContact(_) => Kind::SetContact,
        Command::SetSafety(_) => Kind::SetSafety,
        Command::SetSituation(_) => Kind::SetSituation,
        Command::Practise { .. } => Kind::Practise,
        Command::PausePractice { .. } => Kind::PausePractice,
        Command::TalkHeld { .. } => Kind::TalkHeld,
        Command::PutPromise { .. } => Kind::PutPromise,
        Command::AnswerPromise { .. } => Kind::AnswerPromise,
        Command::RepairPromise { .. } => Kind::RepairPromise,
        Command::PutPractice { .. } => Kind::PutPractice,
        Command::StillWanted { .. } => Kind::StillWanted,
        Command::PutAgreement { .. } => Kind::PutAgreement,
        Command::ReviewAgreement { .. } => Kind::ReviewAgreement,
        Command::PutTalk { .. } => Kind::PutTalk,
        Command::PutDate { .. } => Kind::PutDate,
        Command::Drop { .. } => Kind::Drop,
        Command::Log(_) => Kind::Log,
        Command::Reword { .. } => Kind::Reword,
        Command::Delete { .. } => Kind::Delete,
    }
}

pub(crate) fn pick<T: Clone>(from: &[T], number: u16) -> T {
    from[usize::from(number) % from.len()].clone()
}

/// The move that the numbers mean for this plan.
pub(crate) fn op(
    program: &Program,
    plan: &Plan,
    lines: &[&Entry],
    [which, a, b, c]: [u16; 4],
) -> Op {
    let number = usize::from(which) % 96;
    let kind = match number {
        0..31 => Kind::ALL[number],
        31..44 => Kind::Open,
        44..70 => Kind::Answer,
        70..84 => Kind::Finish,
        84..86 => Kind::Practise,
        86..90 => Kind::AnswerPromise,
        90..94 => return Op::Undo,
        _ => return Op::Redo,
    };
    Op::Run(command(program, plan, lines, kind, [a, b, c]))
}

fn command(
    program: &Program,
    plan: &Plan,
    lines: &[&Entry],
    kind: Kind,
    [a, b, c]: [u16; 3],
) -> Command {
    let any = any_step(program, a);
    let begun = || marked(program, plan, Mark::Started, a);
    let done = || marked(program, plan, Mark::Done, a);
    match kind {
        Kind::Open => Command::Open { step: any },
        Kind::Answer => answer(program, plan, begun(), b, c),
        Kind::KeepAnswers => {
            Command::KeepAnswers { step: if c % 2 == 0 { begun() } else { done() } }
        }
        Kind::Finish => Command::Finish { step: begun() },
        Kind::Skip => Command::Skip { step: any },
        Kind::NotYet => Command::NotYet { step: any },
        Kind::Reopen => Command::Reopen { step: done() },
        Kind::Redo => Command::Redo { step: if c % 2 == 0 { begun() } else { done() } },
        Kind::SetPartner => Command::SetPartner(pick(&["", "M.", "{they}"], b).to_owned()),
        Kind::SetPronouns => Command::SetPronouns(pick(&Pronouns::ALL, b)),
        Kind::SetRelationship => Command::SetRelationship(pick(&Relationship::ALL, b)),
        Kind::SetEvent => Command::SetEvent(pick(&["", "the lie"], b).to_owned()),
        Kind::SetContact => Command::SetContact(contact(b)),
        Kind::SetSafety => {
            Command::SetSafety(Safety { harmed: told(a), harming: told(b), self_harm: told(c) })
        }
        Kind::SetSituation => Command::SetSituation(Situation {
            over: pick(&Over::ALL, a),
            partner_knows: pick(&PartnerKnows::ALL, b),
            third_person: told(c),
        }),
        Kind::Practise => Command::Practise {
            step: plan.practices.first().map_or(any, |item| item.step.clone()),
            day: day(b % 20),
            how: pick(&Practised::ALL, c),
        },
        Kind::PausePractice => Command::PausePractice {
            step: plan.practices.first().map_or(any, |item| item.step.clone()),
            paused: b % 2 == 0,
        },
        Kind::TalkHeld => Command::TalkHeld {
            step: plan.talks.first().map_or(any, |item| item.step.clone()),
            day: day(b % 20),
            heard: pick(&["", "they were tired"], c).to_owned(),
        },
        Kind::PutPromise
        | Kind::AnswerPromise
        | Kind::RepairPromise
        | Kind::PutPractice
        | Kind::StillWanted
        | Kind::PutAgreement
        | Kind::ReviewAgreement
        | Kind::PutTalk
        | Kind::PutDate
        | Kind::Drop
        | Kind::Log
        | Kind::Reword
        | Kind::Delete => record::command(program, plan, lines, kind, [a, b, c]),
    }
}

/// Any step, and sometimes one that does not exist.
pub(crate) fn any_step(program: &Program, number: u16) -> StepId {
    let mut ids: Vec<StepId> = program.steps().map(|step| step.id.clone()).collect();
    ids.push(step_id("gone"));
    pick(&ids, number)
}

/// A step with that mark, or sometimes any.
fn marked(program: &Program, plan: &Plan, mark: Mark, number: u16) -> StepId {
    let of_mark = plan.progress.steps.iter().filter(|(_, progress)| progress.mark == mark);
    let ids: Vec<StepId> = of_mark.map(|(id, _)| id.clone()).collect();
    if ids.is_empty() || number.is_multiple_of(8) {
        return any_step(program, number / 8);
    }
    pick(&ids, number / 8)
}

/// An answer to what is still missing, or to any field; mostly one that fits.
fn answer(program: &Program, plan: &Plan, id: StepId, which: u16, value: u16) -> Command {
    let step = program.step(id.as_str());
    let wanted = step.map(|step| missing(step, plan)).unwrap_or_default();
    let field = match step {
        Some(_) if !wanted.is_empty() && !which.is_multiple_of(4) => pick(&wanted, which / 4),
        Some(step) if !step.fields.is_empty() => pick(&step.fields, which / 4).id,
        _ => field_id("gone"),
    };
    let kind = step.and_then(|step| step.field(field.as_str()));
    let answer = match value % 12 {
        0 => None,
        1 => Some(pick(&[Answer::Number(200), Answer::Text("no such".into())], value / 12)),
        _ => Some(fitting(kind, value / 12)),
    };
    Command::Answer { step: id, field, answer }
}

fn fitting(field: Option<&Field>, value: u16) -> Answer {
    let small = |below: u8| u8::try_from(value % u16::from(below)).unwrap();
    match field.map(|field| &field.kind) {
        None | Some(FieldKind::Short | FieldKind::Long) => Answer::Text(
            pick(&["", "I lied", "two\nlines", "If {x}, é…", "then"], value).to_owned(),
        ),
        Some(FieldKind::Tick) => Answer::Tick(!value.is_multiple_of(4)),
        Some(FieldKind::Choice(options)) => Answer::Text(pick(options, value).id.into()),
        Some(FieldKind::Scale) => Answer::Number(small(11)),
        Some(FieldKind::Count(most)) => Answer::Number(small(most + 1)),
        Some(FieldKind::Date) => Answer::Text(day(value % 400).to_string()),
    }
}

pub(crate) fn day(number: u16) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(u64::from(number))
}

fn told(number: u16) -> Told {
    pick(&[Told::No, Told::No, Told::No, Told::Unknown, Told::Yes], number)
}

fn contact(number: u16) -> Contact {
    let limited = Contact::Limited { to: "in writing".to_owned() };
    pick(&[Contact::Open, Contact::Open, limited, Contact::None { court: true }], number)
}
