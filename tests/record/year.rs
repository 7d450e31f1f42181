//! A year of a person who forgets, pauses, goes away, flies, and whose clock is set back.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde_json::Value;
use trustcoach::content::form::Cadence;
use trustcoach::content::{Program, StageId, shipped};
use trustcoach::engine::record::{
    AgreementChange, AgreementTerms, Concerns, Count, DateTerms, ItemId, NewLine, OwnTalk,
    PracticeTerms, PromiseTerms, TalkTerms, When, months, resting, resting_since, weeks,
};
use trustcoach::engine::{
    Command, Contact, Entry, EntryKind, History, Now, Outcome, Over, Plan, Practised, Refusal,
    Safety, Told, agenda,
};
use trustcoach::export;

use crate::from_json;

/// The same numbers for the same seed, on every machine.
struct Chance(u64);

impl Chance {
    fn below(&mut self, below: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// What the person said last of a thing on a day, as they would remember it.
type Said = BTreeMap<(ItemId, NaiveDate), EntryKind>;

pub(crate) struct Life {
    pub(crate) program: Program,
    pub(crate) plan: Plan,
    pub(crate) journal: Vec<Entry>,
    history: History,
    chance: Chance,
    said: Said,
    repaired: BTreeMap<(ItemId, NaiveDate), bool>,
    own_lines: usize,
    away: usize,
}

fn first_day() -> NaiveDate {
    "2026-01-01".parse().unwrap()
}

/// The evening of a day on the wall of wherever the person is: winter, summer time, a month on another coast; twice
/// the clock is an hour or a day behind.
fn evening(day: u64) -> Now {
    let hours = match day {
        100..130 => -8,
        87..297 => 2,
        _ => 1,
    };
    let zone = FixedOffset::east_opt(hours * 3600).unwrap();
    let wall =
        first_day().checked_add_days(Days::new(day)).unwrap().and_hms_opt(21, 30, 0).unwrap();
    let mut at = wall.and_local_timezone(zone).unwrap();
    if day == 60 {
        at -= TimeDelta::hours(1);
    }
    if day == 61 {
        at -= TimeDelta::days(1);
    }
    Now { at: at.with_timezone(&Utc), today: at.date_naive() }
}

impl Life {
    fn begin(seed: u64) -> Self {
        let program = shipped::program();
        let mut plan = Plan::new(StageId::try_from("year").unwrap(), evening(0));
        plan.profile.contact = Contact::Open;
        plan.profile.safety = Safety { harmed: Told::No, harming: Told::No, self_harm: Told::No };
        plan.profile.situation.over = Over::Over;
        let mut life = Self {
            program,
            plan,
            journal: Vec::new(),
            history: History::default(),
            chance: Chance(seed),
            said: Said::new(),
            repaired: BTreeMap::new(),
            own_lines: 0,
            away: 0,
        };
        life.put_down();
        life
    }

    fn run(&mut self, command: Command, now: Now) -> Result<Outcome, Refusal> {
        let outcome = self.history.run(&self.program, &mut self.plan, command, now)?;
        self.take(&outcome);
        Ok(outcome)
    }

    fn take(&mut self, outcome: &Outcome) {
        let before = self.journal.len();
        self.journal.retain(|line| !outcome.remove.contains(&line.id));
        assert_eq!(before - self.journal.len(), outcome.remove.len(), "a line was not there");
        for line in &outcome.add {
            assert!(self.journal.iter().all(|there| there.id != line.id), "{} twice", line.id);
            self.journal.push(line.clone());
        }
    }

    /// What there is from the first day on.
    fn put_down(&mut self) {
        let now = evening(0);
        let daily = Some(Cadence::Daily);
        for (what, asked_by, every, by) in [
            ("ring when I am late", Concerns::Partner, daily, None),
            ("no drink on work nights", Concerns::Me, Some(Cadence::Weekdays), None),
            ("call my father", Concerns::Other, Some(Cadence::Weekly), None),
            ("send the statement", Concerns::Partner, None, Some("2026-02-10".parse().unwrap())),
        ] {
            let what = what.to_owned();
            let terms = PromiseTerms { what, asked_by, by, every, realistic: Some(true) };
            self.run(Command::PutPromise { id: None, terms }, now).unwrap();
        }
        for (what, every, after_done) in [
            ("a walk before work", Cadence::Weekdays, false),
            ("the cupboard", Cadence::Days(5), true),
            ("one straight thing, written down", Cadence::Daily, false),
        ] {
            let concerns = Concerns::Me;
            let terms = PracticeTerms { what: what.to_owned(), every, after_done, concerns };
            self.run(Command::PutPractice { id: None, terms }, now).unwrap();
        }
        let terms = AgreementTerms { what: "phones".into(), scope: "at home".into(), offer: true };
        let review = "2026-03-01".parse().unwrap();
        let until = None;
        self.run(Command::PutAgreement { id: None, terms, review, until }, now).unwrap();
        let own = Some(OwnTalk { about: "the summer".into(), agenda: vec!["money".into()] });
        let time = NaiveTime::from_hms_opt(19, 0, 0);
        let terms = TalkTerms { own, day: "2026-03-29".parse().unwrap(), time, minutes: 40 };
        self.run(Command::PutTalk { id: None, terms }, now).unwrap();
        for when in [
            When::Yearly { day: "2024-02-29".parse().unwrap() },
            When::Once { day: "2026-06-01".parse().unwrap() },
            When::Place,
        ] {
            let (what, plan) = ("that day".to_owned(), "be with a friend".to_owned());
            let terms = DateTerms { what, when, plan, concerns: Concerns::Me };
            self.run(Command::PutDate { id: None, terms }, now).unwrap();
        }
    }

    fn live(&mut self, day: u64) {
        let now = evening(day);
        self.contact(day, now);
        self.pause(day, now);
        // A month away, and now and then a day without a thought.
        if (200..231).contains(&day) || self.chance.below(6) == 0 {
            self.away += 1;
            return;
        }
        let today = agenda(&self.program, &self.plan, now.today);
        for due in &today.promises {
            let kept = self.chance.below(5) > 0;
            self.promise(&due.id, now, kept);
            if self.chance.below(12) == 0 {
                self.promise(&due.id, now, !kept);
            }
        }
        let open = agenda(&self.program, &self.plan, now.today).repairs;
        for repair in open {
            if self.chance.below(3) == 0 {
                continue;
            }
            let told_first = self.chance.below(4) > 0;
            let (id, text) = (repair.id.clone(), "told it".to_owned());
            self.run(Command::RepairPromise { id, told_first, text }, now).unwrap();
            assert_eq!(self.repaired.insert((repair.id, repair.day), told_first), None);
        }
        for due in &today.practices {
            let how = [Practised::Done, Practised::Done, Practised::Part, Practised::Skip];
            let which = usize::try_from(self.chance.below(5)).unwrap();
            self.practise(
                &due.step,
                now,
                how.get(which).copied().unwrap_or(Practised::NotApplicable),
            );
        }
        for ended in &today.ended {
            self.run(Command::StillWanted { step: ended.step.clone() }, now).unwrap();
        }
        for review in &today.reviews {
            let (change, again) = (AgreementChange::Same, now.today + Days::new(30));
            let (id, text) = (review.step.clone(), String::new());
            self.run(Command::ReviewAgreement { id, change, text, again }, now).unwrap();
        }
        self.words(now);
    }

    /// For three weeks there is no contact: what concerns the partner rests, and comes back.
    fn contact(&mut self, day: u64, now: Now) {
        let contact = match day {
            150 => Contact::None { court: false },
            171 => Contact::Open,
            _ => return,
        };
        let before = self.plan.clone();
        self.run(Command::SetContact(contact), now).unwrap();
        let stopped = resting_since(&self.program, &before, &self.plan);
        if day == 171 {
            assert_eq!(resting(&self.program, &self.plan), []);
        } else {
            let titles: Vec<&str> = stopped.iter().map(|item| item.title.as_str()).collect();
            assert_eq!(
                titles,
                ["ring when I am late", "send the statement", "phones", "the summer"]
            );
        }
    }

    /// For five weeks the walk is set aside: nothing asks for it, and it comes back as it was.
    fn pause(&mut self, day: u64, now: Now) {
        let walk = self.plan.practices[0].clone();
        if day == 40 || day == 75 {
            let command = Command::PausePractice { step: walk.step.clone(), paused: day == 40 };
            self.run(command, now).unwrap();
            let after = &self.plan.practices[0];
            assert_eq!((after.paused, after.last, after.since), (day == 40, walk.last, walk.since));
        }
        if (40..75).contains(&day) {
            let due = agenda(&self.program, &self.plan, now.today).practices;
            assert!(due.iter().all(|item| item.step != walk.step), "it is asked for all the same");
        }
    }

    fn promise(&mut self, id: &ItemId, now: Now, kept: bool) {
        let command = Command::AnswerPromise { id: id.clone(), day: now.today, kept };
        match self.run(command, now) {
            Ok(_) => {
                let kind = if kept { EntryKind::PromiseKept } else { EntryKind::PromiseMissed };
                self.said.insert((id.clone(), now.today), kind);
            }
            // The clock went back over a day that was answered for, or made good.
            Err(refusal) => {
                assert!(matches!(refusal, Refusal::WrongDay | Refusal::MadeGood), "{refusal:?}");
            }
        }
    }

    fn practise(&mut self, id: &ItemId, now: Now, how: Practised) {
        let command = Command::Practise { step: id.clone(), day: now.today, how };
        if self.run(command, now).is_ok() {
            let kind = match how {
                Practised::Done => EntryKind::PracticeDone,
                Practised::Part => EntryKind::PracticePart,
                Practised::Skip => EntryKind::PracticeSkip,
                Practised::NotApplicable => EntryKind::PracticeNotApplicable,
            };
            self.said.insert((id.clone(), now.today), kind);
        }
    }

    /// A check-in, now and then a win or a setback; sometimes one is taken back, and sometimes back again.
    fn words(&mut self, now: Now) {
        let mut line = NewLine::saying(EntryKind::CheckIn, now.today, "");
        line.numbers.insert("sleep".to_owned(), u8::try_from(self.chance.below(10)).unwrap());
        self.run(Command::Log(line), now).unwrap();
        self.own_lines += 1;
        let kind = match self.chance.below(8) {
            0 => EntryKind::Win,
            1 => EntryKind::Setback,
            _ => return,
        };
        let mut line = NewLine::saying(kind, now.today, "a line “with” \"quotes\"\nand two");
        line.nth = 1;
        self.run(Command::Log(line), now).unwrap();
        self.own_lines += 1;
        if self.chance.below(3) == 0 {
            let undone = self.history.undo(&mut self.plan).unwrap();
            self.take(&undone);
            self.own_lines -= 1;
            if self.chance.below(2) == 0 {
                let again = self.history.redo(&mut self.plan).unwrap();
                self.take(&again);
                self.own_lines += 1;
            }
        }
    }
}

/// The whole year.
pub(crate) fn year(seed: u64) -> Life {
    let mut life = Life::begin(seed);
    for day in 0..365 {
        life.live(day);
    }
    life
}

#[test]
fn nothing_is_lost_or_counted_twice() {
    for seed in 1..=5 {
        let life = year(seed);
        assert!(life.away > 31 && life.said.len() > 300, "it was no life");
        let about = |line: &&Entry| {
            use EntryKind::{
                PracticeDone, PracticeNotApplicable, PracticePart, PracticeSkip, PromiseKept,
                PromiseMissed,
            };
            matches!(
                line.kind,
                PromiseKept
                    | PromiseMissed
                    | PracticeDone
                    | PracticePart
                    | PracticeSkip
                    | PracticeNotApplicable
            )
        };
        let mut written = Said::new();
        for line in life.journal.iter().filter(about) {
            let twice = written.insert((line.step.clone().unwrap(), line.day), line.kind);
            assert_eq!(twice, None, "counted twice");
        }
        assert_eq!(written, life.said);
        let of_kind =
            |kind| life.journal.iter().filter(move |line| line.kind == kind).collect::<Vec<_>>();
        let repairs: BTreeMap<_, _> = of_kind(EntryKind::PromiseRepaired)
            .into_iter()
            .map(|line| ((line.step.clone().unwrap(), line.day), line.numbers["told-first"] > 0))
            .collect();
        assert_eq!(repairs, life.repaired);
        let own = [EntryKind::CheckIn, EntryKind::Win, EntryKind::Setback];
        assert_eq!(own.into_iter().flat_map(of_kind).count(), life.own_lines);
    }
}

#[test]
fn the_sentences_follow_from_the_export_alone() {
    for seed in 1..=5 {
        let life = year(seed);
        let text = export::json(&life.program, &life.plan, &life.journal);
        let read: Value = serde_json::from_str(&text).unwrap();
        let counted = Count::countable(&life.program, &life.plan, &life.journal);
        let whole = Count::of(counted.iter().copied());
        let all = from_json::lines(&read, "");
        assert_eq!(whole.promises(), from_json::promises(&all));
        assert_eq!(whole.practices(), from_json::practices(&all));
        assert!(whole.missed > 5 && whole.told_first > 2, "nothing was missed: {whole:?}");
        let by_month = months(&counted);
        assert!(by_month.len() >= 11);
        let last = evening(364).today;
        for week in weeks(&counted, last, 60) {
            let days: Vec<String> =
                (0..7).map(|day| (week.start + Days::new(day)).to_string()).collect();
            let lines: Vec<&Value> =
                days.iter().flat_map(|day| from_json::lines(&read, day)).collect();
            assert_eq!(week.count.promises(), from_json::promises(&lines), "{}", week.start);
            assert_eq!(week.count.practices(), from_json::practices(&lines), "{}", week.start);
        }
        for month in by_month {
            let lines = from_json::lines(&read, &month.start.format("%Y-%m").to_string());
            assert_eq!(month.count.promises(), from_json::promises(&lines));
            assert_eq!(month.count.practices(), from_json::practices(&lines));
        }
    }
}

#[test]
fn an_export_read_and_exported_again_is_the_same_text() {
    let life = year(7);
    let text = export::json(&life.program, &life.plan, &life.journal);
    let back = export::read_json(&text).unwrap();
    assert_eq!(export::json(&life.program, &back.plan, &back.entries), text);
    assert_eq!(back.entries.len(), life.journal.len());
    assert_eq!(back.plan.promises, life.plan.promises);
    for private in ["\"safety\"", "\"contact\"", "\"situation\"", "harm"] {
        assert!(!text.contains(private), "{private} was exported");
    }
    assert_eq!(back.plan.profile.safety, Safety::default(), "it is asked again");
}

#[test]
fn what_is_no_export_is_refused_without_quoting_it() {
    let life = Life::begin(1);
    let text = export::json(&life.program, &life.plan, &life.journal);
    let newer = text.replacen("\"version\": 1", "\"version\": 2", 1);
    assert_eq!(export::read_json(&newer), Err(export::BadBackup::Newer { version: 2 }));
    let wrong = text.replacen("\"every\": \"daily\"", "\"every\": \"secretly\"", 1);
    assert_ne!(wrong, text);
    for bad in ["", "{}", "[1, 2]", "secretly", wrong.as_str()] {
        let refused = export::read_json(bad).unwrap_err().to_string();
        assert!(!refused.contains("secretly"), "{refused}");
    }
    let said = &life.journal[0];
    let twice = export::json(&life.program, &life.plan, [said, said]);
    assert_eq!(export::read_json(&twice), Err(export::BadBackup::Twice));
}

#[test]
fn the_wall_decides_the_day() {
    let late: DateTime<Utc> = evening(110).at;
    assert_ne!(late.date_naive(), evening(110).today, "on the other coast it is still today");
}

/// The first day, with everything put down.
pub(crate) fn beginning(seed: u64) -> Life {
    Life::begin(seed)
}
