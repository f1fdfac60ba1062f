//! The life of a token on the page: edited, regenerated, revoked with others, and seen after its end.

use std::time::Duration;

use gatepass_core::time::Seconds;
use reqwest::Method;
use thirtyfour::prelude::Key;

use crate::harness::{ADA, Browser, Issued, OTTO, Person, Tenant, eventually, send, shared};

/// Issues tokens a second apart, since those of the same second come in the order of their ids. The
/// registry is taken back in time for it, so that no edge reports from its past.
async fn issue_in_turn(tenant: &Tenant, tokens: &[(&Person, &str)]) -> Vec<Issued> {
    let span = i64::try_from(tokens.len()).unwrap();
    tenant.advance_clock(Seconds(-span)).await;
    let mut issued = Vec::new();
    for (person, name) in tokens {
        issued.push(person.issue(name).await);
        tenant.advance_clock(Seconds(1)).await;
    }
    issued
}

#[tokio::test]
async fn a_token_is_edited_from_its_rows_menu() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("ci").await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.click("button", "More for ci").await;
    browser.click("button", "Edit").await;
    browser.await_focus("Token name").await;
    browser.fill("textbox", "Token name", "deploy").await;
    browser.fill("textbox", "Description", "Ships the site").await;
    browser.click("checkbox", "write ").await;
    browser.choose("Expires", "In 90 days").await;
    browser.click("button", "Save").await;
    browser.await_gone("dialog", "Edit").await;
    browser.await_rows(&[("deploy", "Generated")]).await;
    browser.await_text("tr", "Ships the site").await;
    browser.await_focus("More for deploy").await;
    let token = ada.find(issued.view.id).await.unwrap();
    assert_eq!((token.name.as_str(), token.scope), ("deploy", "read".parse().unwrap()));
    assert!(token.exp.is_some());

    ada.issue("taken").await;
    browser.click("button", "More for deploy").await;
    browser.click("button", "Edit").await;
    browser.fill("textbox", "Token name", "taken").await;
    browser.click("button", "Save").await;
    browser.await_text("dialog", "named \u{201c}taken\u{201d}").await;
    browser.close().await;
}

#[tokio::test]
async fn a_token_is_regenerated_and_the_old_one_works_for_the_overlap() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let old = ada.issue("ci").await.token;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.click("button", "More for ci").await;
    browser.click("button", "Regenerate").await;
    browser.click("radio", "1 hour").await;
    browser.click("button", "Regenerate ").await;
    let new = browser.value("token-value").await;
    browser.await_text("h2", "Regenerate \u{201c}ci\u{201d}").await;
    assert_ne!(new, old);
    browser.click("button", "Close").await;
    browser.await_out_of_document(&new).await;
    browser.await_text("[data-test=notes]", "Old token works until").await;
    for token in [&old, &new] {
        send(tenant.caller.api(Method::GET, "/hello", token)).await.expect(200);
    }

    browser.click("button", "More for ci").await;
    browser.click("button", "Regenerate").await;
    browser.click("button", "Regenerate ").await;
    let newest = browser.value("token-value").await;
    eventually("those before are refused", Duration::from_secs(11), async || {
        let answers =
            [&old, &new].map(|token| send(tenant.caller.api(Method::GET, "/hello", token)));
        let [first, second] = answers;
        (first.await.status == 401 && second.await.status == 401).then_some(())
    })
    .await;
    send(tenant.caller.api(Method::GET, "/hello", &newest)).await.expect(200);
    browser.close().await;
}

#[tokio::test]
async fn several_tokens_are_revoked_together_and_seen_after_their_end() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let otto = tenant.sign_in(OTTO).await;
    let in_turn = [(&ada, "one"), (&ada, "two"), (&otto, "three"), (&ada, "four")];
    let issued = issue_in_turn(&tenant, &in_turn).await;
    let knocking = &issued[2].token;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.click("checkbox", "Select one").await;
    browser.click("checkbox", "Select three").await;
    browser.await_text("[data-test=selection-count]", "2 selected").await;
    browser.click("button", "Revoke\u{2026}").await;
    browser.await_text("dialog", "Revoke 2 tokens?").await;
    browser.click("button", "Revoke ").await;
    browser.await_rows(&[("four", "Generated"), ("two", "Generated")]).await;
    let toast = browser.await_test("toast").await.text().await.unwrap();
    assert!(toast.contains("Revoked 2 tokens."), "{toast}");
    eventually("the call is refused", Duration::from_secs(11), async || {
        let answer = send(tenant.caller.api(Method::GET, "/hello", knocking)).await;
        (answer.status == 401).then_some(())
    })
    .await;

    browser.click("checkbox", "Show revoked").await;
    browser
        .await_rows(&[
            ("four", "Generated"),
            ("three", "Generated"),
            ("two", "Generated"),
            ("one", "Generated"),
        ])
        .await;
    browser.await_text("[data-test=notes]", "Revoked by Ada Admin").await;
    browser.await_text("[data-test=knocks]", "Tried").await;
    assert!(browser.find("button", "Revoke three").await.is_none());
    assert!(browser.find("checkbox", "Select three").await.is_none());
    browser.click("checkbox", "Show revoked").await;
    browser.await_rows(&[("four", "Generated"), ("two", "Generated")]).await;
    browser.close().await;
}

#[tokio::test]
async fn rows_are_chosen_and_menus_used_by_keyboard_alone() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    issue_in_turn(&tenant, &[(&ada, "one"), (&ada, "two")]).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.await_rows(&[("two", "Generated"), ("one", "Generated")]).await;
    browser.tab_to("More for two").await;
    browser.press([Key::Enter, Key::Tab]).await;
    browser.await_focus("Edit").await;
    browser.press([Key::Escape]).await;
    browser.await_focus("More for two").await;
    browser.press([Key::Enter, Key::Tab, Key::Enter]).await;
    browser.await_focus("Token name").await;
    browser.press([Key::Escape]).await;
    browser.await_focus("More for two").await;

    browser.tab_to("Select one").await;
    browser.press([Key::Space]).await;
    browser.await_text("[data-test=selection-count]", "1 selected").await;
    browser.tab_to("Revoke\u{2026}").await;
    browser.press([Key::Enter]).await;
    browser.await_focus("Cancel").await;
    browser.tab_to("Revoke ").await;
    browser.press([Key::Enter]).await;
    browser.await_rows(&[("two", "Generated")]).await;
    browser.close().await;
}

#[tokio::test]
async fn what_expires_soon_is_found_by_its_filter() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    for (name, life) in [("short", "In 7 days"), ("long", "In 90 days")] {
        browser.click("button", "Generate new token").await;
        browser.fill("textbox", "Token name", name).await;
        browser.choose("Expires", life).await;
        browser.click("button", "Next").await;
        browser.await_test("token-value").await;
        browser.click("button", "Close").await;
    }
    browser.click("button", "Expires soon").await;
    browser.await_rows(&[("short", "Generated")]).await;
    browser.close().await;
}
