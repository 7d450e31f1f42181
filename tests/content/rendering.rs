//! Every text, for every pronoun set, with and without the person's own words: whole sentences, nobody's gender but the
//! one that was chosen, and verbs that agree.

use std::collections::BTreeSet;

use serde_json::Value;
use trustcoach::content::{Pronouns, Template, Words, shipped};

/// Every string of the shipped program; ids among them, which render as they stand.
fn texts() -> Vec<String> {
    let mut texts = Vec::new();
    let program = shipped::program();
    gather(&serde_json::to_value(&program).unwrap(), &mut texts);
    // The details of a step are packed apart from it.
    for step in program.steps() {
        gather(&serde_json::to_value(step.detail.get()).unwrap(), &mut texts);
    }
    assert!(texts.len() > 3000, "only {} texts were found", texts.len());
    texts
}

fn gather(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| gather(item, out)),
        Value::Object(table) => table.values().for_each(|item| gather(item, out)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What people may have set: each pronoun, with no words, with an initial, with words of their own.
fn settings() -> Vec<Words> {
    let word = str::to_owned;
    let mut settings = Vec::new();
    for pronouns in Pronouns::ALL {
        settings.push(Words { pronouns, ..Words::default() });
        settings.push(Words { pronouns, partner: word("M."), ..Words::default() });
        settings.push(Words {
            pronouns,
            partner: word("Robin"),
            event: word("the lie"),
            relationship: word("marriage"),
        });
    }
    settings
}

fn rendered(text: &str, words: &Words) -> String {
    Template::parse(text).unwrap().render(words).into_owned()
}

/// The words of a text in small letters; a stop, a mark or a line break stands as a word of its own.
fn words_of(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for sign in text.replace('’', "'").to_lowercase().chars() {
        if sign.is_alphanumeric() || sign == '\'' || sign == '-' {
            words.last_mut().unwrap().push(sign);
        } else {
            let mark = if sign.is_whitespace() { String::new() } else { sign.to_string() };
            words.extend([mark, String::new()]);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// All pairs of verbs that content uses: for one, and for they.
fn pairs(texts: &[String]) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut one, mut many) = (BTreeSet::new(), BTreeSet::new());
    for text in texts {
        for inner in text.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
            if let Some((single, plural)) = inner.split_once('|') {
                one.insert(single.to_lowercase());
                many.insert(plural.to_lowercase());
            }
        }
    }
    // These are also the past tense, which is the same for one and for many.
    for past in ["put", "read", "let", "hit", "cut", "set", "shut", "hurt"] {
        many.remove(past);
    }
    assert!(one.len() > 20, "{one:?}");
    (one, many)
}

#[test]
fn no_placeholder_is_left_over() {
    for text in texts() {
        // A brace that was written twice is meant.
        if text.contains("{{") || text.contains("}}") {
            continue;
        }
        for words in settings() {
            let shown = rendered(&text, &words);
            assert!(!shown.contains(['{', '}', '|']), "{shown}");
            assert!(!shown.contains("  ") && !shown.contains("..\""), "{shown}");
        }
    }
}

#[test]
fn nobody_has_a_gender_that_was_not_chosen() {
    const SHE: [&str; 5] = ["she", "her", "hers", "herself", "she's"];
    const HE: [&str; 5] = ["he", "him", "his", "himself", "he's"];
    for text in texts() {
        for words in settings() {
            let wrong: Vec<&str> = match words.pronouns {
                Pronouns::They => [SHE, HE].concat(),
                Pronouns::She => HE.to_vec(),
                Pronouns::He => SHE.to_vec(),
            };
            let shown = rendered(&text, &words);
            let found = words_of(&shown).into_iter().find(|word| wrong.contains(&word.as_str()));
            assert_eq!(found, None, "in {shown}");
        }
    }
}

/// After these a verb has no ending, whoever does it.
const HELPERS: [&str; 22] = [
    "did", "do", "does", "didn't", "would", "could", "can", "will", "should", "may", "might",
    "must", "let", "make", "makes", "made", "help", "see", "hear", "watch", "than", "cannot",
];

#[test]
fn verbs_agree_with_their_pronoun_and_with_the_name() {
    let texts = texts();
    let (one, many) = pairs(&texts);
    let mut wrong = BTreeSet::new();
    for text in &texts {
        for words in settings() {
            let shown = rendered(text, &words);
            let all = words_of(&shown);
            for (at, two) in all.windows(2).enumerate() {
                let next = two[1].as_str();
                if all[at.saturating_sub(4)..at].iter().any(|word| HELPERS.contains(&word.as_str()))
                {
                    continue;
                }
                let disagrees = match two[0].as_str() {
                    "they" => {
                        one.contains(next)
                            || matches!(
                                next,
                                "is" | "has"
                                    | "was"
                                    | "does"
                                    | "isn't"
                                    | "doesn't"
                                    | "hasn't"
                                    | "wasn't"
                            )
                    }
                    "she" | "he" => {
                        many.contains(next)
                            || matches!(
                                next,
                                "are"
                                    | "have"
                                    | "were"
                                    | "do"
                                    | "don't"
                                    | "aren't"
                                    | "haven't"
                                    | "weren't"
                            )
                    }
                    // The partner is one person, whatever the pronoun.
                    // "what {partner} need notice" and "promises to {partner} do" are right as they stand.
                    "partner" | "robin" | "m" => {
                        many.contains(next) && !matches!(next, "do" | "need" | "notice")
                    }
                    _ => false,
                };
                if disagrees {
                    wrong.insert(format!(
                        "“{} {}” in {}",
                        two[0],
                        two[1],
                        shown.chars().take(160).collect::<String>()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_words_fit_where_they_stand() {
    let mut wrong = BTreeSet::new();
    for text in texts() {
        for words in settings() {
            let shown = rendered(&text, &words);
            for small in [
                ". your partner",
                "? your partner",
                "! your partner",
                ". they ",
                "? they ",
                ". what happened",
            ] {
                if shown.contains(small) {
                    wrong.insert(format!(
                        "“{small}” in {}",
                        shown.chars().take(160).collect::<String>()
                    ));
                }
            }
            for two in words_of(&shown).windows(2) {
                let twice = two[0] == two[1]
                    && matches!(two[0].as_str(), "the" | "your" | "a" | "is" | "are");
                let article = matches!(two[0].as_str(), "the" | "a" | "my" | "our")
                    && (two[1] == "your" || two[1] == "the" || two[1] == "what");
                let small = matches!(two[0].as_str(), "." | "?" | "!")
                    && [
                        ". your partner",
                        "? your partner",
                        "! your partner",
                        ". they ",
                        ". what happened",
                    ]
                    .iter()
                    .any(|start| shown.contains(start));
                if twice || article || small {
                    wrong.insert(format!(
                        "“{} {}” in {}",
                        two[0],
                        two[1],
                        shown.chars().take(160).collect::<String>()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
