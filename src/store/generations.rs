//! Earlier versions of a file: kept before each save, thinned out after it.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, Utc};

use super::save;
use super::vfs::Vfs;

/// How many of the latest versions stay.
const LATEST: usize = 5;
/// On how many days, the newest first, the last version of the day stays.
const DAYS: usize = 14;
/// In how many months, the newest first, the last version of the month stays.
const MONTHS: usize = 6;

/// The numbered copies of one file in one folder: `backups` for earlier versions, `damaged` for what could not be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Generations<'a> {
    pub(super) vfs: &'a dyn Vfs,
    pub(super) folder: &'a Path,
    pub(super) name: &'a str,
}

impl Generations<'_> {
    /// The numbers that are there, smallest first; none where there is no folder yet.
    pub(super) fn numbers(&self) -> io::Result<Vec<u64>> {
        let names = match self.vfs.list(self.folder) {
            Ok(names) => names,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut numbers: Vec<u64> = names.iter().filter_map(|name| self.number(name)).collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    fn number(&self, name: &str) -> Option<u64> {
        let digits = name.strip_prefix(self.name)?.strip_prefix('.')?;
        (digits.len() >= 8 && digits.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| digits.parse().ok())
            .flatten()
    }

    /// Where the copy with this number is.
    pub(super) fn path(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{}.{number:08}", self.name))
    }

    /// Keeps the file as the newest copy, flushed, and returns its path; `None` where there is no such file.
    /// A file that is the newest copy already, because a save was cut short, is not kept twice.
    pub(super) fn keep(&self, file: &Path, numbers: &[u64]) -> io::Result<Option<PathBuf>> {
        let stat = match self.vfs.stat(file) {
            Ok(stat) => stat,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        save::ensure_folder(self.vfs, self.folder)?;
        if let Some(newest) = numbers.last().map(|newest| self.path(*newest))
            && self.vfs.stat(&newest)?.identity == stat.identity
        {
            save::sync_folder(self.vfs, self.folder)?;
            return Ok(Some(newest));
        }
        let copy = self.path(numbers.last().map_or(1, |newest| newest.saturating_add(1)));
        match self.vfs.link(file, &copy) {
            Ok(()) => {}
            Err(error) if refuses_links(&error) => {
                let bytes = self.vfs.read(file, save::CAP)?;
                save::write_new(self.vfs, &copy, &bytes)?;
            }
            Err(error) => return Err(error),
        }
        save::sync_folder(self.vfs, self.folder)?;
        Ok(Some(copy))
    }

    /// Removes what need not stay. The save it follows is done: errors are left for the next time.
    pub(super) fn prune(&self) {
        let Ok(numbers) = self.numbers() else { return };
        if numbers.len() <= LATEST {
            return;
        }
        let versions: Vec<(u64, DateTime<Utc>)> = numbers
            .iter()
            .filter_map(|number| Some((*number, self.vfs.stat(&self.path(*number)).ok()?.modified)))
            .collect();
        for number in surplus(&versions) {
            let _ = self.vfs.remove(&self.path(number));
        }
    }
}

/// exFAT and some shares have no hard links.
fn refuses_links(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied
            | io::ErrorKind::Unsupported
            | io::ErrorKind::CrossesDevices
            | io::ErrorKind::TooManyLinks
    )
}

/// The versions that need not stay, out of (number, when written), smallest number first.
///
/// Days and months are counted among those that occur, not back from today: a clock that jumps removes nothing.
fn surplus(versions: &[(u64, DateTime<Utc>)]) -> Vec<u64> {
    let mut days = BTreeSet::new();
    let mut months = BTreeSet::new();
    let mut removed = Vec::new();
    for (age, (number, written)) in versions.iter().rev().enumerate() {
        let day = written.date_naive();
        let first_of_day = days.len() < DAYS && days.insert(day);
        let first_of_month = months.len() < MONTHS && months.insert((day.year(), day.month()));
        if age >= LATEST && !first_of_day && !first_of_month {
            removed.push(*number);
        }
    }
    removed
}

#[cfg(test)]
mod tests {
    use chrono::{Duration, TimeZone};

    use super::*;

    /// `count` versions, each `apart` after the one before.
    fn versions(count: u64, apart: Duration) -> Vec<(u64, DateTime<Utc>)> {
        let mut written = Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).unwrap();
        (1..=count)
            .map(|number| {
                written += apart;
                (number, written)
            })
            .collect()
    }

    fn kept(versions: &[(u64, DateTime<Utc>)]) -> Vec<u64> {
        let removed = surplus(versions);
        versions
            .iter()
            .map(|(number, _)| *number)
            .filter(|number| !removed.contains(number))
            .collect()
    }

    #[test]
    fn the_latest_five_stay() {
        assert_eq!(kept(&versions(20, Duration::seconds(1))), [16, 17, 18, 19, 20]);
    }

    #[test]
    fn one_a_day_and_one_a_month_stay() {
        let daily = kept(&versions(365, Duration::days(1)));
        assert_eq!(daily[daily.len() - 14..], (352..=365).collect::<Vec<_>>());
        // The fourteen days lie in January and December; the ends of November to August come to them.
        assert_eq!(daily.len(), 14 + 4, "{daily:?}");
    }

    #[test]
    fn a_clock_that_jumps_removes_nothing_that_stayed_before() {
        let mut some = versions(10, Duration::days(1));
        some.push((11, Utc.with_ymd_and_hms(9999, 12, 31, 0, 0, 0).unwrap()));
        some.push((12, DateTime::UNIX_EPOCH));
        assert_eq!(kept(&some).len(), 12);
    }
}
