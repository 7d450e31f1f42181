//! The rules of the record, one by one.

use chrono::{Datelike, NaiveDate};

use super::*;
use crate::content::form::Cadence;
use crate::engine::testing::{at, open_plan, small};
use crate::engine::{
    Command, Contact, EntryKind, Now, Outcome, Plan, Practised, Refusal, Told, agenda, apply,
};

fn run(plan: &mut Plan, command: Command, now: Now) -> Result<Outcome, Refusal> {
    apply(&small(), plan, command, now)
}

fn promise(asked_by: Concerns, every: Option<Cadence>, by: Option<NaiveDate>) -> Command {
    let terms =
        PromiseTerms { what: " ring when late ".to_owned(), asked_by, by, every, realistic: None };
    Command::PutPromise { id: None, terms }
}

fn practice(every: Cadence, after_done: bool) -> Command {
    let (what, concerns) = ("a walk".to_owned(), Concerns::Me);
    Command::PutPractice { id: None, terms: PracticeTerms { what, every, after_done, concerns } }
}

#[test]
fn what_is_counted_from_the_last_time_does_not_pile_up() {
    let mut plan = open_plan();
    run(&mut plan, practice(Cadence::Weekly, true), at(0)).unwrap();
    let step = plan.practices[0].step.clone();
    let due = |plan: &Plan, day| agenda(&small(), plan, at(day).today).practices.len();
    // Left for weeks, it is due once; after it was done, a week later.
    assert_eq!([due(&plan, 0), due(&plan, 9), due(&plan, 20)], [1, 1, 1]);
    let done = Command::Practise { step, day: at(20).today, how: Practised::Done };
    run(&mut plan, done, at(20)).unwrap();
    assert_eq!([due(&plan, 21), due(&plan, 26), due(&plan, 27)], [0, 0, 1]);
    assert_eq!(days_of(&plan.practices[0], at(21).today, at(90).today), [at(27).today]);
}

#[test]
fn a_practice_asks_after_four_weeks_whether_it_is_wanted() {
    let mut plan = open_plan();
    run(&mut plan, practice(Cadence::Daily, false), at(0)).unwrap();
    let step = plan.practices[0].step.clone();
    let later = agenda(&small(), &plan, at(29).today);
    assert_eq!((later.practices.len(), later.ended.len()), (0, 1));
    run(&mut plan, Command::StillWanted { step: step.clone() }, at(29)).unwrap();
    assert_eq!(agenda(&small(), &plan, at(29).today).practices.len(), 1);
    run(&mut plan, Command::Drop { thing: Thing::Practice, id: step }, at(30)).unwrap();
    assert!(plan.practices.is_empty());
}

#[test]
fn a_missed_promise_opens_its_repair_and_nothing_else_changes() {
    let mut plan = open_plan();
    run(&mut plan, promise(Concerns::Partner, Some(Cadence::Daily), None), at(0)).unwrap();
    let id = plan.promises[0].id.clone();
    assert_eq!(plan.promises[0].terms.what, "ring when late");
    let answer = |day, kept| Command::AnswerPromise { id: id.clone(), day: at(day).today, kept };
    run(&mut plan, answer(3, false), at(3)).unwrap();
    let today = agenda(&small(), &plan, at(3).today);
    assert_eq!((today.repairs.len(), today.promises[0].answered), (1, Some(false)));
    let (told_first, text) = (true, "told it at the door".to_owned());
    let repair = Command::RepairPromise { id: id.clone(), told_first, text };
    let line = run(&mut plan, repair.clone(), at(4)).unwrap().add.remove(0);
    assert_eq!((line.day, line.numbers[TOLD_FIRST]), (at(3).today, 1));
    assert_eq!(run(&mut plan, repair, at(4)), Err(Refusal::NothingMissed));
    assert_eq!(run(&mut plan, answer(3, true), at(4)), Err(Refusal::MadeGood));
    assert_eq!(run(&mut plan, answer(2, true), at(4)), Err(Refusal::WrongDay));
    assert!(run(&mut plan, answer(4, true), at(4)).is_ok());
}

#[test]
fn a_promise_by_a_day_is_shown_in_time_and_then_no_more() {
    let mut plan = open_plan();
    run(&mut plan, promise(Concerns::Me, None, Some(at(20).today)), at(0)).unwrap();
    let shown = |plan: &Plan, day| agenda(&small(), plan, at(day).today).promises.len();
    assert_eq!([shown(&plan, 16), shown(&plan, 17), shown(&plan, 25)], [0, 1, 1]);
    let id = plan.promises[0].id.clone();
    run(&mut plan, Command::AnswerPromise { id, day: at(25).today, kept: true }, at(25)).unwrap();
    assert_eq!([shown(&plan, 25), shown(&plan, 26)], [1, 0]);
}

#[test]
fn what_concerns_the_partner_obeys_the_states_and_what_is_ones_own_does_not() {
    let mut plan = open_plan();
    run(&mut plan, promise(Concerns::Partner, Some(Cadence::Daily), None), at(0)).unwrap();
    run(&mut plan, promise(Concerns::Me, Some(Cadence::Daily), None), at(0)).unwrap();
    let before = plan.clone();
    plan.profile.contact = Contact::None { court: true };
    let today = agenda(&small(), &plan, at(1).today);
    assert_eq!(today.promises.len(), 1);
    assert_eq!(resting_since(&small(), &before, &plan).len(), 1);
    let theirs = plan.promises[0].id.clone();
    let answer = Command::AnswerPromise { id: theirs.clone(), day: at(1).today, kept: true };
    assert_eq!(run(&mut plan, answer, at(1)), Err(Refusal::NoItem));
    let again = promise(Concerns::Partner, None, None);
    assert_eq!(run(&mut plan, again, at(1)), Err(Refusal::NotNow));
    // A line of what rests is not counted.
    let line = crate::engine::Entry::new(
        crate::engine::EntryId::promised(&theirs, at(0).today),
        EntryKind::PromiseMissed,
        at(0).today,
        at(0).at,
    )
    .about(&theirs);
    assert!(Count::countable(&small(), &plan, [&line]).is_empty());
    assert_eq!(Count::countable(&small(), &before, [&line]).len(), 1);
    plan.profile.contact = Contact::Open;
    plan.profile.safety.harming = Told::Unknown;
    assert_eq!(resting(&small(), &plan).len(), 1, "what is not known counts as no");
    run(&mut plan, Command::Drop { thing: Thing::Promise, id: theirs }, at(2)).unwrap();
    assert_eq!(plan.promises.len(), 1, "what rests can be dropped");
}

#[test]
fn the_plan_answers_for_its_own_lines() {
    let mut plan = open_plan();
    run(&mut plan, promise(Concerns::Me, None, None), at(0)).unwrap();
    let id = plan.promises[0].id.clone();
    let kept = Command::AnswerPromise { id, day: at(0).today, kept: true };
    let line = Box::new(run(&mut plan, kept, at(0)).unwrap().add.remove(0));
    let delete = Command::Delete { line: line.clone() };
    assert_eq!(run(&mut plan, delete, at(1)), Err(Refusal::LineStays));
    let mut reword = |text: &str, numbers: &[(&str, u8)]| {
        let numbers = numbers.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect();
        let command = Command::Reword { line: line.clone(), text: text.to_owned(), numbers };
        run(&mut plan, command, at(1)).unwrap().add.remove(0)
    };
    let again = reword("from the station", &[(TOLD_FIRST, 1)]);
    assert_eq!((again.text.as_str(), again.numbers.len()), ("from the station", 0));
    let log = |kind| Command::Log(NewLine::saying(kind, at(1).today, "a"));
    assert_eq!(run(&mut plan, log(EntryKind::PromiseKept), at(1)), Err(Refusal::LineStays));
    let empty = Command::Log(NewLine::saying(EntryKind::Note, at(1).today, " "));
    assert_eq!(run(&mut plan, empty, at(1)), Err(Refusal::NothingSaid));
    let to_come = Command::Log(NewLine::saying(EntryKind::Note, at(2).today, "a"));
    assert_eq!(run(&mut plan, to_come, at(1)), Err(Refusal::WrongDay));
}

#[test]
fn an_agreement_keeps_the_history_of_its_changes() {
    let mut plan = open_plan();
    let terms = AgreementTerms { what: "phones".into(), scope: String::new(), offer: true };
    let review = at(10).today;
    let put = Command::PutAgreement { id: None, terms, review, until: None };
    assert_eq!(run(&mut plan, put, at(0)).unwrap().add[0].kind, EntryKind::AgreementChanged);
    let id = plan.agreements[0].step.clone();
    let look = |change, day| Command::ReviewAgreement {
        id: id.clone(),
        change,
        text: "evenings only".to_owned(),
        again: at(day).today,
    };
    assert_eq!(agenda(&small(), &plan, at(10).today).reviews.len(), 1);
    run(&mut plan, look(AgreementChange::Less, 40), at(10)).unwrap();
    assert!(agenda(&small(), &plan, at(11).today).reviews.is_empty());
    run(&mut plan, look(AgreementChange::Stop, 90), at(40)).unwrap();
    assert_eq!(plan.agreements[0].turns.len(), 2);
    assert_eq!(plan.agreements[0].ended, Some(at(40).today));
    assert!(agenda(&small(), &plan, at(90).today).reviews.is_empty());
    assert_eq!(run(&mut plan, look(AgreementChange::Same, 99), at(41)), Err(Refusal::NoItem));
}

#[test]
fn reviews_come_each_week_and_each_month_and_a_missed_one_is_asked_once() {
    let mut plan = open_plan();
    let due = |plan: &Plan, day| {
        let today = agenda(&small(), plan, at(day).today);
        (today.week, today.month)
    };
    assert_eq!(
        [due(&plan, 6), due(&plan, 7), due(&plan, 30)],
        [(false, false), (true, false), (true, true)]
    );
    let mut line = NewLine::saying(EntryKind::Reviewed, at(31).today, "");
    line.review = Some(ReviewOf::Month);
    run(&mut plan, Command::Log(line), at(31)).unwrap();
    assert_eq!([due(&plan, 31), due(&plan, 38)], [(false, false), (true, false)]);
}

#[test]
fn a_leap_day_comes_every_year() {
    let day: NaiveDate = "2024-02-29".parse().unwrap();
    let next = |from: &str| next_time(When::Yearly { day }, from.parse().unwrap()).unwrap();
    assert_eq!((next("2025-01-01").month(), next("2025-01-01").day()), (2, 28));
    assert_eq!(next("2027-03-01").to_string(), "2028-02-29");
    assert_eq!(next_time(When::Once { day }, "2025-01-01".parse().unwrap()), None);
}
