//! Names of attributes, and paths of patches: RFC 7644 §3.10 and §3.5.2.

use serde_json::Value;

use super::attribute::{Attribute, AttributeKind};
use super::error::{ScimError, ScimErrorType};
use super::filter::Filter;
use super::schema::ResourceKind;

/// The longest path, in bytes.
const LONGEST_PATH: usize = 1024;

/// An attribute, or a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttributePath {
    /// The attribute.
    pub attribute: &'static Attribute,
    /// The part of it.
    pub sub: Option<&'static Attribute>,
}

/// What the path of a patch leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// An attribute, or a part of one; of one with several values, those that match.
    Kept {
        /// The attribute.
        path: AttributePath,
        /// Which of its values.
        filter: Option<Filter>,
    },
    /// What the standard has, or an extension, and is not kept here.
    NotKept,
}

/// A name without the schema's URI before it, and whether the URI is that of another schema.
fn without_schema(name: &str, kind: ResourceKind) -> (&str, bool) {
    let schema = kind.schema();
    let own = name.get(..schema.len()).is_some_and(|it| it.eq_ignore_ascii_case(schema));
    let rest = name.get(schema.len()..).and_then(|rest| rest.strip_prefix(':'));
    match rest.filter(|_| own) {
        Some(rest) => (rest, false),
        None => (name, name.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("urn:"))),
    }
}

fn is_name(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'$');
    !text.is_empty() && text.bytes().all(allowed)
}

impl AttributePath {
    /// Reads the name of an attribute, with its part after a dot; nothing, for what is not known.
    pub fn find(name: &str, kind: ResourceKind) -> Option<Self> {
        let (name, is_foreign) = without_schema(name, kind);
        if is_foreign {
            return None;
        }
        let (name, sub) = match name.split_once('.') {
            Some((name, sub)) => (name, Some(sub)),
            None => (name, None),
        };
        let attribute = kind.find(name)?;
        match sub {
            None => Some(Self { attribute, sub: None }),
            Some(sub) => Some(Self { attribute, sub: Some(attribute.find(sub)?) }),
        }
    }

    /// The attribute whose values are compared: of one with parts and no part named, its `value`.
    pub(super) fn leaf(self) -> &'static Attribute {
        self.sub.or_else(|| self.attribute.find("value")).unwrap_or(self.attribute)
    }

    /// The values at the path, in an object.
    pub(super) fn values(self, object: &serde_json::Map<String, Value>) -> Vec<&Value> {
        let Some(found) = object.get(self.attribute.name) else { return vec![] };
        let elements = match found {
            Value::Array(elements) => elements.iter().collect(),
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Object(_) => vec![found],
        };
        if self.attribute.kind != AttributeKind::Complex {
            return elements;
        }
        let name = self.leaf().name;
        elements.into_iter().filter_map(|element| element.get(name)).collect()
    }
}

impl Target {
    /// Reads the path of a patch.
    ///
    /// # Errors
    /// [`ScimError`] for what cannot be read, or names nothing that there is.
    pub fn parse(text: &str, kind: ResourceKind) -> Result<Self, ScimError> {
        let wrong = || {
            let shown: String = text.chars().take(60).collect();
            let sentence = format!("path: there is no attribute {shown:?}.");
            ScimError::of(ScimErrorType::InvalidPath, sentence)
        };
        if text.len() > LONGEST_PATH {
            return Err(wrong());
        }
        let (name, is_foreign) = without_schema(text.trim(), kind);
        if is_foreign {
            return Ok(Self::NotKept);
        }
        let (name, filter, sub) = match name.split_once('[') {
            None => match name.split_once('.') {
                Some((name, sub)) => (name, None, Some(sub)),
                None => (name, None, None),
            },
            Some((name, rest)) => {
                let (filter, rest) = rest.rsplit_once(']').ok_or_else(wrong)?;
                let sub = match rest.strip_prefix('.') {
                    Some(sub) => Some(sub),
                    None if rest.is_empty() => None,
                    None => return Err(wrong()),
                };
                (name, Some(filter), sub)
            }
        };
        if !is_name(name) || sub.is_some_and(|sub| !is_name(sub)) {
            return Err(wrong());
        }
        if ResourceKind::knows_not_kept(name, sub) {
            return Ok(Self::NotKept);
        }
        let attribute = kind.find(name).ok_or_else(wrong)?;
        let sub = sub.map(|sub| attribute.find(sub).ok_or_else(wrong)).transpose()?;
        let filter = match filter {
            Some(_) if !attribute.is_multi => return Err(wrong()),
            Some(filter) => Some(Filter::parse_within(filter, attribute)?),
            None => None,
        };
        Ok(Self::Kept { path: AttributePath { attribute, sub }, filter })
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn parse(text: &str) -> Result<Target, ScimError> {
        Target::parse(text, ResourceKind::User)
    }

    #[test]
    fn a_path_names_an_attribute_a_part_of_it_and_which_of_its_values() {
        for (text, name, sub, is_filtered) in [
            ("userName", "userName", None, false),
            ("USERNAME", "userName", None, false),
            ("name.familyName", "name", Some("familyName"), false),
            (
                "urn:ietf:params:scim:schemas:core:2.0:User:name.familyName",
                "name",
                Some("familyName"),
                false,
            ),
            ("emails[type eq \"work\"].value", "emails", Some("value"), true),
            ("emails[type eq \"]\"]", "emails", None, true),
        ] {
            let Ok(Target::Kept { path, filter }) = parse(text) else { panic!("{text}") };
            assert_eq!((path.attribute.name, path.sub.map(|it| it.name)), (name, sub), "{text}");
            assert_eq!(filter.is_some(), is_filtered, "{text}");
        }
    }

    #[test]
    fn what_the_standard_has_and_is_not_kept_is_no_error() {
        for text in [
            "title",
            "phoneNumbers[type eq \"work\"].value",
            "name.middleName",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        ] {
            assert_eq!(parse(text), Ok(Target::NotKept), "{text}");
        }
    }

    #[test]
    fn what_names_nothing_is_refused() {
        for text in [
            "",
            "x",
            "name.x",
            "userName.x",
            "emails[",
            "emails]",
            "emails[type eq \"a\"]x",
            "a b",
            "emails[type eq \"a\"].",
            "userName[value eq \"a\"]",
            ".",
            "name.",
            "é",
        ] {
            assert_eq!(parse(text).unwrap_err().kind, Some(ScimErrorType::InvalidPath), "{text}");
        }
        let filter = parse("emails[x eq 1]").unwrap_err();
        assert_eq!(filter.kind, Some(ScimErrorType::InvalidFilter));
    }
}
