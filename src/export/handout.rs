//! Papers to take away: the card, the sheet for two, the page for a helper, the look back for two.
//!
//! One neutral form for screen and file. Each asks something of the person in the world, so each stands under the
//! same table as the steps: what may not be asked now is not made, and nothing says why. Nothing is signed in advance.

use chrono::{Days, NaiveDate};

use crate::content::form::{Keep, To, reserved};
use crate::content::help::{Country, Support};
use crate::content::paper::Paper;
use crate::content::program::Ask;
use crate::content::{FieldKind, Form, Program, Step, StepId, Words};
use crate::engine::record::{Concerns, Thing, is_own, may_ask};
use crate::engine::{Plan, gate};

use super::{answers, escape, step_text};

/// A paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handout {
    /// Its title.
    pub title: String,
    /// What stands on it, from top to bottom.
    pub blocks: Vec<Block>,
}

/// One thing on a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph or more.
    Text(String),
    /// One line of a list.
    Point(String),
    /// Words of the person's.
    Own(String),
    /// A line to write on, with what it is for.
    Blank(String),
}

/// The card for the hurt partner: nothing of the plan is on it. None where no message may be asked of the person.
#[must_use]
pub fn card(
    program: &Program,
    plan: &Plan,
    paper: &Paper,
    support: &Support,
    country: Option<&str>,
) -> Option<Handout> {
    if !gate::may(program, plan, &[Ask::Message]) {
        return None;
    }
    let words = Words::default();
    let texts = &paper.card;
    let mut blocks = vec![Block::Text(texts.body.render(&words).into_owned())];
    blocks.push(Block::Heading(texts.help.render(&words).into_owned()));
    let own = country.and_then(|code| support.country(code));
    if let Some((country, number)) = own.and_then(|own| Some((own, own.emergency.as_ref()?))) {
        let danger = texts.danger.render(&words);
        blocks.push(Block::Point(format!("{danger} ({}): {number}", country.name)));
    }
    for country in own.into_iter().chain([&support.worldwide]) {
        blocks.extend(lines(country).map(Block::Point));
    }
    blocks.push(Block::Text(texts.after.render(&words).into_owned()));
    Some(Handout { title: texts.title.render(&words).into_owned(), blocks })
}

/// The lines of a country, never a number without it.
fn lines(country: &Country) -> impl Iterator<Item = String> {
    country.lines.iter().map(|line| {
        let reach: Vec<&str> = [&line.number, &line.text, &line.url]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        // A site is often known by its address alone.
        let reach: Vec<&str> = reach.into_iter().filter(|way| *way != line.name).collect();
        let reach =
            if reach.is_empty() { String::new() } else { format!(": {}", reach.join(", ")) };
        let place =
            if line.number.is_some() { format!(" ({})", country.name) } else { String::new() };
        let who = line.who.as_ref().map(|who| format!(", {who}")).unwrap_or_default();
        format!("{}{place}{who}{reach}", line.name)
    })
}

/// Steps that have a sheet for two which may be talked over now.
#[must_use]
pub fn sheets<'p>(program: &'p Program, plan: &Plan) -> Vec<&'p Step> {
    program
        .steps()
        .filter(|step| matches!(step.form, Form::Agree(_)) && is_free(program, plan, step))
        .collect()
}

/// Whether the sheet may leave: allowed, and nobody said that the other could not say no.
fn is_free(program: &Program, plan: &Plan, step: &Step) -> bool {
    let said = plan.stored(step.id.as_str(), reserved::FREE).and_then(|answer| answer.text());
    gate::allowed(program, plan, &step.id) && said.is_none_or(|said| said == "yes")
}

/// The sheet for two of a step: the person's own terms, and blanks for the other. None where it may not be asked now.
#[must_use]
pub fn sheet(
    program: &Program,
    plan: &Plan,
    paper: &Paper,
    step: &StepId,
    today: NaiveDate,
) -> Option<Handout> {
    let step = program.step(step.as_str())?;
    let Form::Agree(agree) = &step.form else { return None };
    if !is_free(program, plan, step) {
        return None;
    }
    let words = plan.profile.words();
    let texts = &paper.sheet;
    let mut blocks = vec![Block::Text(texts.intro.render(&words).into_owned())];
    let free = step.field(reserved::FREE).map(|field| field.ask.render(&words).into_owned());
    blocks.extend(free.map(Block::Text));
    blocks.push(Block::Heading(texts.mine.render(&words).into_owned()));
    let progress = plan.progress.steps.get(&step.id);
    let written =
        progress.map(|progress| answers::of_step(step, progress, &words)).unwrap_or_default();
    let terms = step
        .fields
        .iter()
        .filter(|field| !matches!(field.kind, FieldKind::Choice(_) | FieldKind::Date));
    for field in terms.filter(|field| field.keep != Keep::Never && field.to != To::Unsent) {
        let question = field.ask.render(&words).into_owned();
        match written.iter().find(|answered| answered.question == question) {
            Some(answered) => {
                blocks.extend([Block::Text(question), Block::Own(answered.text.clone())]);
            }
            None => blocks.push(Block::Blank(question)),
        }
    }
    blocks.push(Block::Heading(texts.theirs.render(&words).into_owned()));
    blocks.extend(agree.blanks.iter().map(|blank| Block::Blank(blank.render(&words).into_owned())));
    let made = plan.agreements.iter().find(|made| made.step == step.id);
    let until = texts.until.render(&words);
    blocks.push(match made.and_then(|made| made.until) {
        Some(day) => Block::Text(format!("{until}: {day}")),
        None => Block::Blank(until.into_owned()),
    });
    let review = made
        .map(|made| made.review)
        .or_else(|| today.checked_add_days(Days::new(u64::from(agree.review_days))));
    let label = texts.review.render(&words);
    blocks.extend(review.map(|day| Block::Text(format!("{label} {day}"))));
    Some(Handout { title: step.title.render(&words).into_owned(), blocks })
}

/// Steps whose text could stand on the page for a helper, and whether it was written for one: what was written for
/// nobody's eyes is not among them.
#[must_use]
pub fn brief_items<'p>(program: &'p Program, plan: &Plan) -> Vec<(&'p Step, bool)> {
    program
        .steps()
        .filter(|step| step.to != To::Unsent && step.keep != Keep::Never)
        .filter(|step| step_text(program, plan, &step.id).is_some())
        .map(|step| (step, step.to == To::Helper))
        .collect()
}

/// The page for a helper, of the chosen steps and no others. None where nothing of them can stand there.
#[must_use]
pub fn brief(program: &Program, plan: &Plan, paper: &Paper, chosen: &[StepId]) -> Option<Handout> {
    let words = plan.profile.words();
    let texts = &paper.brief;
    let mut blocks = vec![Block::Text(texts.intro.render(&words).into_owned())];
    for (step, _) in
        brief_items(program, plan).into_iter().filter(|(step, _)| chosen.contains(&step.id))
    {
        blocks.push(Block::Heading(step.title.render(&words).into_owned()));
        blocks.extend(step_text(program, plan, &step.id).map(Block::Own));
    }
    if blocks.len() == 1 {
        return None;
    }
    blocks.push(Block::Blank(texts.ask.render(&words).into_owned()));
    Some(Handout { title: texts.title.render(&words).into_owned(), blocks })
}

/// The look back for two: what the person said they would do, and blanks for the other; no count, nothing about the
/// other, and of what is the person's own only what they said to the other. None where no talk may be asked of the
/// person, or nothing was said yet.
#[must_use]
pub fn review(program: &Program, plan: &Plan, paper: &Paper) -> Option<Handout> {
    if !gate::may(program, plan, &[Ask::Talk]) {
        return None;
    }
    let words = plan.profile.words();
    let texts = &paper.review;
    let said = said_to_both(program, plan);
    if said.iter().all(Vec::is_empty) {
        return None;
    }
    let mut blocks = vec![Block::Text(texts.intro.render(&words).into_owned())];
    let headings = [&texts.promises, &texts.practice, &texts.sheets, &texts.talks];
    for (heading, points) in headings.into_iter().zip(said) {
        if !points.is_empty() {
            blocks.push(Block::Heading(heading.render(&words).into_owned()));
            blocks.extend(points.into_iter().map(Block::Point));
        }
    }
    blocks.push(Block::Heading(texts.other.render(&words).into_owned()));
    blocks.extend(texts.blanks.iter().map(|blank| Block::Blank(blank.render(&words).into_owned())));
    Some(Handout { title: texts.title.render(&words).into_owned(), blocks })
}

/// Promises, practices, sheets and talks, as a line each.
fn said_to_both(program: &Program, plan: &Plan) -> [Vec<String>; 4] {
    let words = plan.profile.words();
    let may = |thing, id: &StepId| may_ask(program, plan, thing, id);
    let titled = |id: &StepId| {
        let step = program.step(id.as_str());
        step.map(|step| step.title.render(&words).into_owned()).unwrap_or_default()
    };
    let promises = plan
        .promises
        .iter()
        .filter(|item| item.terms.asked_by == Concerns::Partner && may(Thing::Promise, &item.id));
    let practices = plan.practices.iter().filter(|item| {
        let theirs = item.concerns.unwrap_or(Concerns::Partner) == Concerns::Partner;
        !item.paused && (theirs || !is_own(&item.step)) && may(Thing::Practice, &item.step)
    });
    let sheets = plan.agreements.iter();
    let sheets = sheets.filter(|made| made.ended.is_none() && may(Thing::Agreement, &made.step));
    let talks = plan.talks.iter().filter(|talk| may(Thing::Talk, &talk.step));
    [
        promises
            .map(|item| match (item.terms.by, item.terms.every) {
                (Some(by), _) => format!("{} (by {by})", item.terms.what),
                (None, Some(every)) => format!("{} ({})", item.terms.what, every.words()),
                (None, None) => item.terms.what.clone(),
            })
            .collect(),
        practices
            .map(|item| format!("{} ({}, since {})", item.what, item.every.words(), item.since))
            .collect(),
        sheets
            .map(|made| {
                let own = made.own.as_ref().map(|own| {
                    let offered = if own.offer { " (offered by me)" } else { "" };
                    format!("{}{offered}", own.what)
                });
                format!("{}: {}", own.unwrap_or_else(|| titled(&made.step)), made.review)
            })
            .collect(),
        talks
            .map(|talk| {
                let own = talk.own.as_ref().map(|own| own.about.clone());
                format!("{}: {}", own.unwrap_or_else(|| titled(&talk.step)), talk.day)
            })
            .collect(),
    ]
}

/// Writes a paper as markdown. It ends with one line break.
#[must_use]
pub fn handout_markdown(handout: &Handout) -> String {
    let mut out = format!("# {}\n", escape::line(&handout.title));
    let mut in_list = false;
    for block in &handout.blocks {
        let is_point = matches!(block, Block::Point(_));
        if !(is_point && in_list) {
            out.push('\n');
        }
        in_list = is_point;
        out.push_str(&in_markdown(block));
        out.push('\n');
    }
    out
}

fn in_markdown(block: &Block) -> String {
    match block {
        Block::Heading(text) => format!("## {}", escape::line(text)),
        Block::Text(text) => escape::lines(text).join("\n"),
        Block::Point(text) => format!("- {}", escape::line(text)),
        Block::Own(text) => {
            let lines: Vec<String> = escape::lines(text)
                .iter()
                .map(|line| format!("> {line}").trim_end().to_owned())
                .collect();
            lines.join("\n")
        }
        Block::Blank(text) => format!("{}\n\n{RULE}", escape::line(text)),
    }
}

/// A line to write on: it means nothing in markdown, and can be printed as it stands.
const RULE: &str = "…………………………………………………………";
