//! What other servers ask about tokens that they were shown.

mod client;
mod introspect;
mod metadata;
mod revoke;

use gatepass_core::route::Route;
use reqwest::RequestBuilder;
use serde_json::{Value, json};

use crate::harness::{ADA, Answer, Issued, Person, Tenant, send_form, shared};

/// A tenant with a client and a token that it is shown.
struct Scene {
    tenant: Tenant,
    ada: Person,
    client: Issued,
    shown: Issued,
}

impl Scene {
    async fn new() -> Self {
        Self::of(Tenant::create(shared().await).await).await
    }

    async fn of(tenant: Tenant) -> Self {
        let ada = tenant.sign_in(ADA).await;
        let client = json!({ "name": "API", "scope": "introspect" });
        let (client, shown) = (ada.issue_with(&client).await, ada.issue("ci").await);
        Self { tenant, ada, client, shown }
    }

    /// A request for a route, as the client makes it.
    fn to(&self, route: &Route) -> RequestBuilder {
        self.tenant.caller.with_token(route, &self.client.token)
    }

    async fn try_introspect(&self, token: &str) -> Answer {
        send_form(self.to(&Route::Introspect), format!("token={token}")).await
    }

    /// What the client is told of a token.
    async fn introspect(&self, token: &str) -> Value {
        let answer = self.try_introspect(token).await.expect(200);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("content-type"), "application/json");
        answer.json()
    }
}

/// Makes sure that it is the standard's error with this code.
#[track_caller]
fn expect_error(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let error: Value = answer.json();
    assert_eq!(error["error"], code, "{error}");
    assert!(error["error_description"].as_str().is_some_and(|text| !text.is_empty()), "{error}");
}
