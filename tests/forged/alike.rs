//! Whatever is wrong with a token, its holder is told the same.

use gatepass_core::time::Seconds;
use gatepass_core::wire::Overlap;

use super::*;
use crate::browsers::as_for_a_proxy;
use crate::harness::random_hex;
use crate::verify::sealed_with;

/// Asks by every way in that is for any token: from memory or by asking others, the SDK's way, and at
/// the gateway, whatever the method and the scheme.
async fn ways(caller: &Caller, token: &str) -> Vec<Answer> {
    let mut answers = Vec::new();
    for scheme in ["Token", "Bearer"] {
        for method in [Method::GET, Method::POST] {
            for (path, way) in [("/verify", ""), ("/verify", "sdk"), ("/api/echo/x", "")] {
                let request = caller.request(method.clone(), path).header("x-way", way);
                let request = request.header("authorization", format!("{scheme} {token}"));
                answers.push(send(request).await);
            }
        }
    }
    answers
}

#[tokio::test]
async fn status_headers_and_body_are_the_same_whatever_is_wrong_with_a_token() {
    let edges = Edges::start(&Kv::start().await).await;
    let near = &edges.near;
    let tenant = Tenant::create_at(near.clone()).await;
    let ada = tenant.sign_in(ADA).await;
    let now = ada.list(&Default::default()).await.now;
    let early = json!({ "name": "early", "nbf": now + Seconds::days(1) });
    let early = ada.issue_with(&early).await.token;
    let ending = json!({ "name": "ending", "exp": now + Seconds(2) });
    let expired = ada.issue_with(&ending).await.token;
    let revoked = ada.issue("revoked").await;
    let superseded = ada.issue("superseded").await;
    near.verify(&revoked.token).await.expect(200);
    ada.revoke(revoked.view.id).await;
    ada.regenerate(superseded.view.id, Overlap::None).await;
    let settings = near.settings();
    let own = settings.seal_keys();
    let foreign = random_hex(32).parse().unwrap();
    let mut wrong_check = early.clone();
    wrong_check.pop();
    wrong_check.push(if early.ends_with('0') { '1' } else { '0' });

    let mut told = BTreeSet::new();
    for (case, token) in [
        ("malformed", "garbage".to_owned()),
        ("cut", early[..50].to_owned()),
        ("with a wrong check", wrong_check),
        ("forged", sealed_with(&foreign, tenant.id)),
        ("forged, of nobody", sealed_with(&foreign, "zzzzzz".parse().unwrap())),
        ("sealed and never issued", sealed_with(&own, tenant.id)),
        ("early", early),
        ("expired", expired),
        ("revoked", revoked.token),
        ("superseded", superseded.token),
    ] {
        eventually(&format!("it is refused: {case}"), WRITTEN_WITHIN, async || {
            (near.verify(&token).await.status == 401).then_some(())
        })
        .await;
        for answer in ways(near, &token).await {
            let answer = as_for_a_proxy(answer);
            assert_eq!(answer.status, 401, "{case}");
            let mut headers: Vec<_> = answer.headers.iter().collect();
            headers.sort_by_key(|(name, _)| name.as_str());
            told.insert(format!("{headers:?} {}", answer.text()));
        }
    }
    assert_eq!(told.len(), 1, "{told:#?}");
}
