//! Revocation: RFC 7009.

use std::time::Duration;

use gatepass_core::agents::AgentKind;
use gatepass_core::route::Route;
use gatepass_core::time::Seconds;
use gatepass_core::wire::{Overlap, ProblemKind};
use reqwest::Method;
use serde_json::{Value, json};

use super::{Scene, expect_error};
use crate::harness::{ADA, Answer, OTTO, RITA, Tenant, eventually, send, send_form, shared};

/// The bound of a revocation where the token is in use, and a little for the machine.
const REFUSED_WITHIN: Duration = Duration::from_secs(15);

impl Scene {
    async fn revoke(&self, client: &str, token: &str) -> Answer {
        let request = self.tenant.caller.with_token(&Route::RevokeShown, client);
        send_form(request, format!("token={token}")).await
    }

    /// A token of Ada's that may manage.
    async fn manager(&self) -> String {
        self.ada.issue_with(&json!({ "name": "manager", "scope": "manage" })).await.token
    }

    /// What the log says of revocations.
    async fn revocations(&self) -> Vec<Value> {
        let path = format!("{}?kind=token.revoked&order=oldest", Route::Activity.to_path());
        let request = self.tenant.caller.request(Method::GET, &path);
        let answer = send(request.header("cookie", self.ada.cookie())).await.expect(200);
        let page: Value = answer.json();
        page["data"].as_array().unwrap().clone()
    }
}

#[track_caller]
fn expect_done(answer: &Answer) {
    assert_eq!((answer.status, answer.text().as_str()), (200, ""));
    assert_eq!(answer.header("cache-control"), "no-store");
}

async fn await_refused(tenant: &Tenant, token: &str) {
    eventually("the token is refused", REFUSED_WITHIN, async || {
        (tenant.caller.verify(token).await.status == 401).then_some(())
    })
    .await;
}

#[tokio::test]
async fn whoever_holds_a_token_ends_it_with_no_scope_and_whatever_kind_it_is() {
    let scene = Scene::new().await;
    let rita = scene.tenant.sign_in(RITA).await;
    let readers = rita.issue("ci").await;
    expect_done(&scene.revoke(&readers.token, &readers.token).await);
    assert!(rita.names().await.is_empty());
    await_refused(&scene.tenant, &readers.token).await;
    for kind in AgentKind::ALL {
        let agent = scene.ada.add_agent(kind, "hub").await;
        expect_done(&scene.revoke(&agent.token, &agent.token).await);
        await_refused(&scene.tenant, &agent.token).await;
        // It stays in its table, where it tells what is wrong with it.
        assert_eq!(scene.ada.agent_names(kind).await, ["hub"]);
        let told = serde_json::to_value(&scene.ada.agents(kind).await[0]).unwrap();
        assert_eq!(told["trouble"], "revoked");
    }
    // What has ended is no client.
    let again = scene.revoke(&readers.token, &readers.token).await;
    expect_error(&again, 401, "invalid_client");
}

#[tokio::test]
async fn a_client_that_manages_ends_what_its_owner_may_touch() {
    let scene = Scene::new().await;
    let otto = scene.tenant.sign_in(OTTO).await;
    let (own, ottos) = (&scene.shown, otto.issue("ci").await);
    let manager = scene.manager().await;
    for token in [&own.token, &ottos.token] {
        expect_done(&scene.revoke(&manager, token).await);
    }
    assert!(otto.names().await.is_empty());
    let mut names = scene.ada.names().await;
    names.sort();
    assert_eq!(names, ["API", "manager"]);
    for token in [&own.token, &ottos.token] {
        await_refused(&scene.tenant, token).await;
    }
}

#[tokio::test]
async fn anothers_token_is_refused_and_goes_on_working() {
    let scene = Scene::new().await;
    let agent = scene.ada.add_agent(AgentKind::SiemAgent, "hub").await;
    let otto = scene.tenant.sign_in(OTTO).await;
    let ottos = otto.issue("ci").await;
    // Without the scope not even by their owner.
    for client in [&scene.client.token, &ottos.token] {
        let answer = scene.revoke(client, &scene.shown.token).await;
        expect_error(&answer, 403, "insufficient_scope");
        assert_eq!(
            answer.header("www-authenticate"),
            scene.tenant.caller.challenge(r#", error="insufficient_scope", scope="manage""#)
        );
    }
    let client = scene.ada.show(scene.client.view.id).await;
    assert_eq!(client.last_used_at, None, "a refused use is none");
    // Agents' tokens are managed with their agents.
    let answer = scene.revoke(&scene.manager().await, &agent.token).await;
    expect_error(&answer, 403, "access_denied");
    assert!(scene.revocations().await.is_empty());
    for token in [&scene.shown.token, &ottos.token] {
        scene.tenant.caller.verify(token).await.expect(200);
    }
    assert_eq!(scene.introspect(&agent.token).await["active"], true);
}

#[tokio::test]
async fn what_is_no_live_token_of_the_tenant_is_answered_alike_and_changes_nothing() {
    let (mut scene, other) = (Scene::new().await, Scene::new().await);
    let revoked = scene.ada.issue("revoked").await;
    scene.ada.revoke(revoked.view.id).await;
    let now = scene.ada.list(&Default::default()).await.now;
    let dated = json!({ "name": "expired", "exp": now + Seconds(3600) });
    let expired = scene.ada.issue_with(&dated).await;
    scene.tenant.advance_clock(Seconds(3601)).await;
    scene.ada = scene.tenant.sign_in(ADA).await;
    let regenerated = scene.ada.issue("regenerated").await;
    let successor = scene.ada.regenerate(regenerated.view.id, Overlap::None).await;
    let manager = scene.manager().await;
    let before = scene.revocations().await;
    let unknown =
        crate::verify::sealed_with(&scene.tenant.caller.settings().seal_keys(), scene.tenant.id);
    let forged = crate::verify::sealed_with(
        &crate::harness::random_hex(32).parse().unwrap(),
        scene.tenant.id,
    );
    for token in [
        "x",
        "%00",
        &unknown,
        &forged,
        &other.shown.token,
        &revoked.token,
        &expired.token,
        &regenerated.token,
        &scene.ada.session,
    ] {
        for client in [&manager, &scene.client.token] {
            expect_done(&scene.revoke(client, token).await);
        }
    }
    assert_eq!(scene.revocations().await, before);
    other.tenant.caller.verify(&other.shown.token).await.expect(200);
    scene.tenant.caller.verify(&successor.token).await.expect(200);
    assert!(other.revocations().await.is_empty());
}

#[tokio::test]
async fn a_revocation_is_told_once_in_the_log_with_who_by_what() {
    let scene = Scene::new().await;
    let manager = scene.manager().await;
    for _ in 0..2 {
        expect_done(&scene.revoke(&manager, &scene.shown.token).await);
    }
    let told = scene.revocations().await;
    assert_eq!(told.len(), 1, "{told:?}");
    let text = told[0].to_string();
    assert!(text.contains(&scene.shown.view.id.to_string()), "{text}");
    assert!(text.contains(ADA) && !text.contains(&manager), "{text}");
}

#[tokio::test]
async fn one_who_is_gone_revokes_nothing_and_their_token_can_be_revoked() {
    let scene = Scene::new().await;
    let otto = scene.tenant.sign_in(OTTO).await;
    let (sub, ottos) = (otto.me().await.sub, otto.issue("ci").await);
    scene.ada.call(&Route::DeprovisionUser(sub)).await.expect(200);
    let answer = scene.revoke(&ottos.token, &ottos.token).await;
    expect_error(&answer, 403, "access_denied");
    expect_done(&scene.revoke(&scene.manager().await, &ottos.token).await);
    let answer = eventually("it is known as revoked", REFUSED_WITHIN, async || {
        Some(scene.tenant.caller.verify(&ottos.token).await).filter(|answer| answer.status == 401)
    })
    .await;
    answer.expect_problem(ProblemKind::InvalidToken);
}

#[tokio::test]
async fn a_client_is_none_at_another_tenants_own_host() {
    let scene = Scene::new().await;
    let other = Tenant::create(shared().await).await;
    let request = other.at_own_host().caller.with_token(&Route::RevokeShown, &scene.shown.token);
    let answer = send_form(request, format!("token={}", scene.shown.token)).await;
    expect_error(&answer, 401, "invalid_client");
    scene.tenant.caller.verify(&scene.shown.token).await.expect(200);
}
