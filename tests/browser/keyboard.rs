//! Everything without a mouse, with the focus where a person expects it.

use thirtyfour::prelude::Key;

use crate::harness::{ADA, Browser, Tenant, shared};

/// More keys than there are things to stop at.
const MOST_TABS: usize = 60;

/// Presses Tab until what has the focus is named so.
async fn tab_to(browser: &Browser, name: &str) {
    for _ in 0..MOST_TABS {
        if browser.focused_name().await.starts_with(name) {
            return;
        }
        browser.press([Key::Tab]).await;
    }
    panic!("{name:?} is not reached by Tab");
}

#[tokio::test]
async fn a_token_is_generated_and_revoked_by_keyboard_alone() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.await_test("empty-state").await;

    tab_to(&browser, "Generate new token").await;
    browser.press([Key::Enter]).await;
    browser.await_focus("Token name").await;
    browser.type_text("by keyboard").await;
    browser.press([Key::Enter]).await;
    let token = browser.value("token-value").await;
    assert!(token.starts_with("gpu_"));
    tab_to(&browser, "Close").await;
    browser.press([Key::Enter]).await;
    browser.await_rows(&[("by keyboard", "Generated")]).await;
    browser.await_focus("Generate new token").await;

    tab_to(&browser, "Revoke by keyboard").await;
    browser.press([Key::Enter]).await;
    browser.await_focus("Cancel").await;
    browser.press([Key::Escape]).await;
    browser.await_focus("Revoke by keyboard").await;
    browser.press([Key::Enter]).await;
    browser.await_focus("Cancel").await;
    tab_to(&browser, "Revoke ").await;
    browser.press([Key::Enter]).await;
    browser.await_test("empty-state").await;
    browser.await_focus("Generate new token").await;
    browser.close().await;
}

#[tokio::test]
async fn escape_takes_the_token_out_of_the_document() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.click("button", "Generate new token").await;
    browser.fill("textbox", "Token name", "short-lived").await;
    browser.press([Key::Enter]).await;
    let token = browser.value("token-value").await;
    assert!(browser.document().await.contains(&token));
    browser.press([Key::Escape]).await;
    browser.await_out_of_document(&token).await;
    browser.await_rows(&[("short-lived", "Generated")]).await;
    browser.close().await;
}
