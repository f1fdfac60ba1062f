//! SIEM agents and log collectors.

use gatepass_core::agents::{AddAgent, AgentKind, AgentSettings};
use gatepass_core::id::TokenId;
use gatepass_core::route::Route;
use gatepass_core::wire::{AddLogCollector, AddSiemAgent, AgentPage, AgentView, RevokedToken};

use super::{ask, handed_over, read, unreadable, written};
use crate::message::NewAgent;
use crate::model::Failure;
use crate::view::SecretText;

/// Lists those of a kind.
pub async fn list(kind: AgentKind) -> Result<AgentPage, Failure> {
    read(ask(&Route::Agents(kind), None, None).await?)
}

/// Adds one. The token itself is handed on as the browser's string.
pub async fn add(request: AddAgent) -> Result<(SecretText, NewAgent), Failure> {
    issued(&Route::AddAgent(request.kind), Some(body(request)?)).await
}

/// Makes one what the request says.
pub async fn edit(id: TokenId, request: AddAgent) -> Result<AgentView, Failure> {
    read(ask(&Route::EditAgent(request.kind, id), None, Some(body(request)?)).await?)
}

/// Gives one another token, which is handed on as the browser's string.
pub async fn regenerate(kind: AgentKind, id: TokenId) -> Result<(SecretText, NewAgent), Failure> {
    issued(&Route::RegenerateAgent(kind, id), None).await
}

/// Deletes one.
pub async fn delete(kind: AgentKind, id: TokenId) -> Result<RevokedToken, Failure> {
    read(ask(&Route::DeleteAgent(kind, id), None, None).await?)
}

async fn issued(route: &Route, body: Option<String>) -> Result<(SecretText, NewAgent), Failure> {
    let (token, view, url) = handed_over(ask(route, None, body).await?)?;
    Ok((token.ok_or_else(unreadable)?, NewAgent { view, url }))
}

/// All that is said of an agent; what changes one takes the same members as what adds one.
fn body(AddAgent { kind: _, name, settings }: AddAgent) -> Result<String, Failure> {
    match settings {
        AgentSettings::SiemAgent { format, notifications } => {
            written(&AddSiemAgent { name, format, notifications })
        }
        AgentSettings::LogCollector { sources } => written(&AddLogCollector { name, sources }),
    }
}
