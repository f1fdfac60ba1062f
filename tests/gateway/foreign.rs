//! What the API behind answers is foreign to the portal, though it comes from its origin.

use reqwest::Method;

use super::Scene;
use crate::harness::{Answer, send};

async fn answer_with(headers: &str) -> Answer {
    let scene = Scene::new().await;
    let request = scene.request(Method::POST, "headers");
    send(request.body(headers.to_owned())).await.expect(200)
}

#[tokio::test]
async fn no_cookie_is_set_under_a_name_of_ours_and_every_other_is() {
    let answer = answer_with(
        "set-cookie: theirs=1; Path=/\n\
         set-cookie: __Host-gatepass-session=evil; Path=/; Secure\n\
         set-cookie: __HOST-Gatepass-Session=evil; Path=/; Secure\n\
         set-cookie: __Host-gatepass-other=evil; Path=/; Secure\n\
         set-cookie:   __Host-gatepass-session =evil; Path=/; Secure\n\
         set-cookie: also-theirs=a,b; Expires=Wed, 21 Oct 2037 07:28:00 GMT\n",
    )
    .await;
    assert_eq!(
        answer.headers("set-cookie"),
        ["theirs=1; Path=/", "also-theirs=a,b; Expires=Wed, 21 Oct 2037 07:28:00 GMT"]
    );
}

/// A cookie without a name is sent as its value alone, so this one comes back as the session's.
#[tokio::test]
async fn no_cookie_without_a_name_passes_for_one_of_ours() {
    let answer = answer_with(
        "set-cookie: =__Host-gatepass-session=evil; Path=/\n\
         set-cookie: = __Host-gatepass-session=evil; Path=/\n",
    )
    .await;
    assert!(answer.headers("set-cookie").is_empty(), "{:?}", answer.headers("set-cookie"));
}

#[tokio::test]
async fn a_page_of_the_api_behind_is_sandboxed_whatever_policy_it_has() {
    for headers in [
        "",
        "content-type: text/html\n",
        "content-type: text/html\ncontent-security-policy: script-src *\n",
        "content-type: text/html\ncontent-security-policy: sandbox allow-scripts allow-same-origin\n",
    ] {
        let answer = answer_with(headers).await;
        let policies = answer.headers("content-security-policy").join(", ");
        let is_sandboxed = policies.split(',').any(|policy| policy.trim() == "sandbox");
        assert!(is_sandboxed, "{policies}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
}

#[tokio::test]
async fn what_would_act_on_the_whole_origin_is_dropped() {
    let answer = answer_with(
        "service-worker-allowed: /\n\
         clear-site-data: \"*\"\n\
         strict-transport-security: max-age=0\n\
         x-content-type-options: sniff\n\
         x-theirs: kept\n",
    )
    .await;
    for name in ["service-worker-allowed", "clear-site-data", "strict-transport-security"] {
        assert_eq!(answer.header(name), "", "{name}");
    }
    assert_eq!(answer.headers("x-content-type-options"), ["nosniff"]);
    assert_eq!(answer.header("x-theirs"), "kept");
}
