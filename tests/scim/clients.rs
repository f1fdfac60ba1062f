//! A person's way through the company, as Entra's and Okta's clients send it.
//!
//! The shapes are those of "Develop and plan provisioning for a SCIM endpoint" (Microsoft Learn) and
//! of "SCIM 2.0 protocol reference" (Okta Developer).

use reqwest::Method;
use serde_json::{Value, json};

use super::{GROUP, PATCH, Scene, USER};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

async fn found(scene: &Scene, kind: &str, filter: &str) -> u64 {
    let url = reqwest::Url::parse_with_params("http://localhost/", [("filter", filter)]).unwrap();
    let path = format!("{kind}?{}", url.query().unwrap());
    scene.get(&path).await.expect(200).json::<Value>()["totalResults"].as_u64().unwrap()
}

#[tokio::test]
async fn entra_looks_makes_changes_disables_and_deletes() {
    let scene = Scene::new().await;
    // It tests a connection by a user that cannot be.
    let filter = r#"userName eq "6f1c2f1e-0d3a-4d2e-9f70-1f0b7a4f2a11""#;
    assert_eq!(found(&scene, "Users", filter).await, 0);
    let body = json!({
        "schemas": [USER, ENTERPRISE],
        "externalId": "58342554-38d6-4ec8-948c-50044d0a33fd",
        "userName": "grace@contoso.example",
        "active": true,
        "emails": [{ "primary": true, "type": "work", "value": "grace@contoso.example" }],
        "meta": { "resourceType": "User" },
        "name": { "formatted": "Grace Hopper", "familyName": "Hopper", "givenName": "Grace" },
        "roles": [],
        (ENTERPRISE): { "department": "Navy" },
    });
    let made: Value = scene.ask(Method::POST, "Users", body).await.expect(201).json();
    let id = made["id"].as_str().unwrap();
    assert_eq!(scene.view(id).await.name.as_str(), "Grace Hopper");
    assert_eq!(found(&scene, "Users", r#"userName eq "grace@contoso.example""#).await, 1);
    let path = format!("Users/{id}");
    let change = json!([
        { "op": "Replace", "path": "emails[type eq \"work\"].value", "value": "g@contoso.example" },
        { "op": "Replace", "path": "name.familyName", "value": "Murray" },
        { "op": "Add", "path": "displayName", "value": "Grace Murray" },
        { "op": "Add", "path": format!("{ENTERPRISE}:department"), "value": "Yale" },
        { "op": "Add", "path": "phoneNumbers[type eq \"work\"].value", "value": "555" },
    ]);
    scene.patch(&path, change).await.expect(200);
    let view = scene.view(id).await;
    assert_eq!(view.name.as_str(), "Grace Murray");
    assert_eq!(view.email.unwrap().as_str(), "g@contoso.example");
    let group = json!({
        "schemas": [GROUP, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
        "externalId": "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
        "displayName": "Ops",
        "meta": { "resourceType": "Group" },
    });
    let group: Value = scene.ask(Method::POST, "Groups", group).await.expect(201).json();
    let group = format!("Groups/{}", group["id"].as_str().unwrap());
    let member = |op: &str| json!([{ "op": op, "path": "members", "value": [{ "value": id }] }]);
    scene.patch(&group, member("Add")).await.expect(200);
    scene.patch(&group, member("Add")).await.expect(200);
    scene.patch(&group, member("Remove")).await.expect(200);
    scene.patch(&group, member("Remove")).await.expect(200);
    let off = json!([{ "op": "Replace", "path": "active", "value": "False" }]);
    scene.patch(&path, off).await.expect(200);
    assert!(scene.is_shut_out(id).await);
    scene.ask(Method::DELETE, &path, Value::Null).await.expect(204);
    assert_eq!(found(&scene, "Users", r#"userName eq "grace@contoso.example""#).await, 0);
}

#[tokio::test]
async fn okta_looks_makes_replaces_and_deactivates() {
    let scene = Scene::new().await;
    let first: Value = scene.get("Users?startIndex=1&count=2").await.expect(200).json();
    assert_eq!(first["totalResults"], 0);
    assert_eq!(found(&scene, "Users", r#"userName eq "test.user@okta.local""#).await, 0);
    let body = json!({
        "schemas": [USER],
        "userName": "test.user@okta.local",
        "name": { "givenName": "Test", "familyName": "User" },
        "emails": [{ "primary": true, "value": "test.user@okta.local", "type": "work" }],
        "displayName": "Test User",
        "locale": "en-US",
        "externalId": "00ujl29u0le5T6Aj10h7",
        "groups": [],
        "password": "1mz050nq",
        "active": true,
    });
    let answer = scene.ask(Method::POST, "Users", body.clone()).await.expect(201);
    assert!(!answer.text().contains("1mz050nq"));
    let id = answer.json::<Value>()["id"].as_str().unwrap().to_owned();
    let path = format!("Users/{id}");
    let again = scene.ask(Method::POST, "Users", body.clone()).await;
    super::expect_error(&again, 409, Some("uniqueness"));
    let mut replaced = body;
    replaced["id"] = json!(id);
    replaced["displayName"] = json!("Another User");
    replaced["meta"] = json!({ "resourceType": "User" });
    scene.ask(Method::PUT, &path, replaced).await.expect(200);
    assert_eq!(scene.view(&id).await.name.as_str(), "Another User");
    let off = json!({
        "schemas": [PATCH], "Operations": [{ "op": "replace", "value": { "active": false } }],
    });
    scene.ask(Method::PATCH, &path, off).await.expect(200);
    assert!(scene.is_shut_out(&id).await);
    let group = json!({
        "schemas": [GROUP], "displayName": "Test SCIMv2",
        "members": [{ "value": id, "display": "test.user@okta.local" }],
    });
    let group: Value = scene.ask(Method::POST, "Groups", group).await.expect(201).json();
    let group_id = group["id"].as_str().unwrap();
    let change = json!([
        { "op": "replace", "value": { "id": group_id, "displayName": "Test SCIMv3" } },
        { "op": "remove", "path": format!("members[value eq \"{id}\"]") },
    ]);
    scene.patch(&format!("Groups/{group_id}"), change).await.expect(200);
    assert_eq!(found(&scene, "Groups", r#"displayName eq "Test SCIMv3""#).await, 1);
}
