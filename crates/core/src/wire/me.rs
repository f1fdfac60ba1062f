//! Who is signed in, and to which tenant.

use serde::{Deserialize, Serialize};

use crate::id::{Subject, TenantId};
use crate::person::PersonName;
use crate::policy::Role;
use crate::route::Route;
use crate::scope::ScopeSet;
use crate::settings::LongestLife;
use crate::tenant::{PortalHost, Region, Tenant, TenantLabel};
use crate::token::Prefixes;

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The user's id within the tenant.
    pub sub: Subject,
    /// The user's name.
    pub name: PersonName,
    /// The user's role.
    pub role: Role,
    /// Whether the user administers the tenant, and sees all of its tokens rather than their own.
    pub is_full_administrator: bool,
    /// What the role allows: no token of the user's can have more.
    pub scope: ScopeSet,
    /// The tenant.
    pub tenant: TenantView,
    /// What tokens begin with here, so that the page knows one when it sees one.
    pub token_prefixes: Prefixes,
    /// The longest life of a token, in days, if the tenant has set one: none is issued without end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_life_days: Option<LongestLife>,
    /// The version of Gatepass that answers.
    pub version: String,
}

impl TenantView {
    /// A tenant of the portal at this host.
    pub fn of(tenant: Tenant, host: &PortalHost) -> Self {
        let url = host.own_url(&tenant);
        Self {
            api_url: format!("{url}{}", Route::Upstream.to_path()),
            portal_url: host.portal_url(),
            url,
            id: tenant.id,
            label: tenant.label,
            region: tenant.region,
        }
    }
}

/// A tenant as people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantView {
    /// Names its registry.
    pub id: TenantId,
    /// Names it to people.
    pub label: TenantLabel,
    /// Where its registry was asked to live.
    pub region: Region,
    /// Its own URL, without a trailing slash.
    pub url: String,
    /// The URL of the portal, which is the same for every tenant, without a trailing slash.
    #[serde(default)]
    pub portal_url: String,
    /// Where the API behind is called by a token of this tenant, with a trailing slash.
    #[serde(default)]
    pub api_url: String,
}
