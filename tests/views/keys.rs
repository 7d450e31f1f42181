//! The key table of the README is the one the program looks keys up in.

use std::fs;
use std::path::Path;

use trustcoach::app::keymap;

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
