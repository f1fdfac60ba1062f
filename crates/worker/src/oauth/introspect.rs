//! Introspection: RFC 7662.
//!
//! What is asked about is looked up as it is where it is used, and is not used by that: only the
//! client's own token is.

use gatepass_core::id::TenantId;
use gatepass_core::oauth::{self, caller_address, shown_token};
use gatepass_core::policy::{Demand, Freshness};
use gatepass_core::refusal::Refusal;
use gatepass_core::scope::Scope;
use gatepass_core::standing::Standing;
use gatepass_core::token::SecretToken;
use worker::{Request, Response, Result};

use super::client::{count_address, token, wrong};
use super::issuer::issuer;
use crate::answer::{Failure, answer_to_client, json};
use crate::edge::Edge;
use crate::platform::{body, clock};
use crate::validate::{self, Caller};

/// Tells a client about a token.
pub(crate) async fn introspect(edge: &Edge, request: Request) -> Result<Response> {
    match answer(edge, request).await {
        Ok(response) => Ok(response),
        Err(failure) => answer_to_client(&failure, edge.metadata_url().as_ref()),
    }
}

async fn answer(edge: &Edge, mut request: Request) -> std::result::Result<Response, Failure> {
    let demand = Demand { scope: Scope::INTROSPECT, freshness: Freshness::Cached };
    count_address(edge, &request).await?;
    let client = token(edge, &request)?;
    let client = validate::check_token(edge, Caller::Sender(request.headers()), &client, demand)
        .await
        .map_err(Failure::Refused)?;
    let form = body::form(&mut request).await?;
    let address = caller_address(&form).map_err(wrong)?;
    let shown = shown_token(&form, &edge.config.prefixes).map_err(wrong)?;
    let looked_up = look_up(edge, client.token.tenant, shown).await;
    let now = clock::now().to_seconds();
    let told = oauth::introspect(looked_up, address, &edge.config.policy, issuer(edge), now);
    Ok(json(200, &told.map_err(Failure::Refused)?)?)
}

/// How a token stands, if it is one of the client's own tenant.
async fn look_up(
    edge: &Edge,
    tenant: TenantId,
    shown: Option<SecretToken>,
) -> std::result::Result<Standing, Refusal> {
    let shown = shown.filter(|token| token.id().tenant == tenant).ok_or(Refusal::Unknown)?;
    validate::standing(edge, &shown, shown.digest(), Freshness::Cached).await
}
