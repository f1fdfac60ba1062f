//! Which attributes of a resource are told: RFC 7644 §3.9.

use serde_json::{Map, Value};

use super::path::AttributePath;
use super::schema::ResourceKind;

/// Which attributes are told. `id` and `schemas` always are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Projection {
    only: Option<Vec<AttributePath>>,
    without: Vec<AttributePath>,
}

const ALWAYS: [&str; 2] = ["id", "schemas"];

fn paths(list: &str, kind: ResourceKind) -> Vec<AttributePath> {
    // What is not known is not told in any case.
    list.split(',').filter_map(|name| AttributePath::find(name.trim(), kind)).collect()
}

impl Projection {
    /// By `attributes` and `excludedAttributes`, lists of names with commas between.
    pub fn of(only: Option<&str>, without: Option<&str>, kind: ResourceKind) -> Self {
        let only = only.filter(|list| !list.trim().is_empty()).map(|list| paths(list, kind));
        Self { only, without: without.map(|list| paths(list, kind)).unwrap_or_default() }
    }

    /// Whether an attribute may be left out as a whole.
    pub fn tells(&self, name: &str) -> bool {
        let names = |paths: &[AttributePath]| paths.iter().any(|it| it.attribute.name == name);
        let is_without =
            self.without.iter().any(|it| it.attribute.name == name && it.sub.is_none());
        self.only.as_ref().is_none_or(|only| names(only)) && !is_without
    }

    /// Takes out what is not told.
    pub fn apply_to(&self, resource: &mut Map<String, Value>) {
        resource.retain(|name, _| ALWAYS.contains(&name.as_str()) || self.tells(name));
        for (name, value) in resource.iter_mut() {
            let subs = |paths: &[AttributePath]| -> Vec<Option<&'static str>> {
                let of_it = paths.iter().filter(|it| it.attribute.name == name);
                of_it.map(|it| it.sub.map(|sub| sub.name)).collect()
            };
            let only = self.only.as_ref().map(|only| subs(only)).unwrap_or_default();
            let without = subs(&self.without);
            let is_whole = only.is_empty() || only.contains(&None);
            let is_told = |sub: &str| {
                (is_whole || only.contains(&Some(sub))) && !without.contains(&Some(sub))
            };
            let elements = match value {
                Value::Array(elements) => elements.as_mut_slice(),
                Value::Null
                | Value::Bool(_)
                | Value::Number(_)
                | Value::String(_)
                | Value::Object(_) => std::slice::from_mut(value),
            };
            for members in elements.iter_mut().filter_map(Value::as_object_mut) {
                members.retain(|sub, _| is_told(sub));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::scim::samples::ada;

    fn told(only: Option<&str>, without: Option<&str>) -> String {
        let mut document = ada();
        document.insert("id", "1");
        document.remove("emails");
        document.remove("active");
        let projection = Projection::of(only, without, ResourceKind::User);
        projection.apply_to(&mut document.0);
        document.into_json().to_string()
    }

    #[test]
    fn what_is_asked_for_is_told_and_the_id_always() {
        assert_eq!(told(Some("userName"), None), r#"{"id":"1","userName":"Ada@Example.com"}"#);
        assert_eq!(told(Some("USERNAME, x"), None), told(Some("userName"), None));
        let family = r#"{"id":"1","name":{"familyName":"Lovelace"}}"#;
        assert_eq!(told(Some("name.familyName"), None), family);
        let urn = "urn:ietf:params:scim:schemas:core:2.0:User:name.familyName";
        assert_eq!(told(Some(urn), None), family);
        assert_eq!(told(Some("x"), None), r#"{"id":"1"}"#);
    }

    #[test]
    fn what_is_excluded_is_left_out_but_not_the_id() {
        let left = told(None, Some("id,name.givenName,displayName,externalId"));
        let whole = r#"{"id":"1","name":{"familyName":"Lovelace"},"userName":"Ada@Example.com"}"#;
        assert_eq!(left, whole);
    }
}
