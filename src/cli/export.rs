//! `export`: the checklist, or the text of one step, to stdout or to a file.

use std::path::Path;

use super::args::{self, Format};
use super::exit::{Answer, Failure};
use super::opened;
use super::run::secrets;
use super::status::NOTHING_KEPT;
use crate::content::{Program, StageId, shipped};
use crate::engine::Plan;
use crate::engine::record::ItemId;
use crate::export::{
    self, CALENDAR_NOTICE, Handout, IcsOptions, Options, PLAIN_TEXT_NOTICE, Which, checklist,
    handout_markdown, happenings, ics, json, markdown, step_text,
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
    if wanted.format == Format::Ics {
        return Ok(put(&calendar(program, plan, wanted)?, wanted)?.saying(CALENDAR_NOTICE));
    }
    put(&text(program, plan, country, wanted)?, wanted)
}

/// Everything, as JSON: every month is read.
pub(super) fn whole(global: &args::Global, wanted: &args::Export) -> Result<Answer, Failure> {
    let places = opened::places(global)?;
    let program = opened::program(global, &places)?;
    let mut kept = opened::plan(&places, &mut secrets(global))?;
    let (Some(plan), Some(store)) = (&kept.plan, &mut kept.store) else {
        return Err(Failure::failed(NOTHING_KEPT));
    };
    let entries = opened::whole_journal(store)?;
    put(&json(&program, plan, &entries), wanted)
}

/// The calendar file of what may be asked for now, of one of these, or of what rests.
fn calendar(
    program: &Program,
    plan: Option<&Plan>,
    wanted: &args::Export,
) -> Result<String, Failure> {
    let plan = plan.ok_or_else(|| Failure::failed(NOTHING_KEPT))?;
    let now = crate::clock::now();
    let which = match &wanted.only {
        _ if wanted.cancel => Which::Resting,
        None => Which::All,
        Some(id) => {
            let id = ItemId::try_from(id.as_str());
            Which::One(id.map_err(|_| Failure::failed(NOTHING_THERE))?)
        }
    };
    let happenings = happenings(program, plan, now.today, &which);
    if happenings.is_empty() {
        return Err(Failure::failed(NOTHING_THERE));
    }
    let options = IcsOptions { words: wanted.words, cancel: wanted.cancel };
    Ok(ics(plan, &happenings, options, now.at))
}

/// Puts a text where it was asked for.
fn put(text: &str, wanted: &args::Export) -> Result<Answer, Failure> {
    let file = wanted.output.as_deref().filter(|file| *file != Path::new("-"));
    let Some(file) = file else {
        return Ok(Answer::data(text).saying(PLAIN_TEXT_NOTICE));
    };
    write_export(file, text, wanted.force)?;
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
