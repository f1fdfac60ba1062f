//! What a provider answers: to the browser, and to who shows it the code.

use serde::Deserialize;

use super::discovery::Discovery;
use crate::reading::{read_json, read_pairs};

/// The longest code that is passed on, in bytes.
const LONGEST_CODE: usize = 4096;

/// What a browser comes back with. RFC 6749 §4.1.2.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct Callback {
    /// What it was sent away with.
    pub state: String,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    iss: Option<String>,
}

/// Why what a browser came back with is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallbackError {
    /// It is not an answer at all: a parameter is missing, or there twice.
    #[error("callback_malformed")]
    Malformed,
    /// It is another provider's, or does not say whose. RFC 9207 §2.4.
    #[error("callback_issuer")]
    OtherIssuer,
    /// The provider, or the person there, says no.
    #[error("provider_refused")]
    Refused,
}

impl Callback {
    /// Reads the query of the URL.
    ///
    /// # Errors
    /// [`CallbackError::Malformed`].
    pub fn parse(query: &str) -> Result<Self, CallbackError> {
        read_pairs(query).map_err(|_| CallbackError::Malformed)
    }

    /// The code, from the provider that was asked.
    ///
    /// # Errors
    /// [`CallbackError`].
    pub fn into_code(self, provider: &Discovery) -> Result<String, CallbackError> {
        match self.iss.as_deref() {
            Some(iss) if iss != provider.issuer.as_str() => return Err(CallbackError::OtherIssuer),
            None if provider.names_itself => return Err(CallbackError::OtherIssuer),
            Some(_) | None => {}
        }
        match (self.code, self.error) {
            (_, Some(_)) => Err(CallbackError::Refused),
            (Some(text), None) if (1..=LONGEST_CODE).contains(&text.len()) => Ok(text),
            (Some(_) | None, None) => Err(CallbackError::Malformed),
        }
    }
}

/// What a provider gives for a code. OpenID Connect Core §3.1.3.3.
#[derive(Clone, PartialEq, Eq, Deserialize)]
pub struct TokenAnswer {
    /// The ID token, not yet looked at.
    pub id_token: String,
}

impl TokenAnswer {
    /// Reads the answer.
    pub fn parse(json: &[u8]) -> Option<Self> {
        read_json(json).ok()
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn provider(names_itself: bool) -> Discovery {
        let address = |text: &str| text.parse().unwrap();
        Discovery {
            issuer: "https://login.example.com".parse().unwrap(),
            authorization_endpoint: address("https://login.example.com/authorize"),
            token_endpoint: address("https://login.example.com/token"),
            jwks_uri: address("https://login.example.com/jwks"),
            names_itself,
            takes_secrets_in_forms_alone: false,
        }
    }

    fn code(query: &str, names_itself: bool) -> Result<String, CallbackError> {
        Callback::parse(query)?.into_code(&provider(names_itself))
    }

    const OWN: &str = "iss=https%3A%2F%2Flogin.example.com";

    #[test]
    fn a_code_comes_from_the_provider_that_was_asked() {
        assert_eq!(code(&format!("code=a%2Fb&state=s&{OWN}"), true).unwrap(), "a/b");
        assert_eq!(code("code=x&state=s&session_state=y", false).unwrap(), "x");
        for (query, names_itself) in [
            ("code=x&state=s", true),
            ("code=x&state=s&iss=https://evil.example", true),
            ("code=x&state=s&iss=https://evil.example", false),
            ("code=x&state=s&iss=", false),
            ("error=access_denied&state=s&iss=https://evil.example", false),
        ] {
            assert_eq!(code(query, names_itself), Err(CallbackError::OtherIssuer), "{query}");
        }
    }

    #[test]
    fn a_no_is_a_no_whatever_comes_with_it() {
        for query in ["error=access_denied&state=s", "error=x&code=y&state=s", "error=&state=s"] {
            assert_eq!(code(query, false), Err(CallbackError::Refused), "{query}");
        }
    }

    #[test]
    fn what_is_missing_or_there_twice_is_no_answer() {
        for query in [
            "",
            "state=s",
            "code=x",
            "code=&state=s",
            "code=x&code=y&state=s",
            "code=x&state=s&state=s",
            "code=x&state=s&iss=a&iss=b",
            "error=a&error=b&state=s",
        ] {
            assert_eq!(code(query, false), Err(CallbackError::Malformed), "{query}");
        }
        let long = format!("state=s&code={}", "x".repeat(4097));
        assert_eq!(code(&long, false), Err(CallbackError::Malformed));
    }
}
