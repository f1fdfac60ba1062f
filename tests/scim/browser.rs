//! With a real provider, in a real browser: who was provisioned signs in, and nobody else.

use gatepass_core::route::{Route, View};
use gatepass_core::wire::{ProviderList, ProviderView};
use serde_json::json;

use super::Scene;
use crate::harness::{ADA, Browser, ProviderProcess, Tenant, send_json, shared};
use crate::oidc::real::sign_in_there;

/// A browser of somebody's own, come back from the provider as who is called this there.
async fn come_as(scene: &Scene, login: &str) -> Browser {
    let browser = Browser::open(scene.tenant.caller.origin()).await;
    browser.go(&Route::View(View::SignIn).to_path()).await;
    browser.click("button", "Sign in with Contoso").await;
    sign_in_there(&browser, login).await;
    browser
}

#[tokio::test]
async fn who_signs_in_at_a_real_provider_is_who_is_deprovisioned() {
    let tenant = Tenant::create(shared().await).await.at_own_host();
    let ada = tenant.sign_in(ADA).await;
    let list: ProviderList = ada.call(&Route::Providers).await.expect(200).json();
    let provider = ProviderProcess::real("gatepass", None, &list.redirect_uri);
    let request = json!({
        "name": "Contoso", "issuer": provider.issuer, "client_id": "gatepass",
        "creates_users": true,
    });
    let added = send_json(ada.to(&Route::AddProvider), &request).await.expect(201);
    let id = added.json::<ProviderView>().id;
    let browser = Browser::open(tenant.caller.origin()).await;
    browser.go("/").await;
    browser.click("button", "Ada Admin ").await;
    browser.await_test("empty-state").await;
    browser.click("link", "Sign-in").await;
    browser.click("button", "Test this").await;
    browser.turn_to_opened().await;
    sign_in_there(&browser, "ada").await;
    browser.await_text("p", "Off; tested, and ready to be switched on").await;
    browser.close().await;
    let on = json!({ "enabled": true });
    send_json(ada.to(&Route::EditProvider(id)), &on).await.expect(200);

    let scene = Scene::of(tenant).await;
    let mut user = super::user("Grace");
    user["externalId"] = json!("grace");
    let made = scene.create(user).await;
    let browser = come_as(&scene, "grace").await;
    browser.await_test("empty-state").await;
    assert_eq!(browser.await_test("session-name").await.text().await.unwrap(), "Grace");
    let path = format!("Users/{}", made["id"].as_str().unwrap());
    let off = json!([{ "op": "Replace", "path": "active", "value": "False" }]);
    scene.patch(&path, off).await.expect(200);
    // Their session is over, and the provider's yes is none here.
    browser.go("/").await;
    browser.await_element("button", "Sign in with Contoso").await;
    browser.close().await;
    for (login, said) in [
        ("grace", "Your access was taken away."),
        ("eve", "directory hasn't given you access here"),
    ] {
        let browser = come_as(&scene, login).await;
        browser.await_text("[role=alert]", said).await;
        browser.close().await;
    }
}
