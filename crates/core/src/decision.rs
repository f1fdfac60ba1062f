//! The decision on a request.

use std::net::IpAddr;

use crate::id::{Subject, TokenId};
use crate::policy::Policy;
use crate::refusal::Refusal;
use crate::scope::{Scope, ScopeSet};
use crate::standing::{Grant, Standing, Verdict, Withheld};
use crate::time::UnixSeconds;
use crate::token::TokenKind;

/// What of a request the decision turns on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestFacts {
    /// The scope that it needs.
    pub scope_needed: Scope,
    /// Where it comes from, if that is known.
    pub address: Option<IpAddr>,
}

/// Who a request acts as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The token that it presented, its tenant's id in it.
    pub token: TokenId,
    /// Whose program that token is made for.
    pub kind: TokenKind,
    /// Whom that token was issued for.
    pub subject: Subject,
    /// What it may do: the token's scopes ∩ what its owner's role allows now.
    pub scopes: ScopeSet,
}

impl Principal {
    fn of(grant: &Grant, policy: &Policy) -> Self {
        let scopes = policy.scopes_within(&grant.scope, &grant.role);
        Self { token: grant.id, kind: grant.kind, subject: grant.sub, scopes }
    }
}

/// Decides on a request that presents a token which stands as `standing`.
///
/// # Errors
/// The first [`Refusal`] that applies, in the order of how final it is. A token with networks is
/// refused where the caller's address is not known.
pub fn decide(
    standing: &Standing,
    request: &RequestFacts,
    policy: &Policy,
    now: UnixSeconds,
) -> Result<Principal, Refusal> {
    let (principal, _) = authenticate(standing, request.address, policy, now)?;
    if !principal.scopes.contains(&request.scope_needed) {
        return Err(Refusal::InsufficientScope(request.scope_needed.clone()));
    }
    Ok(principal)
}

/// Who presents a token which stands as `standing`, and what was granted to it, whatever they ask
/// for.
///
/// # Errors
/// As those of [`decide`], except that no scope is needed.
pub fn authenticate<'a>(
    standing: &'a Standing,
    address: Option<IpAddr>,
    policy: &Policy,
    now: UnixSeconds,
) -> Result<(Principal, &'a Grant), Refusal> {
    let grant = match &standing.verdict {
        Verdict::Granted(grant) => grant,
        Verdict::Withheld(Withheld::Revoked) => return Err(Refusal::Revoked),
        Verdict::Withheld(Withheld::Expired) => return Err(Refusal::Expired),
        Verdict::Withheld(Withheld::Superseded) => return Err(Refusal::Superseded),
        Verdict::Withheld(Withheld::OwnerDeprovisioned) => return Err(Refusal::OwnerDeprovisioned),
    };
    if grant.exp.is_some_and(|end| now >= end) {
        return Err(Refusal::Expired);
    }
    if grant.nbf.is_some_and(|begin| now < begin) {
        return Err(Refusal::NotYetValid);
    }
    if !grant.networks.allows(address) {
        return Err(Refusal::AddressNotAllowed);
    }
    Ok((Principal::of(grant, policy), grant))
}

#[cfg(test)]
mod tests;
