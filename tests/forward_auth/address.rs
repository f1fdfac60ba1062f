//! Where a proxy's client is, for tokens that are good from some networks only.

use super::*;

/// A token that is good at one network of those for documentation alone.
async fn bound(person: &Person) -> String {
    let networks = json!({ "in": ["192.0.2.0/24"] });
    let body = json!({ "name": random_hex(4), "scope": "read", "networks": networks });
    person.issue_with(&body).await.token
}

#[tokio::test]
async fn a_proxy_that_is_believed_says_where_its_client_is() {
    let tenant = Tenant::create(ruled().await).await;
    let caller = &tenant.caller;
    let token = bound(&tenant.sign_in(OWNER).await).await;
    for way in Way::ALL {
        let ask = || believed(caller, with_token(way.ask(caller, "GET", "/api/other"), &token));
        let from = |client: &str| ask().header("x-forwarded-for", client);
        send(from("192.0.2.7")).await.expect(200);
        for (what, request) in [
            ("from elsewhere", from("198.51.100.7")),
            ("from nowhere", ask()),
            ("what a client put before", from("192.0.2.7, 198.51.100.7")),
            ("what a client put after", from("198.51.100.7, 192.0.2.7")),
            ("two headers", from("192.0.2.7").header("x-forwarded-for", "198.51.100.7")),
            ("no address", from("192.0.2.7:80")),
            ("another header", ask().header("x-real-ip", "192.0.2.7")),
        ] {
            let answer = send(request).await;
            assert_eq!(answer.status, 403, "{what}");
            let problem = answer.expect_problem(ProblemKind::PermissionDenied);
            assert_eq!(problem.detail.as_deref(), Some("Permission denied."), "{what}");
        }
    }
}

#[tokio::test]
async fn without_the_secret_nobody_says_where_a_client_is() {
    let tenant = Tenant::create(ruled().await).await;
    let token = bound(&tenant.sign_in(OWNER).await).await;
    for name in ["x-forwarded-for", "x-real-ip", "forwarded", "true-client-ip"] {
        let request = tenant.caller.with_token(&Route::Verify, &token).header(name, "192.0.2.7");
        send(request).await.expect_problem(ProblemKind::PermissionDenied);
    }
}
