//! Signing in.

use serde::{Deserialize, Serialize};

use super::OfferedProvider;
use crate::person::PersonName;
use crate::policy::Role;
use crate::tenant::TenantLabel;

/// How one can sign in here.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SignInOptions {
    /// The people that one can sign in as without proof: on a developer's own machine only.
    pub people: Vec<DevelopmentPerson>,
    /// The tenants to choose from: on a developer's own machine only.
    pub tenants: Vec<TenantLabel>,
    /// The tenant whose own host was asked: nobody signs in to another there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<TenantLabel>,
    /// The providers to sign in with: on a tenant's own host only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub providers: Vec<OfferedProvider>,
}

/// One of the people for development.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevelopmentPerson {
    /// The person's name, which also names the person in [`SignInForDevelopment`].
    pub name: PersonName,
    /// The person's role.
    pub role: Role,
}

/// Sign in as one of the people for development.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInForDevelopment {
    /// To which tenant.
    pub tenant: TenantLabel,
    /// As whom.
    pub person: PersonName,
}

/// Sign in with a one-time link.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInByLink {
    /// What stands in the link after `#link=`.
    pub link: String,
    /// The name that others will see; for a link that is nobody's yet, and for that alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
}
