//! Every path that a source file names, with imports and new names followed, as seen from the root of the crate.

use std::collections::BTreeSet;

use super::tokens::{Kind, Token, tokens};

/// A path as the compiler would see it: `crate::…` within this crate, else a crate's name first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Named {
    pub(crate) line: usize,
    pub(crate) path: Vec<String>,
    /// Whether it ends in `::*`.
    pub(crate) glob: bool,
    pub(crate) place: Place,
    /// Whether it stands in code that only tests see.
    pub(crate) test: bool,
}

/// Where a path stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// In code.
    Code,
    /// In an import.
    Import,
    /// In an import that passes it on.
    Reexport,
}

/// What a file names, and more that the rules ask for.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    pub(crate) paths: BTreeSet<Named>,
    /// Modules that only tests see, as paths from the root.
    pub(crate) test_modules: BTreeSet<Vec<String>>,
    /// Names followed by `!`.
    pub(crate) macros: Vec<(usize, String, bool)>,
    /// Lines with a `#[path]` attribute, which takes a file from elsewhere.
    pub(crate) path_attributes: Vec<usize>,
    /// Keywords of items other than modules and imports.
    pub(crate) items: Vec<(usize, String)>,
}

/// Reads the source of the module at this path, for example `["crate", "app", "page"]`.
pub(crate) fn read(module: &[String], source: &str) -> Reading {
    let mut reader = Reader {
        tokens: tokens(source),
        module: module.to_vec(),
        closing: Vec::new(),
        found: Vec::new(),
        renamed: Vec::new(),
        tests: Vec::new(),
        reading: Reading::default(),
    };
    reader.find_tests();
    reader.walk();
    reader.finish()
}

/// A path as it is written, with the module it stands in.
#[derive(Debug, Clone)]
struct Written {
    named: Named,
    module: Vec<String>,
    /// Whether it began with `::`.
    global: bool,
}

struct Reader {
    tokens: Vec<Token>,
    module: Vec<String>,
    /// For each open brace, whether it closes an inline module.
    closing: Vec<bool>,
    found: Vec<Written>,
    /// A name, and the path that it stands for.
    renamed: Vec<(String, Written)>,
    /// Token ranges that only tests see.
    tests: Vec<std::ops::Range<usize>>,
    reading: Reading,
}

const ITEMS: [&str; 9] =
    ["fn", "struct", "enum", "trait", "impl", "const", "static", "type", "macro_rules"];

impl Reader {
    fn sign(&self, at: usize, sign: char) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is_sign(sign))
    }

    fn colons(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Colons)
    }

    fn name(&self, at: usize) -> Option<&str> {
        self.tokens.get(at).and_then(Token::name)
    }

    /// The token after the bracket that closes the one at this place.
    fn after_group(&self, at: usize) -> usize {
        let mut depth = 0;
        for (index, token) in self.tokens.iter().enumerate().skip(at) {
            match token.kind {
                Kind::Sign('(' | '[' | '{') => depth += 1,
                Kind::Sign(')' | ']' | '}') => depth -= 1,
                Kind::Sign(_) | Kind::Name(_) | Kind::Colons => {}
            }
            if depth == 0 {
                return index + 1;
            }
        }
        self.tokens.len()
    }

    /// Finds what stands under `#[cfg(test)]` or `#[cfg(all(test, …))]`, up to the end of its item.
    fn find_tests(&mut self) {
        for at in 0..self.tokens.len() {
            let inner = self.sign(at, '#') && self.sign(at + 1, '!');
            let open = at + if inner { 2 } else { 1 };
            if !self.sign(at, '#') || !self.sign(open, '[') || self.name(open + 1) != Some("cfg") {
                continue;
            }
            let end = self.after_group(open);
            let names: Vec<&str> =
                self.tokens[open..end].iter().filter_map(Token::name).skip(1).collect();
            if !matches!(names.as_slice(), ["test"] | ["all", "test", ..]) {
                continue;
            }
            if inner {
                self.tests.push(0..self.tokens.len());
                continue;
            }
            let mut last = end;
            while last < self.tokens.len() && !self.sign(last, ';') && !self.sign(last, '{') {
                last = if self.sign(last, '[') || self.sign(last, '(') {
                    self.after_group(last)
                } else {
                    last + 1
                };
            }
            let last = if self.sign(last, '{') { self.after_group(last) } else { last + 1 };
            self.tests.push(at..last);
        }
    }

    fn is_test(&self, at: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&at))
    }

    fn walk(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            at = self.step(at);
        }
    }

    /// Reads what begins at this token, and says where the next thing begins.
    fn step(&mut self, at: usize) -> usize {
        let line = self.tokens[at].line;
        let name = match &self.tokens[at].kind {
            Kind::Sign('{') => {
                self.closing.push(false);
                return at + 1;
            }
            Kind::Sign('}') => {
                if self.closing.pop() == Some(true) {
                    self.module.pop();
                }
                return at + 1;
            }
            Kind::Sign('#') => {
                let open = if self.sign(at + 1, '!') { at + 2 } else { at + 1 };
                if self.sign(open, '[') && self.name(open + 1) == Some("path") {
                    self.reading.path_attributes.push(line);
                }
                return at + 1;
            }
            Kind::Sign(_) | Kind::Colons => return at + 1,
            Kind::Name(name) => name.clone(),
        };
        if self.sign(at + 1, '!') && !self.sign(at + 2, '=') {
            let test = self.is_test(at);
            self.reading.macros.push((line, name.clone(), test));
        }
        if ITEMS.contains(&name.as_str()) {
            self.reading.items.push((line, name.clone()));
        }
        match name.as_str() {
            "mod" => self.module_at(at),
            "use" if !self.sign(at + 1, '<') => self.import_at(at),
            "extern" if self.name(at + 1) == Some("crate") => self.extern_crate_at(at),
            _ => self.path_at(at),
        }
    }

    fn module_at(&mut self, at: usize) -> usize {
        let Some(name) = self.name(at + 1).map(str::to_owned) else { return at + 1 };
        let mut module = self.module.clone();
        module.push(name);
        if self.sign(at + 2, '{') {
            self.closing.push(true);
            self.module = module;
            return at + 3;
        }
        if self.is_test(at) {
            self.reading.test_modules.insert(module);
        }
        at + 2
    }

    fn extern_crate_at(&mut self, at: usize) -> usize {
        let Some(name) = self.name(at + 2).map(str::to_owned) else { return at + 1 };
        let written = self.written(at, vec![name.clone()], Place::Import, name != "self");
        if self.name(at + 3) == Some("as")
            && let Some(new) = self.name(at + 4).map(str::to_owned)
        {
            self.renamed.push((new, own_crate(written.clone())));
        }
        let written = own_crate(written);
        self.found.push(written);
        at + 3
    }

    fn written(&self, at: usize, path: Vec<String>, place: Place, global: bool) -> Written {
        Written {
            named: Named {
                line: self.tokens[at].line,
                path,
                glob: false,
                place,
                test: self.is_test(at),
            },
            module: self.module.clone(),
            global,
        }
    }

    fn import_at(&mut self, at: usize) -> usize {
        let passed_on = at > 0 && (self.name(at - 1) == Some("pub") || self.sign(at - 1, ')'));
        let place = if passed_on { Place::Reexport } else { Place::Import };
        let global = self.colons(at + 1);
        let start = if global { at + 2 } else { at + 1 };
        self.tree_at(start, &[], global, place)
    }

    /// One tree of an import, below the given path.
    fn tree_at(&mut self, at: usize, above: &[String], global: bool, place: Place) -> usize {
        let mut path = above.to_vec();
        let mut at = at;
        let begin = at;
        loop {
            if self.sign(at, '{') {
                let end = self.after_group(at);
                at += 1;
                while at + 1 < end {
                    let within = self.colons(at);
                    let next = if within { at + 1 } else { at };
                    at = self.tree_at(next, &path, global || within, place).max(next + 1);
                    if self.sign(at, ',') {
                        at += 1;
                    }
                }
                return end;
            }
            if self.sign(at, '*') {
                let mut written = self.written(begin, path, place, global);
                written.named.glob = true;
                self.found.push(written);
                return at + 1;
            }
            // `$crate` in a macro.
            let here = if self.sign(at, '$') { at + 1 } else { at };
            let Some(name) = self.name(here).map(str::to_owned) else { return here + 1 };
            path.push(name);
            at = here + 1;
            if !self.colons(at) {
                break;
            }
            at += 1;
        }
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let written = self.written(begin, path, place, global);
        let renamed = self.name(at) == Some("as");
        let new = if renamed { self.name(at + 1) } else { None };
        let new =
            new.map_or_else(|| written.named.path.last().cloned(), |new| Some(new.to_owned()));
        self.renamed.extend(new.map(|new| (new, written.clone())));
        self.found.push(written);
        if renamed { at + 2 } else { at }
    }

    /// A path outside imports: two names or more.
    fn path_at(&mut self, at: usize) -> usize {
        let after_colons = at > 0 && self.colons(at - 1);
        let continues = at > 1
            && (self.name(at - 2).is_some() || self.sign(at - 2, '>') || self.sign(at - 2, '}'));
        if after_colons && continues {
            return at + 1;
        }
        let mut path = Vec::new();
        let mut next = at;
        while let Some(name) = self.name(next) {
            path.push(name.to_owned());
            if !self.colons(next + 1) || self.name(next + 2).is_none() {
                break;
            }
            next += 2;
        }
        if path.len() > 1 {
            let written = self.written(at, path, Place::Code, after_colons);
            self.found.push(written);
        }
        next + 1
    }

    fn finish(mut self) -> Reading {
        for written in std::mem::take(&mut self.found) {
            for path in self.resolve(&written, 8) {
                self.reading.paths.insert(Named { path, ..written.named.clone() });
            }
        }
        self.reading
    }

    /// The paths that it may mean. A name may be given twice in a file: then all of them count.
    fn resolve(&self, written: &Written, deep: usize) -> Vec<Vec<String>> {
        let path = &written.named.path;
        let Some(first) = path.first() else { return Vec::new() };
        if written.global {
            return vec![path.clone()];
        }
        match first.as_str() {
            "crate" | "trustcoach" => {
                let mut whole = path.clone();
                "crate".clone_into(&mut whole[0]);
                vec![whole]
            }
            "self" | "super" => {
                let mut whole = written.module.clone();
                let mut rest = path.as_slice();
                while let [first, after @ ..] = rest
                    && (first == "self" || first == "super")
                {
                    if first == "super" && whole.len() > 1 {
                        whole.pop();
                    }
                    rest = after;
                }
                whole.extend_from_slice(rest);
                vec![whole]
            }
            _ => {
                let mut meant = Vec::new();
                for (_, target) in self.renamed.iter().filter(|(name, _)| name == first) {
                    // `use toml;` gives the name to itself.
                    if deep == 0 || target.named.path.first() == Some(first) {
                        continue;
                    }
                    for mut whole in self.resolve(target, deep - 1) {
                        whole.extend_from_slice(&path[1..]);
                        meant.push(whole);
                    }
                }
                if meant.is_empty() {
                    meant.push(path.clone());
                }
                meant
            }
        }
    }
}

/// `extern crate self` is this crate.
fn own_crate(mut written: Written) -> Written {
    if written.named.path == ["self"] {
        written.named.path = vec!["crate".to_owned()];
        written.global = false;
    }
    written
}
