//! Where a challenge leads to: RFC 9728.

use gatepass_core::route::Route;
use reqwest::{Method, RequestBuilder, Url};
use serde_json::Value;

use crate::harness::{ADA, Caller, RITA, Tenant, send, shared};

/// The URL that a challenge leads to, if to any.
fn led_to(challenge: &str) -> Option<&str> {
    let (_, rest) = challenge.split_once(r#", resource_metadata=""#)?;
    Some(rest.split('"').next().unwrap())
}

/// Requests that are refused, and with which status.
fn refused(caller: &Caller, reads: &str) -> Vec<(RequestBuilder, u16)> {
    let upstream = format!("{}hello", Route::Upstream.to_path());
    vec![
        (caller.to(&Route::Verify), 401),
        (caller.with_token(&Route::Verify, "garbage"), 401),
        (caller.request(Method::POST, &Route::Verify.to_path()).bearer_auth(reads), 403),
        (caller.request(Method::GET, &upstream), 401),
        (caller.request(Method::PUT, &upstream).bearer_auth(reads), 403),
    ]
}

#[tokio::test]
async fn every_challenge_of_the_portals_hosts_leads_to_what_they_say_of_themselves() {
    let tenant = Tenant::create(shared().await).await;
    let reads = tenant.sign_in(RITA).await.issue("reads").await.token;
    for caller in [tenant.caller.clone(), tenant.at_own_host().caller] {
        let mut requests = refused(&caller, &reads);
        requests.extend([
            (caller.to(&Route::Introspect), 401),
            (caller.with_token(&Route::Introspect, &reads), 403),
            (caller.to(&Route::RevokeShown), 401),
            (caller.to(&Route::Tokens), 401),
            (caller.with_token(&Route::Tokens, &reads), 403),
        ]);
        for (request, status) in requests {
            let answer = send(request).await.expect(status);
            let url: Url = led_to(answer.header("www-authenticate")).unwrap().parse().unwrap();
            let path = Route::ProtectedResource.to_path();
            assert_eq!(url.as_str(), format!("{}{path}", caller.origin()));
            let told: Value =
                send(caller.request(Method::GET, url.path())).await.expect(200).json();
            assert_eq!(told["resource"], caller.origin());
        }
    }
}

/// What another host says is about itself, and a client may not use it: RFC 9728 §3.3.
#[tokio::test]
async fn at_a_host_that_says_nothing_of_itself_a_challenge_leads_nowhere() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, rita) = (tenant.sign_in(ADA).await, tenant.sign_in(RITA).await);
    let elsewhere = tenant.caller.at_host("127.0.0.1");
    elsewhere.verify(&ada.issue("ci").await.token).await.expect(200);
    for (request, status) in refused(&elsewhere, &rita.issue("reads").await.token) {
        let answer = send(request).await.expect(status);
        let challenge = answer.header("www-authenticate");
        assert!(challenge.starts_with(r#"Bearer realm="gatepass""#), "{challenge}");
        assert_eq!(led_to(challenge), None, "{challenge}");
    }
}

/// The operator's secret is no token, and what takes tokens does not take it.
#[tokio::test]
async fn the_operators_routes_lead_nowhere() {
    let caller = shared().await.caller();
    for (request, status) in
        [(caller.to(&Route::Tenants), 401), (caller.to(&Route::Tenants).bearer_auth("x"), 403)]
    {
        let answer = send(request).await.expect(status);
        assert_eq!(answer.header("www-authenticate"), r#"Bearer realm="gatepass""#);
    }
}
