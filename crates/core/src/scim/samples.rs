//! What the tests of several rules start from.

use serde_json::json;

use super::document::Document;
use super::schema::ResourceKind;

/// A user as a client would send one.
pub(super) fn ada() -> Document {
    let value = json!({
        "userName": "Ada@Example.com", "externalId": "00u1", "displayName": "Ada Admin",
        "name": { "givenName": "Ada", "familyName": "Lovelace" }, "active": true,
        "emails": [
            { "value": "ada@example.com", "type": "work", "primary": true },
            { "value": "ada@home.example", "type": "home" },
        ],
    });
    Document::read(&value, ResourceKind::User).unwrap()
}
