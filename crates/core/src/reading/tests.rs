use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Outer {
    #[serde(default)]
    inner: Vec<Inner>,
    #[serde(default)]
    named: BTreeMap<String, Inner>,
    kind: Option<Kind>,
    text: Option<String>,
    #[serde(default)]
    small: Small,
}

/// One that finds fault with a whole value.
#[derive(Debug, PartialEq, Default, Deserialize)]
#[serde(try_from = "Vec<u8>")]
struct Small(Vec<u8>);

impl TryFrom<Vec<u8>> for Small {
    type Error = &'static str;

    fn try_from(list: Vec<u8>) -> Result<Self, Self::Error> {
        if list.len() < 2 { Ok(Self(list)) } else { Err("it is long") }
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct Inner {
    number: u8,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Plain,
    Of(Inner),
}

fn error_of(json: &str) -> (Option<String>, String) {
    let ReadError { path, reason } = read_json::<Outer>(json.as_bytes()).unwrap_err();
    (path, reason)
}

fn path_of(json: &str) -> Option<String> {
    error_of(json).0
}

#[test]
fn a_value_is_read() {
    let read: Outer = read_json(br#" { "inner": [ { "number": 1 } ] } "#).unwrap();
    assert_eq!(read.inner, [Inner { number: 1 }]);
}

#[test]
fn an_error_names_its_place_and_not_a_position() {
    let (path, reason) = error_of("{ \"inner\": [{ \"number\": 1 },\n {\n\"number\":  256 }] }");
    assert_eq!(path.as_deref(), Some("inner[1].number"));
    assert_eq!(reason, "invalid value: integer `256`, expected u8");
}

#[test]
fn every_kind_of_error_has_its_place() {
    for (json, path) in [
        ("", None),
        ("1", None),
        ("{} {", None),
        (r#"{"text": 1}"#, Some("text")),
        (r#"{"text": {}}"#, Some("text")),
        (r#"{"text": []}"#, Some("text")),
        (r#"{"text": true}"#, Some("text")),
        (r#"{"kind": "other"}"#, Some("kind")),
        (r#"{"kind": {"of": {"number": "1"}}}"#, Some("kind.of.number")),
        (r#"{"inner": null}"#, Some("inner")),
        (r#"{"inner": [1]}"#, Some("inner[0]")),
        (r#"{"inner": [{"number": 1}, "x", 3]}"#, Some("inner[1]")),
        (r#"{"inner": [{"number": 1}, {}]}"#, Some("inner[1]")),
        (r#"{"inner": [{"number": 1}, {"number": 2, "other": []}, {}]}"#, Some("inner[2]")),
        (r#"{"named": {"a": {"number": 1}, "b": {"number": -1}}}"#, Some("named.b.number")),
        (r#"{"named": {"a,[{\"": {"number": "},["}}}"#, Some("named.a,[{\".number")),
        (r#"{"small": [1, 2]}"#, Some("small")),
        (r#"{"small": [1, 2] , "text": "a"}"#, Some("small")),
        (r#"{"small": [1, "2"]}"#, Some("small[1]")),
        (r#"{"text": "a", "text": "b"}"#, Some("text")),
        (r#"{"text": "a", "more": 1}"#, Some("more")),
    ] {
        assert_eq!(path_of(json).as_deref(), path, "{json}");
    }
}

#[test]
fn what_came_is_not_told_where_it_may_be_a_secret() {
    let secret = "S3cr3t".repeat(8);
    for json in [
        json!({ "inner": secret }),
        json!({ "inner": [secret] }),
        json!({ "inner": [{ "number": secret }] }),
        json!({ "named": { secret.as_str(): { "number": "a" } } }),
        json!({ "kind": secret }),
        json!({ "kind": { secret.as_str(): 1 } }),
        json!({ secret.as_str(): 1 }),
    ] {
        let error = read_json::<Outer>(json.to_string().as_bytes()).unwrap_err();
        assert!(!format!("{error:?}").contains("S3cr3t"), "{error:?}");
    }
    let pairs = format!("small={secret}&{secret}=1");
    let error = read_pairs::<Outer>(&pairs).unwrap_err();
    assert!(!format!("{error:?}").contains("S3cr3t"), "{error:?}");
}

#[test]
fn nothing_may_follow() {
    assert_eq!(error_of(r#"{ "inner": [] } {"#).1, "trailing characters");
}

/// JSON that is nearly an [`Outer`].
fn nearly() -> impl Strategy<Value = Value> {
    let scalar = || {
        prop_oneof![
            Just(json!(null)),
            any::<bool>().prop_map(Value::from),
            (0..300).prop_map(Value::from),
            r#"[a-c,\[\]{}:" ]{0,4}"#.prop_map(Value::from),
            Just(json!({})),
            Just(json!([])),
        ]
    };
    let inner = move || {
        prop_oneof![
            4 => Just(json!({ "number": 1 })),
            1 => scalar().prop_map(|number| json!({ "number": number })),
            1 => scalar(),
        ]
    };
    let list = prop::collection::vec(inner(), 0..4).prop_map(Value::from);
    let small = prop::collection::vec(0_u8..2, 0..4).prop_map(Value::from);
    let named = prop::collection::btree_map("[a-c]{1,2}", inner(), 0..4).prop_map(Value::from_iter);
    let kind = prop_oneof![scalar(), inner().prop_map(|inner| json!({ "of": inner }))];
    (list, named, kind, scalar(), small).prop_map(|(inner, named, kind, text, small)| {
        json!({ "inner": inner, "named": named, "kind": kind, "text": text, "small": small })
    })
}

proptest! {
    #[test]
    fn the_place_is_the_one_that_a_reader_notes_on_its_way(value in nearly(), pretty in any::<bool>()) {
        let json = match pretty {
            true => serde_json::to_string_pretty(&value).unwrap(),
            false => value.to_string(),
        };
        let mut noting = serde_json::Deserializer::from_str(&json);
        let noted = serde_path_to_error::deserialize::<_, Outer>(&mut noting);
        let found = read_json::<Outer>(json.as_bytes());
        match (noted, found) {
            (Ok(noted), Ok(found)) => prop_assert_eq!(noted, found),
            (Err(noted), Err(found)) => {
                let path = Some(noted.path().to_string()).filter(|path| path != ".");
                prop_assert_eq!(path, found.path, "{}", json);
            }
            (noted, found) => prop_assert!(false, "{noted:?} {found:?}"),
        }
    }

    #[test]
    fn no_text_has_a_place_that_cannot_be_told(text in "[\\[\\]{}:,\"a1 \n]{0,20}") {
        let _ = read_json::<Outer>(text.as_bytes());
    }
}
