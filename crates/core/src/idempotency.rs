//! A request that is sent again has its effect once.
//!
//! Who cannot tell whether a request arrived sends it again under the same `Idempotency-Key`
//! (draft-ietf-httpapi-idempotency-key-header): then the token that the first made is named, and no
//! second one is made.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::time::{Seconds, UnixSeconds};
use crate::token::TokenDigest;

/// The header that a key stands in.
pub const HEADER: &str = "Idempotency-Key";

/// The longest key, in bytes.
pub const LONGEST_KEY: usize = 255;

/// How long a key is remembered.
pub const KEY_LIFE: Seconds = Seconds::hours(24);

/// A key that its sender gives to one request and to its repetitions: 1 to 255 visible ASCII
/// characters. It says nothing to anybody but its sender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IdempotencyKey(String);

/// Text that is no [`IdempotencyKey`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Send 1 to {LONGEST_KEY} visible ASCII characters.")]
pub struct ParseKeyError;

impl IdempotencyKey {
    /// The key as it was sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for IdempotencyKey {
    type Err = ParseKeyError;

    fn from_str(text: &str) -> Result<Self, ParseKeyError> {
        let is_key =
            (1..=LONGEST_KEY).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        if is_key { Ok(Self(text.to_owned())) } else { Err(ParseKeyError) }
    }
}

impl TryFrom<String> for IdempotencyKey {
    type Error = ParseKeyError;

    fn try_from(text: String) -> Result<Self, ParseKeyError> {
        text.parse()
    }
}

impl From<IdempotencyKey> for String {
    fn from(key: IdempotencyKey) -> Self {
        key.0
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// SHA-256 of what a request asks for: tells a repetition from another request.
pub fn fingerprint(asked: &impl Serialize) -> TokenDigest {
    TokenDigest::of(&serde_json::to_vec(asked).unwrap_or_default())
}

/// What is remembered under a key of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remembered {
    /// What the request asked for.
    pub fingerprint: TokenDigest,
    /// When it was carried out.
    pub at: UnixSeconds,
}

/// A key is used again for something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("This key was used for another request. Send a new one.")]
pub struct KeyReusedError;

/// Whether the request was carried out already.
///
/// # Errors
/// [`KeyReusedError`], where it was another request.
pub fn is_repeated(
    remembered: Option<&Remembered>,
    fingerprint: &TokenDigest,
    now: UnixSeconds,
) -> Result<bool, KeyReusedError> {
    match remembered.filter(|known| now < known.at + KEY_LIFE) {
        None => Ok(false),
        Some(known) if known.fingerprint == *fingerprint => Ok(true),
        Some(_) => Err(KeyReusedError),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::samples::{NOON, request};

    #[test]
    fn a_key_is_1_to_255_visible_ascii_characters() {
        for right in ["a", "8e03978e-40d5-43dd-bc93-6894a57f9324", &"x".repeat(255)] {
            assert_eq!(right.parse::<IdempotencyKey>().unwrap().as_str(), right);
        }
        for wrong in ["", " ", "a b", "caf\u{e9}", "a\n", &"x".repeat(256)] {
            assert_eq!(wrong.parse::<IdempotencyKey>(), Err(ParseKeyError), "{wrong:?}");
        }
    }

    #[test]
    fn the_same_request_is_repeated_for_a_day_and_another_is_refused() {
        let (one, other) = (fingerprint(&request("ci")), fingerprint(&request("cd")));
        let remembered = Remembered { fingerprint: one, at: NOON };
        assert_eq!(is_repeated(None, &one, NOON), Ok(false));
        assert_eq!(is_repeated(Some(&remembered), &one, NOON), Ok(true));
        assert_eq!(is_repeated(Some(&remembered), &other, NOON), Err(KeyReusedError));
        let last = NOON + KEY_LIFE - Seconds(1);
        assert_eq!(is_repeated(Some(&remembered), &one, last), Ok(true));
        assert_eq!(is_repeated(Some(&remembered), &other, NOON + KEY_LIFE), Ok(false));
    }
}
