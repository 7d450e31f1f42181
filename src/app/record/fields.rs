//! The fields of each sheet, and what stands in them at first.

use chrono::{Days, NaiveDate};

use crate::app::model::Model;
use crate::content::form::Cadence;
use crate::engine::gate;
use crate::engine::record::{
    Concerns, ItemId, PromiseTerms, SheetOf, Thing, When, asks_of, is_own,
};

use super::journal;
use super::sheet::{SheetField, Value};

const DAY: &str = "2026-11-30, today, tomorrow, or +7 for in seven days";
const CONCERNS: &[&str] = &["Nobody but me", "Somebody else", "My partner"];
const CONCERNS_ALONE: &[&str] = &["Nobody but me", "Somebody else"];
const ASKED: &[&str] = &["I did, myself", "Somebody else", "My partner"];
const ASKED_ALONE: &[&str] = &["I did, myself", "Somebody else"];
const PROMISED: &[&str] =
    &["Once, by a day", "Every day", "Monday to Friday", "Once a week", "It has no day of its own"];
const RHYTHM: &[&str] = &[
    "Every day",
    "Monday to Friday",
    "Once a week",
    "Every 2 days",
    "Every 3 days",
    "Every 14 days",
];
pub(super) const RHYTHMS: [Cadence; 6] = [
    Cadence::Daily,
    Cadence::Weekdays,
    Cadence::Weekly,
    Cadence::Days(2),
    Cadence::Days(3),
    Cadence::Days(14),
];
const COUNTED: &[&str] = &["By the calendar", "From the last time, so that nothing piles up"];
const YES_NO: &[&str] = &["Yes", "No"];
const LOOK: &[&str] = &["Less", "The same", "Stop"];
const OFFER: &[&str] = &["An offer of mine", "Agreed by both of us"];
const WHEN: &[&str] = &["Each year", "Once", "A place or a moment without a date"];

fn short(ask: &'static str, hint: &'static str, text: impl Into<String>) -> SheetField {
    SheetField { ask, hint, value: Value::Short(text.into()) }
}

fn long(ask: &'static str, hint: &'static str, text: impl Into<String>) -> SheetField {
    SheetField { ask, hint, value: Value::Long(text.into()) }
}

fn choice(
    ask: &'static str,
    options: &'static [&'static str],
    picked: Option<usize>,
) -> SheetField {
    SheetField { ask, hint: "", value: Value::Choice(options, picked) }
}

fn nth_concern(concerns: Concerns) -> usize {
    match concerns {
        Concerns::Me => 0,
        Concerns::Other => 1,
        Concerns::Partner => 2,
    }
}

fn day_text(day: Option<NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Whether something with the partner may be put down now; else it is not offered.
fn with_partner(model: &Model, thing: Thing) -> bool {
    let asks = asks_of(thing, Concerns::Partner, true);
    gate::may(&model.library.program, &model.plan, asks)
}

pub(super) fn fields(model: &Model, of: &SheetOf) -> Option<Vec<SheetField>> {
    Some(match of {
        SheetOf::Promise(id) => {
            let known =
                id.as_ref().map(|id| model.plan.promises.iter().find(|item| item.id == *id));
            let terms = match known {
                Some(item) => Some(&item?.terms),
                None => None,
            };
            promise(model, terms)
        }
        SheetOf::Practice(id) => practice(model, id.as_ref()),
        SheetOf::Agreement(id) => agreement(model, id.as_ref()),
        SheetOf::Talk(id) => talk(model, id.as_ref()),
        SheetOf::Date(id) => date(model, id.as_ref()),
        SheetOf::Look(_) => vec![
            choice("Less, the same, or stop?", LOOK, None),
            long("What changes? A line, if you like.", "", ""),
            short("When to look the next time?", DAY, day_text(in_a_month(model))),
        ],
        SheetOf::Heard(_) => vec![
            short("What did they say? Their words, not your reading of them.", "", ""),
            short("What was it like for them, as far as they said?", "", ""),
        ],
        SheetOf::Repair(_) => vec![
            choice("Did you tell it before you were asked?", YES_NO, None),
            long(
                "What did you do to make it good?",
                "“Told them at the door. Rang the garage.”",
                "",
            ),
        ],
        SheetOf::Line(_) => vec![
            long("What happened? A line with a verb is enough.", "", ""),
            short("On which day?", DAY, model.today().to_string()),
        ],
        SheetOf::Reword(id) => {
            // A line of an older month may not be read yet: what was begun on it is kept all the same.
            let words = journal::line(model, id).map(|line| line.text.clone());
            vec![long("The words of the line", "", words.unwrap_or_default())]
        }
        SheetOf::Review(_) => vec![
            short("Keep: one thing that worked", "", ""),
            short("Drop: one thing that is only for show", "", ""),
            short("Plan: one thing, with a day", "", ""),
        ],
    })
}

fn in_a_month(model: &Model) -> Option<NaiveDate> {
    model.today().checked_add_days(Days::new(30))
}

fn promise(model: &Model, terms: Option<&PromiseTerms>) -> Vec<SheetField> {
    let rhythm = terms.map(|terms| match (terms.by, terms.every) {
        (Some(_), _) => 0,
        (None, Some(Cadence::Daily | Cadence::Days(_))) => 1,
        (None, Some(Cadence::Weekdays)) => 2,
        (None, Some(Cadence::Weekly)) => 3,
        (None, None) => 4,
    });
    let asked = if with_partner(model, Thing::Promise) { ASKED } else { ASKED_ALONE };
    vec![
        short(
            "What will you do?",
            "Something you can do yourself, and see: “ring when I will be late”",
            terms.map(|terms| terms.what.clone()).unwrap_or_default(),
        ),
        choice("Who asked for it?", asked, terms.map(|terms| nth_concern(terms.asked_by))),
        choice("When?", PROMISED, rhythm),
        short("By which day, if it is once?", DAY, day_text(terms.and_then(|terms| terms.by))),
        choice(
            "On a bad day too: is it realistic?",
            YES_NO,
            terms.and_then(|terms| terms.realistic).map(|realistic| usize::from(!realistic)),
        ),
    ]
}

fn concerns(model: &Model, thing: Thing) -> &'static [&'static str] {
    if with_partner(model, thing) { CONCERNS } else { CONCERNS_ALONE }
}

fn practice(model: &Model, id: Option<&ItemId>) -> Vec<SheetField> {
    let item = id.and_then(|id| model.plan.practices.iter().find(|it| it.step == *id));
    let rhythm = item.and_then(|item| RHYTHMS.iter().position(|every| *every == item.every));
    let mut fields = vec![
        short("What will you do, again and again?", "", item.map_or("", |item| &item.what)),
        choice("How often?", RHYTHM, rhythm),
        choice("Counted how?", COUNTED, item.map(|item| usize::from(item.after_done))),
    ];
    if item.is_none_or(|item| is_own(&item.step)) {
        let picked = item.and_then(|item| item.concerns).map(nth_concern);
        fields.push(choice("Whom does it concern?", concerns(model, Thing::Practice), picked));
    }
    fields
}

fn agreement(model: &Model, id: Option<&ItemId>) -> Vec<SheetField> {
    let item = id.and_then(|id| model.plan.agreements.iter().find(|it| it.step == *id));
    let own = item.and_then(|item| item.own.as_ref());
    let review = item.map(|item| item.review).or_else(|| in_a_month(model));
    vec![
        short("What is offered or agreed?", "", own.map_or("", |own| &own.what)),
        short("Where and when does it hold, and where not?", "", own.map_or("", |own| &own.scope)),
        choice("Which is it?", OFFER, own.map(|own| usize::from(!own.offer))),
        short("When do you look at it again?", DAY, day_text(review)),
        short(
            "Until when does it hold? Empty is fine.",
            DAY,
            day_text(item.and_then(|item| item.until)),
        ),
    ]
}

fn talk(model: &Model, id: Option<&ItemId>) -> Vec<SheetField> {
    let item = id.and_then(|id| model.plan.talks.iter().find(|it| it.step == *id));
    let own = item.and_then(|item| item.own.as_ref());
    let time = item.and_then(|item| item.time);
    let mut fields = vec![
        short("On which day?", DAY, day_text(item.map(|item| item.day))),
        short(
            "At what time? Empty is fine.",
            "19:30",
            time.map(|time| time.format("%H:%M").to_string()).unwrap_or_default(),
        ),
        short("How many minutes?", "", item.map_or(30, |item| item.minutes).to_string()),
    ];
    if item.is_none_or(|item| item.own.is_some()) {
        fields.push(short("About what? One thing.", "", own.map_or("", |own| &own.about)));
        let points = own.map(|own| own.agenda.join("\n")).unwrap_or_default();
        fields.push(long("The points, one a line", "", points));
    }
    fields
}

fn date(model: &Model, id: Option<&ItemId>) -> Vec<SheetField> {
    let item = id.and_then(|id| model.plan.dates.iter().find(|it| it.id == *id));
    let terms = item.map(|item| &item.terms);
    let (when, day) = match terms.map(|terms| terms.when) {
        None => (None, None),
        Some(When::Yearly { day }) => (Some(0), Some(day)),
        Some(When::Once { day }) => (Some(1), Some(day)),
        Some(When::Place) => (Some(2), None),
    };
    vec![
        short(
            "Which day, place or moment?",
            "“the day they found out”, “the station”",
            terms.map_or("", |terms| &terms.what),
        ),
        choice("When does it come?", WHEN, when),
        short("On which day?", DAY, day_text(day)),
        long("What will you do then? If this, then I …", "", terms.map_or("", |terms| &terms.plan)),
        choice(
            "Whom does that concern?",
            concerns(model, Thing::Date),
            terms.map(|terms| nth_concern(terms.concerns)),
        ),
    ]
}
