//! What a provisioned resource says of a group.

use serde_json::Value;

use super::document::Document;
use super::error::ScimError;
use super::user::ExternalId;
use crate::id::{Base62Text, Subject};
use crate::name::TokenName;

/// A group's id within the tenant.
pub type GroupId = Base62Text<12>;

/// What a resource says of a group, as far as anything rests on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupFacts {
    /// What it is called: by this, it gives a role.
    pub name: TokenName,
    /// Its id in the system that provisions.
    pub external_id: Option<ExternalId>,
    /// The ids of the users in it, each once.
    pub members: Vec<Subject>,
}

impl GroupFacts {
    /// What the resource says.
    ///
    /// # Errors
    /// [`ScimError`] that names the attribute at fault.
    pub fn of(document: &Document) -> Result<Self, ScimError> {
        let name = document.text("displayName", None).unwrap_or_default();
        let name = name.parse().map_err(|error: crate::name::ParseNameError| {
            ScimError::value("displayName", &error.to_string())
        })?;
        let given = document.find("members").and_then(Value::as_array);
        let mut members = Vec::new();
        for member in given.into_iter().flatten() {
            let id = member.get("value").and_then(Value::as_str).unwrap_or_default();
            members.push(id.parse().map_err(|_| Self::no_member(id))?);
        }
        members.sort_unstable();
        members.dedup();
        let external_id = document.text("externalId", None).and_then(|text| text.parse().ok());
        Ok(Self { name, external_id, members })
    }

    /// A member is no user that was provisioned.
    pub fn no_member(id: &str) -> ScimError {
        let shown: String = id.chars().take(60).collect();
        ScimError::value("members", &format!("there is no provisioned user with the id {shown:?}."))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::scim::schema::ResourceKind;

    fn facts(value: Value) -> Result<GroupFacts, ScimError> {
        GroupFacts::of(&Document::read(&value, ResourceKind::Group)?)
    }

    #[test]
    fn a_group_has_a_name_and_each_member_once() {
        let members = json!([{ "value": "000000000ada" }, "000000000bob", "000000000ada"]);
        let group = facts(json!({ "displayName": " Admins ", "members": members })).unwrap();
        assert_eq!(group.name.as_str(), "Admins");
        assert_eq!(group.members.len(), 2);
    }

    #[test]
    fn an_external_id_is_no_members_id() {
        for id in ["00u1", "8f2b1c1e-0000-4000-8000-000000000000", "x"] {
            let refused = facts(json!({ "displayName": "x", "members": [{ "value": id }] }));
            let error = refused.unwrap_err();
            assert!(error.status == 400 && error.detail.contains(id), "{error}");
        }
        assert!(facts(json!({ "displayName": "" })).unwrap_err().detail.starts_with("displayName"));
    }
}
