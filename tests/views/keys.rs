//! The key table of the README is the one the program looks keys up in.

use std::fs;
use std::path::Path;

use trustcoach::app::model::{Screen, Size};
use trustcoach::app::{Action, Msg, keymap, update};

const FROM: &str = "<!-- keys -->\n";
const TO: &str = "<!-- /keys -->";

/// With `INSTA_UPDATE=always`, as for the snapshots, the table in the README is written anew.
#[test]
fn the_readme_has_the_table_of_keys() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = fs::read_to_string(&path).expect("README.md");
    let (before, rest) = readme.split_once(FROM).expect("the mark before the key table");
    let (table, after) = rest.split_once(TO).expect("the mark after the key table");
    let wanted = keymap::markdown();
    if table.trim() == wanted.trim() {
        return;
    }
    let bless = std::env::var_os("INSTA_UPDATE").is_some_and(|value| value == "always");
    assert!(
        bless,
        "the keys have changed: INSTA_UPDATE=always cargo test --test views\n\n{wanted}"
    );
    bless_with(&path, &format!("{before}{FROM}{wanted}{TO}{after}"));
}

#[expect(clippy::disallowed_methods, reason = "a file of the repository, under version control")]
fn bless_with(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

/// Locked, there is no plan in memory: help can be read, and nothing else can be gone to.
#[test]
fn no_key_leads_past_a_lock() {
    let mut model = crate::shapes::lived_in(Size { width: 80, height: 24 });
    model.keeping.encrypted = true;
    update(&mut model, Msg::Action(Action::Lock));
    for binding in keymap::BINDINGS {
        update(&mut model, Msg::Action(Action::Support));
        assert_eq!(*model.screen(), Screen::Support);
        if !matches!(binding.action, Action::Quit | Action::LeaveNow | Action::Suspend) {
            update(&mut model, Msg::Action(binding.action));
        }
        let stays =
            matches!(model.screen(), Screen::Support | Screen::Countries | Screen::Passphrase(_));
        assert!(stays, "{} leads to {:?}", binding.key, model.screen());
        assert!(model.overlay.is_none(), "{} opens a list", binding.key);
        assert!(model.plan.progress.steps.is_empty(), "{} brings a text back", binding.key);
    }
}
