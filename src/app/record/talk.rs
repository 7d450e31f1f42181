//! A talk while it is held: the point that has its turn, how long, a pause with a promised return.
//!
//! While it is shown the loop wakes once a second, and only then.

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::activate;
use crate::app::effect::Effect;
use crate::app::model::{Model, Notice, Overlay, Screen};
use crate::content::Form;
use crate::engine::record::{ItemId, Thing, may_ask};

/// A talk being held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TalkRun {
    /// Which.
    pub id: ItemId,
    /// What it is about.
    pub title: String,
    /// A first sentence that can be said as it stands.
    pub opening: String,
    /// The points, with their minutes; 0 is without.
    pub points: Vec<(String, u16)>,
    /// The words for a pause.
    pub pause: String,
    /// Which point has its turn.
    pub at: usize,
    /// The whole length, in minutes.
    pub minutes: u16,
    /// When it began.
    pub began: DateTime<Utc>,
    /// When the point got its turn.
    pub turn: DateTime<Utc>,
    /// In a pause: since when, and until when.
    pub resting: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

const PAUSE: &str = "“I need a break. I will be back, and we go on where we stopped.”";

/// Whether the clock is on the screen: then, and only then, it is drawn again each second.
#[must_use]
pub fn ticks(model: &Model) -> bool {
    matches!(model.screen(), Screen::Talk(_)) && model.overlay != Some(Overlay::Hidden)
}

pub(super) fn begin(model: &mut Model, id: &ItemId) -> Vec<Effect> {
    let program = &model.library.program;
    let item = model.plan.talks.iter().find(|talk| talk.step == *id);
    let Some(item) = item.filter(|_| may_ask(program, &model.plan, Thing::Talk, id)) else {
        return Vec::new();
    };
    let words = model.plan.profile.words();
    let now = model.now.at;
    let mut run = TalkRun {
        id: id.clone(),
        title: String::new(),
        opening: String::new(),
        points: Vec::new(),
        pause: PAUSE.to_owned(),
        at: 0,
        minutes: item.minutes,
        began: now,
        turn: now,
        resting: None,
    };
    if let Some(own) = &item.own {
        run.title.clone_from(&own.about);
        run.points = own.agenda.iter().map(|point| (point.clone(), 0)).collect();
    } else if let Some(step) = program.step(id.as_str())
        && let Form::Talk(talk) = &step.form
    {
        run.title = step.title.render(&words).into_owned();
        run.opening = talk.opening.render(&words).into_owned();
        run.pause = talk.pause.render(&words).into_owned();
        let points = talk.agenda.iter();
        run.points =
            points.map(|point| (point.text.render(&words).into_owned(), point.minutes)).collect();
    }
    if run.points.is_empty() {
        run.points.push((run.title.clone(), run.minutes));
    }
    activate::visit(model, Screen::Talk(Box::new(run)))
}

fn change(model: &mut Model, change: impl FnOnce(&mut TalkRun, DateTime<Utc>)) -> Vec<Effect> {
    let now = model.now.at;
    if let Screen::Talk(run) = &mut model.view_mut().screen {
        change(run, now);
    }
    model.view_mut().focus = 0;
    model.view_mut().scroll = 0;
    Vec::new()
}

pub(super) fn next(model: &mut Model) -> Vec<Effect> {
    change(model, |run, now| {
        if run.at + 1 < run.points.len() {
            run.at += 1;
            run.turn = now;
        }
    })
}

pub(super) fn pause(model: &mut Model, minutes: u16) -> Vec<Effect> {
    model.notice = Some(Notice::calm("Say when you will be back, and be back then."));
    change(model, |run, now| {
        run.resting = Some((now, now + TimeDelta::minutes(i64::from(minutes))));
    })
}

/// A pause takes nothing from the turn.
pub(super) fn go_on(model: &mut Model) -> Vec<Effect> {
    change(model, |run, now| {
        if let Some((since, _)) = run.resting.take() {
            run.turn += (now - since).max(TimeDelta::zero());
            run.began += (now - since).max(TimeDelta::zero());
        }
    })
}

/// Minutes and seconds; what a clock that was set back makes negative is nothing.
#[must_use]
pub fn clock(span: TimeDelta) -> String {
    let seconds = span.num_seconds().max(0);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
