//! A random walk over all keys: nothing panics, and no answer is lost.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use trustcoach::app::interpret::{Meaning, interpret};
use trustcoach::app::keymap::BINDINGS;
use trustcoach::app::model::{
    Edited, Editing, Library, Model, OpenStep, Purpose, Screen, Size, View,
};
use trustcoach::app::record::MonthsRead;
use trustcoach::app::resume::{Kept, resume};
use trustcoach::app::{Action, Effect, Key, Msg, Trouble, update};
use trustcoach::engine::{Answer, Draft, Entry, Plan};
use trustcoach::tui::view::{self, Canvas};
use trustcoach::tui::{Editor, Theme};

use crate::common::evening;
use crate::shapes;

/// All keys that mean something anywhere, and what is typed besides.
fn keys() -> Vec<Key> {
    let mut keys: Vec<Key> = BINDINGS.iter().map(|binding| binding.key).collect();
    // What opens, writes and ticks comes more often than one in a hundred.
    let often = "<enter><enter><enter><enter><enter><enter><down><down><down>jjjjd<esc>aé犬. <backspace><delete>+7";
    for _ in 0..5 {
        keys.extend(Key::script(often).unwrap());
    }
    keys
}

/// What happened over all walks: a walk that never gets anywhere proves nothing.
#[derive(Debug, Default)]
struct Seen {
    answered: usize,
    finished: usize,
    closed_fields: usize,
    left: usize,
    saves: usize,
    failed_saves: usize,
    undone: usize,
    screens: BTreeSet<&'static str>,
}

/// The program without a terminal and a disk: the loop's way of a key, in a few lines.
struct Walker {
    model: Model,
    editor: Option<(Edited, u64, Editor)>,
    /// What a good save put on the disk.
    disk: (Plan, Vec<Entry>, Option<Draft>),
    /// Saves that are still to fail.
    failing: u8,
    theme: Theme,
    seen: Seen,
}

/// Where an answer stands: step, attempt (none: not to be stored), field.
type Place = (String, Option<usize>, String);

fn answers(plan: &Plan) -> BTreeMap<Place, Answer> {
    let mut out = BTreeMap::new();
    for (step, progress) in &plan.progress.steps {
        for (nth, attempt) in progress.attempts.iter().enumerate() {
            for (field, answer) in &attempt.answers {
                out.insert((step.to_string(), Some(nth), field.to_string()), answer.clone());
            }
        }
    }
    for (step, unkept) in &plan.unkept {
        for (field, answer) in unkept {
            out.insert((step.to_string(), None, field.to_string()), answer.clone());
        }
    }
    out
}

fn finished(plan: &Plan) -> usize {
    let attempts = plan.progress.steps.values().flat_map(|progress| &progress.attempts);
    attempts.filter(|attempt| attempt.finished.is_some()).count()
}

/// Whether the key was dropped, and every text with it.
fn is_locked(model: &Model) -> bool {
    model.keeping.encrypted && !model.keeping.kept
}

impl Walker {
    fn press(&mut self, key: Key) {
        let before = answers(&self.model.plan);
        let done = finished(&self.model.plan);
        let was_open = self.model.editing.clone();
        let meaning = interpret(&self.model, key);
        // Undo and redo change what they took part in; a list over the screen can run them, too.
        let by_undo = match &meaning {
            Meaning::Msg(Msg::Action(action) | Msg::Letter(Some(action))) => {
                matches!(action, Action::Undo | Action::Redo) || self.model.overlay.is_some()
            }
            Meaning::Msg(_) | Meaning::Typing(_) | Meaning::Secret(_) | Meaning::Nothing => false,
        };
        let effects = match meaning {
            Meaning::Msg(Msg::Action(Action::Edit(edit))) => {
                if let Some((_, _, editor)) = &mut self.editor {
                    editor.edit(edit);
                }
                self.edited()
            }
            Meaning::Msg(msg) => update(&mut self.model, msg),
            Meaning::Typing(key) => {
                if let Some((_, _, editor)) = &mut self.editor {
                    editor.key(key);
                }
                self.edited()
            }
            // Whatever is typed counts as one character: what it is never reaches the core.
            Meaning::Secret(_) => update(&mut self.model, Msg::SecretTyped(1)),
            Meaning::Nothing => Vec::new(),
        };
        let was_locked = is_locked(&self.model);
        let left = self.work(effects);
        if is_locked(&self.model) || was_locked {
            // Locked, the model holds nothing; unlocked, it holds what the disk does.
            if !is_locked(&self.model) {
                assert_eq!(answers(&self.model.plan), answers(&self.disk.0), "unlocked with less");
            }
            self.follow();
            self.draw();
            return;
        }
        self.seen.undone += usize::from(by_undo);
        self.seen.screens.insert(shapes::kind(self.model.screen()));
        if !left {
            self.seen.finished += usize::from(finished(&self.model.plan) > done);
            if !by_undo {
                self.at_most_one_answer_changed(&before, key);
            }
            self.closed_field_is_in_the_plan(was_open.as_ref(), key);
        }
        self.follow();
        self.draw();
    }

    fn edited(&mut self) -> Vec<Effect> {
        let Some((_, _, editor)) = &self.editor else { return Vec::new() };
        let (text, cursor) = (editor.text(), editor.cursor());
        update(&mut self.model, Msg::Edited { text, cursor })
    }

    fn follow(&mut self) {
        let wanted = self.model.editing.as_ref().map(|open| (&open.what, open.revision));
        if wanted != self.editor.as_ref().map(|(what, revision, _)| (what, *revision)) {
            self.editor = self.model.editing.as_ref().map(|open| {
                let editor = Editor::new(&open.text, open.cursor, open.long);
                (open.what.clone(), open.revision, editor)
            });
        }
    }

    fn draw(&mut self) {
        let Size { width, height } = self.model.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        let area = buffer.area;
        let editor = self.editor.as_mut().map(|(_, _, editor)| editor);
        view::draw(&self.model, Canvas { theme: &self.theme, editor }, area, &mut buffer);
    }

    /// Does the work on a disk that fails now and then. Leaving starts again from what was saved; says whether it did.
    fn work(&mut self, effects: Vec<Effect>) -> bool {
        let mut waiting = std::collections::VecDeque::from(effects);
        while let Some(effect) = waiting.pop_front() {
            let told = match effect {
                Effect::Save { .. } => Some(Msg::Saved(self.save())),
                Effect::SaveDraft(mut draft) => {
                    draft.seq = self.disk.0.seq;
                    self.disk.2 = Some(draft);
                    Some(Msg::DraftSaved(Ok(())))
                }
                Effect::Prefer(_) => Some(Msg::Preferred(Ok(()))),
                Effect::Export { path, .. } => Some(Msg::Exported(Ok(path))),
                Effect::Copy(_) => Some(Msg::Copied(Ok(()))),
                Effect::ReadMonths { .. } => {
                    let read = MonthsRead { whole: true, ..MonthsRead::default() };
                    Some(Msg::MonthsRead(Ok(read)))
                }
                Effect::Repaint | Effect::Suspend | Effect::DropKey => None,
                Effect::TakeSecret(purpose) => Some(match purpose {
                    Purpose::New | Purpose::Other => Msg::SecretTaken(Ok(())),
                    Purpose::ToChange => Msg::SecretChecked(Ok(())),
                    Purpose::OtherAgain => Msg::PassphraseChanged(Ok(())),
                    Purpose::ToRemove => Msg::PassphraseRemoved(Ok(())),
                    Purpose::Again => Msg::PassphraseSet(Ok("a line".to_owned().into())),
                    Purpose::Unlock => {
                        let (plan, entries, draft) = self.disk.clone();
                        let notices = Vec::new();
                        let (read_only, encrypted) = (false, true);
                        let kept = Kept { plan, entries, draft, read_only, encrypted, notices };
                        Msg::Unlocked(Ok(Box::new(kept)))
                    }
                }),
                Effect::Leave => return self.start_again(),
                Effect::LeaveNow(draft) => {
                    self.disk.2 = draft.or(self.disk.2.take());
                    return self.start_again();
                }
            };
            if let Some(told) = told {
                waiting.extend(update(&mut self.model, told));
            }
        }
        false
    }

    fn save(&mut self) -> Result<u64, Trouble> {
        if self.failing > 0 {
            self.failing -= 1;
            self.seen.failed_saves += 1;
            let (what, way_out) = ("No room.".to_owned(), "Make room.".to_owned());
            return Err(Trouble { what, way_out });
        }
        self.seen.saves += 1;
        let mut plan = self.model.plan.clone();
        plan.seq += 1;
        plan.unkept.clear();
        let seq = plan.seq;
        self.disk = (plan, self.model.entries.clone(), self.disk.2.take());
        Ok(seq)
    }

    fn start_again(&mut self) -> bool {
        if !self.model.keeping.unsaved && !self.model.keeping.read_only {
            let mut plan = self.model.plan.clone();
            plan.unkept.clear();
            assert_eq!(answers(&plan), answers(&self.disk.0), "left with something unsaved");
        }
        self.seen.left += 1;
        self.begin();
        true
    }

    /// Starts from what is on the disk.
    fn begin(&mut self) {
        let (plan, entries, draft) = self.disk.clone();
        let kept =
            Kept { plan, entries, draft, read_only: false, encrypted: false, notices: Vec::new() };
        let from = &self.model.library;
        let library = Library {
            program: from.program.clone(),
            support: from.support.clone(),
            hurt_partner: from.hurt_partner.clone(),
            paper: from.paper.clone(),
        };
        let settings = self.model.settings.clone();
        self.model = resume(library, settings, evening(), self.model.size, kept);
        self.editor = None;
    }

    /// Attempts stay, finished ones as they are, and one key changes at most one answer of the one under way.
    fn at_most_one_answer_changed(&mut self, before: &BTreeMap<Place, Answer>, key: Key) {
        let plan = &self.model.plan;
        let after = answers(plan);
        let moved = |(step, attempt, field): &Place, answer: &Answer| {
            attempt.is_none() && plan.stored(step, field) == Some(answer)
        };
        let changed: Vec<&Place> = before
            .iter()
            .filter(|(place, answer)| after.get(*place) != Some(answer) && !moved(place, answer))
            .map(|(place, _)| place)
            .collect();
        assert!(changed.len() <= 1, "{key} changed {changed:?}");
        self.seen.answered += usize::from(after.len() > before.len());
        for (step, attempt, _) in changed {
            let finished = attempt.and_then(|nth| {
                plan.progress.steps.get(step.as_str())?.attempts.get(nth)?.finished
            });
            assert!(finished.is_none(), "{key} changed a finished attempt of {step}");
        }
    }

    /// A field that was closed has its words in the plan.
    fn closed_field_is_in_the_plan(&mut self, was_open: Option<&Editing>, key: Key) {
        let Some(Editing { what, text, .. }) = was_open else { return };
        let Edited::Answer(step, field) = what else { return };
        let open = self.model.editing.as_ref().is_some_and(|open| open.what == *what);
        if open || text.trim().is_empty() {
            return;
        }
        let stored = self.model.plan.answer(step.as_str(), field.as_str());
        self.seen.closed_fields += 1;
        let stored = stored.and_then(Answer::text).unwrap_or_default();
        let day = stored.parse::<chrono::NaiveDate>().is_ok();
        assert!(stored == text || day, "{key}: {text:?} is not in the plan, but {stored:?}");
    }
}

#[test]
fn a_random_walk_over_all_keys_loses_nothing() {
    let size = Size { width: 80, height: 24 };
    let model = shapes::lived_in(size);
    let (plan, entries) = (model.plan.clone(), model.entries.clone());
    let disk = (plan.clone(), entries.clone(), None);
    let walker = Walker {
        model,
        editor: None,
        disk,
        failing: 0,
        theme: Theme::default(),
        seen: Seen::default(),
    };
    let walker = std::cell::RefCell::new(walker);
    let keys = keys();
    let config = Config { cases: 1_000, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let seed = (
        any::<prop::sample::Index>(),
        prop::sample::select(vec![(80, 24), (160, 50), (50, 16), (40, 12), (20, 5)]),
        0_u8..3,
        prop::collection::vec(any::<prop::sample::Index>(), 50),
    );
    runner
        .run(&seed, |(screen, (width, height), failing, pressed)| {
            let walker = &mut *walker.borrow_mut();
            walker.disk = (plan.clone(), entries.clone(), None);
            walker.begin();
            walker.failing = failing;
            walker.model.size = Size { width, height };
            // Most walks begin on a step: that is where something can be lost.
            let mut screens = shapes::every(&walker.model);
            screens.extend(
                walker
                    .model
                    .library
                    .program
                    .steps()
                    .map(|step| Screen::Step(OpenStep::new(step.id.clone()))),
            );
            walker.model.views =
                vec![View::top(Screen::Today), View::top(screen.get(&screens).clone())];
            for key in pressed {
                walker.press(*key.get(&keys));
            }
            Ok(())
        })
        .unwrap();
    let came = walker.into_inner().seen;
    let enough = came.answered > 500
        && came.closed_fields > 300
        && came.left > 100
        && came.saves > 500
        && came.failed_saves > 100
        && came.undone > 500
        && came.finished > 20
        && shapes::kinds(&shapes::lived_in(size))
            .iter()
            .all(|(kind, _)| came.screens.contains(kind));
    assert!(enough, "the walks got nowhere: {came:?}");
}
