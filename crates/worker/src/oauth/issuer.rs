//! Who issues tokens, as clients know it.

use crate::edge::Edge;
use crate::site::Site;

/// The issuer, by the host that was asked (RFC 8414 §2): the tenant's own URL at its own host, the
/// portal's at the generic one.
pub(super) fn issuer(edge: &Edge) -> String {
    match &edge.site {
        Site::Own(tenant) => edge.config.portal_host.own_url(tenant),
        Site::Shared => edge.config.portal_host.portal_url(),
    }
}
