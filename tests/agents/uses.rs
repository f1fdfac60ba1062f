//! What an agent's token is good for, and how its use shows.

use std::time::Duration;

use gatepass_core::agents::{AgentKind, AgentState};
use gatepass_core::audit::Action;
use gatepass_core::route::Route;
use gatepass_core::time::Seconds;
use gatepass_core::wire::{ActivityPage, ProblemKind};
use reqwest::Method;
use serde_json::json;

use super::{UPLOAD, by_token, reading, try_edit, using, view_of};
use crate::harness::{ADA, Person, Tenant, eventually, send, shared};

async fn state(ada: &Person, kind: AgentKind) -> AgentState {
    ada.agents(kind).await[0].status
}

#[tokio::test]
async fn a_siem_agents_state_follows_its_last_connection() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let kind = AgentKind::SiemAgent;
    let agent = ada.add_agent(kind, "hub").await;
    assert_eq!(state(&ada, kind).await, AgentState::Created);
    send(reading(&tenant, &agent.token)).await.expect(200);
    // The registry itself is asked for the log, so it knows at once.
    let view = view_of(&ada, kind, agent.view.id).await.unwrap();
    assert_eq!(view.status, AgentState::Connected);
    assert!(view.last_used_at.is_some());
    tenant.advance_clock(Seconds(2 * 3600 + 60)).await;
    let ada = tenant.sign_in(ADA).await;
    assert_eq!(state(&ada, kind).await, AgentState::ConnectionError);
    tenant.advance_clock(Seconds::hours(10)).await;
    let ada = tenant.sign_in(ADA).await;
    assert_eq!(state(&ada, kind).await, AgentState::Disconnected);
    send(reading(&tenant, &agent.token)).await.expect(200);
    assert_eq!(state(&ada, kind).await, AgentState::Connected);
}

#[tokio::test]
async fn a_log_collectors_state_follows_the_last_data_received() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let kind = AgentKind::LogCollector;
    let agent = ada.add_agent(kind, "hub").await;
    assert_eq!(state(&ada, kind).await, AgentState::Created);
    send(using(&tenant, kind, &agent.token)).await.expect(200);
    eventually("the data is seen", Duration::from_secs(20), async || {
        (state(&ada, kind).await == AgentState::Connected).then_some(())
    })
    .await;
    tenant.advance_clock(Seconds::hours(25)).await;
    let ada = tenant.sign_in(ADA).await;
    assert_eq!(state(&ada, kind).await, AgentState::Disconnected);
}

#[tokio::test]
async fn a_siem_agent_reads_activity_in_json_and_cef_and_does_nothing_else() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let agent = ada.add_agent(AgentKind::SiemAgent, "hub").await;
    let page: ActivityPage = send(reading(&tenant, &agent.token)).await.expect(200).json();
    assert!(page.data.iter().any(|event| event.action == Action::SiemAgentAdded));
    let cef = reading(&tenant, &agent.token).header("accept", "application/cef");
    let cef = send(cef).await.expect(200);
    assert!(cef.header("content-type").starts_with("application/cef"));
    assert!(cef.text().starts_with("CEF:0|"), "{}", cef.text());

    let read = tenant.caller.api(Method::GET, "/hello", &agent.token);
    send(read).await.expect_problem(ProblemKind::InsufficientScope);
    let upload = tenant.caller.api(Method::POST, UPLOAD, &agent.token).body("a line");
    send(upload).await.expect_problem(ProblemKind::InsufficientScope);
    for route in [Route::Me, Route::Tokens, Route::Agents(AgentKind::SiemAgent)] {
        let answer = by_token(&tenant, &route, &agent.token, None).await;
        answer.expect_problem(ProblemKind::InsufficientScope);
    }
}

#[tokio::test]
async fn a_log_collector_uploads_by_the_default_policy_and_does_nothing_else() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let agent = ada.add_agent(AgentKind::LogCollector, "hub").await;
    send(using(&tenant, AgentKind::LogCollector, &agent.token)).await.expect(200);
    for (method, path) in [
        (Method::GET, UPLOAD),
        (Method::PUT, UPLOAD),
        (Method::POST, "v1/discovery/logs/"),
        (Method::POST, "v1/discovery/logs/more"),
        (Method::POST, "v1/discovery"),
        (Method::GET, "/hello"),
    ] {
        let answer = send(tenant.caller.api(method, path, &agent.token)).await;
        answer.expect_problem(ProblemKind::InsufficientScope);
    }
    send(reading(&tenant, &agent.token)).await.expect_problem(ProblemKind::InsufficientScope);
    // A token that may write needs not write logs.
    let issued = ada.issue("ci").await;
    let answer = send(using(&tenant, AgentKind::LogCollector, &issued.token)).await;
    answer.expect_problem(ProblemKind::InsufficientScope);
}

#[tokio::test]
async fn an_agent_that_is_told_of_changes_is_not_told_of_refusals() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let kind = AgentKind::SiemAgent;
    let agent = ada.add_agent(kind, "hub").await;
    let upload = using(&tenant, AgentKind::LogCollector, &ada.issue("ci").await.token);
    send(upload).await.expect(403);
    let actions = async || {
        let page: ActivityPage = send(reading(&tenant, &agent.token)).await.expect(200).json();
        page.data.iter().map(|event| event.action).collect::<Vec<_>>()
    };
    eventually("the refusal is told", Duration::from_secs(20), async || {
        actions().await.contains(&Action::TokenRefused).then_some(())
    })
    .await;
    let change = json!({ "notifications": "changes" });
    try_edit(&ada, kind, agent.view.id, &change).await.expect(200);
    let told = actions().await;
    assert!(!told.contains(&Action::TokenRefused), "{told:?}");
    assert!(told.contains(&Action::SiemAgentChanged) && told.contains(&Action::TokenIssued));
    let change = json!({ "notifications": "all" });
    try_edit(&ada, kind, agent.view.id, &change).await.expect(200);
    assert!(actions().await.contains(&Action::TokenRefused));
}
