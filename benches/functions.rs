//! What a few functions cost, as ratios to a floor function of the same run: copying 64 KiB of text. Run with
//! `cargo bench`. A ratio travels from machine to machine better than a time; what a person waits for is measured by
//! `benches/run`.

use std::error::Error;
use std::hint::black_box;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use trustcoach::app::model::{Library, Model, Settings, Size};
use trustcoach::app::page::{Page, Role};
use trustcoach::app::{Action, Msg, layout, resume, update};
use trustcoach::content::{Program, Words, shipped};
use trustcoach::engine::{Entry, EntryId, EntryKind, Plan};
use trustcoach::store::seal;
use trustcoach::tui::theme::Theme;
use trustcoach::tui::view::{self, Canvas};

/// How long each function is measured.
const TIME: Duration = Duration::from_millis(400);

fn main() -> Result<(), Box<dyn Error>> {
    let program = shipped::program();
    let text = "a".repeat(64 * 1024);
    let floor = measured(|| text.clone());
    let mut out = io::stdout();
    writeln!(out, "{:<44}{:>12}{:>12}", "function", "µs", "to floor")?;
    let mut tell = |name: &str, time: Duration| {
        let (time, floor) = (time.as_secs_f64() * 1e6, floor.as_secs_f64() * 1e6);
        writeln!(out, "{name:<44}{time:>12.2}{:>12.2}", time / floor)
    };
    tell("copying 64 KiB (the floor)", floor)?;
    tell("decoding the shipped program", measured(shipped::program))?;
    let page = longest_step(&program);
    tell("laying the longest step out at 72 columns", measured(|| layout::lay_out(&page, 72, 35)))?;
    let mut model = model(program);
    tell("one key on Today: update and draw", key(&mut model))?;
    model.entries = month(&model);
    let _ = update(&mut model, Msg::Action(Action::Journal));
    tell("one key in a month of the journal", key(&mut model))?;
    let toml = toml::to_string_pretty(&model.plan)?;
    tell("writing a plan as TOML", measured(|| toml::to_string_pretty(&model.plan)))?;
    tell("sealing it", measured(|| seal::seal(&toml)))?;
    Ok(())
}

/// The least time of one call, over many batches: what disturbs only ever adds.
fn measured<T>(mut work: impl FnMut() -> T) -> Duration {
    const BATCH: u32 = 16;
    let begun = Instant::now();
    let mut least = Duration::MAX;
    while begun.elapsed() < TIME {
        let batch = Instant::now();
        for _ in 0..BATCH {
            black_box(work());
        }
        least = least.min(batch.elapsed() / BATCH);
    }
    least
}

/// The texts of the step that has the most of them.
fn longest_step(program: &Program) -> Page {
    let words = Words::default();
    let step = program.steps().max_by_key(|step| step.body.source().len());
    let mut page = Page::titled("The longest step");
    if let Some(step) = step {
        page.text(Role::Body, step.body.render(&words)).gap();
        page.text(Role::Coach, step.wrong.render(&words));
        for hint in &step.hints {
            page.text(Role::Quiet, hint.render(&words));
        }
    }
    page
}

/// A kept plan at Today, in a terminal of 120 by 40.
fn model(program: Program) -> Model {
    let help = shipped::help();
    let library = Library {
        program,
        support: help.support,
        hurt_partner: help.hurt_partner,
        paper: shipped::paper(),
    };
    let now = trustcoach::clock::now();
    let kept = resume::Kept {
        plan: Plan::new(library.program.id.clone(), now),
        entries: Vec::new(),
        draft: None,
        read_only: false,
        encrypted: false,
        notices: Vec::new(),
    };
    resume::resume(library, Settings::default(), now, Size { width: 120, height: 40 }, kept)
}

/// Two notes a day.
fn month(model: &Model) -> Vec<Entry> {
    let (at, day) = (model.now.at, model.today());
    let text = "What was true, in one sentence, and then the quiet after it. ".repeat(7);
    let entry = |n| {
        let id = EntryId::new(at, n);
        Entry { text: text.clone(), ..Entry::new(id, EntryKind::Note, day, at) }
    };
    (0..60).map(entry).collect()
}

/// A row down and a row up, each drawn into a buffer.
fn key(model: &mut Model) -> Duration {
    let area = Rect::new(0, 0, 120, 40);
    let theme = Theme::default();
    let mut down = false;
    measured(|| {
        down = !down;
        let action = if down { Action::Down } else { Action::Up };
        let effects = update(model, Msg::Action(action));
        let mut buffer = Buffer::empty(area);
        view::draw(model, Canvas { theme: &theme, editor: None }, area, &mut buffer);
        (effects, buffer)
    })
}
