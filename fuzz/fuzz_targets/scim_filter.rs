//! A filter that is read means what it says: `not` turns it around, an equality that it states holds
//! of whatever it asks for, and a plain `eq` is a comparison of texts without regard to case.
#![no_main]

use gatepass_core::scim::{Document, Filter, ResourceKind};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

/// A user whose display name is this.
fn called(name: &str) -> Option<Document> {
    let value = json!({
        "userName": "ada@example.com", "externalId": "00u1", "displayName": name, "active": true,
        "name": { "givenName": "Ada", "familyName": "Lovelace" },
        "emails": [{ "value": "ada@example.com", "type": "work", "primary": true }],
    });
    Document::read(&value, ResourceKind::User).ok()
}

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for kind in [ResourceKind::User, ResourceKind::Group] {
        read(text, kind);
    }
    plain(text);
});

fn read(text: &str, kind: ResourceKind) {
    let Ok(filter) = Filter::parse(text, kind) else { return };
    let ada = called("Ada Admin").expect("a user");
    let matches = filter.matches(&ada);
    let spaced = format!("  {text}  ");
    if let Ok(same) = Filter::parse(&spaced, kind) {
        assert_eq!(same, filter);
    }
    if let Ok(not) = Filter::parse(&format!("not ({text})"), kind) {
        assert_eq!(not.matches(&ada), !matches);
    }
    if !matches {
        return;
    }
    for (name, value) in filter.equalities() {
        let eq = format!("{name} eq {}", Value::from(value));
        let eq = Filter::parse(&eq, kind).expect("it was read as part of a filter");
        assert!(eq.matches(&ada), "an index that looks for this would miss it");
    }
}

/// The value is data, whatever stands in it.
fn plain(text: &str) {
    let filter = format!("displayName eq {}", Value::from(text));
    let Ok(filter) = Filter::parse(&filter, ResourceKind::User) else { return };
    assert_eq!(filter.equalities(), [("displayName", text)]);
    if let Some(same) = called(text).filter(|it| it.find("displayName").is_some()) {
        assert!(filter.matches(&same));
    }
    if let Some(other) = called(&format!("{text}x")) {
        assert!(!filter.matches(&other));
    }
}
