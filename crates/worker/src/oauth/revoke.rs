//! Revocation: RFC 7009.
//!
//! The registry is asked each time, about the client too. What is no token of the client's tenant is
//! nothing to it, so that nobody learns what another tenant has.

use gatepass_core::oauth::shown_token;
use gatepass_core::refusal::Refusal;
use worker::{Request, Response, Result};

use super::client::{count_address, token, wrong};
use crate::answer::{Failure, answer_to_client, revoked};
use crate::call::{Asker, RevokeShown, Shown};
use crate::edge::Edge;
use crate::platform::{body, headers};
use crate::registry::RegistryClient;
use crate::validate;

/// Revokes a token for a client.
pub(crate) async fn revoke(edge: &Edge, request: Request) -> Result<Response> {
    match carry_out(edge, request).await {
        Ok(()) => revoked(),
        Err(failure) => answer_to_client(&failure, edge.metadata_url().as_ref()),
    }
}

async fn carry_out(edge: &Edge, mut request: Request) -> std::result::Result<(), Failure> {
    count_address(edge, &request).await?;
    let (config, client) = (&edge.config, token(edge, &request)?);
    let tenant = client.id().tenant;
    if !client.is_sealed(&config.seal_keys) {
        return Err(Failure::Refused(Refusal::Forged));
    }
    if !edge.site.admits(tenant) {
        return Err(Failure::Refused(Refusal::Unknown));
    }
    // Its tenant's limit is left out: what is to end must not wait for what others do.
    validate::count_token(edge, client.id()).await.map_err(Failure::Refused)?;
    let address = headers::address(request.headers());
    let shown = Shown::Token(client.digest());
    let asker = Asker { shown, address, asks_on: false, is_unattended: false };
    let form = body::form(&mut request).await?;
    let shown = shown_token(&form, &config.prefixes).map_err(wrong)?;
    let shown = shown
        .filter(|shown| shown.id().tenant == tenant && shown.is_sealed(&config.seal_keys))
        .map(|shown| shown.digest());
    let call = RevokeShown { asker, shown };
    Ok(RegistryClient::of(&edge.env, &tenant).call(call).await?)
}
