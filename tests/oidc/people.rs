//! Whom a provider's person is here.

use gatepass_core::policy::{Policy, Role};
use gatepass_core::route::Route;
use gatepass_core::wire::{AddedUser, SignInOptions};
use serde_json::{Value, json};

use super::{Begun, Scene, none, refused};
use crate::harness::{ADA, Tenant, send, send_json, shared};

/// The secret of a link for a new user.
async fn link_for(scene: &Scene, name: &str) -> String {
    let body = json!({ "name": name, "role": "security-operator" });
    let added = send_json(scene.ada.to(&Route::AddUser), &body).await.expect(201);
    let added: AddedUser = added.json();
    added.link.link.split_once("#link=").unwrap().1.to_owned()
}

async fn begin_with(scene: &Scene, link: &str) -> Begun {
    let body = json!({ "provider": scene.id, "link": link });
    Begun::of(&scene.try_begin(&body).await.expect(200))
}

#[tokio::test]
async fn who_is_not_known_here_is_not_let_in_whatever_address_they_have() {
    let scene = Scene::new().await;
    let body = json!({ "name": "Grace", "role": "global-administrator", "email": "g@a.example" });
    send_json(scene.ada.to(&Route::AddUser), &body).await.expect(201);
    let begun = scene.begin().await;
    let mut claims = scene.claims(&begun, "eve");
    claims["email"] = json!("g@a.example");
    claims["email_verified"] = json!(true);
    assert_eq!(refused(&scene.arrive(&begun, &claims).await), "unknown");
    assert_eq!(scene.reasons().await, ["unknown_person"]);
}

#[tokio::test]
async fn whoever_holds_a_link_binds_their_own_person_and_needs_no_other_link() {
    let scene = Scene::new().await;
    let link = link_for(&scene, "Grace").await;
    // The link alone lets nobody in where there is a provider.
    let body = json!({ "link": link });
    let alone = send_json(scene.tenant.caller.as_page(&Route::SignInByLink), &body).await;
    assert_eq!(alone.status, 409, "{}", alone.text());

    let begun = begin_with(&scene, &link).await;
    let me = scene.signed_in(&scene.arrive(&begun, &scene.claims(&begun, "grace")).await).await;
    assert_eq!((me.name.as_str(), me.role.as_str()), ("Grace", "security-operator"));
    assert_eq!(scene.sign_in("grace").await.sub, me.sub);
    // It was spent by that.
    let begun = begin_with(&scene, &link).await;
    let claims = scene.claims(&begun, "eve");
    assert_eq!(refused(&scene.arrive(&begun, &claims).await), "ended");
    assert_eq!(refused(&scene.try_sign_in("eve").await), "unknown");
}

#[tokio::test]
async fn one_person_of_a_provider_is_one_user() {
    let scene = Scene::new().await;
    let link = link_for(&scene, "Grace").await;
    let begun = begin_with(&scene, &link).await;
    let claims = scene.claims(&begun, "ada");
    assert_eq!(refused(&scene.arrive(&begun, &claims).await), "another");
    // The link is still good for who it is for.
    let begun = begin_with(&scene, &link).await;
    let me = scene.signed_in(&scene.arrive(&begun, &scene.claims(&begun, "grace")).await).await;
    assert_eq!(me.name.as_str(), "Grace");
}

#[tokio::test]
async fn an_operators_link_lets_in_with_a_provider_and_without() {
    let scene = Scene::new().await;
    let body = json!({ "link": scene.tenant.link, "provider": scene.id, "name": "First" });
    let begun = Begun::of(&scene.try_begin(&body).await.expect(200));
    let me = scene.signed_in(&scene.arrive(&begun, &scene.claims(&begun, "first")).await).await;
    assert_eq!((me.name.as_str(), &me.role), ("First", &Role::GLOBAL_ADMINISTRATOR));
    let another = scene.tenant.another_link().await;
    let body = json!({ "link": another, "name": "Rescue" });
    send_json(scene.tenant.caller.as_page(&Route::SignInByLink), &body).await.expect(204);
}

#[tokio::test]
async fn where_the_tenant_says_so_who_comes_first_becomes_a_user_with_the_least_role() {
    let scene = Scene::new().await;
    scene.change(&json!({ "creates_users": true })).await.expect(200);
    let me = scene.sign_in("grace").await;
    assert_eq!(me.name.as_str(), "grace of Contoso");
    assert_eq!(me.role, *Policy::default().least_role());
    assert_eq!(scene.sign_in("grace").await.sub, me.sub);
    scene.ada.call(&Route::DeprovisionUser(me.sub)).await.expect(200);
    assert_eq!(refused(&scene.try_sign_in("grace").await), "deprovisioned");
    assert_eq!(scene.reasons().await, ["deprovisioned"]);
}

#[tokio::test]
async fn a_claim_says_the_role_each_time_but_takes_no_tenants_last_administrator() {
    let scene = Scene::new().await;
    let roles = json!([
        { "value": "Admins", "role": "security-administrator" },
        { "value": "Ops", "role": "security-operator" },
    ]);
    let change = json!({ "creates_users": true, "role_claim": "groups", "roles": roles });
    scene.change(&change).await.expect(200);
    let role_with = async |sub: &str, groups: Value| {
        let begun = scene.begin().await;
        let mut claims = scene.claims(&begun, sub);
        claims["groups"] = groups;
        scene.signed_in(&scene.arrive(&begun, &claims).await).await.role
    };
    assert_eq!(
        role_with("grace", json!(["Ops", "Admins"])).await.as_str(),
        "security-administrator"
    );
    assert_eq!(role_with("grace", json!("Ops")).await.as_str(), "security-operator");
    assert_eq!(role_with("grace", json!([])).await, *Policy::default().least_role());
    // Ada is the last who administers.
    assert_eq!(role_with("ada", json!([])).await, Role::GLOBAL_ADMINISTRATOR);
}

#[tokio::test]
async fn a_provider_is_offered_where_it_is_switched_on_and_at_its_tenants_own_host_alone() {
    let scene = Scene::new().await;
    let offered = async |tenant: &Tenant| -> Vec<String> {
        let answer = send(tenant.caller.to(&Route::SignInOptions)).await.expect(200);
        let options: SignInOptions = answer.json();
        options.providers.iter().map(|it| it.name.to_string()).collect()
    };
    assert_eq!(offered(&scene.tenant).await, ["Contoso"]);
    let generic = scene.tenant.at_host("localhost");
    assert!(offered(&generic).await.is_empty());
    let other = Tenant::create(shared().await).await.at_own_host();
    assert!(offered(&other).await.is_empty());
    let body = json!({ "provider": scene.id });
    for elsewhere in [&generic, &other] {
        let answer = send_json(elsewhere.caller.as_page(&Route::BeginSignIn), &body).await;
        answer.expect_wrong("provider");
    }
    scene.try_begin(&json!({ "provider": none() })).await.expect_wrong("provider");

    let begun = scene.begin().await;
    scene.change(&json!({ "enabled": false })).await.expect(200);
    assert!(offered(&scene.tenant).await.is_empty());
    scene.try_begin(&body).await.expect_wrong("provider");
    let claims = scene.claims(&begun, "ada");
    assert_eq!(refused(&scene.arrive(&begun, &claims).await), "off");
    // The sign-in for development is as it was.
    scene.tenant.sign_in(ADA).await;
}
