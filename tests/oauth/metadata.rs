//! What a host says of itself: RFC 8414 and RFC 9728.

use gatepass_core::route::Route;
use gatepass_core::wire::ProblemKind;
use reqwest::Url;
use serde_json::Value;

use super::Scene;
use crate::harness::{Caller, send, send_form};

async fn metadata(caller: &Caller, route: &Route) -> Value {
    let answer = send(caller.to(route)).await.expect(200);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "public, max-age=3600");
    answer.json()
}

#[tokio::test]
async fn each_host_is_the_issuer_of_what_is_told_there() {
    let scene = Scene::new().await;
    let portal = format!("http://{}", scene.tenant.caller.settings().value("PORTAL_HOST"));
    for (caller, issuer) in [
        (scene.tenant.caller.clone(), portal),
        (scene.tenant.at_own_host().caller, scene.shown.url.clone()),
    ] {
        let server = metadata(&caller, &Route::AuthorizationServer).await;
        assert_eq!(server["issuer"], issuer);
        let resource = metadata(&caller, &Route::ProtectedResource).await;
        assert_eq!(resource["resource"], issuer);
        assert_eq!(resource["authorization_servers"], serde_json::json!([issuer]));
        let request = caller.with_token(&Route::Introspect, &scene.client.token);
        let told = send_form(request, format!("token={}", scene.shown.token)).await.expect(200);
        assert_eq!(told.json::<Value>()["iss"], issuer);
    }
}

#[tokio::test]
async fn the_endpoints_that_are_named_answer() {
    let scene = Scene::new().await;
    let server = metadata(&scene.tenant.caller, &Route::AuthorizationServer).await;
    for (member, route) in
        [("introspection_endpoint", Route::Introspect), ("revocation_endpoint", Route::RevokeShown)]
    {
        let url: Url = server[member].as_str().unwrap().parse().unwrap();
        assert_eq!(url.path(), route.to_path());
        send_form(scene.to(&route), "token=x").await.expect(200);
    }
}

#[tokio::test]
async fn a_host_that_is_nobodys_says_nothing() {
    let scene = Scene::new().await;
    for host in ["nobody-has-this.eu.localhost", "contoso.mars.localhost", "127.0.0.1"] {
        let caller = scene.tenant.caller.at_host(host);
        for route in [Route::AuthorizationServer, Route::ProtectedResource] {
            send(caller.to(&route)).await.expect_problem(ProblemKind::NotFound);
        }
    }
}
