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
        let name = EntryId::step_done(step, progress.attempts.len(), at);
        Some(Entry::new(name, EntryKind::StepDone, day, at).about(step))
    });
    due.filter(|entry| newest.is_none_or(|newest| month(entry.day) >= newest))
        .filter(|entry| !journal.iter().any(|there| says_the_same(there, entry)))
        .collect()
}

/// Whether a line is there. Which attempt it was may have changed: another device's attempts were merged in.
fn says_the_same(there: &Entry, line: &Entry) -> bool {
    let alike = (there.kind, &there.step, there.at) == (line.kind, &line.step, line.at);
    there.id == line.id || alike
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::{at, finish, open_plan, says, small, step_id};
    use crate::engine::{Command, apply};

    #[test]
    fn a_lost_line_is_made_again_and_an_older_month_is_left_alone() {
        let program = small();
        let mut plan = open_plan();
        let first = finish(&program, &mut plan, "read", &[], at(0)).unwrap().add;
        let second = finish(&program, &mut plan, "rate", &[("note", says("a"))], at(40)).unwrap();
        let second = second.add;
        let both = [first.clone(), second.clone()].concat();
        assert_eq!(missing_entries(&plan, &both), []);
        assert_eq!(missing_entries(&plan, &first), second);
        assert_eq!(missing_entries(&plan, &second), [], "January is not asked after in February");
        assert_eq!(missing_entries(&plan, &[]).len(), 2);
        let skip = Command::Skip { step: step_id("rate") };
        apply(&program, &mut plan, skip, at(41)).unwrap();
        assert_eq!(missing_entries(&plan, &first), []);
    }
}
