//! How each command changes the plan. Everything is checked before anything is written.

use std::collections::BTreeMap;

use crate::content::{FieldId, Program, Step, StepId};

use super::command::{Command, Outcome, Refusal};
use super::deeds::{held, line, practise};
use super::entry::{Entry, EntryId, EntryKind};
use super::finish::{self, fits, may_store, missing};
use super::gate::{Verdict, verdict};
use super::plan::{Answer, Attempt, Mark, Now, Plan, PracticeDay, StepProgress};
use super::record;

/// An outcome, and in full the lines that it removes: undo needs them.
#[derive(Debug, Default)]
pub(super) struct Change {
    pub(super) outcome: Outcome,
    pub(super) removed: Vec<Entry>,
}

impl Change {
    pub(super) fn adding(entry: Entry) -> Self {
        Self { outcome: Outcome { add: vec![entry], remove: Vec::new() }, removed: Vec::new() }
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "undo::touched names the commands of the record"
)]
pub(super) fn change(
    program: &Program,
    plan: &mut Plan,
    command: Command,
    now: Now,
) -> Result<Change, Refusal> {
    let profile = &mut plan.profile;
    match command {
        Command::Open { step } => open(program, plan, &step, now)?,
        Command::Answer { step, field, answer } => put(program, plan, &step, field, answer)?,
        Command::KeepAnswers { step } => keep(program, plan, &step, now)?,
        Command::Finish { step } => return finish(program, plan, &step, now),
        Command::Skip { step } => set_aside(program, plan, &step, Mark::Skipped, now)?,
        Command::NotYet { step } => set_aside(program, plan, &step, Mark::NotYet, now)?,
        Command::Reopen { step } => reopen(program, plan, &step, now)?,
        Command::Redo { step } => redo(program, plan, &step, now)?,
        Command::SetPartner(partner) => profile.partner = partner,
        Command::SetPronouns(pronouns) => profile.pronouns = pronouns,
        Command::SetRelationship(relationship) => profile.relationship = relationship,
        Command::SetEvent(event) => profile.event = event,
        Command::SetContact(contact) => profile.contact = contact,
        Command::SetSafety(safety) => profile.safety = safety,
        Command::SetSituation(situation) => profile.situation = situation,
        Command::Practise { step, day, how } => {
            return practise(program, plan, &step, PracticeDay { day, how }, now);
        }
        Command::PausePractice { step, paused } => {
            let item = plan.practices.iter_mut().find(|item| item.step == step);
            item.ok_or(Refusal::NoPractice)?.paused = paused;
        }
        Command::TalkHeld { step, day, heard } => {
            return held(program, plan, &step, (day, &heard), now);
        }
        of_record => return record::keep(program, plan, of_record, now),
    }
    Ok(Change::default())
}

/// The step, where it may be worked on now.
fn reachable<'p>(program: &'p Program, plan: &Plan, id: &StepId) -> Result<&'p Step, Refusal> {
    let step = program.step(id.as_str()).ok_or(Refusal::NoSuchStep)?;
    match verdict(program, plan, step) {
        Verdict::Open => Ok(step),
        Verdict::Locked { after } => Err(Refusal::NotOpen { after }),
        Verdict::Ask(question) => Err(Refusal::AskFirst(question)),
        Verdict::Hidden => Err(Refusal::NoSuchStep),
    }
}

/// The step, where it is there for this person, open or not.
fn there<'p>(program: &'p Program, plan: &Plan, id: &StepId) -> Result<&'p Step, Refusal> {
    let step = program.step(id.as_str()).ok_or(Refusal::NoSuchStep)?;
    match verdict(program, plan, step) {
        Verdict::Hidden => Err(Refusal::NoSuchStep),
        Verdict::Open | Verdict::Locked { .. } | Verdict::Ask(_) => Ok(step),
    }
}

/// The step and its attempt, where it is being worked on.
fn worked<'p, 'a>(
    program: &'p Program,
    plan: &'a mut Plan,
    id: &StepId,
) -> Result<(&'p Step, &'a mut Attempt), Refusal> {
    let step = reachable(program, plan, id)?;
    let progress = plan.progress.steps.get_mut(id).ok_or(Refusal::NotStarted)?;
    match (progress.mark, progress.attempts.last_mut()) {
        (Mark::Done, _) => Err(Refusal::AlreadyDone),
        (Mark::Started, Some(attempt)) if attempt.finished.is_none() => Ok((step, attempt)),
        _ => Err(Refusal::NotStarted),
    }
}

fn set_mark(progress: &mut StepProgress, mark: Mark, now: Now) {
    progress.mark = mark;
    progress.marked = Some(now.at);
    progress.day = Some(now.today);
}

fn open(program: &Program, plan: &mut Plan, id: &StepId, now: Now) -> Result<(), Refusal> {
    reachable(program, plan, id)?;
    let progress = plan.progress.steps.entry(id.clone()).or_default();
    let last = progress.attempts.last();
    let under_way = last.is_some_and(|attempt| attempt.finished.is_none());
    if progress.mark == Mark::Done || (progress.mark == Mark::Started && under_way) {
        return Ok(());
    }
    if !under_way {
        // A finished attempt is never written into: the next one begins as its copy.
        let answers = last.map(|attempt| attempt.answers.clone()).unwrap_or_default();
        progress.attempts.push(Attempt { began: now.at, finished: None, answers });
    }
    set_mark(progress, Mark::Started, now);
    Ok(())
}

fn reopen(program: &Program, plan: &mut Plan, id: &StepId, now: Now) -> Result<(), Refusal> {
    reachable(program, plan, id)?;
    if let Some(progress) = plan.progress.steps.get_mut(id)
        && progress.mark == Mark::Done
    {
        let last = progress.attempts.last();
        let answers = last.map(|attempt| attempt.answers.clone()).unwrap_or_default();
        progress.attempts.push(Attempt { began: now.at, finished: None, answers });
        set_mark(progress, Mark::Started, now);
        return Ok(());
    }
    open(program, plan, id, now)
}

fn redo(program: &Program, plan: &mut Plan, id: &StepId, now: Now) -> Result<(), Refusal> {
    reachable(program, plan, id)?;
    let progress = plan.progress.steps.entry(id.clone()).or_default();
    let last = progress.attempts.last();
    let fresh = last.is_some_and(|last| last.finished.is_none() && last.answers.is_empty());
    if fresh && progress.mark == Mark::Started {
        return Ok(());
    }
    if !fresh {
        let empty = Attempt { began: now.at, finished: None, answers: BTreeMap::new() };
        progress.attempts.push(empty);
    }
    set_mark(progress, Mark::Started, now);
    Ok(())
}

fn set_aside(
    program: &Program,
    plan: &mut Plan,
    id: &StepId,
    mark: Mark,
    now: Now,
) -> Result<(), Refusal> {
    there(program, plan, id)?;
    let known = plan.mark(id.as_str());
    if known != Some(mark) {
        set_mark(plan.progress.steps.entry(id.clone()).or_default(), mark, now);
    }
    Ok(())
}

fn put(
    program: &Program,
    plan: &mut Plan,
    id: &StepId,
    field: FieldId,
    answer: Option<Answer>,
) -> Result<(), Refusal> {
    let (step, _) = worked(program, plan, id)?;
    let asked = step.field(field.as_str()).ok_or_else(|| Refusal::NoSuchField(field.clone()))?;
    if answer.as_ref().is_some_and(|answer| !fits(&asked.kind, answer)) {
        return Err(Refusal::WrongAnswer(field));
    }
    let stores = may_store(plan, step, asked);
    // The new answer is the only one: an edition that changed its mind about keeping leaves no second one behind.
    let (_, attempt) = worked(program, plan, id)?;
    attempt.answers.remove(&field);
    match answer {
        Some(answer) if stores => {
            attempt.answers.insert(field.clone(), answer);
            take_unkept(plan, id, &field);
        }
        Some(answer) => {
            plan.unkept.entry(id.clone()).or_default().insert(field, answer);
        }
        None => {
            take_unkept(plan, id, &field);
        }
    }
    Ok(())
}

/// Takes an answer out of what is not stored, and leaves no empty place behind.
pub(super) fn take_unkept(plan: &mut Plan, step: &StepId, field: &FieldId) -> Option<Answer> {
    let answers = plan.unkept.get_mut(step)?;
    let taken = answers.remove(field);
    if answers.is_empty() {
        plan.unkept.remove(step);
    }
    taken
}

fn keep(program: &Program, plan: &mut Plan, id: &StepId, now: Now) -> Result<(), Refusal> {
    let step = there(program, plan, id)?;
    let begun = plan.progress.steps.get(id).is_some_and(|progress| progress.current().is_some());
    if !begun {
        return Err(Refusal::NotStarted);
    }
    let was_kept = !plan.kept.insert(id.clone());
    for field in &step.fields {
        if may_store(plan, step, field)
            && let Some(answer) = take_unkept(plan, id, &field.id)
            && let Some(progress) = plan.progress.steps.get_mut(id)
            && let Some(attempt) = progress.attempts.last_mut()
        {
            attempt.answers.insert(field.id.clone(), answer);
        }
    }
    if !was_kept && plan.mark(id.as_str()) == Some(Mark::Done) {
        finish::record(step, plan, now.today);
    }
    Ok(())
}

fn finish(program: &Program, plan: &mut Plan, id: &StepId, now: Now) -> Result<Change, Refusal> {
    let (step, _) = worked(program, plan, id)?;
    if finish::closes(step, plan) {
        plan.agreements.retain(|sheet| sheet.step != *id);
        set_aside(program, plan, id, Mark::NotYet, now)?;
        return Ok(Change::default());
    }
    let missing = missing(step, plan);
    if !missing.is_empty() {
        return Err(Refusal::Unfinished(missing));
    }
    let (_, attempt) = worked(program, plan, id)?;
    attempt.finished = Some(now.at);
    let progress = plan.progress.steps.entry(id.clone()).or_default();
    set_mark(progress, Mark::Done, now);
    let name = EntryId::step_done(id, progress.attempts.len(), now.at);
    finish::record(step, plan, now.today);
    Ok(Change::adding(line(name, EntryKind::StepDone, id, now.today, now)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::apply;
    use crate::engine::testing::{at, field_id, finish, open_plan, says, small, step_id};

    fn run(plan: &mut Plan, command: Command) -> Result<Outcome, Refusal> {
        apply(&small(), plan, command, at(3))
    }

    fn answer(step: &str, field: &str, text: &str) -> Command {
        let (step, field) = (step_id(step), field_id(field));
        Command::Answer { step, field, answer: Some(says(text)) }
    }

    #[test]
    fn a_refusal_says_what_and_the_way_out() {
        let mut plan = open_plan();
        let open = |step| Command::Open { step: step_id(step) };
        assert_eq!(run(&mut plan, open("gone")), Err(Refusal::NoSuchStep));
        assert_eq!(run(&mut plan, open("stand-in")), Err(Refusal::NoSuchStep));
        let after = vec![step_id("build")];
        assert_eq!(run(&mut plan, open("letter")), Err(Refusal::NotOpen { after }));
        assert_eq!(run(&mut plan, answer("build", "did", "x")), Err(Refusal::NotStarted));
        run(&mut plan, open("build")).unwrap();
        let unknown = Refusal::NoSuchField(field_id("gone"));
        assert_eq!(run(&mut plan, answer("build", "gone", "x")), Err(unknown));
        let wrong = Refusal::WrongAnswer(field_id("sure"));
        assert_eq!(run(&mut plan, answer("build", "sure", "x")), Err(wrong));
        plan.profile.safety.harmed = crate::engine::Told::Unknown;
        let question = crate::engine::DoorQuestion::Safety;
        assert_eq!(run(&mut plan, open("agree")), Err(Refusal::AskFirst(question)));
        finish(&small(), &mut plan, "read", &[], at(0)).unwrap();
        let done = Command::Finish { step: step_id("read") };
        assert_eq!(run(&mut plan, done), Err(Refusal::AlreadyDone));
        let pause = Command::PausePractice { step: step_id("practice"), paused: true };
        assert_eq!(run(&mut plan, pause), Err(Refusal::NoPractice));
        let heard = String::new();
        let held = Command::TalkHeld { step: step_id("talk"), day: at(0).today, heard };
        assert_eq!(run(&mut plan, held), Err(Refusal::NoTalk));
    }

    #[test]
    fn attempts_are_kept_and_begin_as_a_copy_or_empty() {
        let program = small();
        let mut plan = open_plan();
        let given = [("did", says("lied")), ("sure", says("saw"))];
        finish(&program, &mut plan, "build", &given, at(0)).unwrap();
        let build = || step_id("build");
        run(&mut plan, Command::Open { step: build() }).unwrap();
        assert_eq!(plan.mark("build"), Some(Mark::Done), "opening a done step changes nothing");
        assert_eq!(run(&mut plan, answer("build", "did", "hid")), Err(Refusal::AlreadyDone));
        run(&mut plan, Command::Reopen { step: build() }).unwrap();
        run(&mut plan, answer("build", "did", "hid")).unwrap();
        assert_eq!(plan.answer("build", "sure"), Some(&says("saw")));
        run(&mut plan, Command::Redo { step: build() }).unwrap();
        run(&mut plan, Command::Redo { step: build() }).unwrap();
        assert_eq!(plan.answer("build", "did"), None);
        let attempts = &plan.progress.steps[&build()].attempts;
        let did: Vec<_> = attempts.iter().map(|attempt| attempt.answers.get("did")).collect();
        assert_eq!(did, [Some(&says("lied")), Some(&says("hid")), None]);
    }

    #[test]
    fn a_done_step_that_was_skipped_is_never_written_over() {
        let program = small();
        let mut plan = open_plan();
        finish(&program, &mut plan, "rate", &[("note", says("a"))], at(0)).unwrap();
        run(&mut plan, Command::Skip { step: step_id("rate") }).unwrap();
        run(&mut plan, Command::Open { step: step_id("rate") }).unwrap();
        run(&mut plan, answer("rate", "note", "b")).unwrap();
        let attempts = &plan.progress.steps[&step_id("rate")].attempts;
        assert_eq!(attempts[0].answers.get("note"), Some(&says("a")));
        assert_eq!(attempts[1].answers.get("note"), Some(&says("b")));
    }

    #[test]
    fn what_is_not_to_be_kept_is_outside_of_what_is_stored() {
        let mut plan = open_plan();
        for step in ["never", "reflect"] {
            run(&mut plan, Command::Open { step: step_id(step) }).unwrap();
        }
        run(&mut plan, answer("never", "unsaid", "keyword")).unwrap();
        run(&mut plan, answer("reflect", "more", "asked")).unwrap();
        let stored = |plan: &Plan| serde_json::to_string(plan).unwrap();
        assert!(!stored(&plan).contains("keyword") && !stored(&plan).contains("asked"));
        assert_eq!(plan.answer("never", "unsaid"), Some(&says("keyword")));
        for step in ["never", "reflect"] {
            run(&mut plan, Command::KeepAnswers { step: step_id(step) }).unwrap();
        }
        assert!(!stored(&plan).contains("keyword") && stored(&plan).contains("asked"));
        run(&mut plan, Command::Finish { step: step_id("never") }).unwrap();
        assert!(!stored(&plan).contains("keyword"));
        run(&mut plan, answer("reflect", "more", "later")).unwrap();
        assert!(stored(&plan).contains("later"), "from now on it is stored at once");
    }
}
