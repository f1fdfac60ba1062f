//! API tokens: list, show, issue, change, regenerate, revoke.

use gatepass_core::id::TokenId;
use gatepass_core::idempotency::{self, IdempotencyKey};
use gatepass_core::listing::TokenQuery;
use gatepass_core::token::{SecretToken, TokenKind};
use gatepass_core::wire::{
    self, InNormalForm as _, IssuedToken, MOST_REVOKED, Problem, RepeatedToken,
};
use worker::{Request, Response};

use super::session::Asking;
use crate::answer::{Failure, json};
use crate::call::{
    EditToken, ListTokens, RecordToken, Recorded, RegenerateToken, RevokeToken, RevokeTokens,
    ShowToken,
};
use crate::edge::Edge;
use crate::platform::{body, entropy, headers, text};
use crate::registry::RegistryClient;

/// A page of the tokens that the signed-in person may see.
pub(crate) async fn list(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let url = request.url()?;
    let query = TokenQuery::parse(url.query().unwrap_or_default())
        .map_err(|error| Problem::of_field(error.parameter(), error.to_string()))?;
    if let Some(cursor) = &query.cursor {
        let its_own = cursor.require_tenant(tenant);
        its_own.map_err(|error| Problem::of_field("cursor", error.to_string()))?;
    }
    let call = ListTokens { asker, query: query.in_normal_form(text::to_nfc)? };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant).call(call).await?)?)
}

/// A token that the signed-in person may see.
pub(crate) async fn show(edge: &Edge, request: &Request, id: TokenId) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let call = ShowToken { asker, id };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant).call(call).await?)?)
}

/// Issues a token: this answer is the only thing that it ever stands in.
pub(crate) async fn issue(edge: &Edge, mut request: Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, &request)?;
    let key = key(&request)?;
    let asked = body::json::<wire::IssueToken>(&mut request).await?.in_normal_form(text::to_nfc)?;
    let config = &edge.config;
    let entropy = entropy::draw()?;
    let token =
        SecretToken::issue(&config.prefixes, TokenKind::User, tenant, &config.seal_keys, &entropy)
            .map_err(entropy::EntropyError::from)?;
    let call = RecordToken { asker, request: asked, token: token.identity(), key };
    let recorded = RegistryClient::of(&edge.env, &tenant).call(call).await?;
    hand_over(edge, &token, recorded, 201)
}

/// Changes a token.
pub(crate) async fn edit(
    edge: &Edge,
    mut request: Request,
    id: TokenId,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, &request)?;
    let change = body::json::<wire::EditToken>(&mut request).await?.in_normal_form(text::to_nfc)?;
    let call = EditToken { asker, id, change };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant).call(call).await?)?)
}

/// Puts another token in the place of one: this answer is the only thing that it ever stands in.
pub(crate) async fn regenerate(
    edge: &Edge,
    mut request: Request,
    id: TokenId,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, &request)?;
    let key = key(&request)?;
    let asked = body::json(&mut request).await?;
    let config = &edge.config;
    let entropy = entropy::draw()?;
    let token =
        SecretToken::reissue(&config.prefixes, TokenKind::User, id, &config.seal_keys, &entropy)
            .map_err(entropy::EntropyError::from)?;
    let call = RegenerateToken { asker, request: asked, token: token.identity(), key };
    let recorded = RegistryClient::of(&edge.env, &tenant).call(call).await?;
    hand_over(edge, &token, recorded, 200)
}

/// The key that the request and its repetitions have, if it has one.
fn key(request: &Request) -> Result<Option<IdempotencyKey>, Problem> {
    let key = headers::value(request.headers(), idempotency::HEADER);
    key.map(|key| key.parse()).transpose().map_err(|error: idempotency::ParseKeyError| {
        Problem::of_field(idempotency::HEADER, error.to_string())
    })
}

/// Answers with the token, unless it was handed over before: then it cannot be had again.
fn hand_over(
    edge: &Edge,
    token: &SecretToken,
    recorded: Recorded,
    status: u16,
) -> Result<Response, Failure> {
    let Recorded { view, tenant, is_repeated } = recorded;
    let url = edge.config.portal_host.own_url(&tenant);
    match is_repeated {
        true => Ok(json(200, &RepeatedToken::new(url, view))?),
        false => Ok(json(status, &IssuedToken { token: token.expose(), url: &url, view: &view })?),
    }
}

/// Revokes a token.
pub(crate) async fn revoke(
    edge: &Edge,
    request: &Request,
    id: TokenId,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let call = RevokeToken { asker, id };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant).call(call).await?)?)
}

/// Revokes several tokens, all or none.
pub(crate) async fn revoke_several(edge: &Edge, mut request: Request) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, &request)?;
    let wire::RevokeTokens { ids } = body::json(&mut request).await?;
    if !(1..=MOST_REVOKED).contains(&ids.len()) {
        let detail = format!("Name 1 to {MOST_REVOKED} tokens.");
        return Err(Problem::of_field("ids", detail).into());
    }
    let call = RevokeTokens { asker, ids };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant).call(call).await?)?)
}
