//! What the person wrote in a step, in words. What is never kept, and what was not kept yet, is not here.

use super::checklist::Answered;
use crate::content::form::{Keep, SCALE};
use crate::content::{FieldKind, Step, Words};
use crate::engine::{Answer, StepProgress};

/// The latest answers to the fields of a step, in the order of the fields. Empty ones are left out.
pub(super) fn of_step(step: &Step, progress: &StepProgress, words: &Words) -> Vec<Answered> {
    step.fields
        .iter()
        .filter(|field| field.keep != Keep::Never && step.keep != Keep::Never)
        .filter_map(|field| {
            let answer = progress.answer(field.id.as_str()).filter(|answer| !answer.is_empty())?;
            let text = in_words(answer, &field.kind, words);
            Some(Answered { question: field.ask.render(words).into_owned(), text })
        })
        .collect()
}

/// The answers to a step that is not in the program any more: the ids stand for the questions.
pub(super) fn of_earlier(progress: &StepProgress) -> Vec<Answered> {
    let answers = progress.current().map(|attempt| &attempt.answers);
    answers
        .into_iter()
        .flatten()
        .filter(|(_, answer)| !answer.is_empty())
        .map(|(field, answer)| Answered { question: field.to_string(), text: plain(answer) })
        .collect()
}

fn in_words(answer: &Answer, kind: &FieldKind, words: &Words) -> String {
    match (kind, answer) {
        (FieldKind::Choice(options), Answer::Text(id)) => options
            .iter()
            .find(|option| option.id.as_str() == id)
            .map_or_else(|| id.clone(), |option| option.text.render(words).into_owned()),
        (FieldKind::Scale, Answer::Number(number)) => format!("{number} of {SCALE}"),
        _ => plain(answer),
    }
}

fn plain(answer: &Answer) -> String {
    match answer {
        Answer::Tick(true) => "yes".to_owned(),
        Answer::Tick(false) => "no".to_owned(),
        Answer::Number(number) => number.to_string(),
        Answer::Text(text) => text.clone(),
    }
}
