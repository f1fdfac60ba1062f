//! What the operator says and is told.

use serde::{Deserialize, Serialize};

use crate::tenant::{Region, Tenant, TenantLabel};
use crate::time::{Seconds, UnixSeconds};

/// Make a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateTenant {
    /// Names it to people.
    pub label: TenantLabel,
    /// Where its registry is asked to live.
    pub region: Region,
}

/// A tenant just made.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreatedTenant {
    /// The tenant.
    pub tenant: Tenant,
    /// The way in for its first full administrator.
    #[serde(flatten)]
    pub link: TenantLink,
}

/// A one-time way into a tenant as a full administrator.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantLink {
    /// The URL to open.
    pub link: String,
    /// When it ends.
    pub exp: UnixSeconds,
}

/// The deployment's tenants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantList {
    /// The tenants, by label.
    pub data: Vec<Tenant>,
}

/// Let a registry think that it is later, by this much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdvanceClock {
    /// How much later, in seconds.
    pub seconds: Seconds,
}
