//! The page about provisioning, as an administrator uses it beside a SCIM client.

use gatepass_core::policy::Role;
use gatepass_core::route::{Route, View};

use super::Scene;
use crate::browser::look;
use crate::harness::{ADA, Browser, Tenant, shared};

const STATE: &str = "[data-test=scim-state]";
const USED: &str = "[data-test=scim-used]";
const CONSEQUENCE: &str = "[data-test=consequence]";

/// Takes the token from the dialog, which shows it once.
async fn take_token(browser: &Browser) -> String {
    browser.await_focus("Copy the token").await;
    let token = browser.value("scim-token-value").await;
    browser.click("button", "Close").await;
    browser.await_out_of_document(&token).await;
    token
}

async fn is_refused(scene: &Scene) -> bool {
    scene.get("Users").await.status == 401
}

#[tokio::test]
async fn a_token_is_made_used_rotated_and_switched_off_on_the_page() {
    let tenant = Tenant::create(shared().await).await.at_own_host();
    let ada = tenant.sign_in(ADA).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.click("link", "Provisioning").await;
    browser.await_text(STATE, "Off; nobody has been provisioned yet").await;
    assert_eq!(browser.path().await, Route::View(View::Provisioning).to_path());
    look(&browser, "provisioning-off").await;
    browser.click("button", "Make a token").await;
    browser.await_text(CONSEQUENCE, "make sure that you are among them").await;
    look(&browser, "provisioning-first").await;
    browser.click("button", "Make the token").await;
    browser.await_test("scim-token-value").await;
    look(&browser, "provisioning-token").await;
    let token = take_token(&browser).await;
    browser.await_text(STATE, "On; nobody has been provisioned yet").await;
    browser.await_text(USED, "Never").await;
    let base = format!("{}/scim/v2", tenant.caller.origin());
    browser.await_text("[data-test=scim-url]", &base).await;

    let mut scene = Scene { tenant, ada, token };
    scene.add("Grace").await;
    browser.await_text(STATE, "On; 1 user was provisioned so far").await;
    browser.await_text(USED, "just now").await;
    look(&browser, "provisioning-on").await;
    browser.click("button", "Rotate the token").await;
    browser.await_text(CONSEQUENCE, "The old token stops at once.").await;
    browser.click("button", "Cancel").await;
    assert!(!is_refused(&scene).await);
    browser.click("button", "Rotate the token").await;
    browser.click("button", "Rotate it").await;
    let token = take_token(&browser).await;
    assert!(is_refused(&scene).await);
    scene.token = token;
    assert!(!is_refused(&scene).await);

    browser.click("button", "Switch off").await;
    browser.await_text(CONSEQUENCE, "nobody is provisioned or deprovisioned any more").await;
    look(&browser, "provisioning-switching-off").await;
    browser.click("button", "Switch it off").await;
    browser.await_text(STATE, "Off; 1 user was provisioned so far").await;
    assert!(is_refused(&scene).await);
    browser.close().await;
}

#[tokio::test]
async fn groups_give_the_roles_that_the_page_sets_and_then_nobody_changes_them_by_hand() {
    let scene = Scene::new().await;
    let browser = Browser::signed_in(&scene.tenant, ADA).await;
    browser.click("link", "Provisioning").await;
    browser.click("radio", "SCIM groups").await;
    browser.await_test("no-groups").await;
    look(&browser, "provisioning-no-groups").await;
    browser.click("button", "Discard changes").await;
    browser.await_gone("[data-test=no-groups]", "").await;

    let grace = scene.add("Grace").await;
    scene.group("Operations", &[&grace]).await;
    scene.group("Global reader", &[]).await;
    browser.click("radio", "SCIM groups").await;
    browser.choose("Role of Operations", "Security operator").await;
    let script = "return document.querySelector('[data-test=group] select').textContent";
    let offered = browser.run(script).await;
    assert!(offered.as_str().is_some_and(|it| it.contains("As it is named: Global reader")));
    look(&browser, "provisioning-groups").await;
    browser.click("button", "Save").await;
    browser.await_text("[data-test=said]", "Saved").await;
    assert_eq!(scene.view(&grace).await.role, Role::SECURITY_OPERATOR);

    browser.click("link", "Users").await;
    browser.click("button", "Actions for Grace").await;
    browser.await_text(".menu-why", "Roles come from SCIM groups.").await;
    look(&browser, "users-fixed-roles").await;
    let item = browser.await_element("button", "Change role").await;
    assert_eq!(item.attr("aria-disabled").await.unwrap().as_deref(), Some("true"));
    browser.click("button", "Change role").await;
    browser.await_text(".menu-why", "Roles come from SCIM groups.").await;
    assert!(browser.find("combobox", "Role").await.is_none());

    browser.go(&Route::View(View::Provisioning).to_path()).await;
    browser.choose("Role of Operations", "No role").await;
    browser.click("radio", "By hand").await;
    browser.click("button", "Save").await;
    browser.await_text("[data-test=said]", "Saved").await;
    assert!(scene.provisioning().await.group_roles.is_empty());
    browser.click("link", "Users").await;
    browser.click("button", "Actions for Grace").await;
    browser.click("button", "Change role").await;
    browser.await_element("combobox", "Role").await;
    browser.close().await;
}

#[tokio::test]
async fn what_cannot_be_asked_is_said_and_can_be_tried_again() {
    let tenant = Tenant::create(shared().await).await.at_own_host();
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.set_offline(true).await;
    browser.click("link", "Provisioning").await;
    browser.await_test("provisioning-failed").await;
    look(&browser, "provisioning-failed").await;
    browser.set_offline(false).await;
    browser.click("button", "Try again").await;
    browser.await_text(STATE, "Off").await;
    browser.close().await;
}
