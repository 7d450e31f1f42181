//! After a crash between the two files: the plan was saved, the month was not.

use chrono::{Datelike, NaiveDate};

use super::entry::{Entry, EntryId, EntryKind};
use super::plan::{Mark, Plan};

/// The lines "step done" that the plan says must be in the journal and that the newest month lacks. Months before the
/// newest entry given are not asked after; where there is none, all are. The names of such lines come from the plan,
/// so a line that is there is never made twice.
#[must_use]
pub fn missing_entries(plan: &Plan, journal: &[Entry]) -> Vec<Entry> {
    let month = |day: NaiveDate| (day.year(), day.month());
    let newest = journal.iter().map(|entry| month(entry.day)).max();
    let due = plan.progress.steps.iter().filter_map(|(step, progress)| {
        if progress.mark != Mark::Done {
            return None;
        }
        let at = progress.current()?.finished?;
        let day = progress.day.unwrap_or_else(|| at.date_naive());
        Some(Entry {
            id: EntryId::step_done(step, progress.attempts.len(), at),
            day,
            at,
            kind: EntryKind::StepDone,
            step: Some(step.clone()),
            text: String::new(),
        })
    });
    due.filter(|entry| newest.is_none_or(|newest| month(entry.day) >= newest))
        .filter(|entry| journal.iter().all(|there| there.id != entry.id))
        .collect()
}
