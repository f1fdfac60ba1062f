//! API tokens: list, issue, revoke.

use gatepass_core::id::TokenId;
use gatepass_core::listing::TokenQuery;
use gatepass_core::token::{SecretToken, TokenKind};
use gatepass_core::wire::{IssuedToken, Problem};
use worker::{Request, Response};

use super::session::Asking;
use crate::answer::{Failure, json};
use crate::call::{ListTokens, RecordToken, Recorded, RevokeToken};
use crate::edge::Edge;
use crate::platform::{body, entropy};
use crate::registry::RegistryClient;

/// A page of the tokens that the signed-in person may see.
pub(crate) async fn list(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::to_read(edge, request)?;
    let url = request.url()?;
    let query = TokenQuery::parse(url.query().unwrap_or_default())
        .map_err(|error| Problem::of_field(error.parameter(), error.to_string()))?;
    if let Some(cursor) = &query.cursor {
        let its_own = cursor.require_tenant(tenant);
        its_own.map_err(|error| Problem::of_field("cursor", error.to_string()))?;
    }
    let call = ListTokens { asker, query };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant).call(call).await?)?)
}

/// Issues a token: this answer is the only thing that it ever stands in.
pub(crate) async fn issue(edge: &Edge, mut request: Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::to_change(edge, &request)?;
    let asked = body::json(&mut request).await?;
    let config = &edge.config;
    let entropy = entropy::draw()?;
    let token =
        SecretToken::issue(&config.prefixes, TokenKind::User, tenant, &config.seal_keys, &entropy)
            .map_err(entropy::EntropyError::from)?;
    let call = RecordToken { asker, request: asked, token: token.identity() };
    let Recorded { view, tenant } = RegistryClient::of(&edge.env, &tenant).call(call).await?;
    let url = config.portal_host.own_url(&tenant);
    Ok(json(201, &IssuedToken { token: token.expose(), url: &url, view: &view })?)
}

/// Revokes a token.
pub(crate) async fn revoke(
    edge: &Edge,
    request: &Request,
    id: TokenId,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::to_change(edge, request)?;
    let call = RevokeToken { asker, id };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant).call(call).await?)?)
}
