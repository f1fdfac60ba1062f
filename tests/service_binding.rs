//! Another Worker that has requests validated by a service binding: `examples/orders-worker`.

use std::time::Duration;

use gatepass_core::wire::ProblemKind;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::harness::{ADA, Neighbor, RITA, Server, Settings, Tenant, eventually, send};

/// By when an edge that uses a token has heard that it was revoked.
const REVOKED_WITHIN: Duration = Duration::from_secs(11);

#[tokio::test]
async fn another_worker_lets_in_whom_it_is_told_to() {
    let server = Server::start(Settings::plain().with("DEV_SIGN_IN", "on")).await;
    let orders = Neighbor::start(&server, "orders-worker").await;
    let tenant = Tenant::create(&server).await;
    let (ada, rita) = (tenant.sign_in(ADA).await, tenant.sign_in(RITA).await);
    let (issued, reads) = (ada.issue("orders").await, rita.issue("reads").await);
    let ask = |method: Method, token: Option<&str>| -> RequestBuilder {
        let request = orders.caller.request(method, "/orders");
        // What anybody may say of themselves.
        let request =
            request.header("gatepass-subject", "forged").header("gatepass-scope", "manage");
        match token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    };

    let challenge = r#"Bearer realm="gatepass""#;
    let invalid = r#", error="invalid_token", error_description="The token is not valid""#;
    let small = r#", error="insufficient_scope", scope="write""#;
    for (request, kind, challenge) in [
        (ask(Method::GET, None), ProblemKind::Unauthenticated, challenge.to_owned()),
        (ask(Method::GET, Some("x")), ProblemKind::InvalidToken, format!("{challenge}{invalid}")),
        (
            ask(Method::POST, Some(&reads.token)).json(&json!({ "order": 1 })),
            ProblemKind::InsufficientScope,
            format!("{challenge}{small}"),
        ),
    ] {
        let answer = send(request).await;
        answer.expect_problem(kind);
        assert_eq!(answer.header("www-authenticate"), challenge);
    }

    let sub = ada.me().await.sub;
    for (method, taken) in [(Method::GET, false), (Method::POST, true)] {
        let answer = send(ask(method, Some(&issued.token))).await.expect(200);
        let told: Value = answer.json();
        let caller = json!({
            "tenant": tenant.id,
            "subject": sub,
            "token": issued.view.id,
            "scopes": ["read", "write"],
        });
        assert_eq!(told, json!({ "caller": caller, "orders": [], "taken": taken }));
    }
    send(ask(Method::GET, Some(&reads.token))).await.expect(200);

    // From where it is shown is handed on. A server for development takes a client's word for it.
    let body = json!({ "name": "bound", "networks": { "in": ["192.0.2.0/24"] } });
    let bound = ada.issue_with(&body).await.token;
    for (address, status) in [("192.0.2.7", 200), ("198.51.100.7", 403)] {
        let request = ask(Method::GET, Some(&bound)).header("cf-connecting-ip", address);
        send(request).await.expect(status);
    }

    ada.revoke(issued.view.id).await;
    eventually("the token is refused", REVOKED_WITHIN, async || {
        let answer = send(ask(Method::GET, Some(&issued.token))).await;
        (answer.status == 401).then_some(())
    })
    .await;
}
