//! Requests as no well-behaved client spells them, straight to the Worker: what is decided on is what
//! goes on.

use gatepass_core::route::Route;
use gatepass_core::wire::ProblemKind;
use reqwest::Method;

use super::Scene;
use crate::harness::{
    ADA, Caller, Edges, Kv, RITA, RawAnswer, Seen, Tenant, Upstream, random_hex, send, send_raw,
};

/// Edges without a proxy in front of them, and tokens that may read and write, and read alone.
struct Bare {
    edges: Edges,
    writes: String,
    reads: String,
}

impl Bare {
    async fn new() -> Self {
        let edges = Edges::start(&Kv::start().await).await;
        let tenant = Tenant::create_at(edges.near.clone()).await;
        let writes = tenant.sign_in(ADA).await.issue("writes").await.token;
        let reads = tenant.sign_in(RITA).await.issue("reads").await.token;
        Self { edges, writes, reads }
    }

    /// The Worker with the API behind at a URL, and with it bound as a service.
    fn callers(&self) -> [&Caller; 2] {
        [&self.edges.near, &self.edges.beside]
    }
}

async fn ask(caller: &Caller, token: &str, line: &str, headers: &[&str], body: &str) -> RawAnswer {
    let authorization = format!("authorization: Token {token}");
    send_raw(caller, line, &[&[authorization.as_str()], headers].concat(), body).await
}

fn seen(key: &str) -> Option<Seen> {
    Upstream::shared().seen(key)
}

/// A header's name as the most lenient of servers reads it.
fn folded(name: &str) -> String {
    let fold = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    name.trim().chars().map(fold).collect()
}

#[tokio::test]
async fn an_identity_that_a_caller_claims_never_goes_on_however_it_is_spelled() {
    let bare = Bare::new().await;
    for caller in bare.callers() {
        for claims in [
            vec!["Gatepass-Subject: forged"],
            vec!["gatepass_subject: forged"],
            vec!["Gatepass_Subject: forged", "GATEPASS-SUBJECT: forged"],
            vec!["Gatepass-Subject: forged", "Gatepass-Subject: forged"],
            vec!["Gatepass-Subject:forged"],
            vec!["Gatepass-Subject:\tforged"],
            vec!["Gatepass-Subject : forged"],
            vec!["Gatepass-Subject\t: forged"],
            vec![" Gatepass-Subject: forged"],
            vec!["x-other: a\r\n Gatepass-Subject: forged"],
            vec!["x-other: a\r\n\tGatepass-Subject: forged"],
            vec!["x-other: a\nGatepass-Subject: forged"],
            vec!["x-other: a\rGatepass-Subject: forged"],
            vec!["Gatepass-Subject\0: forged"],
            vec!["Gatepass\u{2010}Subject: forged"],
            vec!["Gatepass.Subject: forged"],
            vec!["Gatepass-Subject: ", "Gatepass-Tenant;: forged"],
            vec!["connection: gatepass-subject, gatepass-scope"],
        ] {
            let key = random_hex(8);
            let line = format!("GET /api/echo/{key} HTTP/1.1");
            let answer = ask(caller, &bare.writes, &line, &claims, "").await;
            let Some(seen) = seen(&key) else {
                assert!(matches!(answer.status(), None | Some(400)), "{claims:?}: {answer:?}");
                continue;
            };
            for (name, value) in &seen.headers {
                let is_identity = folded(name).starts_with("gatepass");
                assert!(!(is_identity && value.contains("forged")), "{claims:?}: {name}: {value}");
            }
            for name in ["subject", "tenant", "token-id", "kind", "scope"] {
                let name = format!("gatepass-{name}");
                let same = seen.headers.iter().filter(|(found, _)| folded(found) == name);
                let values: Vec<&str> = same.map(|(_, value)| value.as_str()).collect();
                assert!(
                    matches!(values[..], [value] if !value.is_empty()),
                    "{claims:?}: {values:?}"
                );
            }
        }
    }
}

#[tokio::test]
async fn the_path_that_is_decided_on_goes_on_also_from_one_that_no_client_sends() {
    let bare = Bare::new().await;
    for caller in bare.callers() {
        for (target, forwarded) in [
            ("/api/a/../echo/", Some("/api/echo/")),
            ("/api/a/%2e%2E/echo/", Some("/api/echo/")),
            ("/api/./echo/", Some("/api/echo/")),
            ("/x/../api/echo/", Some("/api/echo/")),
            ("/api\\echo\\", Some("/api/echo/")),
            ("http://localhost/api/echo/", Some("/api/echo/")),
            ("/api/a%2fb/", Some("/api/a%2fb/")),
            ("/api/a%2F..%2f/", Some("/api/a%2F..%2f/")),
            ("/api/a;b=c/", Some("/api/a;b=c/")),
            ("/api/a//b/", Some("/api/a//b/")),
            ("/api/%3f/", Some("/api/%3f/")),
            ("/api/%23/", Some("/api/%23/")),
            ("/api/Echo/", Some("/api/Echo/")),
            ("/api/../manage/v1/", None),
            ("/api/%2e%2e/manage/v1/", None),
            ("/api\\..\\manage\\v1\\", None),
            ("/API/echo/", None),
            ("/apis/echo/", None),
        ] {
            let key = random_hex(8);
            let line = format!("GET {target}{key}?a=/../b#c HTTP/1.1");
            let answer = ask(caller, &bare.writes, &line, &[], "").await;
            let uri = seen(&key).map(|seen| seen.uri);
            let expected = forwarded.map(|path| format!("{path}{key}?a=/../b"));
            assert_eq!(uri, expected, "{target}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn the_method_that_is_decided_on_goes_on_and_no_other_can_be_asked_for() {
    let bare = Bare::new().await;
    for caller in bare.callers() {
        for (line, headers, status) in [
            ("DELETE /api/echo/{key} HTTP/1.1", vec![], 403),
            ("delete /api/echo/{key} HTTP/1.1", vec![], 400),
            ("get /api/echo/{key} HTTP/1.1", vec![], 400),
            ("GET /api/echo/{key} HTTP/1.1", vec!["X-HTTP-Method-Override: DELETE"], 200),
            ("GET /api/echo/{key} HTTP/1.1", vec!["x_http_method: DELETE"], 200),
            ("GET /api/echo/{key} HTTP/1.1", vec!["X-Method-Override: DELETE"], 200),
            ("GET /api/echo/{key}?_method=DELETE HTTP/1.1", vec![], 400),
            ("GET /api/echo/{key}?a=b&%5fmethod=DELETE HTTP/1.1", vec![], 400),
            ("GET /api/echo/{key}?_method=GET HTTP/1.1", vec![], 200),
        ] {
            let key = random_hex(8);
            let line = line.replace("{key}", &key);
            let answer = ask(caller, &bare.reads, &line, &headers, "").await;
            let case = format!("{line} {headers:?}: {answer:?}");
            assert!(
                matches!(answer.status(), Some(501) | None if status == 400)
                    || answer.status() == Some(status),
                "{case}"
            );
            let seen = seen(&key);
            assert_eq!(seen.is_some(), status == 200, "{case}");
            if let Some(seen) = seen {
                assert_eq!(seen.method, "GET", "{case}");
                let asked = seen.headers.iter().find(|(name, value)| {
                    folded(name).contains("method") || value.contains("DELETE")
                });
                assert_eq!(asked, None, "{case}");
            }
        }
    }
}

#[tokio::test]
async fn a_query_that_asks_for_another_method_is_refused_as_what_is_wrong() {
    let scene = Scene::new().await;
    for (method, query) in [(Method::GET, "_method=DELETE"), (Method::POST, "x=1&_method=PUT")] {
        let path = format!("echo/{}?{query}", scene.key);
        let request = scene.tenant.caller.api(method, &path, &scene.issued.token);
        send(request).await.expect_wrong("query");
        // Who shows nothing learns nothing else by it.
        let path = format!("{}{path}", Route::Upstream.to_path());
        let bare = send(scene.tenant.caller.request(Method::GET, &path)).await;
        assert!(matches!(bare.status, 400 | 401), "{}", bare.status);
    }
    assert!(seen(&scene.key).is_none());
    let path = format!("echo/{}", scene.key);
    let request = scene.tenant.caller.request(Method::GET, &format!("/api/{path}"));
    send(request).await.expect_problem(ProblemKind::Unauthenticated);
}

#[tokio::test]
async fn no_other_upgrade_than_to_a_websocket_goes_on() {
    let bare = Bare::new().await;
    for caller in bare.callers() {
        for (method, upgrade) in [
            ("GET", "h2c"),
            ("GET", "TLS/1.0"),
            ("GET", "websocket, h2c"),
            ("POST", "websocket"),
            ("POST", "h2c"),
        ] {
            let (key, upgrade) = (random_hex(8), format!("upgrade: {upgrade}"));
            let line = format!("{method} /api/echo/{key} HTTP/1.1");
            let headers = [upgrade.as_str(), "http2-settings: x", "sec-websocket-version: 13"];
            let answer = ask(caller, &bare.writes, &line, &headers, "").await;
            assert_ne!(answer.status(), Some(101), "{method} {upgrade}");
            if let Some(seen) = seen(&key) {
                assert!(seen.values("upgrade").is_empty(), "{method} {upgrade}");
            }
        }
    }
}

#[tokio::test]
async fn nothing_is_smuggled_behind_a_request() {
    let bare = Bare::new().await;
    let [caller, _] = bare.callers();
    for (headers, chunked) in [
        (vec!["content-length: 5", "transfer-encoding: chunked"], true),
        (vec!["transfer-encoding: chunked", "content-length: 5"], true),
        (vec!["content-length: 5", "content-length: 50"], false),
        (vec!["transfer-encoding: xchunked"], true),
        (vec!["transfer-encoding : chunked"], true),
        (vec!["transfer-encoding: chunked", "transfer-encoding: identity"], true),
        (vec!["content-length: 0", "transfer-encoding: chunked"], true),
        (vec!["content-length: +5"], false),
    ] {
        let (key, hidden) = (random_hex(8), random_hex(8));
        let smuggled = format!("DELETE /api/echo/{hidden} HTTP/1.1\r\nhost: x\r\n\r\n");
        let body =
            if chunked { format!("0\r\n\r\n{smuggled}") } else { format!("12345{smuggled}") };
        let line = format!("POST /api/echo/{key} HTTP/1.1");
        let answer = ask(caller, &bare.writes, &line, &headers, &body).await;
        // A second request of the caller's own is one without a token.
        assert!(seen(&hidden).is_none(), "{headers:?}: {answer:?}");
        assert!(seen(&key).is_none_or(|seen| seen.times == 1), "{headers:?}: {answer:?}");
    }
}
