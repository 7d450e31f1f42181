//! Sheets and check-ins that were begun and not kept: what of them goes into the draft, and how the next start takes
//! them up. A sheet that waits in the same run goes the same way, so that its questions are always those of today.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::app::model::{Edited, Model, Screen, View};
use crate::app::{edit, focus};
use crate::engine::Answer;
use crate::engine::record::{Begun, BegunOn, OnSheet, SheetOf, may_ask, week_of};

use super::fields::fields;
use super::journal;
use super::rating::Rating;
use super::sheet::{Sheet, Value};

/// What was begun, and where on it the person is, where one of it is on the screen.
#[must_use]
pub fn begun(model: &Model) -> (Vec<Begun>, Option<OnSheet>) {
    let open = model.editing.as_ref();
    let mut here = None;
    let mut all: Vec<Begun> =
        model.sheets.iter().map(|sheet| of_sheet(sheet, model.today())).collect();
    all.extend(model.ratings.iter().map(|(day, rating)| of_rating(rating, *day)));
    let mut on_screen = |begun: Begun, field: Option<usize>| {
        all.retain(|other| other.on != begun.on);
        here = Some(OnSheet { nth: all.len(), focus: model.view().focus, field });
        all.push(begun);
    };
    match model.screen() {
        Screen::Sheet(sheet) => {
            let mut begun = of_sheet(sheet, model.today());
            let mut field = None;
            if let Some(editing) = open
                && let Edited::Sheet(at) = editing.what
            {
                begun.said.insert(at.to_string(), Answer::Text(editing.text.clone()));
                field = Some(at);
            }
            on_screen(begun, field);
        }
        Screen::Rating(rating) => {
            let mut begun = of_rating(rating, model.today());
            let line = open.filter(|editing| editing.what == Edited::RatingLine);
            if let Some(editing) = line {
                begun.text.clone_from(&editing.text);
            }
            on_screen(begun, line.map(|_| 0));
        }
        _ => {}
    }
    (all, here)
}

fn of_sheet(sheet: &Sheet, day: NaiveDate) -> Begun {
    let values = sheet.fields.iter().enumerate();
    let said = values.filter_map(|(at, field)| Some((at.to_string(), said(&field.value)?)));
    let on = BegunOn::Sheet(sheet.of.clone());
    Begun { day, text: String::new(), on, said: said.collect() }
}

fn said(value: &Value) -> Option<Answer> {
    match value {
        Value::Short(text) | Value::Long(text) => Some(Answer::Text(text.clone())),
        Value::Choice(_, picked) => {
            picked.and_then(|nth| u8::try_from(nth).ok()).map(Answer::Number)
        }
    }
}

pub(super) fn of_rating(rating: &Rating, day: NaiveDate) -> Begun {
    let given = rating.asks.iter().zip(&rating.numbers);
    let said =
        given.filter_map(|((name, _), number)| Some((name.clone(), Answer::Number((*number)?))));
    let on = if rating.week { BegunOn::Week } else { BegunOn::CheckIn };
    Begun { day, text: rating.text.clone(), on, said: said.collect() }
}

/// A sheet as its questions are now, with what was begun on it. None where it is about something that is gone or rests.
#[must_use]
pub(super) fn sheet(model: &Model, of: &SheetOf, said: &BTreeMap<String, Answer>) -> Option<Sheet> {
    let may = |(thing, id)| may_ask(&model.library.program, &model.plan, thing, id);
    if !of.about().is_none_or(may) {
        return None;
    }
    let mut fields = fields(model, of)?;
    for (at, field) in fields.iter_mut().enumerate() {
        match (said.get(&at.to_string()), &mut field.value) {
            (Some(Answer::Text(text)), Value::Short(there) | Value::Long(there)) => {
                there.clone_from(text);
            }
            (Some(Answer::Number(nth)), Value::Choice(options, picked)) => {
                *picked = Some(usize::from(*nth)).filter(|nth| *nth < options.len());
            }
            (None, Value::Choice(_, picked)) if !said.is_empty() => *picked = None,
            _ => {}
        }
    }
    Some(Sheet { of: of.clone(), fields })
}

/// What waits for the person to come back to it, by what it is written on.
pub(super) fn waiting(model: &Model, of: &SheetOf) -> BTreeMap<String, Answer> {
    let sheet = model.sheets.iter().find(|sheet| sheet.of == *of);
    sheet.map(|sheet| of_sheet(sheet, model.today()).said).unwrap_or_default()
}

/// A check-in or rating as it is asked today, with what was begun. The numbers of another day say nothing of this one.
pub(super) fn rating(model: &Model, week: bool, begun: Option<&Begun>) -> Rating {
    let mut rating = if week { Rating::of_week(model) } else { Rating::of_day() };
    let Some(begun) = begun else { return rating };
    rating.text.clone_from(&begun.text);
    let today = model.today();
    let same = if week { week_of(begun.day) == week_of(today) } else { begun.day == today };
    if same {
        for ((name, _), number) in rating.asks.iter().zip(&mut rating.numbers) {
            if let Some(Answer::Number(given)) = begun.said.get(name) {
                *number = Some(*given);
            }
        }
    }
    rating
}

/// Takes up what a draft says was begun. Of a draft that is older than the plan, what the plan holds was kept.
pub(in crate::app) fn take_up(
    model: &mut Model,
    begun: Vec<Begun>,
    here: Option<OnSheet>,
    (older, cursor): (bool, usize),
) {
    let held = if older { Some(words_kept(model)) } else { None };
    for (nth, begun) in begun.into_iter().enumerate() {
        let here = here.filter(|here| here.nth == nth);
        if held.as_ref().is_some_and(|held| was_kept(&begun, held)) {
            continue;
        }
        let screen = match &begun.on {
            BegunOn::Sheet(of) => {
                let Some(sheet) = sheet(model, of, &begun.said) else { continue };
                model.sheets.push(sheet.clone());
                Screen::Sheet(Box::new(sheet))
            }
            on => {
                let rating = rating(model, *on == BegunOn::Week, Some(&begun));
                model.ratings.push((model.today(), rating.clone()));
                Screen::Rating(rating)
            }
        };
        if let Some(here) = here {
            model.views.push(View { focus: here.focus, ..View::top(screen) });
            go_on_writing(model, here.field, cursor);
            focus::keep_within(model);
        }
    }
}

fn go_on_writing(model: &mut Model, field: Option<usize>, cursor: usize) {
    let Some(at) = field else { return };
    let open = match model.screen() {
        Screen::Rating(rating) => Some((Edited::RatingLine, rating.text.clone(), false)),
        Screen::Sheet(sheet) => match sheet.fields.get(at).map(|field| &field.value) {
            Some(Value::Short(text)) => Some((Edited::Sheet(at), text.clone(), false)),
            Some(Value::Long(text)) => Some((Edited::Sheet(at), text.clone(), true)),
            _ => None,
        },
        _ => None,
    };
    if let Some((what, text, long)) = open {
        edit::open_at(model, what, text, long, cursor);
    }
}

/// All words of the record and of the journal's newest month.
fn words_kept(model: &Model) -> BTreeSet<String> {
    let plan = &model.plan;
    let mut words: BTreeSet<String> = BTreeSet::new();
    let mut kept = |text: &str| {
        words.extend(text.lines().map(|line| line.trim().to_owned()));
        words.insert(text.trim().to_owned());
    };
    plan.promises.iter().for_each(|item| kept(&item.terms.what));
    plan.practices.iter().for_each(|item| kept(&item.what));
    for own in plan.agreements.iter().filter_map(|item| item.own.as_ref()) {
        kept(&own.what);
        kept(&own.scope);
    }
    plan.agreements.iter().flat_map(|item| &item.turns).for_each(|turn| kept(&turn.text));
    for own in plan.talks.iter().filter_map(|item| item.own.as_ref()) {
        kept(&own.about);
        own.agenda.iter().for_each(|point| kept(point));
    }
    plan.dates.iter().for_each(|item| {
        kept(&item.terms.what);
        kept(&item.terms.plan);
    });
    journal::lines(model).for_each(|line| kept(&line.text));
    words
}

/// Whether nothing on it would be lost: every text that was written stands in the plan or the journal.
fn was_kept(begun: &Begun, held: &BTreeSet<String>) -> bool {
    let said = begun.said.values().filter_map(Answer::text);
    let lines = said.chain([begun.text.as_str()]).flat_map(str::lines).map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !is_prefilled(line))
        .all(|line| held.contains(line) || held.iter().any(|text| text.contains(line)))
}

/// Days, times and minutes: they are proposed, and easily said again.
fn is_prefilled(line: &str) -> bool {
    line.chars().all(|character| character.is_ascii_digit() || "-:+".contains(character))
        || matches!(line, "today" | "tomorrow")
}
