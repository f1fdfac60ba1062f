//! Signing in and out on the page.

use gatepass_core::route::{Route, View};

use crate::harness::{Browser, RITA, Tenant, shared};

#[tokio::test]
async fn a_one_time_link_lets_its_holder_in_once_and_leaves_the_address() {
    let tenant = Tenant::create(shared().await).await;
    let path = format!("{}#link={}", Route::View(View::SignIn).to_path(), tenant.link);
    let browser = Browser::open(tenant.caller.origin()).await;
    browser.go(&path).await;
    browser.fill("textbox", "Your name", "Grace Hopper").await;
    browser.click("button", "Sign in").await;
    browser.await_test("empty-state").await;
    assert_eq!(browser.await_test("session-name").await.text().await.unwrap(), "Grace Hopper");
    assert_eq!(browser.path().await, Route::View(View::ApiTokens).to_path());
    assert!(!browser.run("return location.href").await.to_string().contains(&tenant.link));
    browser.close().await;

    let other = Browser::open(tenant.caller.origin()).await;
    other.go(&path).await;
    other.fill("textbox", "Your name", "Eve").await;
    other.click("button", "Sign in").await;
    other.await_text("[role=alert]", "This sign-in link is used up").await;
    other.close().await;
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_asked_to() {
    let browser = Browser::open(shared().await.caller().origin()).await;
    browser.go("/").await;
    browser.await_text("h1", "Sign in").await;
    browser.close().await;
}

#[tokio::test]
async fn signing_out_ends_the_session_here_and_on_the_server() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, RITA).await;
    browser.click("button", "Account of Rita Reader").await;
    browser.click("button", "Sign out").await;
    browser.await_text("h1", "Sign in").await;
    browser.go(&Route::View(View::ApiTokens).to_path()).await;
    browser.await_text("h1", "Sign in").await;
    browser.close().await;
}
