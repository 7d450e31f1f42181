//! The work that a message asks for, after the paint: on the disk by the clerk, on the terminal here.

use std::io;
use std::time::Duration;

use super::run::{Ended, Runtime};
use crate::app::{Effect, Msg, Trouble, update};
use crate::tui::desk::{Clerk, Job};
use crate::tui::screen::Screen;
use crate::tui::secret::Taken;

/// How long leaving waits for what the disk has begun.
const OPEN_JOBS: Duration = Duration::from_millis(700);

impl<S: Screen> Runtime<S> {
    /// Does the work in order; what comes of it may bring more.
    pub(super) fn work(&mut self, effects: Vec<Effect>) -> io::Result<Option<Ended>> {
        let mut waiting = std::collections::VecDeque::from(effects);
        // What the clerk was given changes nothing in sight; its answer is drawn when it comes.
        let mut seen = false;
        while let Some(effect) = waiting.pop_front() {
            seen |= matches!(effect, Effect::Repaint | Effect::Suspend);
            let answer = match effect {
                Effect::Save { add, remove } => {
                    let plan = Box::new(self.model.plan.clone());
                    self.job(Job::Save { plan, add, remove })
                }
                Effect::SaveDraft(draft) => self.job(Job::Draft(Box::new(draft))),
                Effect::TakeSecret(purpose) => match self.secret.take(purpose) {
                    Taken::Answer(result) => Some(Msg::SecretTaken(result)),
                    Taken::Work(job) => self.job(job),
                },
                Effect::DropKey => {
                    self.desk.hold(None);
                    self.job(Job::DropKey)
                }
                Effect::ReadMonths { read, all } => self.job(Job::Months { read, all }),
                Effect::Prefer(preference) => self.job(Job::Prefer(preference)),
                Effect::Export { path, text } => self.job(Job::Export { path, text }),
                Effect::Copy(text) => {
                    let copied = self.screen.copy(&text).map_err(|error| Trouble {
                        what: format!("The text could not be copied: {}.", error.kind()),
                        way_out: "Export it to a file instead.".to_owned(),
                    });
                    Some(Msg::Copied(copied))
                }
                Effect::Repaint => {
                    self.screen.repaint()?;
                    None
                }
                Effect::Suspend => (!self.screen.suspend()?).then_some(Msg::NotStopped),
                Effect::Leave => return Ok(Some(Ended::Left)),
                Effect::LeaveNow(draft) => {
                    self.screen.give_back();
                    self.finish_jobs(OPEN_JOBS);
                    self.desk.save_draft_within_a_second(draft);
                    return Ok(Some(Ended::LeftNow));
                }
            };
            if let Some(msg) = answer {
                seen = true;
                waiting.extend(update(&mut self.model, msg));
            }
        }
        if seen {
            self.follow();
            self.draw()?;
        }
        Ok(None)
    }

    /// Gives a job to the clerk; without one it is done here, and this is what came of it.
    fn job(&mut self, job: Job) -> Option<Msg> {
        if self.clerk.is_none() {
            self.clerk =
                self.reports.as_ref().and_then(|reports| Clerk::at(&self.desk, reports.clone()));
        }
        match &self.clerk {
            Some(clerk) => clerk.take(job).err().map(|job| self.desk.done(job)),
            None => Some(self.desk.done(job)),
        }
    }

    pub(super) fn finish_jobs(&mut self, at_most: Duration) {
        if let Some(clerk) = self.clerk.take() {
            clerk.finish(at_most);
        }
    }
}
