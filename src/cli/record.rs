//! The record from the command line: `checkin`, `promise`, `today`. What the person writes comes by stdin: the shell's
//! history keeps arguments.

use std::fmt::Write as _;
use std::io::{self, BufRead, IsTerminal, Write};

use chrono::NaiveDate;

use super::args::{Global, Promise};
use super::exit::{Answer, Failure};
use super::opened::{self, Open};
use super::run::secrets;
use super::status::NOTHING_KEPT;
use crate::engine::record::{ItemId, NewLine, Thing, may_ask};
use crate::engine::{Command, EntryKind, Now, Outcome, apply};
use crate::export::today_text;

/// What a check-in asks, as in the program.
const SCALES: [(&str, &str); 3] =
    [("sleep", "How you slept"), ("hope", "Hope"), ("hide", "Pull to hide something")];

const NUMBERS: &str = "Three numbers from 0 (not at all) to 9 (very): sleep, hope, pull to hide.";

/// Opens the plan to change it, and says so where there is none.
fn open(global: &Global) -> Result<Open, Failure> {
    let places = opened::places(global)?;
    let program = opened::program(global, &places)?;
    opened::to_change(&places, program, &mut secrets(global))?
        .ok_or_else(|| Failure::failed(NOTHING_KEPT))
}

/// Runs a command on the open plan and saves it: the plan first, it is the commit.
fn run(open: &mut Open, command: Command, now: Now) -> Result<Outcome, Failure> {
    let outcome = apply(&open.program, &mut open.plan, command, now)
        .map_err(|refusal| Failure::failed(format!("trustcoach: {refusal}.")))?;
    open.store.save_plan(&mut open.plan)?;
    open.store.save_entries(&outcome.add, &outcome.remove)?;
    Ok(outcome)
}

/// One line of stdin, asked for where a person sits there.
fn ask(question: &str) -> Result<Option<String>, Failure> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        let mut talk = io::stderr().lock();
        talk.write_all(format!("{question}\n> ").as_bytes())
            .and_then(|()| talk.flush())
            .map_err(Failure::Output)?;
    }
    let mut line = String::new();
    let read = stdin.lock().read_line(&mut line).map_err(|error| {
        Failure::usage(format!("trustcoach: stdin cannot be read: {}", error.kind()))
    })?;
    Ok((read > 0).then(|| line.trim().to_owned()))
}

/// `checkin`: three numbers, and a line or none.
pub(super) fn check_in(global: &Global) -> Result<Answer, Failure> {
    let now = crate::clock::now();
    let mut open = open(global)?;
    let said = ask(NUMBERS)?.unwrap_or_default();
    let numbers: Option<Vec<u8>> = said
        .split(|character: char| character.is_whitespace() || character == ',')
        .filter(|word| !word.is_empty())
        .map(|word| word.parse().ok().filter(|number| *number <= 9))
        .collect();
    let numbers = numbers.filter(|numbers| numbers.len() == SCALES.len());
    let numbers = numbers.ok_or_else(|| Failure::usage(NUMBERS))?;
    let text = ask("A line, or Enter.")?.unwrap_or_default();
    let mut line = NewLine::saying(EntryKind::CheckIn, now.today, text);
    line.nth = open.entries.iter().filter(|entry| entry.at == now.at).count();
    line.numbers = SCALES
        .iter()
        .zip(numbers)
        .map(|((name, _), number)| ((*name).to_owned(), number))
        .collect();
    run(&mut open, Command::Log(line), now)?;
    Ok(Answer::default().saying("Noted. Help lines: start trustcoach and press F1."))
}

/// `promise list|keep|miss`.
pub(super) fn promise(global: &Global, wanted: &Promise) -> Result<Answer, Failure> {
    let now = crate::clock::now();
    match wanted {
        Promise::List => {
            let open = open(global)?;
            Ok(Answer::data(listed(&open)))
        }
        Promise::Keep { number } => answered(global, *number, true, now),
        Promise::Miss { number } => answered(global, *number, false, now),
    }
}

/// The promises that may be asked for now, in their order.
fn asked(open: &Open) -> Vec<(ItemId, String, Option<NaiveDate>)> {
    let may = |id: &ItemId| may_ask(&open.program, &open.plan, Thing::Promise, id);
    let promises = open.plan.promises.iter().filter(|item| may(&item.id));
    promises.map(|item| (item.id.clone(), item.terms.what.clone(), item.terms.by)).collect()
}

fn listed(open: &Open) -> String {
    let mut out = String::new();
    for (at, (id, what, by)) in asked(open).into_iter().enumerate() {
        let last = open.plan.promises.iter().find(|item| item.id == id).and_then(|item| item.last);
        let how = match last {
            None => String::new(),
            Some(last) => {
                let kept = if last.kept { "kept" } else { "missed" };
                format!(" ({kept} on {})", last.day)
            }
        };
        let by = by.map(|by| format!(", by {by}")).unwrap_or_default();
        let _ = writeln!(out, "{}  {what}{by}{how}", at + 1);
    }
    if out.is_empty() { "No promise is put down.\n".to_owned() } else { out }
}

fn answered(global: &Global, number: usize, kept: bool, now: Now) -> Result<Answer, Failure> {
    let mut open = open(global)?;
    let found = number.checked_sub(1).and_then(|at| asked(&open).into_iter().nth(at));
    let (id, what, _) = found.ok_or_else(|| {
        Failure::usage("There is no promise of that number. See: trustcoach promise list")
    })?;
    run(&mut open, Command::AnswerPromise { id, day: now.today, kept }, now)?;
    let said = if kept {
        format!("Kept: {what}")
    } else {
        format!(
            "Missed: {what}\nIt resets nothing. Tell it first, before you are asked; then make it good."
        )
    };
    Ok(Answer::default().saying(&said))
}

/// `today`, in plain lines.
pub(super) fn today(global: &Global) -> Result<Answer, Failure> {
    let places = opened::places(global)?;
    let program = opened::program(global, &places)?;
    let kept = opened::plan(&places, &mut secrets(global))?;
    let plan = kept.plan.as_ref().ok_or_else(|| Failure::failed(NOTHING_KEPT))?;
    let text = today_text(&program, plan, &kept.entries, crate::clock::now().today);
    let answer = Answer::data(text);
    Ok(kept.notices.iter().fold(answer, |answer, notice| answer.saying(&notice.to_string())))
}

/// Whether a person says yes. Without a terminal nobody can be asked.
pub(super) fn says_yes(question: &str) -> Result<bool, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::usage(format!(
            "{question}\nNobody can be asked here: say --yes if you mean it."
        )));
    }
    Ok(ask(question)?.is_some_and(|said| matches!(said.as_str(), "yes" | "y" | "Yes")))
}
