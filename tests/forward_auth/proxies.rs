//! Debian's nginx and Caddy, with the configurations that the documentation has, in front of an API.

mod raw;

use super::*;
use crate::harness::{Proxy, ProxyKind, Upstream};

/// A request through a proxy. The key names it to the API behind.
fn through(proxy: &Proxy, caller: &Caller, method: Method, path: &str) -> RequestBuilder {
    caller.at_port(proxy.port).request(method, path)
}

async fn all(caller: &Caller) -> Vec<Proxy> {
    Proxy::all(caller.port(), caller.settings().value("PROXY_SECRET")).await
}

/// Whether the API behind has seen something at a path that ends in `key`.
fn is_seen(key: &str) -> bool {
    Upstream::shared().seen(key).is_some()
}

/// What the API behind takes for who calls, by any spelling that it may read.
fn identity_seen(key: &str) -> Vec<(String, String)> {
    let seen = Upstream::shared().seen(key).expect("it came through");
    let is_ours = |name: &str| name.replace(['_', '.'], "-").starts_with("gatepass");
    let mut found: Vec<_> = seen
        .headers
        .into_iter()
        .filter(|(name, value)| is_ours(name) && !value.is_empty())
        .collect();
    found.sort();
    found
}

/// The same request by a caller who says who they are.
fn forged(request: RequestBuilder) -> RequestBuilder {
    let names = [
        "Gatepass-Subject",
        "gatepass-token-id",
        "GATEPASS-SCOPE",
        "Gatepass-Kind",
        "Gatepass-Tenant",
        "Gatepass_Subject",
        "gatepass_scope",
        "Gatepass.Subject",
        "Gatepass-Proxy-Secret",
        "X-Gatepass-Original-Uri",
    ];
    names.iter().fold(request, |request, name| request.header(*name, "forged"))
}

#[tokio::test]
async fn what_passes_reaches_the_api_as_its_caller_and_as_nobody_else() {
    let tenant = Tenant::create(ruled().await).await;
    let caller = &tenant.caller;
    let issued = issue(&tenant.sign_in(OWNER).await, "read write").await;
    for proxy in all(caller).await {
        for (method, body) in
            [(Method::GET, ""), (Method::POST, "a body"), (Method::PUT, ""), (Method::DELETE, "")]
        {
            let key = random_hex(8);
            let path = format!("/api/other/{key}?q=1");
            let request = through(&proxy, caller, method.clone(), &path).body(body);
            let answer = send(with_token(forged(request), &issued.token)).await.expect(200);
            assert_eq!(answer.text(), body, "{:?} {method}", proxy.kind);
            let seen = Upstream::shared().seen(&key).unwrap();
            assert_eq!((seen.method.as_str(), seen.uri.as_str()), (method.as_str(), path.as_str()));
            let identity = [
                ("gatepass-kind", "user".to_owned()),
                ("gatepass-scope", "read write".to_owned()),
                ("gatepass-subject", issued.view.sub.to_string()),
                ("gatepass-tenant", tenant.id.to_string()),
                ("gatepass-token-id", issued.view.id.to_string()),
            ]
            .map(|(name, value)| (name.to_owned(), value));
            assert_eq!(identity_seen(&key), identity, "{:?} {method}", proxy.kind);
            assert!(seen.values("authorization").is_empty(), "{:?}", proxy.kind);
        }
    }
}

#[tokio::test]
async fn what_does_not_pass_reaches_the_api_by_no_proxy() {
    let tenant = Tenant::create(ruled().await).await;
    let caller = &tenant.caller;
    let owner = tenant.sign_in(OWNER).await;
    let (reads, revoked) = (issue(&owner, "read").await.token, issue(&owner, "read").await);
    owner.revoke(revoked.view.id).await;
    for proxy in all(caller).await {
        let key = random_hex(8);
        for (what, method, path, token, status) in [
            ("no token", Method::GET, "other", None, 401),
            ("garbage", Method::GET, "other", Some("garbage"), 401),
            ("revoked", Method::GET, "vault", Some(revoked.token.as_str()), 401),
            ("a method beyond its scope", Method::DELETE, "other", Some(reads.as_str()), 403),
            ("a route beyond its scope", Method::GET, "reports", Some(reads.as_str()), 403),
            ("a public route by another method", Method::POST, "status", Some(reads.as_str()), 403),
        ] {
            let path = format!("/api/{path}/{key}");
            let request = forged(through(&proxy, caller, method, &path));
            let request = match token {
                Some(token) => with_token(request, token),
                None => request,
            };
            let answer = send(request).await;
            assert_eq!(answer.status, status, "{:?}: {what}", proxy.kind);
            if status == 401 {
                let challenge = answer.header("www-authenticate");
                assert!(challenge.starts_with("Bearer realm=\"gatepass\""), "{:?}", proxy.kind);
            }
        }
        assert!(!is_seen(&key), "{:?}", proxy.kind);
    }
}

#[tokio::test]
async fn on_a_public_route_a_caller_is_nobody_whatever_they_say() {
    let caller = &ruled().await.caller();
    for proxy in all(caller).await {
        let key = random_hex(8);
        let path = format!("/api/status/{key}");
        send(forged(through(&proxy, caller, Method::GET, &path))).await.expect(200);
        assert_eq!(identity_seen(&key), [], "{:?}", proxy.kind);
    }
}

#[tokio::test]
async fn a_caller_cannot_tell_a_proxy_which_request_theirs_is() {
    let tenant = Tenant::create(ruled().await).await;
    let caller = &tenant.caller;
    let token = issue(&tenant.sign_in(OWNER).await, "read").await.token;
    let secret = caller.settings().value("PROXY_SECRET");
    for proxy in all(caller).await {
        let key = random_hex(8);
        for names in [
            ["x-original-method", "x-original-uri"],
            ["x-forwarded-method", "x-forwarded-uri"],
            ["x_original_method", "x_original_uri"],
        ] {
            let path = format!("/api/reports/{key}");
            let named = through(&proxy, caller, Method::DELETE, &path)
                .header(names[0], "GET")
                .header(names[1], "/api/status/x")
                .header("x-http-method-override", "GET");
            for request in [named.try_clone().unwrap(), named.header(SECRET_HEADER, secret)] {
                let plain = send(request.try_clone().unwrap()).await;
                assert_eq!(plain.status, 401, "{:?} {names:?}", proxy.kind);
                let answer = send(with_token(request, &token)).await;
                assert_eq!(answer.status, 403, "{:?} {names:?}", proxy.kind);
            }
        }
        assert!(!is_seen(&key), "{:?}", proxy.kind);
        // What is decided on is what the API is asked, also by those who take a header for the method.
        let path = format!("/api/other/{key}");
        let overriding = ["x-http-method-override", "x-http-method", "x-method-override"]
            .iter()
            .fold(through(&proxy, caller, Method::GET, &path), |request, name| {
                request.header(*name, "DELETE")
            });
        send(with_token(overriding.header("x-original-url", "/x"), &token)).await.expect(200);
        let seen = Upstream::shared().seen(&key).unwrap();
        let told = seen.headers.iter().filter(|(_, value)| value == "DELETE" || value == "/x");
        assert_eq!(told.count(), 0, "{:?}: {:?}", proxy.kind, seen.headers);
    }
}

#[tokio::test]
async fn a_token_that_is_bound_to_networks_is_judged_by_where_the_proxys_client_is() {
    let tenant = Tenant::create(ruled().await).await;
    let caller = &tenant.caller;
    let owner = tenant.sign_in(OWNER).await;
    let bound = async |network: &str| {
        let body =
            json!({ "name": random_hex(4), "scope": "read", "networks": { "in": [network] } });
        owner.issue_with(&body).await.token
    };
    let (here, elsewhere) = (bound("127.0.0.0/8").await, bound("192.0.2.0/24").await);
    for proxy in all(caller).await {
        let get = || through(&proxy, caller, Method::GET, &format!("/api/other/{}", random_hex(8)));
        send(with_token(get(), &here)).await.expect(200);
        for name in ["x-forwarded-for", "x-real-ip", "forwarded", "cf-connecting-ip"] {
            let answer = send(with_token(get().header(name, "192.0.2.7"), &elsewhere)).await;
            assert_eq!(answer.status, 403, "{:?} {name}", proxy.kind);
        }
    }
}

#[tokio::test]
async fn where_the_secret_is_wrong_or_nobody_answers_nothing_passes() {
    let tenant = Tenant::create(ruled().await).await;
    let caller = &tenant.caller;
    let token = issue(&tenant.sign_in(OWNER).await, "read write").await.token;
    let key = random_hex(8);
    let ask = async |proxy: &Proxy| {
        let path = format!("/api/status/{key}");
        send(with_token(through(proxy, caller, Method::GET, &path), &token)).await.status
    };
    for proxy in Proxy::all(caller.port(), &random_hex(32)).await {
        assert_eq!(ask(&proxy).await, 403, "{:?}", proxy.kind);
    }
    let nobody = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = nobody.local_addr().unwrap().port();
    drop(nobody);
    for proxy in Proxy::all(port, caller.settings().value("PROXY_SECRET")).await {
        let status = match proxy.kind {
            ProxyKind::Nginx => 500,
            ProxyKind::Caddy => 502,
            ProxyKind::Traefik => 500,
            ProxyKind::Envoy => 503,
        };
        assert_eq!(ask(&proxy).await, status, "{:?}", proxy.kind);
    }
    assert!(!is_seen(&key));
}
