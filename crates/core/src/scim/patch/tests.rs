use proptest::prelude::*;
use serde_json::{Value, json};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::scim::samples::ada;

fn request(operations: Value) -> Result<PatchRequest, ScimError> {
    PatchRequest::read(&json!({ "schemas": [SCHEMA], "Operations": operations }))
}

fn patched(operations: Value) -> Result<Document, ScimError> {
    request(operations)?.apply_to(&ada(), ResourceKind::User)
}

fn group() -> Document {
    let value = json!({ "displayName": "Admins", "members": [{ "value": "a" }, { "value": "b" }] });
    Document::read(&value, ResourceKind::Group).unwrap()
}

fn members(operation: Value) -> Vec<String> {
    let request = request(json!([operation])).unwrap();
    let after = request.apply_to(&group(), ResourceKind::Group).unwrap();
    let members = after.find("members").and_then(Value::as_array).cloned().unwrap_or_default();
    members.iter().map(|it| it["value"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_spelling_of_active_false_ends_false() {
    for operation in [
        json!({ "op": "Replace", "path": "active", "value": "False" }),
        json!({ "op": "replace", "path": "active", "value": false }),
        json!({ "op": "add", "path": "active", "value": "false" }),
        json!({ "op": "replace", "value": { "active": false } }),
        json!({ "op": "Replace", "value": { "active": "False" } }),
        json!({ "op": "Add", "value": { "Active": "FALSE" } }),
        json!({
            "op": "replace", "path": "urn:ietf:params:scim:schemas:core:2.0:User:active",
            "value": false,
        }),
        json!({
            "op": "replace",
            "value": { "urn:ietf:params:scim:schemas:core:2.0:User:active": "False" },
        }),
        json!({ "OP": "rEPLACE", "Path": "ACTIVE", "Value": "fALSE" }),
    ] {
        let after = patched(json!([operation])).unwrap();
        assert_eq!(after.find("active"), Some(&json!(false)), "{operation}");
    }
}

#[test]
fn parts_of_a_value_change_and_the_others_stay() {
    let after = patched(json!([
        { "op": "replace", "path": "name.familyName", "value": "King" },
        { "op": "replace", "value": { "name.givenName": "Augusta", "displayName": "Ada King" } },
        { "op": "add", "path": "name", "value": { "formatted": "Ada King" } },
    ]))
    .unwrap();
    let name = json!({ "familyName": "King", "givenName": "Augusta", "formatted": "Ada King" });
    assert_eq!(after.find("name"), Some(&name));
    assert_eq!(after.text("displayName", None), Some("Ada King"));
}

#[test]
fn of_several_values_the_path_says_which() {
    let emails = |operation: Value| {
        let after = patched(json!([operation])).unwrap();
        after.find("emails").cloned().unwrap_or_default().to_string()
    };
    let home = r#"{"type":"home","value":"ada@home.example"}"#;
    let work = json!({
        "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "x@y",
    });
    assert_eq!(emails(work), format!(r#"[{{"primary":true,"type":"work","value":"x@y"}},{home}]"#));
    let primary =
        json!({ "op": "add", "path": "emails[type eq \"home\"].primary", "value": "True" });
    assert_eq!(
        emails(primary),
        r#"[{"type":"work","value":"ada@example.com"},{"primary":true,"type":"home","value":"ada@home.example"}]"#
    );
    let other = json!({ "op": "Add", "path": "emails[type eq \"other\"].value", "value": "o@o" });
    assert!(emails(other).ends_with(r#",{"type":"other","value":"o@o"}]"#));
    let removed = json!({ "op": "remove", "path": "emails[type eq \"work\"]" });
    assert_eq!(emails(removed), format!("[{home}]"));
    let all = json!({ "op": "replace", "path": "emails", "value": [{ "value": "n@n" }] });
    assert_eq!(emails(all), r#"[{"value":"n@n"}]"#);
    assert_eq!(emails(json!({ "op": "remove", "path": "emails" })), "null");
    assert_eq!(emails(json!({ "op": "replace", "path": "emails", "value": null })), "null");
}

#[test]
fn members_come_and_go_in_every_shape_that_clients_send() {
    for (operation, left) in [
        (json!({ "op": "Add", "path": "members", "value": [{ "value": "c" }] }), "a b c"),
        (
            json!({ "op": "add", "value": { "members": [{ "value": "c" }, { "value": "a" }] } }),
            "a b c",
        ),
        (json!({ "op": "add", "path": "members", "value": { "value": "b" } }), "a b"),
        (json!({ "op": "Remove", "path": "members", "value": [{ "value": "a" }] }), "b"),
        (json!({ "op": "remove", "path": "members[value eq \"a\"]" }), "b"),
        (json!({ "op": "remove", "path": "members[value eq \"x\"]" }), "a b"),
        (json!({ "op": "remove", "path": "members" }), ""),
        (json!({ "op": "replace", "path": "members", "value": [{ "value": "x" }] }), "x"),
        (json!({ "op": "replace", "path": "members", "value": [] }), ""),
        (json!({ "op": "replace", "value": { "id": "0", "displayName": "Admins" } }), "a b"),
    ] {
        assert_eq!(members(operation.clone()).join(" "), left, "{operation}");
    }
}

#[test]
fn what_a_patch_puts_together_can_be_said_of_a_whole_resource() {
    let path = r#"emails[type eq ""].value"#;
    let after =
        patched(json!([{ "op": "add", "path": path, "value": "new@example.com" }])).unwrap();
    let json = after.clone().into_json();
    assert_eq!(Document::read(&json, ResourceKind::User).unwrap(), after);
    let added = json["emails"].as_array().unwrap().last().unwrap();
    assert_eq!(added, &json!({ "value": "new@example.com" }), "there is no empty type");
}

#[test]
fn a_patch_that_cannot_be_says_why_and_changes_nothing() {
    use ScimErrorType::{InvalidPath, InvalidSyntax, InvalidValue, Mutability, NoTarget};
    for (operation, kind) in [
        (json!({ "op": "replace", "path": "shoeSize", "value": 4 }), InvalidPath),
        (json!({ "op": "replace", "path": 7, "value": 4 }), InvalidPath),
        (json!({ "op": "replace", "path": "active", "value": "no" }), InvalidValue),
        (json!({ "op": "replace", "path": "active" }), InvalidValue),
        (json!({ "op": "remove", "path": "userName" }), InvalidValue),
        (json!({ "op": "replace", "path": "userName", "value": "" }), InvalidValue),
        (json!({ "op": "replace", "path": "id", "value": "x" }), Mutability),
        (json!({ "op": "add", "path": "groups", "value": [{ "value": "x" }] }), Mutability),
        (json!({ "op": "replace", "path": "emails[type eq \"x\"].value", "value": "a" }), NoTarget),
        (
            json!({ "op": "add", "path": "emails[type eq \"x\"].primary", "value": true }),
            InvalidValue,
        ),
        (json!({ "op": "remove" }), NoTarget),
        (json!({ "op": "replace", "value": "active" }), InvalidValue),
        (json!({ "op": "move", "path": "active" }), InvalidSyntax),
        (json!(7), InvalidSyntax),
    ] {
        let first = json!({ "op": "replace", "path": "active", "value": false });
        let error = patched(json!([first, operation])).unwrap_err();
        assert_eq!(error.kind, Some(kind), "{operation}: {error}");
    }
    for body in [
        json!({}),
        json!([]),
        json!({ "Operations": [{ "op": "remove", "path": "emails" }] }),
        json!({ "schemas": [SCHEMA] }),
        json!({ "schemas": [SCHEMA], "Operations": [] }),
        json!({ "schemas": ["x"], "Operations": [{ "op": "remove", "path": "emails" }] }),
    ] {
        assert_eq!(PatchRequest::read(&body).unwrap_err().kind, Some(InvalidSyntax), "{body}");
    }
}

fn word() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!("add"),
        json!("Replace"),
        json!("remove"),
        json!("active"),
        json!("emails"),
        json!("x"),
        json!("emails[type eq \"work\"].value"),
        json!("name.familyName"),
        json!("userName"),
        json!(null),
        json!(true),
        json!("False"),
        json!(7),
        json!({ "active": "False" }),
        json!([{ "value": "a" }]),
        json!({ "value": "a", "primary": true }),
        json!([]),
        json!(["a"]),
        json!("emails[primary eq true]"),
        json!("members"),
        json!({ "members": [{ "value": "q" }] }),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_patch_gives_a_resource_that_reads_back_as_itself_or_an_error(
        operations in prop::collection::vec((word(), word(), word()), 1..5),
    ) {
        let operations: Vec<Value> = operations
            .into_iter()
            .map(|(op, path, value)| json!({ "op": op, "path": path, "value": value }))
            .collect();
        let Ok(request) = request(json!(operations)) else { return Ok(()) };
        for (before, kind) in [(ada(), ResourceKind::User), (group(), ResourceKind::Group)] {
            let untouched = before.clone();
            let after = request.apply_to(&before, kind);
            prop_assert_eq!(&before, &untouched);
            if let Ok(after) = after {
                let read = Document::read(&after.clone().into_json(), kind);
                prop_assert_eq!(read, Ok(after));
            }
        }
    }
}
