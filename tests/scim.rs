//! Provisioning by SCIM, with requests shaped as Entra and Okta send them.

mod access;
mod browser;
mod clients;
mod deprovision;
mod groups;
mod lists;
mod page;
mod real;
mod roles;
mod sign_in;
mod users;

use gatepass_core::id::Subject;
use gatepass_core::people::UserState;
use gatepass_core::route::Route;
use gatepass_core::wire::{IssuedScimToken, ProvisioningView, UserPage, UserView};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{ADA, Answer, Person, Tenant, send, send_json, shared};

const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
const PATCH: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const MEDIA_TYPE: &str = "application/scim+json";

/// A tenant at its own host, whose administrator has switched SCIM on.
struct Scene {
    tenant: Tenant,
    ada: Person,
    token: String,
}

impl Scene {
    async fn new() -> Self {
        Self::of(Tenant::create(shared().await).await.at_own_host()).await
    }

    async fn of(tenant: Tenant) -> Self {
        let ada = tenant.sign_in(ADA).await;
        let token = issue(&ada).await.token;
        Self { tenant, ada, token }
    }

    /// Asks as the SCIM client; without a body, if it is null.
    async fn ask(&self, method: Method, path: &str, body: Value) -> Answer {
        self.ask_with(method, path, body, &[]).await
    }

    async fn ask_with(
        &self,
        method: Method,
        path: &str,
        body: Value,
        headers: &[(&str, &str)],
    ) -> Answer {
        let path = format!("/scim/v2/{path}");
        let mut request = self.tenant.caller.request(method, &path).bearer_auth(&self.token);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !body.is_null() {
            request = request.header("content-type", MEDIA_TYPE).body(body.to_string());
        }
        send(request).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, Value::Null).await
    }

    /// A user, as they are after they were made.
    async fn create(&self, user: Value) -> Value {
        let answer = self.ask(Method::POST, "Users", user).await.expect(201);
        answer.json()
    }

    /// A user of whom little is said.
    async fn add(&self, name: &str) -> String {
        let made = self.create(user(name)).await;
        made["id"].as_str().unwrap().to_owned()
    }

    /// A group with these members.
    async fn group(&self, name: &str, members: &[&str]) -> String {
        let members: Vec<Value> = members.iter().map(|id| json!({ "value": id })).collect();
        let body = json!({ "schemas": [GROUP], "displayName": name, "members": members });
        let made: Value = self.ask(Method::POST, "Groups", body).await.expect(201).json();
        made["id"].as_str().unwrap().to_owned()
    }

    async fn patch(&self, path: &str, operations: Value) -> Answer {
        let body = json!({ "schemas": [PATCH], "Operations": operations });
        self.ask(Method::PATCH, path, body).await
    }

    /// The user as administrators see them.
    async fn view(&self, id: &str) -> UserView {
        let page: UserPage = self.ada.call(&Route::Users).await.expect(200).json();
        let sub: Subject = id.parse().unwrap();
        page.data.into_iter().find(|user| user.sub == sub).expect("the user is listed")
    }

    async fn is_shut_out(&self, id: &str) -> bool {
        self.view(id).await.state == UserState::Deprovisioned
    }

    async fn change_provisioning(&self, change: Value) -> Answer {
        send_json(self.ada.to(&Route::ChangeProvisioning), &change).await
    }

    async fn provisioning(&self) -> ProvisioningView {
        self.ada.call(&Route::Provisioning).await.expect(200).json()
    }
}

async fn issue(person: &Person) -> IssuedScimToken {
    person.call(&Route::IssueScimToken).await.expect(201).json()
}

/// A user of this name, as a client makes one.
fn user(name: &str) -> Value {
    json!({
        "schemas": [USER], "userName": format!("{name}@contoso.example"),
        "externalId": format!("ext-{name}"), "displayName": name, "active": true,
    })
}

/// Makes sure that it is an error as SCIM has it.
#[track_caller]
fn expect_error(answer: &Answer, status: u16, kind: Option<&str>) -> String {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), MEDIA_TYPE, "{}", answer.text());
    let error: Value = answer.json();
    assert_eq!(error["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:Error"]));
    assert_eq!(error["status"], json!(status.to_string()));
    assert_eq!(error.get("scimType").and_then(Value::as_str), kind, "{error}");
    error["detail"].as_str().expect("it says why").to_owned()
}
