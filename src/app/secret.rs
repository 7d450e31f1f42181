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
use super::{activate, focus, saving};
use crate::engine::{History, Plan};

const TRYING: &str = "Unlocking. This takes a second.";
const SETTING: &str = "Making the key. This takes a second.";
const CHECKING: &str = "Checking it. This takes a second.";
const CHANGING: &str = "Wrapping the key anew. This takes a second.";
const REMOVING: &str = "Taking it away: everything is written anew. This takes a moment.";
const CHANGED: &str = "Changed. Who has an earlier copy of the folder and the old passphrase can still read it, and \
what is written later too; `trustcoach rekey` makes a new key.";
const REMOVED: &str =
    "Everything is kept without a passphrase now: whoever can use this account can read it.";
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
            if let Some(says) = while_tried(passphrase.purpose) {
                let trying = Passphrase { trying: true, ..passphrase };
                model.view_mut().screen = Screen::Passphrase(trying);
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

/// What stands on the screen while the disk works on what was typed; `None` where it only waits for the second time.
fn while_tried(purpose: Purpose) -> Option<&'static str> {
    match purpose {
        Purpose::New | Purpose::Other => None,
        Purpose::Unlock => Some(TRYING),
        Purpose::Again => Some(SETTING),
        Purpose::OtherAgain => Some(CHANGING),
        Purpose::ToChange => Some(CHECKING),
        Purpose::ToRemove => Some(REMOVING),
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
    let Screen::Passphrase(asked) = *model.screen() else { return Vec::new() };
    let changes = matches!(asked.purpose, Purpose::Other | Purpose::OtherAgain);
    let (first, second) = if changes {
        (Purpose::Other, Purpose::OtherAgain)
    } else {
        (Purpose::New, Purpose::Again)
    };
    let (purpose, notice) = match result {
        Ok(()) => (second, None),
        Err(SecretRefused::Empty) => (first, Some(EMPTY)),
        Err(SecretRefused::Different) => (first, Some(DIFFERENT)),
    };
    again(model, purpose, notice.map(Notice::care));
    Vec::new()
}

/// The store has its passphrase: the plan is kept from now on, and the recovery key is shown once.
pub(super) fn set(model: &mut Model, result: Result<Zeroizing<String>, Trouble>) -> Vec<Effect> {
    match result {
        Ok(recovery) => {
            model.notice = None;
            model.keeping.encrypted = true;
            let mut effects = Vec::new();
            let was_plain = model.keeping.kept;
            if was_plain {
                close(model, None);
            } else {
                effects = activate::keep(model);
            }
            model.keeping.recovery = Some(recovery);
            model.keeping.was_plain = was_plain;
            model.views.push(View::top(Screen::Recovery));
            effects
        }
        Err(trouble) => {
            again(model, Purpose::New, Some(told(&trouble)));
            Vec::new()
        }
    }
}

/// The passphrase that holds was typed: another one next. A wrong one costs nothing.
pub(super) fn checked(model: &mut Model, result: Result<(), Trouble>) -> Vec<Effect> {
    match result {
        Ok(()) => again(model, Purpose::Other, None),
        Err(trouble) => again(model, Purpose::ToChange, Some(told(&trouble))),
    }
    Vec::new()
}

/// Another passphrase holds now.
pub(super) fn changed(model: &mut Model, result: Result<(), Trouble>) -> Vec<Effect> {
    match result {
        Ok(()) => close(model, Some(Notice::calm(CHANGED))),
        Err(trouble) => again(model, Purpose::Other, Some(told(&trouble))),
    }
    Vec::new()
}

/// There is no passphrase any more.
pub(super) fn removed(model: &mut Model, result: Result<(), Trouble>) -> Vec<Effect> {
    match result {
        Ok(()) => {
            model.keeping.encrypted = false;
            close(model, Some(Notice::calm(REMOVED)));
        }
        Err(trouble) => again(model, Purpose::ToRemove, Some(told(&trouble))),
    }
    Vec::new()
}

/// The change was made, and the next start finishes it. A new recovery key is shown all the same.
pub(super) fn unfinished(
    model: &mut Model,
    recovery: Option<Zeroizing<String>>,
    trouble: &Trouble,
) -> Vec<Effect> {
    model.keeping.encrypted = recovery.is_some();
    close(model, Some(told(trouble)));
    if recovery.is_some() {
        model.keeping.recovery = recovery;
        model.keeping.was_plain = true;
        model.views.push(View::top(Screen::Recovery));
    }
    Vec::new()
}

/// The field is empty, for this.
fn again(model: &mut Model, purpose: Purpose, notice: Option<Notice>) {
    if let Some(at) = place(model) {
        model.views[at].screen = Screen::Passphrase(Passphrase::empty(purpose));
    }
    model.notice = notice;
}

/// The field is not needed any more.
fn close(model: &mut Model, notice: Option<Notice>) {
    if let Some(at) = place(model) {
        model.views.remove(at);
    }
    model.notice = notice;
    // The settings say something else now.
    focus::keep_within(model);
}

/// Where the field is: the person may have gone to the help pages while the disk worked.
fn place(model: &Model) -> Option<usize> {
    model.views.iter().rposition(|view| matches!(view.screen, Screen::Passphrase(_)))
}

fn told(trouble: &Trouble) -> Notice {
    Notice::care(format!("{} {}", trouble.what, trouble.way_out))
}

/// The store was unlocked, or the passphrase was wrong: that costs nothing.
pub(super) fn unlocked(model: &mut Model, result: Result<Box<Kept>, Trouble>) -> Vec<Effect> {
    match result {
        Ok(kept) => {
            model.notice = None;
            resume::take(model, *kept);
        }
        Err(trouble) => again(model, Purpose::Unlock, Some(told(&trouble))),
    }
    Vec::new()
}

/// Locks: the draft is saved, then the key and every text are dropped. Without a passphrase, or while something is not
/// saved, the screen is hidden instead, so that nothing is lost; so it is while the disk works on a passphrase, for
/// whether there is a key to drop afterwards is not known yet.
pub(super) fn lock(model: &mut Model) -> Vec<Effect> {
    let keeping = &model.keeping;
    let trying = |view: &View| matches!(view.screen, Screen::Passphrase(asked) if asked.trying);
    let tried = model.views.iter().any(trying);
    let safe = keeping.kept && keeping.encrypted && !keeping.unsaved && !tried;
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
