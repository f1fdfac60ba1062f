//! What a server says of itself: RFC 7643 §5 to §7, RFC 7644 §4.

use serde_json::{Value, json};

use super::query::MOST_RESULTS;
use super::schema::ResourceKind;

/// What the server can do. `base` is the URL that its resources are below.
pub fn service_provider_config(base: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": { "supported": true },
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": true, "maxResults": MOST_RESULTS },
        "changePassword": { "supported": false },
        "sort": { "supported": true },
        "etag": { "supported": true },
        "authenticationSchemes": [{
            "type": "oauthbearertoken",
            "name": "Bearer token",
            "description": "The SCIM token of the tenant, in the Authorization header.",
            "specUri": "https://www.rfc-editor.org/info/rfc6750",
            "primary": true,
        }],
        "meta": {
            "resourceType": "ServiceProviderConfig",
            "location": format!("{base}/ServiceProviderConfig"),
        },
    })
}

/// A kind of resource.
pub fn resource_type(kind: ResourceKind, base: &str) -> Value {
    let word = kind.word();
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
        "id": word,
        "name": word,
        "endpoint": format!("/{}", kind.endpoint()),
        "schema": kind.schema(),
        "schemaExtensions": [],
        "meta": {
            "resourceType": "ResourceType",
            "location": format!("{base}/ResourceTypes/{word}"),
        },
    })
}

/// All kinds of resource.
pub fn resource_types(base: &str) -> Vec<Value> {
    ResourceKind::ALL.into_iter().map(|kind| resource_type(kind, base)).collect()
}

/// The attributes of a kind of resource.
pub fn schema(kind: ResourceKind, base: &str) -> Value {
    let attributes: Vec<Value> = kind.attributes().iter().map(|it| it.to_json()).collect();
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        "id": kind.schema(),
        "name": kind.word(),
        "description": match kind {
            ResourceKind::User => "A user of the tenant.",
            ResourceKind::Group => "A group of users, which may give them a role.",
        },
        "attributes": attributes,
        "meta": {
            "resourceType": "Schema",
            "location": format!("{base}/Schemas/{}", kind.schema()),
        },
    })
}

/// The attributes of all kinds.
pub fn schemas(base: &str) -> Vec<Value> {
    ResourceKind::ALL.into_iter().map(|kind| schema(kind, base)).collect()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_schema_tells_of_each_attribute_all_that_the_standard_asks_for() {
        fn check(attribute: &Value) {
            for member in [
                "name",
                "type",
                "multiValued",
                "description",
                "required",
                "caseExact",
                "mutability",
                "returned",
                "uniqueness",
            ] {
                assert!(attribute.get(member).is_some(), "{member}: {attribute}");
            }
            for sub in attribute["subAttributes"].as_array().into_iter().flatten() {
                check(sub);
            }
        }
        for schema in schemas("https://t.example/scim/v2") {
            schema["attributes"].as_array().unwrap().iter().for_each(check);
        }
    }

    #[test]
    fn a_kind_of_resource_names_its_schema_and_where_it_is() {
        let kinds = resource_types("https://t.example/scim/v2");
        assert_eq!(kinds[0]["endpoint"], "/Users");
        assert_eq!(kinds[1]["schema"], "urn:ietf:params:scim:schemas:core:2.0:Group");
        let location = &kinds[1]["meta"]["location"];
        assert_eq!(location, "https://t.example/scim/v2/ResourceTypes/Group");
    }
}
