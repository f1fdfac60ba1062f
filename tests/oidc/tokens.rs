//! ID tokens that are not to be believed, and keys.

use serde_json::{Value, json};

use super::{Scene, refused};

async fn token(scene: &Scene, header: Value, key: &str, published: &[&str]) -> super::Answer {
    let begun = scene.begin().await;
    let payload = scene.claims(&begun, "ada").to_string();
    let token = json!({ "header": header, "payload": payload, "key": key });
    scene.hostile.script(&json!({ "token": token, "published": published })).await;
    scene.come_back(&begun, &scene.query(&begun)).await
}

#[tokio::test]
async fn each_algorithm_on_the_list_signs_and_no_other_does() {
    let scene = Scene::new().await;
    let all = ["a", "e", "d"];
    for (alg, key) in [("RS256", "a"), ("PS256", "a"), ("ES256", "e"), ("EdDSA", "d")] {
        let answer = token(&scene, json!({ "alg": alg, "kid": key }), key, &all).await;
        assert_eq!(scene.signed_in(&answer).await.sub, scene.ada.me().await.sub, "{alg}");
    }
    for header in [
        json!({ "alg": "none" }),
        json!({ "alg": "none", "kid": "a" }),
        json!({ "alg": "HS256", "kid": "a" }),
        json!({ "alg": "RS256", "kid": "a", "crit": ["exp"] }),
        json!({ "alg": "RS256", "kid": "a", "typ": "at+jwt" }),
    ] {
        let answer = token(&scene, header.clone(), "a", &all).await;
        assert_eq!(refused(&answer), "not-believed", "{header}");
    }
    let mut reasons = scene.reasons().await;
    reasons.sort();
    reasons.dedup();
    assert_eq!(reasons, ["algorithm_not_allowed", "critical_header", "token_type"]);
}

#[tokio::test]
async fn a_key_comes_from_the_issuers_own_list_alone() {
    let scene = Scene::new().await;
    for (header, key) in [
        // Signed by another key than the one that it names.
        (json!({ "alg": "RS256", "kid": "a" }), "b"),
        // By one that is not published, whatever the token says of it.
        (json!({ "alg": "RS256", "kid": "b" }), "b"),
        (
            json!({ "alg": "RS256", "kid": "b", "jku": format!("{}/jwks", scene.hostile.issuer) }),
            "b",
        ),
        (json!({ "alg": "ES256", "kid": "a" }), "e"),
    ] {
        let answer = token(&scene, header.clone(), key, &["a"]).await;
        assert_eq!(refused(&answer), "not-believed", "{header}");
    }
    scene.sign_in("ada").await;
}

#[tokio::test]
async fn a_key_of_another_issuer_is_none_of_this_one() {
    let (scene, other) = (Scene::new().await, Scene::new().await);
    let begun = scene.begin().await;
    // The other's own signature, with claims that are right here.
    other.say(&scene.claims(&begun, "ada")).await;
    let stolen: Value = {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let url = format!("{}/token", other.hostile.issuer);
        client.post(url).send().await.unwrap().json().await.unwrap()
    };
    scene.hostile.script(&json!({ "trouble": { "/token": stolen } })).await;
    let answer = scene.come_back(&begun, &scene.query(&begun)).await;
    assert_eq!(refused(&answer), "not-believed");
    assert_eq!(scene.reasons().await, ["signature"]);
}

#[tokio::test]
async fn for_a_key_that_is_not_known_the_provider_is_asked_once() {
    let scene = Scene::new().await;
    let header = json!({ "alg": "RS256", "kid": "b" });
    scene.signed_in(&token(&scene, header, "b", &["a", "b"]).await).await;
    let asked = |seen: Vec<Value>| seen.iter().filter(|it| it["path"] == "/jwks").count();
    let before = asked(scene.hostile.seen().await);
    for _ in 0..3 {
        let header = json!({ "alg": "RS256", "kid": "unheard-of" });
        assert_eq!(refused(&token(&scene, header, "a", &["a", "b"]).await), "not-believed");
    }
    assert_eq!(asked(scene.hostile.seen().await), before);
}

#[tokio::test]
async fn keys_that_are_known_go_on_while_the_provider_does_not_tell_them() {
    let scene = Scene::new().await;
    let begun = scene.begin().await;
    let payload = scene.claims(&begun, "ada").to_string();
    let header = json!({ "alg": "RS256", "kid": "a" });
    let token = json!({ "header": header, "payload": payload, "key": "a" });
    let trouble = json!({ "/jwks": "down", "/.well-known/openid-configuration": "down" });
    scene.hostile.script(&json!({ "token": token, "trouble": trouble })).await;
    let answer = scene.come_back(&begun, &scene.query(&begun)).await;
    scene.signed_in(&answer).await;
}

#[tokio::test]
async fn a_token_that_says_something_else_than_was_asked_for_is_refused() {
    let scene = Scene::new().await;
    let mut expected = Vec::new();
    for (name, value, reason) in [
        ("nonce", json!("another"), "nonce"),
        ("nonce", Value::Null, "nonce"),
        ("aud", json!("another"), "audience"),
        ("aud", json!(["gatepass", "another"]), "authorized_party"),
        ("azp", json!("another"), "authorized_party"),
        ("iss", json!("https://login.example.com"), "issuer"),
        ("iss", json!(format!("{}/", scene.hostile.issuer)), "issuer"),
        ("exp", json!(1_700_000_001), "expired"),
        ("exp", json!("4102444800"), "not_a_moment"),
        ("exp", Value::Null, "not_a_moment"),
        ("iat", json!("1700000000"), "not_a_moment"),
        ("iat", json!(4_102_444_000_i64), "not_yet_valid"),
        ("nbf", json!(4_102_444_000_i64), "not_yet_valid"),
        ("nbf", json!("0"), "not_a_moment"),
        ("sub", json!(""), "subject"),
        ("sub", json!(7), "subject"),
    ] {
        let begun = scene.begin().await;
        let mut claims = scene.claims(&begun, "ada");
        claims[name] = value.clone();
        let answer = scene.arrive(&begun, &claims).await;
        assert_eq!(refused(&answer), "not-believed", "{name}: {value}");
        expected.push(reason);
    }
    let begun = scene.begin().await;
    let claims = scene.claims(&begun, "ada").to_string();
    let twice = format!("{},\"sub\":\"eve\"}}", &claims[..claims.len() - 1]);
    let header = json!({ "alg": "RS256", "kid": "a" });
    let token = json!({ "header": header, "payload": twice, "key": "a" });
    scene.hostile.script(&json!({ "token": token })).await;
    let answer = scene.come_back(&begun, &scene.query(&begun)).await;
    assert_eq!(refused(&answer), "not-believed");
    expected.push("token_malformed");
    expected.sort_unstable();
    expected.dedup();
    let mut reasons = scene.reasons().await;
    reasons.sort();
    reasons.dedup();
    assert_eq!(reasons, expected);
    scene.sign_in("ada").await;
}
