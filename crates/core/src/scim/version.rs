//! Versions of resources: RFC 7644 §3.14, and RFC 9110 §8.8.3 and §13.1.

use super::document::Document;
use super::error::ScimError;
use crate::token::TokenDigest;

/// The version of a resource as it stands: a weak entity tag, other whenever anything told of it is.
pub fn version_of(document: &Document) -> String {
    let json = serde_json::to_vec(document).unwrap_or_default();
    let digest = TokenDigest::of(&json).to_string();
    format!("W/\"{}\"", digest.get(..16).unwrap_or_default())
}

/// What a request wants of the version that there is, as its headers came.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Preconditions {
    /// `If-Match`.
    #[serde(default)]
    pub if_match: Option<String>,
    /// `If-None-Match`.
    #[serde(default)]
    pub if_none_match: Option<String>,
}

fn is_among(version: &str, tags: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    tags.trim() == "*" || tags.split(',').any(|tag| opaque(tag) == opaque(version))
}

impl Preconditions {
    /// That a change of the resource of this version is wanted.
    ///
    /// # Errors
    /// [`ScimError`] with 412, where somebody changed it meanwhile.
    pub fn check(&self, version: &str) -> Result<(), ScimError> {
        let is_other = self.if_match.as_ref().is_some_and(|tags| !is_among(version, tags));
        let is_known = self.if_none_match.as_ref().is_some_and(|tags| is_among(version, tags));
        match is_other || is_known {
            true => Err(ScimError::plain(412, format!("The resource is at version {version}."))),
            false => Ok(()),
        }
    }

    /// Whether who asks has this version already.
    pub fn has(&self, version: &str) -> bool {
        self.if_none_match.as_ref().is_some_and(|tags| is_among(version, tags))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::scim::samples::ada;

    #[test]
    fn a_version_is_another_whenever_anything_is() {
        let before = version_of(&ada());
        assert_eq!(before, version_of(&ada()));
        let mut other = ada();
        other.insert("groups", json!([{ "value": "x" }]));
        assert_ne!(before, version_of(&other));
    }

    #[test]
    fn a_change_of_another_version_is_refused() {
        let version = version_of(&ada());
        let with = |if_match: Option<&str>, if_none_match: Option<&str>| {
            let owned = |text: Option<&str>| text.map(str::to_owned);
            let asked =
                Preconditions { if_match: owned(if_match), if_none_match: owned(if_none_match) };
            asked.check(&version).map_err(|error| error.status)
        };
        let several = format!("\"x\", {version}");
        for fine in [None, Some(version.as_str()), Some("*"), Some(several.as_str())] {
            assert_eq!(with(fine, None), Ok(()), "{fine:?}");
        }
        for other in ["W/\"x\"", "", "x", "W/"] {
            assert_eq!(with(Some(other), None), Err(412), "{other}");
        }
        assert_eq!(with(None, Some(&version)), Err(412));
        assert_eq!(with(None, Some("*")), Err(412));
        assert_eq!(with(None, Some("W/\"x\"")), Ok(()));
    }
}
