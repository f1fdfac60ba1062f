//! Signing in and out.

mod origin;

use gatepass_core::policy::Role;
use gatepass_core::route::Route;
use gatepass_core::time::Seconds;
use gatepass_core::wire::{ProblemKind, SignInOptions};
use serde_json::json;

use crate::harness::{
    ADA, Answer, OTTO, Person, RITA, SESSION_COOKIE, Tenant, plain, random_hex, send, send_json,
    session_of, shared,
};

async fn by_link(tenant: &Tenant, link: &str) -> Answer {
    let body = json!({ "link": link, "name": "First Administrator" });
    send_json(tenant.caller.as_page(&Route::SignInByLink), &body).await
}

#[tokio::test]
async fn the_one_time_link_makes_its_holder_a_full_administrator_of_its_tenant() {
    let tenant = Tenant::create(shared().await).await;
    let answer = by_link(&tenant, &tenant.link).await.expect(204);
    assert!(answer.body.is_empty());
    let me = Person::with(&tenant.caller, session_of(&answer)).me().await;
    assert_eq!(me.name.as_str(), "First Administrator");
    assert_eq!(me.role, Role::GLOBAL_ADMINISTRATOR);
    assert!(me.is_full_administrator);
    assert_eq!((me.tenant.id, &me.tenant.label), (tenant.id, &tenant.label));
}

#[tokio::test]
async fn a_link_works_once() {
    let tenant = Tenant::create(shared().await).await;
    by_link(&tenant, &tenant.link).await.expect(204);
    let again = by_link(&tenant, &tenant.link).await;
    again.expect_wrong("link");
    assert!(again.headers("set-cookie").is_empty());
}

#[tokio::test]
async fn of_many_who_use_a_link_at_once_one_gets_in() {
    let tenant = Tenant::create(shared().await).await;
    let tries = (0..8).map(|_| by_link(&tenant, &tenant.link));
    let answers = futures_util::future::join_all(tries).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 204).count(), 1);
    let refused = answers.iter().filter(|answer| answer.status != 204);
    refused.for_each(|answer| answer.expect_wrong("link"));
}

#[tokio::test]
async fn a_link_ends_after_24_hours() {
    let tenant = Tenant::create(shared().await).await;
    let later = tenant.another_link().await;
    tenant.advance_clock(Seconds(24 * 3600 - 60)).await;
    by_link(&tenant, &tenant.link).await.expect(204);
    tenant.advance_clock(Seconds(61)).await;
    by_link(&tenant, &later).await.expect_wrong("link");
}

#[tokio::test]
async fn a_link_that_is_none_of_ours_is_refused() {
    let tenant = Tenant::create(shared().await).await;
    let other = Tenant::create(shared().await).await;
    let session = tenant.sign_in(ADA).await.session;
    let of_other_tenant = tenant.link.replace(&tenant.id.to_string(), &other.id.to_string());
    let session_as_link = session.replace("session_", "link_");
    for link in [
        "",
        "garbage",
        &tenant.link[1..],
        &tenant.link[..tenant.link.len() - 1],
        &format!("{}0", tenant.link),
        &format!(" {}", tenant.link),
        &of_other_tenant,
        &session,
        &session_as_link,
        &"é".repeat(60),
    ] {
        by_link(&tenant, link).await.expect_wrong("link");
    }
    by_link(&tenant, &tenant.link).await.expect(204);
}

#[tokio::test]
async fn the_sessions_cookie_is_held_to_this_host_and_out_of_reach_of_scripts() {
    let tenant = Tenant::create(shared().await).await;
    for answer in [send(tenant.signing_in(ADA)).await, by_link(&tenant, &tenant.link).await] {
        let cookies = answer.headers("set-cookie");
        let [cookie] = cookies.as_slice() else {
            panic!("{cookies:?}");
        };
        let mut parts = cookie.split(';').map(str::trim);
        assert!(parts.next().unwrap().starts_with(&format!("{SESSION_COOKIE}=session_")));
        let mut attributes: Vec<_> = parts.map(str::to_ascii_lowercase).collect();
        attributes.sort();
        assert_eq!(attributes, ["httponly", "path=/", "samesite=lax", "secure"]);
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_wherever_its_cookie_is() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, elsewhere) = (tenant.sign_in(ADA).await, tenant.sign_in(ADA).await);
    let answer = ada.call(&Route::SignOut).await.expect(204);
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with(&format!("{SESSION_COOKIE}=;")), "{cookie}");
    assert!(cookie.contains("Max-Age=0") && cookie.contains("Secure"), "{cookie}");
    for route in [Route::Me, Route::Tokens] {
        ada.call(&route).await.expect_problem(ProblemKind::Unauthenticated);
    }
    ada.try_issue("ci").await.expect_problem(ProblemKind::Unauthenticated);
    // Its cookie is taken away again, wherever else it may be.
    let again = ada.call(&Route::SignOut).await.expect(204);
    assert_eq!(again.header("set-cookie"), cookie);
    assert!(elsewhere.names().await.is_empty());
}

#[tokio::test]
async fn signing_out_again_takes_the_cookie_away_and_harms_no_other_session() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, elsewhere) = (tenant.sign_in(ADA).await, tenant.sign_in(ADA).await);
    for _ in 0..2 {
        let answer = ada.call(&Route::SignOut).await.expect(204);
        assert!(answer.header("set-cookie").contains("Max-Age=0"));
        ada.call(&Route::Me).await.expect_problem(ProblemKind::Unauthenticated);
    }
    elsewhere.call(&Route::Me).await.expect(200);
}

#[tokio::test]
async fn a_request_with_authorization_rests_on_that_alone() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("ci").await;
    let token = format!("Token {}", issued.token);
    for (authorization, kind) in [
        ("Basic YTpi", ProblemKind::Unauthenticated),
        ("x", ProblemKind::Unauthenticated),
        (token.as_str(), ProblemKind::InsufficientScope),
    ] {
        for route in [Route::Me, Route::Tokens, Route::RevokeToken(issued.view.id), Route::SignOut]
        {
            let request = ada.to(&route).header("authorization", authorization);
            send(request).await.expect_problem(kind);
        }
    }
    assert_eq!(ada.names().await, ["ci"]);
}

#[tokio::test]
async fn on_this_machine_a_person_for_each_role_is_offered_with_the_tenants() {
    let tenant = Tenant::create(shared().await).await;
    for caller in [&tenant.caller, &tenant.at_own_host().caller] {
        let options: SignInOptions =
            send(caller.to(&Route::SignInOptions)).await.expect(200).json();
        let people: Vec<_> = options
            .people
            .iter()
            .map(|person| (person.name.as_str(), person.role.as_str()))
            .collect();
        assert_eq!(
            people,
            [
                (ADA, "global-administrator"),
                ("Security administrator", "security-administrator"),
                ("Cloud app security administrator", "cloud-app-security-administrator"),
                ("Compliance administrator", "compliance-administrator"),
                (OTTO, "security-operator"),
                (RITA, "security-reader"),
                ("Global reader", "global-reader"),
            ]
        );
        assert!(options.tenants.contains(&tenant.label));
    }
}

#[tokio::test]
async fn on_any_other_host_nobody_is_offered_and_nobody_gets_in() {
    let tenant = Tenant::create(shared().await).await;
    for host in ["127.0.0.1", "portal.example.com", "localhost.example.com", "notlocalhost"] {
        let elsewhere = tenant.at_host(host);
        let options = send(elsewhere.caller.to(&Route::SignInOptions)).await;
        options.expect_problem(ProblemKind::NotFound);
        assert_nobody_gets_in(&elsewhere).await;
    }
}

#[tokio::test]
async fn where_it_is_not_switched_on_nobody_is_offered_and_nobody_gets_in() {
    let caller = plain().await.caller();
    let tenant = Tenant::unmade(&caller);
    assert_nobody_is_offered(&tenant).await;
}

async fn assert_nobody_is_offered(tenant: &Tenant) {
    let options = send(tenant.caller.to(&Route::SignInOptions)).await.expect(200);
    assert_eq!(options.json::<SignInOptions>(), SignInOptions::default());
    assert_nobody_gets_in(tenant).await;
}

async fn assert_nobody_gets_in(tenant: &Tenant) {
    let answer = send(tenant.signing_in(ADA)).await;
    answer.expect_problem(ProblemKind::NotFound);
    assert!(answer.headers("set-cookie").is_empty());
}

#[tokio::test]
async fn a_person_or_a_tenant_that_does_not_exist_is_named_as_wrong() {
    let tenant = Tenant::create(shared().await).await;
    let nobody = format!("no-{}", random_hex(8));
    for (body, field) in [
        (json!({ "tenant": tenant.label, "person": "Mallory" }), "person"),
        (json!({ "tenant": nobody, "person": ADA }), "tenant"),
    ] {
        let request = tenant.caller.as_page(&Route::SignInForDevelopment);
        let answer = send_json(request, &body).await;
        answer.expect_wrong(field);
        assert!(answer.headers("set-cookie").is_empty());
    }
}
