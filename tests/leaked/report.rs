//! Reporting one.

use std::time::Duration;

use gatepass_core::agents::{AgentKind, Trouble};
use gatepass_core::audit::{Action, Actor, Means};
use gatepass_core::id::{Entropy, TenantId};
use gatepass_core::lifecycle::REFUSED_IN_USE_WITHIN;
use gatepass_core::mac::Keyring;
use gatepass_core::route::Route;
use gatepass_core::token::{Prefixes, SecretToken, TokenKind};
use gatepass_core::wire::{Overlap, TokenView};
use serde_json::{Value, json};

use crate::harness::{
    ADA, Answer, Caller, Edges, Kv, OTTO, Person, RITA, Tenant, eventually, random_hex, send,
    send_json, shared,
};

const PASTE: &str = "https://example.com/paste/7";

async fn report(caller: &Caller, body: &Value) -> Answer {
    send_json(caller.to(&Route::ReportLeaked), body).await
}

pub(super) async fn view(person: &Person, token: &TokenView) -> TokenView {
    person.call(&Route::Token(token.id)).await.expect(200).json()
}

#[track_caller]
fn expect_nothing_told(answer: &Answer) {
    assert_eq!((answer.status, answer.text().as_str()), (204, ""));
    assert_eq!(answer.header("cache-control"), "no-store");
}

pub(super) async fn await_refused(tenant: &Tenant, token: &str) {
    let limit = Duration::from_secs(REFUSED_IN_USE_WITHIN.0 as u64 + 5);
    eventually("the token is refused", limit, async || {
        (tenant.caller.verify(token).await.status == 401).then_some(())
    })
    .await;
}

/// A token that is sealed like any that was issued, and that nobody knows.
pub(super) fn sealed(tenant: &Tenant, of: TenantId, keys: Option<&str>) -> String {
    let keys: Keyring =
        keys.unwrap_or_else(|| tenant.caller.settings().value("SEAL_KEYS")).parse().unwrap();
    let mut entropy: Entropy = [0; 128];
    getrandom::fill(&mut entropy).unwrap();
    let prefixes = Prefixes::default();
    let token = SecretToken::issue(&prefixes, TokenKind::User, of, &keys, &entropy).unwrap();
    token.expose().to_owned()
}

#[tokio::test]
async fn whoever_holds_a_token_has_it_revoked_and_its_owner_sees_where_it_was_found() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, rita) = (tenant.sign_in(ADA).await, tenant.sign_in(RITA).await);
    let issued = rita.issue("ci").await;
    tenant.caller.verify(&issued.token).await.expect(200);
    let body = json!({ "token": issued.token, "found_at": PASTE });
    expect_nothing_told(&report(&tenant.caller, &body).await);
    await_refused(&tenant, &issued.token).await;
    assert!(rita.names().await.is_empty());
    for person in [&ada, &rita] {
        let shown = view(person, &issued.view).await;
        let exposed = shown.exposed.unwrap();
        assert_eq!(exposed.found_at.unwrap().as_str(), PASTE);
        assert_eq!(exposed.at, shown.revoked.unwrap().at);
        let ended = person.try_list("revoked=true").await.expect(200).json::<Value>();
        assert_eq!(ended["data"][0]["exposed"]["found_at"], PASTE);
    }
}

#[tokio::test]
async fn the_log_tells_both_and_names_nobody() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("ci").await;
    let body = json!({ "token": issued.token, "found_at": PASTE });
    report(&tenant.caller, &body).await.expect(204);
    for action in [Action::TokenExposed, Action::TokenRevoked] {
        let told = crate::activity::events(&ada, action).await;
        let [event] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!((&event.actor, &event.by), (&Actor::Unknown, &Means::LeakReport));
        assert_eq!(event.object.as_ref().unwrap().id, issued.view.id.to_string());
        assert!(event.address.unwrap().is_loopback());
        let found_at = event.changes.first().and_then(|change| change.after.as_deref());
        assert_eq!(found_at, (action == Action::TokenExposed).then_some(PASTE));
    }
}

#[tokio::test]
async fn reporting_again_keeps_the_first_report() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("ci").await;
    for place in [Some(PASTE), Some("elsewhere"), None] {
        let body = json!({ "token": issued.token, "found_at": place });
        expect_nothing_told(&report(&tenant.caller, &body).await);
    }
    let exposed = view(&ada, &issued.view).await.exposed.unwrap();
    assert_eq!(exposed.found_at.unwrap().as_str(), PASTE);
    assert_eq!(crate::activity::events(&ada, Action::TokenExposed).await.len(), 1);
}

#[tokio::test]
async fn what_was_revoked_before_is_marked_and_keeps_who_revoked_it() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(OTTO).await);
    let issued = otto.issue("ci").await;
    ada.revoke(issued.view.id).await;
    let before = view(&otto, &issued.view).await;
    expect_nothing_told(&report(&tenant.caller, &json!({ "token": issued.token })).await);
    let after = view(&otto, &issued.view).await;
    assert_eq!(after.revoked, before.revoked);
    assert!(before.exposed.is_none() && after.exposed.unwrap().found_at.is_none());
    assert_eq!(crate::activity::events(&ada, Action::TokenRevoked).await.len(), 1);
}

#[tokio::test]
async fn the_token_before_is_found_only_as_long_as_it_works() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for (overlap, is_ended) in [(Overlap::None, false), (Overlap::Hour, true)] {
        let before = ada.issue(if is_ended { "a" } else { "b" }).await;
        let request = ada.to(&Route::RegenerateToken(before.view.id));
        send_json(request, &json!({ "overlap": overlap.span() })).await.expect(200);
        expect_nothing_told(&report(&tenant.caller, &json!({ "token": before.token })).await);
        let shown = view(&ada, &before.view).await;
        assert_eq!((shown.revoked.is_some(), shown.exposed.is_some()), (is_ended, is_ended));
    }
}

#[tokio::test]
async fn an_agents_token_is_reported_likewise() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for kind in AgentKind::ALL {
        let agent = ada.add_agent(kind, "hub").await;
        expect_nothing_told(&report(&tenant.caller, &json!({ "token": agent.token })).await);
        await_refused(&tenant, &agent.token).await;
        assert_eq!(ada.agents(kind).await[0].trouble, Some(Trouble::Exposed));
    }
}

#[tokio::test]
async fn a_stranger_learns_nothing_but_whether_a_token_is_well_sealed() {
    let tenant = Tenant::create(shared().await).await;
    let known = tenant.sign_in(ADA).await.issue("ci").await.token;
    let nobody: TenantId = "000000".parse().unwrap();
    let mut answers = Vec::new();
    for token in [&known, &known, &sealed(&tenant, tenant.id, None), &sealed(&tenant, nobody, None)]
    {
        let mut answer = report(&tenant.caller, &json!({ "token": token })).await;
        expect_nothing_told(&answer);
        answer.headers.remove("date");
        answers.push(answer.headers);
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
    let forged = sealed(&tenant, tenant.id, Some(&random_hex(32)));
    for token in [forged.as_str(), "gpu_none", &known[1..], &known.to_uppercase()] {
        let answer = report(&tenant.caller, &json!({ "token": token })).await;
        answer.expect_wrong("token");
        assert!(!answer.text().contains(token));
    }
}

#[tokio::test]
async fn a_forged_token_costs_no_read_and_no_call_and_a_sealed_one_a_single_call() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let costs = async || (kv.reads(), edges.calls().await, edges.registry_files());
    let before = costs().await;
    for of in [tenant.id, "000000".parse().unwrap()] {
        let forged = sealed(&tenant, of, Some(&random_hex(32)));
        report(&edges.near, &json!({ "token": forged })).await.expect_wrong("token");
    }
    assert_eq!(costs().await, before);
    report(&edges.near, &json!({ "token": sealed(&tenant, tenant.id, None) })).await.expect(204);
    let (reads, calls, files) = costs().await;
    assert_eq!((reads, calls.get("revoke_leaked"), files), (before.0, Some(&1), before.2));
}

#[tokio::test]
async fn another_tenants_host_takes_no_report_of_a_token_and_its_own_does() {
    let (tenant, other) = tokio::join!(async { Tenant::create(shared().await).await }, async {
        Tenant::create(shared().await).await
    });
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("ci").await;
    let body = json!({ "token": issued.token });
    report(&other.at_own_host().caller, &body).await.expect_wrong("token");
    assert_eq!(ada.names().await, ["ci"]);
    report(&tenant.at_own_host().caller, &body).await.expect(204);
    assert!(ada.names().await.is_empty());
}

#[tokio::test]
async fn no_page_of_another_site_is_let_in_or_needed() {
    let tenant = Tenant::create(shared().await).await;
    let issued = tenant.sign_in(ADA).await.issue("ci").await;
    let request = tenant.caller.to(&Route::ReportLeaked).header("origin", "https://example.com");
    let answer = send(request.json(&json!({ "token": issued.token }))).await;
    expect_nothing_told(&answer);
    assert_eq!(answer.header("access-control-allow-origin"), "");
}
