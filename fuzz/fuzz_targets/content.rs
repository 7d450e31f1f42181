//! Content of other people: no text panics, and what is found is told with a place.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trustcoach::content::{SourceFile, load};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    // A mark divides the input into files.
    let names = ["program.toml", "stages/01-one.toml", "stages/02-two.toml"];
    let files: Vec<SourceFile> = names
        .iter()
        .zip(text.split("\u{1}"))
        .map(|(name, text)| SourceFile { name: (*name).to_owned(), text: text.to_owned() })
        .collect();
    if let Err(findings) = load(&files) {
        assert!(!findings.is_empty());
    }
});
