//! The activity log.

mod everything;
mod export;
mod follow;
mod forms;
mod read;
mod refused;

use gatepass_core::activity::{ActivityQuery, Kind, Order};
use gatepass_core::audit::Action;
use gatepass_core::route::Route;
use gatepass_core::wire::{ActivityPage, ActivityView};
use reqwest::RequestBuilder;
use serde_json::json;

use crate::harness::{Answer, Issued, Person, Tenant, send, send_json};

/// A request of this person's browser for a route, with the query of its URL.
fn asking(person: &Person, route: &Route, query: &str) -> RequestBuilder {
    let path = format!("{}?{query}", route.to_path());
    let request = person.caller.request(reqwest::Method::GET, &path);
    request.header("origin", person.caller.origin()).header("cookie", person.cookie())
}

/// The same, by a token.
fn asking_with(tenant: &Tenant, token: &str, query: &str) -> RequestBuilder {
    let path = format!("{}?{query}", Route::Activity.to_path());
    let request = tenant.caller.request(reqwest::Method::GET, &path);
    request.header("authorization", format!("Token {token}"))
}

async fn try_read(person: &Person, query: &str) -> Answer {
    send(asking(person, &Route::Activity, query)).await
}

async fn read(person: &Person, query: &ActivityQuery) -> ActivityPage {
    try_read(person, &query.to_query()).await.expect(200).json()
}

/// All events of this kind, the oldest first.
pub(crate) async fn events(person: &Person, action: Action) -> Vec<ActivityView> {
    let kind = Some(Kind::Action(action));
    read(person, &ActivityQuery { kind, order: Order::Oldest, ..Default::default() }).await.data
}

/// Issues a token with these scopes.
async fn issue_with(person: &Person, name: &str, scope: &str) -> Issued {
    let request = json!({ "name": name, "scope": scope });
    send_json(person.to(&Route::IssueToken), &request).await.expect(201).json()
}

fn actions(events: &[ActivityView]) -> Vec<Action> {
    events.iter().map(|event| event.action).collect()
}
