//! Who was deprovisioned is shut out, and so is what they made, until they come back.

use std::time::{Duration, Instant};

use gatepass_core::lifecycle::REFUSED_IN_USE_WITHIN;
use gatepass_core::people::UserState;
use gatepass_core::policy::Role;
use gatepass_core::route::Route;
use gatepass_core::wire::ProblemKind;
use tokio::time::interval;

use super::{add, deprovision, enter, reprovision, view};
use crate::harness::{ADA, OTTO, Person, Tenant, eventually, send, session_of, shared};

const STEADY: Duration = Duration::from_millis(100);

fn bound() -> Duration {
    Duration::from_secs(REFUSED_IN_USE_WITHIN.0 as u64)
}

#[tokio::test]
async fn a_deprovisioned_owners_token_in_use_is_refused_within_10_s_and_works_again_after() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(OTTO).await);
    let sub = otto.me().await.sub;
    let (issued, revoked) = (otto.issue("steady").await, otto.issue("revoked").await);
    for token in [&issued, &revoked] {
        tenant.caller.verify(&token.token).await.expect(200);
    }
    deprovision(&ada, sub).await;
    let (begin, mut pace) = (Instant::now(), interval(STEADY));
    loop {
        pace.tick().await;
        let answer = tenant.caller.verify(&issued.token).await;
        if answer.status == 403 {
            let problem = answer.expect_problem(ProblemKind::PermissionDenied);
            assert_eq!(problem.detail.as_deref(), Some("Permission denied."));
            assert!(!answer.header("www-authenticate").contains("error"));
            break;
        }
        answer.expect(200);
        assert!(begin.elapsed() <= bound(), "passes after {:?}", begin.elapsed());
    }
    // It stays in the table, marked, and can be revoked there.
    let token = ada.find(issued.view.id).await.unwrap();
    assert!(token.is_owner_deprovisioned);
    ada.revoke(revoked.view.id).await;
    eventually("the revoked one is no token any more", bound(), async || {
        (tenant.caller.verify(&revoked.token).await.status == 401).then_some(())
    })
    .await;

    reprovision(&ada, sub).await;
    assert!(!ada.find(issued.view.id).await.unwrap().is_owner_deprovisioned);
    eventually("it works again", bound() * 2, async || {
        (tenant.caller.verify(&issued.token).await.status == 200).then_some(())
    })
    .await;
    let answer = tenant.caller.verify(&revoked.token).await;
    answer.expect_problem(ProblemKind::InvalidToken);
}

#[tokio::test]
async fn sessions_end_at_once_and_no_way_in_is_left() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let (otto, elsewhere) = (tenant.sign_in(OTTO).await, tenant.sign_in(OTTO).await);
    let sub = otto.me().await.sub;
    let gone = deprovision(&ada, sub).await;
    assert_eq!(gone.state, UserState::Deprovisioned);
    for session in [&otto, &elsewhere] {
        for route in [Route::Me, Route::Tokens] {
            session.call(&route).await.expect_problem(ProblemKind::Unauthenticated);
        }
        session.try_issue("ci").await.expect_problem(ProblemKind::Unauthenticated);
    }
    let answer = send(tenant.signing_in(OTTO)).await;
    let problem = answer.expect_problem(ProblemKind::PermissionDenied);
    assert_eq!(problem.detail.as_deref(), Some("Otto Operator was deprovisioned."));
    assert!(answer.headers("set-cookie").is_empty());

    // Back, they sign in anew: what had ended does not come to life.
    reprovision(&ada, sub).await;
    otto.call(&Route::Me).await.expect_problem(ProblemKind::Unauthenticated);
    assert_eq!(tenant.sign_in(OTTO).await.me().await.sub, sub);
    ada.call(&Route::Me).await.expect(200);
}

#[tokio::test]
async fn deprovisioning_twice_keeps_the_first_time_and_reprovisioning_twice_is_fine() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let sub = add(&ada, "Bob", Role::SECURITY_READER).await.user.sub;
    let first = deprovision(&ada, sub).await;
    tenant.advance_clock(gatepass_core::time::Seconds(60)).await;
    assert_eq!(deprovision(&ada, sub).await, first);
    for _ in 0..2 {
        assert_eq!(reprovision(&ada, sub).await.state, UserState::Invited);
    }
    assert_eq!(view(&ada, sub).await.deprovisioned_at, None);
}

#[tokio::test]
async fn a_token_that_nobody_used_while_its_owner_was_gone_works_when_they_are_back() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let bob = add(&ada, "Bob", Role::SECURITY_OPERATOR).await;
    let answer = enter(&tenant, &bob.link.link).await.expect(204);
    let issued = Person::with(&tenant.caller, session_of(&answer)).issue("ci").await;
    deprovision(&ada, bob.user.sub).await;
    let refused = tenant.caller.verify(&issued.token).await;
    refused.expect_problem(ProblemKind::PermissionDenied);
    reprovision(&ada, bob.user.sub).await;
    eventually("it works", bound() * 2, async || {
        (tenant.caller.verify(&issued.token).await.status == 200).then_some(())
    })
    .await;
}
