//! Setting an application up, and whom it knows here.

use gatepass_core::route::Route;
use gatepass_core::wire::{AddedUser, ProblemKind, SignInOptions};
use serde_json::{Value, json};

use super::{AUD, Scene, refused};
use crate::harness::{send, send_json};

#[tokio::test]
async fn who_access_knows_is_signed_in_and_goes_where_they_were_going() {
    let scene = Scene::new().await;
    let answer = send(scene.tenant.caller.to(&Route::SignInOptions)).await.expect(200);
    assert_eq!(answer.json::<SignInOptions>().providers[0].id, scene.id);
    let token = scene.token(&scene.claims("ada")).await;
    let answer = scene.begin(&token, &Value::Null).await.expect(200);
    assert_eq!(answer.json::<Value>()["url"], "/");
    assert_eq!(scene.signed_in(&answer).await.sub, scene.ada.me().await.sub);
    let answer = scene.begin(&token, &json!({ "to": super::settings() })).await.expect(200);
    assert_eq!(answer.json::<Value>()["url"], super::settings());
    refused(&scene.try_claims(&scene.claims("eve")).await);
    assert_eq!(scene.reasons().await, ["unknown_person"]);
}

#[tokio::test]
async fn without_an_audience_access_is_off_and_says_so() {
    let scene = Scene::untried().await;
    let request = async |more: Value| {
        let mut request = json!({
            "kind": "access", "name": "x", "issuer": "https://team.cloudflareaccess.com",
            "client_id": AUD,
        });
        for (name, value) in more.as_object().unwrap() {
            request[name] = value.clone();
        }
        send_json(scene.ada.to(&Route::AddProvider), &request).await
    };
    for none in [Value::Null, json!(""), json!("  ")] {
        let answer = request(json!({ "client_id": none })).await;
        answer.expect_wrong("client_id");
        assert!(answer.text().contains("AUD tag"), "{}", answer.text());
    }
    request(json!({ "client_secret": "hunter2" })).await.expect_wrong("client_secret");
    request(json!({ "issuer": "https://a.example/b" })).await.expect_wrong("issuer");
    request(json!({ "kind": "saml" })).await.expect_wrong("kind");
    scene.change(&json!({ "client_id": "" })).await.expect_wrong("client_id");
    scene.change(&json!({ "client_secret": "hunter2" })).await.expect_wrong("client_secret");
    scene.change(&json!({ "kind": "openid" })).await.expect_wrong("kind");
    assert_eq!(scene.view().await.client_id.as_str(), AUD);
}

#[tokio::test]
async fn an_application_that_nobody_tried_is_not_switched_on() {
    let scene = Scene::untried().await;
    scene.change(&json!({ "enabled": true })).await.expect_problem(ProblemKind::Conflict);
    let token = scene.token(&scene.claims("ada")).await;
    scene.begin(&token, &Value::Null).await.expect_wrong("provider");
    let mut claims = scene.claims("ada");
    claims["aud"] = json!(["another"]);
    refused(&scene.test_with(&scene.token(&claims).await).await);
    assert_eq!(scene.view().await.tested_at, None);
    scene.test_with(&token).await.expect(200);
    scene.change(&json!({ "enabled": true })).await.expect(200);
    // Who tried it is not locked out.
    assert_eq!(scene.sign_in("ada").await.sub, scene.ada.me().await.sub);
    scene.change(&json!({ "client_id": "another" })).await.expect(200);
    assert_eq!(scene.view().await.enabled_at, None);
}

#[tokio::test]
async fn a_link_binds_whom_access_knows_to_who_the_link_is_for() {
    let scene = Scene::new().await;
    let body = json!({ "name": "Grace", "role": "security-operator" });
    let added = send_json(scene.ada.to(&Route::AddUser), &body).await.expect(201);
    let added: AddedUser = added.json();
    let link = json!({ "link": added.link.link.split_once("#link=").unwrap().1 });
    // Ada's own account is Ada's already, and the link stays good.
    refused(&scene.begin(&scene.token(&scene.claims("ada")).await, &link).await);
    let token = scene.token(&scene.claims("grace")).await;
    let me = scene.signed_in(&scene.begin(&token, &link).await).await;
    assert_eq!((me.name.as_str(), me.role.as_str()), ("Grace", "security-operator"));
    assert_eq!(scene.sign_in("grace").await.sub, me.sub);
    let eve = scene.token(&scene.claims("eve")).await;
    scene.begin(&eve, &link).await.expect_wrong("link");
    // Who is deprovisioned stays out, whatever Access says.
    scene.ada.call(&Route::DeprovisionUser(me.sub)).await.expect(200);
    refused(&scene.try_claims(&scene.claims("grace")).await);
    assert_eq!(scene.reasons().await, ["bound_to_another", "deprovisioned", "spent"]);
}
