//! Naming a token: what is wrong is said as one types, and by the registry.

use gatepass_core::name::{MOST_CHARACTERS, ParseNameError};

use crate::harness::{ADA, Browser, Tenant, shared};

#[tokio::test]
async fn what_is_wrong_with_a_name_is_said_as_one_types() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.click("button", "Generate new token").await;
    let too_long = "x".repeat(101);
    for (text, error) in [
        (too_long.as_str(), ParseNameError::TooLong { most: MOST_CHARACTERS, found: 101 }),
        ("safe\u{202e}exe", ParseNameError::Invisible { position: 5 }),
        ("   ", ParseNameError::Nameless),
    ] {
        browser.fill("textbox", "Token name", text).await;
        browser.await_text("dialog", &error.to_string()).await;
    }
    browser.close().await;
}

#[tokio::test]
async fn a_name_that_is_taken_is_said_at_the_field_and_can_be_mended() {
    let tenant = Tenant::create(shared().await).await;
    tenant.sign_in(ADA).await.issue("ci").await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.click("button", "Generate new token").await;
    browser.fill("textbox", "Token name", "CI").await;
    browser.click("button", "Next").await;
    browser.await_text("dialog", "You have a token named \u{201c}ci\u{201d}.").await;
    browser.fill("textbox", "Token name", "cd").await;
    browser.click("button", "Next").await;
    browser.await_test("token-value").await;
    browser.click("button", "Close").await;
    browser.await_rows(&[("cd", "Generated"), ("ci", "Generated")]).await;
    browser.close().await;
}
