//! Who asks: the token by which a client authenticates.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::credentials::{self, ParseCredentialsError};
use crate::refusal::Refusal;
use crate::token::{ParseTokenError, Prefixes, SecretToken};

/// Why a request's `Authorization` names no client. No variant holds any of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseClientError {
    /// Neither `Basic` nor a token is sent, or what is sent as a token is none.
    #[error(transparent)]
    Credentials(#[from] ParseCredentialsError),
    /// What follows `Basic` is not base64 of a text with a colon in it. RFC 7617 §2.
    #[error("what is sent is no user and password")]
    NoPair,
    /// The user is not the id of the token that is the password.
    #[error("the user is not that token's id")]
    AnothersId,
}

impl From<ParseClientError> for Refusal {
    fn from(error: ParseClientError) -> Self {
        match error {
            ParseClientError::Credentials(error) => error.into(),
            ParseClientError::NoPair => Self::Malformed(ParseTokenError::Head),
            ParseClientError::AnothersId => Self::Unknown,
        }
    }
}

/// Reads the value of an `Authorization` header by which a client authenticates: `Bearer <token>`,
/// `Token <token>`, or `Basic` with the token's id as user and the token as password (RFC 6749
/// §2.3.1, whose encoding leaves both as they are).
///
/// # Errors
/// [`ParseClientError`], which holds nothing of the value.
pub fn parse_client(
    authorization: Option<&str>,
    prefixes: &Prefixes,
) -> Result<SecretToken, ParseClientError> {
    let value = credentials::trimmed(authorization.unwrap_or_default());
    match value.split_once(' ') {
        Some((scheme, pair)) if scheme.eq_ignore_ascii_case("basic") => {
            parse_pair(pair.trim_start_matches(' '), prefixes)
        }
        Some(_) | None => Ok(credentials::parse(authorization, prefixes)?),
    }
}

fn parse_pair(encoded: &str, prefixes: &Prefixes) -> Result<SecretToken, ParseClientError> {
    let bytes = STANDARD.decode(encoded).map_err(|_| ParseClientError::NoPair)?;
    let bytes = Zeroizing::new(bytes);
    let pair = std::str::from_utf8(&bytes).map_err(|_| ParseClientError::NoPair)?;
    let (user, password) = pair.split_once(':').ok_or(ParseClientError::NoPair)?;
    let token = SecretToken::parse(password, prefixes).map_err(ParseCredentialsError::from)?;
    match user == token.id().to_string() {
        true => Ok(token),
        false => Err(ParseClientError::AnothersId),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::id::TokenId;
    use crate::samples::token;

    fn parse(value: &str) -> Result<TokenId, ParseClientError> {
        parse_client(Some(value), &Prefixes::default()).map(|token| token.id())
    }

    fn basic(pair: impl AsRef<[u8]>) -> String {
        format!("Basic {}", STANDARD.encode(pair))
    }

    #[test]
    fn a_client_shows_its_token_or_its_tokens_id_and_the_token() {
        let token = token(1);
        let pair = STANDARD.encode(format!("{}:{}", token.id(), token.expose()));
        for value in [
            format!("Bearer {}", token.expose()),
            format!("Token {}", token.expose()),
            format!("Basic {pair}"),
            format!("bAsIc   {pair} "),
        ] {
            assert_eq!(parse(&value), Ok(token.id()));
        }
    }

    #[test]
    fn the_id_of_another_token_is_refused() {
        let (own, other) = (token(1), token(2));
        for user in [other.id().to_string(), own.id().to_string().to_uppercase(), String::new()] {
            let value = basic(format!("{user}:{}", own.expose()));
            assert_eq!(parse(&value), Err(ParseClientError::AnothersId), "{user}");
        }
    }

    #[test]
    fn what_is_no_pair_is_refused() {
        for value in [
            "Basic !".to_owned(),
            "Basic ".to_owned() + "YQ",
            basic("no colon"),
            basic(b"\xff\xfe:\xff"),
            basic(token(1).expose()),
        ] {
            assert_eq!(parse(&value), Err(ParseClientError::NoPair), "{value}");
        }
    }

    #[test]
    fn a_password_that_is_no_token_is_refused_as_any_such_text() {
        let id = token(1).id();
        for value in [basic("a:b"), basic(":"), basic(format!("{id}:")), basic(format!("{id}::x"))]
        {
            let is_malformed = matches!(
                parse(&value),
                Err(ParseClientError::Credentials(ParseCredentialsError::Malformed(_)))
            );
            assert!(is_malformed, "{value}");
        }
    }

    #[test]
    fn without_a_scheme_of_these_nobody_asks() {
        let absent = ParseClientError::Credentials(ParseCredentialsError::Absent);
        assert_eq!(parse_client(None, &Prefixes::default()).err(), Some(absent));
        for value in ["", "Basic", "Basic ", "Digest x", token(1).expose()] {
            assert_eq!(parse(value), Err(absent), "{value}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn no_text_names_a_client_by_chance(text in ".*", bytes in any::<Vec<u8>>()) {
            prop_assert!(parse(&text).is_err());
            prop_assert!(parse(&basic(bytes)).is_err());
        }
    }
}
