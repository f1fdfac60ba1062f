//! In a real browser, whose requests come with the header as Access would send it.

use gatepass_core::oidc::ACCESS_ASSERTION;
use gatepass_core::route::{Route, View};
use serde_json::json;

use super::{AUD, Scene};
use crate::browser::look;
use crate::harness::{ADA, Browser};

#[tokio::test]
async fn one_adds_access_in_the_form_tries_it_and_signs_in() {
    let scene = Scene::untried().await;
    scene.ada.call(&Route::DeleteProvider(scene.id)).await.expect(204);
    let token = scene.token(&scene.claims("ada")).await;
    let browser = Browser::open(scene.tenant.caller.origin()).await;
    browser.go("/").await;
    browser.click("button", &format!("{ADA} ")).await;
    browser.await_test("empty-state").await;
    browser.click("link", "Sign-in").await;
    browser.await_test("no-providers").await;
    browser.click("button", "Add a provider").await;
    browser.choose("Kind", "Cloudflare Access").await;
    browser.fill("textbox", "Name", "Contoso").await;
    browser.fill("textbox", "Team domain", &scene.team.issuer).await;
    browser.click("button", "Save").await;
    browser.await_text("p", "without it, signing in by Cloudflare Access is off").await;
    look(&browser, "access-form").await;
    browser.fill("textbox", "Application audience", AUD).await;
    browser.click("button", "Save").await;
    browser.await_text("p", "Off; test it before you switch it on").await;
    browser.click("button", "Test this").await;
    browser.await_text("[role=alert]", "not behind Cloudflare Access").await;
    browser.send_headers(json!({ ACCESS_ASSERTION: token })).await;
    browser.click("button", "Test this").await;
    browser.await_text("p", "Off; tested, and ready to be switched on").await;
    browser.click("button", "Switch on").await;
    browser.await_text("p", "On: people can sign in with it").await;
    look(&browser, "access-on").await;
    browser.close().await;

    let browser = Browser::open(scene.tenant.caller.origin()).await;
    browser.go(&Route::View(View::SignIn).to_path()).await;
    browser.click("button", "Sign in with Contoso").await;
    browser.await_text("[role=alert]", "not behind Cloudflare Access").await;
    look(&browser, "access-without").await;
    browser.send_headers(json!({ ACCESS_ASSERTION: token })).await;
    browser.click("button", "Sign in with Contoso").await;
    browser.await_test("empty-state").await;
    assert_eq!(browser.await_test("session-name").await.text().await.unwrap(), ADA);
    browser.close().await;
}
