//! SIEM agents and log collectors: list, add, change, regenerate, delete.

use gatepass_core::agents::{AddAgent, AgentKind, EditAgent};
use gatepass_core::id::TokenId;
use gatepass_core::token::SecretToken;
use gatepass_core::wire::{
    AddLogCollector, AddSiemAgent, EditLogCollector, EditSiemAgent, InNormalForm as _, IssuedAgent,
    Problem,
};
use worker::{Request, Response};

use super::session::Asking;
use crate::answer::{Failure, json};
use crate::call::{
    ChangeAgent, DeleteAgent, ListAgents, RecordAgent, RecordedAgent, RegenerateAgent,
};
use crate::edge::Edge;
use crate::platform::{body, entropy, text};
use crate::registry::RegistryClient;

async fn addition(request: &mut Request, kind: AgentKind) -> Result<AddAgent, Problem> {
    let asked: AddAgent = match kind {
        AgentKind::SiemAgent => body::json::<AddSiemAgent>(request).await?.into(),
        AgentKind::LogCollector => body::json::<AddLogCollector>(request).await?.into(),
    };
    asked.in_normal_form(text::to_nfc)
}

async fn change(request: &mut Request, kind: AgentKind) -> Result<EditAgent, Problem> {
    let asked: EditAgent = match kind {
        AgentKind::SiemAgent => body::json::<EditSiemAgent>(request).await?.into(),
        AgentKind::LogCollector => body::json::<EditLogCollector>(request).await?.into(),
    };
    asked.in_normal_form(text::to_nfc)
}

/// All agents of the kind.
pub(crate) async fn list(
    edge: &Edge,
    request: &Request,
    kind: AgentKind,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let call = ListAgents { asker, kind };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant).call(call).await?)?)
}

/// Adds an agent: this answer is the only thing that its token ever stands in.
pub(crate) async fn add(
    edge: &Edge,
    mut request: Request,
    kind: AgentKind,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, &request)?;
    let asked = addition(&mut request, kind).await?;
    let (config, entropy) = (&edge.config, entropy::draw()?);
    let (prefixes, keys) = (&config.prefixes, &config.seal_keys);
    let token = SecretToken::issue(prefixes, kind.token_kind(), tenant, keys, &entropy)
        .map_err(entropy::EntropyError::from)?;
    let call = RecordAgent { asker, request: asked, token: token.identity() };
    let recorded = RegistryClient::of(&edge.env, &tenant).call(call).await?;
    hand_over(edge, 201, &token, &recorded)
}

/// Changes an agent.
pub(crate) async fn edit(
    edge: &Edge,
    mut request: Request,
    kind: AgentKind,
    id: TokenId,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, &request)?;
    let change = change(&mut request, kind).await?;
    let call = ChangeAgent { asker, kind, id, change };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant).call(call).await?)?)
}

/// Gives an agent another token: this answer is the only thing that it ever stands in.
pub(crate) async fn regenerate(
    edge: &Edge,
    request: &Request,
    kind: AgentKind,
    id: TokenId,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let (config, entropy) = (&edge.config, entropy::draw()?);
    let (prefixes, keys) = (&config.prefixes, &config.seal_keys);
    let token = SecretToken::reissue(prefixes, kind.token_kind(), id, keys, &entropy)
        .map_err(entropy::EntropyError::from)?;
    let call = RegenerateAgent { asker, kind, token: token.identity() };
    let recorded = RegistryClient::of(&edge.env, &tenant).call(call).await?;
    hand_over(edge, 200, &token, &recorded)
}

/// Deletes an agent, which revokes its token.
pub(crate) async fn delete(
    edge: &Edge,
    request: &Request,
    kind: AgentKind,
    id: TokenId,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let call = DeleteAgent { asker, kind, id };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant).call(call).await?)?)
}

fn hand_over(
    edge: &Edge,
    status: u16,
    token: &SecretToken,
    recorded: &RecordedAgent,
) -> Result<Response, Failure> {
    let url = edge.config.portal_host.own_url(&recorded.tenant);
    let issued = IssuedAgent { token: token.expose(), url: &url, view: &recorded.view };
    Ok(json(status, &issued)?)
}
