//! The lists of the record as undo remembers them.

use crate::engine::plan::{Agreement, Plan, PracticeItem, TalkItem};

use super::items::{DatePlan, Promise, Reviews};

/// The lists of the record. They are short, and a command may touch more than one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::engine) struct Lists {
    promises: Vec<Promise>,
    practices: Vec<PracticeItem>,
    agreements: Vec<Agreement>,
    talks: Vec<TalkItem>,
    dates: Vec<DatePlan>,
    reviews: Reviews,
}

impl Lists {
    pub(in crate::engine) fn of(plan: &Plan) -> Self {
        Self {
            promises: plan.promises.clone(),
            practices: plan.practices.clone(),
            agreements: plan.agreements.clone(),
            talks: plan.talks.clone(),
            dates: plan.dates.clone(),
            reviews: plan.reviews,
        }
    }

    pub(in crate::engine) fn put_back(self, plan: &mut Plan) {
        plan.promises = self.promises;
        plan.practices = self.practices;
        plan.agreements = self.agreements;
        plan.talks = self.talks;
        plan.dates = self.dates;
        plan.reviews = self.reviews;
    }
}
