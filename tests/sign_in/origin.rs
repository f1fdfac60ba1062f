//! What rests on a cookie and changes something has to come from the portal's own page.

use gatepass_core::route::Route;
use gatepass_core::wire::ProblemKind;
use reqwest::RequestBuilder;
use serde_json::json;

use crate::harness::{ADA, Tenant, send, send_json, shared};

/// The headers that a browser adds for a page that is not the portal's, or a program for none.
///
/// The same host under another scheme is not among them: the server for development rewrites that
/// origin to its own before the Worker sees it.
fn other_origins(own: &str) -> Vec<Vec<(&'static str, String)>> {
    let other_port = own.replace("localhost:", "localhost:1");
    vec![
        vec![],
        vec![("origin", "null".to_owned())],
        vec![("origin", String::new())],
        vec![("origin", "https://evil.example".to_owned())],
        vec![("origin", format!("{own}.evil.example"))],
        vec![("origin", other_port)],
        vec![("origin", own.replace("localhost", "other.localhost"))],
        vec![("origin", own.to_owned()), ("sec-fetch-site", "cross-site".to_owned())],
        vec![("origin", own.to_owned()), ("sec-fetch-site", "same-site".to_owned())],
        vec![("origin", own.to_owned()), ("sec-fetch-site", "none".to_owned())],
        vec![("sec-fetch-site", "cross-site".to_owned())],
        vec![("sec-fetch-site", "Same-Origin".to_owned())],
        vec![("referer", format!("{own}/"))],
    ]
}

#[tokio::test]
async fn a_change_asked_for_from_elsewhere_is_refused_and_changes_nothing() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("ci").await;
    let issuing = json!({ "name": "from elsewhere" });
    let by_link = json!({ "link": tenant.link, "name": "Mallory" });
    let for_development = json!({ "tenant": tenant.label, "person": ADA });
    for (route, body) in [
        (Route::IssueToken, &issuing),
        (Route::RevokeToken(issued.view.id), &json!({})),
        (Route::RevokeTokens, &json!({ "ids": [issued.view.id] })),
        (Route::EditToken(issued.view.id), &issuing),
        (Route::RegenerateToken(issued.view.id), &json!({ "overlap": 0 })),
        (Route::ChangeSettings, &json!({ "most_live_tokens": 1 })),
        (Route::SignOut, &json!({})),
        (Route::SignInByLink, &by_link),
        (Route::SignInForDevelopment, &for_development),
    ] {
        for headers in other_origins(&tenant.caller.origin()) {
            let request = tenant.caller.to(&route).header("cookie", ada.cookie());
            let request = with_headers(request, &headers);
            let answer = send_json(request, body).await;
            assert_eq!(answer.status, 403, "{route:?} {headers:?}: {}", answer.text());
            answer.expect_problem(ProblemKind::PermissionDenied);
            assert!(answer.headers("set-cookie").is_empty(), "{route:?} {headers:?}");
        }
    }
    assert_eq!(ada.names().await, ["ci"]);
    send_json(tenant.caller.as_page(&Route::SignInByLink), &by_link).await.expect(204);
}

#[tokio::test]
async fn the_portals_own_page_is_known_by_either_header() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let own = tenant.caller.origin();
    for (headers, name) in [
        (vec![("origin", own.clone())], "a"),
        (vec![("sec-fetch-site", "same-origin".to_owned())], "b"),
        (vec![("origin", own.clone()), ("sec-fetch-site", "same-origin".to_owned())], "c"),
    ] {
        let request = tenant.caller.to(&Route::IssueToken).header("cookie", ada.cookie());
        let request = with_headers(request, &headers);
        send_json(request, &json!({ "name": name })).await.expect(201);
    }
}

#[tokio::test]
async fn what_only_reads_needs_no_page() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for route in [Route::Me, Route::Tokens] {
        send(tenant.caller.to(&route).header("cookie", ada.cookie())).await.expect(200);
    }
}

fn with_headers(request: RequestBuilder, headers: &[(&str, String)]) -> RequestBuilder {
    headers.iter().fold(request, |request, (name, value)| request.header(*name, value))
}
