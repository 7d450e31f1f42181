//! The checklist: one neutral form of the path that the screen, markdown and everything later read.

use chrono::NaiveDate;

use super::answers;
use crate::content::{Program, Stage, StageId, StageKind, Step, StepId, Words};
use crate::engine::{Mark, Plan, Status, gate, status};

const TITLE: &str = "Checklist";

/// What a checklist is asked to hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Only this part; all parts otherwise.
    pub stage: Option<StageId>,
    /// Whether to include what the person wrote, their words for the partner among it.
    pub answers: bool,
}

/// The path as a list to tick: the seven stages, then the strands, then the opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checklist {
    /// A neutral title: a file that lies about must not name the program.
    pub title: String,
    /// The parts that have something to show.
    pub parts: Vec<PartList>,
    /// Steps that this edition does not have any more; only with answers, because nothing else of them is known.
    pub earlier: Vec<Item>,
}

impl Checklist {
    /// How many steps are done, over all parts of this edition.
    #[must_use]
    pub fn count(&self) -> Count {
        self.parts.iter().fold(Count::default(), |sum, part| Count {
            done: sum.done + part.count.done,
            total: sum.total + part.count.total,
        })
    }
}

/// One part of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartList {
    /// Its name in plans.
    pub id: StageId,
    /// 1 to 7 for a stage.
    pub number: Option<u8>,
    /// Its title.
    pub title: String,
    /// How far it is.
    pub count: Count,
    /// Its steps, in order.
    pub items: Vec<Item>,
}

/// How many steps are done, of those that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Done.
    pub done: usize,
    /// Shown.
    pub total: usize,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its name in plans.
    pub step: StepId,
    /// Its title; the id, where nothing else is known any more.
    pub title: String,
    /// How it stands.
    pub status: Status,
    /// The day it was last marked.
    pub date: Option<NaiveDate>,
    /// What the person wrote, if they asked for it.
    pub answers: Option<Vec<Answered>>,
}

impl Item {
    /// The status as a word, where the tick alone does not say it.
    #[must_use]
    pub fn word(&self) -> Option<&'static str> {
        match self.status {
            Status::Started | Status::Skipped | Status::NotYet => Some(self.status.words()),
            Status::Done | Status::Open | Status::Locked => None,
        }
    }

    /// What the person wrote; empty where they did not ask for it.
    #[must_use]
    pub fn answers(&self) -> &[Answered] {
        self.answers.as_deref().unwrap_or_default()
    }

    /// Whether it is ticked.
    #[must_use]
    pub fn done(&self) -> bool {
        self.status == Status::Done
    }
}

/// A question and what the person wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The question.
    pub question: String,
    /// The answer, in words.
    pub text: String,
}

/// The checklist of a plan. What is withheld from this person is left out and not counted.
#[must_use]
pub fn checklist(program: &Program, plan: &Plan, options: &Options) -> Checklist {
    let words = if options.answers { plan.profile.words() } else { Words::default() };
    let order = [StageKind::Stage, StageKind::Strand, StageKind::Opening];
    let parts = order
        .into_iter()
        .flat_map(|kind| program.stages.iter().filter(move |stage| stage.kind == kind))
        .filter(|stage| options.stage.as_ref().is_none_or(|only| *only == stage.id))
        .map(|stage| part(program, plan, stage, &words, options.answers))
        .filter(|part| !part.items.is_empty())
        .collect();
    let earlier = if options.answers && options.stage.is_none() {
        earlier(program, plan)
    } else {
        Vec::new()
    };
    Checklist { title: TITLE.to_owned(), parts, earlier }
}

fn part(program: &Program, plan: &Plan, stage: &Stage, words: &Words, answers: bool) -> PartList {
    let items: Vec<Item> = stage
        .steps
        .iter()
        .filter_map(|step| {
            let status = status(program, plan, step)?;
            Some(item(program, plan, step, status, words, answers))
        })
        .collect();
    let done = items.iter().filter(|item| item.done()).count();
    PartList {
        id: stage.id.clone(),
        number: stage.number,
        title: stage.title.render(words).into_owned(),
        count: Count { done, total: items.len() },
        items,
    }
}

fn item(
    program: &Program,
    plan: &Plan,
    step: &Step,
    status: Status,
    words: &Words,
    answers: bool,
) -> Item {
    let progress = plan.progress.steps.get(&step.id);
    // A step that may not be asked of them now is paused: it stands here, what was made in it does not leave.
    let leaves = answers && gate::allowed(program, plan, &step.id);
    let written =
        || progress.map(|progress| answers::of_step(step, progress, words)).unwrap_or_default();
    Item {
        step: step.id.clone(),
        title: step.title.render(words).into_owned(),
        status,
        date: progress.filter(|_| has_day(status)).and_then(|progress| progress.day),
        answers: answers.then(|| if leaves { written() } else { Vec::new() }),
    }
}

/// Whether the day of the mark says something about the status.
fn has_day(status: Status) -> bool {
    match status {
        Status::Done | Status::Skipped | Status::NotYet | Status::Started => true,
        Status::Open | Status::Locked => false,
    }
}

/// What was written in steps that this edition does not have.
fn earlier(program: &Program, plan: &Plan) -> Vec<Item> {
    let gone = plan.progress.steps.iter().filter(|(id, _)| program.step(id.as_str()).is_none());
    gone.map(|(id, progress)| Item {
        step: id.clone(),
        title: id.to_string(),
        status: match progress.mark {
            Mark::Done => Status::Done,
            Mark::Skipped => Status::Skipped,
            Mark::NotYet => Status::NotYet,
            Mark::Started => Status::Started,
        },
        date: progress.day,
        answers: Some(answers::of_earlier(progress)),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::{DateTime, NaiveDate};

    use super::*;
    use crate::content::{FieldId, SourceFile, load};
    use crate::engine::{Answer, Attempt, Contact, Now, StepProgress, Told};
    use crate::export::{markdown, step_text};

    macro_rules! files {
        ($($name:literal),+) => {
            [$(SourceFile {
                name: $name.to_owned(),
                text: include_str!(concat!("../../tests/fixtures/small/", $name)).to_owned(),
            }),+]
        };
    }

    fn program() -> Program {
        let files = files![
            "program.toml",
            "stages/00-opening.toml",
            "stages/01-acknowledge.toml",
            "stages/02-apologize.toml",
            "stages/03-communicate.toml",
            "stages/04-transparency.toml",
            "stages/05-boundaries.toml",
            "stages/06-therapy.toml",
            "stages/07-patience.toml",
            "stages/10-strand.toml"
        ];
        load(&files).unwrap()
    }

    fn id(text: &str) -> StepId {
        StepId::try_from(text).unwrap()
    }

    fn answers(answers: &[(&str, &str)]) -> BTreeMap<FieldId, Answer> {
        let field = |text: &str| FieldId::try_from(text).unwrap();
        answers.iter().map(|(id, text)| (field(id), Answer::Text((*text).to_owned()))).collect()
    }

    fn mark(plan: &mut Plan, step: &str, mark: Mark, written: &[(&str, &str)]) {
        let attempt = Attempt { began: plan.created, finished: None, answers: answers(written) };
        let day = NaiveDate::from_ymd_opt(2026, 11, 21);
        let progress = StepProgress { mark, marked: None, day, attempts: vec![attempt] };
        plan.progress.steps.insert(id(step), progress);
    }

    /// A plan with a name in it, a step done, one of an earlier edition, and words that are not kept.
    fn plan(program: &Program) -> Plan {
        let at = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        let mut plan = Plan::new(program.id.clone(), Now { at, today: at.date_naive() });
        plan.profile.partner = "Robin".to_owned();
        mark(&mut plan, "plainly", Mark::Done, &[("did", "lied"), ("hid", "saying *nothing*")]);
        mark(&mut plan, "letter", Mark::NotYet, &[]);
        mark(&mut plan, "given", Mark::Started, &[("letter", "For the day.")]);
        mark(&mut plan, "gone", Mark::Done, &[("old", "Words of then.")]);
        plan.unkept.insert(id("hold"), answers(&[("unsaid", "The rest.")]));
        plan
    }

    fn written(program: &Program, plan: &Plan, answers: bool) -> String {
        markdown(&checklist(program, plan, &Options { answers, stage: None }))
    }

    #[test]
    fn without_answers_nothing_the_person_wrote_leaves() {
        let program = program();
        let text = written(&program, &plan(&program), false);
        assert!(text.contains("- [x] Say it to your partner plainly (2026-11-21)\n"), "{text}");
        assert!(text.contains("- [ ] A short letter (not yet, 2026-11-21)\n"), "{text}");
        for private in
            ["Robin", "lied", "nothing", "For the day", "Words of then", "gone", "The rest"]
        {
            assert!(!text.contains(private), "{private} left in\n{text}");
        }
    }

    #[test]
    fn with_answers_the_words_stand_under_their_questions() {
        let program = program();
        let text = written(&program, &plan(&program), true);
        assert!(text.contains("- [x] Say it to Robin plainly"), "{text}");
        assert!(text.contains("  What did you do to Robin?\n\n  > lied\n"), "{text}");
        assert!(text.contains("  > saying \\*nothing\\*\n"), "{text}");
        assert!(text.contains("## From an earlier edition\n\n- [x] gone (2026-11-21)\n\n  old\n"));
        assert!(!text.contains("The rest"), "what is never kept left");
    }

    #[test]
    fn what_is_withheld_is_neither_there_nor_counted() {
        let program = program();
        let mut plan = plan(&program);
        let limited = checklist(&program, &plan, &Options { answers: true, stage: None });
        assert_eq!(limited.parts[0].count, Count { done: 1, total: 3 });
        assert!(!markdown(&limited).contains("For the day"));
        assert_eq!(step_text(&program, &plan, &id("given")), None);

        plan.profile.contact = Contact::Open;
        plan.profile.situation.over = crate::engine::Over::Over;
        plan.profile.safety.harmed = Told::No;
        plan.profile.safety.harming = Told::No;
        let open = checklist(&program, &plan, &Options { answers: true, stage: None });
        assert_eq!(open.parts[0].count, Count { done: 1, total: 4 });
        assert_eq!(step_text(&program, &plan, &id("given")).unwrap(), "For the day.\n");
    }

    #[test]
    fn stages_come_first_then_strands_then_the_opening() {
        let program = program();
        let all = checklist(&program, &plan(&program), &Options::default());
        let ids: Vec<&str> = all.parts.iter().map(|part| part.id.as_str()).collect();
        assert_eq!(ids[..2], ["acknowledge", "apologize"]);
        assert_eq!(ids[6..], ["patience", "money", "before"]);
        let stage = program.stage("money").map(|stage| stage.id.clone());
        let one = checklist(&program, &plan(&program), &Options { stage, answers: true });
        assert_eq!((one.parts.len(), one.earlier.len()), (1, 0));
    }

    #[test]
    fn the_text_of_a_step_is_clean_and_stands_alone() {
        let program = program();
        let mut plan = plan(&program);
        mark(
            &mut plan,
            "plainly",
            Mark::Done,
            &[("did", "\u{202e}lied\u{1b}"), ("hid", "silence")],
        );
        let text = step_text(&program, &plan, &id("plainly")).unwrap();
        assert_eq!(text, "I lied\u{fffd}. I hid it by silence.\n");
        mark(&mut plan, "plainly", Mark::Started, &[("did", " ")]);
        assert_eq!(step_text(&program, &plan, &id("plainly")), None);
        assert_eq!(step_text(&program, &plan, &id("hold")), None);
        assert_eq!(step_text(&program, &plan, &id("gone")), None);
    }
}
