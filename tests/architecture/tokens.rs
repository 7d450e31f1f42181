//! Rust source as the few tokens that paths are made of; comments, strings and characters are left out.

/// A token and the line it stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) line: usize,
    pub(crate) kind: Kind,
}

/// What a token is. Numbers, lifetimes and literals are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name or keyword; raw names without their `r#`.
    Name(String),
    /// `::`
    Colons,
    /// Any other sign, one character at a time.
    Sign(char),
}

impl Token {
    pub(crate) fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }

    pub(crate) fn name(&self) -> Option<&str> {
        match &self.kind {
            Kind::Name(name) => Some(name),
            Kind::Colons | Kind::Sign(_) => None,
        }
    }
}

/// The tokens of a source file.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let mut reader = Reader { characters: source.chars().collect(), at: 0, line: 1 };
    let mut out = Vec::new();
    while let Some(character) = reader.peek(0) {
        let line = reader.line;
        let kind = match character {
            '/' if reader.peek(1) == Some('/') => reader.skip_line(),
            '/' if reader.peek(1) == Some('*') => reader.skip_comment(),
            '"' => reader.skip_string(),
            '\'' => reader.skip_quote(),
            ':' if reader.peek(1) == Some(':') => {
                reader.skip(2);
                Some(Kind::Colons)
            }
            _ if character.is_ascii_digit() => reader.skip_number(),
            _ if is_name(character) => reader.name(),
            _ => {
                reader.skip(1);
                (!character.is_whitespace()).then_some(Kind::Sign(character))
            }
        };
        out.extend(kind.map(|kind| Token { line, kind }));
    }
    out
}

fn is_name(character: char) -> bool {
    character == '_' || character.is_alphanumeric()
}

struct Reader {
    characters: Vec<char>,
    at: usize,
    line: usize,
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<char> {
        self.characters.get(self.at + ahead).copied()
    }

    fn skip(&mut self, count: usize) {
        let end = (self.at + count).min(self.characters.len());
        self.line += self.characters[self.at..end].iter().filter(|next| **next == '\n').count();
        self.at = end;
    }

    fn skip_while(&mut self, holds: impl Fn(char) -> bool) {
        while self.peek(0).is_some_and(&holds) {
            self.skip(1);
        }
    }

    fn skip_line(&mut self) -> Option<Kind> {
        self.skip_while(|next| next != '\n');
        None
    }

    /// Comments nest.
    fn skip_comment(&mut self) -> Option<Kind> {
        let mut depth = 0;
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some('/'), Some('*')) => depth += 1,
                (Some('*'), Some('/')) => depth -= 1,
                (Some(_), _) => {
                    self.skip(1);
                    continue;
                }
                (None, _) => return None,
            }
            self.skip(2);
            if depth == 0 {
                return None;
            }
        }
    }

    fn skip_string(&mut self) -> Option<Kind> {
        self.skip(1);
        while let Some(character) = self.peek(0) {
            self.skip(if character == '\\' { 2 } else { 1 });
            if character == '"' {
                break;
            }
        }
        None
    }

    /// `r"…"` and `r#"…"#`, from the first `#` or quote on.
    fn skip_raw_string(&mut self) -> Option<Kind> {
        let mut marks = 0;
        while self.peek(marks) == Some('#') {
            marks += 1;
        }
        self.skip(marks + 1);
        while self.peek(0).is_some() {
            let ends =
                self.peek(0) == Some('"') && (1..=marks).all(|ahead| self.peek(ahead) == Some('#'));
            if ends {
                self.skip(marks + 1);
                break;
            }
            self.skip(1);
        }
        None
    }

    /// A character, or the quote of a lifetime with its name.
    fn skip_quote(&mut self) -> Option<Kind> {
        if self.peek(1) == Some('\\') {
            self.skip(3);
            self.skip_while(|next| next != '\'');
            self.skip(1);
        } else if self.peek(2) == Some('\'') {
            self.skip(3);
        } else {
            self.skip(1);
            self.skip_while(is_name);
        }
        None
    }

    fn skip_number(&mut self) -> Option<Kind> {
        self.skip_while(is_name);
        None
    }

    fn name(&mut self) -> Option<Kind> {
        let start = self.at;
        self.skip_while(is_name);
        let name: String = self.characters[start..self.at].iter().collect();
        let raw = self.peek(0) == Some('#')
            && (0..).find_map(|ahead| self.peek(ahead).filter(|next| *next != '#')) == Some('"');
        match (name.as_str(), self.peek(0)) {
            ("r" | "br" | "cr", Some('"')) => self.skip_raw_string(),
            ("r" | "br" | "cr", Some('#')) if raw => self.skip_raw_string(),
            ("r", Some('#')) if self.peek(1).is_some_and(is_name) => {
                self.skip(1);
                self.name()
            }
            ("b" | "c", Some('"')) => self.skip_string(),
            ("b", Some('\'')) => self.skip_quote(),
            _ => Some(Kind::Name(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(source: &str) -> Vec<(usize, String)> {
        let all = tokens(source);
        all.iter().filter_map(|token| Some((token.line, token.name()?.to_owned()))).collect()
    }

    #[test]
    fn comments_strings_and_characters_are_left_out() {
        let source = "// crate::a\n/* crate::b /* nested */ crate::c */\nlet x = \"crate::d \\\" crate::e\";\n\
                      let y = r#\"crate::f \" crate::g\"#; let z = ('\"', '\\'', b'\\\\', b\"h\", 'q');\nend";
        let found = names(source);
        let expected =
            [(3, "let"), (3, "x"), (4, "let"), (4, "y"), (4, "let"), (4, "z"), (5, "end")];
        assert_eq!(found, expected.map(|(line, name)| (line, name.to_owned())));
    }

    #[test]
    fn raw_names_lifetimes_and_ranges_are_read() {
        let found = names("fn f<'a>(x: &'a r#fs) { 0..9; 1_u8.max(2); 'x' }");
        let found: Vec<&str> = found.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(found, ["fn", "f", "x", "fs", "max"]);
    }
}
