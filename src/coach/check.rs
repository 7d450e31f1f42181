//! The rules file checked against its own examples.

use super::judge::{Scratch, judge};
use super::load;
use super::rules::Rules;
use super::split::sentences;
use crate::content::sheet::Sheet;
use crate::content::{Diagnostic, SourceFile};

/// Everything that is wrong with rules: what cannot be read, then the examples that a rule misses or should not match.
#[must_use]
pub fn check(files: &[SourceFile]) -> Vec<Diagnostic> {
    let (rules, examples) = match load::load(files) {
        Ok(read) => read,
        Err(findings) => return findings,
    };
    let sheets: Vec<Sheet> = files.iter().map(Sheet::new).collect();
    for example in &examples {
        let (sheet, name) = (&sheets[example.file], &rules.all()[example.rule].name);
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
    sheets.into_iter().flat_map(Sheet::into_findings).collect()
}

/// Whether the text gets the label of the rule.
fn says(rules: &Rules, rule: usize, text: &str) -> bool {
    let label = rules.all()[rule].label;
    let mut scratch = Scratch::default();
    let mut verdicts =
        sentences(text).into_iter().map(|sentence| judge(rules, sentence, &mut scratch).0);
    verdicts.any(|verdict| verdict.hits.iter().any(|hit| hit.label == label))
}
