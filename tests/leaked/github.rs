//! What GitHub's secret scanning reports.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use gatepass_core::agents::AgentKind;
use gatepass_core::audit::{Action, Actor, Means};
use gatepass_core::route::Route;
use gatepass_core::wire::{MOST_FINDS, ProblemKind};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::report::{await_refused, sealed, view};
use crate::harness::{
    ADA, Answer, Caller, Github, Issued, Person, Server, Settings, Tenant, eventually, random_hex,
    scanned, send, send_raw,
};

const URL: &str = "https://github.com/octocat/Hello-World/blob/1234/foo/bar.txt";

/// A server that believes a GitHub of its own, and a tenant of it.
struct Scene {
    server: &'static Server,
    github: &'static Github,
    tenant: Tenant,
    ada: Person,
}

impl Scene {
    async fn new() -> Self {
        let (server, github) = scanned().await;
        let tenant = Tenant::create(server).await;
        let ada = tenant.sign_in(ADA).await;
        Self { server, github, tenant, ada }
    }

    async fn report(&self, body: &str) -> Answer {
        let signature = self.github.sign("a", body, [0, 0]).await;
        report(&self.tenant.caller, body, Some("a"), Some(&signature)).await
    }

    /// Makes sure that it is refused as anything else is, and that the token goes on.
    async fn expect_not_believed(&self, answer: &Answer, issued: &Issued, case: &str) {
        assert_eq!(answer.problem().kind, ProblemKind::PermissionDenied, "{case}");
        let expected = report(&self.tenant.caller, "[]", None, None).await;
        assert_eq!((answer.status, &answer.body), (403, &expected.body), "{case}");
        assert!(answer.headers("www-authenticate").is_empty(), "{case}");
        assert!(view(&self.ada, &issued.view).await.exposed.is_none(), "{case}");
    }
}

async fn report(caller: &Caller, body: &str, key: Option<&str>, signature: Option<&str>) -> Answer {
    let mut request = caller.to(&Route::ReportByGithub).header("content-type", "application/json");
    if let Some(key) = key {
        request = request.header("Github-Public-Key-Identifier", key);
    }
    if let Some(signature) = signature {
        request = request.header("Github-Public-Key-Signature", signature);
    }
    send(request.body(body.to_owned())).await
}

fn find(token: &str) -> Value {
    json!({ "token": token, "type": "gatepass_api_token", "url": URL, "source": "content" })
}

fn finds(tokens: &[&str]) -> String {
    Value::from_iter(tokens.iter().map(|token| find(token))).to_string()
}

fn told(token: &str, is_ours: bool) -> Value {
    let label = if is_ours { "true_positive" } else { "false_positive" };
    let hash = hex::encode(Sha256::digest(token));
    json!({ "token_hash": hash, "token_type": "gatepass_api_token", "label": label })
}

#[tokio::test]
async fn each_of_ours_is_revoked_and_github_is_told_which_those_were() {
    let scene = Scene::new().await;
    let other = Tenant::create(scene.server).await;
    let mine = scene.ada.issue("ci").await;
    let theirs = other.sign_in(ADA).await.issue("ci").await;
    let agent = scene.ada.add_agent(AgentKind::SiemAgent, "hub").await;
    let untouched = scene.ada.issue("untouched").await;
    let mistyped = mine.token.replace(&mine.token[30..31], "-");
    let forged = sealed(&scene.tenant, scene.tenant.id, Some(&random_hex(32)));
    let unheard_of = sealed(&scene.tenant, scene.tenant.id, None);
    let nobodys = sealed(&scene.tenant, "000000".parse().unwrap(), None);
    let tokens = [
        (mistyped.as_str(), false),
        (&mine.token, true),
        (&forged, false),
        (&theirs.token, true),
        (&unheard_of, false),
        (&agent.token, true),
        (&nobodys, false),
        (&mine.token, true),
        ("", false),
    ];
    // At another tenant's own host, too: GitHub knows of no tenants.
    let caller = other.at_own_host().caller;
    let body = finds(&tokens.map(|(token, _)| token));
    let signature = scene.github.sign("b", &body, [0, 0]).await;
    for _ in 0..2 {
        let answer = report(&caller, &body, Some("b"), Some(&signature)).await.expect(200);
        let expected: Vec<_> = tokens.iter().map(|(token, is)| told(token, *is)).collect();
        assert_eq!(answer.json::<Vec<Value>>(), expected);
        assert_eq!(answer.header("cache-control"), "no-store");
        for token in [&mine.token, &theirs.token, &agent.token] {
            assert!(!answer.text().contains(token.as_str()));
        }
    }
    for token in [&mine.token, &theirs.token, &agent.token] {
        await_refused(&scene.tenant, token).await;
    }
    scene.tenant.caller.verify(&untouched.token).await.expect(200);
    let exposed = view(&scene.ada, &mine.view).await.exposed.unwrap();
    assert_eq!(exposed.found_at.unwrap().as_str(), format!("GitHub, content: {URL}"));
    let told = crate::activity::events(&scene.ada, Action::TokenExposed).await;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().all(|it| (&it.actor, &it.by) == (&Actor::Unknown, &Means::LeakReport)));
}

#[tokio::test]
async fn a_signature_is_believed_however_its_numbers_are_padded() {
    let scene = Scene::new().await;
    // 33 bytes begin with a zero; 1 stands for fewer than 32.
    for lengths in [[33, 33], [33, 32], [32, 33], [32, 32], [1, 0], [0, 1]] {
        let issued = scene.ada.issue(&format!("{lengths:?}")).await;
        let body = finds(&[&issued.token]);
        let signature = scene.github.sign("a", &body, lengths).await;
        let answer = report(&scene.tenant.caller, &body, Some("a"), Some(&signature)).await;
        let told = [told(&issued.token, true)];
        assert_eq!(answer.expect(200).json::<Vec<Value>>(), told, "{lengths:?}: {signature}");
        assert!(view(&scene.ada, &issued.view).await.exposed.is_some(), "{lengths:?}");
    }
}

#[tokio::test]
async fn the_report_that_github_documents_is_believed() {
    let scene = Scene::new().await;
    let body = r#"[{"token":"some_token","type":"some_type","url":"some_url"}]"#;
    let signature = "MEUCIQDKZokqnCjrRtw0tni+2Ltvl/uiMJ1EGumEsp1BsNr32AIgQY1YXD2nlj+XNfGK4rBfkMJ1JDOQcYXxa2sY8FNkrKc=";
    let answer = report(&scene.tenant.caller, body, Some("shown"), Some(signature)).await;
    let told = answer.expect(200).json::<Value>();
    assert_eq!(
        (&told[0]["token_type"], &told[0]["label"]),
        (&json!("some_type"), &json!("false_positive"))
    );
}

#[tokio::test]
async fn what_github_did_not_sign_is_refused_and_changes_nothing() {
    let scene = Scene::new().await;
    let (issued, caller) = (scene.ada.issue("ci").await, &scene.tenant.caller);
    let body = finds(&[&issued.token]);
    let right = scene.github.sign("a", &body, [32, 32]).await;
    let der = STANDARD.decode(&right).unwrap();
    // With r and s of 32 bytes each, r begins at the fifth byte and s at the thirty-ninth.
    let raw = [&der[4..36], &der[38..70]].concat();
    let mut padded = der.clone();
    padded[1] += 1;
    padded[3] += 1;
    padded.insert(4, 0);
    let mut flipped = der.clone();
    flipped[20] ^= 1;
    let zeros = [&[0x30, 6, 2, 1, 0, 2, 1, 0][..]].concat();
    let of_other_key = scene.github.sign("b", &body, [0, 0]).await;
    let of_other_body = scene.github.sign("a", &body.replace("content", "commit"), [0, 0]).await;
    let encoded = |der: &[u8]| STANDARD.encode(der);
    for (case, key, signature) in [
        ("nothing", None, None),
        ("no signature", Some("a"), None),
        ("no key", None, Some(right.clone())),
        ("an empty signature", Some("a"), Some(String::new())),
        ("an empty key", Some(""), Some(right.clone())),
        ("another key's name", Some("b"), Some(right.clone())),
        ("an unheard-of key", Some("z"), Some(right.clone())),
        ("a key's name in another case", Some("A"), Some(right.clone())),
        ("a path as key", Some("../a"), Some(right.clone())),
        ("another key's", Some("a"), Some(of_other_key)),
        ("of another body", Some("a"), Some(of_other_body)),
        ("r and s as they are", Some("a"), Some(encoded(&raw))),
        ("a zero too many", Some("a"), Some(encoded(&padded))),
        ("trailing bytes", Some("a"), Some(encoded(&[der.as_slice(), &[0]].concat()))),
        ("cut off", Some("a"), Some(encoded(&der[..der.len() - 1]))),
        ("a bit changed", Some("a"), Some(encoded(&flipped))),
        ("zeros", Some("a"), Some(encoded(&zeros))),
        ("in hexadecimal", Some("a"), Some(hex::encode(&der))),
        ("of another alphabet", Some("a"), Some(format!("-{}", URL_SAFE.encode(&der)))),
    ] {
        let answer = report(caller, &body, key, signature.as_deref()).await;
        scene.expect_not_believed(&answer, &issued, case).await;
    }
    for changed in [format!("{body} "), body.replace("content", "Content"), String::new()] {
        let answer = report(caller, &changed, Some("a"), Some(&right)).await;
        scene.expect_not_believed(&answer, &issued, &changed).await;
    }
    report(caller, &body, Some("a"), Some(&right)).await.expect(200);
}

#[tokio::test]
async fn the_headers_names_have_no_case() {
    let scene = Scene::new().await;
    for (key, signature) in [
        ("GITHUB-PUBLIC-KEY-IDENTIFIER", "GITHUB-PUBLIC-KEY-SIGNATURE"),
        ("Github-Public-Key-Identifier", "Github-Public-Key-Signature"),
        ("github-public-key-identifier", "github-public-key-signature"),
    ] {
        let issued = scene.ada.issue(key).await;
        let body = finds(&[&issued.token]);
        let signed = scene.github.sign("a", &body, [0, 0]).await;
        let headers = [
            "content-type: application/json".to_owned(),
            format!("content-length: {}", body.len()),
            format!("{key}: a"),
            format!("{signature}: {signed}"),
        ];
        let headers: Vec<_> = headers.iter().map(String::as_str).collect();
        let line = "POST /leaked/github HTTP/1.1";
        let answer = send_raw(&scene.tenant.caller, line, &headers, &body).await;
        assert_eq!(answer.status(), Some(200), "{key}");
        assert!(view(&scene.ada, &issued.view).await.exposed.is_some(), "{key}");
    }
}

#[tokio::test]
async fn of_a_report_that_is_signed_and_wrong_the_fault_is_named() {
    let scene = Scene::new().await;
    for (body, field) in [
        ("", "body"),
        ("{}", "body"),
        ("[] []", "body"),
        ("[1]", "[0]"),
        (r#"[{"type":"t"}]"#, "token"),
        (r#"[{"token":"x"}]"#, "type"),
        (r#"[{"token":"x","type":["t"]}]"#, "[0].type"),
    ] {
        scene.report(body).await.expect_wrong(field);
    }
    assert_eq!(scene.report("[]").await.expect(200).json::<Value>(), json!([]));
    let signature = scene.github.sign("a", "[]", [0, 0]).await;
    let request = scene.tenant.caller.to(&Route::ReportByGithub);
    let request = request.header("github-public-key-identifier", "a");
    let request = request.header("github-public-key-signature", signature).body("[]");
    send(request).await.expect_problem(ProblemKind::UnsupportedMediaType);
}

#[tokio::test]
async fn many_finds_are_taken_at_once_and_too_many_are_not() {
    let scene = Scene::new().await;
    let issued = scene.ada.issue("ci").await;
    let mut tokens = vec!["none"; MOST_FINDS - 1];
    tokens.insert(500, &issued.token);
    let told = scene.report(&finds(&tokens)).await.expect(200).json::<Vec<Value>>();
    let ours = told.iter().filter(|verdict| verdict["label"] == "true_positive");
    assert_eq!((told.len(), ours.count()), (MOST_FINDS, 1));
    let after = scene.ada.issue("after").await;
    tokens.insert(0, &after.token);
    scene.report(&finds(&tokens)).await.expect_wrong("body");
    let large = Value::from(vec![json!({ "token": "x".repeat(1 << 20), "type": "t" })]).to_string();
    scene.report(&large).await.expect_problem(ProblemKind::TooLarge);
    assert!(view(&scene.ada, &after.view).await.exposed.is_none());
}

#[tokio::test]
async fn keys_are_asked_for_once_and_go_on_while_github_is_down() {
    let github = Github::start();
    github.script(&json!({ "trouble": "down" })).await;
    let settings = Settings::new().with("GITHUB_KEYS_URL", &github.keys_url());
    let server = Server::start(settings).await;
    let tenant = Tenant::create(&server).await;
    let issued = tenant.sign_in(ADA).await.issue("ci").await;
    let body = finds(&[&issued.token]);
    let by = async |key: &str| {
        let signature = github.sign(key, &body, [0, 0]).await;
        report(&tenant.caller, &body, Some(key), Some(&signature)).await
    };
    // Nobody can say whose it is.
    for trouble in [json!("down"), json!("<html>"), json!({ "public_keys": [{}] })] {
        github.script(&json!({ "trouble": trouble })).await;
        let answer = by("a").await;
        answer.expect_problem(ProblemKind::Unavailable);
        assert!(!answer.header("retry-after").is_empty());
        tenant.caller.verify(&issued.token).await.expect(200);
    }
    // A key that came after the list was asked for.
    github.script(&json!({ "published": ["a"] })).await;
    let limit = Duration::from_secs(30);
    eventually("keys are asked for again", limit, async || {
        (by("a").await.status == 200).then_some(())
    })
    .await;
    let before = github.asked().await;
    for _ in 0..3 {
        by("a").await.expect(200);
        by("b").await.expect_problem(ProblemKind::PermissionDenied);
    }
    assert!(github.asked().await <= before + 1);
    github.script(&json!({ "published": ["a", "b"] })).await;
    eventually("the new key is known", limit, async || (by("b").await.status == 200).then_some(()))
        .await;
    github.script(&json!({ "trouble": "down" })).await;
    by("a").await.expect(200);
    // Whether this is a new one, nobody can say.
    let answer = eventually("it is asked for again", limit, async || {
        let answer = by("c").await;
        (answer.status != 403).then_some(answer)
    });
    answer.await.expect_problem(ProblemKind::Unavailable);
}
