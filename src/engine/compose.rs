//! The clean text that a step's answers make: what can be read, copied or given.

use std::borrow::Cow;

use crate::content::form::{FieldKind, Form, Pick, Rehearse, reserved};
use crate::content::{Field, Step, Words};

use super::plan::{Answer, Plan};
use super::rehearsal::walk;

pub use super::finish::missing;

/// The text alone that the stored answers of the step make. What is never kept, or not kept yet, is not in it: this
/// is what leaves the program.
#[must_use]
pub fn text_of(step: &Step, plan: &Plan) -> String {
    result(step, |field| plan.stored(step.id.as_str(), field), &plan.profile.words())
}

/// The text that these answers make. An empty place in a build is shown as a blank; elsewhere it is left out.
#[must_use]
pub fn result<'a>(
    step: &'a Step,
    answer: impl Fn(&str) -> Option<&'a Answer>,
    words: &Words,
) -> String {
    let sheet = Sheet { step, answer: &answer, words };
    match &step.form {
        Form::Read(_) => String::new(),
        Form::Build(build) => build.result.render_with(words, |field| {
            sheet.step.field(field).and_then(|field| sheet.said(field)).map(Cow::Owned)
        }),
        Form::Letter(_) => sheet.text(reserved::LETTER).unwrap_or_default(),
        Form::List(list) => sheet.list(list.pick),
        Form::IfThen(_) => sheet.if_then(),
        Form::Rehearse(scene) => played(scene, &answer, words),
        Form::Practice(practice) => {
            let suggested = || practice.what.render(words).into_owned();
            let what = sheet.text(reserved::WHAT).unwrap_or_else(suggested);
            let first = || practice.every.first().map(|every| every.words());
            match sheet.text(reserved::EVERY).or_else(first) {
                Some(every) => format!("{what} ({every})"),
                None => what,
            }
        }
        Form::Reflect | Form::Agree(_) | Form::Talk(_) | Form::Rate(_) => sheet.asked_and_said(),
    }
}

/// A step with its answers and the person's words.
struct Sheet<'s, F> {
    step: &'s Step,
    answer: &'s F,
    words: &'s Words,
}

impl<'a, F: Fn(&str) -> Option<&'a Answer>> Sheet<'_, F> {
    /// What was said to the field, as text; none where it is empty.
    fn said(&self, field: &Field) -> Option<String> {
        let answer = (self.answer)(field.id.as_str()).filter(|answer| !answer.is_empty())?;
        Some(match (answer, &field.kind) {
            (Answer::Tick(_), _) => "yes".to_owned(),
            (Answer::Number(number), FieldKind::Scale) => {
                format!("{number} of {}", crate::content::form::SCALE)
            }
            (Answer::Number(number), _) => number.to_string(),
            (Answer::Text(text), FieldKind::Choice(options)) => {
                let option = options.iter().find(|option| option.id.as_str() == text);
                option.map_or_else(|| text.clone(), |option| option.text.render(self.words).into())
            }
            (Answer::Text(text), _) => text.trim().to_owned(),
        })
    }

    fn text(&self, field: &str) -> Option<String> {
        self.said(self.step.field(field)?)
    }

    fn list(&self, pick: Pick) -> String {
        let lines = self.step.fields.iter().filter_map(|field| {
            let said = self.said(field)?;
            let ticked = field.kind == FieldKind::Tick;
            Some(if ticked { field.ask.render(self.words).into_owned() } else { said })
        });
        let mark = match pick {
            Pick::Any => "- ",
            Pick::One => "",
        };
        lines.map(|line| format!("{mark}{line}")).collect::<Vec<_>>().join("\n")
    }

    /// "If …, then I …", whether or not the person wrote these words themselves.
    fn if_then(&self) -> String {
        let part = |field, openings: &[&str]| {
            let text = self.text(field)?;
            Some(without(&text, openings).trim_end_matches(['.', ',', ' ']).to_owned())
        };
        let when = part(reserved::IF, &["if "]);
        let act = part(reserved::THEN, &["then ", "i "]);
        if when.is_none() && act.is_none() {
            return String::new();
        }
        let blank = || "…".to_owned();
        format!("If {}, then I {}.", when.unwrap_or_else(blank), act.unwrap_or_else(blank))
    }

    fn asked_and_said(&self) -> String {
        let paragraphs = self.step.fields.iter().filter_map(|field| {
            let said = self.said(field)?;
            let asked = field.ask.render(self.words);
            // A point of a talk: that it was ticked says all.
            let ticked = field.kind == FieldKind::Tick;
            Some(if ticked { asked.into_owned() } else { format!("{asked}\n{said}") })
        });
        paragraphs.collect::<Vec<_>>().join("\n\n")
    }
}

fn without<'t>(text: &'t str, openings: &[&str]) -> &'t str {
    openings.iter().fold(text, |text, opening| match text.get(..opening.len()) {
        Some(start) if start.eq_ignore_ascii_case(opening) => text[opening.len()..].trim_start(),
        _ => text,
    })
}

/// The scene as it was played: what the other said, and the person's answer, chosen or typed.
fn played<'a>(
    scene: &'a Rehearse,
    answer: impl Fn(&str) -> Option<&'a Answer>,
    words: &Words,
) -> String {
    let turns = walk(scene, answer).turns;
    let told = turns.iter().map(|turn| {
        let says = turn.node.says.render(words);
        let chosen = turn.choice.map(|choice| choice.text.render(words));
        let typed = turn.reply.map(|reply| Cow::Borrowed(reply.trim()));
        let mine = chosen.into_iter().chain(typed).collect::<Vec<_>>().join("\n");
        format!("{says}\n{mine}")
    });
    told.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::FieldId;
    use crate::engine::testing::{at, field_id, open_plan, small, step_id};
    use crate::engine::{Command, apply};

    /// The text of a step with these answers, given by their fields.
    fn composed(id: &str, answers: &[(&str, Answer)]) -> String {
        let program = small();
        let mut plan = open_plan();
        plan.profile.partner = "M.".to_owned();
        // The letter waits for another step.
        apply(&program, &mut plan, Command::Skip { step: step_id("build") }, at(0)).unwrap();
        apply(&program, &mut plan, Command::Open { step: step_id(id) }, at(0)).unwrap();
        for (field, answer) in answers {
            let field: FieldId = field_id(field);
            let answer = Some(answer.clone());
            let command = Command::Answer { step: step_id(id), field, answer };
            apply(&program, &mut plan, command, at(0)).unwrap();
        }
        text_of(program.step(id).unwrap(), &plan)
    }

    fn text(text: &str) -> Answer {
        Answer::Text(text.to_owned())
    }

    #[test]
    fn each_form_makes_its_text() {
        let build = composed("build", &[("did", text(" lied ")), ("sure", text("saw"))]);
        assert_eq!(build, "I lied, and you know from “saw”. I am sorry, M.");
        assert_eq!(composed("build", &[]), "I …, and you know from …. I am sorry, M.");
        assert_eq!(composed("letter", &[("letter", text("Dear {them}\n"))]), "Dear {them}");
        let list = composed("list", &[("sleep", Answer::Tick(true)), ("own-1", text("a walk"))]);
        assert_eq!(list, "- sleep\n- a walk");
        assert_eq!(composed("list-one", &[("pick", text("work"))]), "“work”");
        assert_eq!(composed("practice", &[]), "Say where I am to M. (every day)");
        let rate = composed("rate", &[("truth", Answer::Number(7)), ("note", text("late"))]);
        assert_eq!(rate, "truth\n7 of 10\n\nnote\nlate");
        let talk = [("when", text("2026-02-01")), ("theirs", Answer::Tick(true))];
        assert_eq!(composed("talk", &talk), "when\n2026-02-01\n\ntheirs");
        assert_eq!(composed("read", &[]), "");
        let played = composed("rehearse", &[("first", text("own")), ("again-reply", text("Yes."))]);
        assert_eq!(played, "they say first\nI say own\n\nthey say again\nYes.");
    }

    #[test]
    fn a_plan_reads_well_however_it_was_typed() {
        for (when, then) in [
            ("my phone lights up", "put it down"),
            ("If my phone lights up,", "Then I put it down."),
            ("if my phone lights up", "I put it down"),
        ] {
            let plan = composed("if-then", &[("if", text(when)), ("then", text(then))]);
            assert_eq!(plan, "If my phone lights up, then I put it down.");
        }
        let half = composed("if-then", &[("if", text("Ä"))]);
        assert_eq!(half, "If Ä, then I ….");
        assert_eq!(composed("if-then", &[]), "");
    }

    #[test]
    fn what_is_not_stored_does_not_leave() {
        assert_eq!(composed("never", &[("unsaid", text("keyword"))]), "");
        let reflect = [("excuse", text("a")), ("more", text("b"))];
        assert_eq!(composed("reflect", &reflect), "excuse\na");
    }
}
