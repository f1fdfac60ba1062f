//! Resources as they are told.

use gatepass_core::scim::{Document, Projection, Query, ResourceKind, ScimError, version_of};
use serde_json::{Value, json};

use crate::call::ScimAnswer;
use crate::registry::dispatch::Refused;
use crate::registry::store::{ScimGroup, ScimUser};

/// A resource as it is told, with its version.
pub(super) struct Told {
    pub(super) document: Document,
    pub(super) version: String,
    location: String,
}

/// A group as a client may change it.
pub(super) fn group_document(group: &ScimGroup, base: &str) -> Document {
    let mut document = Document::default();
    document.insert("displayName", group.name.as_str());
    if let Some(id) = &group.external_id {
        document.insert("externalId", id.as_str());
    }
    let members: Vec<Value> = group
        .members
        .iter()
        .map(|subject| {
            json!({
                "value": subject, "type": "User", "$ref": format!("{base}/Users/{subject}"),
            })
        })
        .collect();
    if !members.is_empty() {
        document.insert("members", members);
    }
    document
}

/// A user as a client may change one.
pub(super) fn user_document(user: &ScimUser) -> Document {
    let mut document = user.resource.clone();
    document.insert("active", user.user.deprovisioned_at.is_none());
    document
}

impl Told {
    fn of(
        mut document: Document,
        kind: ResourceKind,
        id: &str,
        moments: (String, String),
        base: &str,
    ) -> Self {
        document.insert("schemas", json!([kind.schema()]));
        document.insert("id", id);
        let location = format!("{base}/{}/{id}", kind.endpoint());
        let (created, modified) = moments;
        let mut meta = json!({
            "resourceType": kind.word(), "created": created, "lastModified": modified,
            "location": location,
        });
        document.insert("meta", meta.clone());
        let version = version_of(&document);
        if let Some(members) = meta.as_object_mut() {
            members.insert("version".to_owned(), json!(version));
        }
        document.insert("meta", meta);
        Self { document, version, location }
    }

    pub(super) fn user(user: &ScimUser, base: &str) -> Self {
        let mut document = user_document(user);
        let groups: Vec<Value> = user
            .groups
            .iter()
            .map(|group| {
                let reference = format!("{base}/Groups/{}", group.id);
                json!({ "value": group.id, "display": group.name, "$ref": reference })
            })
            .collect();
        if !groups.is_empty() {
            document.insert("groups", groups);
        }
        let moments = (user.added_at.to_iso(), user.modified_at.to_iso());
        Self::of(document, ResourceKind::User, user.user.subject.as_str(), moments, base)
    }

    pub(super) fn group(group: &ScimGroup, base: &str) -> Self {
        let document = group_document(group, base);
        let moments = (group.added_at.to_iso(), group.modified_at.to_iso());
        Self::of(document, ResourceKind::Group, group.id.as_str(), moments, base)
    }

    /// The resource with what is wanted of it.
    pub(super) fn project(self, projection: &Projection) -> Value {
        let mut told = self.document.into_json();
        if let Some(members) = told.as_object_mut() {
            projection.apply_to(members);
        }
        told
    }

    /// The answer that tells of it.
    pub(super) fn answer(
        self,
        status: u16,
        kind: ResourceKind,
        query: &str,
    ) -> Result<ScimAnswer, Refused> {
        let query: Result<Query, ScimError> = Query::parse(query, kind);
        let (location, version) = (self.location.clone(), self.version.clone());
        let body = Some(self.project(&query?.projection));
        Ok(ScimAnswer { status, body, location: Some(location), version: Some(version) })
    }
}
