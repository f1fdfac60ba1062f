//! Changing a token.

use std::time::Duration;

use gatepass_core::time::Seconds;
use gatepass_core::wire::ProblemKind;
use serde_json::json;

use crate::harness::{ADA, OTTO, RITA, Tenant, eventually, shared};

/// The bound of a revocation where the token is in use, and a little for the machine.
const KNOWN_WITHIN: Duration = Duration::from_secs(15);

#[tokio::test]
async fn what_is_changed_shows_and_the_rest_stays() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("ci").await;
    let change = json!({ "name": "deploy", "description": "for CD" });
    let view = ada.edit(issued.view.id, &change).await;
    assert_eq!((view.name.as_str(), &view.scope), ("deploy", &issued.view.scope));
    assert_eq!(ada.show(issued.view.id).await, view);
    let view = ada.edit(issued.view.id, &json!({ "description": null })).await;
    assert_eq!(view.description, None);
    tenant.caller.verify(&issued.token).await.expect(200);
    // The list finds it by what it is called now.
    let found: gatepass_core::wire::TokenPage =
        ada.try_list("search=depl").await.expect(200).json();
    assert_eq!(found.data.len(), 1);
}

#[tokio::test]
async fn a_token_in_use_that_is_narrowed_is_narrower_within_the_bound() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("ci").await;
    let id = issued.view.id;
    assert_eq!(tenant.caller.verify(&issued.token).await.header("gatepass-scope"), "read write");
    ada.edit(id, &json!({ "scope": "read" })).await;
    eventually("the scope is gone", KNOWN_WITHIN, async || {
        let answer = tenant.caller.verify(&issued.token).await.expect(200);
        (answer.header("gatepass-scope") == "read").then_some(())
    })
    .await;
    ada.edit(id, &json!({ "networks": { "in": ["192.0.2.0/24"] } })).await;
    eventually("the address is refused", KNOWN_WITHIN, async || {
        (tenant.caller.verify(&issued.token).await.status == 403).then_some(())
    })
    .await;
    ada.edit(id, &json!({ "networks": {}, "nbf": issued.view.iat + Seconds::days(1) })).await;
    eventually("its time has not come", KNOWN_WITHIN, async || {
        (tenant.caller.verify(&issued.token).await.status == 401).then_some(())
    })
    .await;
    ada.edit(id, &json!({ "nbf": null, "scope": "read write" })).await;
    eventually("all of it is back", KNOWN_WITHIN, async || {
        let answer = tenant.caller.verify(&issued.token).await;
        (answer.header("gatepass-scope") == "read write").then_some(())
    })
    .await;
}

#[tokio::test]
async fn what_a_change_may_not_be_is_refused_and_changes_nothing() {
    let tenant = Tenant::create(shared().await).await;
    let otto = tenant.sign_in(OTTO).await;
    let (issued, _other) = (otto.issue("ci").await, otto.issue("other").await);
    let before = otto.show(issued.view.id).await;
    let past = issued.view.iat - Seconds(1);
    for (change, field) in [
        (json!({ "name": "OTHER" }), "name"),
        (json!({ "scope": "read manage" }), "scope"),
        (json!({ "scope": "" }), "scope"),
        (json!({ "exp": past }), "exp"),
        (json!({ "exp": 253_402_300_800_i64 }), "exp"),
        (
            json!({ "nbf": issued.view.iat + Seconds(90), "exp": issued.view.iat + Seconds(90) }),
            "exp",
        ),
        (json!({ "nbf": -1 }), "nbf"),
        (json!({ "networks": { "in": vec!["192.0.2.0/24"; 21] } }), "networks"),
    ] {
        otto.try_edit(issued.view.id, &change).await.expect_wrong(field);
    }
    assert_eq!(otto.show(issued.view.id).await, before);
}

#[tokio::test]
async fn what_has_ended_is_not_changed() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let now = ada.list(&Default::default()).await.now;
    let expired = ada.issue_with(&json!({ "name": "old", "exp": now + Seconds(600) })).await;
    let revoked = ada.issue("revoked").await;
    ada.revoke(revoked.view.id).await;
    tenant.advance_clock(Seconds(601)).await;
    for id in [expired.view.id, revoked.view.id] {
        for change in [
            json!({ "exp": null }),
            json!({ "exp": now + Seconds::days(9) }),
            json!({ "name": "x" }),
        ] {
            ada.try_edit(id, &change).await.expect_problem(ProblemKind::Conflict);
        }
    }
    eventually("the expired one is refused", KNOWN_WITHIN, async || {
        (tenant.caller.verify(&expired.token).await.status == 401).then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_administrator_narrows_anothers_token_and_never_gives_it_a_scope() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(OTTO).await);
    let rita = tenant.sign_in(RITA).await;
    let issued = otto.issue_with(&json!({ "name": "ci", "scope": "read" })).await;
    let id = issued.view.id;
    ada.try_edit(id, &json!({ "scope": "read write" })).await.expect_wrong("scope");
    let exp = issued.view.iat + Seconds::days(30);
    assert_eq!(ada.edit(id, &json!({ "exp": exp })).await.exp, Some(exp));
    let change = json!({ "name": "mine" });
    rita.try_edit(id, &change).await.expect_problem(ProblemKind::NotFound);
    assert_eq!(otto.show(id).await.name.as_str(), "ci");
    assert_eq!(
        otto.edit(id, &json!({ "scope": "read write" })).await.scope.to_string(),
        "read write"
    );
}

#[tokio::test]
async fn a_name_that_was_given_up_is_free() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("ci").await;
    ada.edit(issued.view.id, &json!({ "name": "deploy" })).await;
    ada.issue("ci").await;
    ada.try_edit(issued.view.id, &json!({ "name": "ci" })).await.expect_wrong("name");
}
