//! Passphrases: what is asked, and what comes of an answer. The characters themselves never come here: the shell holds
//! them, and says only how many there are.

use zeroize::Zeroizing;

use super::action::Action;
use super::effect::Effect;
use super::leave;
use super::model::{Keeping, Model, Notice, Overlay, Passphrase, Purpose, Screen, View};
use super::msg::{SecretRefused, Trouble};
use super::record::JournalView;
use super::resume::{self, Kept};
use super::{activate, saving};
use crate::engine::{History, Plan};

const TRYING: &str = "Unlocking. This takes a second.";
const SETTING: &str = "Making the key. This takes a second.";
const EMPTY: &str = "Nothing was typed. Four unrelated words are good.";
const DIFFERENT: &str = "The two are not the same. Type it again from the beginning.";

/// Whether the store is locked: there is no plan in memory, and nothing to go to but help.
pub(super) fn is_locked(model: &Model) -> bool {
    let asks = |view: &View| matches!(view.screen, Screen::Passphrase(asked) if asked.purpose == Purpose::Unlock);
    model.views.first().is_some_and(asks)
}

/// Opens the field for a passphrase.
pub(super) fn ask(model: &mut Model, purpose: Purpose) -> Vec<Effect> {
    activate::visit(model, Screen::Passphrase(Passphrase::empty(purpose)))
}

/// A key on the passphrase screen that is no typing.
pub(super) fn act(model: &mut Model, passphrase: Passphrase, action: Action) -> Vec<Effect> {
    if passphrase.trying {
        return Vec::new();
    }
    match action {
        Action::Choose => {
            if passphrase.purpose != Purpose::New {
                let trying = Passphrase { trying: true, ..passphrase };
                model.view_mut().screen = Screen::Passphrase(trying);
                let says = if passphrase.purpose == Purpose::Unlock { TRYING } else { SETTING };
                model.notice = Some(Notice::calm(says));
            }
            vec![Effect::TakeSecret(passphrase.purpose)]
        }
        Action::Back if passphrase.purpose != Purpose::Unlock => {
            model.notice = None;
            activate::back(model);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// So many characters stand in the field.
pub(super) fn typed(model: &mut Model, typed: usize) -> Vec<Effect> {
    if let Screen::Passphrase(passphrase) = &mut model.view_mut().screen {
        passphrase.typed = typed;
    }
    Vec::new()
}

/// The new passphrase was typed: a second time next, or from the beginning.
pub(super) fn taken(model: &mut Model, result: Result<(), SecretRefused>) -> Vec<Effect> {
    let (purpose, notice) = match result {
        Ok(()) => (Purpose::Again, None),
        Err(SecretRefused::Empty) => (Purpose::New, Some(EMPTY)),
        Err(SecretRefused::Different) => (Purpose::New, Some(DIFFERENT)),
    };
    model.view_mut().screen = Screen::Passphrase(Passphrase::empty(purpose));
    model.notice = notice.map(Notice::care);
    Vec::new()
}

/// The store has its passphrase: the plan is kept from now on, and the recovery key is shown once.
pub(super) fn set(model: &mut Model, result: Result<Zeroizing<String>, Trouble>) -> Vec<Effect> {
    match result {
        Ok(recovery) => {
            model.notice = None;
            model.keeping.encrypted = true;
            model.keeping.recovery = Some(recovery);
            let effects = activate::keep(model);
            model.views.push(View::top(Screen::Recovery));
            effects
        }
        Err(trouble) => {
            let empty = Passphrase::empty(Purpose::New);
            model.view_mut().screen = Screen::Passphrase(empty);
            model.notice = Some(Notice::care(format!("{} {}", trouble.what, trouble.way_out)));
            Vec::new()
        }
    }
}

/// The store was unlocked, or the passphrase was wrong: that costs nothing.
pub(super) fn unlocked(model: &mut Model, result: Result<Box<Kept>, Trouble>) -> Vec<Effect> {
    match result {
        Ok(kept) => {
            model.notice = None;
            resume::take(model, *kept);
        }
        Err(trouble) => {
            let empty = Passphrase::empty(Purpose::Unlock);
            model.view_mut().screen = Screen::Passphrase(empty);
            model.notice = Some(Notice::care(format!("{} {}", trouble.what, trouble.way_out)));
        }
    }
    Vec::new()
}

/// Locks: the draft is saved, then the key and every text are dropped. Without a passphrase, or while something is not
/// saved, the screen is hidden instead, so that nothing is lost.
pub(super) fn lock(model: &mut Model) -> Vec<Effect> {
    let keeping = &model.keeping;
    let safe = keeping.kept && keeping.encrypted && !keeping.unsaved;
    if !safe {
        return leave::hide(model);
    }
    let mut effects = vec![Effect::Repaint];
    effects.extend(saving::draft(model).map(Effect::SaveDraft));
    effects.push(Effect::DropKey);
    let read_only = model.keeping.read_only;
    model.plan = Plan::new(model.library.program.id.clone(), model.now);
    model.entries = Vec::new();
    model.journal = JournalView { stale: true, ..JournalView::default() };
    model.looking = None;
    model.sheets = Vec::new();
    model.ratings = Vec::new();
    model.stopped = Vec::new();
    model.history = History::default();
    model.editing = None;
    model.notice = None;
    model.asked = None;
    model.letters = super::typing::Letters::default();
    model.mirror = super::mirror::Mirror::default();
    model.last_laid = super::last_laid::LastLaid::default();
    model.keeping = Keeping { encrypted: true, read_only, ..Keeping::default() };
    model.overlay = Some(Overlay::Hidden);
    model.views = vec![View::top(Screen::Passphrase(Passphrase::empty(Purpose::Unlock)))];
    effects
}
