//! Revoking a token.

use std::time::{Duration, Instant};

use gatepass_core::id::TokenId;
use gatepass_core::lifecycle::{REFUSED_ELSEWHERE_WITHIN, REFUSED_IN_USE_WITHIN};
use gatepass_core::route::Route;
use gatepass_core::time::Seconds;
use gatepass_core::wire::ProblemKind;
use tokio::time::interval;

use crate::harness::{ADA, OTTO, Tenant, eventually, shared};

/// How often a program in steady use calls, in these tests.
const STEADY: Duration = Duration::from_millis(100);

#[tokio::test]
async fn the_row_leaves_the_list_at_once() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let (gone, stays) = (ada.issue("gone").await, ada.issue("stays").await);
    ada.revoke(gone.view.id).await;
    assert_eq!(ada.names().await, ["stays"]);
    tenant.caller.verify(&stays.token).await.expect(200);
}

#[tokio::test]
async fn a_token_in_steady_use_is_refused_within_the_time_that_the_answer_names() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("steady").await;
    let mut pace = interval(STEADY);
    // Well past the life of a cached grant, so that only confirmations keep it.
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_secs(11) {
        pace.tick().await;
        tenant.caller.verify(&issued.token).await.expect(200);
    }
    let revoked = ada.revoke(issued.view.id).await;
    let answered = Instant::now();
    let bound = revoked.refused_in_use_by - revoked.revoked_at;
    loop {
        pace.tick().await;
        let answer = tenant.caller.verify(&issued.token).await;
        let elapsed = answered.elapsed();
        if answer.status == 401 {
            assert!(elapsed.as_secs_f64() <= bound.0 as f64, "after {elapsed:?}");
            break;
        }
        answer.expect(200);
        assert!(elapsed.as_secs_f64() <= bound.0 as f64, "passes after {elapsed:?}");
    }
}

#[tokio::test]
async fn a_revoked_token_never_comes_back() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("ci").await;
    tenant.caller.verify(&issued.token).await.expect(200);
    ada.revoke(issued.view.id).await;
    let limit = Duration::from_secs(REFUSED_IN_USE_WITHIN.0 as u64);
    eventually("the token is refused", limit, async || {
        (tenant.caller.verify(&issued.token).await.status == 401).then_some(())
    })
    .await;
    // As long as a cached grant lives, so that one learned late would show.
    let (mut pace, begin) = (interval(STEADY), Instant::now());
    while begin.elapsed() < limit {
        pace.tick().await;
        let answer = tenant.caller.verify(&issued.token).await;
        answer.expect_problem(ProblemKind::InvalidToken);
    }
}

#[tokio::test]
async fn the_answer_says_when_it_was_and_by_when_no_edge_takes_it() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("ci").await;
    let answer = ada.call(&Route::RevokeToken(issued.view.id)).await.expect(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    let revoked: gatepass_core::wire::RevokedToken = answer.json();
    assert_eq!(revoked.id, issued.view.id);
    assert!((0..60).contains(&(revoked.revoked_at - issued.view.iat).0));
    assert_eq!(revoked.refused_in_use_by - revoked.revoked_at, REFUSED_IN_USE_WITHIN);
    assert_eq!(revoked.refused_elsewhere_by - revoked.revoked_at, REFUSED_ELSEWHERE_WITHIN);
}

#[tokio::test]
async fn revoking_twice_keeps_the_first_time() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("ci").await;
    let first = ada.revoke(issued.view.id).await;
    tenant.advance_clock(Seconds(3600)).await;
    let ada = tenant.sign_in(ADA).await;
    assert_eq!(ada.revoke(issued.view.id).await, first);
}

#[tokio::test]
async fn another_persons_token_is_as_good_as_none() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(OTTO).await);
    let issued = ada.issue("ci").await;
    let none = TokenId { serial: "0000000000".parse().unwrap(), ..issued.view.id };
    let of_another = otto.call(&Route::RevokeToken(issued.view.id)).await;
    of_another.expect_problem(ProblemKind::NotFound);
    let of_nobody = otto.call(&Route::RevokeToken(none)).await;
    assert_eq!(of_another.body, of_nobody.body);
    assert_eq!(ada.names().await, ["ci"]);
    tenant.caller.verify(&issued.token).await.expect(200);
}

#[tokio::test]
async fn another_tenants_token_is_as_good_as_none() {
    let (tenant, other) =
        (Tenant::create(shared().await).await, Tenant::create(shared().await).await);
    let (ada, ada_there) = (tenant.sign_in(ADA).await, other.sign_in(ADA).await);
    let issued = ada_there.issue("ci").await;
    let answer = ada.call(&Route::RevokeToken(issued.view.id)).await;
    answer.expect_problem(ProblemKind::NotFound);
    assert_eq!(ada_there.names().await, ["ci"]);
    other.caller.verify(&issued.token).await.expect(200);
}

#[tokio::test]
async fn a_full_administrator_revokes_anybodys_token() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(OTTO).await);
    let issued = otto.issue("ci").await;
    ada.revoke(issued.view.id).await;
    assert!(otto.names().await.is_empty());
}
