//! The main job: generate a token on the page, use it, see it become Active, revoke it.

use std::time::Duration;

use reqwest::Method;

use crate::harness::{ADA, Browser, Tenant, eventually, send, shared};

#[tokio::test]
async fn a_token_is_generated_used_seen_active_and_revoked() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.await_test("empty-state").await;

    browser.click("button", "Generate new token").await;
    browser.fill("textbox", "Token name", "ci-deploy").await;
    browser.click("button", "Next").await;
    browser.await_text("dialog", "API token was successfully generated").await;
    browser.await_text("dialog", "Save it now: it can't be shown again").await;
    let token = browser.value("token-value").await;
    assert!(token.starts_with("gpu_") && token.len() == 69);
    let own_url = browser.value("tenant-url").await;
    assert_eq!(
        own_url,
        format!("http://{}.eu.{}", tenant.label, tenant.caller.settings().value("PORTAL_HOST"))
    );
    let command = browser.value("curl-line").await;
    assert_eq!(command, format!("curl -H 'Authorization: Token {token}' {own_url}/api/hello"));

    browser.click("button", "Close").await;
    browser.await_gone("dialog", "Generate").await;
    browser.await_out_of_document(&token).await;
    browser.await_rows(&[("ci-deploy", "Generated")]).await;

    send(tenant.caller.api(Method::GET, "/hello", &token)).await.expect(200);
    browser.await_rows(&[("ci-deploy", "Active")]).await;

    browser.click("button", "Revoke ci-deploy").await;
    browser.await_text("dialog", "ci-deploy").await;
    browser.click("button", "Revoke ").await;
    browser.await_test("empty-state").await;
    let toast = browser.await_test("toast").await.text().await.unwrap();
    assert!(toast.contains("Revoked") && toast.contains("ci-deploy"), "{toast}");
    assert!(toast.contains("refuse it by"), "{toast}");

    eventually("the call is refused", Duration::from_secs(11), async || {
        let answer = send(tenant.caller.api(Method::GET, "/hello", &token)).await;
        (answer.status == 401).then_some(())
    })
    .await;
    browser.close().await;
}
