//! Roles come from one place: by hand, from a claim, or from groups.

use gatepass_core::policy::Policy;
use gatepass_core::route::Route;
use gatepass_core::scim::RoleSource;
use gatepass_core::wire::ProblemKind;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Scene, expect_error};
use crate::harness::send_json;

async fn role(scene: &Scene, id: &str) -> String {
    scene.view(id).await.role.to_string()
}

#[tokio::test]
async fn a_group_gives_the_role_that_is_set_or_that_it_is_named_like_and_the_most_counts() {
    let scene = Scene::new().await;
    let ann = scene.add("Ann").await;
    let least = Policy::default().least_role().to_string();
    let readers = scene.group("Global Reader", &[&ann]).await;
    let ops = scene.group("Ops", &[]).await;
    // By hand, groups give nothing.
    assert_eq!(role(&scene, &ann).await, least);
    let change = json!({
        "role_source": "groups", "group_roles": [{ "group": "OPS", "role": "security-operator" }],
    });
    scene.change_provisioning(change).await.expect(200);
    let view = scene.provisioning().await;
    assert_eq!(view.role_source, RoleSource::Groups);
    let roles: Vec<String> = view
        .groups
        .iter()
        .map(|it| format!("{}: {}", it.name, it.role.as_ref().unwrap()))
        .collect();
    assert_eq!(roles, ["Global Reader: global-reader", "Ops: security-operator"]);
    assert_eq!(role(&scene, &ann).await, "global-reader");
    let add = json!([{ "op": "Add", "path": "members", "value": [{ "value": ann }] }]);
    scene.patch(&format!("Groups/{ops}"), add).await.expect(200);
    assert_eq!(role(&scene, &ann).await, "security-operator");
    scene.ask(Method::DELETE, &format!("Groups/{ops}"), Value::Null).await.expect(204);
    assert_eq!(role(&scene, &ann).await, "global-reader");
    let rename = json!([{ "op": "replace", "path": "displayName", "value": "security-reader" }]);
    scene.patch(&format!("Groups/{readers}"), rename).await.expect(200);
    assert_eq!(role(&scene, &ann).await, "security-reader");
    let remove = json!([{ "op": "remove", "path": "members" }]);
    scene.patch(&format!("Groups/{readers}"), remove).await.expect(200);
    assert_eq!(role(&scene, &ann).await, least);
    let change = json!({ "group_roles": [] });
    scene.change_provisioning(change).await.expect(200);
}

#[tokio::test]
async fn a_role_is_not_changed_by_hand_where_it_comes_from_elsewhere() {
    let scene = Scene::new().await;
    let id = scene.add("Ann").await;
    let route = Route::EditUser(id.parse().unwrap());
    let change = json!({ "role": "security-operator" });
    for (source, named) in [("groups", "groups by SCIM"), ("claim", "a claim at sign-in")] {
        scene.change_provisioning(json!({ "role_source": source })).await.expect(200);
        let refused = send_json(scene.ada.to(&route), &change).await;
        let detail = refused.expect_problem(ProblemKind::Conflict).detail.unwrap();
        assert!(detail.contains(named), "{detail}");
        send_json(scene.ada.to(&route), &json!({ "name": "Anne" })).await.expect(200);
    }
    scene.change_provisioning(json!({ "role_source": "by_hand" })).await.expect(200);
    send_json(scene.ada.to(&route), &change).await.expect(200);
    assert_eq!(role(&scene, &id).await, "security-operator");
}

#[tokio::test]
async fn groups_take_no_role_from_who_was_added_by_hand_nor_from_the_last_who_administers() {
    let scene = Scene::new().await;
    let sub = scene.ada.me().await.sub;
    scene.change_provisioning(json!({ "role_source": "groups" })).await.expect(200);
    assert_eq!(scene.ada.me().await.role.as_str(), "global-administrator");
    let body = json!({ "email": "ada@contoso.example" });
    send_json(scene.ada.to(&Route::EditUser(sub)), &body).await.expect(200);
    scene.ada.call(&Route::HandUserOver(sub)).await.expect(204);
    // In no group, she would have the least of roles.
    let answer = scene.ask(Method::POST, "Users", super::user("ada")).await;
    let detail = expect_error(&answer, 409, None);
    assert!(detail.contains("last full administrator"), "{detail}");
    assert_eq!(scene.ada.me().await.role.as_str(), "global-administrator");
    expect_error(&scene.get(&format!("Users/{sub}")).await, 404, None);
}

#[tokio::test]
async fn what_no_role_is_for_is_refused_by_its_place() {
    let scene = Scene::new().await;
    let of = |role: &str| json!({ "group": "Ops", "role": role });
    let unknown = json!({ "group_roles": [of("global-reader"), of("emperor")] });
    scene.change_provisioning(unknown).await.expect_wrong("group_roles[1].role");
    let twice = json!({ "group_roles": [of("global-reader"), of("global-reader")] });
    scene.change_provisioning(twice).await.expect_wrong("group_roles[1].group");
    assert!(scene.provisioning().await.group_roles.is_empty());
}
