//! Setting a provider up.

use gatepass_core::route::Route;
use gatepass_core::wire::{ProblemKind, ProviderList, ProviderView};
use serde_json::{Value, json};

use super::{Scene, none, refused};
use crate::harness::{OTTO, send_json};

#[tokio::test]
async fn a_provider_that_nobody_tried_is_not_switched_on() {
    let scene = Scene::untried().await;
    scene.change(&json!({ "enabled": true })).await.expect_problem(ProblemKind::Conflict);
    let begun = scene.begin_test().await;
    scene.say(&scene.claims(&begun, "ada")).await;
    // Whoever is not signed in here as an administrator tries nothing.
    let otto = scene.tenant.sign_in(OTTO).await;
    let query = scene.query(&begun);
    assert_eq!(refused(&scene.come_back(&begun, &query).await), "off");
    assert_eq!(refused(&scene.come_back_as(&begun, &query, &otto).await), "off");
    assert_eq!(scene.view().await.tested_at, None);
    let answer = scene.come_back_as(&begun, &query, &scene.ada).await;
    assert_eq!(answer.status, 303);
    assert!(!answer.header("location").contains("refused"));
    assert!(scene.view().await.tested_at.is_some());
    // Once.
    assert_eq!(refused(&scene.come_back_as(&begun, &query, &scene.ada).await), "ended");
    scene.change(&json!({ "enabled": true })).await.expect(200);
    // Who tried it is not locked out.
    assert_eq!(scene.sign_in("ada").await.sub, scene.ada.me().await.sub);
}

#[tokio::test]
async fn a_test_that_fails_leaves_the_provider_untried() {
    let scene = Scene::untried().await;
    let begun = scene.begin_test().await;
    let mut claims = scene.claims(&begun, "ada");
    claims["aud"] = json!("another");
    scene.say(&claims).await;
    let answer = scene.come_back_as(&begun, &scene.query(&begun), &scene.ada).await;
    assert_eq!(refused(&answer), "not-believed");
    assert_eq!(scene.view().await.tested_at, None);
}

#[tokio::test]
async fn another_client_has_to_be_tried_again() {
    let scene = Scene::new().await;
    let before = scene.view().await;
    assert!(before.enabled_at.is_some());
    scene.change(&json!({ "name": "Renamed" })).await.expect(200);
    assert_eq!(scene.view().await.enabled_at, before.enabled_at);
    for change in [json!({ "client_id": "other" }), json!({ "client_secret": "hunter2" })] {
        let after: ProviderView = scene.change(&change).await.expect(200).json();
        assert_eq!((after.tested_at, after.enabled_at), (None, None), "{change}");
    }
}

#[tokio::test]
async fn a_test_says_nothing_of_a_client_that_was_changed_meanwhile() {
    let scene = Scene::untried().await;
    let begun = scene.begin_test().await;
    scene.change(&json!({ "client_id": "other" })).await.expect(200);
    scene.say(&scene.claims(&begun, "ada")).await;
    let answer = scene.come_back_as(&begun, &scene.query(&begun), &scene.ada).await;
    assert_eq!(refused(&answer), "not-believed");
    assert_eq!(scene.view().await.tested_at, None);
}

#[tokio::test]
async fn a_client_secret_is_shown_to_the_provider_and_to_nobody_else() {
    let scene = Scene::untried().await;
    let secret = "hunter2-and-more:/";
    let answer = scene.change(&json!({ "client_secret": secret })).await.expect(200);
    assert!(answer.json::<ProviderView>().has_secret && !answer.text().contains("hunter2"));
    let list = scene.ada.call(&Route::Providers).await.expect(200);
    assert!(!list.text().contains("hunter2"));
    let begun = scene.begin_test().await;
    scene.say(&scene.claims(&begun, "ada")).await;
    let answer = scene.come_back_as(&begun, &scene.query(&begun), &scene.ada).await;
    assert!(!answer.header("location").contains("refused"));
    let seen = scene.hostile.seen().await;
    let token = seen.iter().rfind(|it| it["path"] == "/token").unwrap();
    // RFC 6749 §2.3.1: both encoded as in a form, and then in base64.
    assert_eq!(token["authorization"], "Basic Z2F0ZXBhc3M6aHVudGVyMi1hbmQtbW9yZSUzQSUyRg==");
    let log = crate::harness::send(
        scene.tenant.caller.as_operator(&Route::StoredLog(scene.tenant.label.clone())),
    )
    .await
    .expect(200);
    assert!(!log.text().contains("hunter2"));
}

#[tokio::test]
async fn only_full_administrators_in_person_set_providers_up() {
    let scene = Scene::untried().await;
    let otto = scene.tenant.sign_in(OTTO).await;
    let request = json!({ "name": "x", "issuer": "https://a.example", "client_id": "x" });
    for answer in [
        otto.call(&Route::Providers).await,
        send_json(otto.to(&Route::AddProvider), &request).await,
        send_json(otto.to(&Route::EditProvider(scene.id)), &json!({ "name": "x" })).await,
        otto.call(&Route::TestProvider(scene.id)).await,
        otto.call(&Route::DeleteProvider(scene.id)).await,
    ] {
        answer.expect_problem(ProblemKind::PermissionDenied);
    }
    let none = none();
    for route in [Route::TestProvider(none), Route::DeleteProvider(none)] {
        scene.ada.call(&route).await.expect_problem(ProblemKind::NotFound);
    }
    send_json(scene.ada.to(&Route::EditProvider(none)), &json!({}))
        .await
        .expect_problem(ProblemKind::NotFound);
}

#[tokio::test]
async fn what_is_done_to_a_provider_stands_in_the_activity_log() {
    let scene = Scene::new().await;
    scene.ada.call(&Route::DeleteProvider(scene.id)).await.expect(204);
    let list: ProviderList = scene.ada.call(&Route::Providers).await.expect(200).json();
    assert!(list.data.is_empty());
    let path = format!("{}?kind=provider&limit=100", Route::Activity.to_path());
    let request = scene.tenant.caller.request(reqwest::Method::GET, &path);
    let page: Value =
        crate::harness::send(request.header("cookie", scene.ada.cookie())).await.expect(200).json();
    let actions: Vec<_> =
        page["data"].as_array().unwrap().iter().map(|it| it["action"].as_str().unwrap()).collect();
    let expected = ["provider.deleted", "provider.changed", "provider.tested", "provider.added"];
    assert_eq!(actions, expected);
}
