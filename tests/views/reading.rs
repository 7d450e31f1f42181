//! Everything a page says can be read: each line comes into sight by keys, and none is cut at the right.

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use trustcoach::app::layout::{self, Shows};
use trustcoach::app::model::{Model, OpenStep, Screen, Size, View};
use trustcoach::app::{Action, Msg, screens, update};
use trustcoach::content::{Program, StepId};
use trustcoach::engine::plan::{Mark, StepProgress};
use trustcoach::engine::{Contact, Over, Plan, Profile, Safety, Situation, Told, Verdict, verdict};
use trustcoach::text;
use trustcoach::tui::Theme;
use trustcoach::tui::view::{self, Canvas};

use crate::common::paper;
use crate::shapes;

const NORMAL: Size = Size { width: 80, height: 24 };
const NARROW: Size = Size { width: 50, height: 16 };
const SMALLEST: Size = Size { width: 40, height: 12 };

/// What a line of a page shows as text, without what stands before it.
fn words(shows: &Shows) -> Vec<String> {
    match shows {
        Shows::Empty | Shows::Unwritten | Shows::Editor(_) => Vec::new(),
        Shows::Text { runs, .. } => vec![runs.iter().map(|(run, _)| run.as_str()).collect()],
        Shows::Row { label, aside, .. } => vec![label.clone(), aside.clone()],
        Shows::RowMore(_, line)
        | Shows::RowNote(_, line)
        | Shows::Ask(line)
        | Shows::Hint(line)
        | Shows::Written(line) => vec![line.clone()],
    }
}

/// Reads the page from its top with one key, and says which lines came into sight. What is in sight is whole.
fn read_with(model: &mut Model, key: Action, back: Action) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    let columns = layout::columns(model.size);
    for key in [key, back] {
        for _ in 0..2_000 {
            let page = screens::page(model);
            let laid = layout::lay_out(&page, columns.page, columns.rows);
            let scroll = model.view().scroll;
            let until = laid.lines.len().min(scroll + usize::from(columns.rows));
            let screen = drawn(model);
            for at in scroll..until {
                for word in words(&laid.lines[at].shows) {
                    let word = text::clean_line(&word).trim().to_owned();
                    assert!(
                        screen.contains(&word),
                        "{word:?} is cut at {:?}:\n{screen}",
                        model.size
                    );
                }
                seen.insert(at);
            }
            let before = (model.view().focus, model.view().scroll);
            update(model, Msg::Action(key));
            if before == (model.view().focus, model.view().scroll) {
                break;
            }
        }
    }
    seen
}

fn drawn(model: &Model) -> String {
    let mut buffer = Buffer::empty(Rect::new(0, 0, model.size.width, model.size.height));
    let area = buffer.area;
    let theme = Theme::plain();
    view::draw(model, Canvas { theme: &theme, editor: None }, area, &mut buffer);
    paper::text(&buffer)
}

fn whole(model: &mut Model, what: &str) {
    for (down, up) in [(Action::Down, Action::Up), (Action::PageDown, Action::PageUp)] {
        let view = model.view_mut();
        (view.focus, view.scroll) = (0, 0);
        let columns = layout::columns(model.size);
        let page = screens::page(model);
        let lines = layout::lay_out(&page, columns.page, columns.rows).lines;
        let seen = read_with(model, down, up);
        let missed: Vec<_> =
            (0..lines.len()).filter(|at| !seen.contains(at)).map(|at| &lines[at]).collect();
        assert!(missed.is_empty(), "{what} with {down:?} at {:?}: {missed:?}", model.size);
    }
}

#[test]
fn every_line_of_every_screen_comes_into_sight() {
    let mut model = shapes::lived_in(NORMAL);
    for screen in shapes::every(&model) {
        for size in [NORMAL, NARROW, SMALLEST] {
            model.size = size;
            model.views = vec![View::top(Screen::Today), View::top(screen.clone())];
            whole(&mut model, &format!("{screen:?}"));
        }
    }
}

/// The states in which some step or other is shown.
fn states() -> Vec<Profile> {
    let (no, yes) = (Told::No, Told::Yes);
    let safe = Safety { harmed: no, harming: no, self_harm: no };
    let base = Profile {
        contact: Contact::Open,
        safety: safe,
        situation: Situation { over: Over::Over, third_person: yes, ..Situation::default() },
        ..Profile::default()
    };
    vec![
        base.clone(),
        Profile { contact: Contact::Limited { to: "the children".to_owned() }, ..base.clone() },
        Profile { contact: Contact::None { court: false }, ..base.clone() },
        Profile { safety: Safety { harmed: yes, ..safe }, ..base.clone() },
        Profile { safety: Safety { harming: yes, ..safe }, ..base },
    ]
}

/// A plan in this state with every step skipped, so that nothing waits for another.
fn all_open(program: &Program, profile: &Profile, mut plan: Plan) -> Plan {
    plan.profile = profile.clone();
    for step in program.steps() {
        let skipped = StepProgress { mark: Mark::Skipped, ..StepProgress::default() };
        plan.progress.steps.entry(step.id.clone()).or_insert(skipped);
    }
    plan
}

#[test]
fn every_line_of_every_step_comes_into_sight_with_everything_unfolded() {
    let mut model = shapes::lived_in(NORMAL);
    let lived_in = shapes::lived_in_plan();
    let mut unread: BTreeSet<StepId> =
        model.library.program.steps().map(|step| step.id.clone()).collect();
    for profile in states() {
        model.plan = all_open(&model.library.program, &profile, lived_in.clone());
        for id in unread.clone() {
            let program = &model.library.program;
            let step = program.step(id.as_str()).unwrap();
            if verdict(program, &model.plan, step) != Verdict::Open {
                continue;
            }
            let unfolded =
                OpenStep { example: true, hints: step.hints.len(), why: true, id: id.clone() };
            for size in [NORMAL, NARROW] {
                model.size = size;
                model.views = vec![View::top(Screen::Step(unfolded.clone()))];
                whole(&mut model, id.as_str());
            }
            unread.remove(&id);
        }
    }
    assert!(unread.is_empty(), "in no state: {unread:?}");
}

/// The title of a step has one line: it is shown whole at 80 columns.
#[test]
fn no_title_of_a_step_is_cut_at_80_columns() {
    let mut model = shapes::lived_in(NORMAL);
    let lived_in = shapes::lived_in_plan();
    let mut cut = Vec::new();
    for profile in states() {
        model.plan = all_open(&model.library.program, &profile, lived_in.clone());
        let ids: Vec<StepId> = model.library.program.steps().map(|step| step.id.clone()).collect();
        for id in ids {
            model.views = vec![View::top(Screen::Step(OpenStep::new(id)))];
            let first = drawn(&model).lines().next().unwrap_or_default().to_owned();
            if first.contains('…') && !screens::page(&model).title.contains('…') {
                cut.push(first);
            }
        }
    }
    assert!(cut.is_empty(), "{cut:#?}");
}
