//! Everything without a mouse, with the focus where a person expects it.

use thirtyfour::prelude::Key;

use crate::harness::{ADA, Browser, Tenant, shared};

#[tokio::test]
async fn a_token_is_generated_and_revoked_by_keyboard_alone() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.await_test("empty-state").await;

    browser.tab_to("Generate new token").await;
    browser.press([Key::Enter]).await;
    browser.await_focus("Token name").await;
    browser.type_text("by keyboard").await;
    browser.press([Key::Enter]).await;
    let token = browser.value("token-value").await;
    assert!(token.starts_with("gpu_"));
    browser.tab_to("Close").await;
    browser.press([Key::Enter]).await;
    browser.await_rows(&[("by keyboard", "Generated")]).await;
    browser.await_focus("Generate new token").await;

    browser.tab_to("Revoke by keyboard").await;
    browser.press([Key::Enter]).await;
    browser.await_focus("Cancel").await;
    browser.press([Key::Escape]).await;
    browser.await_focus("Revoke by keyboard").await;
    browser.press([Key::Enter]).await;
    browser.await_focus("Cancel").await;
    browser.tab_to("Revoke ").await;
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
