#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

fn set(text: &str) -> ScopeSet {
    text.parse().unwrap()
}

#[test]
fn several_scopes_are_delimited_by_spaces() {
    assert_eq!(set("write  read").to_string(), "read write");
    assert_eq!(serde_json::to_string(&set("read write")).unwrap(), r#""read write""#);
    assert!(set("").is_empty());
}

#[test]
fn a_scope_has_the_characters_that_the_standard_allows() {
    for (text, found) in [("re\"ad", '"'), ("re\\ad", '\\'), ("réad", 'é'), ("re\tad", '\t')] {
        assert_eq!(text.parse::<ScopeSet>(), Err(ParseScopeError::Forbidden { found }));
    }
    assert_eq!("".parse::<Scope>(), Err(ParseScopeError::Empty));
}

#[test]
fn the_intersection_has_what_both_have() {
    assert_eq!(set("a b c").intersection(&set("b c d")), set("b c"));
}

#[test]
fn the_first_scope_beyond_is_named() {
    assert_eq!(set("a b").first_beyond(&set("a")).map(Scope::as_str), Some("b"));
    assert_eq!(set("a").first_beyond(&set("a b")), None);
}
