//! What a day asks: the next step, the practices that are due, talks and reviews. Nothing in it may be withheld.

use chrono::NaiveDate;

use crate::content::form::Cadence;
use crate::content::{Program, StepId};

use super::plan::{Plan, PracticeItem, Practised, TalkItem};
use super::record::{self, ComingDate, DuePromise, Repair, Thing, may_ask};
use super::route::next_step;

/// What a day asks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agenda {
    /// The one next step.
    pub next: Option<StepId>,
    /// Practices due on the day and not answered for.
    pub practices: Vec<DuePractice>,
    /// Practices answered for on the day, and how.
    pub practised: Vec<PractisedToday>,
    /// Practices whose first run is over: go on, change, or set aside?
    pub ended: Vec<DuePractice>,
    /// Talks planned, by day; one that is past waits for "was it held?".
    pub talks: Vec<TalkItem>,
    /// Sheets to look at again.
    pub reviews: Vec<DueReview>,
    /// Promises due on the day, and those answered for on it.
    pub promises: Vec<DuePromise>,
    /// Missed promises that wait to be made good.
    pub repairs: Vec<Repair>,
    /// Days to be ready for.
    pub dates: Vec<ComingDate>,
    /// Whether a look at the week is due.
    pub week: bool,
    /// Whether a look at the month is due.
    pub month: bool,
    /// Whether the person checked in on the day.
    pub checked_in: bool,
}

/// A practice that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DuePractice {
    /// The step it came from.
    pub step: StepId,
    /// What is done, in the person's words.
    pub what: String,
    /// How often.
    pub every: Cadence,
}

/// A practice that was answered for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PractisedToday {
    /// The step it came from.
    pub step: StepId,
    /// What is done, in the person's words.
    pub what: String,
    /// How it went.
    pub how: Practised,
}

/// A sheet for two whose day to look again has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueReview {
    /// The step it came from.
    pub step: StepId,
    /// Since which day a look is due: the day of the review, or the day until which it held.
    pub since: NaiveDate,
}

/// What the day asks. What may not be asked of the person now is left out and comes back when the state changes.
#[must_use]
pub fn agenda(program: &Program, plan: &Plan, today: NaiveDate) -> Agenda {
    let mut agenda = Agenda {
        next: next_step(program, plan).map(|step| step.id.clone()),
        promises: record::due_promises(program, plan, today),
        repairs: record::repairs(program, plan),
        dates: record::coming_dates(program, plan, today),
        ..Agenda::default()
    };
    let allowed = |thing: Thing, step: &StepId| may_ask(program, plan, thing, step);
    let practices = plan.practices.iter();
    for item in practices.filter(|item| !item.paused && allowed(Thing::Practice, &item.step)) {
        let due =
            || DuePractice { step: item.step.clone(), what: item.what.clone(), every: item.every };
        match item.last {
            Some(last) if last.day == today => agenda.practised.push(PractisedToday {
                step: item.step.clone(),
                what: item.what.clone(),
                how: last.how,
            }),
            _ if today > item.until => agenda.ended.push(due()),
            _ if is_due(item, today) => agenda.practices.push(due()),
            _ => {}
        }
    }
    let talks = plan.talks.iter().filter(|talk| allowed(Thing::Talk, &talk.step));
    agenda.talks = talks.cloned().collect();
    agenda.talks.sort_by_key(|talk| (talk.day, talk.time));
    let sheets = plan.agreements.iter().filter(|sheet| sheet.ended.is_none());
    for sheet in sheets.filter(|sheet| allowed(Thing::Agreement, &sheet.step)) {
        let since = sheet.until.map_or(sheet.review, |until| until.min(sheet.review));
        if since <= today {
            agenda.reviews.push(DueReview { step: sheet.step.clone(), since });
        }
    }
    let begun = plan.created.date_naive();
    let past = |last: Option<NaiveDate>| (today - last.unwrap_or(begun)).num_days();
    agenda.week = past(plan.reviews.week.max(plan.reviews.month)) >= record::REVIEW_WEEK;
    agenda.month = past(plan.reviews.month) >= record::REVIEW_MONTH;
    agenda.checked_in = plan.reviews.checked_in == Some(today);
    agenda
}

/// Whether the practice is due on that day, by its cadence, counted in civil days from its first day; one that is
/// counted from the last time is due once, however long it was left.
#[must_use]
pub fn is_due(item: &PracticeItem, day: NaiveDate) -> bool {
    record::practice_due(item, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::form::Cadence::{Daily, Days, Weekdays, Weekly};
    use crate::engine::testing::{at, finish, open_plan, says, small, step_id};
    use crate::engine::{Command, Contact, apply};

    fn due(every: Cadence) -> Vec<u64> {
        let item = PracticeItem {
            step: step_id("practice"),
            what: String::new(),
            every,
            since: at(1).today,
            until: at(15).today,
            paused: false,
            last: None,
            after_done: false,
            concerns: None,
        };
        (0..20).filter(|day| is_due(&item, at(*day).today)).collect()
    }

    #[test]
    fn practices_are_due_by_civil_days() {
        assert_eq!(due(Daily), (1..=15).collect::<Vec<_>>());
        // Day 1 is a Friday.
        assert_eq!(due(Weekdays), [1, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15]);
        assert_eq!(due(Weekly), [1, 8, 15]);
        assert_eq!(due(Days(5)), [1, 6, 11]);
    }

    #[test]
    fn a_day_asks_what_is_due_and_nothing_that_is_withheld() {
        let program = small();
        let mut plan = open_plan();
        finish(&program, &mut plan, "practice", &[], at(0)).unwrap();
        finish(&program, &mut plan, "talk", &[("when", says("2026-01-03"))], at(0)).unwrap();
        let sheet = [("free", says("yes")), ("offer", says("a")), ("until", says("2026-01-05"))];
        finish(&program, &mut plan, "agree", &sheet, at(0)).unwrap();
        let today = agenda(&program, &plan, at(1).today);
        assert_eq!(today.next, Some(step_id("read")));
        assert_eq!((today.practices.len(), today.practised.len()), (1, 0));
        assert_eq!((today.talks.len(), today.reviews.len(), today.ended.len()), (1, 0, 0));

        let step = step_id("practice");
        let part = Command::Practise { step, day: at(1).today, how: Practised::Part };
        apply(&program, &mut plan, part, at(1)).unwrap();
        let today = agenda(&program, &plan, at(1).today);
        assert_eq!((today.practices.len(), today.practised.len()), (0, 1));
        assert_eq!(today.practised[0].how, Practised::Part);

        let later = agenda(&program, &plan, at(8).today);
        assert_eq!((later.practices.len(), later.ended.len(), later.talks.len()), (0, 1, 1));
        assert_eq!(later.reviews[0].since, at(4).today);

        let mut withheld = plan.clone();
        withheld.profile.contact = Contact::None { court: false };
        let empty = agenda(&program, &withheld, at(8).today);
        let next = Some(step_id("read"));
        assert_eq!(empty, Agenda { next, week: true, ..Agenda::default() });
        withheld.profile.contact = Contact::Open;
        assert_eq!(agenda(&program, &withheld, at(8).today), later, "all of it comes back");

        let pause = Command::PausePractice { step: step_id("practice"), paused: true };
        apply(&program, &mut plan, pause, at(2)).unwrap();
        let rest = agenda(&program, &plan, at(2).today);
        assert_eq!((rest.practices.len(), rest.practised.len()), (0, 0));
    }
}
