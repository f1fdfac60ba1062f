//! How long the API behind the gateway may take until it begins to answer.

use std::str::FromStr;

use crate::time::{Millis, Seconds};

/// The longest that can be set.
const LONGEST: Seconds = Seconds::hours(1);

/// How fast a body is thought to come at the least, in bytes a second.
const SLOWEST_BODY: u64 = 16 * 1024;

/// How long the API behind may take until it begins to answer, from when it has the whole request.
/// How long the answer itself takes is nobody's concern here: it may be a stream of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience(Seconds);

impl Default for Patience {
    /// Twice as long as nginx waits. Source: nginx docs, "proxy_read_timeout".
    fn default() -> Self {
        Self(Seconds(120))
    }
}

/// Why a text is no [`Patience`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("it is not a number of seconds from 1 to {}", LONGEST.0)]
pub struct ParsePatienceError;

impl FromStr for Patience {
    type Err = ParsePatienceError;

    fn from_str(text: &str) -> Result<Self, ParsePatienceError> {
        let seconds: u16 = text.parse().map_err(|_| ParsePatienceError)?;
        let is_allowed = (1..=LONGEST.0).contains(&i64::from(seconds));
        is_allowed.then_some(Self(Seconds(seconds.into()))).ok_or(ParsePatienceError)
    }
}

/// The body of a request, which goes on as it comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyLength {
    /// So many bytes; none, where there is no body.
    Bytes(u64),
    /// It says nothing of its length.
    Unknown,
}

impl Patience {
    /// How long an answer to a request with such a body is waited for, from when the request begins to
    /// go on. Nothing where nobody can tell how long the body takes.
    pub fn with_body(self, length: BodyLength) -> Option<Millis> {
        let bytes = match length {
            BodyLength::Bytes(bytes) => bytes,
            BodyLength::Unknown => return None,
        };
        let body = i64::try_from(bytes.saturating_mul(1000) / SLOWEST_BODY).unwrap_or(i64::MAX);
        Some(Millis(self.0.0.saturating_mul(1000).saturating_add(body)))
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn patience_is_set_in_whole_seconds_up_to_an_hour() {
        for text in ["1", "30", "3600"] {
            let set: Patience = text.parse().unwrap();
            assert_eq!(set, Patience(Seconds(text.parse().unwrap())));
        }
        for text in ["", "0", "-1", "3601", "99999", "1.5", "30 s", "off"] {
            assert_eq!(text.parse::<Patience>(), Err(ParsePatienceError), "{text}");
        }
    }

    #[test]
    fn a_body_may_take_its_time_and_one_without_a_length_all_of_it() {
        let patience: Patience = "10".parse().unwrap();
        for (length, waited) in [
            (BodyLength::Bytes(0), Some(Millis(10_000))),
            (BodyLength::Bytes(16 * 1024), Some(Millis(11_000))),
            (BodyLength::Bytes(16 * 1024 * 100), Some(Millis::seconds(110))),
            (BodyLength::Unknown, None),
        ] {
            assert_eq!(patience.with_body(length), waited, "{length:?}");
        }
        assert!(patience.with_body(BodyLength::Bytes(u64::MAX)).is_some());
    }
}
