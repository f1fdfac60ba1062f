//! A header presents the token that stands in it, or none.
#![no_main]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gatepass_core::credentials::{self, ParseCredentialsError};
use gatepass_core::oauth::{ParseClientError, parse_client};
use gatepass_core::token::SecretToken;
use gatepass_fuzz::{prefixes, with_check};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|value: &str| {
    presented(value);
    if let Some(value) = with_check(value) {
        presented(&value);
    }
    client(value);
    if let Some((user, password)) = value.split_once(':') {
        let password = with_check(password).unwrap_or_else(|| password.to_owned());
        client(&format!("Basic {}", STANDARD.encode(format!("{user}:{password}"))));
    }
});

/// Only a scheme of ours presents something, in any case, and what it presents is the rest.
fn presented(value: &str) {
    let trimmed = value.trim_matches([' ', '\t']);
    let scheme = trimmed.split(' ').next().unwrap_or_default().to_ascii_lowercase();
    let is_ours = scheme == "bearer" || scheme == "token";
    match credentials::parse(Some(value), &prefixes()) {
        Err(ParseCredentialsError::Absent) => assert!(!is_ours),
        Err(ParseCredentialsError::Malformed(_)) => assert!(is_ours),
        Ok(token) => {
            assert!(is_ours && trimmed.ends_with(token.expose()));
            assert_eq!(
                trimmed.len() - token.expose().len(),
                trimmed.rfind(' ').map_or(0, |at| at + 1)
            );
            for scheme in ["Token", "bearer", "BEARER", "tOKEN"] {
                let again = format!("{scheme}  {}", token.expose());
                let again = credentials::parse(Some(&again), &prefixes()).map(|t| t.identity());
                assert_eq!(again, Ok(token.identity()));
            }
        }
    }
}

/// A client is who holds the token whose id it says, whatever way it says so.
fn client(value: &str) {
    let scheme = value.trim_matches([' ', '\t']).split(' ').next().unwrap_or_default();
    match parse_client(Some(value), &prefixes()) {
        Err(ParseClientError::NoPair | ParseClientError::AnothersId) => {
            assert!(scheme.eq_ignore_ascii_case("basic"));
        }
        Err(ParseClientError::Credentials(error)) => {
            let is_said = credentials::parse(Some(value), &prefixes()).err() == Some(error);
            assert!(is_said || scheme.eq_ignore_ascii_case("basic"));
        }
        Ok(token) => {
            let read = SecretToken::parse(token.expose(), &prefixes()).map(|read| read.identity());
            assert_eq!(read, Ok(token.identity()));
            let pair = STANDARD.encode(format!("{}:{}", token.id(), token.expose()));
            let again = parse_client(Some(&format!("basic {pair}")), &prefixes());
            assert_eq!(again.map(|again| again.identity()), Ok(token.identity()));
        }
    }
}
