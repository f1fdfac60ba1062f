//! Requests that no client with a URL parser sends.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::*;

/// Sends a request's first line and headers as they are, and gives the status of the answer.
async fn status_of(proxy: &Proxy, first: &str, headers: &str) -> u16 {
    let request = format!("{first} HTTP/1.1\r\nhost: x\r\n{headers}connection: close\r\n\r\n");
    let mut stream = TcpStream::connect(("127.0.0.1", proxy.port)).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("it is an answer")
}

/// Paths that some read as one below `/api/status/` and some as one elsewhere.
const PATHS: [&str; 21] = [
    "/api/status/../reports/",
    "/api/status/%2e%2e/reports/",
    "/api/status/.%2E/reports/",
    "/api/status/..%2freports/",
    "/api/status/%2e%2e%2freports/",
    "/api/status/..\\reports/",
    "/api/status/..%5creports/",
    "/api/status/%252e%252e/reports/",
    "/api/status/..;/reports/",
    "/api/status;/../reports/",
    "/api/status//reports/",
    "/api/status/x;a/",
    "/api/status/%00/",
    "/api/status/%c0%ae%c0%ae/",
    "/api/status/%/",
    "/api/status/caf\u{e9}/",
    "/api/Status/",
    "/API/status/",
    "//api/status/",
    "/other/../api/status/",
    "/api/status#/../reports/",
];

/// Whether the proxy has made a public path out of it, asked about that, and passed it on. The others
/// pass on what came.
fn is_tidied(proxy: &Proxy, key: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '/';
    let seen = Upstream::shared().seen(key).filter(|_| proxy.kind == ProxyKind::Traefik);
    let path = seen.and_then(|seen| seen.uri.strip_prefix("/api/status/").map(str::to_owned));
    path.is_some_and(|path| path.chars().all(is_plain) && !path.contains("//"))
}

#[tokio::test]
async fn no_spelling_of_a_path_passes_for_a_public_one() {
    let caller = &ruled().await.caller();
    for proxy in all(caller).await {
        for path in PATHS.into_iter().chain(["http://x/api/status/../reports/"]) {
            let key = random_hex(8);
            let status = status_of(&proxy, &format!("GET {path}{key}"), "").await;
            let is_refused = matches!(status, 400 | 401 | 403) && !is_seen(&key);
            assert!(is_refused || is_tidied(&proxy, &key), "{:?} {path}: {status}", proxy.kind);
        }
        let key = random_hex(8);
        let plain = status_of(&proxy, &format!("GET /api/status/{key}"), "").await;
        assert_eq!(plain, 200, "{:?}", proxy.kind);
    }
}

#[tokio::test]
async fn no_spelling_of_a_header_or_a_method_gets_past_a_scope() {
    let tenant = Tenant::create(ruled().await).await;
    let caller = &tenant.caller;
    let token = issue(&tenant.sign_in(OWNER).await, "read").await.token;
    for proxy in all(caller).await {
        let key = random_hex(8);
        let shown = format!("authorization: Token {token}\r\n");
        for (first, headers) in [
            ("get /api/other/", ""),
            ("GETX /api/other/", ""),
            ("DELETE /api/other/", "x-original-method: GET\r\n"),
            ("DELETE /api/other/", "X-Original-Method: GET\r\nX-Original-Method: DELETE\r\n"),
            ("DELETE /api/other/", "x-forwarded-method : GET\r\n"),
            ("DELETE /api/other/", "x-a: b\r\n x-forwarded-method: GET\r\n"),
            ("DELETE /api/other/", "X-Forwarded-Uri: /api/status/x\r\nX-Forwarded-Method: GET\r\n"),
            ("DELETE /api/other/", "connection: x-original-method, x-original-uri\r\n"),
            ("DELETE /api/other/", "connection: gatepass-proxy-secret\r\n"),
            ("DELETE /api/other/", "connection: x-forwarded-method, x-forwarded-uri\r\n"),
        ] {
            let status =
                status_of(&proxy, &format!("{first}{key}"), &format!("{shown}{headers}")).await;
            assert!(
                matches!(status, 400 | 403 | 405),
                "{:?} {first} {headers}: {status}",
                proxy.kind
            );
        }
        assert!(!is_seen(&key), "{:?}", proxy.kind);
    }
}
