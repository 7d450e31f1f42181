//! The seal: no bytes panic, what is sealed comes back, and one changed byte is never accepted.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trustcoach::store::seal::{seal, unseal};

fuzz_target!(|data: &[u8]| {
    let _any = unseal(data);
    let Ok(text) = std::str::from_utf8(data) else { return };
    if text.is_empty() || text.contains('\0') {
        return;
    }
    let sealed = seal(text);
    assert_eq!(unseal(sealed.as_bytes()).unwrap().trim_end(), text.trim_end());
    let at = data.iter().fold(0_usize, |sum, byte| sum * 31 % sealed.len() + usize::from(*byte)) % sealed.len();
    let mut changed = sealed.clone().into_bytes();
    changed[at] ^= 1 << (data.len() % 8);
    assert!(unseal(&changed).is_err(), "byte {at}");
    assert!(unseal(&sealed.as_bytes()[..at]).is_err(), "cut at {at}");
});
