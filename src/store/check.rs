//! Looking everything through, and mending what can be mended.

use std::collections::BTreeSet;
use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::document::Beside;
use super::notice::Notice;
use super::open::Loaded;
use super::save;
use super::seal;
use super::store::{BACKUPS, DAMAGED, JOURNAL, PLAN, Store, TRASH, month_name};
use super::vfs::Kind;
use crate::engine::{Entry, Plan};
use crate::error::Error;

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The file or folder.
    pub place: PathBuf,
    /// What is the case.
    pub words: String,
    /// Whether something is lost or in doubt; else it only wants to be tidied.
    pub damage: bool,
}

/// What a look through the store found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// What is not as it should be.
    pub findings: Vec<Finding>,
    /// How many entries were read.
    pub entries: usize,
    /// The digest of all that a person would miss: the same for the same content, however it is stored.
    pub digest: String,
}

impl Store {
    /// Looks the store through and changes nothing: permissions, leftovers, seals, months, names of entries; with
    /// `all` every earlier version too. Open it with [`Store::open_to_read`] first.
    ///
    /// # Errors
    /// When a file cannot be read, or was changed outside.
    pub fn check(&mut self, loaded: &Loaded, all: bool) -> Result<Report, Error> {
        let mut report = Report::default();
        for notice in &loaded.notices {
            report.findings.push(self.finding_of(notice));
        }
        self.check_files(&mut report)?;
        let mut content = document_of(&Plan { seq: 0, ..loaded.plan.clone() });
        content += &loaded
            .draft
            .as_ref()
            .map(|draft| format!("{:?} {:?}", draft.typed, draft.place))
            .unwrap_or_default();
        let (mut names, mut entries) = (BTreeSet::new(), Vec::new());
        for month in &loaded.months {
            let read = self.read_month(month)?;
            for notice in &read.notices {
                let finding = self.finding_of(notice);
                if !report.findings.contains(&finding) {
                    report.findings.push(finding);
                }
            }
            for entry in read.entries {
                let place = self.place(&month_name(month));
                if !names.insert(entry.id.clone()) {
                    report.findings.push(Finding {
                        place: place.clone(),
                        words: "two entries have one name".to_owned(),
                        damage: false,
                    });
                }
                if entry.day.format("%Y-%m").to_string() != *month {
                    report.findings.push(Finding {
                        place,
                        words: "an entry is of another month".to_owned(),
                        damage: false,
                    });
                }
                entries.push(entry);
            }
        }
        // Lines that follow from the plan are there, written or not.
        let trash = self.trash()?;
        let deleted = trash.iter().map(|item| item.entry.clone());
        let there: Vec<Entry> = entries.iter().cloned().chain(deleted).collect();
        entries.extend(self.missing_lines(&loaded.plan, &there)?);
        report.entries = entries.len();
        entries.sort_by(|one, other| one.id.cmp(&other.id));
        content.extend(entries.iter().map(document_of));
        content.extend(trash.iter().map(document_of));
        content.push_str(if self.encrypted { "encrypted" } else { "plain" });
        if let Some((made, wrapped)) = self.key_times() {
            content.extend([made.to_rfc3339(), wrapped.to_rfc3339()]);
        }
        report.digest = seal::digest(content.as_bytes());
        for (_, name, _) in self.copies_of_others()?.0 {
            report.findings.push(Finding {
                place: self.root.join(name),
                words: "it comes from another device and is not merged yet".to_owned(),
                damage: false,
            });
        }
        if all {
            self.check_versions(&mut report)?;
        }
        Ok(report)
    }

    fn finding_of(&self, notice: &Notice) -> Finding {
        let damage = matches!(
            notice,
            Notice::Recovered { .. } | Notice::Lost { .. } | Notice::RolledBack { .. }
        );
        Finding { place: self.root.clone(), words: notice.to_string(), damage }
    }

    fn check_files(&self, report: &mut Report) -> Result<(), Error> {
        for name in self.everything()? {
            let path = self.root.join(&name);
            let stat = self.vfs.stat(&path).map_err(|error| Error::read(&path, &error))?;
            let mut tell = |words: &str, damage| {
                report.findings.push(Finding {
                    place: path.clone(),
                    words: words.to_owned(),
                    damage,
                });
            };
            if stat.is_open_to_others() && stat.kind != Kind::Other {
                tell("others on this computer can open it", false);
            }
            if stat.kind == Kind::Other {
                tell("it is a link or another special file", false);
            }
            if is_leftover(&name) {
                tell("it is left over from a save that was cut short", false);
            }
        }
        if self.pending.is_some() {
            let words =
                "a change of all files was cut short; the next start finishes it".to_owned();
            report.findings.push(Finding { place: self.root.clone(), words, damage: false });
        }
        Ok(())
    }

    fn check_versions(&self, report: &mut Report) -> Result<(), Error> {
        for version in self.versions()? {
            let backups = self.root.join(BACKUPS);
            let path = self.copies(&backups, &version.file).path(version.number);
            let bytes = self.vfs.read(&path, super::write::LARGEST);
            let bytes = bytes.map_err(|error| Error::read(&path, &error))?;
            if let Err(bad) = self.text(&bytes) {
                let words = format!("this earlier version is damaged: {bad}");
                report.findings.push(Finding { place: path, words, damage: false });
            }
        }
        Ok(())
    }

    /// The folder itself and all that is in it, by its place in the store.
    fn everything(&self) -> Result<Vec<String>, Error> {
        let failed = |error: &std::io::Error| Error::read(&self.root, error);
        let mut names = vec![String::new()];
        for name in self.vfs.list(&self.root).map_err(|error| failed(&error))? {
            let path = self.root.join(&name);
            let folder = self.vfs.stat(&path).map_err(|error| Error::read(&path, &error))?.kind
                == Kind::Folder;
            names.push(name.clone());
            if folder {
                names.extend(self.files_below(&name).map_err(|error| failed(&error))?);
            }
        }
        Ok(names)
    }

    /// Mends what can be mended, after a version of every file was kept: closes what others can open, removes
    /// leftovers, reads and mends every month, merges copies of other devices (with `merge` those too that delete
    /// much), gives each entry one name. Returns what was done, one sentence each.
    ///
    /// # Errors
    /// When a file could not be read or saved; what was mended until then stays mended.
    pub fn repair(
        &mut self,
        loaded: &Loaded,
        merge: bool,
        now: DateTime<Utc>,
    ) -> Result<Vec<String>, Error> {
        self.check_kept()?;
        self.keep_all()?;
        let mut done: Vec<String> = loaded.notices.iter().map(ToString::to_string).collect();
        for name in self.everything()? {
            let path = self.root.join(&name);
            let failed = |error: &std::io::Error| Error::save(&path, error);
            if is_leftover(&name) {
                self.vfs.remove(&path).map_err(|error| failed(&error))?;
                done.push(format!("Removed {name}, left over from a save that was cut short."));
            } else if self
                .vfs
                .stat(&path)
                .is_ok_and(|stat| stat.kind != Kind::Other && stat.is_open_to_others())
            {
                self.vfs.close_to_others(&path).map_err(|error| failed(&error))?;
                done.push(format!(
                    "Closed {} to others.",
                    if name.is_empty() { "the folder" } else { &name }
                ));
            }
        }
        let mut plan = loaded.plan.clone();
        self.merge_copies(&mut plan, merge)?;
        let mut names = BTreeSet::new();
        for month in self.months()? {
            let mut file = self.month_file(&month, Beside::Now)?;
            let before = file.value.entries.len();
            file.value.entries.retain(|entry| names.insert((entry.id.clone(), entry.text.clone())));
            if file.value.entries.len() < before {
                self.save_month(&month, &mut file)?;
                done.push(format!("Took entries that were there twice out of {month}."));
            }
        }
        self.complete_journal(&plan)?;
        self.expire_trash(now)?;
        self.save_plan(&mut plan)?;
        done.extend(self.take_notices().iter().map(ToString::to_string));
        Ok(done)
    }

    /// Keeps a version of every file that is there.
    fn keep_all(&self) -> Result<(), Error> {
        let backups = self.root.join(BACKUPS);
        let mut names = vec![PLAN.to_owned()];
        names.extend(self.months()?.iter().map(|month| month_name(month)));
        for name in names {
            let file = self.file(&name);
            let copies = self.copies(&backups, &file);
            copies
                .numbers()
                .and_then(|numbers| copies.keep(&self.root.join(&file), &numbers))
                .map_err(|error| Error::save(&backups, &error))?;
        }
        Ok(())
    }
}

fn is_leftover(name: &str) -> bool {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    ["", JOURNAL, TRASH, BACKUPS, DAMAGED].contains(&folder) && save::is_temporary(file)
}

fn document_of<T: serde::Serialize>(value: &T) -> String {
    toml::to_string(value).unwrap_or_default()
}
