//! How often may be asked, where the policy says so.
//!
//! An address is counted first, with all that comes from it, so that who tries tokens gets nowhere by
//! trying more of them. A token and its tenant are counted only for what the token is good for: whoever
//! has none cannot use up what others may. What is beyond a limit is no use of a token.

use std::cell::Cell;
use std::net::IpAddr;

use gatepass_core::edge::Notice;
use gatepass_core::id::TokenId;
use gatepass_core::policy::{Limit, address_key};
use gatepass_core::refusal::Refusal;

use crate::edge::Edge;
use crate::platform::{clock, limiter, log};

thread_local! {
    static FAULT: Cell<Notice> = Cell::default();
}

/// Counts a request by where it comes from. Where that is not known, as for another Worker that does
/// not say for whom it asks, nothing is counted.
pub(crate) async fn count_address(edge: &Edge, address: Option<IpAddr>) -> Result<(), Refusal> {
    let limit = &edge.config.policy.limits().address;
    match limit.as_ref().zip(address) {
        Some((limit, address)) => count(edge, limit, address_key(address)).await,
        None => Ok(()),
    }
}

/// Counts a request that a token is good for. What is beyond the token's limit leaves its tenant's
/// as it is.
pub(crate) async fn count_granted(edge: &Edge, token: TokenId) -> Result<(), Refusal> {
    count_token(edge, token).await?;
    match &edge.config.policy.limits().tenant {
        Some(limit) => count(edge, limit, token.tenant.to_string()).await,
        None => Ok(()),
    }
}

/// Counts a request by its token alone.
pub(crate) async fn count_token(edge: &Edge, token: TokenId) -> Result<(), Refusal> {
    match &edge.config.policy.limits().token {
        Some(limit) => count(edge, limit, token.to_string()).await,
        None => Ok(()),
    }
}

async fn count(edge: &Edge, limit: &Limit, key: String) -> Result<(), Refusal> {
    let is_within = limiter::count(&edge.env, &limit.binding, key).await;
    limit.judge(is_within.inspect_err(note).ok())
}

/// A limiter that fails does so for every request.
fn note(error: &worker::Error) {
    let mut fault = FAULT.get();
    if fault.is_due(clock::now()) {
        log::fault("requests are not limited", error);
    }
    FAULT.set(fault);
}
