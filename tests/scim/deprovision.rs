//! However somebody is shut out, they are: their sessions end and their tokens are refused.

use std::time::Duration;

use gatepass_core::lifecycle::REFUSED_IN_USE_WITHIN;
use gatepass_core::route::Route;
use gatepass_core::wire::{AddedUser, ProblemKind};
use reqwest::Method;
use serde_json::{Value, json};

use super::{PATCH, Scene, USER, expect_error, user};
use crate::harness::{OTTO, Person, eventually, send_json, session_of};

/// Somebody who is provisioned and signed in, with a token.
struct Victim {
    id: String,
    person: Person,
    token: String,
}

/// Somebody for development whom an administrator hands over, so that they have a session.
async fn victim(scene: &Scene) -> Victim {
    let person = scene.tenant.sign_in(OTTO).await;
    let sub = person.me().await.sub;
    let body = json!({ "email": "otto@contoso.example" });
    send_json(scene.ada.to(&Route::EditUser(sub)), &body).await.expect(200);
    scene.ada.call(&Route::HandUserOver(sub)).await.expect(204);
    let made = scene.create(user("otto")).await;
    assert_eq!(made["id"], sub.to_string());
    let token = person.issue("ci").await.token;
    scene.tenant.caller.verify(&token).await.expect(200);
    Victim { id: sub.to_string(), person, token }
}

async fn expect_shut_out(scene: &Scene, victim: &Victim) {
    assert!(scene.is_shut_out(&victim.id).await);
    victim.person.call(&Route::Me).await.expect_problem(ProblemKind::Unauthenticated);
    let bound = Duration::from_secs(REFUSED_IN_USE_WITHIN.0 as u64);
    let refused = eventually("the token is refused", bound, async || {
        let answer = scene.tenant.caller.verify(&victim.token).await;
        (answer.status != 200).then_some(answer)
    });
    refused.await.expect_problem(ProblemKind::PermissionDenied);
}

#[tokio::test]
async fn every_way_to_say_that_somebody_is_not_active_shuts_them_out() {
    let scene = Scene::new().await;
    let victim = victim(&scene).await;
    let path = format!("Users/{}", victim.id);
    let patch = |operation: Value| json!({ "schemas": [PATCH], "Operations": [operation] });
    let mut replaced = user("otto");
    replaced["active"] = json!(false);
    let mut spelled = user("otto");
    spelled["active"] = json!("False");
    for (method, body) in [
        (Method::PATCH, patch(json!({ "op": "Replace", "path": "active", "value": "False" }))),
        (Method::PATCH, patch(json!({ "op": "replace", "path": "active", "value": false }))),
        (Method::PATCH, patch(json!({ "op": "replace", "value": { "active": false } }))),
        (Method::PATCH, patch(json!({ "op": "Add", "value": { "active": "False" } }))),
        (
            Method::PATCH,
            patch(json!({ "op": "Replace", "path": format!("{USER}:active"), "value": "false" })),
        ),
        (Method::PUT, replaced),
        (Method::PUT, spelled),
    ] {
        let answer = scene.ask(method, &path, body.clone()).await.expect(200);
        assert_eq!(answer.json::<Value>()["active"], json!(false), "{body}");
        assert!(scene.is_shut_out(&victim.id).await, "{body}");
        victim.person.call(&Route::Me).await.expect_problem(ProblemKind::Unauthenticated);
        let back = patch(json!({ "op": "Replace", "path": "active", "value": "True" }));
        scene.ask(Method::PATCH, &path, back).await.expect(200);
        assert!(!scene.is_shut_out(&victim.id).await, "{body}");
    }
    scene.ask(Method::DELETE, &path, Value::Null).await.expect(204);
    expect_shut_out(&scene, &victim).await;
    expect_error(&scene.get(&path).await, 404, None);
}

#[tokio::test]
async fn who_comes_again_after_they_were_deleted_is_somebody_new() {
    let scene = Scene::new().await;
    let victim = victim(&scene).await;
    let path = format!("Users/{}", victim.id);
    scene.ask(Method::DELETE, &path, Value::Null).await.expect(204);
    expect_error(&scene.ask(Method::DELETE, &path, Value::Null).await, 404, None);
    let made = scene.create(user("otto")).await;
    assert_ne!(made["id"], victim.id);
    expect_shut_out(&scene, &victim).await;
}

#[tokio::test]
async fn the_last_full_administrator_stays_whatever_scim_says() {
    let scene = Scene::new().await;
    let sub = scene.ada.me().await.sub;
    let body = json!({ "email": "ada@contoso.example" });
    send_json(scene.ada.to(&Route::EditUser(sub)), &body).await.expect(200);
    scene.ada.call(&Route::HandUserOver(sub)).await.expect(204);
    scene.create(user("ada")).await;
    let path = format!("Users/{sub}");
    let mut off = user("ada");
    off["active"] = json!(false);
    let patch = json!({
        "schemas": [PATCH],
        "Operations": [{ "op": "Replace", "path": "active", "value": "False" }],
    });
    for (method, body) in
        [(Method::PUT, off), (Method::PATCH, patch), (Method::DELETE, Value::Null)]
    {
        let answer = scene.ask(method, &path, body).await;
        let detail = expect_error(&answer, 409, None);
        assert!(detail.contains("last full administrator"), "{detail}");
    }
    let change = json!({ "role_source": "groups" });
    let refused = scene.change_provisioning(change).await;
    refused.expect_problem(ProblemKind::Conflict);
    assert_eq!(scene.ada.me().await.role.as_str(), "global-administrator");
    let told: Value = scene.get(&path).await.expect(200).json();
    assert_eq!(told["active"], json!(true));
}

#[tokio::test]
async fn who_is_shut_out_by_an_administrator_is_told_as_not_active() {
    let scene = Scene::new().await;
    let id = scene.add("Grace").await;
    scene.ada.call(&Route::DeprovisionUser(id.parse().unwrap())).await.expect(200);
    let told: Value = scene.get(&format!("Users/{id}")).await.expect(200).json();
    assert_eq!(told["active"], json!(false));
}

#[tokio::test]
async fn with_scim_on_a_link_lets_in_who_is_provisioned_and_an_operators_link_anybody() {
    let scene = Scene::new().await;
    let body = json!({ "name": "Hand", "role": "global-reader" });
    let added = send_json(scene.ada.to(&Route::AddUser), &body).await.expect(201);
    let added: AddedUser = added.json();
    let secret = |link: &str| link.split_once("#link=").unwrap().1.to_owned();
    let by_link = async |link: String, name: Option<&str>| {
        let body = match name {
            Some(name) => json!({ "link": link, "name": name }),
            None => json!({ "link": link }),
        };
        send_json(scene.tenant.caller.as_page(&Route::SignInByLink), &body).await
    };
    let refused = by_link(secret(&added.link.link), None).await;
    refused.expect_problem(ProblemKind::PermissionDenied);
    let id = scene.add("Grace").await;
    let link: Value =
        scene.ada.call(&Route::UserLink(id.parse().unwrap())).await.expect(201).json();
    let came = by_link(secret(link["link"].as_str().unwrap()), None).await.expect(204);
    let grace = Person::with(&scene.tenant.caller, session_of(&came));
    assert_eq!(grace.me().await.sub.to_string(), id);
    let rescue = scene.tenant.another_link().await;
    by_link(rescue, Some("Rescue")).await.expect(204);
    // Once SCIM is off, a link is as good as it was.
    scene.ada.call(&Route::SwitchProvisioningOff).await.expect(200);
    by_link(secret(&added.link.link), None).await.expect(204);
}
