//! What the edge answers to a token, and to what is none.

use gatepass_core::id::{Entropy, TenantId};
use gatepass_core::mac::Keyring;
use gatepass_core::route::Route;
use gatepass_core::token::{Prefixes, SecretToken, TokenKind};
use gatepass_core::wire::ProblemKind;
use reqwest::Method;
use std::time::Duration;

use crate::harness::{ADA, RITA, Server, Settings, Tenant, eventually, random_hex, send, shared};

const INVALID: &str = r#", error="invalid_token", error_description="The token is not valid""#;

pub(crate) fn sealed_with(keys: &Keyring, tenant: TenantId) -> String {
    let mut entropy: Entropy = [0; 128];
    getrandom::fill(&mut entropy).unwrap();
    let token =
        SecretToken::issue(&Prefixes::default(), TokenKind::User, tenant, keys, &entropy).unwrap();
    token.expose().to_owned()
}

fn other_keys() -> Keyring {
    random_hex(32).parse().unwrap()
}

#[tokio::test]
async fn without_a_token_the_answer_asks_for_one_and_names_no_error() {
    let tenant = Tenant::create(shared().await).await;
    let token = tenant.sign_in(ADA).await.issue("ci").await.token;
    for authorization in [
        None,
        Some(String::new()),
        Some("Basic YTpi".to_owned()),
        Some(format!("Basic {token}")),
        Some(token.clone()),
        Some("Digest username=x".to_owned()),
    ] {
        let mut request = tenant.caller.to(&Route::Verify);
        if let Some(value) = &authorization {
            request = request.header("authorization", value);
        }
        let answer = send(request).await;
        answer.expect_problem(ProblemKind::Unauthenticated);
        assert_eq!(answer.header("www-authenticate"), tenant.caller.challenge(""));
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn every_way_of_being_no_valid_token_has_one_and_the_same_answer() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let (valid, revoked) = (ada.issue("valid").await.token, ada.issue("revoked").await);
    ada.revoke(revoked.view.id).await;
    eventually("the token is refused", Duration::from_secs(10), async || {
        (tenant.caller.verify(&revoked.token).await.status == 401).then_some(())
    })
    .await;
    let own_keys = tenant.caller.settings().seal_keys();
    let body = &valid["gpu_".len()..];
    let mut answers = Vec::new();
    for (case, token) in [
        ("empty", String::new()),
        ("garbage", "garbage".to_owned()),
        ("long", "x".repeat(4096)),
        ("cut", valid[..68].to_owned()),
        ("longer", format!("{valid}0")),
        ("two", format!("{valid} {valid}")),
        ("another prefix", format!("xyu_{body}")),
        ("another kind", format!("gps_{body}")),
        ("no such kind", format!("gpx_{body}")),
        ("wrong check", with_last_changed(&valid)),
        ("forged, of this tenant", sealed_with(&other_keys(), tenant.id)),
        ("forged, of no tenant", sealed_with(&other_keys(), "zzzzzz".parse().unwrap())),
        ("sealed and never recorded", sealed_with(&own_keys, tenant.id)),
        ("revoked", revoked.token),
        ("a session", ada.session.clone()),
        ("a sign-in link", tenant.link.clone()),
        ("the operator's secret", tenant.caller.settings().value("OPERATOR_SECRET").to_owned()),
    ] {
        let answer = tenant.caller.verify(&token).await;
        answer.expect_problem(ProblemKind::InvalidToken);
        assert_eq!(answer.header("www-authenticate"), tenant.caller.challenge(INVALID), "{case}");
        assert_eq!(answer.header("cache-control"), "no-store", "{case}");
        for name in ["tenant", "subject", "token-id", "kind", "scope"] {
            assert_eq!(answer.header(&format!("gatepass-{name}")), "", "{case}");
        }
        answers.push(answer.body);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    tenant.caller.verify(&valid).await.expect(200);
}

fn with_last_changed(token: &str) -> String {
    let last = if token.ends_with('0') { '1' } else { '0' };
    format!("{}{last}", &token[..token.len() - 1])
}

#[tokio::test]
async fn a_token_passes_for_the_methods_that_its_scope_covers() {
    let tenant = Tenant::create(shared().await).await;
    for (person, altering) in [(ADA, 200), (RITA, 403)] {
        let token = tenant.sign_in(person).await.issue("ci").await.token;
        for (method, status) in [
            (Method::GET, 200),
            (Method::HEAD, 200),
            (Method::OPTIONS, 200),
            (Method::POST, altering),
            (Method::PUT, altering),
            (Method::PATCH, altering),
            (Method::DELETE, altering),
            (Method::from_bytes(b"REPORT").unwrap(), altering),
        ] {
            let request = tenant.caller.request(method.clone(), &Route::Verify.to_path());
            let answer = send(request.bearer_auth(&token)).await;
            if method.as_str() == "REPORT" && answer.status == 400 {
                // The server for development takes no method that Node does not know.
                continue;
            }
            assert_eq!(answer.status, status, "{method} by {person}");
        }
    }
}

#[tokio::test]
async fn a_forged_token_ends_before_any_storage() {
    let server = Server::start(Settings::new()).await;
    let tenant = Tenant::create(&server).await;
    let known = tenant.sign_in(ADA).await.issue("ci").await.token;
    tenant.caller.verify(&known).await.expect(200);
    let before = server.registry_count();
    assert_eq!(before, 2, "the directory's and the tenant's");
    let keys = other_keys();
    for number in 0..200 {
        let nobodys = format!("{number:06}").parse().unwrap();
        let answer = tenant.caller.verify(&sealed_with(&keys, nobodys)).await;
        answer.expect_problem(ProblemKind::InvalidToken);
    }
    assert_eq!(server.registry_count(), before);
}
