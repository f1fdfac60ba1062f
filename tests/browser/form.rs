//! What a token is to be: chosen on the page, and so in the registry.

use gatepass_core::network::write_networks;
use gatepass_core::time::Seconds;
use gatepass_core::wire::TokenView;
use thirtyfour::prelude::Key;

use crate::harness::{ADA, Browser, Person, RITA, Tenant, shared};

async fn only_token(person: &Person) -> TokenView {
    let mut tokens = person.list(&Default::default()).await.data;
    assert_eq!(tokens.len(), 1);
    tokens.remove(0)
}

#[tokio::test]
async fn a_name_and_enter_are_enough() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.click("button", "Generate new token").await;
    browser.await_focus("Token name").await;
    browser.type_text("ci").await;
    browser.press([Key::Enter]).await;
    browser.await_test("token-value").await;
    let token = only_token(&tenant.sign_in(ADA).await).await;
    assert_eq!(token.scope, "read write".parse().unwrap());
    assert_eq!((token.exp, token.nbf, token.networks.is_open()), (None, None, true));
    browser.close().await;
}

#[tokio::test]
async fn everything_that_is_chosen_is_what_the_token_has() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.click("button", "Generate new token").await;
    browser.fill("textbox", "Token name", "nightly").await;
    browser.fill("textbox", "Description", "Copies the reports").await;
    browser.click("checkbox", "write ").await;
    browser.click("checkbox", "introspect ").await;
    browser.choose("Expires", "In 7 days").await;
    browser.click("summary", "More").await;
    browser.fill("textbox", "Only from these networks", "192.0.2.0/24\noffice").await;
    browser.await_text("dialog", "Line 2 is no network").await;
    browser.fill("textbox", "Only from these networks", "192.0.2.0/24").await;
    browser.fill("textbox", "Never from these networks", "192.0.2.66").await;
    browser.click("button", "Next").await;
    browser.await_test("token-value").await;
    browser.click("button", "Close").await;
    browser.await_text("[data-test=notes]", "Works from some networks only.").await;
    browser.await_text("tr", "Copies the reports").await;
    browser.await_text("tr", "Expires soon").await;

    let token = only_token(&tenant.sign_in(ADA).await).await;
    assert_eq!(token.scope, "introspect read".parse().unwrap());
    assert_eq!(token.description.unwrap().as_str(), "Copies the reports");
    let life = token.exp.unwrap() - token.iat;
    assert!((life.0 - Seconds::days(7).0).abs() < 60, "{life:?}");
    assert_eq!(write_networks(&token.networks.inside), "192.0.2.0/24");
    assert_eq!(write_networks(&token.networks.outside), "192.0.2.66/32");
    browser.close().await;
}

#[tokio::test]
async fn whoever_only_reads_is_offered_nothing_else() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, RITA).await;
    browser.click("button", "Generate new token").await;
    browser.await_element("checkbox", "read ").await;
    let offered = browser.run("return document.querySelectorAll('[data-part=scope]').length").await;
    assert_eq!(offered, 1);
    browser.close().await;
}
