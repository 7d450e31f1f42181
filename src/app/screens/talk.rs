//! A talk while it is held: one point at a time, the clock, a pause with a promised return.

use crate::app::model::Model;
use crate::app::page::{Item, Page, Role, Sign};
use crate::app::record::Deed;
use crate::app::record::talk::{TalkRun, clock};
use crate::engine::record::SheetOf;

use super::record::row;

const BACK: &str = "Be back then, also if nothing is better. Then ask whether it goes on now.";

/// The page.
#[must_use]
pub fn page(model: &Model, run: &TalkRun) -> Page {
    let now = model.now.at;
    let mut page = Page::titled(run.title.clone());
    if let Some((_, until)) = run.resting {
        let left = until - now;
        page.gap().text(Role::Heading, "A pause");
        let back = if left.num_seconds() > 0 {
            format!("Back in {}", clock(left))
        } else {
            "It is time to be back.".to_owned()
        };
        page.gap().text(Role::Body, back).gap();
        page.text(Role::Quiet, BACK).gap();
        page.push(Item::Row(row(Deed::GoOn, Sign::Go, "We go on")));
        end(&mut page, run);
        return page;
    }
    page.aside = format!("{} of {} min", clock(now - run.began), run.minutes);
    let (point, minutes) = run.points.get(run.at).cloned().unwrap_or_default();
    page.text(Role::Quiet, format!("Point {} of {}", run.at + 1, run.points.len())).gap();
    page.text(Role::Heading, point);
    let of = if minutes > 0 { format!(" of {minutes} min") } else { String::new() };
    page.gap().text(Role::Body, format!("On this point: {}{of}", clock(now - run.turn))).gap();
    if run.at == 0 && !run.opening.is_empty() {
        page.text(Role::Quiet, "To begin, say:");
        page.text(Role::Quote, run.opening.clone()).gap();
    }
    if let Some((next, _)) = run.points.get(run.at + 1) {
        page.push(Item::Row(row(Deed::NextPoint, Sign::Go, "Next point").note(next.clone())));
    }
    page.gap().text(Role::Quiet, "For a pause, say when you will be back:");
    page.text(Role::Quote, run.pause.clone());
    for minutes in [20, 60] {
        let label = format!("A pause, back in {minutes} minutes");
        page.push(Item::Row(row(Deed::Break(minutes), Sign::Go, label)));
    }
    end(&mut page, run);
    page
}

fn end(page: &mut Page, run: &TalkRun) {
    let heard = Deed::Sheet(SheetOf::Heard(run.id.clone()));
    page.push(Item::Row(row(heard, Sign::Go, "It is over: write what you heard")));
}
