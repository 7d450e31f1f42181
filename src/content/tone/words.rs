//! A text as words with their places, and phrases that are looked for in it.

use std::ops::Range;

/// One word of a text, or one placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// In small letters, with straight apostrophes; a placeholder keeps its braces.
    pub(super) text: String,
    /// Where it stands, in bytes.
    pub(super) at: Range<usize>,
    /// Whether it stands between quotation marks: said by someone, not by the program.
    pub(super) quoted: bool,
    /// Whether it is the first of a sentence.
    pub(super) first: bool,
    /// Whether something of its own begins with it: behind a colon, a bracket, a dash.
    pub(super) clause: bool,
}

/// The words of a template, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let (mut depth, mut straight) = (0_usize, false);
    let (mut first, mut clause) = (true, true);
    let mut rest = text.char_indices().peekable();
    let mut blank_line = false;
    while let Some((at, sign)) = rest.next() {
        match sign {
            '“' | '„' => depth += 1,
            '”' => depth = depth.saturating_sub(1),
            '"' => straight = !straight,
            '.' | '!' | '?' => first = true,
            ':' | ';' | '(' | ')' | '–' | '—' => clause = true,
            '\n' => {
                // A paragraph ends a sentence, and so does the line of a list.
                if blank_line || text[at + 1..].starts_with("- ") {
                    first = true;
                }
                blank_line = true;
            }
            '{' => {
                let end = text[at..].find('}').map_or(text.len(), |length| at + length + 1);
                let inner = text[at..end].to_lowercase();
                words.push(Word {
                    text: inner,
                    at: at..end,
                    quoted: depth > 0 || straight,
                    first,
                    clause: clause || first,
                });
                (first, clause, blank_line) = (false, false, false);
                while rest.peek().is_some_and(|(next, _)| *next < end) {
                    rest.next();
                }
            }
            _ if sign.is_alphanumeric() => {
                blank_line = false;
                let mut end = at + sign.len_utf8();
                while let Some((next, sign)) = rest.peek().copied() {
                    let joins = matches!(sign, '\'' | '’' | '-')
                        && text[next + sign.len_utf8()..]
                            .starts_with(|after: char| after.is_alphanumeric());
                    if !sign.is_alphanumeric() && !joins {
                        break;
                    }
                    end = next + sign.len_utf8();
                    rest.next();
                }
                words.push(Word {
                    text: text[at..end].to_lowercase().replace('’', "'"),
                    at: at..end,
                    quoted: depth > 0 || straight,
                    first,
                    clause: clause || first,
                });
                (first, clause) = (false, false);
            }
            _ if sign.is_whitespace() => {}
            _ => blank_line = false,
        }
    }
    words
}

/// Whether the word stands for the hurt partner.
pub(super) fn is_partner(word: &str) -> bool {
    matches!(
        word,
        "{partner}" | "{they}" | "{them}" | "{their}" | "{theirs}" | "{themself}" | "partner"
    )
}

/// Whether the word turns what follows round.
pub(super) fn negates(word: &str) -> bool {
    matches!(
        word,
        "not"
            | "never"
            | "no"
            | "nor"
            | "nothing"
            | "without"
            | "instead"
            | "cannot"
            | "nobody"
            | "neither"
            | "hardly"
            | "stop"
            | "avoid"
    ) || word.ends_with("n't")
}

/// Whether a negation stands shortly before the word, in the same sentence.
pub(super) fn is_negated(words: &[Word], at: usize) -> bool {
    const REACH: usize = 5;
    let mut from = at;
    while from > 0 && !words[from].first && !words[from].clause && at - from < REACH {
        from -= 1;
        if negates(&words[from].text) {
            return true;
        }
    }
    false
}

/// Where a phrase stands in the words, first and last word: `a/b` is either, `a*` begins so, `..` is up to three words,
/// `@p` the partner, `#` a number. A phrase never goes over the end of a sentence.
pub(super) fn find(words: &[Word], phrase: &str) -> Vec<(usize, usize)> {
    let parts: Vec<&str> = phrase.split_whitespace().collect();
    (0..words.len()).filter_map(|at| Some((at, matches(words, at, &parts)?))).collect()
}

/// The last word of the phrase that begins at a word.
fn matches(words: &[Word], at: usize, parts: &[&str]) -> Option<usize> {
    let (part, rest) = parts.split_first()?;
    if *part == ".." {
        return (0..=3).find_map(|skip| {
            let over = words.get(at..at + skip)?.iter().any(|word| word.first);
            if over { None } else { matches(words, at + skip, rest) }
        });
    }
    if !words.get(at).is_some_and(|word| is(&word.text, part)) {
        return None;
    }
    if rest.is_empty() {
        return Some(at);
    }
    let next = words.get(at + 1)?;
    if next.first { None } else { matches(words, at + 1, rest) }
}

fn is(word: &str, part: &str) -> bool {
    part.split('/').any(|option| match option {
        "@p" => is_partner(word),
        "#" => word.starts_with(|sign: char| sign.is_ascii_digit()) || NUMBERS.contains(&word),
        _ => match option.strip_suffix('*') {
            Some(start) => word.starts_with(start),
            None => word == option || pair(word, option),
        },
    })
}

/// Whether one half of `{is|are}` is the word.
fn pair(word: &str, option: &str) -> bool {
    let inner = word.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    inner.is_some_and(|inner| inner.contains('|') && inner.split('|').any(|half| half == option))
}

const NUMBERS: [&str; 16] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "few",
    "a", "couple", "several", "some",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, phrase: &str) -> bool {
        !find(&words(text), phrase).is_empty()
    }

    #[test]
    fn words_know_their_quotes_and_sentences() {
        let all = words("Say “I’m here.” Then {They} {wants|want} it.\n\n- one");
        let texts: Vec<&str> = all.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["say", "i'm", "here", "then", "{they}", "{wants|want}", "it", "one"]);
        let quoted: Vec<bool> = all.iter().map(|word| word.quoted).collect();
        assert_eq!(quoted, [false, true, true, false, false, false, false, false]);
        let first: Vec<bool> = all.iter().map(|word| word.first).collect();
        assert_eq!(first, [true, false, false, true, false, false, false, true]);
    }

    #[test]
    fn phrases_bend_but_do_not_reach_over_a_sentence() {
        assert!(found("You want to win {them} back.", "win/wins/winning .. back"));
        assert!(found("Winning back trust", "win/wins/winning .. back"));
        assert!(!found("You win. Come back.", "win .. back"));
        assert!(found("{They} {makes|make} you", "@p makes you"));
        assert!(found("within 12 weeks", "within # week*"));
        assert!(!found("the weekend", "week"));
    }

    #[test]
    fn a_negation_reaches_over_a_few_words_of_its_sentence() {
        let all = words("Not now. This will win them.");
        assert!(!is_negated(&all, 4));
        let all = words("It does not score or rank you.");
        assert!(is_negated(&all, 5));
    }
}
