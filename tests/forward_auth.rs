//! Forward-auth: what a proxy says of a request counts only where it shows the secret.

mod address;
mod configured;
mod hostile;
mod memory;
mod outage;
mod proxies;

use gatepass_core::forward::SECRET_HEADER;
use gatepass_core::route::Route;
use gatepass_core::wire::ProblemKind;
use reqwest::{Method, RequestBuilder};
use serde_json::json;
use std::time::Duration;

use crate::harness::{
    Answer, Caller, Issued, Person, Server, Settings, Tenant, eventually, random_hex, ruled, send,
};

/// The person of the role `owner`, which alone administers.
const OWNER: &str = "Owner";

/// The headers that say who calls.
const IDENTITY: [&str; 5] =
    ["gatepass-tenant", "gatepass-subject", "gatepass-token-id", "gatepass-kind", "gatepass-scope"];

/// By when what a server says is in its log.
const LOGGED_WITHIN: Duration = Duration::from_secs(10);

/// How a proxy tells of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// As nginx is told to.
    Original,
    /// As Caddy and Traefik do.
    Forwarded,
    /// As Envoy does: by its own method, at the end of the URL.
    Asked,
}

impl Way {
    const ALL: [Self; 3] = [Self::Original, Self::Forwarded, Self::Asked];

    /// The question about a request, without a secret.
    fn ask(self, caller: &Caller, method: &str, uri: &str) -> RequestBuilder {
        let path = Route::Verify.to_path();
        let by_get = || caller.request(Method::GET, &path);
        match self {
            Self::Original => {
                by_get().header("x-original-method", method).header("x-original-uri", uri)
            }
            Self::Forwarded => {
                by_get().header("x-forwarded-method", method).header("x-forwarded-uri", uri)
            }
            Self::Asked => caller.request(method.parse().unwrap(), &format!("{path}?uri={uri}")),
        }
    }
}

/// The same request by a proxy that shows the secret.
fn believed(caller: &Caller, request: RequestBuilder) -> RequestBuilder {
    request.header(SECRET_HEADER, caller.settings().value("PROXY_SECRET"))
}

/// The same request with a token.
fn with_token(request: RequestBuilder, token: &str) -> RequestBuilder {
    request.header("authorization", format!("Token {token}"))
}

/// Issues a token with these scopes.
async fn issue(person: &Person, scope: &str) -> Issued {
    person.issue_with(&json!({ "name": random_hex(4), "scope": scope })).await
}

/// Makes sure that an answer says of nobody who calls, and says so.
#[track_caller]
fn expect_nobody(answer: &Answer) {
    assert_eq!(answer.status, 200, "{}", answer.text());
    for name in IDENTITY {
        assert_eq!(answer.headers(name), [""], "{name}");
    }
}

/// Makes sure that nothing was decided on, since it is not clear on what.
#[track_caller]
fn expect_unclear(answer: &Answer, what: &str) {
    let problem = answer.expect_problem(ProblemKind::PermissionDenied);
    assert!(problem.detail.is_some_and(|detail| detail.len() > 20), "{what}");
    assert!(answer.headers("gatepass-tenant").is_empty(), "{what}");
}

#[tokio::test]
async fn a_proxy_that_shows_the_secret_is_answered_for_the_request_that_it_names() {
    let tenant = Tenant::create(ruled().await).await;
    let (caller, owner) = (&tenant.caller, tenant.sign_in(OWNER).await);
    let tokens = [
        ("read", issue(&owner, "read").await.token),
        ("write", issue(&owner, "write").await.token),
        ("reports:read", issue(&owner, "reports:read").await.token),
        ("logs:write", issue(&owner, "logs:write").await.token),
    ];
    for (method, uri, needed) in [
        ("GET", "/api/reports/2026?page=2", "reports:read"),
        ("POST", "/api/reports", "reports:read"),
        ("POST", "/api/logs/proxy", "logs:write"),
        ("GET", "/api/logs/proxy", "read"),
        ("GET", "/api/other", "read"),
        ("DELETE", "/api/other", "write"),
        ("POST", "/api/status/x", "write"),
        ("GET", "/elsewhere?/api/status/x", "read"),
        ("PUT", "/", "write"),
    ] {
        for way in Way::ALL {
            for (scope, token) in &tokens {
                let request = with_token(way.ask(caller, method, uri), token);
                let answer = send(believed(caller, request)).await;
                if *scope == needed {
                    assert_eq!(answer.status, 200, "{way:?} {method} {uri} with {scope}");
                    assert_eq!(answer.header("gatepass-scope"), *scope);
                    continue;
                }
                answer.expect_problem(ProblemKind::InsufficientScope);
                let named = format!("scope=\"{needed}\"");
                assert!(answer.header("www-authenticate").contains(&named), "{method} {uri}");
            }
            let answer = send(believed(caller, way.ask(caller, method, uri))).await;
            answer.expect_problem(ProblemKind::Unauthenticated);
        }
    }
}

#[tokio::test]
async fn on_a_public_route_anybody_passes_as_nobody() {
    let tenant = Tenant::create(ruled().await).await;
    let caller = &tenant.caller;
    let token = issue(&tenant.sign_in(OWNER).await, "read").await.token;
    for way in Way::ALL {
        for method in ["GET", "HEAD"] {
            let ask = || believed(caller, way.ask(caller, method, "/api/status/x"));
            expect_nobody(&send(ask()).await);
            expect_nobody(&send(with_token(ask(), &token)).await);
            expect_nobody(&send(with_token(ask(), "garbage")).await);
        }
        let preflight = way
            .ask(caller, "OPTIONS", "/api/other")
            .header("origin", "https://app.example.com")
            .header("access-control-request-method", "DELETE");
        expect_nobody(&send(believed(caller, preflight)).await);
    }
}

#[tokio::test]
async fn on_a_strict_route_a_revoked_token_is_refused_at_once() {
    let tenant = Tenant::create(ruled().await).await;
    let (caller, owner) = (&tenant.caller, tenant.sign_in(OWNER).await);
    for way in Way::ALL {
        let issued = issue(&owner, "read").await;
        let ask = |uri| believed(caller, with_token(way.ask(caller, "GET", uri), &issued.token));
        // So that this edge remembers that it was good.
        for uri in ["/api/other", "/api/vault/1", "/api/other"] {
            send(ask(uri)).await.expect(200);
        }
        owner.revoke(issued.view.id).await;
        send(ask("/api/vault/1")).await.expect_problem(ProblemKind::InvalidToken);
    }
}

#[tokio::test]
async fn what_is_said_without_the_secret_counts_for_nothing() {
    let tenant = Tenant::create(ruled().await).await;
    let caller = &tenant.caller;
    let owner = tenant.sign_in(OWNER).await;
    let (reads, writes) = (issue(&owner, "read").await.token, issue(&owner, "write").await.token);
    for way in [Way::Original, Way::Forwarded] {
        // Not by the public route, nor by the method, nor by the scope of a route: by its own method.
        let ask = |method, uri| way.ask(caller, method, uri);
        let public = send(ask("GET", "/api/status/x")).await;
        public.expect_problem(ProblemKind::Unauthenticated);
        let altering = send(with_token(ask("DELETE", "/api/other"), &writes)).await;
        altering.expect_problem(ProblemKind::InsufficientScope);
        send(with_token(ask("DELETE", "/api/other"), &reads)).await.expect(200);
        send(with_token(ask("GET", "/api/reports/x"), &reads)).await.expect(200);
        send(with_token(ask("GET", "/api/../x"), &reads)).await.expect(200);
    }
    // A URL that tells of a request is a proxy's: that it forgot the secret is not passed over.
    for token in [&reads, &writes] {
        for uri in ["/api/status/x", "/api/other", ""] {
            let request = with_token(Way::Asked.ask(caller, "GET", uri), token);
            expect_unclear(&send(request).await, uri);
        }
    }
}

#[tokio::test]
async fn who_shows_a_wrong_secret_is_told_so_and_nothing_is_decided() {
    let tenant = Tenant::create(ruled().await).await;
    let caller = &tenant.caller;
    let token = issue(&tenant.sign_in(OWNER).await, "read").await.token;
    let secret = caller.settings().value("PROXY_SECRET");
    let operators = caller.settings().value("OPERATOR_SECRET");
    for wrong in [
        String::new(),
        random_hex(32),
        secret[..63].to_owned(),
        format!("{secret}0"),
        secret.to_uppercase(),
        format!("{secret}, {secret}"),
        operators.to_owned(),
        token.clone(),
    ] {
        let plain = caller.with_token(&Route::Verify, &token);
        let named = Way::ALL.map(|way| with_token(way.ask(caller, "GET", "/api/status/x"), &token));
        for request in named.into_iter().chain([plain]) {
            let answer = send(request.header(SECRET_HEADER, &wrong)).await;
            expect_unclear(&answer, &wrong);
            assert!(answer.text().contains("PROXY_SECRET"), "{}", answer.text());
            assert!(answer.header("www-authenticate").is_empty());
        }
    }
    let twice = believed(caller, believed(caller, Way::Original.ask(caller, "GET", "/api/other")));
    expect_unclear(&send(with_token(twice, &token)).await, "twice");
}

#[tokio::test]
async fn a_proxy_that_is_refused_shows_in_the_log_and_its_secret_does_not() {
    let server = Server::start(Settings::new()).await;
    let (caller, wrong) = (server.caller(), random_hex(32));
    let request = caller.to(&Route::Verify).header(SECRET_HEADER, &wrong);
    expect_unclear(&send(request).await, "a wrong secret");
    let log = eventually("the log names the secret", LOGGED_WITHIN, async || {
        Some(server.log()).filter(|log| log.contains("a proxy is refused: it does not show"))
    })
    .await;
    assert!(!log.contains(&wrong[..16]));
}

#[tokio::test]
async fn without_the_setting_no_proxy_is_believed() {
    let mut server = Server::start(Settings::new().without("PROXY_SECRET")).await;
    let tenant = Tenant::create(&server).await;
    let token = tenant.sign_in(crate::harness::ADA).await.issue("ci").await.token;
    let caller = &tenant.caller;
    caller.verify(&token).await.expect(200);
    for shown in [String::new(), random_hex(32)] {
        for way in Way::ALL {
            let request = with_token(way.ask(caller, "GET", "/api/other"), &token);
            expect_unclear(&send(request.header(SECRET_HEADER, &shown)).await, &shown);
        }
    }
    server.stop().await;
}
