//! A resource as JSON: an object of known attributes, under the names that the standard spells.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::attribute::{Attribute, AttributeKind, Mutability};
use super::error::{ScimError, ScimErrorType};
use super::schema::ResourceKind;
use crate::wire::ToNfc;

/// The longest text that an attribute has, in bytes.
const LONGEST_TEXT: usize = 1024;

/// The most members of a group, and with it the most values of any attribute.
pub(super) const MOST_VALUES: usize = 10_000;

/// A resource: what is not assigned is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Document(pub(super) Map<String, Value>);

impl Document {
    /// Reads what a client says of a resource. What only the server writes, and what is not kept, is
    /// passed over (RFC 7644 §3.3).
    ///
    /// # Errors
    /// [`ScimError`] for what is no object, or has a value that is none of its attribute.
    pub fn read(value: &Value, kind: ResourceKind) -> Result<Self, ScimError> {
        let Some(members) = value.as_object() else {
            return Err(ScimError::of(ScimErrorType::InvalidSyntax, "Send a JSON object."));
        };
        let mut document = Self::default();
        for (name, value) in members {
            let known = kind.find(name).filter(|it| it.mutability != Mutability::ReadOnly);
            let Some(attribute) = known else { continue };
            let twice = document.set(attribute, attribute.read(value)?);
            if twice.is_some() {
                let sentence = format!("{} is there twice.", attribute.name);
                return Err(ScimError::of(ScimErrorType::InvalidSyntax, sentence));
            }
        }
        Ok(document)
    }

    /// That everything is there that no such resource is without.
    ///
    /// # Errors
    /// [`ScimError`] that names the attribute.
    pub fn check_required(&self, kind: ResourceKind) -> Result<(), ScimError> {
        let required = kind.attributes().iter().filter(|attribute| attribute.is_required);
        match required.into_iter().find(|attribute| !self.0.contains_key(attribute.name)) {
            Some(attribute) => Err(ScimError::value(attribute.name, "it is required.")),
            None => Ok(()),
        }
    }

    /// The value of an attribute, by the name that the standard spells.
    pub fn find(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The text of an attribute, or of a part of it.
    pub fn text(&self, name: &str, sub: Option<&str>) -> Option<&str> {
        let value = self.find(name)?;
        match sub {
            Some(sub) => value.get(sub)?.as_str(),
            None => value.as_str(),
        }
    }

    /// Puts a member in.
    pub fn insert(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// Takes a member out.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        self.0.remove(name)
    }

    /// The value that the attribute had.
    pub(super) fn set(&mut self, attribute: &Attribute, value: Option<Value>) -> Option<Value> {
        match value {
            Some(value) => self.0.insert(attribute.name.to_owned(), value),
            None => self.0.remove(attribute.name),
        }
    }

    /// The whole, as it is told.
    pub fn into_json(self) -> Value {
        Value::Object(self.0)
    }
}

/// The same with every text in normal form, which `to_nfc` makes of a text.
pub fn in_normal_form(value: Value, to_nfc: ToNfc) -> Value {
    match value {
        Value::String(text) => Value::String(to_nfc(&text)),
        Value::Array(values) => {
            values.into_iter().map(|value| in_normal_form(value, to_nfc)).collect()
        }
        Value::Object(members) => {
            members.into_iter().map(|(name, value)| (name, in_normal_form(value, to_nfc))).collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}

impl Attribute {
    /// Reads a value of the attribute; nothing, for one that leaves it unassigned (RFC 7643 §2.5).
    pub(super) fn read(&self, value: &Value) -> Result<Option<Value>, ScimError> {
        if !self.is_multi {
            return self.read_one(value);
        }
        let values = match value {
            Value::Null => return Ok(None),
            Value::Array(values) => values.as_slice(),
            Value::Object(_) | Value::String(_) | Value::Bool(_) | Value::Number(_) => {
                std::slice::from_ref(value)
            }
        };
        if values.len() > MOST_VALUES {
            return Err(ScimError::value(self.name, "it has at most 10,000 values."));
        }
        let mut read = Vec::with_capacity(values.len());
        for value in values {
            read.extend(self.read_one(value)?);
        }
        let is_primary = |value: &&Value| value.get("primary") == Some(&Value::Bool(true));
        if read.iter().filter(is_primary).count() > 1 {
            return Err(ScimError::value(self.name, "only one can be primary."));
        }
        Ok(Some(read).filter(|read| !read.is_empty()).map(Value::Array))
    }

    /// Reads one value of it.
    pub(super) fn read_one(&self, value: &Value) -> Result<Option<Value>, ScimError> {
        match (self.kind, value) {
            (_, Value::Null) => Ok(None),
            (AttributeKind::Boolean, Value::Bool(_)) => Ok(Some(value.clone())),
            // Some clients send `"True"` and `"False"`: Entra's do, unless a flag is set.
            (AttributeKind::Boolean, Value::String(text)) => match text.trim() {
                text if text.eq_ignore_ascii_case("true") => Ok(Some(Value::Bool(true))),
                text if text.eq_ignore_ascii_case("false") => Ok(Some(Value::Bool(false))),
                _ => Err(ScimError::value(self.name, "it is true or false.")),
            },
            (AttributeKind::Boolean, _) => Err(ScimError::value(self.name, "it is true or false.")),
            (AttributeKind::Complex, Value::Object(members)) => self.read_object(members),
            // A value alone stands for the object that has it, as in a list of members' ids.
            (AttributeKind::Complex, Value::String(_)) if self.is_multi => {
                let members = Map::from_iter([("value".to_owned(), value.clone())]);
                self.read_object(&members)
            }
            (AttributeKind::Complex, _) => Err(ScimError::value(self.name, "it is an object.")),
            (_, Value::String(text)) => self.read_text(text),
            (_, _) => Err(ScimError::value(self.name, "it is a text.")),
        }
    }

    fn read_text(&self, text: &str) -> Result<Option<Value>, ScimError> {
        if text.len() > LONGEST_TEXT {
            return Err(ScimError::value(self.name, "it has at most 1,024 bytes."));
        }
        if text.chars().any(char::is_control) {
            return Err(ScimError::value(self.name, "it has no control characters."));
        }
        Ok(Some(text).filter(|text| !text.is_empty()).map(Value::from))
    }

    /// The parts of a value that a client writes.
    pub(super) fn read_members(
        &self,
        members: &Map<String, Value>,
    ) -> Result<Map<String, Value>, ScimError> {
        let mut read = Map::new();
        for (name, value) in members {
            let known = self.find(name).filter(|sub| sub.mutability != Mutability::ReadOnly);
            let Some(sub) = known else { continue };
            if let Some(value) = sub.read_one(value)? {
                read.insert(sub.name.to_owned(), value);
            }
        }
        Ok(read)
    }

    fn read_object(&self, members: &Map<String, Value>) -> Result<Option<Value>, ScimError> {
        let read = self.read_members(members)?;
        if read.is_empty() {
            return Ok(None);
        }
        match self.sub.iter().find(|sub| sub.is_required && !read.contains_key(sub.name)) {
            Some(sub) => {
                let name = format!("{}.{}", self.name, sub.name);
                Err(ScimError::value(&name, "it is required."))
            }
            None => Ok(Some(Value::Object(read))),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn read(value: Value) -> Result<Value, ScimError> {
        Document::read(&value, ResourceKind::User).map(Document::into_json)
    }

    #[test]
    fn attributes_are_known_in_any_case_and_what_is_not_kept_is_passed_over() {
        let read = read(json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "USERNAME": "ada", "externalid": "00u1", "id": "mine", "meta": { "version": "1" },
            "groups": [{ "value": "admins" }], "title": "Dr", "password": "secret",
            "name": { "GivenName": "Ada", "middleName": "King" },
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "x" },
        }));
        let kept =
            json!({ "userName": "ada", "externalId": "00u1", "name": { "givenName": "Ada" } });
        assert_eq!(read, Ok(kept));
    }

    #[test]
    fn what_is_null_or_empty_is_not_assigned() {
        let empty = json!({ "displayName": null, "emails": [], "name": {}, "externalId": "" });
        assert_eq!(read(empty), Ok(json!({})));
    }

    #[test]
    fn active_is_false_however_it_is_spelled() {
        for value in [json!(false), json!("False"), json!("false"), json!(" FALSE ")] {
            assert_eq!(read(json!({ "active": value })), Ok(json!({ "active": false })), "{value}");
        }
        for value in [json!(true), json!("True"), json!("tRUE")] {
            assert_eq!(read(json!({ "active": value })), Ok(json!({ "active": true })), "{value}");
        }
        for value in [json!(0), json!(1), json!("0"), json!("no"), json!(""), json!([]), json!({})]
        {
            let error = read(json!({ "active": value })).unwrap_err();
            assert_eq!(error.detail, "active: it is true or false.", "{value}");
        }
    }

    #[test]
    fn a_value_of_another_type_is_refused_by_the_attributes_name() {
        for (value, named) in [
            (json!({ "userName": 7 }), "userName"),
            (json!({ "userName": "a\u{0}" }), "userName"),
            (json!({ "userName": "x".repeat(1025) }), "userName"),
            (json!({ "name": "Ada" }), "name"),
            (json!({ "emails": [{ "type": "work" }] }), "emails.value"),
            (json!({ "emails": [7] }), "emails"),
            (
                json!({ "emails": [{ "value": "a@b", "primary": true }, { "value": "c@d", "primary": "True" }] }),
                "emails",
            ),
        ] {
            let error = read(value.clone()).unwrap_err();
            assert_eq!(error.kind, Some(ScimErrorType::InvalidValue), "{value}");
            assert!(error.detail.starts_with(&format!("{named}:")), "{value}: {}", error.detail);
        }
        for value in
            [json!([]), json!("x"), json!(null), json!({ "userName": "a", "username": "b" })]
        {
            assert_eq!(read(value).unwrap_err().kind, Some(ScimErrorType::InvalidSyntax));
        }
    }
}
