#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::samples::token;

fn parse_header(value: &str) -> Result<crate::id::TokenId, ParseCredentialsError> {
    parse(Some(value), &Prefixes::default()).map(|token| token.id())
}

#[test]
fn both_schemes_are_taken_in_any_case() {
    for scheme in ["Token", "token", "TOKEN", "Bearer", "bearer", "bEaReR"] {
        let value = format!("{scheme} {}", token(1).expose());
        assert_eq!(parse_header(&value), Ok(token(1).id()), "{scheme}");
    }
}

#[test]
fn space_around_and_between_does_no_harm() {
    let value = format!("  Bearer    {} ", token(1).expose());
    assert_eq!(parse_header(&value), Ok(token(1).id()));
}

#[test]
fn no_other_space_is_taken_for_a_blank() {
    let token = token(1);
    let token = token.expose();
    for space in ['\t', '\u{b}', '\u{c}', '\u{85}', '\u{a0}', '\u{2003}', '\u{3000}'] {
        for value in [format!("Bearer {space}{token}"), format!("Bearer{space}{token}")] {
            assert!(parse_header(&value).is_err(), "{value:?}");
        }
        if space != '\t' {
            for value in [format!("{space}Bearer {token}"), format!("Bearer {token}{space}")] {
                assert!(parse_header(&value).is_err(), "{value:?}");
            }
        }
    }
    assert!(parse_header(&format!("\tBearer {token}\t")).is_ok());
}

#[test]
fn no_header_and_other_schemes_are_no_token() {
    assert_eq!(parse(None, &Prefixes::default()).err(), Some(ParseCredentialsError::Absent));
    for value in ["", "Basic dXNlcjpwYXNz", token(1).expose(), "Tokengpu_"] {
        assert_eq!(parse_header(value), Err(ParseCredentialsError::Absent));
    }
}

#[test]
fn a_scheme_of_ours_with_anything_else_is_malformed() {
    for value in ["Token", "Bearer x", "Token gpu_short", "Bearer a b"] {
        assert!(matches!(parse_header(value), Err(ParseCredentialsError::Malformed(_))), "{value}");
    }
    let two = format!("Bearer {0} {0}", token(1).expose());
    assert!(matches!(parse_header(&two), Err(ParseCredentialsError::Malformed(_))));
}
