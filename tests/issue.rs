//! Issuing a token.

use std::time::Duration;

use gatepass_core::listing::TokenQuery;
use gatepass_core::status::Status;
use gatepass_core::token::{SecretToken, TokenKind};
use gatepass_core::wire::ProblemKind;
use reqwest::Method;
use serde_json::json;

use crate::harness::{ADA, OTTO, RITA, Tenant, eventually, random_hex, send, send_json, shared};
use gatepass_core::route::Route;

#[tokio::test]
async fn a_token_has_the_exact_form_and_carries_our_seal() {
    let tenant = Tenant::create(shared().await).await;
    let issued = tenant.sign_in(ADA).await.issue("ci").await;
    let settings = tenant.caller.settings();
    let body = issued.token.strip_prefix("gpu_").unwrap();
    assert_eq!(body.len(), 65);
    assert!(body.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let token = SecretToken::parse(&issued.token, &settings.prefixes()).unwrap();
    assert!(token.is_sealed(&settings.seal_keys()));
    assert_eq!(token.kind(), TokenKind::User);
    assert_eq!(token.id(), issued.view.id);
    assert_eq!(token.id().tenant, tenant.id);
}

#[tokio::test]
async fn a_new_token_is_generated_and_its_owners() {
    let tenant = Tenant::create(shared().await).await;
    let otto = tenant.sign_in(OTTO).await;
    let view = otto.issue("  nightly build ").await.view;
    assert_eq!(view.name.as_str(), "nightly build");
    assert_eq!(view.status, Status::Generated);
    assert_eq!(view.last_used_at, None);
    assert_eq!(view.issued_by.as_str(), OTTO);
    assert_eq!(view.sub, otto.me().await.sub);
    assert_eq!(view.scope.to_string(), "read write");
    assert_eq!(otto.find(view.id).await, Some(view));
}

#[tokio::test]
async fn a_token_stands_in_one_answer_and_no_other() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let answer = ada.try_issue("ci").await.expect(201);
    assert_eq!(answer.header("cache-control"), "no-store");
    let token = answer.json::<crate::harness::Issued>().token;
    let secret = secret_of(&token);
    for answer in [
        ada.try_list("").await,
        ada.call(&Route::Me).await,
        tenant.caller.verify(&token).await,
        ada.try_issue("ci").await,
    ] {
        assert!(!answer.text().contains(secret), "{}", answer.text());
        assert!(!format!("{:?}", answer.headers).contains(secret));
    }
}

#[tokio::test]
async fn a_new_token_passes_at_once_under_both_schemes_in_any_case() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let me = ada.me().await;
    let schemes = ["Token", "token", "TOKEN", "Bearer", "bearer", "bEARER", "Token "];
    for (scheme, number) in schemes.into_iter().zip(1..) {
        let issued = ada.issue(&format!("token {number}")).await;
        let request = tenant.caller.to(&Route::Verify);
        let value = format!("{scheme} {}", issued.token);
        let answer = send(request.header("authorization", value)).await.expect(200);
        for (name, value) in [
            ("gatepass-tenant", tenant.id.to_string()),
            ("gatepass-subject", me.sub.to_string()),
            ("gatepass-token-id", issued.view.id.to_string()),
            ("gatepass-kind", "user".to_owned()),
            ("gatepass-scope", "read write".to_owned()),
        ] {
            assert_eq!(answer.headers(name), [value], "{name}");
        }
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn a_token_comes_with_its_tenants_own_url_and_passes_there() {
    let tenant = Tenant::create(shared().await).await;
    let issued = tenant.sign_in(ADA).await.issue("ci").await;
    let own_host = format!("{}.eu.localhost", tenant.label);
    let caller = tenant.caller.at_host(&own_host);
    assert_eq!(issued.url, caller.origin());
    caller.verify(&issued.token).await.expect(200);
}

#[tokio::test]
async fn a_name_that_is_none_is_refused_with_its_sentence() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for name in [
        "",
        "   ",
        "\u{3000}",
        &"x".repeat(101),
        &"é".repeat(101),
        "bell\u{7}",
        "two\nlines",
        "a\0b",
        "del\u{7f}",
        "right\u{202e}left",
        "zero\u{200b}width",
        "\u{feff}mark",
    ] {
        let answer = ada.try_issue(name).await;
        answer.expect_wrong("name");
        let said = name.parse::<gatepass_core::name::TokenName>().unwrap_err();
        assert_eq!(answer.problem().detail, Some(said.to_string()), "{name:?}");
    }
    assert!(ada.names().await.is_empty());
}

#[tokio::test]
async fn a_name_may_be_in_any_script_up_to_100_characters() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for name in [&"é".repeat(100), "報告", "<b>&\"'", "🚀 deploy", "a/b?c=d#e", "%00"] {
        assert_eq!(ada.issue(name).await.view.name.as_str(), name);
    }
}

#[tokio::test]
async fn a_name_is_its_owners_own_without_regard_to_case() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    ada.issue("Über CI").await;
    for name in ["Über CI", "über ci", "ÜBER CI", " über CI "] {
        ada.try_issue(name).await.expect_wrong("name");
    }
    assert_eq!(ada.names().await, ["Über CI"]);
}

#[tokio::test]
async fn a_name_that_another_person_uses_is_free() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(OTTO).await);
    ada.issue("ci").await;
    otto.issue("ci").await;
    assert_eq!(otto.names().await, ["ci"]);
}

#[tokio::test]
async fn a_name_is_free_again_once_its_token_was_revoked() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let first = ada.issue("ci").await;
    ada.revoke(first.view.id).await;
    let second = ada.issue("CI").await;
    assert_ne!(first.view.id, second.view.id);
    tenant.caller.verify(&second.token).await.expect(200);
}

#[tokio::test]
async fn of_two_tokens_of_one_name_asked_for_at_once_one_is_issued() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let asked = (0..8).map(|_| ada.try_issue("ci"));
    let answers = futures_util::future::join_all(asked).await;
    let issued = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(issued, 1);
    let refused = answers.iter().filter(|answer| answer.status != 201);
    refused.for_each(|answer| answer.expect_wrong("name"));
    assert_eq!(ada.list(&TokenQuery::default()).await.total, 1);
}

#[tokio::test]
async fn a_security_readers_token_reads_and_alters_nothing() {
    let tenant = Tenant::create(shared().await).await;
    let rita = tenant.sign_in(RITA).await;
    let issued = rita.issue("report").await;
    assert_eq!(issued.view.scope.to_string(), "read");
    let key = random_hex(8);
    let path = format!("echo/{key}");
    let read = tenant.caller.api(Method::GET, &path, &issued.token);
    assert_eq!(send(read).await.expect(200).status, 200);
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        let answer = send(tenant.caller.api(method, &path, &issued.token)).await;
        answer.expect_problem(ProblemKind::InsufficientScope);
        assert_eq!(
            answer.header("www-authenticate"),
            tenant.caller.challenge(r#", error="insufficient_scope", scope="write""#)
        );
    }
}

#[tokio::test]
async fn a_scope_beyond_the_role_is_refused() {
    let tenant = Tenant::create(shared().await).await;
    for (person, scope) in [
        (RITA, "write"),
        (RITA, "read write"),
        (OTTO, "manage"),
        (OTTO, "read introspect"),
        (ADA, "everything"),
    ] {
        let person = tenant.sign_in(person).await;
        let body = json!({ "name": "ci", "scope": scope });
        send_json(person.to(&Route::IssueToken), &body).await.expect_wrong("scope");
        assert!(person.names().await.is_empty(), "{scope}");
    }
}

#[tokio::test]
async fn a_token_has_the_scope_that_it_was_given_and_no_more() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let body = json!({ "name": "ci", "scope": "read" });
    let answer = send_json(ada.to(&Route::IssueToken), &body).await.expect(201);
    let token = answer.json::<crate::harness::Issued>().token;
    assert_eq!(tenant.caller.verify(&token).await.header("gatepass-scope"), "read");
    let write = tenant.caller.api(Method::POST, &format!("echo/{}", random_hex(8)), &token);
    send(write).await.expect_problem(ProblemKind::InsufficientScope);
}

#[tokio::test]
async fn of_a_token_only_the_digest_is_stored_and_nothing_is_logged() {
    let server = shared().await;
    let tenant = Tenant::create(server).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("ci").await;
    let key = random_hex(8);
    tenant.caller.verify(&issued.token).await.expect(200);
    send(tenant.caller.api(Method::POST, &format!("echo/{key}"), &issued.token)).await.expect(200);
    tenant.caller.verify(&issued.token[1..]).await.expect(401);
    let token = SecretToken::parse(&issued.token, &tenant.caller.settings().prefixes()).unwrap();
    ada.revoke(issued.view.id).await;
    // The log lags behind the answers: once it has a later request, it has all of these.
    send(tenant.caller.request(Method::GET, &format!("/after-{key}"))).await.expect(404);
    let log = eventually("the log has caught up", Duration::from_secs(10), async || {
        let log = server.log();
        log.contains(&format!("/after-{key}")).then_some(log)
    })
    .await;

    let kept: Vec<Vec<u8>> =
        server.stored_files().iter().filter_map(|file| std::fs::read(file).ok()).collect();
    let holds = |text: &str| kept.iter().any(|file| contains(file, text.as_bytes()));
    assert!(holds(&token.digest().to_string()));
    for secret in [secret_of(&issued.token), &ada.session, &tenant.link] {
        assert!(!holds(secret));
        assert!(!log.contains(secret));
    }
}

/// The 32 characters of a token that are its secret: after prefix, kind, underscore and id.
fn secret_of(token: &str) -> &str {
    &token["gpu_".len() + 16..][..32]
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}
