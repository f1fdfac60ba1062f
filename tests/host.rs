//! Own hosts and unknown ones.

use std::time::Duration;

use gatepass_core::route::{Route, View};
use gatepass_core::wire::{ProblemKind, SignInOptions};
use reqwest::Method;
use serde_json::json;

use crate::harness::{
    ADA, Answer, Caller, Edges, Kv, Mood, Person, Server, Settings, Tenant, eventually, random_hex,
    send, send_json, session_of, shared,
};
use crate::page::expect_secure;

/// By when KV has what the directory wrote.
const WRITTEN_WITHIN: Duration = Duration::from_secs(60);

async fn home(caller: &Caller) -> Answer {
    send(caller.to(&Route::View(View::Home))).await
}

async fn options(caller: &Caller) -> Answer {
    send(caller.to(&Route::SignInOptions)).await
}

/// Makes sure that a host is nobody's: a page says so, and programs get a problem.
async fn expect_unknown(caller: &Caller) {
    for path in ["/", "/sign-in", "/index.html", "/boot.js", "/nothing"] {
        let answer = send(caller.request(Method::GET, path)).await.expect(404);
        assert!(answer.header("content-type").starts_with("text/html"), "{path}");
        expect_secure(&answer);
        let text = answer.text();
        assert!(text.contains("There is no tenant at this address"), "{path}");
        let portal = caller.settings().value("PORTAL_HOST");
        assert!(text.contains(&format!("href=\"http://{portal}/\"")), "{path}: {text}");
    }
    for route in [Route::Me, Route::Tokens, Route::SignInOptions] {
        send(caller.to(&route)).await.expect_problem(ProblemKind::NotFound);
    }
    let body = json!({ "tenant": "contoso", "person": ADA });
    let request = caller.as_page(&Route::SignInForDevelopment);
    send_json(request, &body).await.expect_problem(ProblemKind::NotFound);
    send(caller.to(&Route::Health)).await.expect(200);
}

#[tokio::test]
async fn at_its_own_host_a_tenant_is_signed_in_to_without_being_asked_for() {
    let tenant = Tenant::create(shared().await).await;
    let own = tenant.at_own_host();
    let options: SignInOptions =
        send(own.caller.to(&Route::SignInOptions)).await.expect(200).json();
    assert_eq!(options.tenant, Some(tenant.label.clone()));
    let ada = own.sign_in(ADA).await;
    let me = ada.me().await;
    assert_eq!(me.tenant.id, tenant.id);
    assert_eq!(me.tenant.url, own.caller.origin());
    assert_eq!(me.tenant.portal_url, tenant.caller.origin());
    assert_eq!(me.tenant.api_url, format!("{}/api/", own.caller.origin()));

    let link = json!({ "link": tenant.link, "name": "First" });
    let answer = send_json(own.caller.as_page(&Route::SignInByLink), &link).await.expect(204);
    let first = Person::with(&own.caller, session_of(&answer));
    assert_eq!(first.me().await.tenant.id, tenant.id);
}

#[tokio::test]
async fn in_every_spelling_a_tenants_host_is_its_own() {
    let tenant = Tenant::create(shared().await).await;
    let token = tenant.sign_in(ADA).await.issue("ci").await.token;
    for host in [
        format!("{}.eu.localhost", tenant.label),
        format!("{}.EU.LocalHost", tenant.label.as_str().to_uppercase()),
        format!("{}.eu.localhost.", tenant.label),
    ] {
        let caller = tenant.caller.at_host(&host);
        caller.verify(&token).await.expect(200);
        home(&caller).await.expect(200);
    }
}

#[tokio::test]
async fn a_host_that_is_nobodys_is_told_so_and_leads_to_no_tenant() {
    let tenant = Tenant::create(shared().await).await;
    let token = tenant.sign_in(ADA).await.issue("ci").await.token;
    let label = &tenant.label;
    for host in [
        format!("nobody-{}.eu.localhost", random_hex(4)),
        format!("{label}.us.localhost"),
        format!("{label}.mars.localhost"),
        format!("{label}.localhost"),
        format!("www.{label}.eu.localhost"),
        "eu.localhost".to_owned(),
    ] {
        let caller = tenant.caller.at_host(&host);
        expect_unknown(&caller).await;
        caller.verify(&token).await.expect_no(ProblemKind::NotFound);
        let request = caller.api(Method::GET, "hello", &token);
        send(request).await.expect_problem(ProblemKind::NotFound);
    }
}

#[tokio::test]
async fn at_a_host_that_is_not_the_portals_tokens_work_and_nothing_else() {
    let tenant = Tenant::create(shared().await).await;
    let token = tenant.sign_in(ADA).await.issue("ci").await.token;
    for host in ["api.example.com", "localhost.example.com", "127.0.0.1"] {
        let caller = tenant.caller.at_host(host);
        expect_unknown(&caller).await;
        caller.verify(&token).await.expect(200);
        send(caller.api(Method::GET, "hello", &token)).await.expect(200);
        caller.verify("garbage").await.expect_problem(ProblemKind::InvalidToken);
    }
}

#[tokio::test]
async fn a_tenants_host_is_known_the_moment_that_it_is_made() {
    let caller = shared().await.caller();
    let label = format!("t-{}", random_hex(8));
    let own = caller.at_host(&format!("{label}.eu.localhost"));
    home(&own).await.expect(404);
    Tenant::create_named(shared().await, &label).await;
    home(&own).await.expect(200);
}

#[tokio::test]
async fn whose_a_host_is_is_asked_for_once_a_minute() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let key = format!("d:{}", tenant.label);
    eventually("KV has the tenant", WRITTEN_WITHIN, async || kv.value(&key)).await;
    let own = edges.far.at_host(&format!("{}.eu.localhost", tenant.label));
    let nobody = edges.near.at_host("nobody-has-this.eu.localhost");
    let before = kv.reads();
    for _ in 0..10 {
        own.verify("garbage").await.expect_problem(ProblemKind::InvalidToken);
    }
    assert_eq!(kv.reads(), before + 1);
    for _ in 0..10 {
        options(&nobody).await.expect(404);
    }
    assert_eq!(kv.reads(), before + 2);
}

#[tokio::test]
async fn where_kv_does_not_know_a_host_the_directory_does() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    for mood in [Mood::Works, Mood::Fails] {
        let tenant = Tenant::create_at(edges.near.clone()).await;
        let key = format!("d:{}", tenant.label);
        eventually("KV has the tenant", WRITTEN_WITHIN, async || kv.value(&key)).await;
        kv.set(&key, None);
        kv.be(mood);
        options(&edges.beside.at_host(&format!("{}.eu.localhost", tenant.label))).await.expect(200);
        let nobody = format!("nobody-{}.eu.localhost", random_hex(4));
        expect_unknown(&edges.beside.at_host(&nobody)).await;
        kv.be(Mood::Works);
    }
}

#[tokio::test]
async fn where_nobody_can_say_whose_a_host_is_the_answer_is_503() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let key = format!("d:{}", tenant.label);
    let stored = eventually("KV has the tenant", WRITTEN_WITHIN, async || kv.value(&key)).await;
    let token = tenant.sign_in(ADA).await.issue("ci").await.token;
    let own = edges.far.at_host(&format!("{}.eu.localhost", tenant.label));
    for (mood, value) in [
        (Mood::Fails, Some(stored.clone())),
        (Mood::Works, None),
        (Mood::Works, Some("no tenant".to_owned())),
    ] {
        kv.be(mood);
        kv.set(&key, value);
        for route in [Route::View(View::Home), Route::Me, Route::SignInOptions, Route::Upstream] {
            let answer = send(own.to(&route)).await;
            answer.expect_problem(ProblemKind::Unavailable);
            assert!(answer.header("retry-after").parse::<u32>().is_ok());
        }
        own.verify(&token).await.expect_no(ProblemKind::Unavailable);
    }
    // None of that is remembered.
    kv.be(Mood::Works);
    kv.set(&key, Some(stored));
    own.verify("garbage").await.expect_problem(ProblemKind::InvalidToken);
    // How one can sign in there, its registry says alone.
    options(&own).await.expect_problem(ProblemKind::Unavailable);
}

#[tokio::test]
async fn a_flood_of_made_up_hosts_keeps_nobody_from_a_tenants() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let own = tenant.at_own_host();
    options(&own.caller).await.expect(200);
    let made_up: Vec<_> = (0..200)
        .map(|number| edges.near.at_host(&format!("made-up-{number}.eu.localhost")))
        .collect();
    let answers = futures_util::future::join_all(made_up.iter().map(options)).await;
    assert!(answers.iter().all(|answer| [404, 503].contains(&answer.status)));
    options(&own.caller).await.expect(200);
}

#[tokio::test]
async fn own_hosts_outlive_a_restart_and_the_loss_of_kv() {
    let mut server = Server::start(Settings::new()).await;
    let tenant = Tenant::create(&server).await;
    let own = tenant.at_own_host();
    let ada = own.sign_in(ADA).await;
    let issued = ada.issue("ci").await;

    server.stop().await;
    let is_of_kv =
        |path: &std::path::PathBuf| path.components().any(|part| part.as_os_str() == "kv");
    for file in server.stored_files().into_iter().filter(is_of_kv) {
        std::fs::remove_file(file).unwrap();
    }
    server.start_again().await;

    assert_eq!(ada.me().await.tenant.id, tenant.id);
    own.caller.verify(&issued.token).await.expect(200);
    expect_unknown(&tenant.caller.at_host("nobody-has-this.eu.localhost")).await;
    assert_eq!(server.registry_count(), 2, "the directory's and the tenant's");
}
