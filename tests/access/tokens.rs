//! Tokens that are not to be believed.

use gatepass_core::oidc::ACCESS_ASSERTION;
use gatepass_core::route::Route;
use gatepass_core::wire::ProblemKind;
use serde_json::{Value, json};

use super::{AUD, Scene, refused, session_in};
use crate::harness::{send, send_json};

#[tokio::test]
async fn a_token_that_says_something_else_than_it_must_is_refused() {
    let scene = Scene::new().await;
    let mut expected = Vec::new();
    for (name, value, reason) in [
        ("aud", json!(["another"]), "audience"),
        ("aud", json!([]), "audience"),
        ("azp", json!("another"), "authorized_party"),
        ("iss", json!("https://evil.cloudflareaccess.com"), "issuer"),
        ("exp", json!(1_700_000_001), "expired"),
        ("exp", Value::Null, "not_a_moment"),
        ("iat", json!(4_102_444_000_i64), "not_yet_valid"),
        ("nbf", json!(4_102_444_000_i64), "not_yet_valid"),
        ("type", json!("org"), "token_type"),
        ("type", Value::Null, "token_type"),
        ("sub", json!(7), "subject"),
        ("sub", json!(""), "service_token"),
    ] {
        let mut claims = scene.claims("ada");
        claims[name] = value.clone();
        refused(&scene.try_claims(&claims).await);
        expected.push(reason);
    }
    expected.sort_unstable();
    expected.dedup();
    assert_eq!(scene.reasons().await, expected);
    scene.sign_in("ada").await;
}

#[tokio::test]
async fn a_service_token_is_no_person() {
    let scene = Scene::new().await;
    scene.change(&json!({ "creates_users": true })).await.expect(200);
    let claims = json!({
        "type": "app", "aud": AUD, "exp": super::FAR, "iss": scene.team.issuer,
        "common_name": "e367826f93b8d71185e03fe518aff3b4.access", "iat": 1_700_000_000, "sub": "",
    });
    let sentence = refused(&scene.try_claims(&claims).await);
    assert!(sentence.contains("service token"), "{sentence}");
    assert_eq!(scene.reasons().await, ["service_token"]);
}

#[tokio::test]
async fn a_token_of_another_team_or_signed_in_another_way_is_none() {
    let (scene, other) = (Scene::new().await, Scene::new().await);
    // The other team's own key, with claims that are right here.
    let stolen = other.token(&scene.claims("ada")).await;
    refused(&scene.begin(&stolen, &Value::Null).await);
    assert_eq!(scene.reasons().await, ["signature"]);
    let payload = scene.claims("ada").to_string();
    for (header, key) in [
        (json!({ "alg": "none" }), "a"),
        (json!({ "alg": "HS256", "kid": "a" }), "a"),
        (json!({ "alg": "RS256", "kid": "b" }), "b"),
        (json!({ "alg": "RS256", "kid": "a" }), "b"),
    ] {
        let token = json!({ "header": header, "payload": payload, "key": key });
        refused(&scene.begin(&scene.team.sign(&token).await, &Value::Null).await);
    }
    for garbage in ["x", "a.b.c", ".."] {
        refused(&scene.begin(garbage, &Value::Null).await);
    }
    let twice = format!("{0}, {0}", scene.token(&scene.claims("ada")).await);
    refused(&scene.begin(&twice, &Value::Null).await);
}

#[tokio::test]
async fn the_header_counts_for_nothing_where_nobody_signs_in() {
    let scene = Scene::new().await;
    let token = scene.token(&scene.claims("ada")).await;
    for route in [Route::Me, Route::Tokens, Route::Providers, Route::Activity] {
        let request = scene.tenant.caller.to(&route).header(ACCESS_ASSERTION, &token);
        let answer = send(request).await;
        answer.expect_problem(ProblemKind::Unauthenticated);
        assert_eq!(session_in(&answer), None);
    }
    let options = scene.tenant.caller.to(&Route::SignInOptions).header(ACCESS_ASSERTION, &token);
    assert_eq!(session_in(&send(options).await.expect(200)), None);
    scene.change(&json!({ "enabled": false })).await.expect(200);
    scene.begin(&token, &Value::Null).await.expect_wrong("provider");
}

#[tokio::test]
async fn without_the_header_nobody_is_signed_in_and_that_is_said() {
    let scene = Scene::new().await;
    let body = json!({ "provider": scene.id });
    let answer = send_json(scene.tenant.caller.as_page(&Route::BeginSignIn), &body).await;
    let sentence = refused(&answer);
    assert!(sentence.starts_with("This address is not behind Cloudflare Access"), "{sentence}");
    refused(&scene.ada.call(&Route::TestProvider(scene.id)).await);
}

#[tokio::test]
async fn while_the_teams_keys_cannot_be_asked_for_nobody_is_signed_in() {
    let scene = Scene::untried().await;
    scene.team.script(&json!({ "trouble": { "/cdn-cgi/access/certs": "down" } })).await;
    let token = scene.token(&scene.claims("ada")).await;
    let answer = scene.test_with(&token).await;
    answer.expect_problem(ProblemKind::BadGateway);
    assert_eq!(scene.view().await.tested_at, None);
}
