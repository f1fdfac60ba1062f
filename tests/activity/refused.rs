//! Refused sign-ins in the log.

use gatepass_core::audit::{Action, Actor, Means};
use gatepass_core::route::Route;
use gatepass_core::time::Seconds;
use serde_json::json;

use super::events;
use crate::harness::{ADA, Tenant, send_json, shared};

async fn try_link(tenant: &Tenant) {
    let body = json!({ "link": tenant.link, "name": "Mallory" });
    send_json(tenant.caller.as_page(&Route::SignInByLink), &body).await.expect_wrong("link");
}

#[tokio::test]
async fn refused_sign_ins_are_told_at_once_and_then_once_an_hour() {
    let tenant = Tenant::create(shared().await).await;
    let body = json!({ "link": tenant.link, "name": "First" });
    send_json(tenant.caller.as_page(&Route::SignInByLink), &body).await.expect(204);
    let ada = tenant.sign_in(ADA).await;
    for _ in 0..4 {
        try_link(&tenant).await;
    }
    let told = events(&ada, Action::SignInRefused).await;
    assert_eq!(told.len(), 1, "{told:?}");
    let first = &told[0];
    assert_eq!((&first.actor, &first.by, first.count), (&Actor::Unknown, &Means::SignInLink, 1));
    assert!(first.address.is_some());
    assert_eq!(first.changes[0].after.as_deref(), Some("link_spent"));

    tenant.advance_clock(Seconds(3601)).await;
    // What waited is told though no other comes.
    let ada = tenant.sign_in(ADA).await;
    let told = events(&ada, Action::SignInRefused).await;
    assert_eq!(told.iter().map(|event| event.count).collect::<Vec<_>>(), [1, 3]);
    assert!(told[1].at < told[0].at + Seconds(60), "it tells when they were, not when it was told");
    try_link(&tenant).await;
    assert_eq!(events(&ada, Action::SignInRefused).await.len(), 2);
}
