//! All combinations of states, and plans in them: one just begun, one in which everything was done before.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use trustcoach::content::form::Cadence;
use trustcoach::content::{FieldId, FieldKind, Form, Program, Step};
use trustcoach::engine::{
    Agreement, Answer, Attempt, Contact, Entry, EntryId, EntryKind, Mark, Now, Over, Plan,
    PracticeItem, Profile, Safety, Situation, StepProgress, TalkItem, Told,
};

/// The moment of all tests here.
pub(crate) fn now() -> Now {
    let at: DateTime<Utc> = "2026-11-21T20:00:00Z".parse().unwrap();
    Now { at, today: at.date_naive() }
}

/// Contact, safety and situation, all combined: 3 x 3 x 3 x 3 x 4 x 3.
pub(crate) fn profiles() -> Vec<Profile> {
    let contacts = [
        Contact::None { court: true },
        Contact::Limited { to: "bills, in writing".to_owned() },
        Contact::Open,
    ];
    let mut profiles = Vec::new();
    for contact in contacts {
        for harmed in Told::ALL {
            for harming in Told::ALL {
                for self_harm in Told::ALL {
                    for over in Over::ALL {
                        for third_person in Told::ALL {
                            profiles.push(Profile {
                                contact: contact.clone(),
                                safety: Safety { harmed, harming, self_harm },
                                situation: Situation { over, third_person, ..Situation::default() },
                                ..Profile::default()
                            });
                        }
                    }
                }
            }
        }
    }
    assert_eq!(profiles.len(), 972);
    profiles
}

/// A word that stands in everything that was made in a step, and nowhere else.
pub(crate) fn mark_of(step: &Step) -> String {
    format!("zq{}qz", step.id.as_str().replace('-', "q"))
}

/// A plan that was just begun.
pub(crate) fn fresh(program: &Program, profile: &Profile) -> Plan {
    let mut plan = Plan::new(program.id.clone(), now());
    plan.profile = profile.clone();
    plan
}

/// A plan in which every step was done while it could be, with everything that such steps make.
pub(crate) fn full(program: &Program, profile: &Profile) -> Plan {
    let mut plan = fresh(program, profile);
    let today = now().today;
    for step in program.steps() {
        let answers: BTreeMap<FieldId, Answer> = step
            .fields
            .iter()
            .map(|field| (field.id.clone(), answer(step, &field.kind, today)))
            .collect();
        let attempt = Attempt { began: now().at, finished: Some(now().at), answers };
        let progress = StepProgress {
            mark: Mark::Done,
            marked: Some(now().at),
            day: Some(today),
            attempts: vec![attempt],
        };
        plan.progress.steps.insert(step.id.clone(), progress);
        let id = step.id.clone();
        let later = today + Duration::days(3);
        match &step.form {
            Form::Practice(_) => plan.practices.push(PracticeItem {
                step: id,
                what: mark_of(step),
                every: Cadence::Daily,
                since: today,
                until: later,
                paused: false,
                last: None,
                after_done: false,
                concerns: None,
            }),
            Form::Agree(_) => {
                plan.agreements.push(Agreement {
                    step: id,
                    since: today,
                    review: today,
                    until: None,
                    own: None,
                    ended: None,
                    turns: Vec::new(),
                });
            }
            Form::Talk(_) => plan.talks.push(TalkItem {
                step: id,
                day: later,
                minutes: 40,
                time: None,
                own: None,
            }),
            _ => {}
        }
    }
    plan
}

fn answer(step: &Step, kind: &FieldKind, today: NaiveDate) -> Answer {
    match kind {
        FieldKind::Short | FieldKind::Long => Answer::Text(mark_of(step)),
        FieldKind::Tick => Answer::Tick(true),
        FieldKind::Choice(options) => Answer::Text(options[0].id.to_string()),
        FieldKind::Scale => Answer::Number(5),
        FieldKind::Count(most) => Answer::Number(*most),
        FieldKind::Date => Answer::Text((today + Duration::days(3)).to_string()),
    }
}

/// The journal of a full plan: a line that each step was done, and one of each practice and talk.
pub(crate) fn journal(program: &Program) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (at, step) in program.steps().enumerate() {
        let mut push = |kind: EntryKind, text: String| {
            let id = EntryId(format!("{at}-{kind:?}"));
            let (day, at) = (now().today, now().at);
            entries.push(Entry { text, ..Entry::new(id, kind, day, at).about(&step.id) });
        };
        push(EntryKind::StepDone, String::new());
        match step.form {
            Form::Practice(_) => push(EntryKind::PracticeDone, mark_of(step)),
            Form::Talk(_) => push(EntryKind::TalkHeld, mark_of(step)),
            _ => {}
        }
    }
    entries
}
