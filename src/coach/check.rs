//! The rules file checked against its own examples.

use super::judge::judge;
use super::load::{self, FILE};
use super::rules::Rules;
use super::split::sentences;
use crate::content::sheet::Sheet;
use crate::content::{Diagnostic, SourceFile};

/// Everything that is wrong with rules: what cannot be read, then the examples that a rule misses or should not match.
#[must_use]
pub fn check(text: &str) -> Vec<Diagnostic> {
    let (rules, examples) = match load::load(text) {
        Ok(read) => read,
        Err(findings) => return findings,
    };
    let sheet = Sheet::new(&SourceFile { name: FILE.to_owned(), text: text.to_owned() });
    for example in &examples {
        let name = &rules.all()[example.rule].name;
        for yes in example.yes.iter().filter(|yes| !says(&rules, example.rule, &yes.value)) {
            sheet.report(
                &yes.span,
                format!("rule `{name}` does not match its example"),
                "widen `match`, or change the example",
            );
        }
        for no in example.no.iter().filter(|no| says(&rules, example.rule, &no.value)) {
            sheet.report(
                &no.span,
                format!("rule `{name}` matches what it should not"),
                "narrow `match`, or add an `unless`",
            );
        }
    }
    sheet.into_findings()
}

/// Whether the text gets the label of the rule.
fn says(rules: &Rules, rule: usize, text: &str) -> bool {
    let label = rules.all()[rule].label;
    let mut verdicts = sentences(text).into_iter().map(|sentence| judge(rules, sentence).0);
    verdicts.any(|verdict| verdict.hits.iter().any(|hit| hit.label == label))
}
