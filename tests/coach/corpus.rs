//! Reading the corpus: texts and what should be said of them.

use serde::Deserialize;

/// One text. Flags stand plain, strengths as `+ownership`, alerts as `!crisis:self`.
#[derive(Debug, Deserialize)]
pub(crate) struct Item {
    pub(crate) text: String,
    /// What must be found; nothing where the coach must stay silent.
    pub(crate) expect: Vec<String>,
    /// What may be found as well.
    #[serde(default)]
    pub(crate) also: Vec<String>,
}

#[derive(Deserialize)]
struct Corpus {
    items: Vec<Item>,
}

/// A half of the corpus, or nothing where it is not there.
pub(crate) fn read(name: &str) -> Vec<Item> {
    let path = format!("{}/tests/coach/{name}", env!("CARGO_MANIFEST_DIR"));
    let Ok(text) = std::fs::read_to_string(path) else { return Vec::new() };
    toml::from_str::<Corpus>(&text).expect("the corpus is TOML").items
}
