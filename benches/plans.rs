//! Makes the plans that `benches/run` measures with: `plans DIR` writes `DIR/short`, `DIR/long` and `DIR/letter`.
//!
//! All hold the same plan, half-way through the path. `short` has 60 days of journal, `long` has ten years of four lines a day (14,600), and
//! `letter` has ten years and an open letter. They are written by the store, so that seals and names are right.

use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use chrono::Days;
use trustcoach::content::form::Form;
use trustcoach::content::{Field, FieldKind, Program, Step, shipped};
use trustcoach::engine::{
    Answer, Command, Contact, Draft, Entry, EntryId, EntryKind, Now, Over, Place, Plan, Safety,
    Told, apply, next_step,
};
use trustcoach::store::{Opened, Places, Store};

/// Days of journal, and the lines of each.
const SHORT: (u64, usize) = (60, 1);
const LONG: (u64, usize) = (3_650, 4);
/// Steps that are settled before the measuring begins.
const SETTLED: usize = 40;

/// About 400 bytes, as the entries of a journal are.
const ENTRY: &str = "Told them at breakfast where I would be and when. In the evening they asked about the \
    messages again. I said what was true, in one sentence, and stayed while they were angry. I did not explain \
    myself, although I wanted to. Later I wrote down what I had heard: that waiting for an answer is worse for them \
    than the answer. Tomorrow I call the therapist back before noon, and tell them that I did.";

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let [folder] = arguments.as_slice() else {
        return Err("usage: plans DIR, a folder for the plans".into());
    };
    let folder = PathBuf::from(folder);
    let program = shipped::program();
    let now = trustcoach::clock::now();
    let (plan, entries) = half_way(&program, now)?;
    write(&folder.join("short"), &plan, &entries, SHORT, now, None)?;
    write(&folder.join("long"), &plan, &entries, LONG, now, None)?;
    let letter = letter(&program, &plan, now)?;
    write(&folder.join("letter"), &plan, &entries, LONG, now, Some(letter))
}

/// A plan with the first steps settled, and what they left in the journal.
fn half_way(program: &Program, now: Now) -> Result<(Plan, Vec<Entry>), Box<dyn Error>> {
    let mut plan = Plan::new(program.id.clone(), now);
    "Alex".clone_into(&mut plan.profile.partner);
    plan.profile.contact = Contact::Open;
    plan.profile.safety = Safety { harmed: Told::No, harming: Told::No, self_harm: Told::No };
    plan.profile.situation.over = Over::Over;
    let mut entries = Vec::new();
    for _ in 0..SETTLED {
        let Some(step) = next_step(program, &plan) else { break };
        match walked(program, &mut plan, step, now) {
            Some(made) => entries.extend(made),
            None => drop(apply(program, &mut plan, Command::Skip { step: step.id.clone() }, now)?),
        }
    }
    Ok((plan, entries))
}

/// Opens the step, answers all it asks, and finishes it; nothing where it asks more than that.
fn walked(program: &Program, plan: &mut Plan, step: &Step, now: Now) -> Option<Vec<Entry>> {
    let id = || step.id.clone();
    apply(program, plan, Command::Open { step: id() }, now).ok()?;
    for field in &step.fields {
        let answer = Some(answer(field, now));
        let command = Command::Answer { step: id(), field: field.id.clone(), answer };
        apply(program, plan, command, now).ok()?;
    }
    apply(program, plan, Command::Finish { step: id() }, now).ok().map(|outcome| outcome.add)
}

fn answer(field: &Field, now: Now) -> Answer {
    match &field.kind {
        FieldKind::Short => Answer::Text("I say where I am before I am asked.".to_owned()),
        FieldKind::Long => Answer::Text(ENTRY.to_owned()),
        FieldKind::Tick => Answer::Tick(true),
        FieldKind::Choice(options) => {
            Answer::Text(options.first().map_or_else(String::new, |option| option.id.to_string()))
        }
        FieldKind::Scale => Answer::Number(6),
        FieldKind::Count(most) => Answer::Number(*most),
        FieldKind::Date => Answer::Text(now.today.to_string()),
    }
}

/// A place in the first letter that is open, two paragraphs in.
fn letter(program: &Program, plan: &Plan, now: Now) -> Result<Draft, Box<dyn Error>> {
    let open = program.steps().find(|step| {
        let is_letter = matches!(step.form, Form::Letter(_));
        let mut trial = plan.clone();
        let command = Command::Open { step: step.id.clone() };
        is_letter
            && plan.mark(step.id.as_str()).is_none()
            && apply(program, &mut trial, command, now).is_ok()
    });
    let step = open.ok_or("no letter is open in this plan")?;
    let field = step.fields.first().ok_or("a letter has a field")?;
    let typed = format!("{ENTRY}\n\n{ENTRY}\n\n");
    let place = Place {
        screen: "step".to_owned(),
        step: Some(step.id.clone()),
        field: Some(field.id.clone()),
        cursor: typed.chars().count(),
        ..Place::default()
    };
    // The first save of the plan is its number 1.
    Ok(Draft { seq: plan.seq + 1, place, typed: Some(typed), ..Draft::default() })
}

/// Writes a plan with so many notes a day, back from today.
fn write(
    folder: &Path,
    plan: &Plan,
    made: &[Entry],
    (days, a_day): (u64, usize),
    now: Now,
    draft: Option<Draft>,
) -> Result<(), Box<dyn Error>> {
    let places = Places { data: folder.to_owned(), config: folder.to_owned() };
    let Opened::New(mut store) = Store::open(&places)? else {
        return Err(format!("{} holds a plan already", folder.display()).into());
    };
    store.save_plan(&mut plan.clone())?;
    let mut entries = made.to_vec();
    for (back, nth) in (0..days).flat_map(|back| (0..a_day).map(move |nth| (back, nth))) {
        let (at, day) = (now.at - Days::new(back), now.today - Days::new(back));
        let id = EntryId::new(at, nth);
        entries.push(Entry {
            id,
            day,
            at,
            kind: EntryKind::Note,
            step: None,
            text: ENTRY.to_owned(),
            numbers: std::collections::BTreeMap::new(),
        });
    }
    store.save_entries(&entries, &[])?;
    if let Some(draft) = draft {
        store.save_draft(&draft)?;
    }
    Ok(())
}
