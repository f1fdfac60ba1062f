//! Requests that are sent again under the same `Idempotency-Key`.

use futures_util::future::join_all;
use gatepass_core::idempotency::HEADER;
use gatepass_core::route::Route;
use gatepass_core::time::Seconds;
use gatepass_core::wire::{ProblemKind, RepeatedToken};
use reqwest::RequestBuilder;
use serde_json::{Value, json};

use crate::harness::{ADA, Answer, Issued, OTTO, Person, Tenant, send_json, shared};

fn issuing(person: &Person, key: &str) -> RequestBuilder {
    person.to(&Route::IssueToken).header(HEADER, key)
}

async fn issue(person: &Person, key: &str, body: &Value) -> Answer {
    send_json(issuing(person, key), body).await
}

#[tokio::test]
async fn the_same_request_again_names_the_same_token_and_never_hands_over_a_second() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let body = json!({ "name": "ci" });
    let first: Issued = issue(&ada, "k", &body).await.expect(201).json();
    for _ in 0..2 {
        let again = issue(&ada, "k", &body).await.expect(200);
        assert!(!again.text().contains("\"token\":"), "{}", again.text());
        let repeated: RepeatedToken = again.json();
        assert_eq!((repeated.view.id, &repeated.url), (first.view.id, &first.url));
        assert!(repeated.detail.contains("handed over"));
    }
    assert_eq!(ada.names().await, ["ci"]);
    tenant.caller.verify(&first.token).await.expect(200);
}

#[tokio::test]
async fn another_request_under_the_same_key_is_refused() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let first: Issued = issue(&ada, "k", &json!({ "name": "ci" })).await.expect(201).json();
    let other = issue(&ada, "k", &json!({ "name": "cd" })).await;
    let problem = other.expect_problem(ProblemKind::Conflict);
    assert_eq!(problem.field.as_deref(), Some(HEADER));
    let regenerating = ada.to(&Route::RegenerateToken(first.view.id)).header(HEADER, "k");
    let other = send_json(regenerating, &json!({ "overlap": 0 })).await;
    other.expect_problem(ProblemKind::Conflict);
    assert_eq!(ada.names().await, ["ci"]);
    tenant.caller.verify(&first.token).await.expect(200);
}

#[tokio::test]
async fn a_key_is_its_senders_own_and_ends_after_a_day() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(OTTO).await);
    let body = json!({ "name": "ci" });
    issue(&ada, "k", &body).await.expect(201);
    issue(&otto, "k", &body).await.expect(201);
    tenant.advance_clock(Seconds::hours(24)).await;
    let ada = tenant.sign_in(ADA).await;
    issue(&ada, "k", &json!({ "name": "cd" })).await.expect(201);
}

#[tokio::test]
async fn what_was_refused_may_be_tried_again_under_its_key() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let first = ada.issue("ci").await;
    issue(&ada, "k", &json!({ "name": "ci" })).await.expect_wrong("name");
    ada.revoke(first.view.id).await;
    issue(&ada, "k", &json!({ "name": "ci" })).await.expect(201);
}

#[tokio::test]
async fn of_the_same_request_sent_many_times_at_once_one_makes_a_token() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let body = json!({ "name": "ci" });
    let answers = join_all((0..8).map(|_| issue(&ada, "k", &body))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 200, 201]);
    assert_eq!(ada.names().await, ["ci"]);
}

#[tokio::test]
async fn regenerating_again_under_the_same_key_leaves_the_new_token_as_it_is() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let first = ada.issue("ci").await;
    let again = async || {
        let request = ada.to(&Route::RegenerateToken(first.view.id)).header(HEADER, "k");
        send_json(request, &json!({ "overlap": 0 })).await
    };
    let second: Issued = again().await.expect(200).json();
    let repeated: RepeatedToken = again().await.expect(200).json();
    assert_eq!(repeated.view.id, first.view.id);
    tenant.caller.verify(&second.token).await.expect(200);
}

#[tokio::test]
async fn a_key_is_1_to_255_visible_ascii_characters() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let long = "x".repeat(256);
    for key in ["a b", &long] {
        issue(&ada, key, &json!({ "name": "ci" })).await.expect_wrong(HEADER);
    }
    let twice = issuing(&ada, "a").header(HEADER, "b");
    send_json(twice, &json!({ "name": "ci" })).await.expect_wrong(HEADER);
    assert!(ada.names().await.is_empty());
    issue(&ada, &long[..255], &json!({ "name": "ci" })).await.expect(201);
}
