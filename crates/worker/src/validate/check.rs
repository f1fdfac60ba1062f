//! Parse, check, digest, cache; on a miss seal, KV, registry; decide.

use gatepass_core::credentials;
use gatepass_core::decision::{Principal, RequestFacts, decide};
use gatepass_core::edge::{Answer, Source, TokenRefusal};
use gatepass_core::id::TenantId;
use gatepass_core::policy::{Demand, Freshness};
use gatepass_core::refusal::Refusal;
use gatepass_core::standing::Standing;
use gatepass_core::token::{SecretToken, TokenDigest};
use worker::Headers;

use super::caller::Caller;
use super::{limits, usage};
use crate::call::AskStanding;
use crate::edge::Edge;
use crate::isolate::{LeaveToAsk, with_cache};
use crate::platform::counts::{self, Counted};
use crate::platform::{clock, headers, kv, log};
use crate::registry::RegistryClient;

/// Whether a request may pass with the token in these headers, and as whom.
pub(super) async fn check(
    edge: &Edge,
    headers: &Headers,
    caller: Caller<'_>,
    demand: Demand,
) -> Result<Principal, Refusal> {
    let token = token(edge, headers)?;
    check_token(edge, caller, &token, demand).await
}

/// Whether a request may pass that presents this token.
pub(crate) async fn check_token(
    edge: &Edge,
    caller: Caller<'_>,
    token: &SecretToken,
    demand: Demand,
) -> Result<Principal, Refusal> {
    if !edge.site.admits(token.id().tenant) {
        return Err(Refusal::Unknown);
    }
    let digest = token.digest();
    let standing = standing(edge, token, digest, demand.freshness).await?;
    let needed = standing.is_for_some_addresses().then(|| caller.address()).flatten();
    let facts = RequestFacts { scope_needed: demand.scope, address: needed };
    let now = clock::now();
    let decision = decide(&standing, &facts, &edge.config.policy, now.to_seconds());
    match &decision {
        Ok(principal) => {
            limits::count_granted(edge, principal.token).await?;
            usage::count(edge, principal, digest, standing.revision, now);
        }
        Err(refusal) => {
            let (revision, from) = (standing.revision, caller.address());
            let refused = TokenRefusal::once(digest, revision, refusal, from, now.to_seconds());
            if let Some(refused) = refused {
                usage::count_refused(edge, token.id().tenant, refused, now);
            }
        }
    }
    decision
}

fn token(edge: &Edge, headers: &Headers) -> Result<SecretToken, Refusal> {
    let authorization = headers::value(headers, "authorization");
    Ok(credentials::parse(authorization.as_deref(), &edge.config.prefixes)?)
}

/// How the token stands, as far as it can be known here.
pub(crate) async fn standing(
    edge: &Edge,
    token: &SecretToken,
    digest: TokenDigest,
    freshness: Freshness,
) -> Result<Standing, Refusal> {
    let remembered = with_cache(|cache| cache.find(&digest, clock::now()).cloned());
    if let Some(answer) = remembered.filter(|answer| freshness.takes(answer)) {
        counts::count(Counted::Found);
        return known(answer);
    }
    if !token.is_sealed(&edge.config.seal_keys) {
        return Err(Refusal::Forged);
    }
    counts::count(Counted::NotFound);
    let learned = match freshness {
        Freshness::Cached => look_up(edge, digest).await,
        Freshness::Strict => None,
    };
    match learned {
        Some(answer) => known(answer),
        None => known(ask(edge, token.id().tenant, digest).await?),
    }
}

/// What KV has of the token.
async fn look_up(edge: &Edge, digest: TokenDigest) -> Option<Answer> {
    let asked_at = clock::now();
    let read = kv::read(&edge.env, &digest).await.unwrap_or_else(|failure| {
        log::fault("a token is looked up in its registry", failure);
        None
    });
    read.and_then(|standing| {
        let answer = Answer::Known(standing);
        with_cache(|cache| cache.learn(digest, answer, Source::Kv, asked_at, clock::now()).cloned())
    })
}

/// A miss in KV, or a failure of it, is not a no: the token's seal holds, so its registry knows. On
/// a strict route nobody else will do.
async fn ask(edge: &Edge, tenant: TenantId, digest: TokenDigest) -> Result<Answer, Refusal> {
    let _leave = LeaveToAsk::take(tenant).ok_or(Refusal::Unavailable)?;
    let asked_at = clock::now();
    let answer = RegistryClient::of(&edge.env, &tenant)
        .call(AskStanding { digest })
        .await
        .map_err(|error| {
            log::fault("nobody could be asked about a token", error);
            Refusal::Unavailable
        })?;
    with_cache(|cache| {
        cache.learn(digest, answer, Source::Registry, asked_at, clock::now()).cloned()
    })
    .ok_or(Refusal::Unavailable)
}

fn known(answer: Answer) -> Result<Standing, Refusal> {
    match answer {
        Answer::Known(standing) => Ok(standing),
        Answer::Unknown => Err(Refusal::Unknown),
    }
}
