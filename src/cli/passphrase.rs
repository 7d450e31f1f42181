//! `passphrase` and `rekey`.

use super::args;
use super::exit::{Answer, Failure};
use super::opened;
use super::secret::Secrets;
use crate::clock;
use crate::error::Error;
use crate::store::{Opened, Passphrase, Places, Store};

const RECOVERY: &str = "\
This is the recovery key. It opens everything without the passphrase, and it is shown only now. Write it on paper and \
keep it where only you find it. Without it, a forgotten passphrase means that the notes are gone, for us too.";
const PLAINTEXT: &str = "\
Everything here is encrypted, and the unencrypted versions are removed. The disk, its snapshots, backups and copies in \
a cloud may still hold them.";
const OLD_COPY: &str = "\
Changed. Who has an earlier copy of this folder and the old passphrase can still read it, and what is written later \
too, with the key from that copy. `trustcoach rekey` makes a new key.";
const REKEYED: &str = "\
Everything is encrypted with a new key. Copies from before still open with the old passphrase.";
const REMOVED: &str = "\
Everything is kept without a passphrase now: whoever can use this account, or takes the disk, can read it.";

/// The recovery key, and what to do with it.
pub(super) fn recovery(key: &Passphrase) -> Answer {
    Answer::data(format!("{}\n", key.as_str())).saying(RECOVERY)
}

/// The recovery key of a change that was made. Of an unfinished one too: then the new key may be what opens everything.
fn with_key(store: &Store, made: Result<Passphrase, Error>, said: &str) -> Result<Answer, Failure> {
    match (made, store.recovery_key()) {
        (Ok(key), _) => Ok(recovery(&key).saying(said)),
        (Err(error @ Error::Unfinished { .. }), Some(key)) => {
            let told = format!("trustcoach: {error}\n{}", error.hint());
            Ok(Answer { failed: true, ..recovery(&key).saying(&told) })
        }
        (Err(error), _) => Err(error.into()),
    }
}

/// Sets, changes or removes the passphrase.
pub(super) fn passphrase(
    places: &Places,
    wanted: args::Passphrase,
    secrets: &mut Secrets,
) -> Result<Answer, Failure> {
    let now = clock::now().at;
    if let args::Passphrase::Change { recovery: true } = wanted {
        let Opened::Locked(locked) = opened::unopened(places)? else {
            return Err(Failure::failed("There is no passphrase to change."));
        };
        let key = locked.try_recovery_key(&secrets.current("Recovery key: ")?)?;
        let (mut store, _) = locked.unlock(key)?;
        store.change_passphrase(&secrets.fresh()?, now)?;
        return Ok(Answer::default().saying(OLD_COPY));
    }
    let (mut store, _) = opened::to_write(places, secrets)?;
    match wanted {
        args::Passphrase::Set => {
            if store.is_encrypted() {
                return Err(Failure::failed("There is a passphrase already."));
            }
            let made = store.set_passphrase(&secrets.fresh()?, now);
            with_key(&store, made, PLAINTEXT)
        }
        args::Passphrase::Change { .. } => {
            if !store.is_encrypted() {
                return Err(Failure::failed("There is no passphrase to change."));
            }
            store.change_passphrase(&secrets.fresh()?, now)?;
            Ok(Answer::default().saying(OLD_COPY))
        }
        args::Passphrase::Remove => {
            store.remove_passphrase()?;
            Ok(Answer::default().saying(REMOVED))
        }
    }
}

/// Makes a new key under the same passphrase.
pub(super) fn rekey(places: &Places, secrets: &mut Secrets) -> Result<Answer, Failure> {
    let Opened::Locked(locked) = opened::unopened(places)? else {
        return Err(Failure::failed("There is no passphrase, and so no key."));
    };
    let passphrase = secrets.current("Passphrase: ")?;
    let key = locked
        .try_passphrase(&passphrase)
        .map_err(Error::into)
        .map_err(|failure: Failure| failure)?;
    let (mut store, _) = locked.unlock(key)?;
    let made = store.rekey(&passphrase, clock::now().at);
    with_key(&store, made, REKEYED)
}
