//! What browsers are told of every answer, and from where they are believed.

use gatepass_core::route::{Footing, Method as RouteMethod, Route};
use gatepass_core::wire::ProblemKind;
use reqwest::{Method, RequestBuilder};
use serde_json::json;

use crate::credentials::{Scene, request_for};
use crate::harness::{Answer, send, send_json};
use crate::page::expect_secure;

const ELSEWHERE: &str = "https://evil.example";

/// What every answer says but a proxy's, which no browser sees.
const TOLD: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("strict-transport-security", "max-age=31536000"),
    ("permissions-policy", "clipboard-write=(self)"),
];

/// The answer as a proxy is told it.
pub(crate) fn as_for_a_proxy(mut answer: Answer) -> Answer {
    answer.headers.remove("content-security-policy");
    for (name, _) in TOLD {
        if name != "x-content-type-options" {
            answer.headers.remove(name);
        }
    }
    answer.headers.remove("x-way");
    answer
}

/// Makes sure that a browser that shows the answer lets it do nothing, and no other page read it.
#[track_caller]
fn expect_harmless(answer: &Answer, case: &str) {
    let policy = answer.header("content-security-policy");
    for directive in ["default-src 'none'", "form-action 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(directive), "{case}: {policy}");
    }
    for (name, value) in TOLD {
        assert_eq!(answer.headers(name), [value], "{case}: {name}");
    }
}

/// Makes sure that no page of another origin is let read it.
#[track_caller]
fn expect_no_sharing(answer: &Answer, case: &str) {
    for name in answer.headers.keys() {
        assert!(!name.as_str().starts_with("access-control-"), "{case}: {name}");
    }
}

#[tokio::test]
async fn every_answer_says_what_a_browser_may_do_with_it() {
    let scene = Scene::new().await;
    let caller = &scene.tenant.caller;
    for route in scene.routes() {
        let from_elsewhere = caller.to(&route).header("origin", ELSEWHERE);
        let wrong_method = caller.request(Method::PUT, &route.to_path());
        let preflight = caller
            .request(Method::OPTIONS, &route.to_path())
            .header("origin", ELSEWHERE)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization");
        let mut requests =
            vec![from_elsewhere, wrong_method, preflight, request_for(caller, &route)];
        if route.method() == RouteMethod::Get {
            requests.push(request_for(caller, &route).header("cookie", scene.ada.cookie()));
            requests.push(caller.as_operator(&route));
        }
        for request in requests {
            let answer = send_json(request, &json!({})).await;
            let case = format!("{route:?} {}", answer.status);
            expect_no_sharing(&answer, &case);
            let is_the_page = matches!(route, Route::View(_) | Route::Asset) && answer.status < 400;
            if is_the_page {
                expect_secure(&answer);
            } else if !matches!(route, Route::Upstream | Route::Verify) {
                // What the API behind says is its own, and no browser sees what a proxy is told.
                expect_harmless(&answer, &case);
                // What a host says of itself is for everybody, for a while.
                let is_public =
                    matches!(route, Route::AuthorizationServer | Route::ProtectedResource);
                let is_kept = answer.header("cache-control").contains("max-age");
                assert_eq!(is_kept, is_public && answer.status == 200, "{case}");
                let is_stored = !answer.header("cache-control").contains("no-store");
                assert_eq!(is_stored, is_kept, "{case}");
            }
        }
    }
    for path in ["/manage/v1/never", "/manage", "/never.js", "/oauth2/never"] {
        let answer = send(caller.request(Method::GET, path)).await.expect(404);
        expect_harmless(&answer, path);
        expect_no_sharing(&answer, path);
    }
}

/// What a browser sends along for a page that is not the portal's, or for something else than its
/// scripts.
fn senders(own: &str) -> Vec<Vec<(&'static str, String)>> {
    let site = |value: &str| ("sec-fetch-site", value.to_owned());
    let dest = |value: &str| ("sec-fetch-dest", value.to_owned());
    let origin = |value: &str| ("origin", value.to_owned());
    vec![
        vec![site("cross-site"), dest("empty"), origin(ELSEWHERE)],
        vec![site("same-site"), dest("empty"), origin("http://other.localhost")],
        vec![site("cross-site"), dest("document")],
        vec![site("cross-site"), dest("image")],
        vec![site("none"), dest("iframe")],
        vec![site("same-origin"), dest("iframe"), origin(own)],
        vec![site("same-origin"), dest("image"), origin(own)],
    ]
}

fn with(request: RequestBuilder, headers: &[(&'static str, String)]) -> RequestBuilder {
    headers.iter().fold(request, |request, (name, value)| request.header(*name, value))
}

#[tokio::test]
async fn what_rests_on_a_session_is_for_the_portals_own_scripts() {
    let scene = Scene::new().await;
    let caller = &scene.tenant.caller;
    let mut met = 0;
    for route in scene.routes() {
        if matches!(route.footing(), Footing::Shown | Footing::Return) {
            continue;
        }
        for headers in senders(&caller.origin()) {
            let request = with(caller.to(&route).header("cookie", scene.ada.cookie()), &headers);
            let answer = send_json(request, &json!({})).await;
            assert_eq!(answer.status, 403, "{route:?} {headers:?}: {}", answer.text());
            answer.expect_problem(ProblemKind::PermissionDenied);
            met += 1;
        }
    }
    assert!(met > 100, "{met}");
    assert_eq!(scene.ada.me().await.name.as_str(), crate::harness::ADA);

    // Whoever shows a token is no browser's victim.
    for headers in senders(&caller.origin()) {
        let request = caller.with_token(&Route::Tokens, &scene.managing.token);
        send(with(request, &headers)).await.expect(200);
    }
    // A file is for a link of the page as well.
    let link = [("sec-fetch-site", "same-origin"), ("sec-fetch-dest", "document")];
    let path = format!("{}?format=jsonl", Route::ExportActivity.to_path());
    let request = caller.request(Method::GET, &path).header("cookie", scene.ada.cookie());
    send(link.iter().fold(request, |it, (name, value)| it.header(*name, *value))).await.expect(200);
}
