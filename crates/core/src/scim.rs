//! Provisioning by SCIM 2.0: what another system says of a tenant's people and their groups.
//!
//! The rules of RFC 7643 (resources and schemas) and RFC 7644 (protocol). Resources are JSON objects
//! of known attributes ([`Document`]); filters, paths and patches are held against the same tables of
//! attributes that the schemas are told from.

mod attribute;
mod discovery;
mod document;
mod error;
mod filter;
mod group;
mod list;
mod patch;
mod path;
mod projection;
mod query;
mod roles;
mod schema;
mod sign_in;
mod user;
mod version;

pub use attribute::{Attribute, AttributeKind, Mutability};
pub use discovery::{resource_type, resource_types, schema, schemas, service_provider_config};
pub use document::{Document, in_normal_form};
pub use error::{MEDIA_TYPE, ScimError, ScimErrorType};
pub use filter::{Comparison, Filter, Operator};
pub use group::{GroupFacts, GroupId};
pub use list::Page;
pub use patch::PatchRequest;
pub use path::{AttributePath, Target};
pub use projection::Projection;
pub use query::{MOST_RESULTS, Query, SortBy, query_of_body};
pub use roles::{
    ChangeByHandError, GroupRole, MOST_GROUP_ROLES, ProvisioningError, ProvisioningSettings,
    RoleSource, role_named,
};
pub use schema::ResourceKind;
pub use sign_in::{NotProvisioned, Provisioning};
pub use user::{ExternalId, UserFacts, UserName, shut_out, taken_over};
pub use version::{Preconditions, version_of};

#[cfg(test)]
mod samples;
