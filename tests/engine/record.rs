//! Commands of the record made from three numbers, the plan and the lines that stand in the journal.

use chrono::{Days, NaiveTime};

use crate::commands::{Kind, any_step, day, pick};
use crate::content::Program;
use crate::content::form::Cadence;
use crate::engine::record::{
    AgreementChange, AgreementTerms, Concerns, DateTerms, ItemId, NewLine, OwnTalk, PracticeTerms,
    PromiseTerms, ReviewOf, TalkTerms, Thing, When,
};
use crate::engine::{Command, Entry, EntryKind, Plan};

fn what(number: u16) -> String {
    pick(&["ring when late", "", "tell it first", " pay the rent "], number).to_owned()
}

fn every(number: u16) -> Cadence {
    pick(&[Cadence::Daily, Cadence::Weekdays, Cadence::Weekly, Cadence::Days(3)], number)
}

fn ids(plan: &Plan, thing: Thing) -> Vec<ItemId> {
    match thing {
        Thing::Promise => plan.promises.iter().map(|item| item.id.clone()).collect(),
        Thing::Practice => plan.practices.iter().map(|item| item.step.clone()).collect(),
        Thing::Agreement => plan.agreements.iter().map(|item| item.step.clone()).collect(),
        Thing::Talk => plan.talks.iter().map(|item| item.step.clone()).collect(),
        Thing::Date => plan.dates.iter().map(|item| item.id.clone()).collect(),
    }
}

/// The move that the numbers mean for this plan and journal.
#[expect(
    clippy::too_many_lines,
    clippy::wildcard_enum_match_arm,
    reason = "a table, called for the record only"
)]
pub(crate) fn command(
    program: &Program,
    plan: &Plan,
    lines: &[&Entry],
    kind: Kind,
    [a, b, c]: [u16; 3],
) -> Command {
    let one = |thing: Thing| {
        let ids = ids(plan, thing);
        if ids.is_empty() { any_step(program, a) } else { pick(&ids, a) }
    };
    let put = |thing: Thing| (!a.is_multiple_of(3)).then(|| one(thing)).filter(|_| c % 2 == 0);
    let concerns = pick(&Concerns::ALL, c / 2);
    match kind {
        Kind::PutPromise => {
            let by = b.is_multiple_of(3).then(|| day(b % 30));
            let every = b.is_multiple_of(2).then(|| every(c));
            let terms = PromiseTerms {
                what: what(b),
                asked_by: concerns,
                by,
                every,
                realistic: Some(c % 2 == 0),
            };
            Command::PutPromise { id: put(Thing::Promise), terms }
        }
        Kind::AnswerPromise => {
            Command::AnswerPromise { id: one(Thing::Promise), day: day(b % 20), kept: c % 2 == 0 }
        }
        Kind::RepairPromise => Command::RepairPromise {
            id: one(Thing::Promise),
            told_first: b % 2 == 0,
            text: what(c),
        },
        Kind::PutPractice => {
            let terms =
                PracticeTerms { what: what(b), every: every(c), after_done: c % 2 == 0, concerns };
            Command::PutPractice { id: put(Thing::Practice), terms }
        }
        Kind::StillWanted => Command::StillWanted { step: one(Thing::Practice) },
        Kind::PutAgreement => {
            let terms = AgreementTerms { what: what(b), scope: what(c), offer: c % 2 == 0 };
            let (review, until) = (day(b % 40), (c % 3 == 0).then(|| day(c % 60)));
            Command::PutAgreement { id: put(Thing::Agreement), terms, review, until }
        }
        Kind::ReviewAgreement => Command::ReviewAgreement {
            id: one(Thing::Agreement),
            change: pick(&AgreementChange::ALL, b),
            text: what(c),
            again: day(30) + Days::new(u64::from(c % 9)),
        },
        Kind::PutTalk => {
            let own = OwnTalk { about: what(b), agenda: vec![what(c)] };
            let own = (b % 5 != 4).then_some(own);
            let time = NaiveTime::from_hms_opt(u32::from(c % 24), 30, 0);
            let terms = TalkTerms { own, day: day(b % 40), time, minutes: 20 };
            Command::PutTalk { id: put(Thing::Talk), terms }
        }
        Kind::PutDate => {
            let day = day(b % 400);
            let when = pick(&[When::Yearly { day }, When::Once { day }, When::Place], b);
            let terms = DateTerms { what: what(b), when, plan: what(c), concerns };
            Command::PutDate { id: put(Thing::Date), terms }
        }
        Kind::Drop => {
            let thing = pick(&Thing::ALL, b);
            Command::Drop { thing, id: one(thing) }
        }
        Kind::Log => log(a, b, c),
        Kind::Reword => match line(lines, b) {
            Some(line) => {
                let text = what(c);
                Command::Reword { line: Box::new(line), text, numbers: [("hope".into(), 3)].into() }
            }
            None => log(a, b, c),
        },
        _ => match line(lines, b) {
            Some(line) => Command::Delete { line: Box::new(line) },
            None => log(a, b, c),
        },
    }
}

fn log(a: u16, b: u16, c: u16) -> Command {
    let mut line = NewLine::saying(pick(&EntryKind::ALL, a), day(b % 20), what(c));
    if c.is_multiple_of(3) {
        line.numbers.insert("sleep".to_owned(), u8::try_from(c % 12).unwrap());
    }
    line.review = pick(&[None, Some(ReviewOf::Week), Some(ReviewOf::Month)], b);
    Command::Log(line)
}

fn line(lines: &[&Entry], number: u16) -> Option<Entry> {
    (!lines.is_empty()).then(|| pick(lines, number).clone())
}
