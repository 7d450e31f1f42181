//! The record with three months in it: every page of a thing, a sheet, a line, a talk, and every chart.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use trustcoach::app::model::{ExportDraft, ExportWhat, Model, Screen, Size, View};
use trustcoach::app::page::Item;
use trustcoach::app::record::Rating;
use trustcoach::app::{Action, Msg, screens, update};
use trustcoach::content::form::Cadence;
use trustcoach::engine::record::{
    AgreementChange, AgreementTerms, Concerns, DateTerms, ItemId, NewLine, OwnTalk, PracticeTerms,
    PromiseTerms, ReviewOf, TalkTerms, Thing, When,
};
use trustcoach::engine::{Command, EntryKind, Now, Practised, apply};

use crate::common::{evening, snapshot};
use crate::shapes;
use crate::snapshots::looks;

const SIZE: Size = Size { width: 80, height: 24 };
/// How many days lie behind.
const DAYS: u64 = 80;

fn on(day: u64) -> Now {
    let back = DAYS - day;
    let now = evening();
    let at = now.at - TimeDelta::days(i64::try_from(back).unwrap());
    Now { at, today: now.today - Days::new(back) }
}

fn run(model: &mut Model, command: Command, now: Now) {
    let outcome = apply(&model.library.program, &mut model.plan, command, now).unwrap();
    model.entries.retain(|line| !outcome.remove.contains(&line.id));
    model.entries.extend(outcome.add);
}

fn put_down(model: &mut Model) {
    let promise = |what: &str, asked_by, every, by: Option<NaiveDate>| Command::PutPromise {
        id: None,
        terms: PromiseTerms { what: what.into(), asked_by, by, every, realistic: Some(true) },
    };
    let practice = |what: &str, every, after_done| Command::PutPractice {
        id: None,
        terms: PracticeTerms { what: what.into(), every, after_done, concerns: Concerns::Me },
    };
    let date = |what: &str, when| Command::PutDate {
        id: None,
        terms: DateTerms {
            what: what.into(),
            when,
            plan: "If I stand there, then I ring my brother and walk on.".into(),
            concerns: Concerns::Me,
        },
    };
    let today = evening().today;
    let daily = Some(Cadence::Daily);
    let own = OwnTalk {
        about: "The summer, and who goes where".into(),
        agenda: vec!["What each of us would like".into(), "The week in August".into()],
    };
    let long = "Ring as soon as I know that I will be later than I said, also when it is only a \
                quarter of an hour";
    for command in [
        promise(long, Concerns::Partner, daily, None),
        promise("No drink on work nights", Concerns::Me, Some(Cadence::Weekdays), None),
        promise("Send the statement", Concerns::Partner, None, Some(today + Days::new(4))),
        practice("A walk before work", Cadence::Weekdays, false),
        practice("One true sentence, written down", Cadence::Daily, false),
        practice("Clear out the cupboard", Cadence::Days(3), true),
        Command::PutAgreement {
            id: None,
            terms: AgreementTerms {
                what: "My phone lies on the table at meals".into(),
                scope: "At home; not at work".into(),
                offer: true,
            },
            review: today + Days::new(9),
            until: None,
        },
        Command::PutTalk {
            id: None,
            terms: TalkTerms {
                own: Some(own),
                day: today + Days::new(2),
                time: NaiveTime::from_hms_opt(19, 30, 0),
                minutes: 40,
            },
        },
        date("The day they found out", When::Yearly { day: today + Days::new(3) }),
        date("The station", When::Place),
    ] {
        run(model, command, on(0));
    }
}

/// One evening: most of it is done, some is not, and a few days are empty.
fn live(model: &mut Model, day: u64) {
    let now = on(day);
    if day % 11 == 7 || (30..37).contains(&day) {
        return;
    }
    let promises: Vec<ItemId> = model.plan.promises.iter().map(|item| item.id.clone()).collect();
    for (nth, id) in (0_u64..).zip(promises.into_iter().take(2)) {
        let kept = (day + nth * 5) % 9 != 4;
        run(model, Command::AnswerPromise { id: id.clone(), day: now.today, kept }, now);
        if !kept && day.is_multiple_of(2) && day < DAYS {
            let text = "Told it at breakfast.".to_owned();
            run(model, Command::RepairPromise { id, told_first: day.is_multiple_of(4), text }, now);
        }
    }
    let practices: Vec<ItemId> = model
        .plan
        .practices
        .iter()
        .filter(|item| item.concerns.is_some())
        .map(|item| item.step.clone())
        .collect();
    for (nth, step) in (0_u64..).zip(practices) {
        let how = match (day + nth) % 7 {
            0 => Practised::Skip,
            3 => Practised::Part,
            _ => Practised::Done,
        };
        run(model, Command::Practise { step, day: now.today, how }, now);
    }
    if day == 27 || day == 54 {
        for nth in 0..3 {
            let step = own(model, Thing::Practice, nth);
            run(model, Command::StillWanted { step }, now);
        }
    }
    let mut line = NewLine::saying(EntryKind::CheckIn, now.today, "");
    for (name, number) in [("sleep", day % 10), ("hope", day / 9), ("hide", 9 - day / 10)] {
        line.numbers.insert(name.to_owned(), u8::try_from(number).unwrap());
    }
    run(model, Command::Log(line), now);
    let said = match day % 13 {
        2 => (EntryKind::Win, "Said where I was before I was asked."),
        6 => (
            EntryKind::Setback,
            "Looked at the old messages again. Wrote it down, then told my brother on the phone before the evening was over.",
        ),
        9 => (EntryKind::Gratitude, "She left the light on."),
        _ => return,
    };
    let mut line = NewLine::saying(said.0, now.today, said.1);
    line.nth = 1;
    run(model, Command::Log(line), now);
}

/// The lived-in program with three months in the record.
fn filled() -> Model {
    let mut model = shapes::lived_in(SIZE);
    put_down(&mut model);
    for day in 0..=DAYS {
        live(&mut model, day);
    }
    let (id, now) = (model.plan.agreements.last().unwrap().step.clone(), on(50));
    let (text, again) = ("Not when the children ring".to_owned(), evening().today + Days::new(9));
    let change = AgreementChange::Less;
    run(&mut model, Command::ReviewAgreement { id, change, text, again }, now);
    model.journal.whole = true;
    model.journal.stale = true;
    update(&mut model, Msg::Clock(evening()));
    model
}

/// Goes to the screen, and chooses the row that says this.
fn choose(model: &mut Model, label: &str) {
    let page = screens::page(model);
    let says = |item: &&Item| match item {
        Item::Row(row) => row.label == label,
        Item::Field(field) => field.ask == label,
        Item::Text { .. } | Item::Gap => false,
    };
    let target = page.items.iter().find(says).and_then(Item::target).cloned();
    let focus = target.and_then(|target| page.focus_of(&target));
    model.view_mut().focus = focus.unwrap_or_else(|| panic!("no {label}: {page:#?}"));
    update(model, Msg::Action(Action::Choose));
}

fn at(model: &mut Model, screen: Screen) -> &mut Model {
    model.editing = None;
    model.views = vec![View::top(Screen::Today), View::top(screen)];
    update(model, Msg::Clock(evening()));
    model
}

/// The first thing of a list that the person put there.
fn own(model: &Model, thing: Thing, nth: usize) -> ItemId {
    let plan = &model.plan;
    let own = |id: &&ItemId| trustcoach::engine::record::is_own(id);
    let ids: Vec<&ItemId> = match thing {
        Thing::Promise => plan.promises.iter().map(|item| &item.id).collect(),
        Thing::Practice => plan.practices.iter().map(|item| &item.step).collect(),
        Thing::Agreement => plan.agreements.iter().map(|item| &item.step).collect(),
        Thing::Talk => plan.talks.iter().map(|item| &item.step).collect(),
        Thing::Date => plan.dates.iter().map(|item| &item.id).collect(),
    };
    ids.into_iter().filter(own).nth(nth).unwrap().clone()
}

#[test]
fn every_thing_of_the_record_looks_as_it_did() {
    let mut model = filled();
    for thing in Thing::ALL {
        let id = own(&model, thing, 0);
        let name = format!("record-thing-{thing:?}").to_lowercase();
        snapshot(&name, &looks(at(&mut model, Screen::Thing(thing, id))));
    }
    let promise = own(&model, Thing::Promise, 0);
    let day = evening().today;
    run(&mut model, Command::AnswerPromise { id: promise.clone(), day, kept: false }, evening());
    snapshot("record-thing-missed", &looks(at(&mut model, Screen::Thing(Thing::Promise, promise))));
}

type Where = Box<dyn Fn(&Model) -> Screen>;

#[test]
fn every_sheet_looks_as_it_did() {
    let things = |thing| move |model: &Model| Screen::Thing(thing, own(model, thing, 0));
    let record = |_: &Model| Screen::Record;
    let add = |_: &Model| Screen::Add;
    let sheets: [(&str, Where, &str); 11] = [
        ("promise", Box::new(record), "A promise"),
        ("practice", Box::new(record), "Something to practise"),
        ("agreement", Box::new(record), "An offer or agreement"),
        ("talk", Box::new(record), "A talk"),
        ("date", Box::new(record), "A day or place to be ready for"),
        ("look", Box::new(things(Thing::Agreement)), "Look again: less, the same, stop?"),
        ("heard", Box::new(things(Thing::Talk)), "It was held: write what you heard"),
        ("change", Box::new(things(Thing::Promise)), "Change it: smaller, later, clearer"),
        ("setback", Box::new(add), "Something that went wrong"),
        ("note", Box::new(add), "A note"),
        (
            "review",
            Box::new(|_: &Model| Screen::Review(ReviewOf::Week)),
            "Write down what comes of it, and end the review",
        ),
    ];
    let mut model = filled();
    for (name, screen, label) in sheets {
        let screen = screen(&model);
        choose(at(&mut model, screen), label);
        assert!(matches!(model.screen(), Screen::Sheet(_)), "{label}: {:?}", model.screen());
        update(&mut model, Msg::Action(Action::NextField));
        model.editing = None;
        snapshot(&format!("record-sheet-{name}"), &looks(&mut model));
    }
    choose(at(&mut model, Screen::Record), "A promise");
    let text = "never drink again and always be home by seven".to_owned();
    let cursor = text.chars().count();
    update(&mut model, Msg::Edited { text, cursor });
    update(&mut model, Msg::Action(Action::Back));
    choose(&mut model, "Once, by a day");
    snapshot("record-sheet-promise-written", &looks(&mut model));
}

#[test]
fn lines_and_talks_look_as_they_did() {
    let mut model = filled();
    for kind in [EntryKind::CheckIn, EntryKind::Setback, EntryKind::PromiseMissed] {
        let line = model.entries.iter().rev().find(|line| line.kind == kind).unwrap().id.clone();
        let name = format!("record-line-{kind:?}").to_lowercase();
        snapshot(&name, &looks(at(&mut model, Screen::Line(line))));
    }
    let talk = own(&model, Thing::Talk, 0);
    choose(at(&mut model, Screen::Thing(Thing::Talk, talk)), "Begin it, with the guide");
    let later = |minutes| Now { at: evening().at + TimeDelta::minutes(minutes), ..evening() };
    update(&mut model, Msg::Clock(later(7)));
    snapshot("record-talk", &looks(&mut model));
    choose(&mut model, "A pause, back in 20 minutes");
    update(&mut model, Msg::Clock(later(9)));
    model.notice = None;
    snapshot("record-talk-pause", &looks(&mut model));
}

#[test]
fn every_list_and_chart_of_the_record_looks_as_it_did() {
    let mut model = filled();
    let week = Screen::Rating(Rating::of_week(&model));
    let calendar = Screen::Export(ExportDraft {
        what: ExportWhat::Calendar { cancel: false },
        path: "days.ics".to_owned(),
        ..ExportDraft::default()
    });
    for (name, screen) in [
        ("today", Screen::Today),
        ("list", Screen::Record),
        ("journal", Screen::Journal),
        ("week", week),
        ("review-week", Screen::Review(ReviewOf::Week)),
        ("review-month", Screen::Review(ReviewOf::Month)),
        ("look-back", Screen::LookBack),
        ("calendar", calendar),
    ] {
        let looks = looks(at(&mut model, screen));
        snapshot(&format!("record-{name}"), &looks);
        let normal = looks.split("===").nth(1).unwrap();
        assert!(name != "today" || !normal.contains("more below"), "Today is one screen");
    }
    // The rest of Look back, a screen at a time.
    at(&mut model, Screen::LookBack);
    for nth in 2..=3 {
        update(&mut model, Msg::Action(Action::PageDown));
        snapshot(&format!("record-look-back-{nth}"), &looks(&mut model));
    }
    let shown = format!("{:?}", screens::page(&model)).to_lowercase();
    for never in ["%", "streak", "in a row", "score", "trust"] {
        assert!(!shown.contains(never), "{never}: {shown}");
    }
    at(&mut model, Screen::Settings);
    choose(&mut model, "What they want of contact");
    choose(&mut model, "They asked for no contact");
    assert!(matches!(model.screen(), Screen::Resting(_)));
    snapshot("record-resting", &looks(&mut model));
}
