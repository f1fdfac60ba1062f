//! Who may ask: the holder of the tenant's SCIM token, as long as there is one.

use gatepass_core::route::Route;
use gatepass_core::wire::ProvisioningView;
use reqwest::Method;
use serde_json::Value;

use super::{Scene, expect_error, issue, user};
use crate::harness::{ADA, OTTO, Tenant, send, shared};

async fn status(scene: &Scene, token: &str) -> u16 {
    let request = scene.tenant.caller.request(Method::GET, "/scim/v2/Users");
    send(request.bearer_auth(token)).await.status
}

#[tokio::test]
async fn nobody_is_answered_where_scim_was_never_switched_on_or_is_off() {
    let tenant = Tenant::create(shared().await).await.at_own_host();
    let ada = tenant.sign_in(ADA).await;
    let view: ProvisioningView = ada.call(&Route::Provisioning).await.expect(200).json();
    assert!(!view.is_on && view.last_used_at.is_none());
    for shown in ["", "Bearer", "Bearer ", "Bearer none"] {
        let request = tenant.caller.request(Method::GET, "/scim/v2/Users");
        let answer = send(request.header("authorization", shown)).await;
        expect_error(&answer, 401, None);
    }
    let scene = Scene::of(tenant).await;
    assert_eq!(status(&scene, &scene.token).await, 200);
    let off: ProvisioningView =
        scene.ada.call(&Route::SwitchProvisioningOff).await.expect(200).json();
    assert!(!off.is_on);
    assert_eq!(status(&scene, &scene.token).await, 401);
    let again = issue(&scene.ada).await.token;
    assert_eq!((status(&scene, &scene.token).await, status(&scene, &again).await), (401, 200));
}

#[tokio::test]
async fn a_token_is_shown_once_and_another_takes_its_place_at_once() {
    let scene = Scene::new().await;
    let base = format!("{}/scim/v2", scene.tenant.caller.origin());
    let view = scene.provisioning().await;
    assert!(view.is_on && view.base_url == base, "{view:?}");
    let told = scene.ada.call(&Route::Provisioning).await.text();
    assert!(!told.contains(&scene.token));
    let second = issue(&scene.ada).await;
    assert_eq!(second.base_url, base);
    assert_eq!(status(&scene, &scene.token).await, 401);
    assert_eq!(status(&scene, &second.token).await, 200);
    assert!(scene.provisioning().await.last_used_at.is_some());
    let route = Route::StoredLog(scene.tenant.label.clone());
    let log = send(scene.tenant.caller.as_operator(&route)).await.expect(200).text();
    assert!(log.contains("provisioning.token_issued") && !log.contains(&second.token));
}

#[tokio::test]
async fn a_token_is_worth_nothing_in_another_tenant_or_at_its_host() {
    let (scene, other) = (Scene::new().await, Scene::new().await);
    let id = other.add("Grace").await;
    assert_eq!(status(&other, &scene.token).await, 401);
    // Where the host says nothing, the token says whose it is.
    let generic = Scene { tenant: scene.tenant.at_host("localhost"), ..scene };
    let page: Value = generic.get("Users").await.expect(200).json();
    assert_eq!(page["totalResults"], 0);
    expect_error(&generic.get(&format!("Users/{id}")).await, 404, None);
}

#[tokio::test]
async fn a_session_an_api_token_and_a_cookie_are_no_scim_token() {
    let scene = Scene::new().await;
    let token = scene.ada.issue("ci").await.token;
    assert_eq!(status(&scene, &token).await, 401);
    assert_eq!(status(&scene, &scene.ada.session).await, 401);
    let request = scene.tenant.caller.request(Method::GET, "/scim/v2/Users");
    let answer = send(request.header("cookie", scene.ada.cookie())).await;
    expect_error(&answer, 401, None);
    // Nor is a SCIM token good for anything else.
    scene.tenant.caller.verify(&scene.token).await.expect(401);
    let me = send(scene.tenant.caller.to(&Route::Me).bearer_auth(&scene.token)).await;
    assert_eq!(me.status, 401);
}

#[tokio::test]
async fn full_administrators_alone_set_provisioning_up() {
    let scene = Scene::new().await;
    let otto = scene.tenant.sign_in(OTTO).await;
    for route in [
        Route::Provisioning,
        Route::ChangeProvisioning,
        Route::IssueScimToken,
        Route::SwitchProvisioningOff,
        Route::HandUserOver(otto.me().await.sub),
    ] {
        let request = otto.to(&route).json(&serde_json::json!({}));
        assert_eq!(send(request).await.status, 403, "{route:?}");
    }
    assert_eq!(status(&scene, &scene.token).await, 200);
}

#[tokio::test]
async fn what_is_not_there_is_told_as_scim_tells_it() {
    let scene = Scene::new().await;
    for path in ["", "Me", "users", "Users/", "Bulk", "Schemas/x", "Users/x", "Groups/000000000000"]
    {
        expect_error(&scene.get(path).await, 404, None);
    }
    let put = scene.ask(Method::PUT, "Users", user("x")).await;
    expect_error(&put, 405, None);
    assert_eq!(put.header("allow"), "GET, POST");
    expect_error(&scene.ask(Method::POST, "Schemas", user("x")).await, 405, None);
    let request = scene.tenant.caller.request(Method::POST, "/scim/v2/Users");
    let request = request.bearer_auth(&scene.token);
    let wrong = request.try_clone().unwrap().header("content-type", "text/plain").body("{}");
    expect_error(&send(wrong).await, 415, None);
    let broken = request.header("content-type", super::MEDIA_TYPE).body("{");
    expect_error(&send(broken).await, 400, Some("invalidSyntax"));
}

#[tokio::test]
async fn the_server_says_what_it_can_do() {
    let scene = Scene::new().await;
    let config: Value = scene.get("ServiceProviderConfig").await.expect(200).json();
    assert_eq!(
        (&config["patch"]["supported"], &config["etag"]["supported"]),
        (&true.into(), &true.into())
    );
    let kinds: Value = scene.get("ResourceTypes").await.expect(200).json();
    assert_eq!(kinds["totalResults"], 2);
    let kind: Value = scene.get("ResourceTypes/User").await.expect(200).json();
    let schema = format!("Schemas/{}", kind["schema"].as_str().unwrap());
    let schema: Value = scene.get(&schema).await.expect(200).json();
    assert_eq!(schema["id"], super::USER);
    let schemas: Value = scene.get("Schemas").await.expect(200).json();
    assert_eq!(schemas["Resources"][0], schema);
}
