//! Groups and who is in them.

use reqwest::Method;
use serde_json::{Value, json};

use super::{GROUP, Scene, expect_error};

async fn members(scene: &Scene, group: &str) -> Vec<String> {
    let told: Value = scene.get(&format!("Groups/{group}")).await.expect(200).json();
    let members = told.get("members").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut names = Vec::new();
    for member in &members {
        names.push(scene.view(member["value"].as_str().unwrap()).await.name.to_string());
    }
    names.sort();
    names
}

#[tokio::test]
async fn members_come_and_go_as_clients_say() {
    let scene = Scene::new().await;
    let (ann, bob, cem) = (scene.add("Ann").await, scene.add("Bob").await, scene.add("Cem").await);
    let group = scene.group("Ops", &[&ann]).await;
    let path = format!("Groups/{group}");
    for (operation, left) in [
        (json!({ "op": "Add", "path": "members", "value": [{ "value": bob }] }), "Ann Bob"),
        (json!({ "op": "add", "value": { "members": [{ "value": cem }] } }), "Ann Bob Cem"),
        (json!({ "op": "Remove", "path": "members", "value": [{ "value": ann }] }), "Bob Cem"),
        (json!({ "op": "remove", "path": format!("members[value eq \"{cem}\"]") }), "Bob"),
        (json!({ "op": "replace", "path": "members", "value": [{ "value": ann }] }), "Ann"),
        (json!({ "op": "replace", "value": { "id": group, "displayName": "Operators" } }), "Ann"),
        (json!({ "op": "remove", "path": "members" }), ""),
    ] {
        scene.patch(&path, json!([operation])).await.expect(200);
        assert_eq!(members(&scene, &group).await.join(" "), left, "{operation}");
    }
    let body = json!({ "schemas": [GROUP], "displayName": "Ops", "members": [{ "value": bob }] });
    scene.ask(Method::PUT, &path, body).await.expect(200);
    let told: Value = scene.get(&format!("Users/{bob}")).await.expect(200).json();
    let groups = &told["groups"];
    assert_eq!((&groups[0]["value"], &groups[0]["display"]), (&json!(group), &json!("Ops")));
    let view = scene.provisioning().await;
    assert_eq!((view.groups[0].name.as_str(), view.groups[0].members), ("Ops", 1));
    scene.ask(Method::DELETE, &path, Value::Null).await.expect(204);
    expect_error(&scene.get(&path).await, 404, None);
    let told: Value = scene.get(&format!("Users/{bob}")).await.expect(200).json();
    assert!(told.get("groups").is_none());
}

#[tokio::test]
async fn a_change_that_cannot_be_changes_nothing_of_a_group() {
    let scene = Scene::new().await;
    let ann = scene.add("Ann").await;
    let group = scene.group("Ops", &[&ann]).await;
    scene.group("Sales", &[]).await;
    let path = format!("Groups/{group}");
    let hand = scene.ada.me().await.sub.to_string();
    for (operation, status, kind) in [
        (
            json!({ "op": "add", "path": "members", "value": [{ "value": "ext-Ann" }] }),
            400,
            "invalidValue",
        ),
        (
            json!({ "op": "add", "path": "members", "value": [{ "value": "000000000000" }] }),
            400,
            "invalidValue",
        ),
        // Whom SCIM did not make is in no group of it.
        (
            json!({ "op": "add", "path": "members", "value": [{ "value": hand }] }),
            400,
            "invalidValue",
        ),
        (json!({ "op": "replace", "path": "displayName", "value": "SALES" }), 409, "uniqueness"),
        (json!({ "op": "remove", "path": "displayName" }), 400, "invalidValue"),
        (json!({ "op": "replace", "path": "shoeSize", "value": 4 }), 400, "invalidPath"),
    ] {
        let first = json!({ "op": "remove", "path": "members" });
        let answer = scene.patch(&path, json!([first, operation])).await;
        expect_error(&answer, status, Some(kind));
    }
    assert_eq!(members(&scene, &group).await, ["Ann"]);
    let again = json!({ "schemas": [GROUP], "displayName": "ops" });
    let answer = scene.ask(Method::POST, "Groups", again).await;
    expect_error(&answer, 409, Some("uniqueness"));
}
