#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

#[test]
fn safe_methods_need_read_and_all_others_write() {
    let policy = Policy::default();
    for (method, scope) in [
        ("GET", Scope::READ),
        ("HEAD", Scope::READ),
        ("OPTIONS", Scope::READ),
        ("POST", Scope::WRITE),
        ("DELETE", Scope::WRITE),
        ("get", Scope::WRITE),
        ("BREW", Scope::WRITE),
    ] {
        assert_eq!(policy.scope_needed(method), scope, "{method}");
    }
}

#[test]
fn only_full_administrators_see_all_tokens() {
    let policy = Policy::default();
    assert!(policy.is_full(&Role::FULL_ADMINISTRATOR));
    assert!(!policy.is_full(&Role::SECURITY_OPERATOR));
    assert!(!policy.is_full(&"janitor".parse().unwrap()));
}

#[test]
fn managing_is_never_given_unasked() {
    let policy = Policy::default();
    assert!(policy.scopes_of(&Role::FULL_ADMINISTRATOR).contains(&Scope::MANAGE));
    assert!(!policy.scopes_by_default(&Role::FULL_ADMINISTRATOR).contains(&Scope::MANAGE));
}

#[test]
fn a_role_reads_as_words() {
    assert_eq!(Role::FULL_ADMINISTRATOR.to_words(), "Full administrator");
}

#[test]
fn a_role_is_lowercase_letters_and_hyphens() {
    for role in ["", "Admin", "a b", "a_b", &"x".repeat(41)] {
        assert!(role.parse::<Role>().is_err(), "{role:?}");
    }
}
