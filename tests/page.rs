//! The page's files and their security headers.

use std::collections::BTreeMap;

use gatepass_core::route::{Route, View};
use gatepass_core::wire::ProblemKind;
use reqwest::Method;

use crate::harness::{Answer, send, shared};

#[track_caller]
pub(crate) fn expect_secure(answer: &Answer) {
    let policies = answer.headers("content-security-policy");
    assert_eq!(policies.len(), 1);
    let policy: BTreeMap<&str, &str> =
        policies[0].split(';').filter_map(|directive| directive.trim().split_once(' ')).collect();
    for (directive, sources) in [
        ("default-src", "'none'"),
        ("script-src", "'self' 'wasm-unsafe-eval'"),
        ("style-src", "'self'"),
        ("connect-src", "'self'"),
        ("form-action", "'self'"),
        ("base-uri", "'none'"),
        ("frame-ancestors", "'none'"),
        ("require-trusted-types-for", "'script'"),
        ("trusted-types", "'none'"),
    ] {
        assert_eq!(policy.get(directive), Some(&sources), "{directive}");
    }
    for sources in policy.values() {
        assert!(!sources.contains("unsafe-inline") && !sources.contains("'unsafe-eval'"));
        assert!(!sources.contains('*') && !sources.contains("http"));
    }
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "no-cache"),
    ] {
        assert_eq!(answer.headers(name), [value], "{name}");
    }
    assert!(answer.header("strict-transport-security").starts_with("max-age="));
}

#[tokio::test]
async fn every_view_is_the_one_document_under_a_strict_policy() {
    let caller = shared().await.caller();
    let mut documents = Vec::new();
    for view in View::ALL {
        let answer = send(caller.to(&Route::View(view))).await.expect(200);
        expect_secure(&answer);
        assert!(answer.header("content-type").starts_with("text/html"));
        assert!(answer.headers("set-cookie").is_empty());
        documents.push(answer.body);
    }
    assert!(documents.iter().all(|document| *document == documents[0]));
}

#[tokio::test]
async fn every_file_of_the_page_has_the_same_headers() {
    let caller = shared().await.caller();
    for (path, kind) in
        [("/index.html", "text/html"), ("/boot.js", "javascript"), ("/favicon.svg", "image/svg")]
    {
        let answer = send(caller.request(Method::GET, path)).await.expect(200);
        expect_secure(&answer);
        assert!(answer.header("content-type").contains(kind), "{path}");
        assert!(!answer.body.is_empty());
    }
}

#[tokio::test]
async fn a_view_answers_head_with_its_headers_alone() {
    let caller = shared().await.caller();
    let path = Route::View(View::ApiTokens).to_path();
    let answer = send(caller.request(Method::HEAD, &path)).await.expect(200);
    expect_secure(&answer);
    assert!(answer.body.is_empty());
}

#[tokio::test]
async fn a_file_that_does_not_exist_is_not_found() {
    let caller = shared().await.caller();
    for path in [
        "/nothing",
        "/settings",
        "/sign-in/",
        "/.dev.vars",
        "/wrangler.toml",
        "/..%2fwrangler.toml",
        "/%2e%2e/wrangler.toml",
        "/index.html/x",
    ] {
        let answer = send(caller.request(Method::GET, path)).await;
        answer.expect_problem(ProblemKind::NotFound);
    }
}
