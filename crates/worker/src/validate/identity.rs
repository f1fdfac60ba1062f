//! Who a request acts as, in headers.

use gatepass_core::decision::Principal;
use worker::Headers;

/// The caller's identity, by header. Every name is always set: one that were left out could be a
/// caller's own.
fn identity(principal: &Principal) -> [(&'static str, String); 5] {
    [
        ("Gatepass-Tenant", principal.token.tenant.to_string()),
        ("Gatepass-Subject", principal.subject.to_string()),
        ("Gatepass-Token-Id", principal.token.to_string()),
        ("Gatepass-Kind", principal.kind.as_str().to_owned()),
        ("Gatepass-Scope", principal.scopes.to_string()),
    ]
}

/// Sets the caller's identity.
pub(super) fn set(headers: &Headers, principal: &Principal) -> worker::Result<()> {
    identity(principal).iter().try_for_each(|(name, value)| headers.set(name, value))
}
