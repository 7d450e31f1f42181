//! The sentences of the record, made again from an export. Nothing of the program is used here, only the words of
//! `docs/export-json.md`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

fn text<'v>(line: &'v Value, key: &str) -> &'v str {
    line.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn word(number: usize) -> String {
    let words = "one two three four five six seven eight nine ten eleven twelve";
    words.split(' ').nth(number - 1).map_or_else(|| number.to_string(), str::to_owned)
}

/// The lines of an export, those whose day begins so.
pub(crate) fn lines<'v>(export: &'v Value, day: &str) -> Vec<&'v Value> {
    let journal = export["journal"].as_array().unwrap();
    journal.iter().filter(|line| text(line, "day").starts_with(day)).collect()
}

/// "kept 9 of 11; the two I missed I told about first"
pub(crate) fn promises(lines: &[&Value]) -> String {
    let occasions = |kind: &str| -> BTreeSet<(String, String)> {
        let of_kind = lines.iter().filter(|line| text(line, "kind") == kind);
        of_kind.map(|line| (text(line, "step").to_owned(), text(line, "day").to_owned())).collect()
    };
    let (kept, missed) = (occasions("promise-kept"), occasions("promise-missed"));
    assert!(kept.is_disjoint(&missed), "a promise is both kept and missed on a day");
    let told = lines.iter().filter(|line| {
        text(line, "kind") == "promise-repaired"
            && line["numbers"]["told-first"].as_u64().unwrap() > 0
            && missed.contains(&(text(line, "step").to_owned(), text(line, "day").to_owned()))
    });
    let (kept, missed, told) = (kept.len(), missed.len(), told.count());
    let all = kept + missed;
    if all == 0 {
        return "no promise was answered for".to_owned();
    }
    if missed == 0 {
        return if kept == 1 {
            "kept the one promise there was".to_owned()
        } else {
            format!("kept all {kept}")
        };
    }
    let first = format!("kept {kept} of {all}");
    match told {
        0 => first,
        told if told == missed => {
            format!("{first}; the {} I missed I told about first", word(missed))
        }
        told => {
            format!("{first}; of the {} I missed I told about {} first", word(missed), word(told))
        }
    }
}

/// "practised four times, in part once, left out twice"
pub(crate) fn practices(lines: &[&Value]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for line in lines {
        *counts.entry(text(line, "kind")).or_default() += 1;
    }
    let times = |kind: &str| match counts.get(kind) {
        None => None,
        Some(1) => Some("once".to_owned()),
        Some(2) => Some("twice".to_owned()),
        Some(more) => Some(format!("{} times", word(*more))),
    };
    let done = times("practice-done").map(|times| format!("practised {times}"));
    let part = times("practice-part").map(|times| match &done {
        Some(_) => format!("in part {times}"),
        None => format!("practised in part {times}"),
    });
    let left = times("practice-skip").map(|times| format!("left out {times}"));
    let said: Vec<String> = [done.clone(), part, left].into_iter().flatten().collect();
    if said.is_empty() { "nothing practised".to_owned() } else { said.join(", ") }
}
