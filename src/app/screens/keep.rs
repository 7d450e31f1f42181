//! Whether to keep the plan, and leaving with something not kept or not saved.

use crate::app::model::{Model, Passphrase, Purpose};
use crate::app::page::{Go, Page, Role, Target};

const KEEP_WHAT: &str = "If you keep it, your answers stay in a folder on this computer that only \
your account can read. You can go on where you stopped.";
const KEEP_LAW: &str = "Notes like these can be found by others, and courts can ask for them, in \
custody cases too. Initials are enough for every name. If a case is running, ask a lawyer before \
you delete anything.";
const KEEP_NOT: &str =
    "If you do not keep it, nothing was ever written, and it is gone when you leave.";

const KEEP_PASSPHRASE: &str = "With a passphrase nobody can read it without it, you neither: if you forget it and \
lose the recovery key, it is gone. It hides what you wrote, not that something is here. In some homes a new password is \
itself noticed, and it does not help against someone who can make you open it. If others use this computer, a \
passphrase is the better choice.";

/// The question. No answer is chosen beforehand.
#[must_use]
pub fn keep_or_not() -> Page {
    let mut page = Page::titled("Keep this?");
    page.text(Role::Body, KEEP_WHAT).gap();
    page.text(Role::Body, KEEP_PASSPHRASE).gap();
    page.go(Target::KeepEncrypted, "Keep it, with a passphrase");
    page.go(Target::Keep, "Keep it, without a passphrase");
    page.go(Target::Go(Go::Today), "Not now. Go on without keeping");
    page.gap();
    page.text(Role::Care, KEEP_LAW).gap();
    page.text(Role::Body, KEEP_NOT);
    page
}

const NEW: &str = "Four or more unrelated words are easy to remember and hard to guess. Nothing that someone who knows \
you would try.";
const AGAIN: &str = "The same passphrase once more.";
const LOCKED: &str = "Type the passphrase, then Enter. A wrong one costs nothing.";

const TO_CHANGE: &str = "Type the passphrase that holds now, then Enter. A wrong one costs nothing. The recovery key \
does as well.";
const TO_REMOVE: &str = "Without it, whoever can use this account, or takes the disk, can read what you wrote. Type it \
once more, then Enter; or Esc.";

/// The field for a passphrase: as many dots as there are characters.
#[must_use]
pub fn passphrase(passphrase: Passphrase) -> Page {
    let (title, says) = match passphrase.purpose {
        Purpose::New | Purpose::Other => ("A new passphrase", NEW),
        Purpose::Again | Purpose::OtherAgain => ("The passphrase again", AGAIN),
        Purpose::Unlock => ("Locked", LOCKED),
        Purpose::ToChange => ("The passphrase that holds", TO_CHANGE),
        Purpose::ToRemove => ("Without a passphrase", TO_REMOVE),
    };
    let mut page = Page::titled(title);
    page.text(Role::Body, says).gap();
    let dots = "•".repeat(passphrase.typed.min(60));
    page.text(Role::Own, format!("› {dots}")).gap();
    page.text(Role::Quiet, "F1 shows where help is. Ctrl-C leaves at once.");
    page
}

const RECOVERY: &str = "This line opens your notes without the passphrase. Write it on paper and keep it where nobody \
who should not read them will look, or leave it. It is shown only now.";

const WAS_PLAIN: &str = "Everything here is encrypted now, and the unencrypted versions are removed. The disk, its \
snapshots, backups and copies in a cloud may still hold them.";

/// The recovery key, once.
#[must_use]
pub fn recovery(model: &Model) -> Page {
    let mut page = Page::titled("The recovery key");
    page.text(Role::Body, RECOVERY).gap();
    if let Some(line) = &model.keeping.recovery {
        page.text(Role::Own, line.as_str()).gap();
    }
    if model.keeping.was_plain {
        page.text(Role::Care, WAS_PLAIN).gap();
    }
    page.go(Target::RecoveryNoted, "Go on");
    page
}

const UNKEPT: &str = "What you wrote is only on this screen. When you leave it is gone.";
const UNSAVED: &str = "Your last changes are not on the disk. They are still here.";

/// Leaving with something not kept or not saved.
#[must_use]
pub fn leaving(model: &Model) -> Page {
    let mut page = Page::titled("Leave?");
    if let Some(trouble) = &model.keeping.trouble {
        page.text(Role::Care, format!("{UNSAVED} {trouble}")).gap();
        page.go(Target::SaveAgain, "Try to save again");
        page.go(Target::Go(Go::Export), "Write what I wrote to another place");
        page.go(Target::Go(Go::Back), "Stay");
        page.go(Target::LeaveUnkept, "Leave, and lose the last changes");
    } else {
        page.text(Role::Body, UNKEPT).gap();
        page.go(Target::Go(Go::Back), "Stay");
        page.go(Target::Go(Go::KeepOrNot), "Keep it first");
        page.go(Target::LeaveUnkept, "Leave without keeping");
    }
    page
}
