//! Copies that a sync tool made because two devices wrote the same file: found by their names, merged by entry.

use std::io;
use std::path::{Path, PathBuf};

use super::document::{self, Beside, Document, Filed};
use super::merge::{Merged, merge};
use super::merge_plan::{self, Side};
use super::notice::Notice;
use super::removed::{Things, Versions};
use super::save;
use super::store::month_name;
use super::store::{AGE, BACKUPS, DRAFT, IDENTITY, JOURNAL, MonthFile, PLAN, Store, is_month};
use super::write::LARGEST;
use crate::engine::Plan;
use crate::error::Error;

/// More deletions than this are not merged without being asked for.
const MOST_DELETIONS: usize = 5;

/// The name of the file that this is another device's version of, by the way Syncthing, Nextcloud, Dropbox and iCloud
/// name such copies; `None` for other names.
pub(super) fn original(name: &str) -> Option<String> {
    let found = [syncthing(name), in_brackets(name), numbered(name)];
    found.into_iter().flatten().find(|original| is_ours(original))
}

fn is_ours(name: &str) -> bool {
    let plain = name.strip_suffix(AGE).unwrap_or(name);
    name == IDENTITY
        || plain == PLAN
        || plain == DRAFT
        || plain.strip_suffix(".toml").is_some_and(is_month)
}

/// `plan.sync-conflict-20260105-093000-ABCDEFG.toml`.
fn syncthing(name: &str) -> Option<String> {
    let (before, rest) = name.split_once(".sync-conflict-")?;
    let end = rest.find('.').unwrap_or(rest.len());
    let mut parts = rest[..end].split('-');
    let digits =
        |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    let good = digits(parts.next()?, 8) && digits(parts.next()?, 6);
    good.then(|| format!("{before}{}", &rest[end..]))
}

/// `plan (conflicted copy 2026-01-05 093000).toml`, `plan (A's conflicted copy 2026-01-05).toml`, in any case.
fn in_brackets(name: &str) -> Option<String> {
    let open = name.rfind(" (")?;
    let close = open + name[open..].find(')')?;
    let inside = name[open..close].to_lowercase();
    (inside.contains("conflicted copy") || inside.contains("case conflict"))
        .then(|| format!("{}{}", &name[..open], &name[close + 1..]))
}

/// `plan 2.toml`.
fn numbered(name: &str) -> Option<String> {
    let space = name.rfind(' ')?;
    let rest = &name[space + 1..];
    let end = rest.find('.').unwrap_or(rest.len());
    let number = &rest[..end];
    let small = (1..=3).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    small.then(|| format!("{}{}", &name[..space], &rest[end..]))
}

/// A copy that another device made: folder, name, name of the file it is a version of.
type CopyOfOther = (PathBuf, String, String);

impl Store {
    /// Merges the copies of other devices, those of the plan into this one. One that would delete more than five entries
    /// or things waits until `all` is said. Returns the names in the journal's folder, where they were read and none of
    /// this changed them.
    pub(super) fn merge_copies(
        &mut self,
        plan: &mut Plan,
        all: bool,
    ) -> Result<Option<Vec<String>>, Error> {
        if self.read_only.is_some() {
            return Ok(None);
        }
        let (copies, journal) = self.copies_of_others()?;
        if copies.is_empty() {
            return Ok(Some(journal));
        }
        for (folder, name, original) in copies {
            let path = folder.join(&name);
            let Some(month) = original.strip_suffix(AGE).unwrap_or(&original).strip_suffix(".toml")
            else {
                // Another device's wrapped key: which of the two passphrases holds is not ours to say.
                self.notices.push(Notice::Copy { file: name, kept: None });
                continue;
            };
            if is_month(month) {
                self.merge_month(month, &path, &original, all)?;
            } else if month == "plan" {
                self.merge_plan(plan, &path, &original, all)?;
            } else {
                let kept = self.keep_copy(&path, &original)?;
                self.notices.push(Notice::Copy { file: original, kept: Some(kept) });
            }
        }
        Ok(None)
    }

    fn merge_month(
        &mut self,
        month: &str,
        path: &Path,
        original: &str,
        all: bool,
    ) -> Result<(), Error> {
        let (name, theirs) = self.theirs::<MonthFile>(path)?;
        let Some(theirs) =
            theirs.filter(|theirs| theirs.value.month.is_empty() || theirs.value.month == month)
        else {
            self.notices.push(Notice::Copy { file: name, kept: None });
            return Ok(());
        };
        let mut ours = self.month_file(month, Beside::Now)?;
        let Merged { file, dropped } = merge(&ours.value, &theirs.value);
        if dropped > MOST_DELETIONS && !all {
            self.notices.push(Notice::ManyDeletions { file: name, count: dropped });
            return Ok(());
        }
        if (&file.entries, &file.replaced) != (&ours.value.entries, &ours.value.replaced) {
            ours.value = file;
            self.save_month(month, &mut ours)?;
        }
        self.keep_copy(path, original)?;
        self.notices.push(Notice::Merged { file: month_name(month) });
        Ok(())
    }

    fn merge_plan(
        &mut self,
        plan: &mut Plan,
        path: &Path,
        original: &str,
        all: bool,
    ) -> Result<(), Error> {
        let (name, theirs) = self.theirs::<Plan>(path)?;
        let Some(mut theirs) = theirs else {
            self.notices.push(Notice::Copy { file: name, kept: None });
            return Ok(());
        };
        if theirs.value.program != plan.program {
            let kept = self.keep_copy(path, original)?;
            self.notices.push(Notice::Copy { file: original.to_owned(), kept: Some(kept) });
            return Ok(());
        }
        let removed = Versions::take_from(&mut theirs.unknown);
        let ours = Side { plan, removed: &self.removed };
        let merged = merge_plan::merge(ours, Side { plan: &theirs.value, removed: &removed });
        if merged.dropped > MOST_DELETIONS && !all {
            self.notices.push(Notice::ManyDeletions { file: name, count: merged.dropped });
            return Ok(());
        }
        self.discard_words(&merged.lost)?;
        let same = Plan { seq: plan.seq, ..merged.plan.clone() } == *plan;
        if !same || merged.removed != self.removed {
            *plan = merged.plan;
            self.removed = merged.removed;
            // Nothing was removed here: what is not there any more was removed on the other device.
            self.things = Things::of(plan);
            self.save_plan(plan)?;
        }
        self.keep_copy(path, original)?;
        self.notices.push(Notice::MergedPlan { lost: merged.lost.len() });
        Ok(())
    }

    /// The name of another device's file, and what stands in it where that can be read.
    fn theirs<T: Filed>(&self, path: &Path) -> Result<(String, Option<Document<T>>), Error> {
        let bytes = self.vfs.read(path, LARGEST).map_err(|error| Error::read(path, &error))?;
        let theirs = self.text(&bytes).ok().and_then(|text| document::parse(&text).ok());
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Ok((name.unwrap_or_default(), theirs))
    }

    /// Moves a copy among the earlier versions of its file.
    fn keep_copy(&self, path: &Path, original: &str) -> Result<PathBuf, Error> {
        let backups = self.root.join(BACKUPS);
        let moved = || -> io::Result<PathBuf> {
            save::ensure_folder(self.vfs.as_ref(), &backups)?;
            let copies = self.copies(&backups, original);
            let newest = copies.numbers()?.last().copied().unwrap_or(0);
            let kept = copies.path(newest.saturating_add(1));
            let _ = self.vfs.close_to_others(path);
            self.vfs.rename(path, &kept)?;
            save::sync_folder(self.vfs.as_ref(), &backups)?;
            save::sync_folder(self.vfs.as_ref(), path.parent().unwrap_or(&self.root))?;
            Ok(kept)
        };
        moved().map_err(|error| Error::save(path, &error))
    }

    /// The copies that other devices made, and all names in the journal's folder.
    pub(super) fn copies_of_others(&self) -> Result<(Vec<CopyOfOther>, Vec<String>), Error> {
        let names = |folder: &Path| match self.vfs.list(folder) {
            Ok(names) => Ok(names),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(Error::read(folder, &error)),
        };
        let folder = self.root.join(JOURNAL);
        let (root, journal) = (names(&self.root)?, names(&folder)?);
        let of = |folder: &Path, names: &[String]| -> Vec<CopyOfOther> {
            let copies = names.iter().filter_map(|name| Some((name.clone(), original(name)?)));
            copies.map(|(name, original)| (folder.to_owned(), name, original)).collect()
        };
        let mut found = of(&self.root, &root);
        found.extend(of(&folder, &journal));
        Ok((found, journal))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_four_sync_tools_are_known() {
        for (name, expected) in [
            ("plan.sync-conflict-20260105-093000-ABCDEFG.toml", "plan.toml"),
            ("2026-11.sync-conflict-20260105-093000-ABCDEFG.toml", "2026-11.toml"),
            ("2026-11.toml.sync-conflict-20260105-093000-ABCDEFG.age", "2026-11.toml.age"),
            ("2026-11 (conflicted copy 2026-01-05 093000).toml", "2026-11.toml"),
            ("2026-11.toml (conflicted copy 2026-01-05 093000).age", "2026-11.toml.age"),
            ("draft (Robin's conflicted copy 2026-01-05).toml", "draft.toml"),
            ("plan (Robin's Conflicted Copy 2026-01-05 (1)).toml", "plan).toml"),
            ("2026-11 2.toml", "2026-11.toml"),
            ("2026-11.toml 3.age", "2026-11.toml.age"),
            ("identity 2.age", "identity.age"),
        ] {
            let expected = Some(expected).filter(|name| is_ours(name));
            assert_eq!(original(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn our_own_names_and_other_peoples_are_no_copies() {
        for name in [
            "plan.toml",
            "2026-11.toml.age",
            ".2026-11.toml.tmp",
            "FORMAT",
            "letter 2.toml",
            "plan.sync-conflict-x-y-z.toml",
            "plan (copy).toml",
            "2026-11 20261105.toml",
            "",
        ] {
            assert_eq!(original(name), None, "{name}");
        }
    }
}
