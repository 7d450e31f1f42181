//! Every screen that can be reached, in every state.

use std::collections::{BTreeMap, BTreeSet};

use trustcoach::app::model::{Library, Model, OpenStep, Screen, Settings, Size, View};
use trustcoach::app::page::{Go, Item, Page, Target};
use trustcoach::app::resume::{Kept, resume};
use trustcoach::app::{Action, Msg, palette, screens, update};
use trustcoach::content::{Program, Step, StepId, Words, shipped};
use trustcoach::engine::{self, Plan, Profile, verdict};

use crate::states::{fresh, full, journal, mark_of, now, profiles};
use crate::table::{Says, groups, says};

fn model(plan: Plan, with_journal: bool) -> Model {
    let help = shipped::help();
    let library = Library {
        program: shipped::program(),
        support: help.support,
        hurt_partner: help.hurt_partner,
        paper: shipped::paper(),
    };
    let entries = if with_journal { journal(&library.program) } else { Vec::new() };
    let kept = Kept {
        plan,
        entries,
        draft: None,
        read_only: false,
        encrypted: false,
        notices: Vec::new(),
    };
    let mut model =
        resume(library, Settings::default(), now(), Size { width: 80, height: 24 }, kept);
    // All of the journal is in memory: there is no disk here to read more from.
    model.journal.whole = true;
    model
}

/// All that a page says, a line each.
fn text_of(page: &Page) -> String {
    let mut lines = vec![page.title.clone(), page.aside.clone()];
    for item in page.items.iter().chain(&page.notes) {
        match item {
            Item::Text { text, .. } => lines.push(text.clone()),
            Item::Row(row) => {
                lines.extend([row.label.clone(), row.aside.clone(), row.note.clone()]);
            }
            Item::Field(field) => {
                lines.extend([field.ask.clone(), field.hint.clone(), field.text.clone()]);
            }
            Item::Gap => {}
        }
    }
    lines.join("\n")
}

/// Steps that a page leads to or asks for.
fn asked(page: &Page) -> Vec<StepId> {
    page.targets()
        .filter_map(|target| match target {
            Target::Step(step) | Target::Practise(step, _) => Some(step.clone()),
            _ => None,
        })
        .collect()
}

/// Whether choosing it only goes somewhere.
fn leads_on(target: &Target) -> bool {
    match target {
        Target::Go(to) => !matches!(to, Go::Back),
        Target::Door(_)
        | Target::Stage(_)
        | Target::Step(_)
        | Target::Setting(_)
        | Target::ExportWhat(_) => true,
        _ => false,
    }
}

/// One page that was reached.
struct Seen {
    screen: Screen,
    text: String,
    asked: Vec<StepId>,
}

/// Walks everywhere from Today through `update`, unfolds all that can be unfolded, and gives every page.
fn walk(model: &mut Model) -> Vec<Seen> {
    let mut open = vec![Screen::Today, Screen::Leaving];
    let mut known: BTreeSet<String> = open.iter().map(|screen| format!("{screen:?}")).collect();
    let mut seen = Vec::new();
    for key in [
        Action::Path,
        Action::Journal,
        Action::Settings,
        Action::Doors,
        Action::Support,
        Action::Export,
    ] {
        to(model, Screen::Today, 0);
        update(model, Msg::Action(key));
        note(model, &mut open, &mut known);
    }
    for list in [Action::Search, Action::Palette, Action::Keys] {
        to(model, Screen::Today, 0);
        update(model, Msg::Action(list));
        let (page, _) = palette::page(model).unwrap();
        seen.push(Seen { screen: Screen::Today, text: text_of(&page), asked: asked(&page) });
        model.overlay = None;
    }
    while let Some(screen) = open.pop() {
        to(model, screen.clone(), 0);
        if let Screen::Step(step) = &screen {
            // Unfolded as far as it goes.
            let open =
                OpenStep { id: step.id.clone(), example: true, hints: usize::MAX, why: true };
            to(model, Screen::Step(open), 0);
            let page = screens::page(model);
            seen.push(Seen { screen: screen.clone(), text: text_of(&page), asked: asked(&page) });
            continue;
        }
        to(model, screen.clone(), 0);
        let page = screens::page(model);
        for (at, target) in page.targets().enumerate().filter(|(_, target)| leads_on(target)) {
            // A known step need not be opened again, and the path opens all of its steps alike.
            if let Target::Step(step) = target {
                let opened = of_step(step);
                let is_known = known.contains(&format!("{opened:?}"));
                if matches!(screen, Screen::Path(_)) && !is_known {
                    known.insert(format!("{opened:?}"));
                    open.push(opened);
                    continue;
                }
                if is_known {
                    continue;
                }
            }
            // From an unfolded path, folding it leads to the path from which every part is unfolded.
            if let (Screen::Path(Some(unfolded)), Target::Stage(stage)) = (&screen, target)
                && unfolded != stage
            {
                continue;
            }
            to(model, screen.clone(), at);
            update(model, Msg::Action(Action::Choose));
            note(model, &mut open, &mut known);
        }
        seen.push(Seen { screen, text: text_of(&page), asked: asked(&page) });
    }
    seen
}

fn of_step(step: &StepId) -> Screen {
    Screen::Step(OpenStep::new(step.clone()))
}

fn to(model: &mut Model, screen: Screen, focus: usize) {
    model.editing = None;
    model.views = vec![View { screen, focus, scroll: 0 }];
}

fn note(model: &Model, open: &mut Vec<Screen>, known: &mut BTreeSet<String>) {
    if model.editing.is_none() && known.insert(format!("{:?}", model.screen())) {
        open.push(model.screen().clone());
    }
}

/// Nothing withheld is on any page: not its title, not a line of its text, not a word that was written in it.
fn shows_nothing_withheld(program: &Program, plan: &Plan, seen: &[Seen]) {
    let all: String = seen.iter().map(|seen| seen.text.as_str()).collect::<Vec<_>>().join("\n\n");
    let where_is = |piece: &str| {
        seen.iter().find(|seen| seen.text.contains(piece)).map(|seen| format!("{:?}", seen.screen))
    };
    let profile = &plan.profile;
    for step in program.steps() {
        let says = says(step, profile);
        if says == Says::Free {
            continue;
        }
        let body = step.body.render(&Words::default());
        let first = body.lines().next().unwrap_or_default();
        let mut pieces = vec![first.to_owned()];
        if says == Says::Withheld {
            // A title stands alone in its line, behind the part's, or between quotation marks in a text.
            let title = step.title.render(&Words::default());
            pieces.extend([mark_of(step), format!("\n{title}\n"), format!("› {title}\n")]);
            pieces.push(step.why.render(&Words::default()).into_owned());
            let asked = seen.iter().find(|seen| seen.asked.contains(&step.id));
            assert!(
                asked.is_none(),
                "{} is asked for on {:?} in {profile:?}",
                step.id,
                asked.map(|seen| &seen.screen)
            );
        }
        for piece in pieces {
            assert!(
                !all.contains(&piece),
                "“{piece}” of {} stands on {:?} in {profile:?}",
                step.id,
                where_is(&piece)
            );
        }
    }
}

/// How many of its steps a part shows.
fn lengths(program: &Program, profile: &Profile) -> Vec<usize> {
    let shown = |step: &&Step| says(step, profile) != Says::Withheld;
    program.stages.iter().map(|stage| stage.steps.iter().filter(shown).count()).collect()
}

#[test]
fn the_engine_says_what_the_table_says_of_every_step_in_every_state() {
    let program = shipped::program();
    for profile in profiles() {
        let plan = full(&program, &profile);
        for step in program.steps() {
            let said = match verdict(&program, &plan, step) {
                engine::Verdict::Hidden => Says::Withheld,
                engine::Verdict::Ask(_) => Says::Asks,
                engine::Verdict::Open | engine::Verdict::Locked { .. } => Says::Free,
            };
            assert_eq!(said, says(step, &profile), "{} in {profile:?}", step.id);
        }
    }
}

#[test]
fn no_screen_shows_or_asks_what_the_table_forbids_in_any_state() {
    let program = shipped::program();
    let groups = groups(&program);
    println!("{} sets of steps in {} states", groups.len(), profiles().len());
    let half = groups.len() / 2;
    let pages: usize = std::thread::scope(|scope| {
        let halves =
            [&groups[..half], &groups[half..]].map(|groups| scope.spawn(|| walk_all(groups)));
        halves.into_iter().map(|half| half.join().unwrap()).sum()
    });
    println!("{pages} pages");
    assert!(pages > 10_000, "{pages}");
}

/// Walks one state of each group, by turns with nothing done and with everything done; gives the number of pages.
fn walk_all(groups: &[Vec<Profile>]) -> usize {
    let program = shipped::program();
    let mut pages = 0;
    let mut gone: BTreeMap<StepId, String> = BTreeMap::new();
    let mut model = model(fresh(&program, &groups[0][0]), false);
    for (at, group) in groups.iter().enumerate() {
        let profile = &group[0];
        let done = at % 2 == 1;
        model.plan = if done { full(&program, profile) } else { fresh(&program, profile) };
        model.entries = if done { journal(&program) } else { Vec::new() };
        let before = model.plan.clone();
        let seen = walk(&mut model);
        assert_eq!(model.plan, before, "walking changed the plan");
        shows_nothing_withheld(&program, &model.plan, &seen);
        says_the_same_of_what_is_gone(&program, &mut model, &mut gone);
        pages += seen.len();
        if at % 16 == 0
            && let Some(second) = group.last().filter(|last| *last != profile)
        {
            model.plan.profile = second.clone();
            let other = walk(&mut model);
            pages += other.len();
            is_told_apart_by_nothing([profile, second], &seen, &other);
        }
    }
    pages
}

/// Two people who see the same steps see the same pages, whatever the reason for the rest: only the settings, and what
/// the partner said that contact is limited to, are their own.
fn is_told_apart_by_nothing(profiles: [&Profile; 2], seen: &[Seen], other: &[Seen]) {
    let pages = |seen: &[Seen]| -> BTreeMap<String, String> {
        let own = |line: &&str| !line.contains("bills, in writing");
        seen.iter()
            .filter(|seen| {
                !matches!(seen.screen, Screen::Settings | Screen::Setting(_) | Screen::Names)
            })
            .map(|seen| {
                (
                    format!("{:?}", seen.screen),
                    seen.text.lines().filter(own).collect::<Vec<_>>().join("\n"),
                )
            })
            .collect()
    };
    let (one, two) = (pages(seen), pages(other));
    for (screen, text) in &one {
        assert_eq!(two.get(screen), Some(text), "{screen} tells {profiles:?} apart");
    }
}

/// The page of a withheld step is the same for every step and every cause.
fn says_the_same_of_what_is_gone(
    program: &Program,
    model: &mut Model,
    gone: &mut BTreeMap<StepId, String>,
) {
    for step in program.steps() {
        if says(step, &model.plan.profile) != Says::Withheld {
            continue;
        }
        to(model, of_step(&step.id), 0);
        let text = text_of(&screens::page(model));
        let first = gone.entry(step.id.clone()).or_insert_with(|| text.clone());
        assert_eq!(*first, text, "{} tells why it is not there", step.id);
    }
    let mut different: Vec<&String> = gone.values().collect();
    different.dedup();
    assert!(different.len() <= 1, "{different:?}");
}

/// A stage that shows fewer steps looks empty.
const LEAST: usize = 5;

#[test]
fn every_stage_has_an_ordinary_length_in_every_state() {
    let program = shipped::program();
    let all = profiles();
    let mut short = Vec::new();
    for (at, stage) in program.stages.iter().enumerate() {
        let counts: Vec<usize> = all.iter().map(|profile| lengths(&program, profile)[at]).collect();
        let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
        println!("{:<14} {least:>2} to {most:>2} of {}", stage.id.as_str(), stage.steps.len());
        if stage.number.is_some() && *least < LEAST {
            let state = &all[counts.iter().position(|count| count == least).unwrap()];
            short.push(format!("{} shows {least} steps in {state:?}", stage.id));
        }
    }
    assert!(short.is_empty(), "{short:#?}");
}

/// A text that names another step is not shown where that step is not.
#[test]
fn no_text_names_a_step_that_is_withheld_from_its_reader() {
    let program = shipped::program();
    let all = profiles();
    let mut wrong = Vec::new();
    for step in program.steps() {
        let said = serde_json::to_string(&(step, step.detail.get())).unwrap();
        for other in program.steps().filter(|other| other.id != step.id) {
            let title = other.title.source();
            if !said.contains(&format!("“{title}”")) {
                continue;
            }
            let apart = all.iter().find(|profile| {
                says(step, profile) != Says::Withheld && says(other, profile) == Says::Withheld
            });
            if apart.is_some() {
                wrong.push(format!("{} names {} ({title})", step.id, other.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
