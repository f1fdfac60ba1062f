//! Users: made, read, replaced, patched, and never taken over.

use gatepass_core::people::UserState;
use gatepass_core::policy::Policy;
use gatepass_core::route::Route;
use gatepass_core::wire::{AddedUser, UserPage};
use reqwest::Method;
use serde_json::{Value, json};

use super::{MEDIA_TYPE, Scene, USER, expect_error, user};
use crate::harness::send_json;

#[tokio::test]
async fn a_user_is_told_as_they_were_made_with_an_id_of_ours() {
    let scene = Scene::new().await;
    let mut sent = user("Grace");
    sent["emails"] = json!([{ "value": "grace@contoso.example", "type": "work", "primary": true }]);
    sent["name"] = json!({ "givenName": "Grace", "familyName": "Hopper" });
    let answer = scene.ask(Method::POST, "Users", sent.clone()).await.expect(201);
    let made: Value = answer.json();
    let id = made["id"].as_str().unwrap();
    let location = format!("{}/scim/v2/Users/{id}", scene.tenant.caller.origin());
    assert_eq!(answer.header("location"), location);
    assert_eq!(answer.header("content-type"), MEDIA_TYPE);
    assert_eq!(answer.header("etag"), made["meta"]["version"].as_str().unwrap());
    assert_eq!(made["meta"]["location"], location);
    for (name, value) in sent.as_object().unwrap() {
        assert_eq!(made[name], *value, "{name}");
    }
    let read: Value = scene.get(&format!("Users/{id}")).await.expect(200).json();
    assert_eq!(read, made);
    let view = scene.view(id).await;
    assert_eq!((view.name.as_str(), view.state), ("Grace", UserState::Invited));
    assert_eq!(view.email.unwrap().as_str(), "grace@contoso.example");
    assert_eq!(view.role, *Policy::default().least_role());
    // Neither the id there nor the name there is an id here.
    for other in ["ext-Grace", "grace@contoso.example"] {
        expect_error(&scene.get(&format!("Users/{other}")).await, 404, None);
    }
}

#[tokio::test]
async fn a_user_is_replaced_and_what_is_left_out_goes_but_active_stays() {
    let scene = Scene::new().await;
    let id = scene.add("Grace").await;
    scene
        .patch(
            &format!("Users/{id}"),
            json!([{ "op": "replace", "path": "active", "value": false }]),
        )
        .await
        .expect(200);
    let body = json!({ "schemas": [USER], "userName": "GRACE@contoso.example", "id": "other" });
    let path = format!("Users/{id}");
    let after: Value = scene.ask(Method::PUT, &path, body).await.expect(200).json();
    assert_eq!((after["id"].as_str(), &after["active"]), (Some(id.as_str()), &json!(false)));
    assert!(after.get("externalId").is_none() && after.get("displayName").is_none());
    assert_eq!(scene.view(&id).await.name.as_str(), "GRACE@contoso.example");
    assert!(scene.is_shut_out(&id).await);
}

#[tokio::test]
async fn what_is_unique_is_taken_once() {
    let scene = Scene::new().await;
    scene.add("Grace").await;
    let other = scene.add("Linus").await;
    for (name, value) in [
        ("userName", json!("GRACE@contoso.example")),
        ("externalId", json!("ext-Grace")),
        ("emails", json!([{ "value": "Grace@Contoso.example" }])),
    ] {
        let mut body = user("Third");
        body[name] = value.clone();
        let answer = scene.ask(Method::POST, "Users", body).await;
        expect_error(&answer, 409, Some("uniqueness"));
        let change = json!([{ "op": "replace", "path": name, "value": value }]);
        let answer = scene.patch(&format!("Users/{other}"), change).await;
        expect_error(&answer, 409, Some("uniqueness"));
    }
    // An id there that differs in case is another.
    let mut body = user("Fourth");
    body["externalId"] = json!("EXT-grace");
    scene.create(body).await;
}

#[tokio::test]
async fn a_wrong_user_is_refused_and_nobody_is_made() {
    let scene = Scene::new().await;
    for body in [
        json!({ "schemas": [USER] }),
        json!({ "userName": "" }),
        json!({ "userName": 7 }),
        json!({ "userName": "x", "active": "maybe" }),
        json!({ "userName": "x", "emails": [{ "value": "nowhere" }] }),
        json!({ "userName": "x", "displayName": "a\u{202e}b" }),
    ] {
        let answer = scene.ask(Method::POST, "Users", body.clone()).await;
        expect_error(&answer, 400, Some("invalidValue"));
    }
    expect_error(&scene.ask(Method::POST, "Users", json!([])).await, 400, Some("invalidSyntax"));
    let page: Value = scene.get("Users").await.expect(200).json();
    assert_eq!(page["totalResults"], 0);
}

#[tokio::test]
async fn who_was_added_by_hand_is_taken_over_only_after_an_administrator_handed_them_over() {
    let scene = Scene::new().await;
    let body = json!({
        "name": "Grace", "role": "global-administrator", "email": "grace@contoso.example",
    });
    let added = send_json(scene.ada.to(&Route::AddUser), &body).await.expect(201);
    let sub = added.json::<AddedUser>().user.sub;
    let mut by_mail = user("Other");
    by_mail["emails"] = json!(["GRACE@contoso.example"]);
    for body in [user("Grace"), by_mail] {
        let answer = scene.ask(Method::POST, "Users", body).await;
        let detail = expect_error(&answer, 409, Some("uniqueness"));
        assert!(detail.contains("hand them over"), "{detail}");
    }
    // Whom SCIM did not make, it neither sees nor touches.
    let path = format!("Users/{sub}");
    expect_error(&scene.get(&path).await, 404, None);
    expect_error(&scene.ask(Method::DELETE, &path, Value::Null).await, 404, None);
    let off = json!([{ "op": "replace", "path": "active", "value": false }]);
    expect_error(&scene.patch(&path, off).await, 404, None);

    scene.ada.call(&Route::HandUserOver(sub)).await.expect(204);
    let made = scene.create(user("Grace")).await;
    assert_eq!(made["id"], sub.to_string());
    assert_eq!(scene.view(sub.as_str()).await.role.as_str(), "global-administrator");
    scene.ada.call(&Route::HandUserOver(sub)).await.expect(409);
    let users: UserPage = scene.ada.call(&Route::Users).await.expect(200).json();
    assert_eq!(users.total, 2);
}

#[tokio::test]
async fn a_change_of_an_older_version_is_refused_and_a_known_version_is_not_sent_again() {
    let scene = Scene::new().await;
    let id = scene.add("Grace").await;
    let path = format!("Users/{id}");
    let read = scene.get(&path).await;
    let version = read.header("etag").to_owned();
    let known = [("if-none-match", version.as_str())];
    let again = scene.ask_with(Method::GET, &path, Value::Null, &known).await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    let title = json!([{ "op": "replace", "path": "displayName", "value": "Amazing Grace" }]);
    let body = json!({ "schemas": [super::PATCH], "Operations": title });
    let matching = [("if-match", version.as_str())];
    let after = scene.ask_with(Method::PATCH, &path, body.clone(), &matching).await.expect(200);
    assert_ne!(after.header("etag"), version);
    for (method, body) in
        [(Method::PATCH, body), (Method::PUT, user("Grace")), (Method::DELETE, Value::Null)]
    {
        let stale = scene.ask_with(method, &path, body, &matching).await;
        expect_error(&stale, 412, None);
    }
    assert_eq!(scene.view(&id).await.name.as_str(), "Amazing Grace");
    scene.ask_with(Method::GET, &path, Value::Null, &known).await.expect(200);
    // That somebody came into a group is a change of what is told of them.
    let before = scene.get(&path).await.header("etag").to_owned();
    scene.group("Ops", &[&id]).await;
    assert_ne!(scene.get(&path).await.header("etag"), before);
}
