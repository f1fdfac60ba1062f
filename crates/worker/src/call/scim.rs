//! What a SCIM client asks a registry for, and what it is answered.

use gatepass_core::scim::{Preconditions, ResourceKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a SCIM client asks for. An id is as it was spelled, and a query as it came.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ScimRequest {
    /// What the server says of itself, at this path.
    Discover(Discovered),
    /// A part of the resources.
    List { kind: ResourceKind, query: String },
    /// One of them.
    Show { kind: ResourceKind, id: String, query: String, if_version: Preconditions },
    /// Make one.
    Create { kind: ResourceKind, body: Value, query: String },
    /// Put another in its place.
    Replace {
        kind: ResourceKind,
        id: String,
        body: Value,
        query: String,
        if_version: Preconditions,
    },
    /// Change it.
    Patch { kind: ResourceKind, id: String, body: Value, query: String, if_version: Preconditions },
    /// Take it away.
    Delete { kind: ResourceKind, id: String, if_version: Preconditions },
}

/// What a server says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Discovered {
    /// What it can do.
    ServiceProviderConfig,
    /// The kinds of resource, or one of them.
    ResourceTypes(Option<ResourceKind>),
    /// Their schemas, or one of them.
    Schemas(Option<ResourceKind>),
}

/// What a SCIM client is answered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ScimAnswer {
    /// The status.
    pub(crate) status: u16,
    /// The body, if there is one.
    #[serde(default)]
    pub(crate) body: Option<Value>,
    /// Where the resource is.
    #[serde(default)]
    pub(crate) location: Option<String>,
    /// Its version.
    #[serde(default)]
    pub(crate) version: Option<String>,
}

impl ScimAnswer {
    /// Without a body.
    pub(crate) fn bare(status: u16) -> Self {
        Self { status, body: None, location: None, version: None }
    }

    /// What is no resource with a version.
    pub(crate) fn told(body: Value) -> Self {
        Self { body: Some(body), ..Self::bare(200) }
    }
}
