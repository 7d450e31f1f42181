//! The words that the rules know, and how a typed word finds them: contractions with and without apostrophe, common
//! slips of the fingers, irregular and regular forms.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::token::Ending;

/// A word of the vocabulary.
pub(super) type WordId = u32;

/// No word of the vocabulary.
pub(super) const NONE: WordId = WordId::MAX;

/// A word that stands for any number written in digits.
pub(super) const NUMBER: &str = "#";

/// Words at least this long are looked up with one slip of the fingers.
const SLIP: usize = 6;

/// A table by word. The words come from the rules, so a quick hash is safe.
type Words<T> = HashMap<Box<str>, T, BuildHasherDefault<Quick>>;

/// FNV-1a.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quick(u64);

impl Default for Quick {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
}

/// A set of words.
#[derive(Debug, Default, Clone)]
pub(super) struct WordSet(Vec<u64>);

impl WordSet {
    pub(super) fn insert(&mut self, word: WordId) {
        let at = word as usize / 64;
        if at >= self.0.len() {
            self.0.resize(at + 1, 0);
        }
        self.0[at] |= 1 << (word % 64);
    }

    pub(super) fn contains(&self, word: WordId) -> bool {
        self.0.get(word as usize / 64).is_some_and(|bits| bits & (1 << (word % 64)) != 0)
    }
}

/// The classes of words that the grammar itself needs.
#[derive(Debug, Default)]
pub(super) struct Grammar {
    /// "really", "just": skipped between any two words.
    pub(super) fillers: WordSet,
    /// "not", "never".
    pub(super) negators: WordSet,
    /// "I", "you", "they", "it".
    pub(super) subjects: WordSet,
    /// "but", "because", "if".
    pub(super) openers: WordSet,
    /// "and", "so", "or".
    pub(super) joiners: WordSet,
}

/// Every word that some rule knows.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    ids: Words<WordId>,
    /// What a form is a form of: "felt" of "feel".
    irregular: Words<Vec<WordId>>,
    /// What a written word stands for: "dont" for "do not".
    spelled: Words<Vec<WordId>>,
    names: Vec<Box<str>>,
    pub(super) grammar: Grammar,
}

impl Lexicon {
    /// The word's number, new if it has none.
    pub(super) fn intern(&mut self, word: &str) -> WordId {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = WordId::try_from(self.names.len()).unwrap_or(NONE);
        self.names.push(word.into());
        self.ids.insert(word.into(), id);
        id
    }

    /// The word of that number.
    pub(super) fn name(&self, word: WordId) -> &str {
        self.names.get(word as usize).map_or("", |name| name)
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// Says that `form` is a form of `base`.
    pub(super) fn add_form(&mut self, form: &str, base: &str) {
        let base = self.intern(base);
        self.intern(form);
        self.irregular.entry(form.into()).or_default().push(base);
    }

    /// Says that `written` stands for `words`.
    pub(super) fn add_spelling(&mut self, written: &str, words: &[&str]) {
        let words = words.iter().map(|word| self.intern(word)).collect();
        self.spelled.insert(written.into(), words);
    }

    pub(super) fn is_filler(&self, word: WordId) -> bool {
        self.grammar.fillers.contains(word)
    }

    pub(super) fn is_negator(&self, word: WordId) -> bool {
        self.grammar.negators.contains(word)
    }

    pub(super) fn is_subject(&self, word: WordId) -> bool {
        self.grammar.subjects.contains(word)
    }

    pub(super) fn opens_clause(&self, word: WordId) -> bool {
        self.grammar.openers.contains(word)
    }

    pub(super) fn joins(&self, word: WordId) -> bool {
        self.grammar.joiners.contains(word)
    }

    /// What a written word stands for. "ill" and "id" are "I will" and "I would" only where nobody is ill.
    pub(super) fn expand(&self, written: &str, before: WordId) -> Option<&[WordId]> {
        let words = self.spelled.get(written)?;
        let state = |name: &str| self.ids.get(name).is_some_and(|id| *id == before);
        let ill = matches!(written, "ill" | "id")
            && [
                "be", "am", "is", "was", "are", "were", "been", "feel", "felt", "so", "very",
                "the", "your", "my", "an", "fell", "get", "got",
            ]
            .into_iter()
            .any(state);
        (!ill).then_some(words)
    }

    /// "she's" is "she is", "sister's" is "sister".
    pub(super) fn clitic<'w>(&self, written: &'w str) -> Option<(&'w str, Option<WordId>)> {
        let (head, tail) = written.split_once('\'')?;
        let short = match tail {
            "s" => {
                let owner = !self.ids.get(head).is_some_and(|id| self.is_subject(*id));
                if owner { None } else { Some("is") }
            }
            "m" => Some("am"),
            "re" => Some("are"),
            "ve" => Some("have"),
            "ll" => Some("will"),
            "d" => Some("would"),
            "t" => Some("not"),
            _ => None,
        };
        let head = if tail == "t" { head.strip_suffix('n').unwrap_or(head) } else { head };
        Some((head, short.and_then(|short| self.ids.get(short).copied())))
    }

    /// A word of the vocabulary with its forms.
    pub(super) fn known(&self, word: WordId) -> (WordId, [WordId; 3], Ending) {
        self.names.get(word as usize).map_or((NONE, [NONE; 3], Ending::Other), |name| {
            let mut bases = Bases::default();
            self.bases(name, &mut bases);
            (word, bases.found, ending(name))
        })
    }

    /// A written word with its forms.
    pub(super) fn look(&self, written: &str) -> (WordId, [WordId; 3], Ending) {
        let ending = ending(written);
        if written.len() > 40 {
            return (NONE, [NONE; 3], ending);
        }
        if written.bytes().any(|byte| byte.is_ascii_digit()) {
            let number = written.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            let number = number.bytes().all(|byte| byte.is_ascii_digit()) && !number.is_empty();
            let id = if number { self.id(NUMBER) } else { NONE };
            let own = self.id(written);
            return (if own == NONE { id } else { own }, [id, NONE, NONE], ending);
        }
        let mut bases = Bases::default();
        let word = self.id(written);
        self.bases(written, &mut bases);
        if word == NONE && bases.count == 0 && written.len() >= SLIP && written.is_ascii() {
            if let Some(word) = self.slipped(written) {
                return self.known(word);
            }
            let squeezed = squeeze(written);
            let word = self.id(&squeezed);
            if word != NONE {
                return self.known(word);
            }
        }
        (word, bases.found, ending)
    }

    fn id(&self, word: &str) -> WordId {
        self.ids.get(word).copied().unwrap_or(NONE)
    }

    /// The words that `written` may be a form of.
    fn bases(&self, written: &str, bases: &mut Bases) {
        if let Some(found) = self.irregular.get(written) {
            for base in found {
                bases.add(*base);
            }
        }
        if !written.is_ascii() {
            return;
        }
        let mut attempt = |stem: &str, end: &str| {
            if stem.len() + end.len() >= 2 {
                let id =
                    if end.is_empty() { self.id(stem) } else { self.id(&[stem, end].concat()) };
                bases.add(id);
            }
        };
        if let Some(stem) = written.strip_suffix("ies").or_else(|| written.strip_suffix("ied")) {
            attempt(stem, "y");
        }
        if let Some(stem) = written.strip_suffix("es") {
            attempt(stem, "");
        }
        if let Some(stem) = written.strip_suffix('s').filter(|stem| !stem.ends_with('s')) {
            attempt(stem, "");
        }
        let stem = written.strip_suffix("ed").or_else(|| written.strip_suffix("ing"));
        if let Some(stem) = stem.filter(|stem| stem.len() >= 2) {
            attempt(stem, "");
            attempt(stem, "e");
            let mut last = stem.bytes().rev();
            if last.next() == last.next() {
                attempt(&stem[..stem.len() - 1], "");
            }
        }
    }

    /// The known word that is one slip away: two letters swapped, one too many, one missing.
    fn slipped(&self, written: &str) -> Option<WordId> {
        let mut letters = written.as_bytes().to_vec();
        let found = |letters: &[u8]| {
            let word = std::str::from_utf8(letters).ok()?;
            let id = self.id(word);
            (id != NONE).then_some(id)
        };
        for at in 1..letters.len() - 1 {
            letters.swap(at, at + 1);
            if let Some(id) = found(&letters) {
                return Some(id);
            }
            letters.swap(at, at + 1);
        }
        for at in 1..letters.len() - 1 {
            let letter = letters.remove(at);
            if let Some(id) = found(&letters) {
                return Some(id);
            }
            letters.insert(at, letter);
        }
        for at in 1..letters.len() {
            letters.insert(at, b'a');
            for letter in b'a'..=b'z' {
                letters[at] = letter;
                if let Some(id) = found(&letters) {
                    return Some(id);
                }
            }
            letters.remove(at);
        }
        None
    }
}

/// "sooooorry" as "sorry": a letter that stands three times or more in a row stands once.
fn squeeze(written: &str) -> String {
    let letters: Vec<char> = written.chars().collect();
    let runs = letters.chunk_by(|one, next| one == next);
    runs.flat_map(|run| if run.len() > 2 { &run[..1] } else { run }).collect()
}

#[derive(Debug)]
struct Bases {
    found: [WordId; 3],
    count: usize,
}

impl Default for Bases {
    fn default() -> Self {
        Self { found: [NONE; 3], count: 0 }
    }
}

impl Bases {
    fn add(&mut self, word: WordId) {
        if word != NONE && self.count < self.found.len() && !self.found.contains(&word) {
            self.found[self.count] = word;
            self.count += 1;
        }
    }
}

fn ending(word: &str) -> Ending {
    if word.len() > 4 && word.ends_with("ing") {
        Ending::Ing
    } else if word.len() > 3 && word.ends_with("ed") {
        Ending::Ed
    } else {
        Ending::Other
    }
}
