//! What browsers come back with, and what providers answer.

use gatepass_core::route::Route;
use serde_json::json;

use super::{ATTEMPT_COOKIE, Scene, cookie_of, refused};
use crate::harness::send;

#[tokio::test]
async fn a_browser_is_sent_away_with_pkce_state_and_nonce_and_comes_back_to_the_tenants_own_host() {
    let scene = Scene::new().await;
    let (begun, other) = (scene.begin().await, scene.begin().await);
    let asked = |name: &str| begun.asked[name].as_str();
    assert_eq!(asked("response_type"), "code");
    assert_eq!(asked("code_challenge_method"), "S256");
    assert_eq!(asked("client_id"), "gatepass");
    let own = scene.tenant.caller.origin();
    assert_eq!(asked("redirect_uri"), format!("{own}{}", Route::SignInCallback.to_path()));
    for name in ["state", "nonce", "code_challenge"] {
        assert_eq!(asked(name).len(), 43);
        assert_ne!(asked(name), other.asked[name]);
    }
    scene.sign_in("ada").await;
    let seen = scene.hostile.seen().await;
    let form = seen.iter().rfind(|it| it["path"] == "/token").unwrap()["body"].as_str().unwrap();
    let form = super::serde_urlencoded_pairs(form);
    assert_eq!((form["code"].as_str(), form["code_verifier"].len()), ("one", 43));
    assert!(!form.contains_key("client_secret"));
}

#[tokio::test]
async fn the_attempts_cookie_is_held_to_this_host_and_taken_away_at_the_end() {
    let scene = Scene::new().await;
    let answer = scene.try_begin(&json!({ "provider": scene.id })).await.expect(200);
    let cookie = answer.header("set-cookie");
    for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=600"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(answer.header("cache-control"), "no-store");
    let back = scene.try_sign_in("ada").await;
    let cookies = back.headers("set-cookie");
    let ended = cookies.iter().find(|it| it.starts_with(ATTEMPT_COOKIE)).unwrap();
    assert!(ended.contains("Max-Age=0"), "{ended}");
    assert_eq!(
        (back.header("cache-control"), back.header("referrer-policy")),
        ("no-store", "no-referrer")
    );
}

#[tokio::test]
async fn only_the_browser_that_began_a_sign_in_ends_it_and_once() {
    let scene = Scene::new().await;
    let (mine, others) = (scene.begin().await, scene.begin().await);
    scene.say(&scene.claims(&mine, "ada")).await;
    let query = scene.query(&mine);
    for answer in [
        scene.come_back_with("", &query).await,
        scene.come_back(&others, &query).await,
        scene.come_back(&mine, &scene.query(&others)).await,
        scene.come_back_with(&format!("{ATTEMPT_COOKIE}=garbage"), &query).await,
        scene.come_back_with(&format!("{ATTEMPT_COOKIE}={}x", mine.cookie), &query).await,
    ] {
        assert_eq!(refused(&answer), "ended");
    }
    scene.signed_in(&scene.come_back(&mine, &query).await).await;
    // With the same cookie, state and code, as a copied URL has them.
    assert_eq!(refused(&scene.come_back(&mine, &query).await), "ended");
}

#[tokio::test]
async fn an_attempt_of_one_tenant_is_none_at_the_host_of_another() {
    let (scene, other) = (Scene::new().await, Scene::new().await);
    let begun = scene.begin().await;
    scene.say(&scene.claims(&begun, "ada")).await;
    assert_eq!(refused(&other.come_back(&begun, &scene.query(&begun)).await), "ended");
    scene.signed_in(&scene.come_back(&begun, &scene.query(&begun)).await).await;
}

#[tokio::test]
async fn an_answer_has_to_say_whose_it_is_and_what() {
    let scene = Scene::new().await;
    let begun = scene.begin().await;
    let (state, iss) = (&begun.asked["state"], &scene.hostile.issuer);
    scene.say(&scene.claims(&begun, "ada")).await;
    for (query, word) in [
        (format!("code=one&state={state}"), "not-believed"),
        (format!("code=one&state={state}&iss=https://evil.example"), "not-believed"),
        (format!("code=one&state={state}&iss={iss}&iss={iss}"), "not-believed"),
        (format!("code=one&code=two&state={state}&iss={iss}"), "not-believed"),
        (format!("state={state}&iss={iss}"), "not-believed"),
        (format!("code=one&iss={iss}"), "not-believed"),
        (String::new(), "not-believed"),
        (format!("error=access_denied&state={state}&iss={iss}"), "declined"),
        (format!("error=access_denied&code=one&state={state}&iss={iss}"), "declined"),
    ] {
        assert_eq!(refused(&scene.come_back(&begun, &query).await), word, "{query}");
    }
    scene.signed_in(&scene.come_back(&begun, &scene.query(&begun)).await).await;
}

#[tokio::test]
async fn a_provider_that_fails_redirects_or_talks_without_end_lets_nobody_in() {
    let scene = Scene::new().await;
    for trouble in [
        json!("down"),
        json!("redirect"),
        json!("huge"),
        json!({}),
        json!([]),
        json!({ "id_token": 1 }),
        json!({ "error": "invalid_grant" }),
    ] {
        let begun = scene.begin().await;
        scene.hostile.script(&json!({ "trouble": { "/token": trouble } })).await;
        let answer = scene.come_back(&begun, &scene.query(&begun)).await;
        assert_eq!(refused(&answer), "provider", "{trouble}");
    }
    let seen = scene.hostile.seen().await;
    assert!(seen.iter().all(|it| !it["path"].as_str().unwrap().starts_with("/elsewhere")));
    scene.sign_in("ada").await;
}

#[tokio::test]
async fn a_description_that_does_not_hold_sends_nobody_away() {
    for trouble in [
        json!({ "trouble": { "/.well-known/openid-configuration": "down" } }),
        json!({ "trouble": { "/.well-known/openid-configuration": "redirect" } }),
        json!({ "trouble": { "/.well-known/openid-configuration": "huge" } }),
        json!({ "discovery": { "issuer": "https://login.example.com" } }),
        json!({ "discovery": { "token_endpoint": "http://login.example.com/token" } }),
        json!({ "discovery": { "code_challenge_methods_supported": ["plain"] } }),
    ] {
        let scene = Scene::untried().await;
        scene.hostile.script(&trouble).await;
        let answer = scene.ada.call(&Route::TestProvider(scene.id)).await;
        assert_eq!(answer.status, 502, "{trouble}: {}", answer.text());
        assert_eq!(cookie_of(&answer, ATTEMPT_COOKIE), None);
        assert!(answer.problem().detail.unwrap().starts_with("Contoso can't be used now"));
    }
}

#[tokio::test]
async fn a_page_of_another_origin_begins_nothing() {
    let scene = Scene::new().await;
    let request = scene.tenant.caller.to(&Route::BeginSignIn);
    let request = request.header("origin", "https://evil.example");
    let answer = send(request.json(&json!({ "provider": scene.id }))).await;
    assert_eq!(answer.status, 403);
    assert_eq!(cookie_of(&answer, ATTEMPT_COOKIE), None);
}
