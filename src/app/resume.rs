//! Beginning: with nothing kept, or where the person was, in the field, at the character.

use crate::engine::{Answer, Draft, Entry, History, Now, Plan, Status, status};

use super::edit;
use super::focus;
use super::last_laid::LastLaid;
use super::mirror::Mirror;
use super::model::{
    Edited, Keeping, Library, Model, Notice, OpenStep, Passphrase, Purpose, Screen, Settings, Size,
    View,
};
use super::record::JournalView;
use super::screens::path;
use super::typing::Letters;

/// A model with a new plan: the first run.
#[must_use]
pub fn begin(library: Library, settings: Settings, now: Now, size: Size) -> Model {
    let plan = Plan::new(library.program.id.clone(), now);
    Model {
        library,
        plan,
        entries: Vec::new(),
        journal: JournalView { whole: true, stale: true, ..JournalView::default() },
        looking: None,
        sheets: Vec::new(),
        ratings: Vec::new(),
        stopped: Vec::new(),
        history: History::default(),
        views: vec![View::top(Screen::Welcome)],
        overlay: None,
        editing: None,
        notice: None,
        asked: None,
        letters: Letters::default(),
        mirror: Mirror::default(),
        keeping: Keeping::default(),
        settings,
        now,
        size,
        last_laid: LastLaid::default(),
    }
}

/// What was read from the disk.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    /// The plan.
    pub plan: Plan,
    /// The newest month of the journal.
    pub entries: Vec<Entry>,
    /// Where the person was.
    pub draft: Option<Draft>,
    /// Whether another trustcoach has it open.
    pub read_only: bool,
    /// Whether there is a passphrase.
    pub encrypted: bool,
    /// What the person should be told.
    pub notices: Vec<String>,
}

/// A model over a locked store: it asks for the passphrase and knows nothing else.
#[must_use]
pub fn locked(library: Library, settings: Settings, now: Now, size: Size) -> Model {
    let mut model = begin(library, settings, now, size);
    model.keeping.encrypted = true;
    model.views = vec![View::top(Screen::Passphrase(Passphrase::empty(Purpose::Unlock)))];
    model
}

/// A model with a kept plan, at the place where the person was.
#[must_use]
pub fn resume(library: Library, settings: Settings, now: Now, size: Size, kept: Kept) -> Model {
    let mut model = begin(library, settings, now, size);
    take(&mut model, kept);
    model
}

/// Takes in a kept plan and goes where the person was.
pub(super) fn take(model: &mut Model, kept: Kept) {
    model.plan = kept.plan;
    model.journal.whole = false;
    let months = kept.entries.iter().map(|entry| entry.day.format("%Y-%m").to_string());
    model.journal.read = months.max().into_iter().collect();
    model.entries = kept.entries;
    model.keeping.kept = true;
    model.keeping.read_only = kept.read_only;
    model.views = vec![View::top(Screen::Today)];
    model.keeping.encrypted = kept.encrypted;
    if let Some(mut draft) = kept.draft {
        let (begun, here) = (std::mem::take(&mut draft.begun), draft.place.sheet);
        let age = (draft.seq < model.plan.seq, draft.place.cursor);
        return_to(model, draft);
        if !model.keeping.read_only {
            super::record::begun::take_up(model, begun, here, age);
        }
    }
    model.keeping.draft_due = false;
    if !kept.notices.is_empty() {
        model.notice = Some(Notice::care(kept.notices.join(" ")));
    }
    super::record::deed::settle(model);
}

fn return_to(model: &mut Model, draft: Draft) {
    let place = draft.place;
    let screen = match (place.screen.as_str(), &place.step) {
        ("step", Some(step)) => {
            let shown = model.library.program.step(step.as_str()).is_some_and(|step| {
                status::status(&model.library.program, &model.plan, step).is_some()
            });
            if !shown {
                return;
            }
            Screen::Step(OpenStep::new(step.clone()))
        }
        ("doors", _) => Screen::Doors,
        ("path", _) => path::screen(model),
        ("journal", _) => Screen::Journal,
        ("record", _) => Screen::Record,
        ("support", _) => Screen::Support,
        ("countries", _) => Screen::Countries,
        ("settings", _) => Screen::Settings,
        ("names", _) => Screen::Names,
        _ => {
            model.view_mut().focus = place.focus;
            focus::show(model);
            return;
        }
    };
    model.views.push(View { screen, focus: place.focus, scroll: 0 });
    if let (None, Some(field)) = (&place.step, &place.field)
        && let Some(what) = named(field.as_str())
        && let Some(typed) = draft.typed.clone().filter(|_| draft.seq >= model.plan.seq)
    {
        edit::open_at(model, what, typed, false, place.cursor);
    }
    if let (Some(step), Some(field)) = (place.step, place.field) {
        let known = model.library.program.step(step.as_str()).and_then(|found| {
            let open = status::status(&model.library.program, &model.plan, found)
                .is_some_and(|status| status != Status::Done && status != Status::Locked);
            found.field(field.as_str()).filter(|_| open).map(|field| field.kind.clone())
        });
        if let Some(kind) = known {
            let stored = model
                .plan
                .answer(step.as_str(), field.as_str())
                .and_then(Answer::text)
                .unwrap_or_default()
                .to_owned();
            // An older draft was typed over a plan that has been saved since: the plan is newer.
            let typed = draft.typed.filter(|_| draft.seq >= model.plan.seq);
            let long = kind == crate::content::FieldKind::Long;
            let text = typed.unwrap_or(stored);
            edit::open_at(model, Edited::Answer(step, field), text, long, place.cursor);
        }
    }
    focus::show(model);
}

/// The words of the profile that are typed, by the names that a draft knows them by.
const WORDS: [(&str, Edited); 3] =
    [("partner", Edited::Partner), ("event", Edited::Event), ("contact-to", Edited::ContactTo)];

/// The name that a draft knows a word of the profile by; none for every other field.
pub(super) fn word(what: &Edited) -> Option<&'static str> {
    WORDS.iter().find(|(_, edited)| edited == what).map(|(name, _)| *name)
}

fn named(word: &str) -> Option<Edited> {
    WORDS.iter().find(|(name, _)| *name == word).map(|(_, edited)| edited.clone())
}

/// Whether the person is still in the first run: nothing kept, and not yet on any step.
pub(super) fn first_run(model: &Model) -> bool {
    !model.keeping.kept && model.views.iter().any(|view| view.screen == Screen::Welcome)
}

/// The topmost screen that a draft can name.
pub(super) fn last_named(model: &Model) -> &View {
    model
        .views
        .iter()
        .rev()
        .find(|view| view.screen.name().is_some())
        .unwrap_or_else(|| model.view())
}
