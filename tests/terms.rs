//! From when, until when and from where a token may be used, and how many there may be.

use std::time::Duration;

use futures_util::future::join_all;
use gatepass_core::time::Seconds;
use gatepass_core::wire::ProblemKind;
use reqwest::Method;
use serde_json::json;

use crate::harness::{ADA, Edges, Kv, Tenant, eventually, send, shared};

/// The bound of a revocation where the token is in use, and a little for the machine.
const REFUSED_WITHIN: Duration = Duration::from_secs(15);

#[tokio::test]
async fn a_token_is_issued_with_all_that_it_may_have() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let now = ada.list(&Default::default()).await.now;
    let networks = json!({ "in": ["127.0.0.0/8", "::1/128"], "not_in": ["192.0.2.0/24"] });
    let body = json!({
        "name": "ci", "description": "for CI", "scope": "read", "nbf": now - Seconds(60),
        "exp": now + Seconds::days(7), "networks": networks,
    });
    let issued = ada.issue_with(&body).await;
    let view = ada.show(issued.view.id).await;
    assert_eq!(view, issued.view);
    assert_eq!(view.description.unwrap().as_str(), "for CI");
    assert_eq!((view.nbf, view.exp), (Some(now - Seconds(60)), Some(now + Seconds::days(7))));
    assert_eq!(serde_json::to_value(&view.networks).unwrap(), networks);
    tenant.caller.verify(&issued.token).await.expect(200);
}

#[tokio::test]
async fn a_token_is_refused_before_its_start_and_from_its_end_on() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let now = ada.list(&Default::default()).await.now;
    let early = ada.issue_with(&json!({ "name": "early", "nbf": now + Seconds(3_600) })).await;
    tenant.caller.verify(&early.token).await.expect_problem(ProblemKind::InvalidToken);
    let ended = ada.issue_with(&json!({ "name": "ended", "exp": now + Seconds(600) })).await;
    tenant.advance_clock(Seconds(601)).await;
    // The edge is told, as its own clock says that there is time left.
    eventually("the expired one is refused", REFUSED_WITHIN, async || {
        let answer = tenant.caller.verify(&ended.token).await;
        (answer.status == 401).then(|| answer.expect_problem(ProblemKind::InvalidToken))
    })
    .await;
    assert_eq!(ada.names().await, ["early"]);
}

#[tokio::test]
async fn an_expired_token_gives_its_name_and_its_place_back() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    ada.set(&json!({ "most_live_tokens": 1 })).await;
    let now = ada.list(&Default::default()).await.now;
    ada.issue_with(&json!({ "name": "ci", "exp": now + Seconds(600) })).await;
    ada.try_issue("other").await.expect_problem(ProblemKind::Conflict);
    tenant.advance_clock(Seconds(601)).await;
    ada.issue("ci").await;
    ada.try_issue("other").await.expect_problem(ProblemKind::Conflict);
}

#[tokio::test]
async fn an_address_that_a_token_may_not_be_used_from_is_denied_at_the_gateway_and_at_verify() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let ada = tenant.sign_in(ADA).await;
    let networks = json!({ "in": ["192.0.2.0/24", "2001:db8::/32"], "not_in": ["192.0.2.66/32"] });
    let issued = ada.issue_with(&json!({ "name": "ci", "networks": networks })).await;
    let from = |address: &'static str| {
        let request = tenant.caller.api(Method::GET, "echo/x", &issued.token);
        let verifying =
            tenant.caller.with_token(&gatepass_core::route::Route::Verify, &issued.token);
        [request, verifying].map(|request| request.header("cf-connecting-ip", address))
    };
    for address in ["198.51.100.1", "192.0.2.66", "::ffff:192.0.2.66", "2001:db9::1"] {
        for request in from(address) {
            send(request).await.expect_problem(ProblemKind::PermissionDenied);
        }
    }
    // Nobody says where it comes from.
    tenant.caller.verify(&issued.token).await.expect_problem(ProblemKind::PermissionDenied);
    for address in ["192.0.2.1", "::ffff:192.0.2.1", "2001:db8::1"] {
        let [_, verifying] = from(address);
        send(verifying).await.expect(200);
    }
}

#[tokio::test]
async fn of_150_tokens_asked_for_at_once_a_hundred_are_issued() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let names: Vec<String> = (0..150).map(|number| format!("token {number}")).collect();
    let answers = join_all(names.iter().map(|name| ada.try_issue(name))).await;
    let issued = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(issued, 100);
    for answer in answers.iter().filter(|answer| answer.status != 201) {
        let problem = answer.expect_problem(ProblemKind::Conflict);
        assert!(problem.detail.unwrap().contains("100 tokens"));
    }
    assert_eq!(ada.list(&Default::default()).await.total, 100);
}
