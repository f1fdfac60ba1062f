//! That a token was found where it should not be.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::name::{ParseNameError, visible};
use crate::time::UnixSeconds;

/// The most characters that it takes to say where a token was found.
pub const MOST_FOUND_AT: usize = 500;

/// Where a token was found, in the words of whoever reports it: a URL or other text, one line of 1 to
/// 500 characters, trimmed. It is a stranger's text: it is shown, and never followed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FoundAt(String);

/// That a token was reported by somebody who found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exposure {
    /// When it was reported first.
    pub at: UnixSeconds,
    /// Where it was found, if that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_at: Option<FoundAt>,
}

/// Why a text does not say where a token was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseFoundAtError {
    /// It is no line of visible text, or too long.
    #[error(transparent)]
    Text(#[from] ParseNameError),
    /// It is a URL of something else than the web.
    #[error("Give a URL that begins with https:// or http://, or other text.")]
    Scheme,
}

impl FoundAt {
    /// The text as it was given, trimmed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same, of text that may be longer: its end is left out.
    ///
    /// # Errors
    /// [`ParseFoundAtError`], but never for its length.
    pub fn cut(text: &str) -> Result<Self, ParseFoundAtError> {
        let most = text.trim().char_indices().nth(MOST_FOUND_AT);
        let cut = most.and_then(|(end, _)| text.trim().get(..end));
        cut.unwrap_or(text).parse()
    }
}

impl FromStr for FoundAt {
    type Err = ParseFoundAtError;

    fn from_str(text: &str) -> Result<Self, ParseFoundAtError> {
        let text = visible(text, MOST_FOUND_AT)?;
        match text.split_once("://") {
            Some((scheme, _)) if is_scheme(scheme) && !is_of_the_web(scheme) => {
                Err(ParseFoundAtError::Scheme)
            }
            Some(_) | None => Ok(Self(text)),
        }
    }
}

/// RFC 3986 §3.1.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

fn is_of_the_web(scheme: &str) -> bool {
    ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

impl TryFrom<String> for FoundAt {
    type Error = ParseFoundAtError;

    fn try_from(text: String) -> Result<Self, ParseFoundAtError> {
        text.parse()
    }
}

impl From<FoundAt> for String {
    fn from(found_at: FoundAt) -> Self {
        found_at.0
    }
}

impl fmt::Display for FoundAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_place_is_a_url_of_the_web_or_a_line_of_text() {
        for (text, kept) in [
            ("https://github.com/a/b/blob/main/.env#L3", None),
            ("HTTP://example.com", None),
            (" a chat, on Monday ", Some("a chat, on Monday")),
            ("see: the wiki :// page", None),
        ] {
            let found_at: FoundAt = text.parse().unwrap();
            assert_eq!(found_at.as_str(), kept.unwrap_or(text));
        }
        for text in ["javascript://x", "data://a,b", "file:///etc/passwd", "ssh://host"] {
            assert_eq!(text.parse::<FoundAt>(), Err(ParseFoundAtError::Scheme), "{text}");
        }
        for text in ["", " ", "two\nlines", "a\u{202e}b", &"x".repeat(MOST_FOUND_AT + 1)] {
            let refused = text.parse::<FoundAt>();
            assert!(matches!(refused, Err(ParseFoundAtError::Text(_))), "{text}");
        }
        assert!("é".repeat(MOST_FOUND_AT).parse::<FoundAt>().is_ok());
    }

    #[test]
    fn of_a_place_that_is_too_long_to_say_the_beginning_is_kept() {
        let cut = FoundAt::cut(&format!(" {}rest ", "é".repeat(MOST_FOUND_AT))).unwrap();
        assert_eq!(cut.as_str(), "é".repeat(MOST_FOUND_AT));
        assert_eq!(FoundAt::cut("short").unwrap().as_str(), "short");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn what_is_a_place_stays_the_same_place(text in "\\PC{0,600}") {
            if let Ok(found_at) = text.parse::<FoundAt>() {
                prop_assert_eq!(found_at.as_str().parse(), Ok(found_at.clone()));
                prop_assert!(found_at.as_str().chars().count() <= MOST_FOUND_AT);
            }
            let cut = FoundAt::cut(&text);
            let is_too_long =
                matches!(cut, Err(ParseFoundAtError::Text(ParseNameError::TooLong { .. })));
            prop_assert!(!is_too_long);
        }
    }
}
