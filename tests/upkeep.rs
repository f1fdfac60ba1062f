//! What has ended is cleared away.

use std::time::Duration;

use gatepass_core::idempotency::HEADER;
use gatepass_core::route::Route;
use gatepass_core::time::Seconds;
use gatepass_core::token::SecretToken;
use gatepass_core::wire::Overlap;
use serde_json::json;

use crate::harness::{ADA, Edges, Kv, Mood, Server, Settings, Tenant, eventually, send_json};

/// By when the alarm has done its work, at the latest.
const DONE_WITHIN: Duration = Duration::from_secs(90);

fn key_of(token: &str) -> String {
    let parsed = SecretToken::parse(token, &"gp".parse().unwrap()).ok().unwrap();
    format!("t:{}", parsed.digest())
}

#[tokio::test]
async fn an_expired_grant_leaves_kv_though_kv_was_down_and_nobody_asks() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let ada = tenant.sign_in(ADA).await;
    let now = ada.list(&Default::default()).await.now;
    let ending = ada.issue_with(&json!({ "name": "ending", "exp": now + Seconds(3_600) })).await;
    let staying = ada.issue("staying").await;
    let (ending_key, staying_key) = (key_of(&ending.token), key_of(&staying.token));
    eventually("KV has both", DONE_WITHIN, async || {
        let keys = kv.keys();
        (keys.contains(&ending_key) && keys.contains(&staying_key)).then_some(())
    })
    .await;
    kv.be(Mood::Fails);
    tenant.advance_clock(Seconds(3_601)).await;
    kv.be(Mood::Works);
    eventually("the expired one is gone", DONE_WITHIN, async || {
        (!kv.keys().contains(&ending_key)).then_some(())
    })
    .await;
    assert!(kv.keys().contains(&staying_key));
    assert!(!kv.keys().iter().any(|key| key.starts_with("r:")));
    edges.near.verify(&ending.token).await.expect(401);
    edges.near.verify(&staying.token).await.expect(200);
}

fn count(server: &Server, table: &str) -> Option<i64> {
    let mut sum = 0;
    for registry in server.registries() {
        let count: i64 = registry
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))
            .ok()?;
        sum += count;
    }
    Some(sum)
}

#[tokio::test]
async fn tables_shrink_once_what_is_in_them_has_ended() {
    let server = Server::start(Settings::new()).await;
    let tenant = Tenant::create(&server).await;
    let ada = tenant.sign_in(ADA).await;
    let issuing = ada.to(&Route::IssueToken).header(HEADER, "k");
    let first: crate::harness::Issued =
        send_json(issuing, &json!({ "name": "ci" })).await.expect(201).json();
    ada.regenerate(first.view.id, Overlap::None).await;
    let tables = ["sessions", "sign_in_links", "idempotency_keys", "superseded"];
    for table in tables {
        assert!(count(&server, table).is_some_and(|count| count >= 1), "{table}");
    }
    // Nothing but the alarm does it.
    tenant.advance_clock(Seconds::days(31)).await;
    for table in tables {
        eventually(table, DONE_WITHIN, async || (count(&server, table) == Some(0)).then_some(()))
            .await;
    }
    eventually("the token stays", DONE_WITHIN, async || {
        (count(&server, "tokens") == Some(1)).then_some(())
    })
    .await;
}
