//! A KV that fails: nothing is lost, and nothing is let through.

use std::time::Duration;

use gatepass_core::time::Seconds;
use gatepass_core::token::SecretToken;
use gatepass_core::wire::ProblemKind;

use reqwest::Method;

use crate::harness::{ADA, Edges, Kv, Mood, Tenant, eventually, send};
use crate::metrics;

/// By when all is caught up once KV works again.
const CAUGHT_UP_WITHIN: Duration = Duration::from_secs(60);

/// The bound of a revocation where the token is in use, and a little for the machine.
const REFUSED_WITHIN: Duration = Duration::from_secs(11);

fn digest_of(token: &str) -> String {
    let parsed = SecretToken::parse(token, &"gp".parse().unwrap()).ok().unwrap();
    parsed.digest().to_string()
}

#[tokio::test]
async fn a_kv_that_is_down_neither_stops_a_token_nor_saves_a_revoked_one_and_catches_up_by_itself()
{
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    kv.be(Mood::Fails);
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let ada = tenant.sign_in(ADA).await;
    let (kept, revoked) = (ada.issue("kept").await, ada.issue("revoked").await);
    for issued in [&kept, &revoked] {
        edges.near.verify(&issued.token).await.expect(200);
    }
    ada.revoke(revoked.view.id).await;
    eventually("the revoked token is refused", REFUSED_WITHIN, async || {
        (edges.near.verify(&revoked.token).await.status == 401).then_some(())
    })
    .await;
    edges.near.verify(&kept.token).await.expect(200);
    assert!(kv.keys().is_empty());

    // From here on nothing asks the registry: its alarm does it.
    kv.be(Mood::Works);
    let mut expected = vec![
        format!("d:{}", tenant.label),
        format!("r:{}", digest_of(&revoked.token)),
        format!("t:{}", digest_of(&kept.token)),
    ];
    expected.sort();
    eventually("KV has caught up", CAUGHT_UP_WITHIN, async || {
        (kv.keys() == expected).then_some(())
    })
    .await;
}

#[tokio::test]
async fn where_nobody_can_be_asked_the_answer_is_neither_yes_nor_that_the_token_is_not_valid() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let ada = tenant.sign_in(ADA).await;
    let token = ada.issue("ci").await.token;
    let key = format!("t:{}", digest_of(&token));
    eventually("KV has the grant", CAUGHT_UP_WITHIN, async || {
        kv.keys().contains(&key).then_some(())
    })
    .await;

    kv.be(Mood::Fails);
    let answer = edges.far.verify(&token).await;
    answer.expect_no(ProblemKind::Unavailable);
    assert!(answer.header("retry-after").parse::<u32>().is_ok());
    let answer = send(edges.far.api(Method::GET, "hello", &token)).await;
    answer.expect_problem(ProblemKind::Unavailable);
    assert!(answer.header("retry-after").parse::<u32>().is_ok());
    kv.be(Mood::Works);
    edges.far.verify(&token).await.expect(200);
}

#[tokio::test]
async fn a_write_that_lands_late_does_not_bring_a_revoked_token_back() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let ada = tenant.sign_in(ADA).await;
    kv.be(Mood::WritesLate);
    let issued = ada.issue("ci").await;
    let digest = digest_of(&issued.token);
    edges.near.verify(&issued.token).await.expect(200);
    kv.be(Mood::Works);
    ada.revoke(issued.view.id).await;
    eventually("KV has the tombstone alone", CAUGHT_UP_WITHIN, async || {
        let keys = kv.keys();
        let has = |kind: &str| keys.contains(&format!("{kind}:{digest}"));
        (has("r") && !has("t")).then_some(())
    })
    .await;

    kv.land_late_writes();
    assert!(kv.keys().contains(&format!("t:{digest}")), "the late write has landed");
    edges.far.verify(&issued.token).await.expect_problem(ProblemKind::InvalidToken);
}

#[tokio::test]
async fn a_kv_that_forgot_a_revocation_is_told_again_once_an_edge_took_the_token() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("ci").await;
    let digest = digest_of(&issued.token);
    let (standing, tombstone) = (format!("t:{digest}"), format!("r:{digest}"));
    let grant =
        eventually("KV has the grant", CAUGHT_UP_WITHIN, async || kv.value(&standing)).await;
    ada.revoke(issued.view.id).await;
    let is_told =
        async || (kv.value(&tombstone).is_some() && kv.value(&standing).is_none()).then_some(());
    eventually("KV has the tombstone alone", CAUGHT_UP_WITHIN, is_told).await;

    // The tombstone's time is over, and a write of long ago has landed after the grant's end, which
    // was told again 1 and 10 minutes later.
    eventually("nothing waits to be repeated", CAUGHT_UP_WITHIN, async || {
        tenant.advance_clock(Seconds(601)).await;
        let repeating = metrics::repeating(&edges.near, &tenant.label).await;
        (repeating == 0.0).then_some(())
    })
    .await;
    tenant.advance_clock(Seconds::days(31)).await;
    kv.set(&tombstone, None);
    kv.set(&standing, Some(grant));
    edges.near.verify(&issued.token).await.expect(200);
    eventually("the token is refused", REFUSED_WITHIN, async || {
        (edges.near.verify(&issued.token).await.status == 401).then_some(())
    })
    .await;
    eventually("KV has the tombstone alone again", CAUGHT_UP_WITHIN, is_told).await;
}

#[tokio::test]
async fn forged_tokens_cost_no_read_and_a_token_in_use_one() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let token = tenant.sign_in(ADA).await.issue("ci").await.token;
    let foreign_keys = "f".repeat(64).parse().unwrap();
    let before = kv.reads();
    for number in 0..100_u8 {
        let entropy = std::array::from_fn(|place| number.wrapping_mul(7).wrapping_add(place as u8));
        let forged = SecretToken::issue(
            &"gp".parse().unwrap(),
            gatepass_core::token::TokenKind::User,
            tenant.id,
            &foreign_keys,
            &entropy,
        );
        edges.near.verify(forged.unwrap().expose()).await.expect(401);
    }
    assert_eq!(kv.reads(), before);
    for _ in 0..20 {
        edges.near.verify(&token).await.expect(200);
    }
    assert_eq!(kv.reads(), before + 1);
}
