//! Introspection: RFC 7662.

use std::time::Duration;

use gatepass_core::agents::AgentKind;
use gatepass_core::policy::Role;
use gatepass_core::route::Route;
use gatepass_core::time::Seconds;
use gatepass_core::wire::Overlap;
use serde_json::{Value, json};

use super::{Scene, expect_error};
use crate::harness::{
    Edges, Kv, Mood, OTTO, Person, RITA, Tenant, eventually, random_hex, send_form, send_json,
};

/// The life of a cached grant, and a little for KV and the machine.
const KNOWN_WITHIN: Duration = Duration::from_secs(20);

fn inactive() -> Value {
    json!({ "active": false })
}

/// Waits until the client is told that the token is good for nothing.
async fn await_inactive(scene: &Scene, token: &str) {
    eventually("the token is inactive", KNOWN_WITHIN, async || {
        let told = scene.introspect(token).await;
        match told["active"].as_bool() {
            Some(true) => None,
            _ => {
                assert_eq!(told, inactive());
                Some(())
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_good_token_is_told_of_in_the_standards_words() {
    let scene = Scene::new().await;
    let now = scene.ada.list(&Default::default()).await.now;
    let (begin, end) = (now - Seconds(60), now + Seconds::days(7));
    let body = json!({ "name": "dated", "scope": "read write", "nbf": begin, "exp": end });
    let dated = scene.ada.issue_with(&body).await;
    let told = json!({
        "active": true,
        "scope": "read write",
        "sub": scene.ada.me().await.sub,
        "jti": dated.view.id,
        "nbf": begin,
        "exp": end,
        "token_type": "Bearer",
        "iss": format!("http://{}", scene.tenant.caller.settings().value("PORTAL_HOST")),
        "gatepass_tenant": scene.tenant.id,
        "gatepass_kind": "user",
    });
    assert_eq!(scene.introspect(&dated.token).await, told);
    let undated = scene.introspect(&scene.shown.token).await;
    assert_eq!((undated.get("exp"), undated.get("nbf")), (None, None));
    // At its own host the tenant is the issuer.
    let own = scene.tenant.at_own_host().caller;
    let request = own.with_token(&Route::Introspect, &scene.client.token);
    let answer = send_form(request, format!("token={}", dated.token)).await.expect(200);
    assert_eq!(answer.json::<Value>()["iss"], dated.url);
}

#[tokio::test]
async fn agents_tokens_are_told_of_as_what_they_are() {
    let scene = Scene::new().await;
    for (kind, told) in [
        (AgentKind::SiemAgent, ("siem_agent", "activity:read")),
        (AgentKind::LogCollector, ("log_collector", "logs:write")),
    ] {
        let agent = scene.ada.add_agent(kind, "hub").await;
        let active = scene.introspect(&agent.token).await;
        assert_eq!((&active["gatepass_kind"], &active["scope"]), (&told.0.into(), &told.1.into()));
    }
}

#[tokio::test]
async fn whatever_the_reason_the_answer_is_inactive_and_nothing_else() {
    let scene = Scene::new().await;
    let other = Scene::new().await;
    let now = scene.ada.list(&Default::default()).await.now;
    let future = json!({ "name": "future", "nbf": now + Seconds::days(1) });
    let future = scene.ada.issue_with(&future).await;
    let expiring = json!({ "name": "expiring", "exp": now + Seconds::days(1) });
    let expiring = scene.ada.issue_with(&expiring).await;
    let revoked = scene.ada.issue("revoked").await;
    scene.ada.revoke(revoked.view.id).await;
    let superseded = scene.ada.issue("superseded").await;
    scene.ada.regenerate(superseded.view.id, Overlap::None).await;
    let rita = scene.tenant.sign_in(RITA).await;
    let orphan = rita.issue("orphan").await;
    let gone = rita.me().await.sub;
    scene.ada.call(&Route::DeprovisionUser(gone)).await.expect(200);

    let mut cut = scene.shown.token.clone();
    cut.pop();
    for token in [
        "x",
        "%20",
        &cut,
        &scene.shown.view.id.to_string(),
        &scene.ada.session,
        &scene.tenant.link,
        &"x".repeat(4096),
        &other.shown.token,
        &other.client.token,
        &future.token,
        &revoked.token,
        &superseded.token,
        &orphan.token,
    ] {
        assert_eq!(scene.introspect(token).await, inactive(), "{token}");
    }
    for (keys, case) in [
        (scene.tenant.caller.settings().seal_keys(), "sealed and never recorded"),
        (random_hex(32).parse().unwrap(), "forged"),
    ] {
        let token = crate::verify::sealed_with(&keys, scene.tenant.id);
        assert_eq!(scene.introspect(&token).await, inactive(), "{case}");
    }
    assert_eq!(scene.introspect(&expiring.token).await["active"], true);
}

#[tokio::test]
async fn what_ends_after_it_was_told_of_is_inactive_soon() {
    let scene = Scene::new().await;
    let revoked = &scene.shown;
    assert_eq!(scene.introspect(&revoked.token).await["active"], true);
    scene.ada.revoke(revoked.view.id).await;
    await_inactive(&scene, &revoked.token).await;
}

#[tokio::test]
async fn the_scope_is_what_the_owners_role_allows_now() {
    let scene = Scene::new().await;
    let otto = scene.tenant.sign_in(OTTO).await;
    let (sub, issued) = (otto.me().await.sub, otto.issue("ci").await);
    assert_eq!(scene.introspect(&issued.token).await["scope"], "read write");
    let change = json!({ "role": Role::SECURITY_READER });
    send_json(scene.ada.to(&Route::EditUser(sub)), &change).await.expect(200);
    eventually("the scope shrinks", KNOWN_WITHIN, async || {
        (scene.introspect(&issued.token).await["scope"] == "read").then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_token_for_some_networks_is_active_for_an_address_in_them_only() {
    let scene = Scene::new().await;
    let networks = json!({ "in": ["192.0.2.0/24", "127.0.0.0/8"] });
    let issued = scene.ada.issue_with(&json!({ "name": "near", "networks": networks })).await;
    for (address, is_active) in [
        ("", false),
        ("&address=", false),
        ("&address=192.0.2.7", true),
        ("&address=198.51.100.7", false),
        ("&address=2001%3Adb8%3A%3A7", false),
    ] {
        let form = format!("token={}{address}", issued.token);
        let answer = send_form(scene.to(&Route::Introspect), form).await.expect(200);
        assert_eq!(answer.json::<Value>()["active"], is_active, "{address}");
    }
    for address in ["&address=here", "&address=192.0.2.7&address=192.0.2.7"] {
        let form = format!("token={}{address}", issued.token);
        let answer = send_form(scene.to(&Route::Introspect), form).await;
        expect_error(&answer, 400, "invalid_request");
    }
}

#[tokio::test]
async fn introspecting_uses_the_clients_token_and_not_the_one_that_is_asked_about() {
    let scene = Scene::new().await;
    scene.introspect(&scene.shown.token).await;
    eventually("the client's use shows", KNOWN_WITHIN, async || {
        scene.ada.find(scene.client.view.id).await?.last_used_at
    })
    .await;
    let shown = scene.ada.show(scene.shown.view.id).await;
    assert_eq!((shown.last_used_at, shown.status), (None, scene.shown.view.status));
}

#[tokio::test]
async fn a_client_needs_the_scope_and_its_owner_the_right_to_it_now() {
    let scene = Scene::new().await;
    let refused = |answer: &crate::harness::Answer| {
        expect_error(answer, 403, "insufficient_scope");
        let challenge = answer.header("www-authenticate");
        assert_eq!(
            challenge,
            scene.tenant.caller.challenge(r#", error="insufficient_scope", scope="introspect""#)
        );
    };
    let ask = async |token: &str| {
        let request = scene.tenant.caller.with_token(&Route::Introspect, token);
        send_form(request, format!("token={}", scene.shown.token)).await
    };
    refused(&ask(&scene.shown.token).await);
    let managing = json!({ "name": "manager", "scope": "read write manage" });
    refused(&ask(&scene.ada.issue_with(&managing).await.token).await);

    // An administrator who is one no longer.
    let otto = scene.tenant.sign_in(OTTO).await;
    let sub = otto.me().await.sub;
    let promote = async |role: Role| {
        let change = json!({ "role": role });
        send_json(scene.ada.to(&Route::EditUser(sub)), &change).await.expect(200);
    };
    promote(Role::GLOBAL_ADMINISTRATOR).await;
    let client = json!({ "name": "API", "scope": "introspect" });
    let client = Person::with(&scene.tenant.caller, otto.session.clone()).issue_with(&client).await;
    ask(&client.token).await.expect(200);
    promote(Role::SECURITY_OPERATOR).await;
    let answer = eventually("the client is refused", KNOWN_WITHIN, async || {
        Some(ask(&client.token).await).filter(|answer| answer.status != 200)
    })
    .await;
    refused(&answer);
    scene.ada.call(&Route::DeprovisionUser(sub)).await.expect(200);
    let answer = eventually("the client is shut out", KNOWN_WITHIN, async || {
        let answer = ask(&client.token).await;
        (!answer.text().contains("insufficient_scope")).then_some(answer)
    })
    .await;
    expect_error(&answer, 403, "access_denied");
}

#[tokio::test]
async fn another_tenants_token_is_no_client_at_an_own_host_and_sees_nothing_of_others_anywhere() {
    let (scene, other) = (Scene::new().await, Scene::new().await);
    let own = scene.tenant.at_own_host().caller;
    let request = own.with_token(&Route::Introspect, &other.client.token);
    let answer = send_form(request, format!("token={}", scene.shown.token)).await;
    expect_error(&answer, 401, "invalid_client");
    let unknown =
        crate::verify::sealed_with(&scene.tenant.caller.settings().seal_keys(), scene.tenant.id);
    let of_anothers = other.try_introspect(&scene.shown.token).await.expect(200);
    let of_unknown = other.try_introspect(&unknown).await.expect(200);
    assert_eq!(of_anothers.body, of_unknown.body);
}

#[tokio::test]
async fn where_nobody_can_be_asked_the_answer_is_503_and_neither_yes_nor_no() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let scene = Scene::of(tenant).await;
    let far = |token: &str| {
        let request = edges.far.with_token(&Route::Introspect, &scene.client.token);
        send_form(request, format!("token={token}"))
    };
    eventually("KV has the tokens", KNOWN_WITHIN, async || {
        (kv.keys().iter().filter(|key| key.starts_with("t:")).count() == 2).then_some(())
    })
    .await;
    // The client's token is known there, and then KV goes away.
    far("x").await.expect(200);
    kv.be(Mood::Fails);
    let answer = far(&scene.shown.token).await;
    expect_error(&answer, 503, "temporarily_unavailable");
    assert!(answer.header("retry-after").parse::<u32>().is_ok());
    assert_eq!(far("x").await.expect(200).json::<Value>(), inactive());
    kv.be(Mood::Works);
    assert_eq!(far(&scene.shown.token).await.json::<Value>()["active"], true);
}
