//! Details of steps that are unpacked when they are first looked at.

use std::sync::OnceLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::program::Detail;

/// The details of one step: there, or packed in the bytes that the build embedded.
#[derive(Debug, Clone)]
pub struct Lazy {
    /// Where they are packed: offset and length.
    packed: Option<(u32, u32)>,
    there: OnceLock<Box<Detail>>,
}

impl Lazy {
    /// Details that are there.
    #[must_use]
    pub fn new(detail: Detail) -> Self {
        Self { packed: None, there: OnceLock::from(Box::new(detail)) }
    }

    /// The details.
    #[must_use]
    pub fn get(&self) -> &Detail {
        self.there.get_or_init(|| Box::new(unpack(self.packed)))
    }

    /// The same with a change: what was packed does not count any more.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(&mut Detail)) -> Self {
        let mut detail = self.get().clone();
        change(&mut detail);
        Self::new(detail)
    }

    /// Packs the details behind the others, and says from now on that they are found there.
    ///
    /// # Errors
    /// When they cannot be packed, or the bytes are more than 4 GiB.
    pub fn pack(&mut self, bytes: &mut Vec<u8>) -> Result<(), String> {
        let packed = postcard::to_stdvec(self.get()).map_err(|error| error.to_string())?;
        let place = (u32::try_from(bytes.len()), u32::try_from(packed.len()));
        let (Ok(offset), Ok(length)) = place else {
            return Err("the content is too large to pack".to_owned());
        };
        bytes.extend(packed);
        self.packed = Some((offset, length));
        Ok(())
    }
}

impl PartialEq for Lazy {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for Lazy {}

impl Serialize for Lazy {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.packed.serialize(to)
    }
}

impl<'de> Deserialize<'de> for Lazy {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(Self { packed: Option::deserialize(from)?, there: OnceLock::new() })
    }
}

#[cfg(shipped_content)]
fn unpack(packed: Option<(u32, u32)>) -> Detail {
    super::shipped::detail(packed)
}

/// Without shipped content nothing is ever packed: the details of every step are there.
#[cfg(not(shipped_content))]
fn unpack(_: Option<(u32, u32)>) -> Detail {
    unreachable!("details that were never packed")
}
