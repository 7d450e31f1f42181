//! `content check` and `content list`: what authors and the curious ask of the content. No plan is opened for it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use clap::ColorChoice;

use super::exit::{Answer, Failure};
use super::{opened, output};
use crate::content::coverage::Coverage;
use crate::content::diagnostic::render;
use crate::content::{
    Diagnostic, Form, Program, SourceFile, Stage, Words, coverage, help, load_under, paper, tone,
};
use crate::engine::gate::floor;

/// Checks a folder: a word of calm where it is clean, all findings where it is not. Help lines are the program's own;
/// they are checked where the folder brings some.
pub(super) fn check(folder: &Path, color: ColorChoice) -> Result<Answer, Failure> {
    let sources = opened::sources(folder)?;
    let (program, mut findings) = match load_under(&sources, floor) {
        Ok(program) => (Some(program), Vec::new()),
        Err(findings) => (None, findings),
    };
    if sources.iter().any(|file| file.name.starts_with("help/")) {
        findings.extend(help::load(&sources).err().unwrap_or_default());
    }
    if sources.iter().any(|file| file.name == "paper.toml") {
        findings.extend(paper::load(&sources).err().unwrap_or_default());
    }
    findings.extend(coverage::load(&sources).err().unwrap_or_default());
    findings.extend(tone::check(&sources));
    findings.extend(coach(&sources));
    if let (Some(program), []) = (&program, findings.as_slice()) {
        let (parts, steps) = (program.stages.len(), program.steps().count());
        let calm = format!("Nothing to mend: {parts} parts, {steps} steps.");
        return Ok(Answer::default().saying(&calm));
    }
    let styled = output::is_coloured(color);
    let things = if findings.len() == 1 { "thing" } else { "things" };
    Ok(Answer {
        data: format!("{}\n", render(&findings, styled).trim_end()),
        styled,
        talk: format!("{} {things} to mend.", findings.len()),
        failed: true,
    })
}

/// The rules of the coach against their own examples, where the folder brings some: first the file that names the words
/// of a language, then the others of it.
fn coach(sources: &[SourceFile]) -> Vec<Diagnostic> {
    let own = sources.iter().filter(|file| file.name.starts_with("coach/"));
    let mut files: Vec<SourceFile> = own.cloned().collect();
    files.sort_by(|one, other| {
        let stem = |file: &SourceFile| file.name.trim_end_matches(".toml").to_owned();
        stem(one).cmp(&stem(other))
    });
    if files.is_empty() { Vec::new() } else { crate::coach::check(&files) }
}

/// Every part with its steps: id, form, minutes, title.
pub(super) fn list(program: &Program) -> Answer {
    let mut out = String::new();
    for (at, stage) in program.stages.iter().enumerate() {
        let gap = if at == 0 { "" } else { "\n" };
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{gap}{} ({})", title(stage), stage.id);
        for step in &stage.steps {
            let _ = writeln!(
                out,
                "  {:<32} {:<9} {:>2} min  {}",
                step.id.as_str(),
                step.form.name(),
                step.minutes,
                step.title.render(&Words::default())
            );
        }
    }
    Answer::data(out)
}

/// How many steps each part and each form has, how much of it is only read, and how often each practice is taught.
pub(super) fn stats(program: &Program, coverage: &Coverage) -> Answer {
    let steps = program.steps().count();
    let mut out = format!("{steps} steps\n\nParts\n");
    for stage in &program.stages {
        let minutes: u32 = stage.steps.iter().map(|step| u32::from(step.minutes)).sum();
        let _ =
            writeln!(out, "  {:<32} {:>3} steps {minutes:>4} min", title(stage), stage.steps.len());
    }
    out.push_str("\nForms\n");
    for form in Form::NAMES {
        let count = program.steps().filter(|step| step.form.name() == form).count();
        let _ = writeln!(out, "  {form:<9} {count:>3} {:>7}", share(count, steps));
    }
    let read = program.steps().filter(|step| matches!(step.form, Form::Read(_))).count();
    let _ = writeln!(out, "  {read} of {steps} steps are only read ({}).", share(read, steps));
    let mut practices: BTreeMap<&str, usize> = BTreeMap::new();
    for practice in program.steps().flat_map(|step| &step.practices) {
        *practices.entry(practice).or_default() += 1;
    }
    let _ = writeln!(out, "\nPractices ({})", practices.len());
    for (practice, count) in &practices {
        let name = coverage.practice(practice).map_or("", |practice| practice.name.as_str());
        let _ = writeln!(out, "{}", format!("  {practice:<9} {count:>3}  {name}").trim_end());
    }
    if !coverage.practices.is_empty() {
        let all = coverage.practices.len();
        let taught =
            coverage.practices.iter().filter(|one| practices.contains_key(&*one.id)).count();
        let declined = coverage.declined.len();
        let _ = writeln!(out, "  {taught} of {all} practices are taught, {declined} are declined.");
    }
    Answer::data(out)
}

/// A part of a whole in hundredths, to one place.
fn share(part: usize, whole: usize) -> String {
    let thousandths = (part * 1000 + whole / 2).checked_div(whole).unwrap_or(0);
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}

fn title(stage: &Stage) -> String {
    let title = stage.title.render(&Words::default());
    stage.number.map_or_else(|| title.to_string(), |number| format!("{number} {title}"))
}
