//! What callers send to have a proxy name another request than theirs.

use super::*;

/// Whether somebody with a token for everything gets past with this, and if not how.
async fn status_of(request: RequestBuilder) -> u16 {
    let answer = send(request).await;
    assert!([200, 401, 403].contains(&answer.status), "{}: {}", answer.status, answer.text());
    answer.status
}

#[tokio::test]
async fn a_path_that_can_be_read_in_two_ways_is_refused_by_403() {
    let tenant = Tenant::create(ruled().await).await;
    let caller = &tenant.caller;
    let all = "read write reports:read logs:write";
    let token = issue(&tenant.sign_in(OWNER).await, all).await.token;
    for uri in [
        "/api/status/../reports/x",
        "/api/status/%2e%2e/reports/x",
        "/api/status/..%2freports/x",
        "/api/status/..%5creports/x",
        "/api/status/%252e%252e/reports/x",
        "/api/status/..;/reports/x",
        "/api/status;/../reports/x",
        "/api/status/x;a=b",
        "/api/status//x",
        "//api/status/x",
        "/api/Status/x",
        "/API/status/x",
        "/api/status/%00",
        "/api/status/a%0d%0ab",
        "/api/status/%c0%ae",
        "/api/status/%zz",
        "/x/../api/status/x",
        "/./api/status/x",
    ] {
        for way in Way::ALL {
            let ask = || believed(caller, way.ask(caller, "GET", uri));
            expect_unclear(&send(ask()).await, uri);
            expect_unclear(&send(with_token(ask(), &token)).await, uri);
        }
    }
}

#[tokio::test]
async fn what_names_no_one_request_is_refused_by_403() {
    let tenant = Tenant::create(ruled().await).await;
    let caller = &tenant.caller;
    let token = issue(&tenant.sign_in(OWNER).await, "read write").await.token;
    let verify = || believed(caller, caller.with_token(&Route::Verify, &token));
    let named = |method: &str, uri: &str| {
        verify().header("x-original-method", method).header("x-original-uri", uri)
    };
    for (what, request) in [
        ("nothing", verify()),
        ("a method alone", verify().header("x-original-method", "GET")),
        ("a path alone", verify().header("x-original-uri", "/api/other")),
        ("a forwarded path alone", verify().header("x-forwarded-uri", "/api/other")),
        ("a path twice", named("GET", "/api/other").header("x-original-uri", "/api/status/x")),
        ("the same twice", named("GET", "/api/other").header("x-original-uri", "/api/other")),
        ("a method twice", named("POST", "/api/other").header("x-original-method", "GET")),
        (
            "another path beside",
            named("GET", "/api/other").header("x-forwarded-uri", "/api/status/x"),
        ),
        ("another method beside", named("POST", "/api/other").header("x-forwarded-method", "GET")),
        ("an empty method", named("", "/api/other")),
        ("two methods", named("GET, POST", "/api/other")),
        ("no method", named("GET /api/status/x", "/api/other")),
        ("an empty path", named("GET", "")),
        ("a star", named("OPTIONS", "*")),
        ("a URL", named("GET", "http://api.example.com/api/status/x")),
        ("a path without a slash", named("GET", "api/status/x")),
        ("a fragment", named("GET", "/api/status/x#/../../other")),
        ("a space", named("GET", "/api/status/x /api/other")),
        ("a tab", named("GET", "/api/status/x\t/api/other")),
        ("two paths", named("GET", "/api/status/x, /api/other")),
        ("other letters", named("GET", "/api/status/caf\u{e9}")),
    ] {
        expect_unclear(&send(request).await, what);
    }
    let asked = format!("{}?uri=/api/other", Route::Verify.to_path());
    let asked = believed(caller, caller.request(Method::GET, &asked));
    let beside = with_token(asked, &token).header("x-original-uri", "/api/status/x");
    expect_unclear(&send(beside).await, "another path beside that of the URL");
}

#[tokio::test]
async fn what_follows_the_path_in_the_url_says_nothing_more() {
    let tenant = Tenant::create(ruled().await).await;
    let caller = &tenant.caller;
    let token = issue(&tenant.sign_in(OWNER).await, "read").await.token;
    let ask = |uri| believed(caller, with_token(Way::Asked.ask(caller, "GET", uri), &token));
    for uri in ["/api/reports/x?uri=/api/status/x", "/api/reports/x?a&uri=/api/other"] {
        send(ask(uri)).await.expect_problem(ProblemKind::InsufficientScope);
    }
    send(ask("/api/other?uri=/api/reports/x")).await.expect(200);
}

#[tokio::test]
async fn no_text_at_all_is_answered_with_anything_else() {
    let tenant = Tenant::create(ruled().await).await;
    let caller = &tenant.caller;
    let long = format!("/api/{}", "x/".repeat(4_000));
    let deep = format!("/api/{}", "%61".repeat(2_000));
    let query = format!("/api/reports/x?{}", "/api/status/".repeat(500));
    for way in Way::ALL {
        for (uri, status) in [(&long, 401), (&deep, 401), (&query, 401)] {
            let request = believed(caller, way.ask(caller, "GET", uri));
            assert_eq!(status_of(request).await, status, "{way:?}");
        }
    }
    let long_method = "X".repeat(4_000);
    let request = believed(caller, Way::Original.ask(caller, &long_method, "/api/other"));
    assert_eq!(status_of(request).await, 401);
}
