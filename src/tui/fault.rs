//! A fault on request: what a panic leaves behind can be looked at only when there is one. Debug builds alone have it.

use crate::app::{Key, KeyCode};

/// The variable that makes F12 a fault of the loop.
const VARIABLE: &str = "TRUSTCOACH_FAULT";

/// Panics on F12 where the variable is set.
pub(super) fn on_request(key: Key) {
    let asked = key == Key::plain(KeyCode::F(12)) && std::env::var_os(VARIABLE).is_some();
    assert!(!asked, "asked for by {VARIABLE}");
}
