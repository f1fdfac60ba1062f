//! Paths that an API behind may read in another way than the rules do.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::*;

/// Asks for a path exactly as it is spelled, which no client with a URL parser does, and gives the
/// status of the answer.
async fn status_of(server: &Server, path: &str, token: Option<&str>) -> u16 {
    let origin = server.caller().origin();
    let host = origin.strip_prefix("http://").unwrap();
    let port = host.rsplit(':').next().unwrap();
    let authorization =
        token.map(|token| format!("authorization: Token {token}\r\n")).unwrap_or_default();
    let request =
        format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n{authorization}connection: close\r\n\r\n");
    let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("it is an answer")
}

#[tokio::test]
async fn no_spelling_of_a_path_passes_for_a_public_one() {
    let (server, key) = (ruled().await, random_hex(8));
    assert_eq!(status_of(server, "/api/status/plain", None).await, 200);
    for path in [
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
    ] {
        let status = status_of(server, &format!("{path}{key}"), None).await;
        assert!(matches!(status, 400 | 401 | 404), "{path}: {status}");
        assert!(!is_seen(&key), "{path} went on");
    }
}

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
    let (server, key) = (ruled().await, random_hex(8));
    let tenant = Tenant::create(server).await;
    let token = issue(&tenant.sign_in(OWNER).await, "read write").await.token;
    assert_eq!(status_of(server, "/api/other/plain", Some(&token)).await, 200);
    for path in [
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
    ] {
        let status = status_of(server, &format!("{path}{key}"), Some(&token)).await;
        assert!(matches!(status, 400 | 403 | 404), "{path}: {status}");
        assert!(!is_seen(&key), "{path} went on");
    }
}

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
