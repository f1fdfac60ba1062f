//! The page at a tenant's own URL, and at none.

use reqwest::Method;

use super::states::look;
use crate::harness::{ADA, Browser, Tenant, random_hex, send, shared};

#[tokio::test]
async fn at_its_own_url_a_tenants_token_is_generated_and_used() {
    let tenant = Tenant::create(shared().await).await;
    let own = tenant.at_own_host();
    let browser = Browser::open(own.caller.origin()).await;
    browser.go("/").await;
    browser.await_text("p", &format!("Tenant {}", tenant.label)).await;
    browser.await_element("button", "Ada Admin ").await;
    assert!(browser.all_tests("tenant-select").await.is_empty());
    look(&browser, "sign-in-own-url").await;
    browser.click("button", "Ada Admin ").await;
    browser.await_test("empty-state").await;

    browser.click("button", "Generate new token").await;
    browser.fill("textbox", "Token name", "ci-deploy").await;
    browser.click("button", "Next").await;
    let token = browser.value("token-value").await;
    assert_eq!(browser.value("tenant-url").await, own.caller.origin());
    assert!(
        browser.value("curl-line").await.ends_with(&format!("{}/api/hello", own.caller.origin()))
    );
    browser.click("button", "Close").await;

    send(own.caller.api(Method::GET, "hello", &token)).await.expect(200);
    browser.await_rows(&[("ci-deploy", "Active")]).await;
    browser.close().await;
}

#[tokio::test]
async fn the_try_it_line_of_the_generic_host_calls_the_tenants_own_url() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.click("button", "Generate new token").await;
    browser.fill("textbox", "Token name", "ci-deploy").await;
    browser.click("button", "Next").await;
    let command = browser.value("curl-line").await;
    browser.close().await;
    let own = tenant.at_own_host().caller;
    let url = command.rsplit(' ').next().unwrap();
    assert_eq!(url, format!("{}/api/hello", own.origin()));
    let header = command.split('\'').nth(1).unwrap();
    let (name, value) = header.split_once(": ").unwrap();
    let request = own.request(Method::GET, "/api/hello").header(name, value);
    send(request).await.expect(200);
}

#[tokio::test]
async fn about_says_where_the_tenant_is_and_copies_it() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.click("button", "About").await;
    browser.await_element("button", "Copy the API URL").await;
    let own = tenant.at_own_host().caller.origin();
    for (test, text) in [
        ("about-label", tenant.label.to_string()),
        ("about-id", tenant.id.to_string()),
        ("about-region", "eu".to_owned()),
        ("about-portal-url", tenant.caller.origin()),
        ("about-api-url", format!("{own}/api/")),
    ] {
        assert_eq!(browser.await_test(test).await.text().await.unwrap(), text);
    }
    browser.await_text("section, div", "no promise of residency").await;
    for what in ["tenant id", "portal URL", "API URL"] {
        browser.click("button", &format!("Copy the {what}")).await;
        browser.await_element("button", &format!("Copied the {what}")).await;
    }
    look(&browser, "about").await;
    browser.close().await;
}

#[tokio::test]
async fn at_an_address_of_no_tenant_the_page_says_so() {
    let caller = shared().await.caller();
    let unknown = caller.at_host(&format!("nobody-{}.eu.localhost", random_hex(4)));
    let browser = Browser::open(unknown.origin()).await;
    browser.go("/settings/security-extensions/api-tokens").await;
    browser.await_text("h1", "There is no tenant at this address").await;
    look(&browser, "unknown-host").await;
    browser.click("link", "Go to the portal").await;
    browser.await_text("h1", "Sign in").await;
    browser.close().await;
}
