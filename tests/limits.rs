//! How often may be asked, by address, by token and by tenant.

mod bound;

use std::time::Duration;

use gatepass_core::route::Route;
use gatepass_core::wire::ProblemKind;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::browsers::as_for_a_proxy;
use crate::harness::{
    ADA, Answer, Caller, Edges, Issued, Kv, Person, Settings, Tenant, eventually, send, send_form,
};

/// By when what was counted shows, at the latest: a report is due 5 s after the last.
const SHOWS_WITHIN: Duration = Duration::from_secs(20);

/// An address that nobody else asks from.
const HERE: &str = "192.0.2.7";

/// A route that needs no token.
const PUBLIC: &str = r#"routes = [{ path = "/api/status/**", public = true }]"#;

/// Edges that limit, and a tenant of theirs. Their limiters count for ever.
struct Scene {
    edges: Edges,
    tenant: Tenant,
    ada: Person,
}

impl Scene {
    async fn new(limits: &[(&str, Option<u32>, u32)]) -> Self {
        let with = |settings: Settings, (by, most, period): &(&str, _, _)| {
            settings.with_limit(by, *most, *period)
        };
        let settings = Settings::new().with_policy(PUBLIC);
        let settings = limits.iter().fold(settings, with);
        let edges = Edges::start_with(&Kv::start().await, settings).await;
        let tenant = Tenant::create_at(edges.near.clone()).await;
        let ada = tenant.sign_in(ADA).await;
        Self { edges, tenant, ada }
    }

    fn caller(&self) -> &Caller {
        &self.edges.near
    }

    async fn verify(&self, token: &str) -> Answer {
        verify(self.caller(), token).await
    }

    async fn token(&self, name: &str) -> String {
        self.ada.issue(name).await.token
    }

    async fn client(&self, name: &str) -> Issued {
        self.ada.issue_with(&json!({ "name": name, "scope": "introspect" })).await
    }
}

/// How a proxy asks that passes on what it is told.
const TOLD: &[(&str, &str)] = &[("unavailable", "503")];

async fn verify(caller: &Caller, token: &str) -> Answer {
    send(caller.with_token(&Route::Verify, token).query(TOLD)).await
}

/// Makes sure that it is the answer to one request too many, by a limit of this period, and that it
/// claims nothing that the platform does not say.
#[track_caller]
fn expect_too_many(answer: &Answer, period: &str) {
    let problem = answer.expect_problem(ProblemKind::TooManyRequests);
    let wait = format!("There were too many requests. Try again in {period} seconds.");
    assert_eq!(problem.detail, Some(wait));
    assert_eq!(answer.header("retry-after"), period);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("www-authenticate"), "");
    for name in answer.headers.keys() {
        assert!(!name.as_str().contains("ratelimit"), "{name}");
    }
}

/// The ways in by which a token is shown to get through.
fn ways_in(caller: &Caller, token: &str) -> [RequestBuilder; 3] {
    [
        caller.with_token(&Route::Verify, token).query(TOLD),
        caller.with_token(&Route::Verify, token).query(TOLD).header("x-way", "sdk"),
        caller.api(Method::GET, "hello", token),
    ]
}

#[tokio::test]
async fn one_request_too_many_by_a_token_is_refused_by_every_way_in_and_alike() {
    let scene = Scene::new(&[("token", Some(6), 10)]).await;
    let (token, other) = (scene.token("ci").await, scene.token("other").await);
    for _ in 0..2 {
        for request in ways_in(scene.caller(), &token) {
            send(request).await.expect(200);
        }
    }
    let mut refused = Vec::new();
    for request in ways_in(scene.caller(), &token) {
        let answer = as_for_a_proxy(send(request).await);
        expect_too_many(&answer, "10");
        refused.push((answer.headers, answer.body));
    }
    refused.dedup();
    assert_eq!(refused.len(), 1, "{refused:?}");
    scene.verify(&other).await.expect(200);
}

#[tokio::test]
async fn a_proxy_that_knows_401_and_403_alone_hears_403_and_when_to_ask_again() {
    let scene = Scene::new(&[("token", Some(1), 10)]).await;
    let token = scene.token("ci").await;
    scene.caller().verify(&token).await.expect(200);
    let answer = scene.caller().verify(&token).await;
    answer.expect_no(ProblemKind::TooManyRequests);
    assert_eq!(answer.header("retry-after"), "10");
}

#[tokio::test]
async fn a_tenants_tokens_together_keep_to_its_limit_and_nobody_elses() {
    let scene = Scene::new(&[("token", Some(5), 10), ("tenant", Some(8), 60)]).await;
    let (busy, other) = (scene.token("busy").await, scene.token("other").await);
    for _ in 0..5 {
        scene.verify(&busy).await.expect(200);
    }
    // What is beyond a token's limit takes nothing from the others.
    for _ in 0..10 {
        expect_too_many(&scene.verify(&busy).await, "10");
    }
    for _ in 0..3 {
        scene.verify(&other).await.expect(200);
    }
    expect_too_many(&scene.verify(&other).await, "60");
    let neighbor = Tenant::create_at(scene.caller().clone()).await;
    let token = neighbor.sign_in(ADA).await.issue("ci").await.token;
    scene.verify(&token).await.expect(200);
}

#[tokio::test]
async fn whoever_tries_tokens_runs_into_the_limit_of_their_address() {
    let scene = Scene::new(&[("address", Some(12), 10), ("token", Some(1), 60)]).await;
    let (caller, token) = (scene.caller(), scene.token("ci").await);
    let from = |request: RequestBuilder, address| request.header("cf-connecting-ip", address);
    let forged = crate::verify::sealed_with(&"f".repeat(64).parse().unwrap(), scene.tenant.id);
    let mut count = 0;
    for shown in ["garbage", &forged, ""] {
        for request in ways_in(caller, shown) {
            send(from(request, HERE)).await.expect(401);
            count += 1;
        }
    }
    for request in [caller.to(&Route::Verify), caller.to(&Route::Introspect)] {
        send(from(request, HERE)).await.expect(401);
        count += 1;
    }
    send_form(from(caller.to(&Route::RevokeShown), HERE), "token=x").await.expect(401);
    assert_eq!(count + 1, 12);

    // From here on not even a token that is good for it gets through, and it is not used by that.
    for request in ways_in(caller, &token).into_iter().chain(ways_in(caller, &forged)) {
        expect_too_many(&send(from(request, HERE)).await, "10");
    }
    let public = format!("{}status/200/x", Route::Upstream.to_path());
    let public = |address| send(from(caller.request(Method::GET, &public), address));
    expect_too_many(&public(HERE).await, "10");
    public("192.0.2.9").await.expect(200);
    for route in [Route::Introspect, Route::RevokeShown] {
        let answer = send(from(caller.with_token(&route, &token), HERE)).await.expect(429);
        assert_eq!(answer.header("retry-after"), "10");
    }
    for route in [Route::ReportLeaked, Route::ReportByGithub] {
        let request = from(caller.to(&route), HERE).json(&json!({ "token": token }));
        expect_too_many(&send(request).await, "10");
    }
    for request in [caller.to(&Route::Health), caller.to(&Route::ProtectedResource)] {
        send(from(request, HERE)).await.expect(200);
    }
    send(from(caller.with_token(&Route::Verify, &token), "192.0.2.8")).await.expect(200);
}

#[tokio::test]
async fn an_ipv6_network_has_one_limit_and_an_unknown_address_none() {
    let scene = Scene::new(&[("address", Some(4), 60)]).await;
    let ask = async |address: &str| {
        let request = scene.caller().to(&Route::Verify).query(TOLD);
        send(request.header("cf-connecting-ip", address)).await
    };
    for host in 1..=4 {
        ask(&format!("2001:db8:1:2:{host}::1")).await.expect(401);
    }
    expect_too_many(&ask("2001:db8:1:2:ffff::").await, "60");
    ask("2001:db8:1:3::1").await.expect(401);
    for address in [HERE, "::ffff:192.0.2.7", HERE, "::ffff:c000:207"] {
        ask(address).await.expect(401);
    }
    expect_too_many(&ask(HERE).await, "60");
    for _ in 0..10 {
        send(scene.caller().to(&Route::Verify)).await.expect(401);
    }
}

#[tokio::test]
async fn what_is_beyond_a_limit_is_no_use_of_a_token_and_no_knock() {
    let scene = Scene::new(&[("token", Some(5), 60)]).await;
    let (limited, marker) = (scene.ada.issue("limited").await, scene.ada.issue("marker").await);
    for count in 0..30 {
        let status = if count < 5 { 200 } else { 429 };
        scene.verify(&limited.token).await.expect(status);
    }
    // A later use shows, so what came before it was reported.
    scene.verify(&marker.token).await.expect(200);
    let uses = async |issued: &Issued| {
        let token = scene.ada.show(issued.view.id).await;
        assert_eq!(token.knocks, None);
        token.uses_by_day.iter().sum::<u64>()
    };
    eventually("uses show", SHOWS_WITHIN, async || (uses(&marker).await == 1).then_some(())).await;
    assert_eq!(uses(&limited).await, 5);
}

#[tokio::test]
async fn a_client_that_asks_about_tokens_is_limited_by_its_own() {
    let scene = Scene::new(&[("token", Some(3), 10), ("tenant", Some(6), 60)]).await;
    let shown = scene.token("ci").await;
    let (asking, other) = (scene.client("asking").await, scene.client("other").await);
    let ask = async |route: &Route, client: &Issued, shown: &str| {
        let request = scene.caller().with_token(route, &client.token);
        send_form(request, format!("token={shown}")).await
    };
    for _ in 0..3 {
        let told: Value = ask(&Route::Introspect, &asking, &shown).await.expect(200).json();
        assert_eq!(told["active"], true);
    }
    for route in [Route::Introspect, Route::RevokeShown] {
        let answer = ask(&route, &asking, &shown).await.expect(429);
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.header("retry-after"), "10");
        assert_eq!(answer.json::<Value>()["error"], "temporarily_unavailable");
    }
    // To be asked about is no use.
    for _ in 0..3 {
        scene.verify(&shown).await.expect(200);
    }
    assert_eq!(ask(&Route::Introspect, &other, &shown).await.header("retry-after"), "60");
    // A token is ended however busy its tenant is.
    ask(&Route::RevokeShown, &other, &other.token).await.expect(200);
}

#[tokio::test]
async fn a_limiter_that_fails_limits_nothing_and_lets_nobody_else_in() {
    let limits = ["address", "token", "tenant"].map(|by| (by, None, 60));
    let scene = Scene::new(&limits).await;
    let token = scene.token("ci").await;
    for _ in 0..20 {
        let request = scene.caller().with_token(&Route::Verify, &token);
        send(request.header("cf-connecting-ip", HERE)).await.expect(200);
        let request = scene.caller().with_token(&Route::Verify, "garbage");
        send(request.header("cf-connecting-ip", HERE)).await.expect(401);
    }
    let client = scene.client("client").await.token;
    let request = scene.caller().with_token(&Route::Introspect, &client);
    send_form(request, format!("token={token}")).await.expect(200);
    let said = scene.edges.log().matches("requests are not limited").count();
    assert!((1..5).contains(&said), "{said} times");
}
