//! Putting another token in the place of one.

use std::time::Duration;

use gatepass_core::time::Seconds;
use gatepass_core::wire::{Overlap, ProblemKind};
use serde_json::json;

use crate::harness::{ADA, Edges, Issued, Kv, Mood, OTTO, RITA, Tenant, eventually, shared};

/// The bound of a revocation where the token is in use, and a little for the machine.
const REFUSED_WITHIN: Duration = Duration::from_secs(15);

/// By when a refused use shows, at the latest.
const KNOCK_SHOWS_WITHIN: Duration = Duration::from_secs(20);

async fn refused_soon(tenant: &Tenant, token: &str) {
    eventually("the token is refused", REFUSED_WITHIN, async || {
        (tenant.caller.verify(token).await.status == 401).then_some(())
    })
    .await;
}

#[tokio::test]
async fn the_id_name_and_settings_stay_and_both_tokens_work_for_the_overlap() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let body = json!({ "name": "ci", "scope": "read", "description": "for CI" });
    let first = ada.issue_with(&body).await;
    tenant.caller.verify(&first.token).await.expect(200);
    let second = ada.regenerate(first.view.id, Overlap::Hour).await;
    assert_ne!(second.token, first.token);
    let until = second.view.retiring_until.expect("the old one retires");
    let shown = ada.show(first.view.id).await;
    assert_eq!(
        (shown.id, &shown.name, &shown.scope),
        (first.view.id, &first.view.name, &first.view.scope)
    );
    assert_eq!((&shown.description, shown.iat), (&first.view.description, first.view.iat));
    assert_eq!(shown.retiring_until, Some(until));
    assert_eq!(ada.names().await, ["ci"]);
    for token in [&first.token, &second.token] {
        let answer = tenant.caller.verify(token).await.expect(200);
        assert_eq!(answer.header("gatepass-token-id"), first.view.id.to_string());
        assert_eq!(answer.header("gatepass-scope"), "read");
    }
}

#[tokio::test]
async fn without_overlap_the_old_token_dies_as_if_revoked_and_is_noticed() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let first = ada.issue("ci").await;
    tenant.caller.verify(&first.token).await.expect(200);
    let second = ada.regenerate(first.view.id, Overlap::None).await;
    assert_eq!(second.view.retiring_until, None);
    tenant.caller.verify(&second.token).await.expect(200);
    refused_soon(&tenant, &first.token).await;
    let answer = tenant.caller.verify(&first.token).await;
    answer.expect_problem(ProblemKind::InvalidToken);
    tenant.caller.verify(&second.token).await.expect(200);
    let knocks = eventually("the knock shows", KNOCK_SHOWS_WITHIN, async || {
        ada.find(first.view.id).await.and_then(|view| view.knocks)
    })
    .await;
    assert!(knocks.count >= 1);
}

#[tokio::test]
async fn after_the_overlap_the_old_token_is_refused_for_good() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let ada = tenant.sign_in(ADA).await;
    let first = ada.issue("ci").await;
    let second = ada.regenerate(first.view.id, Overlap::Hour).await;
    tenant.caller.verify(&first.token).await.expect(200);
    // From here on the registry is past the overlap, and tells whoever reports a use.
    tenant.advance_clock(Seconds(3_601)).await;
    let ada = tenant.sign_in(ADA).await;
    refused_soon(&tenant, &first.token).await;
    assert_eq!(ada.show(first.view.id).await.retiring_until, None);
    tenant.caller.verify(&second.token).await.expect(200);
    // Also for an edge that knows only what KV says.
    eventually("KV knows that the old one has ended", REFUSED_WITHIN, async || {
        (kv.keys().iter().filter(|key| key.starts_with("t:")).count() == 1).then_some(())
    })
    .await;
    edges.far.verify(&first.token).await.expect(401);
}

#[tokio::test]
async fn regenerating_again_ends_the_older_of_the_two_old_ones_at_once() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let first = ada.issue("ci").await;
    let second = ada.regenerate(first.view.id, Overlap::Week).await;
    tenant.caller.verify(&first.token).await.expect(200);
    let third = ada.regenerate(first.view.id, Overlap::Week).await;
    refused_soon(&tenant, &first.token).await;
    for token in [&second.token, &third.token] {
        tenant.caller.verify(token).await.expect(200);
    }
}

#[tokio::test]
async fn a_revocation_ends_both_also_where_only_kv_can_be_asked() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let ada = tenant.sign_in(ADA).await;
    let first = ada.issue("ci").await;
    let second = ada.regenerate(first.view.id, Overlap::Week).await;
    let both = [&first.token, &second.token];
    for token in both {
        edges.near.verify(token).await.expect(200);
    }
    ada.revoke(first.view.id).await;
    eventually("KV has two tombstones and no grant", REFUSED_WITHIN, async || {
        let of = |kind: &str| kv.keys().iter().filter(|key| key.starts_with(kind)).count();
        (of("r:") == 2 && of("t:") == 0).then_some(())
    })
    .await;
    for token in both {
        edges.far.verify(token).await.expect(401);
        refused_soon(&tenant, token).await;
    }
}

#[tokio::test]
async fn a_late_write_does_not_bring_a_superseded_token_back() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let ada = tenant.sign_in(ADA).await;
    kv.be(Mood::WritesLate);
    let first = ada.issue("ci").await;
    kv.be(Mood::Works);
    let second = ada.regenerate(first.view.id, Overlap::None).await;
    eventually("KV has a tombstone and a grant", Duration::from_secs(60), async || {
        let of = |kind: &str| kv.keys().iter().filter(|key| key.starts_with(kind)).count();
        (of("r:") == 1 && of("t:") == 1).then_some(())
    })
    .await;
    kv.land_late_writes();
    edges.far.verify(&first.token).await.expect_problem(ProblemKind::InvalidToken);
    edges.far.verify(&second.token).await.expect(200);
}

#[tokio::test]
async fn an_expired_token_needs_a_new_expiry_and_only_its_successor_works() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let now = ada.list(&Default::default()).await.now;
    let body = json!({ "name": "ci", "exp": now + Seconds(600) });
    let first = ada.issue_with(&body).await;
    tenant.advance_clock(Seconds(601)).await;
    let id = first.view.id;
    ada.try_regenerate(id, &json!({ "overlap": 604_800 })).await.expect_wrong("exp");
    let exp = now + Seconds::days(7);
    let again = ada.try_regenerate(id, &json!({ "overlap": 604_800, "exp": exp })).await;
    let second: Issued = again.expect(200).json();
    assert_eq!((second.view.exp, second.view.retiring_until), (Some(exp), None));
    tenant.caller.verify(&second.token).await.expect(200);
    refused_soon(&tenant, &first.token).await;
    assert_eq!(ada.names().await, ["ci"]);
}

#[tokio::test]
async fn an_expired_token_whose_name_was_taken_does_not_come_back() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let now = ada.list(&Default::default()).await.now;
    let first = ada.issue_with(&json!({ "name": "ci", "exp": now + Seconds(600) })).await;
    tenant.advance_clock(Seconds(601)).await;
    let other = ada.issue("CI").await;
    let body = json!({ "overlap": 0, "exp": now + Seconds::days(7) });
    let refused = ada.try_regenerate(first.view.id, &body).await;
    refused.expect_problem(ProblemKind::Conflict);
    tenant.caller.verify(&other.token).await.expect(200);
    // It can be revoked all the same.
    ada.revoke(first.view.id).await;
    assert_eq!(ada.names().await, ["CI"]);
}

#[tokio::test]
async fn nobody_but_its_owner_regenerates_a_token() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(OTTO).await);
    let rita = tenant.sign_in(RITA).await;
    let issued = otto.issue("ci").await;
    let body = json!({ "overlap": 0 });
    let by_administrator = ada.try_regenerate(issued.view.id, &body).await;
    by_administrator.expect_problem(ProblemKind::PermissionDenied);
    let by_another = rita.try_regenerate(issued.view.id, &body).await;
    by_another.expect_problem(ProblemKind::NotFound);
    tenant.caller.verify(&issued.token).await.expect(200);
    let revoked = otto.issue("revoked").await;
    otto.revoke(revoked.view.id).await;
    let too_late = otto.try_regenerate(revoked.view.id, &body).await;
    too_late.expect_problem(ProblemKind::Conflict);
}
