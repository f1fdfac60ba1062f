//! Public routes and preflights: what goes on without a token.

use super::*;

/// Headers of who a request acts as.
const IDENTITY: [&str; 5] =
    ["gatepass-tenant", "gatepass-subject", "gatepass-token-id", "gatepass-kind", "gatepass-scope"];

/// Makes sure that the API behind has seen a request of nobody's at a path that ends in `key`.
#[track_caller]
fn assert_nobodys(key: &str) {
    let seen = Upstream::shared().seen(key).expect("it went on");
    for name in IDENTITY {
        assert_eq!(seen.values(name), [""], "{name}");
    }
    assert!(seen.values("authorization").is_empty());
}

#[tokio::test]
async fn a_public_route_is_reached_without_a_token_as_nobody() {
    let caller = ruled().await.caller();
    for method in [Method::GET, Method::HEAD] {
        let key = random_hex(8);
        send(caller.request(method, &format!("/api/status/{key}?q=1"))).await.expect(200);
        assert_nobodys(&key);
        assert_eq!(Upstream::shared().seen(&key).unwrap().uri, format!("/api/status/{key}?q=1"));
    }
}

#[tokio::test]
async fn on_a_public_route_no_identity_that_a_caller_claims_gets_through() {
    let (caller, key) = (ruled().await.caller(), random_hex(8));
    let mut request = caller.request(Method::GET, &format!("/api/status/{key}"));
    for name in IDENTITY {
        request = request.header(name, "forged").header(name.replace('-', "_"), "forged");
    }
    send(request.header("Gatepass-Role", "forged")).await.expect(200);
    assert_nobodys(&key);
    let told = format!("{:?}", Upstream::shared().seen(&key).unwrap().headers);
    assert!(!told.contains("forged"), "{told}");
}

#[tokio::test]
async fn on_a_public_route_neither_a_token_nor_our_cookie_reaches_the_api_behind() {
    let tenant = Tenant::create(ruled().await).await;
    let owner = tenant.sign_in(OWNER).await;
    let token = issue(&owner, "read").await.token;
    // Whatever it is worth: nobody looks at it.
    for authorization in [format!("Token {token}"), "Bearer garbage".to_owned()] {
        let key = random_hex(8);
        let request = tenant.caller.request(Method::GET, &format!("/api/status/{key}"));
        let request = request.header("authorization", &authorization);
        send(request.header("cookie", format!("a=1; {}", owner.cookie()))).await.expect(200);
        assert_nobodys(&key);
        let seen = Upstream::shared().seen(&key).unwrap();
        assert_eq!(seen.values("cookie"), ["a=1"]);
        let told = format!("{:?}", seen.headers);
        assert!(!told.contains(&token) && !told.contains("garbage"), "{told}");
    }
}

#[tokio::test]
async fn a_route_is_public_for_the_methods_that_its_rule_names_alone() {
    let (caller, key) = (ruled().await.caller(), random_hex(8));
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let answer = send(caller.request(method, &format!("/api/status/{key}"))).await;
        answer.expect_problem(ProblemKind::Unauthenticated);
    }
    for path in ["/api/statuses", "/api/other/status", "/api", "/api/"] {
        let answer = send(caller.request(Method::GET, &format!("{path}?{key}"))).await;
        answer.expect_problem(ProblemKind::Unauthenticated);
    }
    assert!(!is_seen(&key));
}

#[tokio::test]
async fn by_default_nothing_goes_on_without_a_token() {
    let (caller, key) = (shared().await.caller(), random_hex(8));
    for request in [
        caller.request(Method::GET, &format!("/api/status/{key}")),
        preflight(caller.request(Method::OPTIONS, &format!("/api/echo/{key}"))),
    ] {
        send(request).await.expect_problem(ProblemKind::Unauthenticated);
    }
    assert!(!is_seen(&key));
}

fn preflight(request: RequestBuilder) -> RequestBuilder {
    let request = request.header("origin", "https://app.example.com");
    request.header("access-control-request-method", "DELETE")
}

#[tokio::test]
async fn a_preflight_goes_on_where_the_policy_says_so_and_what_it_asks_about_does_not() {
    let (caller, key) = (ruled().await.caller(), random_hex(8));
    let path = format!("/api/reports/{key}");
    for method in [Method::DELETE, Method::GET, Method::POST] {
        let answer = send(preflight(caller.request(method, &path))).await;
        answer.expect_problem(ProblemKind::Unauthenticated);
    }
    for (present, value) in [
        ("origin", "https://app.example.com"),
        ("access-control-request-method", "DELETE"),
        ("access-control-request-headers", "authorization"),
    ] {
        let request = caller.request(Method::OPTIONS, &path).header(present, value);
        send(request).await.expect_problem(ProblemKind::Unauthenticated);
    }
    assert!(!is_seen(&key));
    send(preflight(caller.request(Method::OPTIONS, &path))).await.expect(200);
    assert_nobodys(&key);
    let seen = Upstream::shared().seen(&key).unwrap();
    assert_eq!(seen.method, "OPTIONS");
    assert_eq!(seen.values("access-control-request-method"), ["DELETE"]);
}
