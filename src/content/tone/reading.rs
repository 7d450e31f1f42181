//! How hard a text is to read: words and syllables a sentence, the grade by Flesch and Kincaid, lines on a screen.

use std::ops::Range;

use super::words::Word;

/// The longest sentence, in words.
pub(super) const LONGEST_SENTENCE: usize = 30;
/// From how many words on a text has a grade.
pub(super) const GRADED: usize = 100;
/// The highest grade.
pub(super) const HIGHEST_GRADE: f64 = 8.0;

/// One sentence: where it stands, and how many words it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    pub(super) at: Range<usize>,
    pub(super) words: usize,
}

/// The sentences of a text.
pub(super) fn sentences(words: &[Word]) -> Vec<Sentence> {
    let mut all: Vec<Sentence> = Vec::new();
    for word in words {
        match all.last_mut().filter(|_| !word.first) {
            Some(last) => {
                last.at.end = word.at.end;
                last.words += count(&word.text);
            }
            None => all.push(Sentence { at: word.at.clone(), words: count(&word.text) }),
        }
    }
    all
}

/// How many words a word is when it is shown: a placeholder may be two.
fn count(word: &str) -> usize {
    match word {
        "{partner}" | "{event}" => 2,
        _ => 1,
    }
}

/// The grade by Flesch and Kincaid, for a text that is long enough to have one.
pub(super) fn grade(words: &[Word]) -> Option<f64> {
    let total: usize = words.iter().map(|word| count(&word.text)).sum();
    if total < GRADED {
        return None;
    }
    let syllables: usize = words.iter().map(|word| syllables(&word.text)).sum();
    let sentences = sentences(words).len();
    let ratio = |one: usize, other: usize| {
        f64::from(u32::try_from(one).unwrap_or(u32::MAX))
            / f64::from(u32::try_from(other).unwrap_or(u32::MAX).max(1))
    };
    Some(0.39 * ratio(total, sentences) + 11.8 * ratio(syllables, total) - 15.59)
}

/// The syllables of a word, near enough: groups of vowels, without a silent end.
fn syllables(word: &str) -> usize {
    match word {
        "{partner}" | "{relationship}" => return 4,
        "{event}" => return 3,
        "{themself}" => return 2,
        _ if word.starts_with('{') => return 1,
        _ => {}
    }
    let is_vowel = |letter: char| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut groups = 0;
    let mut before = false;
    for letter in word.chars() {
        groups += usize::from(is_vowel(letter) && !before);
        before = is_vowel(letter);
    }
    let mute =
        |end: &str, but: &[&str]| word.ends_with(end) && !but.iter().any(|but| word.ends_with(but));
    if groups > 1
        && (mute("e", &["le", "ee", "ie", "oe", "ye"])
            || mute("ed", &["ted", "ded"])
            || mute("es", &["ses", "ces", "ges", "zes", "xes", "shes", "ches"]))
    {
        groups -= 1;
    }
    groups.max(1)
}

/// How many lines a text takes when it is set to a width.
pub(super) fn lines(text: &str, width: usize) -> usize {
    text.lines()
        .map(|line| {
            let mut rows = 1;
            let mut column = 0;
            for word in line.split_whitespace() {
                let length = shown_length(word);
                if column > 0 && column + 1 + length > width {
                    rows += 1;
                    column = length;
                } else {
                    column += length + usize::from(column > 0);
                }
            }
            rows
        })
        .sum()
}

/// How long a word is when it is shown, about: a placeholder is as long as what stands for it at first.
fn shown_length(word: &str) -> usize {
    let length = word.chars().count();
    if word.contains("{partner}") || word.contains("{Partner}") {
        length + 3
    } else if word.contains('|') {
        length / 2
    } else {
        length
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn syllables_are_near_enough() {
        for (word, expected) in [
            ("said", 1),
            ("kitchen", 2),
            ("asked", 1),
            ("wanted", 2),
            ("table", 2),
            ("home", 1),
            ("responsibility", 6),
            ("houses", 2),
            ("{they}", 1),
        ] {
            assert_eq!(syllables(word), expected, "{word}");
        }
    }

    #[test]
    fn short_sentences_are_easy_and_long_words_are_not() {
        let easy = "You may stop here. Sit down. Put both feet on the floor. ".repeat(12);
        assert!(grade(&words(&easy)).unwrap() < 3.0);
        let hard = "Accountability necessitates comprehensive acknowledgement of interpersonal consequences. ".repeat(20);
        assert!(grade(&words(&hard)).unwrap() > 12.0);
        assert_eq!(grade(&words("Too short.")), None);
    }

    #[test]
    fn a_sentence_ends_at_its_stop_and_a_list_line_ends_one() {
        let all = sentences(&words("One two.\n\n- three four\n- five"));
        assert_eq!(all.iter().map(|one| one.words).collect::<Vec<_>>(), [2, 2, 1]);
    }

    #[test]
    fn lines_are_counted_as_they_are_set() {
        assert_eq!(lines("one two three\n\nfour", 7), 4);
    }
}
