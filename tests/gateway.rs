//! The gateway: what passes reaches the API behind, and how.

mod bodies;
mod down;
mod foreign;
mod raw;
mod socket;

use gatepass_core::route::Route;
use gatepass_core::wire::ProblemKind;
use reqwest::{Method, RequestBuilder};

use crate::harness::{
    ADA, Issued, OTTO, Person, Tenant, Upstream, plain, random_hex, send, shared,
};

/// A tenant with a person and a token, and a key for what reaches the API behind.
struct Scene {
    tenant: Tenant,
    person: Person,
    issued: Issued,
    key: String,
}

impl Scene {
    async fn new() -> Self {
        let tenant = Tenant::create(shared().await).await;
        let person = tenant.sign_in(OTTO).await;
        let issued = person.issue("ci").await;
        let key = random_hex(8);
        Self { tenant, person, issued, key }
    }

    /// A request with the token to what the API behind does at `what`.
    fn request(&self, method: Method, what: &str) -> RequestBuilder {
        let path = format!("{what}/{}", self.key);
        self.tenant.caller.api(method, &path, &self.issued.token)
    }
}

#[tokio::test]
async fn without_a_valid_token_nothing_reaches_the_api_behind() {
    let scene = Scene::new().await;
    let path = format!("{}echo/{}", Route::Upstream.to_path(), scene.key);
    for (authorization, kind) in [
        (None, ProblemKind::Unauthenticated),
        (Some("Basic YTpi"), ProblemKind::Unauthenticated),
        (Some("Token garbage"), ProblemKind::InvalidToken),
    ] {
        for method in [Method::GET, Method::POST] {
            let mut request = scene.tenant.caller.request(method, &path);
            if let Some(value) = authorization {
                request = request.header("authorization", value);
            }
            // A session is no token.
            let request = request.header("cookie", scene.person.cookie());
            send(request).await.expect_problem(kind);
        }
    }
    assert!(Upstream::shared().seen(&scene.key).is_none());
}

#[tokio::test]
async fn the_api_behind_is_told_who_calls_in_headers() {
    let scene = Scene::new().await;
    send(scene.request(Method::GET, "echo")).await.expect(200);
    let seen = Upstream::shared().seen(&scene.key).unwrap();
    for (name, value) in [
        ("gatepass-tenant", scene.tenant.id.to_string()),
        ("gatepass-subject", scene.person.me().await.sub.to_string()),
        ("gatepass-token-id", scene.issued.view.id.to_string()),
        ("gatepass-kind", "user".to_owned()),
        ("gatepass-scope", "read write".to_owned()),
    ] {
        assert_eq!(seen.values(name), [value], "{name}");
    }
}

#[tokio::test]
async fn an_identity_that_a_caller_claims_is_removed_in_any_spelling() {
    let scene = Scene::new().await;
    let mut request = scene.request(Method::GET, "echo");
    for name in [
        "Gatepass-Subject",
        "gatepass-subject",
        "GATEPASS-TENANT",
        "Gatepass_Subject",
        "gatepass_token_id",
        "gAtEpAsS_sCoPe",
        "Gatepass-Role",
        "gatepass-",
    ] {
        request = request.header(name, "forged");
    }
    send(request.header("x-other", "kept")).await.expect(200);
    let seen = Upstream::shared().seen(&scene.key).unwrap();
    let forged: Vec<_> =
        seen.headers.iter().filter(|(_, value)| value.contains("forged")).collect();
    assert!(forged.is_empty(), "{forged:?}");
    assert_eq!(seen.values("gatepass-subject").len(), 1);
    assert_eq!(seen.values("x-other"), ["kept"]);
}

#[tokio::test]
async fn neither_the_token_nor_our_cookies_reach_the_api_behind() {
    let scene = Scene::new().await;
    let own = scene.person.cookie();
    for cookies in [
        vec![format!("a=1; {own}; b=2")],
        vec![format!("{own}; a=1; b=2")],
        vec![format!("a=1;{own};b=2")],
        vec![format!("a=1; b=2; {}", own.to_uppercase().replace("SESSION_", "session_"))],
    ] {
        let mut request = scene.request(Method::GET, "echo");
        for cookie in &cookies {
            request = request.header("cookie", cookie);
        }
        send(request).await.expect(200);
        let seen = Upstream::shared().seen(&scene.key).unwrap();
        assert_eq!(seen.values("cookie").join("; "), "a=1; b=2", "{cookies:?}");
        assert!(seen.values("authorization").is_empty());
        let told = format!("{:?}", seen.headers);
        assert!(!told.contains(&scene.issued.token));
        assert!(!told.contains(&scene.person.session));
    }
}

/// HTTP/1.1 clients may send several `Cookie` lines; the runtime joins them with commas.
#[tokio::test]
async fn our_cookie_stays_here_also_when_cookies_come_in_several_lines() {
    let scene = Scene::new().await;
    let own = scene.person.cookie();
    for cookies in [["a=1", &own, "b=2"], [&own, "a=1", "b=2"], ["a=1", "b=2", &own]] {
        let mut request = scene.request(Method::GET, "echo");
        for cookie in cookies {
            request = request.header("cookie", cookie);
        }
        send(request).await.expect(200);
        let seen = Upstream::shared().seen(&scene.key).unwrap();
        let told = format!("{:?}", seen.headers);
        assert!(!told.contains(&scene.person.session), "{cookies:?}: {told}");
    }
}

#[tokio::test]
async fn without_another_cookie_the_api_behind_gets_no_cookie_header() {
    let scene = Scene::new().await;
    let request = scene.request(Method::GET, "echo");
    send(request.header("cookie", scene.person.cookie())).await.expect(200);
    assert!(Upstream::shared().seen(&scene.key).unwrap().values("cookie").is_empty());
}

#[tokio::test]
async fn method_path_and_query_go_on_as_they_came() {
    let scene = Scene::new().await;
    for (method, path) in [
        (Method::GET, "echo"),
        (Method::POST, "some/where/else"),
        (Method::PUT, "a%2fb;c=d//e"),
        (Method::DELETE, "caf%C3%A9"),
    ] {
        let path = format!("{path}/{}?q=a+b%20c&q=&%C3%A9#f", scene.key);
        let request = scene.tenant.caller.api(method.clone(), &path, &scene.issued.token);
        send(request).await.expect(200);
        let seen = Upstream::shared().seen(&scene.key).unwrap();
        assert_eq!(seen.method, method.as_str());
        let sent = path.strip_suffix("#f").unwrap();
        assert_eq!(seen.uri, format!("{}{sent}", Route::Upstream.to_path()));
    }
}

#[tokio::test]
async fn status_codes_are_passed_on() {
    let scene = Scene::new().await;
    for status in
        [200, 201, 202, 204, 304, 400, 401, 403, 404, 409, 410, 418, 422, 429, 500, 502, 503, 504]
    {
        let answer = send(scene.request(Method::GET, &format!("status/{status}"))).await;
        assert_eq!(answer.status, status);
        assert!(answer.body.is_empty(), "{status}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_redirect_is_passed_on_and_not_followed() {
    let scene = Scene::new().await;
    for status in [301, 302, 303, 307, 308] {
        let answer = send(scene.request(Method::GET, &format!("status/{status}"))).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("location"), "/api/echo/followed");
    }
    assert!(Upstream::shared().seen("followed").is_none());
}

#[tokio::test]
async fn an_api_behind_that_breaks_off_is_a_bad_gateway_and_no_fault_of_the_token() {
    let scene = Scene::new().await;
    let answer = send(scene.request(Method::GET, "broken")).await;
    answer.expect_problem(ProblemKind::BadGateway);
    assert_eq!(answer.header("www-authenticate"), "");
    assert!(Upstream::shared().seen(&scene.key).is_some());
    send(scene.request(Method::GET, "echo")).await.expect(200);
}

#[tokio::test]
async fn without_an_api_behind_its_paths_are_not_found() {
    let server = plain().await;
    let caller = server.caller();
    for path in ["", "x", "v1/x?y"] {
        for method in [Method::GET, Method::POST] {
            send(caller.api(method, path, "garbage")).await.expect_problem(ProblemKind::NotFound);
        }
    }
}

#[tokio::test]
async fn the_tenants_own_host_leads_to_the_same_api() {
    let scene = Scene::new().await;
    let caller = scene.tenant.caller.at_host(&format!("{}.eu.localhost", scene.tenant.label));
    let request = caller.api(Method::GET, &format!("echo/{}", scene.key), &scene.issued.token);
    send(request).await.expect(200);
    assert!(Upstream::shared().seen(&scene.key).is_some());
}

#[tokio::test]
async fn a_use_through_the_gateway_counts() {
    let scene = Scene::new().await;
    send(scene.request(Method::POST, "echo")).await.expect(200);
    let ada = scene.tenant.sign_in(ADA).await;
    let limit = std::time::Duration::from_secs(10);
    crate::harness::eventually("the use shows", limit, async || {
        ada.find(scene.issued.view.id).await?.last_used_at
    })
    .await;
}

#[tokio::test]
async fn a_body_that_the_platform_cannot_send_on_is_refused_rather_than_dropped() {
    let tenant = Tenant::create(shared().await).await;
    let token = tenant.sign_in(ADA).await.issue("ci").await.token;
    for method in [Method::GET, Method::HEAD] {
        let request = tenant.caller.api(method, "/echo/bodiless", &token).body("surprise");
        assert_eq!(send(request).await.status, 400);
    }
    assert!(Upstream::shared().seen("bodiless").is_none());
}
