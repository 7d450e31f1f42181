//! Whether to keep the plan, and leaving with something not kept or not saved.

use crate::app::model::Model;
use crate::app::page::{Go, Page, Role, Target};

const KEEP_WHAT: &str = "If you keep it, your answers stay in a folder on this computer that only \
your account can read. You can go on where you stopped.";
const KEEP_LAW: &str = "Notes like these can be found by others, and courts can ask for them, in \
custody cases too. Initials are enough for every name. If a case is running, ask a lawyer before \
you delete anything.";
const KEEP_NOT: &str =
    "If you do not keep it, nothing was ever written, and it is gone when you leave.";

/// The question.
#[must_use]
pub fn keep_or_not() -> Page {
    let mut page = Page::titled("Keep this?");
    page.text(Role::Body, KEEP_WHAT).gap();
    page.text(Role::Care, KEEP_LAW).gap();
    page.text(Role::Body, KEEP_NOT).gap();
    page.go(Target::Keep, "Keep it on this computer");
    page.go(Target::Go(Go::Today), "Not now. Go on without keeping");
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
