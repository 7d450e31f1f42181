//! The only reader of wall time. `TRUSTCOACH_NOW` stands in for the clock in tests and fault sweeps.

use std::env;

use chrono::{DateTime, FixedOffset, Local, Utc};

use crate::engine::Now;
use crate::error::Error;

/// The variable that stands in for the clock: a moment with its zone, as RFC 3339 writes it.
pub const VARIABLE: &str = "TRUSTCOACH_NOW";

/// This moment, and the day on the person's wall. A moment that was set and is none counts as not set; [`check`] tells.
#[must_use]
pub fn now() -> Now {
    match set() {
        Ok(Some(moment)) => from_moment(moment),
        Ok(None) | Err(_) => from_moment(wall()),
    }
}

/// Whether the moment that was set, if one was, can be read. Programs ask once, at start.
///
/// # Errors
/// [`Error::Clock`] when it cannot.
pub fn check() -> Result<(), Error> {
    set().map(|_| ())
}

fn set() -> Result<Option<DateTime<FixedOffset>>, Error> {
    env::var_os(VARIABLE)
        .map(|text| {
            let text = text.to_str().ok_or(Error::Clock)?;
            DateTime::parse_from_rfc3339(text).map_err(|_| Error::Clock)
        })
        .transpose()
}

fn from_moment(moment: DateTime<FixedOffset>) -> Now {
    Now { at: moment.with_timezone(&Utc), today: moment.date_naive() }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place where time enters")]
fn wall() -> DateTime<FixedOffset> {
    Local::now().fixed_offset()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_that_of_the_zone_and_the_instant_is_universal() {
        let late = DateTime::parse_from_rfc3339("2026-11-22T23:30:00-08:00").unwrap();
        let now = from_moment(late);
        assert_eq!(now.today.to_string(), "2026-11-22");
        assert_eq!(now.at.to_rfc3339(), "2026-11-23T07:30:00+00:00");
    }

    #[test]
    fn without_the_variable_the_clock_goes_on() {
        let first = now();
        assert!(now().at >= first.at);
        assert_eq!(check(), Ok(()));
    }
}
