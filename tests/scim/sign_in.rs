//! With SCIM on, who signs in with a provider is who was provisioned under their id.

use gatepass_core::route::Route;
use reqwest::Method;
use serde_json::{Value, json};

use super::Scene;
use crate::oidc;

/// A tenant with a provider and SCIM, both by the same administrator.
async fn scenes() -> (oidc::Scene, Scene) {
    let provider = oidc::Scene::new().await;
    let token = super::issue(&provider.ada).await.token;
    let tenant = provider.tenant.at_own_host();
    let scim = Scene { tenant, ada: provider.ada.clone(), token };
    (provider, scim)
}

async fn arrive(provider: &oidc::Scene, sub: &str, oid: Option<&str>) -> crate::harness::Answer {
    let begun = provider.begin().await;
    let mut claims = provider.claims(&begun, sub);
    if let Some(oid) = oid {
        claims["oid"] = json!(oid);
    }
    provider.arrive(&begun, &claims).await
}

#[tokio::test]
async fn who_was_provisioned_signs_in_and_is_refused_once_they_are_deprovisioned() {
    let (provider, scim) = scenes().await;
    provider.change(&json!({ "creates_users": true })).await.expect(200);
    assert_eq!(oidc::refused(&provider.try_sign_in("ext-grace").await), "not-provisioned");
    let id = scim.add("grace").await;
    let me = provider.sign_in("ext-grace").await;
    assert_eq!((me.sub.to_string(), me.name.as_str()), (id.clone(), "grace"));
    assert_eq!(provider.sign_in("ext-grace").await.sub, me.sub);
    // An id counts by its case.
    assert_eq!(oidc::refused(&provider.try_sign_in("EXT-grace").await), "not-provisioned");
    let off = json!([{ "op": "Replace", "path": "active", "value": "False" }]);
    scim.patch(&format!("Users/{id}"), off).await.expect(200);
    assert_eq!(oidc::refused(&provider.try_sign_in("ext-grace").await), "deprovisioned");
    scim.ask(Method::DELETE, &format!("Users/{id}"), Value::Null).await.expect(204);
    assert_eq!(oidc::refused(&provider.try_sign_in("ext-grace").await), "not-provisioned");
    let again = scim.add("grace").await;
    let me = provider.sign_in("ext-grace").await;
    assert_eq!(me.sub.to_string(), again);
    assert_ne!(again, id);
}

#[tokio::test]
async fn the_claim_that_the_provider_is_set_to_says_who_somebody_is() {
    let (provider, scim) = scenes().await;
    let id = scim.add("grace").await;
    provider.change(&json!({ "external_id_claim": "oid" })).await.expect(200);
    assert_eq!(provider.view().await.external_id_claim.unwrap().as_str(), "oid");
    let none = arrive(&provider, "ext-grace", None).await;
    assert_eq!(oidc::refused(&none), "not-provisioned");
    let other = arrive(&provider, "ext-grace", Some("another")).await;
    assert_eq!(oidc::refused(&other), "not-provisioned");
    let came = arrive(&provider, "pairwise", Some("ext-grace")).await;
    assert_eq!(provider.signed_in(&came).await.sub.to_string(), id);
}

#[tokio::test]
async fn who_was_known_before_is_refused_until_scim_is_off_and_an_operators_link_lets_in() {
    let (provider, scim) = scenes().await;
    assert_eq!(oidc::refused(&provider.try_sign_in("ada").await), "not-provisioned");
    let body = json!({
        "link": scim.tenant.link, "provider": provider.id, "name": "Rescue",
    });
    let begun = oidc::Begun::of(&provider.try_begin(&body).await.expect(200));
    let claims = provider.claims(&begun, "rescue");
    let me = provider.signed_in(&provider.arrive(&begun, &claims).await).await;
    assert_eq!(me.role.as_str(), "global-administrator");
    assert!(provider.reasons().await.contains(&"not_provisioned".to_owned()));
    scim.ada.call(&Route::SwitchProvisioningOff).await.expect(200);
    provider.sign_in("ada").await;
}

#[tokio::test]
async fn an_id_that_is_anothers_binds_nobody_to_them() {
    let (provider, scim) = scenes().await;
    let (grace, eve) = (scim.add("grace").await, scim.add("eve").await);
    assert_eq!(provider.sign_in("ext-grace").await.sub.to_string(), grace);
    // The provider's person is Grace here; the directory now says that her id is Eve's.
    let free = json!([{ "op": "replace", "path": "externalId", "value": "gone" }]);
    scim.patch(&format!("Users/{grace}"), free).await.expect(200);
    let taken = json!([{ "op": "replace", "path": "externalId", "value": "ext-grace" }]);
    scim.patch(&format!("Users/{eve}"), taken).await.expect(200);
    assert_eq!(oidc::refused(&provider.try_sign_in("ext-grace").await), "another");
}

#[tokio::test]
async fn a_claim_gives_no_role_where_groups_do() {
    let (provider, scim) = scenes().await;
    let roles = json!([{ "value": "Admins", "role": "global-administrator" }]);
    provider.change(&json!({ "role_claim": "groups", "roles": roles })).await.expect(200);
    let id = scim.add("grace").await;
    let role = async || {
        let begun = provider.begin().await;
        let mut claims = provider.claims(&begun, "ext-grace");
        claims["groups"] = json!("Admins");
        provider.signed_in(&provider.arrive(&begun, &claims).await).await.role.to_string()
    };
    assert_eq!(role().await, "global-administrator");
    scim.group("security-operator", &[&id]).await;
    scim.change_provisioning(json!({ "role_source": "groups" })).await.expect(200);
    assert_eq!(scim.view(&id).await.role.as_str(), "security-operator");
    assert_eq!(role().await, "security-operator");
}
