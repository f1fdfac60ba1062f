//! Who may not, and what is no agent.

use gatepass_core::agents::{AgentKind, MOST_AGENTS};
use gatepass_core::route::Route;
use gatepass_core::wire::ProblemKind;
use serde_json::{Value, json};

use super::{try_edit, using};
use crate::harness::{ADA, Answer, OTTO, Person, RITA, Tenant, send, send_json, shared};

/// Every route about an agent, asked for with a body that is right.
async fn ask_all(person: &Person, kind: AgentKind, id: gatepass_core::id::TokenId) -> Vec<Answer> {
    let body = json!({ "name": "by force" });
    let mut answers = Vec::new();
    for (route, body) in [
        (Route::Agents(kind), None),
        (Route::AddAgent(kind), Some(&body)),
        (Route::EditAgent(kind, id), Some(&body)),
        (Route::RegenerateAgent(kind, id), None),
        (Route::DeleteAgent(kind, id), None),
    ] {
        answers.push(match body {
            Some(body) => send_json(person.to(&route), body).await,
            None => person.call(&route).await,
        });
    }
    answers
}

#[tokio::test]
async fn who_is_no_full_administrator_manages_no_agents() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for kind in AgentKind::ALL {
        let agent = ada.add_agent(kind, "hub").await;
        for name in [OTTO, RITA] {
            let person = tenant.sign_in(name).await;
            for answer in ask_all(&person, kind, agent.view.id).await {
                answer.expect_problem(ProblemKind::PermissionDenied);
            }
        }
        assert_eq!(ada.agents(kind).await, [agent.view]);
        send(using(&tenant, kind, &agent.token)).await.expect(200);
    }
}

#[tokio::test]
async fn another_tenants_agents_and_another_kinds_are_not_found() {
    let (tenant, other) =
        (Tenant::create(shared().await).await, Tenant::create(shared().await).await);
    let (ada, foreign) = (tenant.sign_in(ADA).await, other.sign_in(ADA).await);
    let token = ada.issue("ci").await;
    for kind in AgentKind::ALL {
        let theirs = foreign.add_agent(kind, "hub").await;
        let own = ada.add_agent(kind, "hub").await;
        let other_kind = match kind {
            AgentKind::SiemAgent => AgentKind::LogCollector,
            AgentKind::LogCollector => AgentKind::SiemAgent,
        };
        for (kind, id) in [(kind, theirs.view.id), (other_kind, own.view.id), (kind, token.view.id)]
        {
            for answer in ask_all(&ada, kind, id).await.into_iter().skip(2) {
                answer.expect_problem(ProblemKind::NotFound);
            }
            let added = ada.agents(kind).await.into_iter().find(|a| a.name.as_str() == "by force");
            ada.call(&Route::DeleteAgent(kind, added.unwrap().id)).await.expect(200);
        }
        assert_eq!(foreign.agent_names(kind).await, ["hub"]);
        assert_eq!(ada.agent_names(kind).await, ["hub"]);
        send(using(&other, kind, &theirs.token)).await.expect(200);
        ada.call(&Route::DeleteAgent(kind, own.view.id)).await.expect(200);
    }
    assert_eq!(ada.names().await, ["ci"]);
}

#[tokio::test]
async fn a_name_is_one_of_its_kind_without_regard_to_case() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for kind in AgentKind::ALL {
        ada.add_agent(kind, "Hub").await;
        let other = ada.add_agent(kind, "edge").await;
        let taken = json!({ "name": " HUB " });
        send_json(ada.to(&Route::AddAgent(kind)), &taken).await.expect_wrong("name");
        try_edit(&ada, kind, other.view.id, &taken).await.expect_wrong("name");
        assert_eq!(ada.agent_names(kind).await, ["edge", "Hub"]);
    }
}

#[tokio::test]
async fn of_two_agents_of_one_name_asked_for_at_once_one_is_added() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let body = json!({ "name": "hub" });
    let route = Route::AddAgent(AgentKind::SiemAgent);
    let asked = (0..6).map(|_| send_json(ada.to(&route), &body));
    let answers = futures_util::future::join_all(asked).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
    let refused = answers.iter().filter(|answer| answer.status != 201);
    refused.for_each(|answer| answer.expect_wrong("name"));
}

#[tokio::test]
async fn there_are_at_most_100_of_a_kind_and_they_are_listed_by_name() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let kind = AgentKind::LogCollector;
    let names: Vec<String> = (0..MOST_AGENTS).map(|number| format!("c{number:03}")).collect();
    for name in names.iter().rev() {
        ada.add_agent(kind, name).await;
    }
    let answer = send_json(ada.to(&Route::AddAgent(kind)), &json!({ "name": "more" })).await;
    answer.expect_problem(ProblemKind::InvalidRequest);
    assert!(answer.problem().detail.unwrap().contains("Delete one first"));
    assert_eq!(ada.agent_names(kind).await, names);
    ada.add_agent(AgentKind::SiemAgent, "of the other kind").await;
}

#[tokio::test]
async fn a_change_that_is_wrong_changes_nothing() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let many: Vec<String> = (0..21).map(|number| format!("source {number}")).collect();
    let wrong: [(AgentKind, Vec<(Value, &str)>); 2] = [
        (
            AgentKind::SiemAgent,
            vec![
                (json!({ "name": "" }), "name"),
                (json!({ "type": "syslog" }), "type"),
                (json!({ "notifications": false }), "notifications"),
                (json!({ "sources": [] }), "sources"),
                (json!({ "scope": "read" }), "scope"),
            ],
        ),
        (
            AgentKind::LogCollector,
            vec![
                (json!({ "sources": ["Proxy", "proxy"] }), "sources"),
                (json!({ "sources": many }), "sources"),
                (json!({ "sources": "Proxy" }), "sources"),
                (json!({ "sources": [""] }), "sources[0]"),
                (json!({ "type": "cef" }), "type"),
            ],
        ),
    ];
    for (kind, changes) in wrong {
        let agent = ada.add_agent(kind, "hub").await.view;
        for (change, field) in changes {
            try_edit(&ada, kind, agent.id, &change).await.expect_wrong(field);
        }
        assert_eq!(ada.agents(kind).await, [agent]);
    }
}
