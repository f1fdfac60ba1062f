//! Tokens whose seal holds, and that no registry knows: each may have been issued just now.

use futures_util::future::join_all;
use gatepass_core::edge::{MOST_ASKING, UNKNOWN_LIFE};
use gatepass_core::wire::ProblemKind;

use super::*;
use crate::verify::sealed_with;

struct Scene {
    kv: Kv,
    edges: Edges,
    tenant: Tenant,
}

impl Scene {
    async fn new() -> Self {
        let kv = Kv::start().await;
        let edges = Edges::start(&kv).await;
        let tenant = Tenant::create_at(edges.near.clone()).await;
        Self { kv, edges, tenant }
    }

    /// One that nobody has ever seen.
    fn unknown(&self) -> String {
        sealed_with(&self.edges.near.settings().seal_keys(), self.tenant.id)
    }

    async fn costs(&self) -> [usize; 2] {
        [self.kv.reads(), self.edges.asks().await]
    }
}

#[tokio::test]
async fn an_unknown_token_costs_one_read_and_one_call_and_is_remembered_for_seconds() {
    let scene = Scene::new().await;
    for _ in 0..5 {
        let [reads, asks] = scene.costs().await;
        let (token, begin) = (scene.unknown(), Instant::now());
        for _ in 0..20 {
            scene.edges.near.verify(&token).await.expect_problem(ProblemKind::InvalidToken);
            send(scene.edges.near.api(Method::GET, "x", &token)).await.expect(401);
        }
        let took = begin.elapsed();
        let lives = 1 + took.as_millis() as usize / UNKNOWN_LIFE.0.unsigned_abs() as usize;
        let [more_reads, more_asks] = scene.costs().await;
        assert!((1..=lives).contains(&(more_reads - reads)), "{} reads", more_reads - reads);
        assert!((1..=lives).contains(&(more_asks - asks)), "{} calls", more_asks - asks);
    }
}

#[tokio::test]
async fn what_many_unknown_tokens_may_ask_at_once_is_capped_and_beyond_it_is_no_answer() {
    let scene = Scene::new().await;
    let near = &scene.edges.near;
    let known = scene.tenant.sign_in(ADA).await.issue("ci").await.token;
    near.verify(&known).await.expect(200);
    scene.edges.hold_answers().await;
    let [_, before] = scene.costs().await;

    let tokens: Vec<String> = (0..3 * MOST_ASKING).map(|_| scene.unknown()).collect();
    let (caller, asked) = (near.clone(), tokens.clone());
    let asking =
        tokio::spawn(async move { join_all(asked.iter().map(|token| caller.verify(token))).await });
    eventually("as many as may are asking", WRITTEN_WITHIN, async || {
        (scene.edges.asks().await - before == MOST_ASKING).then_some(())
    })
    .await;
    // Whoever is known meanwhile is served.
    near.verify(&known).await.expect(200);
    let refused = near.verify(&scene.unknown()).await;
    refused.expect_no(ProblemKind::Unavailable);
    assert!(refused.header("retry-after").parse::<u32>().is_ok());
    scene.edges.release_answers().await;

    let statuses: Vec<u16> = asking.await.unwrap().iter().map(|answer| answer.status).collect();
    let of = |status: u16| statuses.iter().filter(|found| **found == status).count();
    assert_eq!((of(401), of(403)), (MOST_ASKING, 2 * MOST_ASKING), "{statuses:?}");
    assert_eq!(scene.costs().await[1] - before, MOST_ASKING);
    // The way is free again.
    near.verify(&scene.unknown()).await.expect_problem(ProblemKind::InvalidToken);
}
