//! How a client authenticates, and what it sends.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gatepass_core::oauth::FORM_TYPE;
use gatepass_core::route::Route;
use reqwest::Method;
use serde_json::Value;

use super::{Scene, expect_error};
use crate::harness::{send, send_form};

const ROUTES: [Route; 2] = [Route::Introspect, Route::RevokeShown];

/// Of a token that nobody knows, so that nothing happens.
const FORM: &str = "token=x";

fn basic(pair: impl AsRef<[u8]>) -> String {
    format!("Basic {}", STANDARD.encode(pair))
}

#[tokio::test]
async fn a_client_shows_its_token_or_its_id_and_its_token() {
    let scene = Scene::new().await;
    let (id, token) = (scene.client.view.id, &scene.client.token);
    for route in ROUTES {
        for authorization in [
            format!("Bearer {token}"),
            format!("Token {token}"),
            basic(format!("{id}:{token}")),
            basic(format!("{id}:{token}")).replace("Basic", "basic"),
        ] {
            let request = scene.tenant.caller.to(&route).header("authorization", authorization);
            send_form(request, FORM).await.expect(200);
        }
    }
}

#[tokio::test]
async fn hostile_credentials_are_refused_with_both_challenges() {
    let scene = Scene::new().await;
    let (id, other) = (scene.client.view.id, scene.shown.view.id);
    let token = &scene.client.token;
    for route in ROUTES {
        for authorization in [
            "Basic".to_owned(),
            "Basic ".to_owned(),
            "Basic !!!".to_owned(),
            "Basic =".to_owned(),
            format!("Basic {token}"),
            format!("Basic {id}:{token}"),
            basic(""),
            basic(":"),
            basic("no colon"),
            basic(token),
            basic(b"\xff\xfe:\xff\xfe"),
            basic(format!("{id}:")),
            basic(format!(":{token}")),
            basic(format!("{token}:{id}")),
            basic(format!("{id}:{token}:{token}")),
            basic(format!("{other}:{token}")),
            basic(format!("{id}:{}", scene.shown.token)),
            basic(vec![b'x'; 6000]),
            format!("Bearer {id}"),
            "Negotiate x".to_owned(),
        ] {
            let request = scene.tenant.caller.to(&route).header("authorization", &authorization);
            let answer = send_form(request, FORM).await;
            expect_error(&answer, 401, "invalid_client");
            let challenge = answer.header("www-authenticate");
            assert!(challenge.starts_with("Bearer realm="), "{challenge}");
            assert!(challenge.ends_with(r#", Basic realm="gatepass""#), "{challenge}");
        }
    }
}

#[tokio::test]
async fn a_credential_anywhere_but_in_the_header_is_none() {
    let scene = Scene::new().await;
    let (id, token) = (scene.client.view.id, &scene.client.token);
    for route in ROUTES {
        let form = format!("{FORM}&client_id={id}&client_secret={token}&access_token={token}");
        let answer = send_form(scene.tenant.caller.to(&route), form).await;
        expect_error(&answer, 401, "invalid_client");
        let path = format!("{}?access_token={token}", route.to_path());
        let answer = send_form(scene.tenant.caller.request(Method::POST, &path), FORM).await;
        expect_error(&answer, 401, "invalid_client");
    }
}

#[tokio::test]
async fn a_form_that_does_not_show_one_token_is_an_invalid_request() {
    let scene = Scene::new().await;
    let token = &scene.shown.token;
    for route in ROUTES {
        for form in [
            String::new(),
            "token".to_owned(),
            "token=".to_owned(),
            format!("Token={token}"),
            format!("{{\"token\":\"{token}\"}}"),
            format!("token={token}&token={token}"),
            format!("token={token}&token="),
            format!("token={token}&token_type_hint=a&token_type_hint=a"),
        ] {
            let answer = send_form(scene.to(&route), form).await;
            expect_error(&answer, 400, "invalid_request");
            assert!(!answer.text().contains(token), "{}", answer.text());
        }
        let path = format!("{}?token={token}", route.to_path());
        let request =
            scene.tenant.caller.request(Method::POST, &path).bearer_auth(&scene.client.token);
        expect_error(&send_form(request, "").await, 400, "invalid_request");
        let bytes = send_form(scene.to(&route), vec![0xff; 64]).await;
        expect_error(&bytes, 400, "invalid_request");
    }
    scene.tenant.caller.verify(token).await.expect(200);
}

#[tokio::test]
async fn what_is_unheard_of_in_a_form_is_ignored() {
    let scene = Scene::new().await;
    for route in ROUTES {
        for form in ["x=1&x=1&token=x", "token=x&token_type_hint=nonsense", "token=x&&=&%00=%ff"] {
            send_form(scene.to(&route), form).await.expect(200);
        }
    }
}

#[tokio::test]
async fn a_body_of_another_type_or_over_64_kib_is_refused() {
    let scene = Scene::new().await;
    for route in ROUTES {
        for kind in
            ["application/json", "text/plain", "", ";", "multipart/form-data", "\"", "x/y/z"]
        {
            let request = scene.to(&route).header("content-type", kind).body(FORM);
            expect_error(&send(request).await, 400, "invalid_request");
        }
        expect_error(&send(scene.to(&route).body(FORM)).await, 400, "invalid_request");
        let kind = format!("{}; charset=UTF-8", FORM_TYPE.to_uppercase());
        send(scene.to(&route).header("content-type", kind).body(FORM)).await.expect(200);
        let long = format!("{FORM}&x={}", "x".repeat(64 * 1024));
        expect_error(&send_form(scene.to(&route), long).await, 413, "invalid_request");
    }
}

#[tokio::test]
async fn what_a_client_is_told_of_an_error_holds_no_token() {
    let scene = Scene::new().await;
    for route in ROUTES {
        let answer = send(scene.to(&route).body(scene.shown.token.clone())).await;
        let error: Value = answer.json();
        assert!(!error.to_string().contains(&scene.shown.token));
    }
}
