//! Who issues tokens, as clients know it.

use crate::edge::Edge;

/// The issuer, by the host that was asked (RFC 8414 §2). Where that is none, the portal's URL is it.
pub(super) fn issuer(edge: &Edge) -> String {
    let portal = &edge.config.portal_host;
    edge.site.issuer(portal).unwrap_or_else(|| portal.portal_url())
}
