//! What a client is told when something is refused: RFC 7644 §3.12.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The media type of what travels. RFC 7644 §8.1.
pub const MEDIA_TYPE: &str = "application/scim+json";

macro_rules! error_types {
    ($($(#[doc = $doc:literal])+ $name:ident = $word:literal,)+) => {
        /// The standard's word for what is wrong. RFC 7644, table 9.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        pub enum ScimErrorType {
            $($(#[doc = $doc])+ #[serde(rename = $word)] $name,)+
        }

        impl ScimErrorType {
            /// The word on the wire.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }
    };
}

error_types! {
    /// The filter cannot be read, or compares what cannot be compared.
    InvalidFilter = "invalidFilter",
    /// There is another resource with what is unique.
    Uniqueness = "uniqueness",
    /// The attribute may not be written so.
    Mutability = "mutability",
    /// The body is not built as it has to be.
    InvalidSyntax = "invalidSyntax",
    /// The path cannot be read, or names nothing that exists.
    InvalidPath = "invalidPath",
    /// The path leads to no value.
    NoTarget = "noTarget",
    /// A value is missing, or is none of the attribute's.
    InvalidValue = "invalidValue",
}

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{detail}")]
pub struct ScimError {
    /// The status.
    pub status: u16,
    /// The standard's word for it, where there is one.
    pub kind: Option<ScimErrorType>,
    /// A sentence for who sets the client up.
    pub detail: String,
}

impl ScimError {
    /// Refused without a word of the standard's.
    pub fn plain(status: u16, detail: impl Into<String>) -> Self {
        Self { status, kind: None, detail: detail.into() }
    }

    /// Refused with one.
    pub fn of(kind: ScimErrorType, detail: impl Into<String>) -> Self {
        let status = match kind {
            ScimErrorType::Uniqueness => 409,
            ScimErrorType::InvalidFilter
            | ScimErrorType::Mutability
            | ScimErrorType::InvalidSyntax
            | ScimErrorType::InvalidPath
            | ScimErrorType::NoTarget
            | ScimErrorType::InvalidValue => 400,
        };
        Self { status, kind: Some(kind), detail: detail.into() }
    }

    /// There is no such resource.
    pub fn not_found() -> Self {
        Self::plain(404, "There is no such resource.")
    }

    /// The value of an attribute is none of it.
    pub(super) fn value(name: &str, sentence: &str) -> Self {
        Self::of(ScimErrorType::InvalidValue, format!("{name}: {sentence}"))
    }

    /// The body of the answer.
    pub fn to_json(&self) -> Value {
        let mut json = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
            "status": self.status.to_string(),
            "detail": self.detail,
        });
        if let (Some(kind), Some(members)) = (self.kind, json.as_object_mut()) {
            members.insert("scimType".to_owned(), kind.as_str().into());
        }
        json
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn an_error_has_its_status_as_text_and_the_standards_word() {
        let error = ScimError::of(ScimErrorType::Uniqueness, "Taken.");
        assert_eq!(
            error.to_json().to_string(),
            r#"{"detail":"Taken.","schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"scimType":"uniqueness","status":"409"}"#
        );
        assert_eq!(
            ScimError::not_found().to_json().to_string(),
            r#"{"detail":"There is no such resource.","schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404"}"#
        );
    }
}
