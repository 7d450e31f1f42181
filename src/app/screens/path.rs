//! The path: the opening, the seven stages, the strands; one of them unfolded.

use crate::app::focus;
use crate::app::model::{Model, Screen};
use crate::app::page::{Item, Page, Role, Row, Sign, Target};
use crate::content::{Stage, StageId, StageKind};
use crate::engine::{Status, Tally, next_step, route, status};

const LEGEND: &str = "The seven stages go from top to bottom; everything open can be taken in any \
order. Which steps are here depends on how things stand; that can be changed in the settings.";
const BESIDE: &str = "Beside the stages";

/// The path, unfolded where the next step is.
#[must_use]
pub fn screen(model: &Model) -> Screen {
    let program = &model.library.program;
    let next = next_step(program, &model.plan);
    Screen::Path(
        next.and_then(|step| program.stage_of(step.id.as_str())).map(|stage| stage.id.clone()),
    )
}

/// The page.
#[must_use]
pub fn page(model: &Model, open: Option<&StageId>) -> Page {
    let mut page = Page::titled("The path");
    let tally = Tally::of_program(&model.library.program, &model.plan);
    page.aside = format!("{} of {} done", tally.done, tally.shown());
    let mut beside = false;
    for stage in &model.library.program.stages {
        if stage.kind == StageKind::Strand && !beside {
            beside = true;
            page.gap();
            page.text(Role::Heading, BESIDE);
        }
        part(model, &mut page, stage, open == Some(&stage.id));
    }
    page.gap();
    page.text(Role::Quiet, LEGEND);
    page
}

/// One part: a line, and its steps where it is unfolded.
fn part(model: &Model, page: &mut Page, stage: &Stage, open: bool) {
    let program = &model.library.program;
    let words = model.plan.profile.words();
    let tally = Tally::of_stage(program, &model.plan, stage);
    if tally.shown() == 0 {
        return;
    }
    let title = stage.title.render(&words);
    let label = match stage.number {
        Some(number) => format!("{number} {title}"),
        None => title.into_owned(),
    };
    let mut row =
        Row::new(Target::Stage(stage.id.clone()), Sign::Fold(open), label).aside(counted(&tally));
    if open {
        row = row.note(stage.tagline.render(&words));
    }
    page.push(Item::Row(row));
    if !open {
        return;
    }
    for step in route::shown(program, &model.plan, stage) {
        let Some(status) = status::status(program, &model.plan, step) else { continue };
        let sign = Sign::Tick(status == Status::Done);
        let row = Row::new(Target::Step(step.id.clone()), sign, step.title.render(&words));
        let word = match status {
            Status::Open | Status::Done => String::new(),
            other => format!("{}, ", other.words()),
        };
        page.push(Item::Row(row.under(2).aside(format!("{word}{} min", step.minutes))));
    }
}

/// How a part stands, in words.
#[must_use]
pub fn counted(tally: &Tally) -> String {
    if tally.settled() == tally.shown() {
        return "all done".to_owned();
    }
    match tally.done {
        0 if tally.shown() == 1 => "1 step".to_owned(),
        0 => format!("{} steps", tally.shown()),
        done => format!("{done} of {} done", tally.shown()),
    }
}

/// Unfolds a part, or folds it when it is open.
pub(in crate::app) fn unfold(model: &mut Model, stage: &StageId) {
    if let Screen::Path(open) = &mut model.view_mut().screen {
        *open = if open.as_ref() == Some(stage) { None } else { Some(stage.clone()) };
    }
    let at = page_focus(model, stage);
    model.view_mut().focus = at;
    focus::show(model);
}

fn page_focus(model: &Model, stage: &StageId) -> usize {
    super::page(model).focus_of(&Target::Stage(stage.clone())).unwrap_or(0)
}

/// The path in a column: the parts and how they stand, for the wide layout. The flag marks the part that is open.
#[must_use]
pub fn outline(model: &Model) -> Vec<(String, String, bool)> {
    let program = &model.library.program;
    let words = model.plan.profile.words();
    let here = match model.screen() {
        Screen::Step(open) => program.stage_of(open.id.as_str()),
        _ => next_step(program, &model.plan).and_then(|step| program.stage_of(step.id.as_str())),
    };
    program
        .stages
        .iter()
        .filter_map(|stage| {
            let tally = Tally::of_stage(program, &model.plan, stage);
            if tally.shown() == 0 {
                return None;
            }
            let title = stage.title.render(&words);
            let label = match stage.number {
                Some(number) => format!("{number} {title}"),
                None => format!("  {title}"),
            };
            let count = format!("{}/{}", tally.done, tally.shown());
            Some((label, count, here.is_some_and(|here| here.id == stage.id)))
        })
        .collect()
}
