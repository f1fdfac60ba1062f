//! Who a request acts as, in headers.

use gatepass_core::decision::Principal;
use worker::Headers;

/// Every name is always set: one that were left out could be a caller's own.
const NAMES: [&str; 5] =
    ["Gatepass-Tenant", "Gatepass-Subject", "Gatepass-Token-Id", "Gatepass-Kind", "Gatepass-Scope"];

/// The caller's identity, by name.
pub(super) fn of(principal: &Principal) -> impl Iterator<Item = (&'static str, String)> {
    let values = [
        principal.token.tenant.to_string(),
        principal.subject.to_string(),
        principal.token.to_string(),
        principal.kind.as_str().to_owned(),
        principal.scopes.to_string(),
    ];
    NAMES.into_iter().zip(values)
}

/// Sets the caller's identity.
pub(super) fn set(headers: &Headers, principal: &Principal) -> worker::Result<()> {
    of(principal).try_for_each(|(name, value)| headers.set(name, &value))
}

/// Sets that nobody is known to call.
pub(super) fn set_nobody(headers: &Headers) -> worker::Result<()> {
    NAMES.iter().try_for_each(|name| headers.set(name, ""))
}
