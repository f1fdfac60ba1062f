use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::secret::BODY_LENGTH;
use super::*;
use crate::id::{BASE62, Entropy, EntropyExhausted};
use crate::samples::{keys, tenant, token};

fn any_entropy() -> impl Strategy<Value = Entropy> {
    proptest::array::uniform32(any::<u32>()).prop_map(|words| {
        let mut bytes = [0; 128];
        for (place, byte) in bytes.iter_mut().zip(words.iter().flat_map(|w| w.to_be_bytes())) {
            *place = byte;
        }
        bytes
    })
}

fn any_kind() -> impl Strategy<Value = TokenKind> {
    proptest::sample::select(TokenKind::ALL.to_vec())
}

fn any_token() -> impl Strategy<Value = SecretToken> {
    (any_entropy(), any_kind(), "[a-z]{2,8}").prop_filter_map("entropy ran out", |(e, kind, p)| {
        SecretToken::issue(&p.parse().unwrap(), kind, tenant(), &keys('a'), &e).ok()
    })
}

fn prefixes_of(token: &SecretToken) -> Prefixes {
    let head = token.expose().split('_').next().unwrap();
    head[..head.len() - 1].parse().unwrap()
}

impl std::fmt::Debug for SecretToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a token of the test with the id {}", self.id())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..Default::default() })]

    #[test]
    fn every_issued_token_parses_and_is_sealed(token in any_token()) {
        let parsed = SecretToken::parse(token.expose(), &prefixes_of(&token)).unwrap();
        prop_assert_eq!(parsed.id(), token.id());
        prop_assert_eq!(parsed.kind(), token.kind());
        prop_assert_eq!(parsed.digest(), token.digest());
        prop_assert!(parsed.is_sealed(&keys('a')));
    }

    #[test]
    fn length_and_alphabet_are_exact(token in any_token()) {
        let (head, body) = token.expose().split_once('_').unwrap();
        prop_assert!((3..=9).contains(&head.len()));
        prop_assert_eq!(body.len(), 65);
        prop_assert!(body.bytes().all(|byte| BASE62.contains(&byte)));
        prop_assert!(body.starts_with(&token.id().to_string()));
    }

    #[test]
    fn every_one_character_substitution_is_refused(token in any_token(), by in "[0-9A-Za-z_]") {
        let text = token.expose();
        let prefixes = prefixes_of(&token);
        for place in 0..text.len() {
            if text[place..=place] != by {
                let changed = format!("{}{by}{}", &text[..place], &text[place + 1..]);
                prop_assert!(SecretToken::parse(&changed, &prefixes).is_err(), "at {}", place);
            }
        }
    }

    #[test]
    fn every_transposition_of_neighbors_is_refused(token in any_token()) {
        let prefixes = prefixes_of(&token);
        for place in 0..token.expose().len() - 1 {
            let mut bytes = token.expose().as_bytes().to_vec();
            bytes.swap(place, place + 1);
            if bytes != token.expose().as_bytes() {
                let changed = String::from_utf8(bytes).unwrap();
                prop_assert!(SecretToken::parse(&changed, &prefixes).is_err(), "at {}", place);
            }
        }
    }

    #[test]
    fn random_text_never_parses(text in any::<String>(), body in "[0-9A-Za-z]{65}") {
        prop_assert!(SecretToken::parse(&text, &Prefixes::default()).is_err());
        prop_assert_eq!(
            SecretToken::parse(&format!("gpu_{body}"), &Prefixes::default()).err(),
            Some(ParseTokenError::Check)
        );
    }

    #[test]
    fn a_cut_token_is_refused(token in any_token(), cut in 1_usize..75) {
        let text = token.expose();
        let kept = &text[..text.len() - cut.min(text.len())];
        prop_assert!(SecretToken::parse(kept, &prefixes_of(&token)).is_err());
    }
}

#[test]
fn a_token_with_any_other_character_at_any_place_is_refused() {
    let token = token(1);
    let text = token.expose();
    for place in 0..text.len() {
        for by in BASE62.iter().copied().chain([b'_']).map(char::from) {
            let changed = format!("{}{by}{}", &text[..place], &text[place + 1..]);
            let parsed = SecretToken::parse(&changed, &Prefixes::default());
            assert_eq!(parsed.is_ok(), changed == text, "{by} at {place}");
        }
    }
}

#[test]
fn a_seal_holds_under_every_key_of_the_ring_and_no_other() {
    let ring = format!("{},{}", "b".repeat(64), "a".repeat(64)).parse().unwrap();
    assert!(token(1).is_sealed(&ring));
    assert!(!token(1).is_sealed(&keys('b')));
}

#[test]
fn the_first_key_seals() {
    let ring = format!("{},{}", "b".repeat(64), "a".repeat(64)).parse().unwrap();
    let entropy = crate::samples::entropy(1);
    let token =
        SecretToken::issue(&Prefixes::default(), TokenKind::User, tenant(), &ring, &entropy);
    assert!(token.unwrap().is_sealed(&keys('b')));
}

#[test]
fn a_right_check_does_not_make_a_right_seal() {
    let forged = SecretToken::issue(
        &Prefixes::default(),
        TokenKind::User,
        tenant(),
        &keys('f'),
        &crate::samples::entropy(9),
    );
    let forged = SecretToken::parse(forged.unwrap().expose(), &Prefixes::default()).unwrap();
    assert!(!forged.is_sealed(&keys('a')));
}

#[test]
fn another_prefix_is_refused_unless_it_is_one_of_ours() {
    let token = token(1);
    assert!(SecretToken::parse(token.expose(), &"acme,gp".parse().unwrap()).is_ok());
    assert_eq!(
        SecretToken::parse(token.expose(), &"acme".parse().unwrap()).err(),
        Some(ParseTokenError::Head)
    );
}

#[test]
fn every_character_of_the_secret_is_equally_likely() {
    let every_byte: Vec<u8> = (0..=255).collect();
    let mut counts = std::collections::HashMap::new();
    let mut bytes = every_byte.into_iter();
    while let Ok([character]) = crate::id::draw::<1>(&mut bytes) {
        *counts.entry(character).or_insert(0) += 1;
    }
    assert_eq!(counts.len(), 62);
    assert!(counts.values().all(|count| *count == 4));
}

#[test]
fn the_secret_has_190_bits() {
    let secret_characters = (BODY_LENGTH - 16 - 11 - 6) as f64;
    assert!(secret_characters * 62_f64.log2() >= 190.0);
}

#[test]
fn bytes_that_run_out_make_no_token() {
    let all_passed_over = [255; 128];
    let token = SecretToken::issue(
        &Prefixes::default(),
        TokenKind::User,
        tenant(),
        &keys('a'),
        &all_passed_over,
    );
    assert_eq!(token.err(), Some(EntropyExhausted));
}

#[test]
fn a_prefix_is_2_to_8_lowercase_letters() {
    for (text, position) in [("", 1), ("g", 1), ("ninechars", 1), ("gp,G", 2), ("g_p", 1)] {
        assert_eq!(text.parse::<Prefixes>(), Err(ParsePrefixError { position }), "{text:?}");
    }
}

#[test]
fn a_digest_survives_its_text() {
    let digest = token(1).digest();
    assert_eq!(digest.to_string().parse(), Ok(digest));
    assert_eq!("abc".parse::<TokenDigest>(), Err(ParseDigestError));
}
