//! The key of an encrypted store: made, wrapped by a passphrase, and used. The file format is that of `age`, so that
//! every file can be opened without this program: `age -d -i identity.age FILE`.

use std::fmt;
use std::io::{Read, Write};

use age::secrecy::{ExposeSecret, SecretString};
use age::{DecryptError, Decryptor, Encryptor, scrypt, x25519};
use chrono::{DateTime, SecondsFormat, Utc};
use zeroize::Zeroizing;

/// A passphrase, or a recovery key. Wiped from memory when it is dropped.
pub type Passphrase = Zeroizing<String>;

/// The cost of a guess, as a power of two: 0.5 s and 256 MiB on a machine of 2026. Fixed, because left to itself
/// `age` measures this machine, and a file from a fast one could not be opened on a slow one.
const WORK: u8 = 18;
/// The highest cost that is accepted on reading; more would eat the memory of most machines.
const MOST_WORK: u8 = 20;
/// The most that a wrapped key may hold.
const KEY_FILE: u64 = 4096;

const CREATED: &str = "# created: ";
const WRAPPED: &str = "# wrapped: ";

/// The key that opens an encrypted store, for as long as it is unlocked. Wiped from memory when it is dropped.
pub struct Key {
    identity: x25519::Identity,
    /// When it was made.
    pub(super) created: DateTime<Utc>,
    /// When it was last wrapped by a passphrase.
    pub(super) wrapped: DateTime<Utc>,
    /// The wrapped form that it was opened from, if it was.
    pub(super) from: Option<Vec<u8>>,
}

/// Why a wrapped key did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    /// The passphrase is another.
    Wrong,
    /// Opening it would take more work than is ever asked for here.
    TooMuchWork,
    /// It is no wrapped key, or a damaged one.
    Damaged,
}

impl Key {
    /// A new key.
    pub(super) fn generate(now: DateTime<Utc>) -> Self {
        Self { identity: x25519::Identity::generate(), created: now, wrapped: now, from: None }
    }

    /// The key that a recovery key names; `None` where it is none.
    pub(super) fn from_recovery(line: &str) -> Option<Self> {
        // Reserved at once, and made large in place: every copy that is left behind would hold the key.
        let mut letters = Zeroizing::new(String::with_capacity(line.len()));
        letters.extend(line.split_whitespace());
        letters.make_ascii_uppercase();
        let identity = letters.parse().ok()?;
        let epoch = DateTime::UNIX_EPOCH;
        Some(Self { identity, created: epoch, wrapped: epoch, from: None })
    }

    /// The recovery key: who has this line needs no passphrase.
    pub(super) fn recovery(&self) -> Passphrase {
        Zeroizing::new(self.identity.to_string().expose_secret().to_owned())
    }

    /// The bytes of `identity.age`.
    pub(super) fn wrap(&self, passphrase: &Passphrase) -> Result<Vec<u8>, String> {
        self.wrap_at(passphrase, WORK)
    }

    pub(super) fn wrap_at(&self, passphrase: &Passphrase, work: u8) -> Result<Vec<u8>, String> {
        let mut recipient = scrypt::Recipient::new(secret(passphrase));
        recipient.set_work_factor(work);
        let at = |moment: DateTime<Utc>| moment.to_rfc3339_opts(SecondsFormat::Secs, true);
        let mut text = Zeroizing::new(String::with_capacity(256));
        for part in [CREATED, &at(self.created), "\n", WRAPPED, &at(self.wrapped), "\n"] {
            text.push_str(part);
        }
        text.push_str(&self.recovery());
        text.push('\n');
        seal_to(&recipient, text.as_bytes())
    }

    /// Opens `identity.age`.
    pub(super) fn unwrap(bytes: &[u8], passphrase: &Passphrase) -> Result<Self, Refused> {
        let mut identity = scrypt::Identity::new(secret(passphrase));
        identity.set_max_work_factor(MOST_WORK);
        let decryptor = Decryptor::new_buffered(bytes).map_err(|_| Refused::Damaged)?;
        if !decryptor.is_scrypt() {
            return Err(Refused::Damaged);
        }
        let reader = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity));
        let mut text = Zeroizing::new(String::with_capacity(512));
        reader
            .map_err(|error| refused(&error))?
            .take(KEY_FILE)
            .read_to_string(&mut text)
            .map_err(|_| Refused::Damaged)?;
        let moment = |label: &str| {
            let found = text.lines().find_map(|line| line.strip_prefix(label));
            found.and_then(|at| at.parse().ok()).unwrap_or(DateTime::UNIX_EPOCH)
        };
        let key = text.lines().find(|line| !line.starts_with('#'));
        let key = key.and_then(Self::from_recovery).ok_or(Refused::Damaged)?;
        let from = Some(bytes.to_vec());
        Ok(Self { created: moment(CREATED), wrapped: moment(WRAPPED), from, ..key })
    }

    /// The bytes, for this key only.
    pub(super) fn encrypt(&self, bytes: &[u8]) -> Result<Vec<u8>, String> {
        seal_to(&self.identity.to_public(), bytes)
    }

    /// What the bytes hold; `None` where this key does not open them or they are not as they were written.
    pub(super) fn decrypt(&self, bytes: &[u8], cap: u64) -> Option<Zeroizing<Vec<u8>>> {
        let decryptor = Decryptor::new_buffered(bytes).ok()?;
        let reader =
            decryptor.decrypt(std::iter::once(&self.identity as &dyn age::Identity)).ok()?;
        // Reserved at once: a buffer that grows leaves copies behind.
        let mut text = Zeroizing::new(Vec::with_capacity(bytes.len()));
        reader.take(cap.saturating_add(1)).read_to_end(&mut text).ok()?;
        (text.len() as u64 <= cap).then_some(text)
    }

    /// The same key, wrapped now.
    pub(super) fn rewrapped(&self, now: DateTime<Utc>) -> Self {
        let identity = self.identity.clone();
        Self { identity, created: self.created, wrapped: now, from: None }
    }
}

/// Says nothing of the key.
impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Key")
    }
}

fn secret(passphrase: &Passphrase) -> SecretString {
    SecretString::from(passphrase.as_str())
}

fn refused(error: &DecryptError) -> Refused {
    match error {
        DecryptError::ExcessiveWork { .. } => Refused::TooMuchWork,
        DecryptError::DecryptionFailed
        | DecryptError::KeyDecryptionFailed
        | DecryptError::NoMatchingKeys => Refused::Wrong,
        DecryptError::InvalidHeader
        | DecryptError::InvalidMac
        | DecryptError::Io(_)
        | DecryptError::UnknownFormat
        | _ => Refused::Damaged,
    }
}

fn seal_to(recipient: &dyn age::Recipient, bytes: &[u8]) -> Result<Vec<u8>, String> {
    let failed = |error: &dyn fmt::Display| format!("it could not be encrypted: {error}");
    let encryptor =
        Encryptor::with_recipients(std::iter::once(recipient)).map_err(|error| failed(&error))?;
    let mut out = Vec::with_capacity(bytes.len() + 512);
    let mut writer = encryptor.wrap_output(&mut out).map_err(|error| failed(&error))?;
    writer.write_all(bytes).map_err(|error| failed(&error))?;
    writer.finish().map_err(|error| failed(&error))?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(words: &str) -> Passphrase {
        Zeroizing::new(words.to_owned())
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    #[test]
    fn a_key_opens_with_its_passphrase_and_with_no_other() {
        let key = Key::generate(now());
        let wrapped = key.wrap_at(&passphrase("correct horse"), 2).unwrap();
        let again = Key::unwrap(&wrapped, &passphrase("correct horse")).unwrap();
        assert_eq!(*again.recovery(), *key.recovery());
        assert_eq!((again.created, again.wrapped), (now(), now()));
        for wrong in ["", "Correct horse", "correct horse "] {
            assert_eq!(Key::unwrap(&wrapped, &passphrase(wrong)).unwrap_err(), Refused::Wrong);
        }
    }

    #[test]
    fn the_cost_that_is_written_is_exactly_18() {
        let wrapped = Key::generate(now()).wrap(&passphrase("p")).unwrap();
        let text = String::from_utf8_lossy(&wrapped);
        let stanza = text.lines().find(|line| line.starts_with("-> scrypt ")).unwrap();
        assert_eq!(stanza.rsplit(' ').next(), Some("18"), "{stanza}");
    }

    #[test]
    fn a_cost_over_20_is_refused_before_any_work_is_done() {
        let wrapped = Key::generate(now()).wrap_at(&passphrase("p"), 2).unwrap();
        let at = wrapped.windows(3).position(|three| three == b" 2\n").unwrap();
        for (cost, expected) in [("21", Refused::TooMuchWork), ("63", Refused::TooMuchWork)] {
            let dear = [&wrapped[..=at], cost.as_bytes(), &wrapped[at + 2..]].concat();
            assert_eq!(Key::unwrap(&dear, &passphrase("p")).unwrap_err(), expected);
        }
    }

    #[test]
    fn no_cut_and_no_flipped_bit_of_a_wrapped_key_is_accepted() {
        let wrapped = Key::generate(now()).wrap_at(&passphrase("p"), 2).unwrap();
        for cut in 0..wrapped.len() {
            assert!(Key::unwrap(&wrapped[..cut], &passphrase("p")).is_err(), "cut at {cut}");
        }
        let work = wrapped.windows(3).position(|three| three == b" 2\n").unwrap() + 1;
        for bit in 0..wrapped.len() * 8 {
            // A flip in the cost itself would only make this slow.
            if bit / 8 == work {
                continue;
            }
            let mut flipped = wrapped.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(Key::unwrap(&flipped, &passphrase("p")).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn what_was_encrypted_comes_back_and_the_recipient_is_not_in_it() {
        let key = Key::generate(now());
        let sealed = key.encrypt(b"words").unwrap();
        assert_eq!(key.decrypt(&sealed, 100).unwrap().as_slice(), b"words");
        assert!(key.decrypt(&sealed, 4).is_none(), "over the cap");
        assert!(Key::generate(now()).decrypt(&sealed, 100).is_none());
        let recipient = key.identity.to_public().to_string();
        assert!(!String::from_utf8_lossy(&sealed).contains(&recipient[4..20]));
    }

    #[test]
    fn a_recovery_key_may_be_typed_in_small_letters_and_with_gaps() {
        let key = Key::generate(now());
        let line = key.recovery().to_lowercase();
        let typed = format!(" {} {}\n", &line[..30], &line[30..]);
        assert_eq!(*Key::from_recovery(&typed).unwrap().recovery(), *key.recovery());
        assert!(Key::from_recovery("AGE-SECRET-KEY-1").is_none());
        assert!(Key::from_recovery("").is_none());
        assert_eq!(format!("{key:?}"), "Key");
    }
}
