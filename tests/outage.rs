//! A KV that fails for long, a registry that is out of reach, a Worker that is killed: nothing is
//! lost, nobody is let through, and all is caught up.

use std::time::{Duration, Instant};

use gatepass_core::route::Route;
use gatepass_core::time::Seconds;
use gatepass_core::token::SecretToken;
use gatepass_core::wire::{Overlap, ProblemKind};

use crate::harness::{ADA, Caller, Edges, Kv, Mood, OTTO, Person, Tenant, eventually};

/// The bound of a revocation where the token is in use, and a little for the machine.
const REFUSED_WITHIN: Duration = Duration::from_secs(11);

/// By when all is caught up once what failed works again.
const CAUGHT_UP_WITHIN: Duration = Duration::from_secs(60);

/// The longest wait between two attempts of the outbox.
const LONGEST_WAIT: Seconds = Seconds(30);

fn digest_of(token: &str) -> String {
    let parsed = SecretToken::parse(token, &"gp".parse().unwrap()).ok().unwrap();
    parsed.digest().to_string()
}

/// Edges in front of a KV, and a tenant of theirs.
struct Scene {
    kv: Kv,
    edges: Edges,
    tenant: Tenant,
    ada: Person,
}

impl Scene {
    async fn new() -> Self {
        let kv = Kv::start().await;
        let edges = Edges::start(&kv).await;
        let tenant = Tenant::create_at(edges.near.clone()).await;
        let ada = tenant.sign_in(ADA).await;
        Self { kv, edges, tenant, ada }
    }

    async fn await_key(&self, key: &str) {
        eventually("KV has it", CAUGHT_UP_WITHIN, async || self.kv.value(key)).await;
    }

    /// Waits until KV holds of a token that it has ended, and nothing else.
    async fn await_end(&self, token: &str) {
        let digest = digest_of(token);
        let (standing, tombstone) = (format!("t:{digest}"), format!("r:{digest}"));
        eventually("KV has the tombstone alone", CAUGHT_UP_WITHIN, async || {
            let has_ended =
                self.kv.value(&tombstone).is_some() && self.kv.value(&standing).is_none();
            has_ended.then_some(())
        })
        .await;
    }

    /// Makes sure that KV holds what it should, and that nothing waits to be told.
    async fn expect_no_drift(&self) {
        let output = self.edges.xtask(&["rebuild", "--check"]).await;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && !said.contains("wait in the outbox"), "{said}");
    }
}

async fn await_refusal(caller: &Caller, token: &str) {
    eventually("the token is refused", REFUSED_WITHIN, async || {
        (caller.verify(token).await.status == 401).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_kv_that_fails_once_thrice_seven_or_twenty_times_is_told_in_the_end() {
    let scene = Scene::new().await;
    let Scene { kv, edges, tenant, ada } = &scene;
    for times in [1, 3, 7, 20] {
        let issued = ada.issue(&format!("fails {times}")).await;
        scene.await_key(&format!("t:{}", digest_of(&issued.token))).await;
        edges.near.verify(&issued.token).await.expect(200);
        let before = kv.failed();
        kv.fail_writes(times);
        ada.revoke(issued.view.id).await;
        await_refusal(&edges.near, &issued.token).await;
        // Each attempt is due 30 s after the one before, at the latest.
        let mut attempts = kv.failed() - before;
        while attempts < times {
            assert!(kv.value(&format!("r:{}", digest_of(&issued.token))).is_none());
            edges.near.verify(&issued.token).await.expect(401);
            tenant.advance_clock(LONGEST_WAIT).await;
            attempts = eventually("another attempt", CAUGHT_UP_WITHIN, async || {
                Some(kv.failed() - before).filter(|count| *count > attempts)
            })
            .await;
        }
        assert_eq!(attempts, times);
        tenant.advance_clock(LONGEST_WAIT).await;
        scene.await_end(&issued.token).await;
        edges.near.verify(&issued.token).await.expect(401);
        edges.far.verify(&issued.token).await.expect(401);
    }
    scene.expect_no_drift().await;
}

#[tokio::test]
async fn ten_minutes_without_kv_lose_nothing_and_are_caught_up_within_a_minute() {
    let scene = Scene::new().await;
    let Scene { kv, edges, tenant, ada } = &scene;
    let otto = tenant.sign_in(OTTO).await;
    let (revoked, renewed, left) =
        (ada.issue("revoked").await, ada.issue("renewed").await, otto.issue("left").await);
    for issued in [&revoked, &renewed, &left] {
        scene.await_key(&format!("t:{}", digest_of(&issued.token))).await;
        edges.near.verify(&issued.token).await.expect(200);
    }
    kv.be(Mood::Fails);
    ada.revoke(revoked.view.id).await;
    let new = ada.regenerate(renewed.view.id, Overlap::None).await;
    ada.call(&Route::DeprovisionUser(otto.me().await.sub)).await.expect(200);
    let issued = ada.issue("issued").await;
    await_refusal(&edges.near, &revoked.token).await;
    await_refusal(&edges.near, &renewed.token).await;
    let expect_promises = async || {
        edges.near.verify(&revoked.token).await.expect_problem(ProblemKind::InvalidToken);
        edges.near.verify(&renewed.token).await.expect_problem(ProblemKind::InvalidToken);
        edges.near.verify(&left.token).await.expect_problem(ProblemKind::PermissionDenied);
        edges.near.verify(&new.token).await.expect(200);
        edges.near.verify(&issued.token).await.expect(200);
    };
    eventually("the owner's is refused", REFUSED_WITHIN, async || {
        (edges.near.verify(&left.token).await.status == 403).then_some(())
    })
    .await;
    for _ in 0..20 {
        let before = kv.failed();
        tenant.advance_clock(LONGEST_WAIT).await;
        eventually("it is tried again", CAUGHT_UP_WITHIN, async || {
            (kv.failed() > before).then_some(())
        })
        .await;
        expect_promises().await;
    }
    assert!(!kv.keys().iter().any(|key| key.starts_with("r:")));

    // A minute at the most, by the registry's clock: each attempt is due 30 s after the one before.
    kv.be(Mood::Works);
    tenant.advance_clock(LONGEST_WAIT).await;
    scene.await_end(&revoked.token).await;
    scene.await_end(&renewed.token).await;
    for issued in [&new, &issued] {
        scene.await_key(&format!("t:{}", digest_of(&issued.token))).await;
        edges.far.verify(&issued.token).await.expect(200);
    }
    expect_promises().await;
    eventually("KV knows of the owner", CAUGHT_UP_WITHIN, async || {
        let standing = kv.value(&format!("t:{}", digest_of(&left.token)))?;
        standing.contains("owner_deprovisioned").then_some(())
    })
    .await;
    scene.expect_no_drift().await;
}

#[tokio::test]
async fn with_nobody_in_reach_what_is_remembered_goes_on_for_its_bound_and_then_nobody_passes() {
    let scene = Scene::new().await;
    let Scene { kv, edges, ada, .. } = &scene;
    let (used, revoked, new) =
        (ada.issue("used").await, ada.issue("revoked").await, ada.issue("new").await);
    ada.revoke(revoked.view.id).await;
    edges.beside.verify(&used.token).await.expect(200);
    edges.beside.verify(&revoked.token).await.expect(401);

    kv.be(Mood::Fails);
    edges.fail_calls("all").await;
    let begin = Instant::now();
    loop {
        let answer = edges.beside.verify(&used.token).await;
        if answer.status == 403 {
            answer.expect_no(ProblemKind::Unavailable);
            break;
        }
        answer.expect(200);
        assert!(begin.elapsed() < REFUSED_WITHIN, "it still passes after {:?}", begin.elapsed());
        // What was never seen here says nothing, and what was refused stays so.
        edges.beside.verify(&new.token).await.expect_no(ProblemKind::Unavailable);
        edges.beside.verify(&revoked.token).await.expect(401);
    }
    for _ in 0..20 {
        for issued in [&used, &new] {
            let answer = edges.beside.verify(&issued.token).await;
            answer.expect_no(ProblemKind::Unavailable);
            assert!(answer.header("retry-after").parse::<u32>().is_ok());
        }
        edges.beside.verify(&revoked.token).await.expect(401);
    }

    edges.fail_calls("none").await;
    for issued in [&used, &new] {
        edges.beside.verify(&issued.token).await.expect(200);
    }
    edges.beside.verify(&revoked.token).await.expect(401);
}

/// The write hangs, so the kill falls between the commit and the projection.
#[tokio::test]
async fn a_kill_between_commit_and_projection_loses_no_revocation() {
    let mut scene = Scene::new().await;
    let revoked = scene.ada.issue("revoked").await;
    scene.await_key(&format!("t:{}", digest_of(&revoked.token))).await;
    scene.kv.be(Mood::WritesHang);
    scene.ada.revoke(revoked.view.id).await;
    let new = scene.ada.issue("new").await;
    scene.edges.kill();
    assert!(scene.kv.value(&format!("r:{}", digest_of(&revoked.token))).is_none());

    scene.kv.be(Mood::Works);
    scene.edges.start_again().await;
    // Nobody asks the registry for anything: its alarm does it.
    scene.await_end(&revoked.token).await;
    scene.await_key(&format!("t:{}", digest_of(&new.token))).await;
    for edge in [&scene.edges.near, &scene.edges.beside, &scene.edges.far] {
        edge.verify(&revoked.token).await.expect_problem(ProblemKind::InvalidToken);
        edge.verify(&new.token).await.expect(200);
    }
    assert_eq!(scene.ada.names().await, ["new"]);
    scene.expect_no_drift().await;
}
