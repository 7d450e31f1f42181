//! The mirror beside a text: what the coach marks while the person writes, and what it says of it.
//!
//! It never blocks, never scores and is never stored. What a field is for decides: a text for the partner gets all of
//! it, every other text only the quiet line beside words of danger, so that honesty is not punished.

use std::cell::RefCell;
use std::ops::Range;

use crate::coach::{Audience, Finding, Review, Reviewer, Rules, StrengthLabel};
use crate::content::{Field, FieldId, Form, Step};
use crate::engine::record::SheetOf;
use crate::engine::{Answer, Contact, Told};

use super::model::{Edited, Model, Screen};
use super::page::{Item, Page, Role};
use super::record::Sheet;

const ALERT: &str = "F1, if you want to talk to someone now.";
const NO_CONTACT: &str =
    "They asked for no contact. No wording makes it right to send this, whatever stands in it.";
const TRY: &str = "Try:";
const THERE: &str = "What is there:";

/// What the coach sees at the moment.
#[derive(Debug, Default)]
pub struct Mirror {
    /// Switched off: no marks and no notes. Words of danger still bring their one line.
    pub off: bool,
    /// What was put on the mirror's own screen; never stored.
    pub pasted: String,
    reviewer: Option<Reviewer<'static>>,
    seen: Option<(String, Audience)>,
    review: Review,
    /// What was said of the last replies of a scene: not a state of its own, but time saved.
    replies: RefCell<Vec<(String, Vec<String>)>>,
}

/// The text that is looked at now, and for whom it is.
fn looked_at(model: &Model) -> Option<(&str, Audience)> {
    if let Some(editing) = &model.editing {
        return Some((&editing.text, audience(model, &editing.what)?));
    }
    match model.screen() {
        Screen::Mirror => Some((&model.mirror.pasted, partner(model))),
        Screen::Sheet(sheet) if is_promise(sheet) => Some((sheet.text(0), partner(model))),
        Screen::Step(open) => {
            let step = model.library.program.step(open.id.as_str())?;
            let Form::Letter(_) = &step.form else { return None };
            let field = step.fields.first()?;
            let text = model.plan.answer(step.id.as_str(), field.id.as_str())?;
            Some((text.text()?, audience_of(model, field)))
        }
        _ => None,
    }
}

/// Whom a field is for; none where what is written is no text of theirs to anyone, as a file name.
fn audience(model: &Model, what: &Edited) -> Option<Audience> {
    match what {
        Edited::Answer(step, field) => {
            let field = model.library.program.step(step.as_str())?.field(field.as_str())?;
            Some(audience_of(model, field))
        }
        Edited::Mirror => Some(partner(model)),
        // A promise is given to someone, or to oneself: the same words break it.
        Edited::Sheet(0) if matches!(model.screen(), Screen::Sheet(sheet) if is_promise(sheet)) => {
            Some(partner(model))
        }
        // What else stands in the record is the person's own: only words of danger are looked for.
        Edited::Sheet(_) | Edited::RatingLine => Some(Audience::Oneself),
        Edited::Partner | Edited::Event | Edited::ContactTo | Edited::ExportPath | Edited::Find => {
            None
        }
    }
}

fn audience_of(model: &Model, field: &Field) -> Audience {
    match Audience::from(field.to) {
        Audience::Partner => partner(model),
        other => other,
    }
}

/// A text for the partner. Whoever frightens or hurts them gets no help with wording.
fn partner(model: &Model) -> Audience {
    if model.plan.profile.safety.harming == Told::Yes {
        Audience::Helper
    } else {
        Audience::Partner
    }
}

/// Whether a text is looked at, so that the rules will be wanted at the next key.
#[must_use]
pub fn wants_rules(model: &Model) -> bool {
    looked_at(model).is_some()
}

/// Reads the rules, which takes as long as some frames; the first review waits for it otherwise.
pub fn read_rules() {
    let _read = Rules::shipped();
}

/// Looks again where the text changed, and says whether it did. Only changed sentences are read.
pub(super) fn follow(model: &mut Model) -> bool {
    let looked = looked_at(model);
    if looked == model.mirror.seen.as_ref().map(|(text, audience)| (text.as_str(), *audience)) {
        return false;
    }
    let looked = looked.map(|(text, audience)| (text.to_owned(), audience));
    let before = looked.as_ref().map_or("", |(text, _)| said_before(model, text));
    let mirror = &mut model.mirror;
    mirror.review = match &looked {
        None => Review::default(),
        Some((text, _)) if text.trim().is_empty() => Review::default(),
        Some((text, audience)) => {
            let rules = || Reviewer::new(Rules::shipped());
            let reviewer = mirror.reviewer.get_or_insert_with(rules);
            let mut review = reviewer.review(&format!("{before}{text}"), *audience);
            take_out(&mut review, before, text);
            review
        }
    };
    mirror.seen = looked;
    true
}

fn is_promise(sheet: &Sheet) -> bool {
    matches!(sheet.of, SheetOf::Promise(_))
}

/// What the question has said already: a promise answers “What will you do?”, and is read as the whole sentence.
fn said_before(model: &Model, text: &str) -> &'static str {
    const WHO: [&str; 5] = ["i", "i'll", "i’ll", "i'm", "i’m"];
    let editing = model.editing.as_ref().map(|editing| &editing.what);
    let promise = matches!(model.screen(), Screen::Sheet(sheet) if is_promise(sheet))
        && editing.is_none_or(|what| *what == Edited::Sheet(0));
    let first = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    if promise && !WHO.contains(&first.as_str()) { "I will " } else { "" }
}

/// Findings as places of the text alone, without what was put before it.
fn take_out(review: &mut Review, before: &str, text: &str) {
    let (before, length) = (before.chars().count(), text.chars().count());
    for finding in &mut review.findings {
        let (from, to) = (finding.range.start, finding.range.end);
        finding.range = match to.saturating_sub(before) {
            0 => 0..length,
            to => from.saturating_sub(before)..to,
        };
    }
}

/// Whether the coach says nothing of wording: switched off, or words of danger stand in the text. Beside these, also far
/// from them, a tip how to write would be cold; the one line about talking to someone stands alone.
pub(super) fn silent(mirror: &Mirror) -> bool {
    mirror.off || !mirror.review.alerts.is_empty()
}

/// The findings that are shown now: none in the word that is being typed.
fn shown(model: &Model) -> impl Iterator<Item = &Finding> {
    let typing = model.editing.as_ref().and_then(|editing| {
        let before: Vec<char> = editing.text.chars().take(editing.cursor).collect();
        let word = before.iter().rev().take_while(|letter| letter.is_alphanumeric()).count();
        (word > 0).then(|| before.len() - word..before.len())
    });
    let silent = silent(&model.mirror);
    model.mirror.review.findings.iter().filter(move |finding| {
        !silent
            && typing
                .as_ref()
                .is_none_or(|word| finding.range.end < word.start || finding.range.start > word.end)
    })
}

/// The places to underline in the open field, in characters.
pub fn marks(model: &Model) -> impl Iterator<Item = &Range<usize>> {
    shown(model).map(|finding| &finding.range)
}

/// The words a finding is about.
fn quoted(model: &Model, finding: &Finding) -> String {
    let text = model.mirror.seen.as_ref().map_or("", |(text, _)| text.as_str());
    let words: String = text
        .chars()
        .skip(finding.range.start)
        .take(finding.range.end.saturating_sub(finding.range.start))
        .collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The one line about sending, the line beside words of danger, and what the coach says nearest the caret.
pub(super) fn beside_field(model: &Model, page: &mut Page) {
    let before = page.items.len();
    warnings(model, page);
    if let Some(finding) = nearest(model) {
        note(model, page, finding);
    }
    if page.items.len() > before {
        page.gap();
    }
}

/// The finding nearest the caret.
fn nearest(model: &Model) -> Option<&Finding> {
    let caret = model.editing.as_ref().map_or(0, |editing| editing.cursor);
    shown(model).min_by_key(|finding| {
        caret.abs_diff(finding.range.end).min(caret.abs_diff(finding.range.start))
    })
}

/// Whether the text is meant for someone who asked for no contact.
fn is_not_to_be_sent(model: &Model) -> bool {
    let for_partner =
        model.mirror.seen.as_ref().is_some_and(|(_, audience)| *audience == Audience::Partner);
    let sent = !matches!(model.screen(), Screen::Sheet(_));
    for_partner && sent && matches!(model.plan.profile.contact, Contact::None { .. })
}

/// What must be said of sending it at all, and the quiet line beside words of danger.
pub(super) fn warnings(model: &Model, page: &mut Page) {
    if is_not_to_be_sent(model) {
        page.text(Role::Care, NO_CONTACT);
    }
    if !model.mirror.review.alerts.is_empty() {
        page.text(Role::Care, ALERT);
    }
}

/// The first thing the coach says of the words of a promise, while they are not being written.
pub(super) fn of_promise(model: &Model, page: &mut Page) -> bool {
    warnings(model, page);
    let first = shown(model).next();
    if let Some(finding) = first {
        note(model, page, finding);
    }
    first.is_some()
}

/// Everything the coach says of the text, for the mirror's own screen.
pub(super) fn all(model: &Model) -> Vec<Item> {
    said(model, shown(model))
}

/// What the coach says beside [`beside_field`], for the column at the right: no note stands on a screen twice.
pub(super) fn others(model: &Model) -> Vec<Item> {
    let nearest = nearest(model);
    said(model, shown(model).filter(|finding| Some(*finding) != nearest))
}

fn said<'m>(model: &'m Model, findings: impl Iterator<Item = &'m Finding>) -> Vec<Item> {
    let mut page = Page::default();
    for finding in findings {
        note(model, &mut page, finding);
        page.gap();
    }
    // Praise of what must not be sent would read like leave to send it.
    let may_praise = !silent(&model.mirror) && !is_not_to_be_sent(model);
    if let Some(line) = there(&model.mirror.review).filter(|_| may_praise) {
        page.text(Role::Quiet, line);
    }
    page.items
}

fn note(model: &Model, page: &mut Page, finding: &Finding) {
    page.text(Role::Coach, format!("“{}”: {}", quoted(model, finding), finding.why));
    page.text(Role::Quiet, format!("    {TRY} {}", finding.try_));
}

/// A strength in the words of a side note.
#[must_use]
pub fn words(strength: StrengthLabel) -> &'static str {
    match strength {
        StrengthLabel::Ownership => "what you did, as yours",
        StrengthLabel::Remorse => "that you are sorry",
        StrengthLabel::Impact => "what it did to them",
        StrengthLabel::Explanation => "how it came about",
        StrengthLabel::Repair => "an offer to repair",
        StrengthLabel::Change => "what is different now",
        StrengthLabel::Patience => "time given",
        StrengthLabel::Request => "a question, not a demand",
        StrengthLabel::Validation => "that it makes sense",
        StrengthLabel::Hear => "what you heard",
        StrengthLabel::Stay => "a pause with a way back",
        StrengthLabel::Choice => "a choice left to them",
        StrengthLabel::Truth => "the whole of it",
    }
}

/// Which parts of a letter are there, by the strengths the coach found. Parts with names of their own are never told.
const PARTS: [(&str, StrengthLabel); 6] = [
    ("regret", StrengthLabel::Remorse),
    ("act", StrengthLabel::Ownership),
    ("impact", StrengthLabel::Impact),
    ("responsibility", StrengthLabel::Ownership),
    ("repair", StrengthLabel::Repair),
    ("change", StrengthLabel::Change),
];

/// Whether a part of the letter being looked at is there.
pub(super) fn covers(model: &Model, part: &FieldId) -> bool {
    !model.mirror.off
        && PARTS.iter().any(|(name, label)| {
            *name == part.as_str()
                && model.mirror.review.strengths.iter().any(|strength| strength.label == *label)
        })
}

/// What the coach says of a reply typed in a rehearsal.
pub(super) fn reply(model: &Model, step: &Step, field: &str) -> Vec<String> {
    let Some(Answer::Text(text)) = model.plan.answer(step.id.as_str(), field) else {
        return Vec::new();
    };
    if model.mirror.off || partner(model) != Audience::Partner {
        return Vec::new();
    }
    let mut replies = model.mirror.replies.borrow_mut();
    if let Some((_, said)) = replies.iter().find(|(reply, _)| reply == text) {
        return said.clone();
    }
    let said = said_of_reply(text);
    if replies.len() == REPLIES {
        replies.remove(0);
    }
    replies.push((text.clone(), said.clone()));
    said
}

/// How many replies are remembered: more than one scene has.
const REPLIES: usize = 32;

fn said_of_reply(text: &str) -> Vec<String> {
    let review = crate::coach::review(Rules::shipped(), text, Audience::Partner);
    let mut said = Vec::new();
    if !review.alerts.is_empty() {
        return vec![ALERT.to_owned()];
    }
    said.extend(there(&review));
    if let Some(finding) = review.findings.first() {
        said.push(format!("{} {TRY} {}", finding.why, finding.try_));
    }
    said
}

/// The line that says which strengths are there.
fn there(review: &Review) -> Option<String> {
    let there: Vec<&str> = review.strengths_once().into_iter().map(words).collect();
    (!there.is_empty()).then(|| format!("{THERE} {}.", there.join(", ")))
}
