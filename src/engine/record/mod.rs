//! The record: what the person said they would do, what they did, and the plain sentences that come of it.
//!
//! It measures their own reliability, never the partner's trust: no percentage, no streak, and nothing ever resets.

mod begun;
mod count;
mod due;
mod gates;
mod items;
mod keep;
mod lines;
mod lists;
mod month;
mod practices;
mod promises;
mod search;
#[cfg(test)]
mod tests;

pub use begun::{Begun, BegunOn, OnSheet, SheetOf};
pub use count::{Count, TOLD_FIRST, in_words};
pub use due::{
    ComingDate, DuePromise, REVIEW_MONTH, REVIEW_WEEK, Repair, days_of, next_due, next_time,
    promise_days, talk_days,
};
pub use gates::{Resting, asks_of, may_ask, resting, resting_since};
pub use items::{
    AgreementTerms, Change as AgreementChange, Concerns, DatePlan, DateTerms, ItemId, OwnTalk,
    PracticeTerms, Promise, PromiseDay, PromiseTerms, Reviews, TalkTerms, Thing, Turn, When,
    is_own, own_id,
};
pub use lines::{NewLine, ReviewOf, may_delete};
pub use month::{Bucket, month_of, months, week_of, weeks};
pub use search::{Filter, find};

pub(super) use due::{coming_dates, due_promises, practice_due, repairs};
pub(super) use keep::keep;
pub(super) use lists::Lists;
