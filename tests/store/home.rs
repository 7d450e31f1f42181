//! A home folder of its own for each test, and plans to keep in it.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use tempfile::TempDir;
use trustcoach::content::form::Cadence;
use trustcoach::content::{FieldId, Pronouns, StageId, StepId};
use trustcoach::engine::plan::{Agreement, PracticeDay, PracticeItem, Practised, TalkItem};
use trustcoach::engine::record::{
    AgreementChange, AgreementTerms, Concerns, DatePlan, DateTerms, OwnTalk, Promise, PromiseDay,
    PromiseTerms, Reviews, Turn, When,
};
use trustcoach::engine::{
    Answer, Attempt, Contact, Entry, EntryId, EntryKind, Mark, Now, Over, PartnerKnows, Plan,
    Profile, Relationship, Safety, Situation, StepProgress, Told,
};
use trustcoach::store::{Loaded, Opened, Places, Store};

pub(crate) struct Home {
    pub(crate) folder: TempDir,
    pub(crate) places: Places,
}

impl Home {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("share/store");
        let places = Places { data, config: folder.path().join("config") };
        Self { folder, places }
    }

    /// A home in which this plan is kept, saved once.
    pub(crate) fn with(mut plan: Plan) -> Self {
        let home = Self::new();
        home.fresh().save_plan(&mut plan).unwrap();
        home
    }

    pub(crate) fn fresh(&self) -> Store {
        match Store::open(&self.places).unwrap() {
            Opened::New(store) => store,
            Opened::Found(..) | Opened::Locked(_) => panic!("there is a plan already"),
        }
    }

    pub(crate) fn open(&self) -> (Store, Loaded) {
        match Store::open(&self.places).unwrap() {
            Opened::Found(store, loaded) => (store, *loaded),
            Opened::New(_) | Opened::Locked(_) => panic!("there is no open plan"),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.places.data.join(name)
    }

    /// The names in a folder of the store, sorted.
    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let list = fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<String> =
            list.map(|item| item.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

/// Puts a file with these bytes there, as another program would. (Cutting one short costs a flush each time.)
pub(crate) fn put(path: &Path, bytes: &[u8]) {
    let _ = fs::remove_file(path);
    let mut options = fs::OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(0o600).open(path).unwrap();
    file.write_all(bytes).unwrap();
}

/// Changes the text of a file as an editor would, the seal untouched.
pub(crate) fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{text}");
    put(path, text.replacen(from, to, 1).as_bytes());
}

pub(crate) fn instant() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-11-22T08:30:00.123Z").unwrap().with_timezone(&Utc)
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn step(name: &str) -> StepId {
    StepId::try_from(name).unwrap()
}

pub(crate) fn field(name: &str) -> FieldId {
    FieldId::try_from(name).unwrap()
}

pub(crate) fn new_plan() -> Plan {
    let now = Now { at: instant(), today: day("2026-11-22") };
    Plan::new(StageId::try_from("trust").unwrap(), now)
}

/// A text with everything that a file format may stumble over.
pub(crate) const WORDS: &str =
    "Grüße, \"you\" said '''no'''\n\n# end sha256=0\n\t\\ \u{1b}[0m \u{202e}\u{0} 🙂\r\nend ";

pub(crate) fn entry(number: usize, on: &str) -> Entry {
    Entry {
        id: EntryId::new(instant(), number),
        day: day(on),
        at: instant(),
        kind: EntryKind::Setback,
        step: Some(step("a")),
        text: WORDS.to_owned(),
        numbers: [("told-first".to_owned(), 1)].into(),
    }
}

/// A plan with something of everything that a plan can hold.
pub(crate) fn full_plan() -> Plan {
    let mut plan = new_plan();
    plan.profile = Profile {
        partner: "A. \"Ö\"".to_owned(),
        pronouns: Pronouns::default(),
        relationship: Relationship::Marriage,
        event: WORDS.to_owned(),
        contact: Contact::None { court: true },
        safety: Safety { harmed: Told::Yes, harming: Told::No, self_harm: Told::Unknown },
        situation: Situation {
            over: Over::Unsure,
            partner_knows: PartnerKnows::Part,
            third_person: Told::Yes,
        },
    };
    let marks = [Mark::Started, Mark::Done, Mark::Skipped, Mark::NotYet];
    for (name, mark) in ["a", "b", "c", "d"].into_iter().zip(marks) {
        let progress = StepProgress {
            mark,
            marked: Some(instant()),
            day: Some(day("2026-11-22")),
            attempts: vec![attempt(true), attempt(false)],
        };
        plan.progress.steps.insert(step(name), progress);
    }
    for (every, how) in [
        (Cadence::Daily, Practised::Done),
        (Cadence::Weekdays, Practised::Part),
        (Cadence::Weekly, Practised::Skip),
        (Cadence::Days(3), Practised::Done),
    ] {
        plan.practices.push(PracticeItem {
            step: step("practise"),
            what: WORDS.to_owned(),
            every,
            since: day("2026-02-28"),
            until: day("9999-12-31"),
            paused: how == Practised::Skip,
            last: Some(PracticeDay { day: day("2026-11-21"), how }),
            after_done: how == Practised::Done,
            concerns: (how == Practised::Part).then_some(Concerns::Other),
        });
    }
    plan.agreements.push(Agreement {
        step: step("agree"),
        since: day("2026-11-01"),
        review: day("2026-12-01"),
        until: None,
        own: Some(AgreementTerms {
            what: WORDS.to_owned(),
            scope: "at home".to_owned(),
            offer: true,
        }),
        ended: Some(day("2026-12-02")),
        turns: vec![Turn {
            day: day("2026-11-20"),
            change: AgreementChange::Less,
            text: WORDS.to_owned(),
        }],
    });
    plan.talks.push(TalkItem {
        step: step("talk"),
        day: day("2026-11-30"),
        minutes: 30,
        time: NaiveTime::from_hms_opt(19, 30, 0),
        own: Some(OwnTalk { about: WORDS.to_owned(), agenda: vec!["a".to_owned()] }),
    });
    record(&mut plan);
    plan
}

fn record(plan: &mut Plan) {
    for (name, kept) in [("own-1", true), ("own-2", false)] {
        let terms = PromiseTerms {
            what: WORDS.to_owned(),
            asked_by: Concerns::Partner,
            by: kept.then(|| day("2026-12-24")),
            every: (!kept).then_some(Cadence::Days(2)),
            realistic: Some(kept),
        };
        let last = Some(PromiseDay { day: day("2026-11-21"), kept, repaired: !kept });
        plan.promises.push(Promise { id: step(name), terms, since: day("2026-11-01"), last });
    }
    for when in [
        When::Place,
        When::Once { day: day("2026-12-24") },
        When::Yearly { day: day("2024-02-29") },
    ] {
        let (what, plan_for_it) = (WORDS.to_owned(), "ring a friend".to_owned());
        let terms = DateTerms { what, when, plan: plan_for_it, concerns: Concerns::Me };
        plan.dates.push(DatePlan { id: step("own-3"), terms });
    }
    plan.reviews = Reviews { week: Some(day("2026-11-20")), month: None, checked_in: None };
}

fn attempt(finished: bool) -> Attempt {
    let answers = [
        ("text", Answer::Text(WORDS.to_owned())),
        ("empty", Answer::Text(String::new())),
        ("tick", Answer::Tick(true)),
        ("scale", Answer::Number(255)),
        // Texts that look like something else.
        ("day", Answer::Text("2026-11-22".to_owned())),
        ("digits", Answer::Text("7".to_owned())),
        ("truth", Answer::Text("true".to_owned())),
    ];
    Attempt {
        began: instant(),
        finished: finished.then(instant),
        answers: answers.into_iter().map(|(name, answer)| (field(name), answer)).collect(),
    }
}
