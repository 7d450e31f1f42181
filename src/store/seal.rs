//! The last line of every file of the store: the proof that nothing before it is missing or changed.

use sha2::{Digest, Sha256};

const BEGIN: &str = "# end sha256=";
const DIGITS: usize = 64;
/// The seal line with its line end.
const LENGTH: usize = BEGIN.len() + DIGITS + 1;

/// Why a file carries no good seal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Nothing is in it.
    #[error("it is empty")]
    Empty,
    /// It holds NUL bytes: a file whose blocks were never written.
    #[error("it holds zero bytes where text should be")]
    Nul,
    /// It is not text.
    #[error("it is not text")]
    NotText,
    /// The last line is no seal: the file was cut short.
    #[error("its end is missing")]
    Absent,
    /// The last line begins as a seal and is none.
    #[error("its last line is damaged")]
    Malformed,
    /// The last line is a seal, of another text than this.
    #[error("its text is not the one that was sealed")]
    Mismatch {
        /// The text that is there.
        text: String,
    },
}

/// The text with its seal as the last line. It ends with a line end first, if it had none.
#[must_use]
pub fn seal(text: &str) -> String {
    let mut sealed = text.to_owned();
    if !sealed.is_empty() && !sealed.ends_with('\n') {
        sealed.push('\n');
    }
    let hash = digest(sealed.as_bytes());
    sealed.push_str(BEGIN);
    sealed.push_str(&hash);
    sealed.push('\n');
    sealed
}

/// The size that an encrypted text is filled up to, or a multiple of it, so that its length tells little.
const BLOCK: usize = 4096;

/// The text filled up with a comment of spaces, so that with its seal it is a multiple of 4 KiB.
pub(super) fn pad(text: &str) -> String {
    let mut padded = text.to_owned();
    if !padded.is_empty() && !padded.ends_with('\n') {
        padded.push('\n');
    }
    let over = (padded.len() + LENGTH) % BLOCK;
    let missing = match BLOCK - over {
        BLOCK => 0,
        1 => BLOCK + 1,
        missing => missing,
    };
    if missing > 0 {
        padded.push('#');
        padded.extend(std::iter::repeat_n(' ', missing - 2));
        padded.push('\n');
    }
    padded
}

/// The text without what [`pad`] filled it up with.
pub(super) fn unpad(text: &str) -> &str {
    let Some(lines) = text.strip_suffix('\n') else { return text };
    let begin = lines.rfind('\n').map_or(0, |at| at + 1);
    let filled =
        lines[begin..].strip_prefix('#').is_some_and(|rest| rest.trim_matches(' ').is_empty());
    if filled { &text[..begin] } else { text }
}

/// The text of a sealed file, without its last line.
///
/// # Errors
/// Why it is not the text that was sealed.
pub fn unseal(bytes: &[u8]) -> Result<&str, SealError> {
    unseal_with_digest(bytes).map(|(text, _)| text)
}

/// The same, and the digest of the whole file, for little more than the one costs.
pub(super) fn unseal_with_digest(bytes: &[u8]) -> Result<(&str, String), SealError> {
    if bytes.is_empty() {
        return Err(SealError::Empty);
    }
    if bytes.contains(&0) {
        return Err(SealError::Nul);
    }
    let whole = std::str::from_utf8(bytes).map_err(|_| SealError::NotText)?;
    let (text, hash) = last_line(whole)?;
    let mut digest = Sha256::new_with_prefix(text);
    if hex(digest.clone()) == hash {
        digest.update(&bytes[text.len()..]);
        Ok((text, hex(digest)))
    } else {
        Err(SealError::Mismatch { text: text.to_owned() })
    }
}

fn last_line(whole: &str) -> Result<(&str, &str), SealError> {
    let begin = whole.trim_end_matches('\n').rfind('\n').map_or(0, |at| at + 1);
    let (text, line) = whole.split_at(begin);
    if !line.starts_with(BEGIN) {
        return Err(SealError::Absent);
    }
    let hash = line[BEGIN.len()..].strip_suffix('\n').ok_or(SealError::Malformed)?;
    let lowercase_hex = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if line.len() != LENGTH || !hash.bytes().all(lowercase_hex) {
        return Err(SealError::Malformed);
    }
    Ok((text, hash))
}

/// The SHA-256 of the bytes as hexadecimal digits.
pub(super) fn digest(bytes: &[u8]) -> String {
    hex(Sha256::new_with_prefix(bytes))
}

fn hex(digest: Sha256) -> String {
    digest.finalize().iter().fold(String::with_capacity(DIGITS), |mut digits, byte| {
        for half in [byte >> 4, byte & 15] {
            digits.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "seq = 1\nwords = \"Grüße\"\n";

    #[test]
    fn what_was_sealed_comes_back() {
        let sealed = seal(TEXT);
        assert_eq!(unseal(sealed.as_bytes()), Ok(TEXT));
        assert_eq!(unseal(seal("no end").as_bytes()), Ok("no end\n"));
        assert_eq!(unseal(seal("").as_bytes()), Ok(""));
    }

    #[test]
    fn no_cut_is_accepted() {
        let whole = seal(TEXT);
        for cut in 0..whole.len() {
            assert!(unseal(&whole.as_bytes()[..cut]).is_err(), "cut at {cut} was accepted");
        }
    }

    #[test]
    fn no_flipped_bit_is_accepted() {
        let whole = seal(TEXT).into_bytes();
        for bit in 0..whole.len() * 8 {
            let mut flipped = whole.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(unseal(&flipped).is_err(), "bit {bit} was accepted");
        }
    }

    #[test]
    fn a_file_that_was_never_written_is_damage() {
        let whole = seal(TEXT).into_bytes();
        let half = [&whole[..20], &[0; 40]].concat();
        assert_eq!(unseal(b""), Err(SealError::Empty));
        assert_eq!(unseal(&[0; 100]), Err(SealError::Nul));
        assert_eq!(unseal(&half), Err(SealError::Nul));
    }

    #[test]
    fn damage_is_told_from_a_change() {
        let whole = seal(TEXT);
        let cases: [(String, SealError); 6] = [
            (TEXT.to_owned(), SealError::Absent),
            (format!("{whole}more = 1\n"), SealError::Absent),
            (format!("{whole}\n"), SealError::Malformed),
            (whole.trim_end().to_owned(), SealError::Malformed),
            (whole.replace("sha256=", "sha256=G"), SealError::Malformed),
            (
                whole.replace("seq = 1", "seq = 2"),
                SealError::Mismatch { text: TEXT.replace("seq = 1", "seq = 2") },
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(unseal(text.as_bytes()), Err(expected));
        }
    }

    #[test]
    fn every_length_is_filled_up_to_whole_blocks() {
        for length in 0..2 * BLOCK {
            let text = "x".repeat(length.saturating_sub(1)) + if length > 0 { "\n" } else { "" };
            let padded = pad(&text);
            assert_eq!(seal(&padded).len() % BLOCK, 0, "{length}");
            assert_eq!(unpad(&padded), text);
        }
        assert_eq!(unpad("a = 1\n# kept\n"), "a = 1\n# kept\n");
    }

    #[test]
    fn a_seal_typed_by_a_person_ends_nothing() {
        let inner = seal("a = 1\n");
        let text = format!("text = '''\n{inner}'''\n");
        assert_eq!(unseal(seal(&text).as_bytes()), Ok(text.as_str()));
    }
}
