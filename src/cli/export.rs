//! `export`: the checklist, or the text of one step, to stdout or to a file.

use std::path::Path;

use super::args;
use super::exit::{Answer, Failure};
use super::status::NOTHING_KEPT;
use crate::content::{Program, StageId, shipped};
use crate::engine::Plan;
use crate::export::{
    self, Handout, Options, PLAIN_TEXT_NOTICE, checklist, handout_markdown, markdown, step_text,
};
use crate::store::write_export;

/// Said whatever the reason is that there is nothing: a withheld step leaves no trace of why.
const NOTHING_THERE: &str = "There is nothing to export there yet.";

/// Makes the export and puts it where it was asked for.
pub(super) fn export(
    program: &Program,
    plan: Option<&Plan>,
    country: Option<&str>,
    wanted: &args::Export,
) -> Result<Answer, Failure> {
    let text = text(program, plan, country, wanted)?;
    let file = wanted.output.as_deref().filter(|file| *file != Path::new("-"));
    let Some(file) = file else {
        return Ok(Answer::data(text).saying(PLAIN_TEXT_NOTICE));
    };
    write_export(file, &text, wanted.force)?;
    let written = format!("Written to {}.", file.display());
    Ok(Answer::default().saying(&written).saying(PLAIN_TEXT_NOTICE))
}

fn text(
    program: &Program,
    plan: Option<&Plan>,
    country: Option<&str>,
    wanted: &args::Export,
) -> Result<String, Failure> {
    let stage = wanted.stage.as_deref().map(|id| stage(program, id)).transpose()?;
    let step = wanted.step.as_deref().map(|id| {
        let step = program.step(id);
        step.ok_or_else(|| {
            Failure::usage(format!("No step is called {id}. See: trustcoach content list"))
        })
    });
    let step = step.transpose()?;
    let plan = plan.ok_or_else(|| Failure::failed(NOTHING_KEPT))?;
    if wanted.paper.is_asked() {
        let handout = handout(program, plan, country, &wanted.paper)?;
        return handout
            .map(|handout| handout_markdown(&handout))
            .ok_or_else(|| Failure::failed(NOTHING_THERE));
    }
    if let Some(step) = step {
        return step_text(program, plan, &step.id).ok_or_else(|| Failure::failed(NOTHING_THERE));
    }
    let checklist = checklist(program, plan, &Options { stage, answers: wanted.answers });
    if checklist.parts.is_empty() && checklist.earlier.is_empty() {
        return Err(Failure::failed(NOTHING_THERE));
    }
    Ok(markdown(&checklist))
}

/// The paper that is asked for, if it can be made.
fn handout(
    program: &Program,
    plan: &Plan,
    country: Option<&str>,
    wanted: &args::Paper,
) -> Result<Option<Handout>, Failure> {
    let known = |id: &String| {
        let step = program.step(id).map(|step| step.id.clone());
        step.ok_or_else(|| {
            Failure::usage(format!("No step is called {id}. See: trustcoach content list"))
        })
    };
    let paper = shipped::paper();
    if wanted.card {
        let support = shipped::help().support;
        return Ok(export::card(program, plan, &paper, &support, country));
    }
    if wanted.review {
        return Ok(export::review(program, plan, &paper));
    }
    if let Some(id) = &wanted.sheet {
        let today = crate::clock::now().today;
        return Ok(export::sheet(program, plan, &paper, &known(id)?, today));
    }
    let ids = wanted.brief.as_deref().unwrap_or_default();
    let mut chosen = ids.iter().map(known).collect::<Result<Vec<_>, _>>()?;
    if chosen.is_empty() {
        let items = export::brief_items(program, plan).into_iter();
        chosen = items.filter(|(_, helper)| *helper).map(|(step, _)| step.id.clone()).collect();
    }
    Ok(export::brief(program, plan, &paper, &chosen))
}

fn stage(program: &Program, id: &str) -> Result<StageId, Failure> {
    program.stage(id).map(|stage| stage.id.clone()).ok_or_else(|| {
        let known: Vec<&str> = program.stages.iter().map(|stage| stage.id.as_str()).collect();
        Failure::usage(format!("No part is called {id}. The parts are: {}", known.join(", ")))
    })
}
