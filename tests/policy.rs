//! A policy of an operator's own: its roles, its routes, and what an API behind may take a path for.

mod live;
mod mistake;
mod path;
mod public;
mod roles;
mod strict;

use gatepass_core::wire::ProblemKind;
use reqwest::{Method, RequestBuilder};
use serde_json::json;

use crate::harness::{
    Issued, Person, Server, Settings, Tenant, Upstream, random_hex, ruled, send, send_json, shared,
};

/// The person of the role `owner`, which alone administers.
const OWNER: &str = "Owner";
/// The person of the role `analyst`.
const ANALYST: &str = "Analyst";
/// The person of the role `guest`, which allows nothing.
const GUEST: &str = "Guest";

/// Issues a token with these scopes.
async fn issue(person: &Person, scope: &str) -> Issued {
    let route = gatepass_core::route::Route::IssueToken;
    let body = json!({ "name": random_hex(4), "scope": scope });
    send_json(person.to(&route), &body).await.expect(201).json()
}

/// Whether the API behind has seen something at a path that ends in `key`.
fn is_seen(key: &str) -> bool {
    Upstream::shared().seen(key).is_some()
}

#[tokio::test]
async fn a_route_asks_for_the_scope_that_its_rule_names() {
    let tenant = Tenant::create(ruled().await).await;
    let owner = tenant.sign_in(OWNER).await;
    let tokens = [
        ("read write", issue(&owner, "read write").await.token),
        ("reports:read", issue(&owner, "reports:read").await.token),
        ("logs:write", issue(&owner, "logs:write").await.token),
    ];
    for (method, path, needed) in [
        (Method::GET, "reports", "reports:read"),
        (Method::GET, "reports/2026/11", "reports:read"),
        (Method::POST, "reports/2026", "reports:read"),
        (Method::POST, "logs/proxy", "logs:write"),
        (Method::GET, "logs/proxy", "read"),
        (Method::POST, "logs/a/b", "write"),
        (Method::GET, "other", "read"),
        (Method::DELETE, "other", "write"),
        (Method::POST, "status", "write"),
    ] {
        for (scopes, token) in &tokens {
            let answer = send(tenant.caller.api(method.clone(), path, token)).await;
            if scopes.split(' ').any(|scope| scope == needed) {
                assert_eq!(answer.status, 200, "{method} {path} with {scopes}");
                continue;
            }
            answer.expect_problem(ProblemKind::InsufficientScope);
            let named = format!(r#", error="insufficient_scope", scope="{needed}""#);
            let challenge = tenant.caller.challenge(&named);
            let case = format!("{method} {path} with {scopes}");
            assert_eq!(answer.header("www-authenticate"), challenge, "{case}");
        }
    }
}
