//! From what stands on a sheet to the command that keeps it.

use chrono::{NaiveDate, NaiveTime};

use crate::app::edit;
use crate::app::model::Model;
use crate::content::form::Cadence;
use crate::engine::record::{
    AgreementChange, AgreementTerms, Concerns, DateTerms, NewLine, OwnTalk, PracticeTerms,
    PromiseTerms, ReviewOf, SheetOf, TalkTerms, When,
};
use crate::engine::{Command, EntryKind};

use super::fields::RHYTHMS;
use super::sheet::Sheet;
use super::{journal, rating};

const NO_DAY: &str = "A day is written as 2026-11-30, today, tomorrow or +7.";

pub(super) fn command(model: &Model, sheet: &Sheet) -> Result<Command, String> {
    let today = model.today();
    let day = |at: usize| day(sheet, at, today);
    let maybe = |at: usize| {
        if sheet.text(at).is_empty() { Ok(None) } else { day(at).map(Some) }
    };
    let text = |at: usize| sheet.text(at).to_owned();
    Ok(match &sheet.of {
        SheetOf::Promise(id) => {
            Command::PutPromise { id: id.clone(), terms: promise(sheet, today)? }
        }
        SheetOf::Practice(id) => {
            let rhythm = sheet.choice(1).and_then(|nth| RHYTHMS.get(nth).copied());
            let terms = PracticeTerms {
                what: text(0),
                every: rhythm.ok_or("How often? Choose one.")?,
                after_done: sheet.choice(2) == Some(1),
                concerns: concern(sheet.choice(3)),
            };
            Command::PutPractice { id: id.clone(), terms }
        }
        SheetOf::Agreement(id) => {
            let offer = sheet.choice(2).is_none_or(|nth| nth == 0);
            let terms = AgreementTerms { what: text(0), scope: text(1), offer };
            Command::PutAgreement { id: id.clone(), terms, review: day(3)?, until: maybe(4)? }
        }
        SheetOf::Look(id) => {
            let nth = sheet.choice(0).ok_or("Less, the same, or stop? Choose one.")?;
            let change = AgreementChange::ALL[nth.min(2)];
            Command::ReviewAgreement { id: id.clone(), change, text: text(1), again: day(2)? }
        }
        SheetOf::Talk(id) => Command::PutTalk { id: id.clone(), terms: talk(sheet, day(0)?)? },
        SheetOf::Heard(id) => {
            let lines: Vec<&str> = [sheet.text(0), sheet.text(1)]
                .into_iter()
                .filter(|line| !line.is_empty())
                .collect();
            Command::TalkHeld { step: id.clone(), day: today, heard: lines.join("\n") }
        }
        SheetOf::Date(id) => Command::PutDate { id: id.clone(), terms: date(sheet, today)? },
        SheetOf::Repair(id) => {
            let told =
                sheet.choice(0).ok_or("Did you tell it before you were asked? Choose one.")?;
            Command::RepairPromise { id: id.clone(), told_first: told == 0, text: text(1) }
        }
        SheetOf::Line(kind) => {
            let mut line = NewLine::saying(*kind, day(1)?, text(0));
            line.nth = rating::nth(model);
            Command::Log(line)
        }
        SheetOf::Reword(id) => {
            let line = journal::line(model, id).ok_or("That line is not there any more.")?;
            let numbers = line.numbers.clone();
            Command::Reword { line: Box::new(line.clone()), text: text(0), numbers }
        }
        SheetOf::Review(of) => Command::Log(review(model, sheet, *of)),
    })
}

fn talk(sheet: &Sheet, day: NaiveDate) -> Result<TalkTerms, String> {
    let time = match sheet.text(1) {
        "" => None,
        text => Some(
            NaiveTime::parse_from_str(text, "%H:%M")
                .map_err(|_| "A time is written as 19:30.".to_owned())?,
        ),
    };
    let minutes = sheet.text(2).parse::<u16>().ok().filter(|minutes| (1..=480).contains(minutes));
    let minutes = minutes.ok_or("How many minutes? A number from 1 to 480.")?;
    let own = (sheet.fields.len() > 3).then(|| OwnTalk {
        about: sheet.text(3).to_owned(),
        agenda: sheet
            .text(4)
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
    });
    Ok(TalkTerms { own, day, time, minutes })
}

fn review(model: &Model, sheet: &Sheet, of: ReviewOf) -> NewLine {
    let parts = ["Keep", "Drop", "Plan"].iter().enumerate();
    let said: Vec<String> = parts
        .map(|(at, word)| (word, sheet.text(at)))
        .filter(|(_, text)| !text.is_empty())
        .map(|(word, text)| format!("{word}: {text}"))
        .collect();
    let mut line = NewLine::saying(EntryKind::Reviewed, model.today(), said.join("\n"));
    line.review = Some(of);
    line.nth = rating::nth(model);
    line
}

fn day(sheet: &Sheet, at: usize, today: NaiveDate) -> Result<NaiveDate, String> {
    edit::day(sheet.text(at), today).ok_or_else(|| NO_DAY.to_owned())
}

fn promise(sheet: &Sheet, today: NaiveDate) -> Result<PromiseTerms, String> {
    let rhythm = sheet.choice(2).ok_or("When is it to be done? Choose one.")?;
    let every = match rhythm {
        1 => Some(Cadence::Daily),
        2 => Some(Cadence::Weekdays),
        3 => Some(Cadence::Weekly),
        _ => None,
    };
    Ok(PromiseTerms {
        what: sheet.text(0).to_owned(),
        asked_by: concern(sheet.choice(1)),
        by: if rhythm == 0 { Some(day(sheet, 3, today)?) } else { None },
        every,
        realistic: sheet.choice(4).map(|nth| nth == 0),
    })
}

fn date(sheet: &Sheet, today: NaiveDate) -> Result<DateTerms, String> {
    let when = match sheet.choice(1).ok_or("When does it come? Choose one.")? {
        0 => When::Yearly { day: day(sheet, 2, today)? },
        1 => When::Once { day: day(sheet, 2, today)? },
        _ => When::Place,
    };
    let (what, plan) = (sheet.text(0).to_owned(), sheet.text(3).to_owned());
    Ok(DateTerms { what, when, plan, concerns: concern(sheet.choice(4)) })
}

fn concern(nth: Option<usize>) -> Concerns {
    match nth {
        Some(2) => Concerns::Partner,
        Some(1) => Concerns::Other,
        _ => Concerns::Me,
    }
}
