//! What outlives the server.

use std::time::Duration;

use gatepass_core::route::Route;
use gatepass_core::status::Status;
use gatepass_core::wire::{ProblemKind, TenantList};

use crate::harness::{ADA, RITA, Server, Settings, Tenant, eventually, send};

#[tokio::test]
async fn a_restart_keeps_tenants_people_sessions_tokens_and_their_use() {
    let mut server = Server::start(Settings::new()).await;
    let tenant = Tenant::create(&server).await;
    let (ada, rita) = (tenant.sign_in(ADA).await, tenant.sign_in(RITA).await);
    let ended = tenant.sign_in(ADA).await;
    ended.call(&Route::SignOut).await.expect(204);
    let (used, unused, revoked) =
        (ada.issue("used").await, rita.issue("unused").await, ada.issue("revoked").await);
    tenant.caller.verify(&used.token).await.expect(200);
    let used_view = eventually("the use shows", Duration::from_secs(10), async || {
        let view = ada.find(used.view.id).await;
        view.filter(|view| view.status == Status::Active)
    })
    .await;
    let revocation = ada.revoke(revoked.view.id).await;
    let me = ada.me().await;

    server.stop().await;
    server.start_again().await;

    // Refused first, before anything could have been learned by another answer.
    tenant.caller.verify(&revoked.token).await.expect_problem(ProblemKind::InvalidToken);
    tenant.caller.verify(&used.token).await.expect(200);
    tenant.caller.verify(&unused.token).await.expect(200);
    assert_eq!(ada.me().await, me);
    ended.call(&Route::Me).await.expect_problem(ProblemKind::Unauthenticated);
    let kept = ada.find(used.view.id).await.unwrap();
    assert_eq!(kept.status, Status::Active);
    assert!(kept.last_used_at >= used_view.last_used_at);
    assert_eq!(rita.names().await, ["unused"]);
    assert_eq!(ada.revoke(revoked.view.id).await, revocation);
    ada.try_issue("USED").await.expect_wrong("name");
    let tenants: TenantList =
        send(tenant.caller.as_operator(&Route::Tenants)).await.expect(200).json();
    assert_eq!(tenants.data.len(), 1);
    assert_eq!(tenants.data[0].id, tenant.id);
}

/// Each round kills the server the moment after it answered, before it could do more.
#[tokio::test]
async fn a_kill_right_after_the_answer_loses_nothing() {
    let mut server = Server::start(Settings::new()).await;
    let tenant = Tenant::create(&server).await;
    let ada = tenant.sign_in(ADA).await;

    let issued = ada.issue("ci").await;
    server.kill().await;
    server.start_again().await;
    tenant.caller.verify(&issued.token).await.expect(200);
    assert_eq!(ada.names().await, ["ci"]);

    let revoked = ada.revoke(issued.view.id).await;
    server.kill().await;
    server.start_again().await;
    assert!(ada.names().await.is_empty());
    assert_eq!(ada.revoke(issued.view.id).await, revoked);
    // KV may still hold the grant, for as long as it takes the outbox to be drained again.
    let bound = Duration::from_secs(60);
    eventually("the token is refused", bound, async || {
        (tenant.caller.verify(&issued.token).await.status == 401).then_some(())
    })
    .await;
}
