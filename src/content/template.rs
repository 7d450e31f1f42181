//! The template language of all content: the person's words for the partner and for what happened.
//!
//! The grammar is documented once, in `content/README.md`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// How the partner is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pronouns {
    /// they, them, their: until the person sets another.
    #[default]
    They,
    /// she, her, her.
    She,
    /// he, him, his.
    He,
}

impl Pronouns {
    /// All, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::They, Self::She, Self::He];

    /// The pronouns in the order they, them, their, theirs, themself.
    #[must_use]
    pub fn forms(self) -> [&'static str; 5] {
        match self {
            Self::They => ["they", "them", "their", "theirs", "themself"],
            Self::She => ["she", "her", "her", "hers", "herself"],
            Self::He => ["he", "him", "his", "his", "himself"],
        }
    }
}

/// The person's words, as templates need them. Empty texts stand for the neutral default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// A name or initial; else "your partner".
    pub partner: String,
    /// The partner's pronouns.
    pub pronouns: Pronouns,
    /// What the person calls the event; else "what happened".
    pub event: String,
    /// What the person calls the bond; else "relationship".
    pub relationship: String,
}

/// A text with places for the person's words. Content holds only templates that were checked when it was loaded.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Template(String);

/// One thing that stands in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as it stands.
    Literal(&'a str),
    /// A brace, written twice.
    Brace(char),
    /// A word of the person's; the flag says whether it begins with a capital.
    Word(Word, bool),
    /// The verb for one and the verb for they.
    Verb(&'a str, &'a str),
    /// What was written in a field of the same step.
    Answer(&'a str),
}

/// The words a template may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// `{partner}`
    Partner,
    /// `{they}`
    They,
    /// `{them}`
    Them,
    /// `{their}`
    Their,
    /// `{theirs}`
    Theirs,
    /// `{themself}`
    Themself,
    /// `{event}`
    Event,
    /// `{relationship}`
    Relationship,
}

impl Word {
    const ALL: [(&'static str, Self); 8] = [
        ("partner", Self::Partner),
        ("they", Self::They),
        ("them", Self::Them),
        ("their", Self::Their),
        ("theirs", Self::Theirs),
        ("themself", Self::Themself),
        ("event", Self::Event),
        ("relationship", Self::Relationship),
    ];

    fn of(self, words: &Words) -> &str {
        fn or<'w>(text: &'w str, default: &'w str) -> &'w str {
            if text.trim().is_empty() { default } else { text }
        }
        let forms = words.pronouns.forms();
        match self {
            Self::Partner => or(&words.partner, "your partner"),
            Self::They => forms[0],
            Self::Them => forms[1],
            Self::Their => forms[2],
            Self::Theirs => forms[3],
            Self::Themself => forms[4],
            Self::Event => or(&words.event, "what happened"),
            Self::Relationship => or(&words.relationship, "relationship"),
        }
    }
}

/// Why a text is no template, with the byte where the trouble starts.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BadTemplate {
    /// Byte offset into the text.
    pub at: usize,
    /// How many bytes are wrong.
    pub len: usize,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
}

impl Template {
    /// Takes a text that may hold placeholders.
    ///
    /// # Errors
    /// The first placeholder that is not in the grammar.
    pub fn parse(text: impl Into<String>) -> Result<Self, BadTemplate> {
        let text = text.into();
        for piece in Pieces::new(&text) {
            piece?;
        }
        Ok(Self(text))
    }

    /// A text in which nothing is a placeholder.
    #[must_use]
    pub fn literal(text: &str) -> Self {
        Self(text.replace('{', "{{").replace('}', "}}"))
    }

    /// The text as the author wrote it.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// The fields whose answers the text asks for, in order.
    pub fn answers(&self) -> impl Iterator<Item = &str> {
        Pieces::new(&self.0).filter_map(|piece| match piece {
            Ok(Piece::Answer(field)) => Some(field),
            _ => None,
        })
    }

    /// The text with the person's words in it.
    #[must_use]
    pub fn render<'t>(&'t self, words: &Words) -> Cow<'t, str> {
        if !self.0.contains(['{', '}']) {
            return Cow::Borrowed(&self.0);
        }
        Cow::Owned(self.render_with(words, |_| None))
    }

    /// The text with the person's words in it, and with what `answer` gives for each `{=field}`; a field without an
    /// answer is shown as a blank.
    #[must_use]
    pub fn render_with<'a>(
        &self,
        words: &Words,
        answer: impl Fn(&str) -> Option<Cow<'a, str>>,
    ) -> String {
        let mut out = String::with_capacity(self.0.len() + 16);
        let mut word_before = false;
        for piece in Pieces::new(&self.0).flatten() {
            let is_word = matches!(piece, Piece::Word(..));
            match piece {
                // “M.” at the end of a sentence brings its own full stop.
                Piece::Literal(text) if word_before && out.ends_with('.') => {
                    out.push_str(text.strip_prefix('.').unwrap_or(text));
                }
                Piece::Literal(text) => out.push_str(text),
                Piece::Brace(brace) => out.push(brace),
                Piece::Word(word, capital) => push(&mut out, word.of(words), capital),
                Piece::Verb(one, they) => {
                    out.push_str(if words.pronouns == Pronouns::They { they } else { one });
                }
                Piece::Answer(field) => match answer(field) {
                    Some(text) => out.push_str(&text),
                    None => out.push('…'),
                },
            }
            word_before = is_word;
        }
        out
    }
}

fn push(out: &mut String, text: &str, capital: bool) {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) if capital => {
            out.extend(first.to_uppercase());
            out.push_str(characters.as_str());
        }
        _ => out.push_str(text),
    }
}

/// Reads a template piece by piece.
struct Pieces<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Pieces<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn bad(&mut self, len: usize, message: String) -> Result<Piece<'a>, BadTemplate> {
        let at = self.at;
        self.at = self.text.len();
        Err(BadTemplate { at, len, message })
    }

    fn braced(&mut self, rest: &'a str) -> Result<Piece<'a>, BadTemplate> {
        let Some(end) = rest.find('}') else {
            return self.bad(1, "this brace is never closed; write {{ for a brace".to_owned());
        };
        let inner = &rest[1..end];
        if let Some(field) = inner.strip_prefix('=') {
            self.at += end + 1;
            return Ok(Piece::Answer(field));
        }
        if let Some((one, they)) = inner.split_once('|') {
            if one.is_empty() || they.is_empty() || they.contains('|') {
                return self.bad(end + 1, "a verb pair is {one|they}, as in {is|are}".to_owned());
            }
            self.at += end + 1;
            return Ok(Piece::Verb(one, they));
        }
        let capital = inner.starts_with(|first: char| first.is_ascii_uppercase());
        let found = Word::ALL.iter().find(|(name, _)| {
            inner.get(..1).is_some_and(|first| first.eq_ignore_ascii_case(&name[..1]))
                && inner.get(1..) == Some(&name[1..])
        });
        match found {
            Some((_, word)) => {
                self.at += end + 1;
                Ok(Piece::Word(*word, capital))
            }
            None => self.bad(end + 1, format!("there is no word {{{inner}}}")),
        }
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Result<Piece<'a>, BadTemplate>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.text[self.at..];
        let first = rest.chars().next()?;
        if rest.starts_with("{{") || rest.starts_with("}}") {
            self.at += 2;
            return Some(Ok(Piece::Brace(first)));
        }
        match first {
            '{' => Some(self.braced(rest)),
            '}' => {
                Some(self.bad(1, "this brace was never opened; write }} for a brace".to_owned()))
            }
            _ => {
                let end = rest.find(['{', '}']).unwrap_or(rest.len());
                self.at += end;
                Some(Ok(Piece::Literal(&rest[..end])))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, pronouns: Pronouns, expect: &str) {
        let words = Words { pronouns, ..Words::default() };
        assert_eq!(Template::parse(source).unwrap().render(&words), expect);
    }

    #[test]
    fn verbs_agree_with_the_pronoun() {
        let source = "{They} {is|are} asleep; {their} phone, and it is {theirs}: {they} {asks|ask} {themself}.";
        check(
            source,
            Pronouns::They,
            "They are asleep; their phone, and it is theirs: they ask themself.",
        );
        check(source, Pronouns::She, "She is asleep; her phone, and it is hers: she asks herself.");
        check(source, Pronouns::He, "He is asleep; his phone, and it is his: he asks himself.");
    }

    #[test]
    fn a_name_takes_the_place_of_the_default() {
        let words = Words { partner: "M.".into(), event: "the lie".into(), ..Words::default() };
        let text =
            Template::parse("{Partner} knows of {event}; {partner}’s {relationship}.").unwrap();
        assert_eq!(text.render(&words), "M. knows of the lie; M.’s relationship.");
        assert_eq!(
            text.render(&Words::default()),
            "Your partner knows of what happened; your partner’s relationship."
        );
    }

    #[test]
    fn an_initial_ends_a_sentence_with_one_stop() {
        let words = Words { partner: "M.".into(), ..Words::default() };
        let text = Template::parse("Write to {partner}. Then wait.").unwrap();
        assert_eq!(text.render(&words), "Write to M. Then wait.");
    }

    #[test]
    fn braces_and_answers() {
        let text = Template::parse("{{x}} I {=did}.").unwrap();
        assert_eq!(text.answers().collect::<Vec<_>>(), ["did"]);
        assert_eq!(text.render_with(&Words::default(), |_| Some("lied".into())), "{x} I lied.");
        assert_eq!(text.render(&Words::default()), "{x} I ….");
    }

    #[test]
    fn what_is_not_in_the_grammar_is_refused_with_its_place() {
        for (source, at) in
            [("a {name}", 2), ("a {they", 2), ("a }", 2), ("{is|}", 0), ("{PARTNER}", 0), ("{}", 0)]
        {
            assert_eq!(Template::parse(source).unwrap_err().at, at, "{source}");
        }
    }
}
