//! What a load balancer and the operator's monitor ask.

mod parse;

use std::collections::BTreeMap;
use std::time::Duration;

use gatepass_core::metrics::{ASKED_AT_ONCE, DIRECTORY};
use gatepass_core::route::Route;
use gatepass_core::tenant::TenantLabel;
use gatepass_core::token::{SecretToken, TokenKind};
use gatepass_core::wire::ProblemKind;
use reqwest::Method;

use crate::harness::{ADA, Caller, Edges, Kv, Mood, Tenant, eventually, send, shared};

/// By when the outbox is empty again once KV works.
const CAUGHT_UP_WITHIN: Duration = Duration::from_secs(60);

async fn ask(caller: &Caller, query: &str) -> crate::harness::Answer {
    let path = format!("{}?{query}", Route::Metrics.to_path());
    let secret = caller.settings().value("OPERATOR_SECRET");
    send(caller.request(Method::GET, &path).bearer_auth(secret)).await
}

async fn figures(caller: &Caller, query: &str) -> BTreeMap<String, f64> {
    let answer = ask(caller, query).await.expect(200);
    let media_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    assert_eq!(answer.header("content-type"), media_type);
    assert_eq!(answer.header("cache-control"), "no-store");
    parse::parse(&answer.text())
}

/// How many writes a tenant's registry is still to tell KV of for the first time.
pub(crate) async fn waiting(caller: &Caller, tenant: &TenantLabel) -> f64 {
    of_tenant(caller, "outbox_depth", tenant).await
}

/// How many writes of a tenant's registry only wait to be repeated.
pub(crate) async fn repeating(caller: &Caller, tenant: &TenantLabel) -> f64 {
    of_tenant(caller, "outbox_repeats", tenant).await
}

async fn of_tenant(caller: &Caller, name: &str, tenant: &TenantLabel) -> f64 {
    let figures = figures(caller, &format!("tenant={tenant}")).await;
    figures[&of_registry(name, tenant.as_str())]
}

fn of_registry(name: &str, registry: &str) -> String {
    format!("gatepass_{name}{{registry=\"{registry}\"}}")
}

#[tokio::test]
async fn anybody_is_told_that_the_worker_can_do_its_work_and_no_more() {
    let caller = shared().await.caller();
    for request in [caller.to(&Route::Health), caller.at_host("127.0.0.1").to(&Route::Health)] {
        let answer = send(request).await.expect(200);
        assert_eq!(answer.text(), "ok\n");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn what_an_isolate_does_moves_its_figures() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let ada = tenant.sign_in(ADA).await;
    let (valid, revoked) = (ada.issue("valid").await, ada.issue("revoked").await);
    ada.revoke(revoked.view.id).await;
    let foreign = "f".repeat(64).parse().unwrap();
    let entropy = std::array::from_fn(|place| place as u8);
    let prefixes = edges.beside.settings().prefixes();
    let forged =
        SecretToken::issue(&prefixes, TokenKind::User, tenant.id, &foreign, &entropy).unwrap();

    // This isolate has seen nothing yet.
    let before = figures(&edges.beside, "").await;
    assert_eq!(before["gatepass_cache_lookups_total{result=\"hit\"}"], 0.0);
    for (token, times, status) in [
        (valid.token.as_str(), 10, 200),
        (revoked.token.as_str(), 5, 401),
        (forged.expose(), 4, 401),
        ("garbage", 3, 401),
    ] {
        for _ in 0..times {
            edges.beside.verify(token).await.expect(status);
        }
    }
    for _ in 0..2 {
        send(edges.beside.api(Method::GET, "echo", "garbage")).await.expect(401);
        send(edges.beside.to(&Route::Verify)).await.expect(401);
    }
    let after = figures(&edges.beside, "").await;
    let counted = [
        ("gatepass_cache_lookups_total{result=\"hit\"}", 9.0 + 4.0),
        ("gatepass_cache_lookups_total{result=\"miss\"}", 2.0),
        ("gatepass_refusals_total{reason=\"revoked\"}", 5.0),
        ("gatepass_refusals_total{reason=\"forged\"}", 4.0),
        ("gatepass_refusals_total{reason=\"malformed\"}", 3.0 + 2.0),
        ("gatepass_refusals_total{reason=\"no_token\"}", 2.0),
        ("gatepass_refusals_total{reason=\"expired\"}", 0.0),
        ("gatepass_kv_errors_total{operation=\"read\"}", 0.0),
    ];
    for (sample, count) in counted {
        assert_eq!(after[sample], count, "{sample}");
    }
    // Another isolate's are its own.
    let other = figures(&edges.far, "").await;
    assert_eq!(other["gatepass_refusals_total{reason=\"forged\"}"], 0.0);
}

#[tokio::test]
async fn an_outbox_that_waits_is_seen_with_its_age_until_it_has_caught_up() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let ada = tenant.sign_in(ADA).await;
    let label = tenant.label.as_str();
    kv.be(Mood::Fails);
    for name in ["a", "b", "c"] {
        ada.issue(name).await;
    }
    let waiting = eventually("the outbox is seen", CAUGHT_UP_WITHIN, async || {
        let figures = figures(&edges.near, &format!("tenant={label}")).await;
        let age = figures[&of_registry("outbox_oldest_age_seconds", label)];
        (age >= 1.0).then_some(figures)
    })
    .await;
    assert_eq!(waiting[&of_registry("outbox_depth", label)], 3.0);
    assert_eq!(waiting[&of_registry("registry_up", label)], 1.0);
    // Registries run in the isolate of one of the edges here.
    assert!(waiting["gatepass_kv_errors_total{operation=\"write\"}"] >= 3.0);
    edges.near.verify(&ada.issue("d").await.token).await.expect(200);
    let read = figures(&edges.near, "").await;
    assert!(read["gatepass_kv_errors_total{operation=\"read\"}"] >= 1.0);

    kv.be(Mood::Works);
    eventually("all is told", CAUGHT_UP_WITHIN, async || {
        let figures = figures(&edges.near, "").await;
        let names = [DIRECTORY, label];
        let is_quiet = names.iter().all(|registry| {
            figures[&of_registry("outbox_depth", registry)] == 0.0
                && figures[&of_registry("outbox_oldest_age_seconds", registry)] == 0.0
        });
        is_quiet.then_some(())
    })
    .await;
}

#[tokio::test]
async fn registries_out_of_reach_are_down_and_spoil_nothing_else() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    edges.near.verify("garbage").await.expect(401);
    edges.fail_calls("measure_outbox").await;
    let figures_there = figures(&edges.near, "").await;
    for registry in [DIRECTORY, tenant.label.as_str()] {
        assert_eq!(figures_there[&of_registry("registry_up", registry)], 0.0);
        assert!(!figures_there.contains_key(&of_registry("outbox_depth", registry)));
    }
    assert_eq!(figures_there["gatepass_refusals_total{reason=\"malformed\"}"], 1.0);
    assert_eq!(figures_there["gatepass_tenants"], 1.0);

    let far = figures(&edges.far, "").await;
    assert_eq!(far[&of_registry("registry_up", DIRECTORY)], 0.0);
    assert!(far.contains_key("gatepass_cache_lookups_total{result=\"hit\"}"));
    assert!(!far.contains_key("gatepass_tenants"));
}

#[tokio::test]
async fn of_many_tenants_some_are_asked_at_once_and_the_rest_by_the_next_link() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let mut labels = Vec::new();
    for _ in 0..ASKED_AT_ONCE + 2 {
        labels.push(Tenant::create_at(edges.near.clone()).await.label.to_string());
    }
    labels.sort();
    let first = ask(&edges.near, "").await.expect(200);
    let link = format!("</metrics?after={}>; rel=\"next\"", labels[ASKED_AT_ONCE - 1]);
    assert_eq!(first.header("link"), link);
    let told = parse::parse(&first.text());
    let is_told = |figures: &BTreeMap<String, f64>, label: &String| {
        figures.contains_key(&of_registry("registry_up", label))
    };
    let (here, there) = labels.split_at(ASKED_AT_ONCE);
    assert!(here.iter().all(|label| is_told(&told, label)));
    assert!(!there.iter().any(|label| is_told(&told, label)));
    assert_eq!(told["gatepass_tenants"], labels.len() as f64);
    let rest = ask(&edges.near, &format!("after={}", here[ASKED_AT_ONCE - 1])).await.expect(200);
    assert_eq!(rest.header("link"), "");
    let rest = parse::parse(&rest.text());
    assert!(there.iter().all(|label| is_told(&rest, label)));
    assert!(!here.iter().any(|label| is_told(&rest, label)));
}

#[tokio::test]
async fn the_parameter_at_fault_is_named() {
    let caller = shared().await.caller();
    for (query, parameter) in
        [("tenant=UPPER", "tenant"), ("after=", "after"), ("nonsense=1", "nonsense")]
    {
        ask(&caller, query).await.expect_wrong(parameter);
    }
    ask(&caller, "tenant=nobody-has-this").await.expect_problem(ProblemKind::NotFound);
}
