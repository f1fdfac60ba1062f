//! Paths that an API behind may read in another way than the rules do.

use super::*;
use crate::harness::{Caller, Edges, Kv, send_raw};

/// The policy of [`ruled`].
const POLICY: &str = include_str!("../harness/policy.toml");

/// Asks for a path exactly as it is spelled and gives the status of the answer: 400 where there was
/// none, since that was no request.
async fn status_of(caller: &Caller, path: &str, token: Option<&str>) -> u16 {
    let authorization = token.map(|token| format!("authorization: Token {token}"));
    let headers: Vec<&str> = authorization.iter().map(String::as_str).collect();
    let answer = send_raw(caller, &format!("GET {path} HTTP/1.1"), &headers, "").await;
    answer.status().unwrap_or(400)
}

/// A server with the policy, and the same Worker without the proxy that stands before it in
/// development, which rewrites paths.
struct Servers {
    tenants: [Tenant; 2],
    _edges: Edges,
}

impl Servers {
    async fn new() -> Self {
        let settings = Settings::new().with_policy(POLICY);
        let edges = Edges::start_with(&Kv::start().await, settings).await;
        let bare = Tenant::create_at(edges.near.clone()).await;
        Self { tenants: [Tenant::create(ruled().await).await, bare], _edges: edges }
    }
}

#[tokio::test]
async fn no_spelling_of_a_path_passes_for_a_public_one() {
    let servers = Servers::new().await;
    for Tenant { caller, .. } in &servers.tenants {
        assert_eq!(status_of(caller, "/api/status/plain", None).await, 200);
        for path in SPELLINGS_OF_OTHER {
            let key = random_hex(8);
            let status = status_of(caller, &format!("{path}{key}"), None).await;
            assert!(matches!(status, 400 | 401 | 404), "{path}: {status}");
            assert!(!is_seen(&key), "{path} went on");
        }
    }
}

/// Paths that some server may take for a public one.
const SPELLINGS_OF_OTHER: [&str; 30] = [
    "/api/status/../other/",
    "/api/status/%2e%2e/other/",
    "/api/status/.%2E/other/",
    "/api/status/..%2fother/",
    "/api/status/..%2Fother/",
    "/api/status/%2e%2e%2fother/",
    "/api/status/..\\other/",
    "/api/status/..%5cother/",
    "/api/status/%252e%252e/other/",
    "/api/status/..;/other/",
    "/api/status;/../other/",
    "/api/status/x;a=b/",
    "/api/status//other/",
    "/api//status/",
    "//api/status/",
    "/api/status/%00/",
    "/api/status/a%0d%0ab/",
    "/api/status/%c0%ae%c0%ae/",
    "/api/status/%zz/",
    "/api/status/%/",
    "/api/Status/",
    "/api/STATUS/",
    "/API/status/",
    "/other/../api/other/",
    "http://localhost/api/status/../other/",
    "http://status.example.com/api/other/",
    "/api/other/?/api/status/",
    "/api/other/?/../../api/status/",
    "/api/other/#/../../api/status/",
    "/api/status/..%00/other/",
];

#[tokio::test]
async fn a_path_that_can_be_read_in_two_ways_is_refused_as_the_path_that_is_wrong() {
    let tenant = Tenant::create(ruled().await).await;
    let token = issue(&tenant.sign_in(OWNER).await, "read write").await.token;
    let key = random_hex(8);
    for path in [
        "a%2fb", "a%2Fb", "a%5cb", "a%2eb", "a;b", "a//b", "a%00b", "a%2561", "a%zz", "%ff",
        "Reports",
    ] {
        for method in [Method::GET, Method::POST] {
            let path = format!("{path}/{key}");
            let answer = send(tenant.caller.api(method, &path, &token)).await;
            assert_eq!(answer.status, 400, "{path}");
            answer.expect_wrong("path");
        }
        // Who shows nothing is told no more.
        let path = format!("/api/{path}/{key}");
        let answer = send(tenant.caller.request(Method::GET, &path)).await;
        assert!(matches!(answer.status, 400 | 401), "{path}: {}", answer.status);
    }
    assert!(!is_seen(&key));
}

#[tokio::test]
async fn no_spelling_of_a_path_gets_past_the_scope_of_its_rule() {
    let servers = Servers::new().await;
    for tenant in &servers.tenants {
        let token = issue(&tenant.sign_in(OWNER).await, "read write").await.token;
        let of = async |path: &str| status_of(&tenant.caller, path, Some(&token)).await;
        assert_eq!(of("/api/other/plain").await, 200);
        for path in SPELLINGS_OF_REPORTS {
            let key = random_hex(8);
            let status = of(&format!("{path}{key}")).await;
            assert!(matches!(status, 400 | 403 | 404), "{path}: {status}");
            assert!(!is_seen(&key), "{path} went on");
        }
    }
}

/// Paths that some server may take for one below `/api/reports`.
const SPELLINGS_OF_REPORTS: [&str; 19] = [
    "/api/reports/",
    "/api/other/../reports/",
    "/api/other/%2e%2e/reports/",
    "/api/./reports/",
    "/api/%72eports/",
    "/api/reports/%61/",
    "/api/Reports/",
    "/api/other/..%2freports/",
    "/api/other/..;/reports/",
    "/api//reports/",
    "/api/reports;a/",
    "/api\\reports/",
    "/api/%5creports/",
    "/api/%2572eports/",
    "http://localhost/api/reports/",
    "http://localhost/api/other/../reports/",
    "/api/reports/?x=/api/other/",
    "/api/reports/#/api/other/",
    "/api/re%70orts/",
];

#[tokio::test]
async fn a_plain_path_goes_on_as_it_came() {
    let tenant = Tenant::create(ruled().await).await;
    let token = issue(&tenant.sign_in(OWNER).await, "read").await.token;
    for path in ["caf%C3%A9/a.b/x%20y", "a:b@c/~d", "100%25", "..x/...", "OTHER/Case"] {
        let key = random_hex(8);
        let path = format!("{path}/{key}");
        send(tenant.caller.api(Method::GET, &path, &token)).await.expect(200);
        assert_eq!(Upstream::shared().seen(&key).unwrap().uri, format!("/api/{path}"));
    }
}
