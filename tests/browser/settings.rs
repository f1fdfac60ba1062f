//! The tenant's settings on the page.

use std::time::Duration;

use gatepass_core::route::{Route, View};
use gatepass_core::settings::TenantSettings;
use gatepass_core::wire::SettingsView;
use serde_json::{Value, json};
use thirtyfour::prelude::Key;

use super::states::look;
use crate::harness::{ADA, Browser, OTTO, Person, RITA, Tenant, eventually, shared};

const TOKENS: &str = "Most live tokens for each user";
const LIFE: &str = "Longest life of a token, in days";
const RETENTION: &str = "Activity is kept for, in days";

/// Where something says what a value means.
const OUTLOOK: &str = "[data-test=outlook]";

async fn at_settings(tenant: &Tenant) -> Browser {
    let browser = Browser::signed_in(tenant, ADA).await;
    browser.click("link", "General ").await;
    browser.await_text("h1", "General").await;
    browser.await_test("settings").await;
    browser
}

async fn settings_of(person: &Person) -> TenantSettings {
    person.call(&Route::Settings).await.expect(200).json::<SettingsView>().settings
}

async fn is_off(browser: &Browser, button: &str) -> bool {
    let button = browser.await_element("button", button).await;
    button.attr("aria-disabled").await.unwrap().as_deref() == Some("true")
}

async fn await_saved(browser: &Browser) {
    browser.await_text("[data-test=said]", "Saved").await;
}

/// What stands in the field of this name.
async fn held(browser: &Browser, name: &str) -> String {
    browser.await_element("textbox", name).await.value().await.unwrap().unwrap_or_default()
}

async fn await_held(browser: &Browser, name: &str, text: &str) {
    eventually(&format!("{name:?} holds {text:?}"), Duration::from_secs(30), async || {
        (held(browser, name).await == text).then_some(())
    })
    .await;
}

#[tokio::test]
async fn settings_are_seen_changed_and_hold_from_then_on() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let forever = ada.issue("forever").await;
    let browser = at_settings(&tenant).await;
    assert_eq!(browser.path().await, Route::View(View::General).to_path());
    for (name, text) in [(TOKENS, "100"), (LIFE, ""), (RETENTION, "365")] {
        assert_eq!(held(&browser, name).await, text);
    }
    assert!(is_off(&browser, "Save ").await && is_off(&browser, "Discard changes").await);

    browser.fill("textbox", LIFE, "30").await;
    browser.await_text(OUTLOOK, "1 token ends later, or never. It stays as it is.").await;
    browser.fill("textbox", TOKENS, "2").await;
    browser.await_text(OUTLOOK, "Users who have 2 or more keep them").await;
    browser.fill("textbox", RETENTION, "90").await;
    browser.await_text(OUTLOOK, "Events older than 90 days are deleted for good").await;
    assert_eq!(settings_of(&ada).await, TenantSettings::default());
    browser.click("button", "Save ").await;
    await_saved(&browser).await;
    assert!(is_off(&browser, "Save ").await);
    let set = TenantSettings {
        most_live_tokens: 2.try_into().unwrap(),
        longest_life_days: 30.try_into().ok(),
        activity_retention_days: 90.try_into().unwrap(),
    };
    assert_eq!(settings_of(&ada).await, set);
    tenant.caller.verify(&forever.token).await.expect(200);

    // The form for a token follows at once, and so do the limits.
    browser.click("link", "API tokens").await;
    browser.click("button", "Generate new token").await;
    let expires = browser.await_element("combobox", "Expires").await;
    assert_eq!(expires.value().await.unwrap().as_deref(), Some("30"));
    browser.fill("textbox", "Token name", "second").await;
    browser.click("button", "Next").await;
    browser.await_test("token-value").await;
    browser.click("button", "Close").await;
    browser.click("button", "Generate new token").await;
    browser.fill("textbox", "Token name", "third").await;
    browser.click("button", "Next").await;
    browser.await_text("dialog", "You have 2 tokens, and your tenant allows no more.").await;
    browser.click("button", "Cancel").await;

    browser.click("link", "General ").await;
    browser.erase("textbox", LIFE).await;
    browser.await_text(OUTLOOK, "Tokens may be generated without an expiry again.").await;
    browser.click("button", "Save ").await;
    await_saved(&browser).await;
    assert_eq!(settings_of(&ada).await, TenantSettings { longest_life_days: None, ..set });
    browser.click("link", "Activity log").await;
    browser.await_text("[data-test=event-text]", "settings").await;
    browser.close().await;
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field_and_changes_nothing() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let browser = at_settings(&tenant).await;
    for (name, text, sentence) in [
        (TOKENS, "0", "Enter a whole number from 1 to 10000."),
        (LIFE, "3651", "Enter a whole number from 1 to 3650."),
        (RETENTION, "a month", "Enter a whole number from 30 to 3650."),
    ] {
        browser.fill("textbox", name, text).await;
        browser.press([Key::Enter]).await;
        browser.await_text(".field-error", sentence).await;
        browser.await_focus(name).await;
        let field = browser.await_element("textbox", name).await;
        assert_eq!(field.attr("aria-invalid").await.unwrap().as_deref(), Some("true"));
        browser.click("button", "Discard changes").await;
        browser.await_focus(TOKENS).await;
        assert!(is_off(&browser, "Save ").await);
    }
    assert_eq!(settings_of(&ada).await, TenantSettings::default());
    browser.close().await;
}

#[tokio::test]
async fn what_was_entered_outlasts_what_others_do_and_being_cut_off() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let browser = at_settings(&tenant).await;
    browser.fill("textbox", TOKENS, "7").await;
    ada.set(&json!({ "most_live_tokens": 50, "activity_retention_days": 400 })).await;
    await_held(&browser, RETENTION, "400").await;
    assert_eq!(held(&browser, TOKENS).await, "7");
    browser.set_offline(true).await;
    browser.click("button", "Save ").await;
    browser.await_text("[role=alert]", "The server can't be reached.").await;
    assert_eq!(held(&browser, TOKENS).await, "7");
    browser.set_offline(false).await;
    browser.click("button", "Save ").await;
    await_saved(&browser).await;
    let set = settings_of(&ada).await;
    assert_eq!(u32::from(set.most_live_tokens), 7);
    assert_eq!(u32::from(set.activity_retention_days), 400);
    browser.close().await;
}

#[tokio::test]
async fn settings_are_changed_by_keyboard_alone_and_that_is_announced() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.await_test("empty-state").await;
    browser.tab_to("General").await;
    browser.press([Key::Enter]).await;
    browser.await_focus("General").await;
    browser.tab_to(TOKENS).await;
    browser.press([Key::End, Key::Backspace]).await;
    browser.press([Key::Tab]).await;
    browser.await_focus(LIFE).await;
    browser.type_text("30").await;
    browser.tab_to("Save ").await;
    browser.press([Key::Enter]).await;
    await_saved(&browser).await;
    browser.await_focus("Save").await;
    let said = browser.await_test("said").await;
    assert_eq!(said.attr("role").await.unwrap().as_deref(), Some("status"));
    let set = settings_of(&tenant.sign_in(ADA).await).await;
    assert_eq!((u32::from(set.most_live_tokens), set.longest_life_days), (10, 30.try_into().ok()));
    browser.close().await;
}

#[tokio::test]
async fn each_field_is_described_by_its_explanation_and_what_its_value_means() {
    let tenant = Tenant::create(shared().await).await;
    let browser = at_settings(&tenant).await;
    browser.fill("textbox", RETENTION, "90").await;
    browser.await_text(OUTLOOK, "Events older than 90 days").await;
    let described: Value = browser
        .run(
            "return [...document.querySelectorAll('[data-test=settings] input')].map((input) =>
                input.getAttribute('aria-describedby').split(' ').map((id) =>
                    document.getElementById(id).textContent).join(' '))",
        )
        .await;
    for (field, text) in
        [(0, "Default: 100."), (1, "Default: none."), (2, "are deleted for good, within a day.")]
    {
        assert!(described[field].as_str().unwrap().contains(text), "{described}");
    }
    browser.close().await;
}

#[tokio::test]
async fn who_is_no_full_administrator_lacks_permission_for_the_settings() {
    let tenant = Tenant::create(shared().await).await;
    for name in [OTTO, RITA] {
        let browser = Browser::signed_in(&tenant, name).await;
        assert!(browser.find("link", "General ").await.is_none());
        browser.go(&Route::View(View::General).to_path()).await;
        browser.await_text("h1", "You lack permission for this page").await;
        assert!(browser.find("button", "Save ").await.is_none());
        browser.close().await;
    }
}

#[tokio::test]
async fn the_settings_are_accessible_and_whole() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for name in ["nightly-backup", "weekly-report"] {
        ada.issue(name).await;
    }
    ada.set(&json!({ "longest_life_days": 90 })).await;
    let browser = at_settings(&tenant).await;
    browser.await_text(OUTLOOK, "2 tokens end later").await;
    look(&browser, "settings").await;
    browser.fill("textbox", TOKENS, "1").await;
    browser.fill("textbox", LIFE, "30").await;
    browser.fill("textbox", RETENTION, "90").await;
    browser.await_text(OUTLOOK, "They stay as they are.").await;
    look(&browser, "settings-entered").await;
    browser.fill("textbox", LIFE, "0").await;
    browser.fill("textbox", RETENTION, "29").await;
    browser.click("button", "Save ").await;
    browser.await_text(".field-error", "Enter a whole number").await;
    look(&browser, "settings-wrong").await;
    browser.click("button", "Discard changes").await;
    browser.fill("textbox", TOKENS, "50").await;
    browser.set_offline(true).await;
    browser.click("button", "Save ").await;
    browser.await_text("[role=alert]", "The server can't be reached.").await;
    browser.await_text("[role=status]", "Can't refresh").await;
    look(&browser, "settings-offline").await;
    browser.set_offline(false).await;
    browser.click("button", "Save ").await;
    await_saved(&browser).await;
    look(&browser, "settings-saved").await;
    browser.close().await;
}

#[tokio::test]
async fn settings_that_cannot_be_shown_say_so_and_are_tried_again() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.await_test("empty-state").await;
    browser.set_offline(true).await;
    browser.click("link", "General ").await;
    browser.await_test("settings-failed").await;
    assert!(browser.find("button", "Save ").await.is_none());
    look(&browser, "settings-failed").await;
    browser.set_offline(false).await;
    browser.click("button", "Try again").await;
    browser.await_test("settings").await;
    browser.close().await;
}
