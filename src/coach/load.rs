//! Reading the rules file.

use toml::de::DeTable;

use super::label::{AlertKind, AlertLabel, Flag, Label, StrengthLabel};
use super::lexicon::{Grammar, NUMBER};
use super::pattern::{self, BadPattern, Classes, Step};
use super::rules::{Owner, Pattern, Rule, Rules, Shield, Worth};
use crate::content::sheet::{Placed, Sheet};
use crate::content::table::Table;
use crate::content::{Diagnostic, SourceFile};

/// What a rule should and should not say something of.
#[derive(Debug)]
pub(super) struct Examples {
    pub(super) rule: usize,
    /// The number of the file that it stands in.
    pub(super) file: usize,
    pub(super) yes: Vec<Placed<String>>,
    pub(super) no: Vec<Placed<String>>,
}

/// Reads rules and their examples. Words and classes of a file hold in those after it too.
pub(super) fn load(files: &[SourceFile]) -> Result<(Rules, Vec<Examples>), Vec<Diagnostic>> {
    let (mut rules, mut classes, mut examples) = (Rules::default(), Classes::default(), Vec::new());
    let mut findings = Vec::new();
    for (file, source) in files.iter().enumerate() {
        let sheet = Sheet::new(source);
        if let Some(document) = crate::content::load::parse(&sheet) {
            let mut reader = Reader { sheet: &sheet, file, rules, classes, examples };
            reader.read(document.get_ref(), document.span());
            if file + 1 == files.len() {
                reader.settle();
            }
            Reader { rules, classes, examples, .. } = reader;
        }
        findings.extend(sheet.into_findings());
    }
    if findings.is_empty() { Ok((rules, examples)) } else { Err(findings) }
}

struct Reader<'s> {
    sheet: &'s Sheet,
    file: usize,
    rules: Rules,
    classes: Classes,
    examples: Vec<Examples>,
}

impl Reader<'_> {
    fn read<'r>(&mut self, document: &'r DeTable<'r>, span: std::ops::Range<usize>)
    where
        Self: 'r,
    {
        let whole = Table::new(self.sheet, document, span, "the rules");
        whole.number("format_version", 1..=1);
        self.words(&whole);
        self.classes(&whole);
        for table in whole.tables("shield", "a shield") {
            self.shield(&table);
        }
        for table in whole.tables("rule", "a rule") {
            self.rule(&table, false);
        }
        for table in whole.tables("hint", "a hint") {
            self.rule(&table, true);
        }
        for table in whole.tables("reading", "a reading") {
            self.reading(&table);
        }
        whole.finish();
    }

    /// How words are written, and their irregular forms.
    fn words(&mut self, whole: &Table<'_>) {
        let lexicon = &mut self.rules.lexicon;
        lexicon.intern(NUMBER);
        for word in ["is", "am", "are", "have", "will", "would", "not"] {
            lexicon.intern(word);
        }
        for (written, words) in
            whole.table_if("spelling", "the spellings").iter().flat_map(Table::own_lines)
        {
            let words: Vec<&str> = words.value.split_whitespace().collect();
            lexicon.add_spelling(&written.value, &words);
        }
        for (base, forms) in whole.table_if("forms", "the forms").iter().flat_map(Table::own_lines)
        {
            for form in forms.value.split_whitespace() {
                lexicon.add_form(form, &base.value);
            }
        }
    }

    fn classes(&mut self, whole: &Table<'_>) {
        let table = whole.table_if("classes", "the classes");
        let mut open: Vec<_> = table.iter().flat_map(Table::own_lines).collect();
        // A class may name another that stands below it: go round until nothing more can be made.
        loop {
            let before = open.len();
            let mut waiting = Vec::new();
            for (name, entries) in open {
                let known =
                    self.classes.define(&mut self.rules.lexicon, &name.value, &entries.value);
                if let Err(trouble) = known {
                    waiting.push((name, entries, trouble));
                }
            }
            if waiting.is_empty() || waiting.len() == before {
                for (name, entries, trouble) in waiting {
                    let message = format!("class `{}`: {}", name.value, trouble.message);
                    self.sheet.report(&entries.span, message, trouble.help);
                }
                return;
            }
            open = waiting.into_iter().map(|(name, entries, _)| (name, entries)).collect();
        }
    }

    fn patterns(&mut self, lines: &[Placed<String>]) -> Vec<Box<[Step]>> {
        let mut patterns = Vec::new();
        for line in lines {
            match pattern::parse(&line.value, &mut self.rules.lexicon, &mut self.classes) {
                Ok(read) => patterns.extend(read),
                Err(BadPattern { message, help }) => self.sheet.report(&line.span, message, help),
            }
        }
        patterns
    }

    fn own(&mut self, owner: Owner, table: &Table<'_>) {
        let lines = table.lines("match");
        if lines.is_empty() {
            table.report(&table.near("match"), "this has no `match`", "write `match = [\"…\"]`");
        }
        let patterns = self.patterns(&lines);
        self.rules.patterns.extend(patterns.into_iter().map(|steps| Pattern::new(owner, steps)));
    }

    fn shield(&mut self, table: &Table<'_>) {
        let covers = table.word("covers", "\"after\"");
        let silences = table.word("silences", "\"flags\"");
        self.own(Owner::Shield(self.rules.shields.len()), table);
        table.finish();
        if let (Some(covers), Some(silences)) = (covers, silences) {
            self.rules.shields.push(Shield { covers, silences });
        }
    }

    fn rule(&mut self, table: &Table<'_>, hint: bool) {
        let name = table.line("name");
        let label = label(table);
        let is_flag = matches!(label, Some(Label::Flag(_)));
        let line = |key| if is_flag { table.line(key) } else { table.line_if(key) };
        let (why, try_) = (line("why"), line("try"));
        let unless = self.patterns(&table.lines("unless"));
        let first = self.rules.patterns.len();
        self.rules
            .patterns
            .extend(unless.into_iter().map(|steps| Pattern::new(Owner::Unless, steps)));
        let unless = (first..self.rules.patterns.len()).filter_map(|at| u32::try_from(at).ok());
        let unless = unless.collect();
        let question = table.flag("question");
        let statement = table.flag("statement");
        let (negated, quoted, holds) =
            (table.flag("negated"), table.flag("quoted"), table.flag("holds"));
        let worth = if hint { points(table).map(Worth::Hint) } else { Some(Worth::Sure) };
        let rule = self.rules.list.len();
        self.own(Owner::Rule(rule), table);
        let (yes, no) = (table.lines("yes"), table.lines("no"));
        if yes.is_empty() && !hint {
            table.report(
                &table.near("yes"),
                "a rule has at least one example",
                "write `yes = [\"…\"]`",
            );
        }
        table.finish();
        let (Some(name), Some(label), Some(worth)) = (name, label, worth) else { return };
        if self.rules.list.iter().any(|other| other.name == name.value) {
            self.sheet.report(
                &name.span,
                format!("there is another rule `{}`", name.value),
                "give it a name of its own",
            );
        }
        let text = |line: Option<Placed<String>>| line.map_or_else(String::new, |line| line.value);
        self.rules.list.push(Rule {
            name: name.value,
            label,
            why: text(why),
            try_: text(try_),
            unless,
            question: if question { Some(true) } else { statement.then_some(false) },
            negated: negated || hint,
            quoted,
            holds,
            worth,
        });
        self.examples.push(Examples { rule, file: self.file, yes, no });
    }

    /// What is said where no rule speaks and the words read like a flag or a strength all the same.
    fn reading(&mut self, table: &Table<'_>) {
        let label = label(table);
        let is_flag = matches!(label, Some(Label::Flag(_)));
        let line = |key| if is_flag { table.line(key) } else { table.line_if(key) };
        let text = |line: Option<Placed<String>>| line.map_or_else(String::new, |line| line.value);
        let (why, try_) = (text(line("why")), text(line("try")));
        table.finish();
        let Some(label @ (Label::Flag(_) | Label::Strength(_))) = label else { return };
        self.rules.list.push(Rule {
            name: String::new(),
            label,
            why,
            try_,
            unless: Vec::new(),
            question: None,
            negated: false,
            quoted: false,
            holds: false,
            worth: Worth::Reading,
        });
    }

    /// What can only be done when everything is read.
    fn settle(&mut self) {
        let take = |name: &str| {
            self.classes.words(name).map_err(|trouble| {
                self.sheet.report(&(0..0), trouble.message, "the grammar needs this class");
            })
        };
        let common = take("common").unwrap_or_default();
        self.rules.lexicon.grammar = Grammar {
            fillers: take("filler").unwrap_or_default(),
            negators: take("negator").unwrap_or_default(),
            subjects: take("subject").unwrap_or_default(),
            openers: take("clause-word").unwrap_or_default(),
            joiners: take("joining-word").unwrap_or_default(),
        };
        self.rules.classes = std::mem::take(&mut self.classes.list);
        for number in self.rules.index(&common) {
            let message = format!("pattern {} of the file needs no word at all", number + 1);
            self.sheet.report(&(0..0), message, "give it one step that is a word or a {class}");
        }
    }
}

fn label(table: &Table<'_>) -> Option<Label> {
    let flag = table.word_if::<Flag>("flag").map(Label::Flag);
    let strength = table.word_if::<StrengthLabel>("strength").map(Label::Strength);
    let alert = table.word_if::<AlertLabel>("alert");
    let kind = table.word_if::<AlertKind>("kind");
    let alert = alert.zip(kind).map(|(alert, kind)| Label::Alert(alert, kind));
    let mut labels = [flag, strength, alert].into_iter().flatten();
    if let (Some(label), None) = (labels.next(), labels.next()) {
        return Some(label);
    }
    let help = "write one of `flag`, `strength`, or `alert` with `kind`";
    table.report(&table.span, "a rule says exactly one thing", help);
    None
}

/// What a hint counts: for an alert, or against it.
fn points(table: &Table<'_>) -> Option<i8> {
    let for_it = table.small_if("points", 1..=10);
    let against = table.small_if("against", 1..=10);
    match (for_it, against) {
        (Some(points), None) => i8::try_from(points).ok(),
        (None, Some(points)) => i8::try_from(points).ok().map(i8::wrapping_neg),
        _ => {
            let help = "write `points = 2`, or `against = 2`";
            table.report(&table.span, "a hint counts for its alert or against it", help);
            None
        }
    }
}
