#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::samples::{entropy, keys, tenant};

fn session() -> SecretReference {
    SecretReference::issue(Purpose::Session, tenant(), &keys('c'), &entropy(1)).unwrap()
}

#[test]
fn an_issued_reference_parses_and_names_its_tenant() {
    let parsed = SecretReference::parse(session().expose(), Purpose::Session, &keys('c')).unwrap();
    assert_eq!(parsed.tenant(), tenant());
    assert_eq!(parsed.digest(), session().digest());
}

#[test]
fn a_reference_for_one_purpose_is_worth_nothing_for_another() {
    let as_link = session().expose().replacen("session", "link", 1);
    for text in [session().expose(), &as_link] {
        assert!(SecretReference::parse(text, Purpose::SignInLink, &keys('c')).is_err());
    }
}

#[test]
fn a_text_says_what_it_is_good_for_and_only_its_seal_shows_whether_it_is() {
    for purpose in [Purpose::Session, Purpose::SignInLink, Purpose::UserLink] {
        let issued = SecretReference::issue(purpose, tenant(), &keys('c'), &entropy(1)).unwrap();
        assert_eq!(Purpose::claimed_by(issued.expose()), Some(purpose));
    }
    let link =
        SecretReference::issue(Purpose::SignInLink, tenant(), &keys('c'), &entropy(1)).unwrap();
    let as_users = link.expose().replacen("link", "userlink", 1);
    assert_eq!(Purpose::claimed_by(&as_users), Some(Purpose::UserLink));
    assert!(SecretReference::parse(&as_users, Purpose::UserLink, &keys('c')).is_err());
    for text in ["", "link", "Link_x", "token_x", "é_"] {
        assert_eq!(Purpose::claimed_by(text), None, "{text:?}");
    }
}

#[test]
fn every_changed_character_and_every_cut_is_refused() {
    let text = session().expose().to_owned();
    for place in 0..text.len() {
        let by = if &text[place..=place] == "x" { "y" } else { "x" };
        let changed = format!("{}{by}{}", &text[..place], &text[place + 1..]);
        for wrong in [changed.as_str(), &text[..place]] {
            assert!(SecretReference::parse(wrong, Purpose::Session, &keys('c')).is_err());
        }
    }
}

#[test]
fn another_key_verifies_nothing() {
    assert!(SecretReference::parse(session().expose(), Purpose::Session, &keys('d')).is_err());
}

#[test]
fn text_in_any_script_is_refused_without_a_panic() {
    for text in ["", "é", "session_", "session_éééééééééééééééééééé", "日本語日本語日本語"]
    {
        assert!(SecretReference::parse(text, Purpose::Session, &keys('c')).is_err());
    }
}

#[test]
fn a_keyring_names_the_key_that_is_wrong() {
    use crate::mac::ParseKeyringError::{Empty, Malformed};
    let good = "0a".repeat(32);
    assert_eq!("".parse::<Keyring>().err(), Some(Empty));
    assert_eq!("abc".parse::<Keyring>().err(), Some(Malformed { position: 1 }));
    assert_eq!(format!("{good},xy").parse::<Keyring>().err(), Some(Malformed { position: 2 }));
    assert!(format!("{good}, {good}").parse::<Keyring>().is_ok());
}
