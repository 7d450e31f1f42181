//! The checklist before it is written: exactly what will stand in the file.

use crate::app::effect::Effect;
use crate::app::model::{Edited, ExportDraft, ExportWhat, Model, Screen};
use crate::app::page::{FieldBox, Item, Page, Role, Row, Sign, Target};
use crate::content::StepId;
use crate::export::{
    self, CALENDAR_NOTICE, Happening, IcsOptions, Options, PLAIN_TEXT_NOTICE, Rhythm, Which,
    checklist, handout_markdown, markdown,
};

use super::today::short_day;

const WRITE: &str = "Write the file";
const ANSWERS: &str = "With what I wrote";
const WHERE: &str = "To which file?";
const PREVIEW: &str = "This is exactly what will stand in it:";
const DAYS: &str = "These days stand in it, under the names in quotes; your own words do not:";
const DAYS_OUT: &str = "It takes these days out; your own words do not stand in it:";
const WHICH: &str = "Which paper?";
const NOTHING: &str = "There is nothing on this paper yet.";
const ITEMS: &str = "What stands on it:";

/// The page.
#[must_use]
pub fn page(model: &Model, draft: &ExportDraft) -> Page {
    let mut page = Page::titled("Export to a file");
    page.text(Role::Care, PLAIN_TEXT_NOTICE).gap();
    if let ExportWhat::Calendar { .. } = draft.what {
        page.text(Role::Care, CALENDAR_NOTICE).gap();
    } else {
        which(model, &mut page, draft);
    }
    match draft.what {
        ExportWhat::Checklist => {
            page.push(Item::Row(Row::new(
                Target::ExportAnswers,
                Sign::Tick(draft.answers),
                ANSWERS,
            )));
        }
        ExportWhat::Brief => items(model, &mut page, draft),
        ExportWhat::Card
        | ExportWhat::Sheet(_)
        | ExportWhat::Review
        | ExportWhat::Calendar { .. } => {}
    }
    let open = model.editing.as_ref().filter(|editing| editing.what == Edited::ExportPath);
    page.push(Item::Field(FieldBox {
        target: Target::ExportPath,
        ask: WHERE.to_owned(),
        hint: String::new(),
        text: open.map_or_else(|| draft.path.clone(), |editing| editing.text.clone()),
        long: false,
        open: open.is_some(),
    }));
    page.go(Target::ExportWrite, WRITE);
    page.gap();
    if let ExportWhat::Calendar { cancel } = draft.what {
        page.text(Role::Heading, if cancel { DAYS_OUT } else { DAYS });
        for day in days(model, cancel) {
            page.text(Role::Point, in_words(&day));
        }
        return page;
    }
    page.text(Role::Heading, PREVIEW);
    page.text(Role::Own, text(model, draft));
    page
}

/// The days that a calendar file is made of: those that may be asked for now, or those that rest.
pub(in crate::app) fn days(model: &Model, cancel: bool) -> Vec<Happening> {
    let which = if cancel { Which::Resting } else { Which::All };
    export::happenings(&model.library.program, &model.plan, model.today(), &which)
}

/// A day as it stands in the calendar, and what it is: only the person sees that here.
fn in_words(day: &Happening) -> String {
    let time = day.at.map(|(time, _)| time.format(", %H:%M").to_string()).unwrap_or_default();
    let again = match day.rule.map(|rule| rule.every) {
        None => String::new(),
        Some(Rhythm::Of(every)) => format!(", {}", every.words()),
        Some(Rhythm::Yearly | Rhythm::LastOfFebruary) => ", each year".to_owned(),
    };
    let title = export::neutral(day.thing);
    format!("“{title}”, {}{time}{again}: {}", short_day(day.day), day.words)
}

/// The papers that can be made now; where there is only the checklist, there is nothing to choose.
fn which(model: &Model, page: &mut Page, draft: &ExportDraft) {
    let papers = papers(model);
    if papers.len() == 1 {
        return;
    }
    page.text(Role::Heading, WHICH);
    for (what, label) in papers {
        let chosen = Sign::Radio(what == draft.what);
        page.push(Item::Row(Row::new(Target::ExportWhat(what), chosen, label)));
    }
    page.gap();
}

fn papers(model: &Model) -> Vec<(ExportWhat, String)> {
    let (program, plan) = (&model.library.program, &model.plan);
    let words = plan.profile.words();
    let mut papers = vec![(ExportWhat::Checklist, "The steps, to tick".to_owned())];
    if !export::brief_items(program, plan).is_empty() {
        papers.push((ExportWhat::Brief, "One page for a helper".to_owned()));
    }
    if of(model, &ExportWhat::Card, &[]).is_some() {
        papers.push((ExportWhat::Card, words_for_card(&words.partner)));
    }
    if of(model, &ExportWhat::Review, &[]).is_some() {
        papers.push((ExportWhat::Review, "A look back for two".to_owned()));
    }
    for step in export::sheets(program, plan) {
        let begun = plan.progress.steps.contains_key(&step.id);
        if begun {
            let label = format!("A sheet for two: {}", step.title.render(&words));
            papers.push((ExportWhat::Sheet(step.id.clone()), label));
        }
    }
    papers
}

fn words_for_card(partner: &str) -> String {
    let partner = if partner.trim().is_empty() { "your partner" } else { partner };
    format!("A card for {partner}, only if it is asked for")
}

/// What can stand on the page for a helper.
fn items(model: &Model, page: &mut Page, draft: &ExportDraft) {
    let words = model.plan.profile.words();
    let chosen = chosen(model, draft);
    page.text(Role::Heading, ITEMS);
    for (step, _) in export::brief_items(&model.library.program, &model.plan) {
        let tick = Sign::Tick(chosen.contains(&step.id));
        page.push(Item::Row(Row::new(
            Target::ExportItem(step.id.clone()),
            tick,
            step.title.render(&words),
        )));
    }
    page.gap();
}

/// The steps on the page for a helper: what was ticked, else what was written for one.
fn chosen(model: &Model, draft: &ExportDraft) -> Vec<StepId> {
    let suggested = || {
        let items = export::brief_items(&model.library.program, &model.plan);
        items.into_iter().filter(|(_, helper)| *helper).map(|(step, _)| step.id.clone()).collect()
    };
    draft.chosen.clone().unwrap_or_else(suggested)
}

/// A paper, where it may be made now.
fn of(model: &Model, what: &ExportWhat, chosen: &[StepId]) -> Option<export::Handout> {
    let (program, plan, paper) = (&model.library.program, &model.plan, &model.library.paper);
    match what {
        ExportWhat::Checklist | ExportWhat::Calendar { .. } => None,
        ExportWhat::Card => export::card(
            program,
            plan,
            paper,
            &model.library.support,
            model.settings.country.as_deref(),
        ),
        ExportWhat::Sheet(step) => export::sheet(program, plan, paper, step, model.today()),
        ExportWhat::Brief => export::brief(program, plan, paper, chosen),
        ExportWhat::Review => export::review(program, plan, paper),
    }
}

/// What will stand in the file.
#[must_use]
pub fn text(model: &Model, draft: &ExportDraft) -> String {
    if let ExportWhat::Calendar { cancel } = draft.what {
        let options = IcsOptions { words: false, cancel };
        return export::ics(&model.plan, &days(model, cancel), options, model.now.at);
    }
    if draft.what != ExportWhat::Checklist {
        let paper = of(model, &draft.what, &chosen(model, draft));
        return paper.as_ref().map(handout_markdown).unwrap_or_default();
    }
    let options = Options { stage: None, answers: draft.answers };
    markdown(&checklist(&model.library.program, &model.plan, &options))
}

/// Takes another paper.
pub(in crate::app) fn choose(model: &mut Model, what: ExportWhat) -> Vec<Effect> {
    let at = super::page(model).focus_of(&Target::ExportWhat(what.clone()));
    let view = model.view_mut();
    view.focus = at.unwrap_or(view.focus);
    if let Screen::Export(draft) = &mut view.screen {
        draft.what = what;
    }
    Vec::new()
}

/// Puts a step on the page for a helper, or takes it off.
pub(in crate::app) fn toggle_item(model: &mut Model, step: &StepId) -> Vec<Effect> {
    let Screen::Export(draft) = model.screen() else { return Vec::new() };
    let mut chosen = chosen(model, draft);
    if chosen.contains(step) {
        chosen.retain(|other| other != step);
    } else {
        chosen.push(step.clone());
    }
    if let Screen::Export(draft) = &mut model.view_mut().screen {
        draft.chosen = Some(chosen);
    }
    Vec::new()
}

/// The screen before a paper is written. Where the plan cannot be saved, what was written is in it.
pub(in crate::app) fn screen(model: &Model, what: ExportWhat) -> Screen {
    let path = match what {
        ExportWhat::Calendar { cancel: false } => format!("days-{}.ics", model.today()),
        ExportWhat::Calendar { cancel: true } => format!("days-out-{}.ics", model.today()),
        _ => suggested(model),
    };
    Screen::Export(ExportDraft {
        what,
        answers: model.keeping.trouble.is_some(),
        path,
        ..ExportDraft::default()
    })
}

/// Whether there is anything to look back on for two.
pub(super) fn has_review(model: &Model) -> bool {
    of(model, &ExportWhat::Review, &[]).is_some()
}

/// A neutral name in the folder where the program was started.
pub(in crate::app) fn suggested(model: &Model) -> String {
    format!("notes-{}.md", model.today())
}

/// The file as it is set now.
pub(in crate::app) fn path(model: &Model) -> String {
    match model.screen() {
        Screen::Export(draft) => draft.path.clone(),
        _ => suggested(model),
    }
}

/// With or without what the person wrote.
pub(in crate::app) fn toggle_answers(model: &mut Model) -> Vec<Effect> {
    if let Screen::Export(draft) = &mut model.view_mut().screen {
        draft.answers = !draft.answers;
    }
    Vec::new()
}

/// Writes it.
pub(in crate::app) fn write(model: &mut Model) -> Vec<Effect> {
    let Screen::Export(draft) = model.screen() else {
        return Vec::new();
    };
    let text = text(model, draft);
    if text.is_empty() {
        model.notice = Some(crate::app::model::Notice::calm(NOTHING));
        return Vec::new();
    }
    vec![Effect::Export { path: draft.path.clone(), text }]
}
