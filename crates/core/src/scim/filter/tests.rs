use proptest::prelude::*;
use serde_json::{Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::scim::document::Document;
use crate::scim::error::{ScimError, ScimErrorType};
use crate::scim::samples::ada;
use crate::scim::schema::ResourceKind;

fn parse(text: &str) -> Result<Filter, ScimError> {
    Filter::parse(text, ResourceKind::User)
}

fn finds_ada(text: &str) -> bool {
    parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).matches(&ada())
}

#[test]
fn a_filter_finds_what_it_describes() {
    for text in [
        r#"userName eq "ada@example.com""#,
        r#"USERNAME Eq "ADA@EXAMPLE.COM""#,
        r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "ada""#,
        r#"externalId eq "00u1""#,
        r#"name.familyName co "LACE""#,
        r#"emails eq "ada@home.example""#,
        r#"emails.type eq "home""#,
        r#"emails[type eq "work" and value ew "@example.com"]"#,
        r#"emails[type eq "work"] and active eq true"#,
        r#"active eq "True""#,
        r#"displayName pr and not (externalId ne "00u1")"#,
        r#"displayName eq "x" or displayName eq "y" or userName pr and active eq true"#,
        r#"(displayName eq "x" or userName pr) and active eq true"#,
        r#"displayName gt "ada" and displayName lt "b" and displayName ge "ada admin""#,
        r#"groups eq null and externalId ne null"#,
        r#"displayName eq "ada admin""#,
    ] {
        assert!(finds_ada(text), "{text}");
    }
}

#[test]
fn a_filter_leaves_out_what_it_does_not_describe() {
    for text in [
        r#"externalId eq "00U1""#,
        r#"userName eq "ada""#,
        r#"emails[type eq "home" and value ew "@example.com"]"#,
        r#"displayName eq "x" or displayName eq "y" and userName pr"#,
        r#"active eq false"#,
        r#"active ne true"#,
        r#"not (userName pr)"#,
        r#"groups pr"#,
        r#"displayName le "a""#,
    ] {
        assert!(!finds_ada(text), "{text}");
    }
}

#[test]
fn what_is_no_filter_is_refused_with_where_it_goes_wrong() {
    for (text, named) in [
        ("", "expected an attribute at position 1."),
        ("userName", "expected an operator at position 9."),
        ("userName eq", "expected a value"),
        ("userName eq ada", "expected a value"),
        ("userName is \"ada\"", "expected an operator at position 10."),
        ("userName eq \"ada", "it cannot be read at position 13."),
        ("userName eq \"a\" and", "expected an attribute at position 20."),
        ("(userName pr", "expected ) at position 13."),
        ("emails[type pr", "expected ] at position 15."),
        ("userName pr)", "expected and, or, or the end at position 12."),
        ("shoeSize eq 4", "there is no attribute \"shoeSize\"."),
        ("emails[shoe eq 4]", "there is no attribute \"shoe\"."),
        ("userName[value pr]", "userName has no parts to choose from."),
        ("userName eq 7", "userName cannot be compared so."),
        ("active gt true", "active cannot be compared so."),
        ("active eq \"no\"", "active cannot be compared so."),
        ("name eq \"Ada\"", "name cannot be compared so."),
        ("userName eq \"a\"; drop", "it cannot be read at position 16."),
        ("not userName pr", "there is no attribute \"not\"."),
    ] {
        let error = parse(text).unwrap_err();
        assert_eq!((error.status, error.kind), (400, Some(ScimErrorType::InvalidFilter)));
        assert!(error.detail.contains(named), "{text}: {}", error.detail);
    }
}

#[test]
fn a_filter_has_an_end_and_a_depth() {
    let deep = format!("{}userName pr{}", "(".repeat(500), ")".repeat(500));
    let deeper = "not (".repeat(300);
    let long = vec!["userName pr"; 51].join(" or ");
    let longest = format!("userName eq \"{}\"", "x".repeat(3000));
    for text in [deep, deeper, long, longest] {
        assert_eq!(parse(&text).unwrap_err().kind, Some(ScimErrorType::InvalidFilter));
    }
}

#[test]
fn an_index_is_asked_for_what_has_to_be_equal_alone() {
    let of = |text| parse(text).map(|it| format!("{:?}", it.equalities())).unwrap();
    assert_eq!(of(r#"userName eq "a" and active eq true"#), r#"[("userName", "a")]"#);
    assert_eq!(of(r#"userName eq "a" or externalId eq "b""#), "[]");
    assert_eq!(of(r#"not (userName eq "a")"#), "[]");
    assert_eq!(of(r#"name.familyName eq "a""#), "[]");
}

fn text() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "A", "b", "ab", "Ä", "ä", "", "\"", "\\"])
        .prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn no_text_makes_the_reading_of_a_filter_panic(text in ".*", words in "[a-zN()\\[\\]\" .]{0,80}") {
        for text in [&text, &words] {
            if let Ok(filter) = parse(text) {
                filter.matches(&ada());
            }
        }
    }

    #[test]
    fn words_in_any_order_are_a_filter_or_an_error(
        words in prop::collection::vec(prop::sample::select(vec![
            "userName", "emails", "[", "]", "(", ")", "eq", "pr", "and", "or", "not", "\"a\"", "true",
            "type", "null", "7", "name.familyName", "urn:", ".", "emails.value", "co",
        ]), 0..14),
    ) {
        if let Ok(filter) = parse(&words.join(" ")) {
            filter.matches(&ada());
        }
    }

    #[test]
    fn equality_is_what_a_plain_comparison_says(
        user_name in text(), external_id in text(), types in prop::collection::vec(text(), 0..4),
        asked in text(),
    ) {
        let emails: Vec<Value> =
            types.iter().map(|it| json!({ "value": "x", "type": it })).collect();
        let sent = json!({ "userName": user_name, "externalId": external_id, "emails": emails });
        let document = Document::read(&sent, ResourceKind::User).unwrap();
        let quoted = json!(asked).to_string();
        let is_found = |name: &str| parse(&format!("{name} eq {quoted}")).unwrap().matches(&document);
        let is_same = |one: &str| !one.is_empty() && one.to_lowercase() == asked.to_lowercase();
        prop_assert_eq!(is_found("userName"), is_same(&user_name));
        prop_assert_eq!(is_found("externalId"), !external_id.is_empty() && external_id == asked);
        prop_assert_eq!(is_found("emails.type"), types.iter().any(|it| is_same(it)));
    }
}
