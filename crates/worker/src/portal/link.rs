//! One-time sign-in links.

use gatepass_core::id::TenantId;
use gatepass_core::reference::{Purpose, SecretReference};
use gatepass_core::route::{Route, View};
use gatepass_core::tenant::Tenant;

use crate::answer::Failure;
use crate::edge::Edge;
use crate::platform::entropy;

/// A new link's reference.
pub(super) fn draw(
    edge: &Edge,
    purpose: Purpose,
    tenant: TenantId,
) -> Result<SecretReference, Failure> {
    let entropy = entropy::draw()?;
    SecretReference::issue(purpose, tenant, &edge.config.session_keys, &entropy)
        .map_err(|error| entropy::EntropyError::from(error).into())
}

/// The URL to open, the tenant's own. The secret stands in its fragment, which a browser sends to no
/// server.
pub(super) fn url(edge: &Edge, tenant: &Tenant, reference: &SecretReference) -> String {
    let own_url = edge.config.portal_host.own_url(tenant);
    let path = Route::View(View::SignIn).to_path();
    format!("{own_url}{path}#link={}", reference.expose())
}
