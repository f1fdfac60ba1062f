//! SIEM agents and log collectors, by the management API.

mod life;
mod refused;
mod uses;

use gatepass_core::agents::AgentKind;
use gatepass_core::id::TokenId;
use gatepass_core::route::Route;
use gatepass_core::wire::AgentView;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

use crate::harness::{Answer, Person, Tenant, send, send_json};

/// Where a log collector uploads, below `/api/`.
const UPLOAD: &str = "v1/discovery/logs";

/// A request for the activity log by a token.
fn reading(tenant: &Tenant, token: &str) -> RequestBuilder {
    tenant.caller.to(&Route::Activity).header("authorization", format!("Token {token}"))
}

/// What an agent does with its token.
fn using(tenant: &Tenant, kind: AgentKind, token: &str) -> RequestBuilder {
    match kind {
        AgentKind::SiemAgent => reading(tenant, token),
        AgentKind::LogCollector => tenant.caller.api(Method::POST, UPLOAD, token).body("a line"),
    }
}

async fn view_of(person: &Person, kind: AgentKind, id: TokenId) -> Option<AgentView> {
    person.agents(kind).await.into_iter().find(|view| view.id == id)
}

async fn try_edit(person: &Person, kind: AgentKind, id: TokenId, change: &Value) -> Answer {
    send_json(person.to(&Route::EditAgent(kind, id)), change).await
}

/// A request for a route by a token.
async fn by_token(tenant: &Tenant, route: &Route, token: &str, body: Option<&Value>) -> Answer {
    let request = tenant.caller.to(route).header("authorization", format!("Token {token}"));
    match body {
        Some(body) => send_json(request, body).await,
        None => send(request).await,
    }
}
