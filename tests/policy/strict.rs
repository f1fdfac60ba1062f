//! Strict routes: nothing that an edge remembers will do.

use super::*;
use crate::harness::{Edges, Kv, eventually};

#[tokio::test]
async fn on_a_strict_route_a_revoked_token_is_refused_at_once() {
    let tenant = Tenant::create(ruled().await).await;
    let owner = tenant.sign_in(OWNER).await;
    let issued = issue(&owner, "read").await;
    let get = |path: &str| tenant.caller.api(Method::GET, path, &issued.token);
    // So that this edge remembers that it was good.
    for path in ["other", "vault/1", "other"] {
        send(get(path)).await.expect(200);
    }
    owner.revoke(issued.view.id).await;
    send(get("vault/1")).await.expect_problem(ProblemKind::InvalidToken);
}

/// By when KV has what the registry wrote.
const WRITTEN_WITHIN: std::time::Duration = std::time::Duration::from_secs(60);

#[tokio::test]
async fn a_strict_route_asks_the_registry_each_time_and_passes_nobody_where_it_cannot() {
    let kv = Kv::start().await;
    let settings = Settings::new().with_policy(include_str!("../harness/policy.toml"));
    let edges = Edges::start_with(&kv, settings).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let token = issue(&tenant.sign_in(OWNER).await, "read").await.token;
    eventually("KV has tenant and token", WRITTEN_WITHIN, async || {
        (kv.keys().len() == 2).then_some(())
    })
    .await;
    let before = edges.asks().await;
    for asked in 1..=5 {
        send(edges.near.api(Method::GET, "vault/1", &token)).await.expect(200);
        assert_eq!(edges.asks().await - before, asked);
    }
    let before = edges.asks().await;
    for _ in 0..5 {
        send(edges.near.api(Method::GET, "other", &token)).await.expect(200);
    }
    assert_eq!(edges.asks().await, before, "any other route goes by what is remembered");

    let key = random_hex(8);
    send(edges.far.api(Method::GET, &format!("other/{key}"), &token)).await.expect(200);
    let answer = send(edges.far.api(Method::GET, &format!("vault/{key}"), &token)).await;
    answer.expect_problem(ProblemKind::Unavailable);
    assert_eq!(Upstream::shared().seen(&key).unwrap().uri, format!("/api/other/{key}"));
}
