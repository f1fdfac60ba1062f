//! What a token may do follows its owner, while it is in use.

use std::time::{Duration, Instant};

use gatepass_core::id::Subject;
use gatepass_core::lifecycle::REFUSED_IN_USE_WITHIN;
use gatepass_core::policy::Role;
use gatepass_core::route::Route;
use gatepass_core::wire::{Intent, ProblemKind};
use reqwest::Method;
use serde_json::json;
use tokio::time::interval;

use super::{give_role, impact};
use crate::harness::{
    ADA, Answer, Issued, OTTO, Person, RITA, Tenant, eventually, send, send_json, shared,
};

/// How often a program in steady use calls, in these tests.
const STEADY: Duration = Duration::from_millis(100);

/// The tested bound.
fn bound() -> Duration {
    Duration::from_secs(REFUSED_IN_USE_WITHIN.0 as u64)
}

async fn write(tenant: &Tenant, issued: &Issued) -> Answer {
    send(tenant.caller.api(Method::POST, "/hello", &issued.token)).await
}

async fn read(tenant: &Tenant, issued: &Issued) -> Answer {
    send(tenant.caller.api(Method::GET, "/hello", &issued.token)).await
}

/// A tenant whose administrator and operator are there, the latter with a token in use.
async fn in_use() -> (Tenant, Person, Person, Subject, Issued) {
    let tenant = Tenant::create(shared().await).await;
    let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(OTTO).await);
    let (sub, issued) = (otto.me().await.sub, otto.issue("steady").await);
    for _ in 0..5 {
        write(&tenant, &issued).await.expect(200);
    }
    (tenant, ada, otto, sub, issued)
}

#[tokio::test]
async fn a_demoted_owners_token_in_use_writes_no_more_within_10_s_and_still_reads() {
    let (tenant, ada, _, sub, issued) = in_use().await;
    give_role(&ada, sub, Role::SECURITY_READER).await;
    let (begin, mut pace) = (Instant::now(), interval(STEADY));
    loop {
        pace.tick().await;
        let answer = write(&tenant, &issued).await;
        if answer.status == 403 {
            let problem = answer.expect_problem(ProblemKind::InsufficientScope);
            assert!(problem.detail.unwrap().contains("write"));
            let challenge = answer.header("www-authenticate");
            assert!(challenge.contains(r#"error="insufficient_scope", scope="write""#));
            break;
        }
        answer.expect(200);
        assert!(begin.elapsed() <= bound(), "passes after {:?}", begin.elapsed());
    }
    read(&tenant, &issued).await.expect(200);
}

#[tokio::test]
async fn a_promoted_owners_token_gets_back_what_it_was_given_and_never_more() {
    let (tenant, ada, otto, sub, issued) = in_use().await;
    let body = json!({ "name": "reads", "scope": "read" });
    let reading: Issued = send_json(otto.to(&Route::IssueToken), &body).await.expect(201).json();
    give_role(&ada, sub, Role::SECURITY_READER).await;
    eventually("writing is refused", bound(), async || {
        (write(&tenant, &issued).await.status == 403).then_some(())
    })
    .await;
    give_role(&ada, sub, Role::GLOBAL_ADMINISTRATOR).await;
    eventually("writing passes again", bound() * 2, async || {
        (write(&tenant, &issued).await.status == 200).then_some(())
    })
    .await;
    let (begin, mut pace) = (Instant::now(), interval(STEADY));
    while begin.elapsed() < bound() {
        pace.tick().await;
        write(&tenant, &reading).await.expect_problem(ProblemKind::InsufficientScope);
        read(&tenant, &reading).await.expect(200);
    }
    // Nor does either manage, which their owner may do by now.
    for token in [&issued, &reading] {
        let request = tenant.caller.to(&Route::Me);
        let request = request.header("authorization", format!("Token {}", token.token));
        send(request).await.expect_problem(ProblemKind::InsufficientScope);
    }
}

#[tokio::test]
async fn a_readers_token_does_not_gain_by_a_promotion() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, rita) = (tenant.sign_in(ADA).await, tenant.sign_in(RITA).await);
    let issued = rita.issue("ci").await;
    let told = impact(&ada, rita.me().await.sub, &Intent::Role(Role::SECURITY_OPERATOR)).await;
    assert_eq!((told.tokens, told.affected, told.regains.len()), (1, 0, 0));
    give_role(&ada, rita.me().await.sub, Role::SECURITY_OPERATOR).await;
    write(&tenant, &issued).await.expect_problem(ProblemKind::InsufficientScope);
    assert_eq!(rita.find(issued.view.id).await.unwrap().scope.to_string(), "read");
    let new = rita.issue("new").await;
    write(&tenant, &new).await.expect(200);
}

#[tokio::test]
async fn a_token_that_manages_does_so_no_more_the_moment_its_owner_is_demoted() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, sam) = (tenant.sign_in(ADA).await, tenant.sign_in("Security administrator").await);
    let body = json!({ "name": "manager", "scope": "manage" });
    let issued: Issued = send_json(sam.to(&Route::IssueToken), &body).await.expect(201).json();
    let list = async || {
        let request = tenant.caller.to(&Route::Tokens);
        send(request.header("authorization", format!("Token {}", issued.token))).await
    };
    list().await.expect(200);
    give_role(&ada, sam.me().await.sub, Role::SECURITY_OPERATOR).await;
    list().await.expect_problem(ProblemKind::InsufficientScope);
    // The session follows at once as well: it is the same person, who sees less.
    assert!(!sam.me().await.is_full_administrator);
    assert_eq!(sam.names().await, ["manager"]);
}

#[tokio::test]
async fn an_impact_is_told_before_and_does_nothing() {
    let (tenant, ada, otto, sub, issued) = in_use().await;
    otto.issue("idle").await;
    eventually("the use is noted", bound() * 2, async || {
        otto.find(issued.view.id).await?.last_used_at
    })
    .await;
    let told = impact(&ada, sub, &Intent::Role(Role::SECURITY_READER)).await;
    let loses: Vec<_> =
        told.loses.iter().map(|share| (share.scope.to_string(), share.tokens)).collect();
    assert_eq!(loses, [("write".to_owned(), 2)]);
    assert_eq!((told.tokens, told.affected, told.used_lately), (2, 2, 1));
    assert!(told.last_used_at.is_some());
    let told = impact(&ada, sub, &Intent::Deprovision).await;
    assert_eq!((told.tokens, told.affected, told.used_lately), (2, 2, 1));

    write(&tenant, &issued).await.expect(200);
    assert_eq!(otto.me().await.role, Role::SECURITY_OPERATOR);
    let view = super::view(&ada, sub).await;
    assert_eq!((view.role, view.tokens), (Role::SECURITY_OPERATOR, 2));
}
