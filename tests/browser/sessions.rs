//! Sessions on the page: one's own, and what takes a recent sign-in.

use gatepass_core::route::{Route, View};
use gatepass_core::time::Seconds;
use gatepass_core::wire::SessionList;

use super::states::look;
use crate::harness::{ADA, Browser, OTTO, Tenant, send, shared};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";

#[tokio::test]
async fn one_sees_where_one_is_signed_in_and_ends_what_one_does_not_know() {
    let tenant = Tenant::create_named(shared().await, "sessions").await;
    let elsewhere = tenant.signing_in(ADA).header("user-agent", FIREFOX);
    send(elsewhere).await.expect(204);
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.click("link", "Sessions").await;
    browser.await_text("h2", "Chrome on Linux").await;
    browser.await_text("h2", "Firefox on Linux").await;
    browser.await_text("[data-test=session]", "This session").await;
    look(&browser, "sessions").await;
    browser.click("button", "End ").await;
    browser.await_gone("h2", "Firefox on Linux").await;
    browser.await_focus("Sessions").await;
    browser.click("button", "Sign out ").await;
    browser.await_text("h1", "Sign in").await;
    let otto = tenant.sign_in(OTTO).await;
    let left: SessionList = otto.call(&Route::Sessions).await.expect(200).json();
    assert_eq!(left.data.len(), 1);
    browser.close().await;
}

#[tokio::test]
async fn an_administrator_ends_the_sessions_of_somebody_in_their_row() {
    let tenant = Tenant::create(shared().await).await;
    let ottos = [tenant.sign_in(OTTO).await, tenant.sign_in(OTTO).await];
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.click("link", "Users ").await;
    browser.click("button", &format!("Actions for {OTTO} ")).await;
    browser.click("button", "End sessions ").await;
    browser.await_text("[data-test=toast]", "All 2 sessions of Otto Operator have ended.").await;
    for otto in &ottos {
        otto.call(&Route::Me).await.expect(401);
    }
    browser.close().await;
}

#[tokio::test]
async fn a_token_that_can_change_data_sends_one_to_sign_in_again_and_what_was_entered_stays() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    tenant.advance_clock(Seconds(1000)).await;
    browser.click("button", "Generate new token ").await;
    browser.fill("textbox", "Token name", "deploy").await;
    browser.click("button", "Next ").await;
    browser.await_text("dialog", "You signed in more than 15 minutes ago.").await;
    look(&browser, "sign-in-again").await;
    browser.click("link", "Sign in again in a new tab").await;
    let sign_in = async |opened: &Browser| {
        opened.click("button", &format!("{ADA} ")).await;
        opened.await_text("h1", "API tokens").await;
    };
    browser.in_opened(sign_in).await;
    browser.click("button", "Next ").await;
    browser.await_text("dialog", "API token was successfully generated").await;
    browser.close().await;
}

#[tokio::test]
async fn whoever_signs_in_is_led_to_where_they_wanted_to_be_and_never_anywhere_else() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::open(tenant.caller.origin()).await;
    let sign_in = Route::View(View::SignIn).to_path();
    let users = Route::View(View::Users).to_path();
    browser.go(&users).await;
    browser.await_text("h1", "Sign in").await;
    assert_eq!(browser.address().await, format!("{sign_in}?to={users}"));
    // It outlives a reload.
    browser.go(&format!("{sign_in}?tenant={}&to={users}", tenant.label)).await;
    browser.await_test("tenant-select").await;
    browser.click("button", &format!("{ADA} ")).await;
    browser.await_text("h1", "Users").await;
    for hostile in ["//evil.example", "https:%2F%2Fevil.example", "javascript:alert(1)"] {
        browser.go(&format!("{sign_in}?tenant={}&to={hostile}", tenant.label)).await;
        browser.await_test("tenant-select").await;
        browser.click("button", &format!("{ADA} ")).await;
        browser.await_text("h1", "API tokens").await;
        assert_eq!(browser.path().await, Route::View(View::ApiTokens).to_path());
    }
    browser.close().await;
}
