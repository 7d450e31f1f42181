//! The check-in of a day, and the rating of a week: numbers by key, and a line.

use std::collections::BTreeMap;

use crate::app::action::Action;
use crate::app::effect::Effect;
use crate::app::model::{Edited, Model, Notice, Screen};
use crate::app::page::Target;
use crate::app::{activate, edit, focus, saving, screens};
use crate::content::{FieldKind, Form, Step};
use crate::engine::record::NewLine;
use crate::engine::{Command, Entry, EntryKind, status};

use super::begun;
use super::deed::Deed;

/// What a day's check-in asks. No answer about harm is among them: that row leads to help and is stored nowhere.
pub const DAILY: [(&str, &str); 3] =
    [("sleep", "How I slept"), ("hope", "Hope"), ("hide", "Pull to hide something")];

/// Numbers being given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// Whether it is the week's.
    pub week: bool,
    /// The names and questions.
    pub asks: Vec<(String, String)>,
    /// The numbers, as far as they were given.
    pub numbers: Vec<Option<u8>>,
    /// The line.
    pub text: String,
}

impl Rating {
    /// The check-in of a day.
    #[must_use]
    pub fn of_day() -> Self {
        let asks: Vec<(String, String)> =
            DAILY.iter().map(|(name, ask)| ((*name).to_owned(), (*ask).to_owned())).collect();
        Self { week: false, numbers: vec![None; asks.len()], asks, text: String::new() }
    }

    /// The rating of a week, by the items of the program's step for it.
    #[must_use]
    pub fn of_week(model: &Model) -> Self {
        let asks = week_items(model).map(|step| items(step, model)).unwrap_or_default();
        Self { week: true, numbers: vec![None; asks.len()], asks, text: String::new() }
    }

    fn most(&self) -> u8 {
        if self.week { 10 } else { 9 }
    }
}

/// The step whose items are rated. Other steps of that form ask about other things, and some stand there for some
/// people only: what they ask is never stored here.
const WEEK: &str = "ten-minutes-a-week";

/// The step whose items are rated, where the program has it and it is shown.
fn week_items(model: &Model) -> Option<&Step> {
    let program = &model.library.program;
    let step = program.step(WEEK).filter(|step| matches!(step.form, Form::Rate(_)))?;
    status::status(program, &model.plan, step).map(|_| step)
}

/// Whether there is anything to rate of a week.
#[must_use]
pub fn has_week(model: &Model) -> bool {
    week_items(model).is_some()
}

fn items(step: &Step, model: &Model) -> Vec<(String, String)> {
    let words = model.plan.profile.words();
    let scales = step.fields.iter().filter(|field| field.kind == FieldKind::Scale);
    scales.map(|field| (field.id.to_string(), field.ask.render(&words).into_owned())).collect()
}

/// A check-in or rating, with what was begun on it before.
pub(in crate::app) fn begin(model: &Model, week: bool) -> Rating {
    let waits = model.ratings.iter().find(|(_, rating)| rating.week == week);
    let waits = waits.map(|(day, rating)| begun::of_rating(rating, *day));
    begun::rating(model, week, waits.as_ref())
}

/// What was begun waits for the person to come back to it.
fn remember(model: &mut Model) {
    if let Some(begun) = rating(model).cloned() {
        let today = model.today();
        model.ratings.retain(|(_, other)| other.week != begun.week);
        model.ratings.push((today, begun));
        model.keeping.draft_due = true;
    }
}

/// The numbers of a line in the words of what was asked, in the order of the questions.
#[must_use]
pub fn given(model: &Model, entry: &Entry) -> Vec<(String, u8)> {
    if entry.numbers.is_empty() {
        return Vec::new();
    }
    let asks = match entry.kind {
        EntryKind::CheckIn => Rating::of_day().asks,
        EntryKind::WeekRated => Rating::of_week(model).asks,
        _ => Vec::new(),
    };
    let known =
        asks.iter().filter_map(|(name, ask)| Some((ask.clone(), *entry.numbers.get(name)?)));
    // What an earlier edition asked has its name only.
    let others = entry.numbers.iter().filter(|(name, _)| !asks.iter().any(|(ask, _)| ask == *name));
    known.chain(others.map(|(name, number)| (name.clone(), *number))).collect()
}

fn rating(model: &mut Model) -> Option<&mut Rating> {
    match &mut model.view_mut().screen {
        Screen::Rating(rating) => Some(rating),
        _ => None,
    }
}

/// A number key, or one less or more, on the focused scale. After a day's number the next row has its turn.
pub(in crate::app) fn key(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(Target::Record(Deed::Number(at))) = model.focused() else {
        return Vec::new();
    };
    let Some(rating) = rating(model) else {
        return Vec::new();
    };
    let most = rating.most();
    let now = rating.numbers.get(at).copied().flatten();
    let next = match action {
        Action::Number(0) if rating.week && now == Some(1) => Some(10),
        Action::Number(number) => Some(number),
        Action::Less => Some(now.map_or(5, |number| number.saturating_sub(1))),
        Action::More => Some(now.map_or(5, |number| (number + 1).min(most))),
        _ => None,
    };
    let moves_on = !rating.week && matches!(action, Action::Number(_));
    let last = at + 1 == rating.numbers.len();
    if let Some(place) = rating.numbers.get_mut(at) {
        *place = next;
    }
    remember(model);
    if moves_on {
        let target = if last { Deed::RatingSave } else { Deed::Number(at + 1) };
        let page = screens::page(model);
        if let Some(focus) = page.focus_of(&Target::Record(target)) {
            model.view_mut().focus = focus;
            focus::show(model);
        }
    }
    Vec::new()
}

pub(super) fn one_more(model: &mut Model, _at: usize) -> Vec<Effect> {
    key(model, Action::More)
}

pub(super) fn write(model: &mut Model) -> Vec<Effect> {
    let text = rating(model).map(|rating| rating.text.clone()).unwrap_or_default();
    edit::open(model, Edited::RatingLine, text, false);
    Vec::new()
}

/// The line was typed.
pub(in crate::app) fn typed(model: &mut Model, text: String) {
    if let Some(rating) = rating(model) {
        rating.text = text;
    }
    remember(model);
}

pub(super) fn save(model: &mut Model) -> Vec<Effect> {
    let mut effects = edit::commit(model);
    let Some(rating) = rating(model).cloned() else {
        return effects;
    };
    let given = rating.asks.iter().zip(&rating.numbers);
    let numbers: BTreeMap<String, u8> =
        given.filter_map(|((name, _), number)| Some((name.clone(), (*number)?))).collect();
    let week = rating.week;
    let kind = if week { EntryKind::WeekRated } else { EntryKind::CheckIn };
    let mut line = NewLine::saying(kind, model.today(), rating.text);
    line.numbers = numbers;
    line.nth = nth(model);
    effects.extend(saving::run(model, Command::Log(line)));
    if model.notice.is_none() {
        model.ratings.retain(|(_, other)| other.week != week);
        activate::back(model);
        model.notice = Some(Notice::calm("Noted. u takes it back."));
    }
    effects
}

/// How many lines were written in this instant.
pub(in crate::app) fn nth(model: &Model) -> usize {
    model.entries.iter().filter(|entry| entry.at == model.now.at).count()
}
