//! `check`, `repair` and `backup`.

use std::fmt::Write;

use super::args::Backup;
use super::exit::{Answer, Exit, Failure};
use super::opened;
use super::secret::Secrets;
use super::status::NOTHING_KEPT;
use crate::clock;
use crate::store::{Key, Opened, Places, Store};

/// What is to become of what was changed outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outside {
    /// Nothing was said.
    Ask,
    Accept,
    Refuse,
}

impl Outside {
    pub(super) fn of(accept: bool, refuse: bool) -> Self {
        match (accept, refuse) {
            (true, _) => Self::Accept,
            (_, true) => Self::Refuse,
            (false, false) => Self::Ask,
        }
    }
}

/// Looks everything through. It takes no lock and changes nothing.
pub(super) fn check(
    places: &Places,
    all: bool,
    digest: bool,
    secrets: &mut Secrets,
) -> Result<Answer, Failure> {
    let (mut store, loaded) = match Store::open_to_read(places)? {
        Opened::New(_) => return Ok(Answer::data(format!("{NOTHING_KEPT}\n"))),
        Opened::Found(store, loaded) => (store, loaded),
        Opened::Locked(locked) => opened::unlocked(locked, secrets)?,
    };
    let report = store.check(&loaded, all)?;
    let mut words = String::new();
    for finding in &report.findings {
        // Writing to a String cannot fail.
        let _ = writeln!(words, "{}: {}", finding.place.display(), finding.words);
    }
    if report.findings.iter().any(|finding| finding.damage) {
        let way_out = "`trustcoach repair` mends what can be mended, after a backup.";
        return Err(Failure::Said(Exit::Usage, format!("{words}{way_out}")));
    }
    let whole =
        format!("{} entries in {} months, all whole.\n", report.entries, loaded.months.len());
    let data = if digest { format!("{}\n", report.digest) } else { whole };
    // The digest is for programs, which ask for the content alone.
    let failed = !report.findings.is_empty() && !digest;
    Ok(Answer { failed, ..Answer::data(data).saying(words.trim_end()) })
}

/// Mends what can be mended.
pub(super) fn repair(
    places: &Places,
    outside: Outside,
    merge: bool,
    secrets: &mut Secrets,
) -> Result<Answer, Failure> {
    let mut answer = Answer::default();
    if outside != Outside::Ask {
        let (mut key, mut again) = keys(places, secrets)?;
        let settled = match outside {
            Outside::Accept => Store::accept_changed(places, key.take())?,
            Outside::Refuse | Outside::Ask => Store::refuse_changed(places, key.take())?,
        };
        for path in settled {
            let words = if outside == Outside::Accept {
                "was kept as it is"
            } else {
                "went back to what was saved here"
            };
            answer = answer.saying(&format!("{} {words}.", path.display()));
        }
        if let (Some(key), Opened::Locked(locked)) = (again.take(), opened::unopened(places)?) {
            let (store, loaded) = locked.unlock(key)?;
            return mended(store, &loaded, merge, answer);
        }
    }
    let (store, loaded) = opened::to_write(places, secrets)?;
    mended(store, &loaded, merge, answer)
}

fn mended(
    mut store: Store,
    loaded: &crate::store::Loaded,
    merge: bool,
    answer: Answer,
) -> Result<Answer, Failure> {
    let done = store.repair(loaded, merge, clock::now().at)?;
    let answer = done.iter().fold(answer, |answer, done| answer.saying(done));
    Ok(if answer.talk.is_empty() { answer.saying("There was nothing to mend.") } else { answer })
}

/// The key of an encrypted store, twice, asked for once.
fn keys(places: &Places, secrets: &mut Secrets) -> Result<(Option<Key>, Option<Key>), Failure> {
    match opened::unopened(places) {
        Ok(Opened::Locked(locked)) => {
            let passphrase = secrets.current("Passphrase: ")?;
            Ok((
                Some(locked.try_passphrase(&passphrase)?),
                Some(locked.try_passphrase(&passphrase)?),
            ))
        }
        // A plan that was changed outside does not open, and has no key.
        Ok(Opened::New(_) | Opened::Found(..)) | Err(_) => Ok((None, None)),
    }
}

/// Lists earlier versions, or brings one back.
pub(super) fn backup(
    places: &Places,
    wanted: &Backup,
    secrets: &mut Secrets,
) -> Result<Answer, Failure> {
    let (mut store, _) = opened::to_write(places, secrets)?;
    match wanted {
        Backup::List => {
            let mut out = String::new();
            for version in store.versions()? {
                let written = version.written.format("%Y-%m-%d %H:%M UTC");
                let _ = writeln!(
                    out,
                    "{}  {:>8}  {written}  {} bytes",
                    version.file, version.number, version.size
                );
            }
            Ok(Answer::data(out))
        }
        Backup::Show { file, number } => {
            Ok(Answer::data(store.show_version(file, *number)?.to_string()))
        }
        Backup::Restore { file, number } => {
            store.restore_version(file, *number)?;
            Ok(Answer::default()
                .saying("It is back. What was there before is an earlier version now."))
        }
    }
}
