//! From added to deleted.

use std::time::Duration;

use gatepass_core::activity::{ActivityQuery, Kind, Order};
use gatepass_core::agents::{AgentFormat, AgentKind, AgentState, Notifications};
use gatepass_core::audit::Action;
use gatepass_core::route::Route;
use gatepass_core::wire::{ActivityPage, AgentView, ProblemKind, RevokedToken};
use serde_json::json;

use super::{by_token, try_edit, using, view_of};
use crate::harness::{ADA, IssuedAgent, Person, Tenant, eventually, send, send_json, shared};

/// All that happened to agents, the oldest first: what, and what it changed.
async fn told(ada: &Person, kind: &str) -> Vec<(Action, Vec<String>)> {
    let kind: Kind = kind.parse().unwrap();
    let query = ActivityQuery { kind: Some(kind), order: Order::Oldest, ..Default::default() };
    let path = format!("{}?{}", Route::Activity.to_path(), query.to_query());
    let request = ada.caller.request(reqwest::Method::GET, &path).header("cookie", ada.cookie());
    let page: ActivityPage = send(request).await.expect(200).json();
    let changed = |event: &gatepass_core::wire::ActivityView| {
        event.changes.iter().map(|change| change.field.clone()).collect()
    };
    page.data.iter().map(|event| (event.action, changed(event))).collect()
}

#[tokio::test]
async fn an_agent_is_added_with_a_token_of_its_own_kind_which_stands_in_one_answer() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for (kind, prefix) in [(AgentKind::SiemAgent, "gps_"), (AgentKind::LogCollector, "gpc_")] {
        let answer = send_json(ada.to(&Route::AddAgent(kind)), &json!({ "name": " hub " }))
            .await
            .expect(201);
        assert_eq!(answer.header("cache-control"), "no-store");
        let IssuedAgent { token, url, view } = answer.json();
        assert!(token.starts_with(prefix), "{prefix}");
        assert_eq!(url, ada.me().await.tenant.url);
        assert_eq!((view.name.as_str(), view.status), ("hub", AgentState::Created));
        assert_eq!((view.created_by.as_str(), view.token_owner.as_str()), (ADA, ADA));
        let listed = ada.call(&Route::Agents(kind)).await.expect(200);
        let secret = &token[prefix.len() + 16..][..32];
        assert!(!listed.text().contains(secret));
        assert_eq!(view_of(&ada, kind, view.id).await, Some(view));
    }
}

#[tokio::test]
async fn an_agents_token_is_in_no_list_of_api_tokens_and_no_api_token_by_its_id() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for kind in AgentKind::ALL {
        let agent = ada.add_agent(kind, "hub").await;
        let page = ada.list(&gatepass_core::listing::TokenQuery::default()).await;
        assert_eq!((page.data.len(), page.total, page.totals.all()), (0, 0, 0));
        let revoking = ada.call(&Route::RevokeToken(agent.view.id)).await;
        revoking.expect_problem(ProblemKind::NotFound);
        send(using(&tenant, kind, &agent.token)).await.expect(200);
    }
}

#[tokio::test]
async fn an_edit_changes_what_it_names_and_is_told() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let kind = AgentKind::SiemAgent;
    let agent = ada.add_agent(kind, "hub").await;
    let change = json!({ "name": "Hub 2", "type": "json", "notifications": "changes" });
    let view: AgentView = try_edit(&ada, kind, agent.view.id, &change).await.expect(200).json();
    assert_eq!(view.name.as_str(), "Hub 2");
    assert_eq!(view.format, Some(AgentFormat::Json));
    assert_eq!(view.notifications, Some(Notifications::Changes));
    assert_eq!(view_of(&ada, kind, view.id).await, Some(view.clone()));
    let same: AgentView = try_edit(&ada, kind, view.id, &change).await.expect(200).json();
    assert_eq!(same, view);
    send(using(&tenant, kind, &agent.token)).await.expect(200);

    let kind = AgentKind::LogCollector;
    let collector = ada.add_agent(kind, "hub").await.view;
    let change = json!({ "sources": ["Proxy", "Firewall"] });
    let view: AgentView = try_edit(&ada, kind, collector.id, &change).await.expect(200).json();
    assert_eq!(view.sources.unwrap().to_string(), "Proxy, Firewall");

    let owned = |fields: &[&str]| fields.iter().map(|field| (*field).to_owned()).collect();
    assert_eq!(
        told(&ada, "siem_agent").await,
        [
            (Action::SiemAgentAdded, owned(&["type", "notifications"])),
            (Action::SiemAgentChanged, owned(&["name", "type", "notifications"])),
        ]
    );
    assert_eq!(
        told(&ada, "log_collector").await,
        [
            (Action::LogCollectorAdded, owned(&[])),
            (Action::LogCollectorChanged, owned(&["sources"])),
        ]
    );
}

#[tokio::test]
async fn another_token_takes_the_place_of_the_one_before_under_the_same_id() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for kind in AgentKind::ALL {
        let agent = ada.add_agent(kind, "hub").await;
        send(using(&tenant, kind, &agent.token)).await.expect(200);
        let route = Route::RegenerateAgent(kind, agent.view.id);
        let again: IssuedAgent = ada.call(&route).await.expect(200).json();
        assert_eq!(again.view.id, agent.view.id);
        assert_ne!(again.token, agent.token);
        send(using(&tenant, kind, &again.token)).await.expect(200);
        eventually("the old token is refused", Duration::from_secs(15), async || {
            (send(using(&tenant, kind, &agent.token)).await.status == 401).then_some(())
        })
        .await;
        send(using(&tenant, kind, &again.token)).await.expect(200);
        assert_eq!(ada.agent_names(kind).await, ["hub"]);
    }
    let told = told(&ada, "siem_agent").await;
    assert_eq!(told.last(), Some(&(Action::SiemAgentRegenerated, Vec::new())));
}

#[tokio::test]
async fn who_regenerates_is_bound_to_the_token_and_the_creator_stays() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let security = tenant.sign_in("Security administrator").await;
    let kind = AgentKind::SiemAgent;
    let agent = ada.add_agent(kind, "hub").await;
    let route = Route::RegenerateAgent(kind, agent.view.id);
    let again: IssuedAgent = security.call(&route).await.expect(200).json();
    assert_eq!(again.view.created_by.as_str(), ADA);
    assert_eq!(again.view.token_owner.as_str(), "Security administrator");
    let told = told(&ada, "siem_agent").await;
    assert_eq!(told.last(), Some(&(Action::SiemAgentRegenerated, vec!["token_owner".to_owned()])));
}

#[tokio::test]
async fn a_deleted_agent_is_gone_and_its_token_refused() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for kind in AgentKind::ALL {
        let agent = ada.add_agent(kind, "hub").await;
        send(using(&tenant, kind, &agent.token)).await.expect(200);
        let route = Route::DeleteAgent(kind, agent.view.id);
        let gone: RevokedToken = ada.call(&route).await.expect(200).json();
        assert_eq!(gone.id, agent.view.id);
        assert!(gone.refused_in_use_by > gone.revoked_at);
        assert!(ada.agents(kind).await.is_empty());
        eventually("the token is refused", Duration::from_secs(15), async || {
            (send(using(&tenant, kind, &agent.token)).await.status == 401).then_some(())
        })
        .await;
        ada.call(&route).await.expect_problem(ProblemKind::NotFound);
        ada.add_agent(kind, "hub").await;
    }
    let told = told(&ada, "log_collector").await;
    assert_eq!(told[1], (Action::LogCollectorDeleted, Vec::new()));
}

#[tokio::test]
async fn a_token_that_may_manage_changes_and_deletes_agents_and_makes_no_token() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let request = json!({ "name": "manager", "scope": "manage" });
    let managing: crate::harness::Issued =
        send_json(ada.to(&Route::IssueToken), &request).await.expect(201).json();
    let token = managing.token.as_str();
    for kind in AgentKind::ALL {
        let id = ada.add_agent(kind, "hub").await.view.id;
        let name = json!({ "name": "renamed" });
        by_token(&tenant, &Route::EditAgent(kind, id), token, Some(&name)).await.expect(200);
        by_token(&tenant, &Route::Agents(kind), token, None).await.expect(200);
        let adding = by_token(&tenant, &Route::AddAgent(kind), token, Some(&name)).await;
        adding.expect_problem(ProblemKind::PermissionDenied);
        let again = Route::RegenerateAgent(kind, id);
        let again = by_token(&tenant, &again, token, None).await;
        again.expect_problem(ProblemKind::PermissionDenied);
        assert_eq!(ada.agent_names(kind).await, ["renamed"]);
        by_token(&tenant, &Route::DeleteAgent(kind, id), token, None).await.expect(200);
        assert!(ada.agents(kind).await.is_empty());
    }
}
