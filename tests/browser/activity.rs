//! The activity log on the page.

use std::path::PathBuf;

use gatepass_core::route::Route;
use serde_json::json;

use crate::harness::{ADA, Browser, OTTO, Tenant, eventually, send_json, shared};

const LOG: &str = "/settings/activity-log";

/// The sentences shown, from top to bottom.
async fn sentences(browser: &Browser) -> Vec<String> {
    let script = "return [...document.querySelectorAll('[data-test=event-text]')]
        .filter((text) => text.checkVisibility()).map((text) => text.innerText.trim());";
    serde_json::from_value(browser.run(script).await).unwrap()
}

async fn await_sentences(browser: &Browser, expected: &[&str]) {
    eventually(&format!("{expected:?}"), std::time::Duration::from_secs(40), async || {
        (sentences(browser).await == expected).then_some(())
    })
    .await;
}

async fn choose(browser: &Browser, label: &str, value: &str) {
    browser.await_element("combobox", label).await;
    let script = format!(
        "const select = [...document.querySelectorAll('select')].find((select) =>
             select.checkVisibility() && select.labels[0]?.innerText === {label:?});
         select.value = {value:?};
         select.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    );
    browser.run(&script).await;
}

async fn look(browser: &Browser, state: &str) {
    for scheme in ["light", "dark"] {
        browser.prefer(scheme).await;
        for (width, height) in [(375, 780), (1280, 860)] {
            browser.resize(width, height).await;
            browser.assert_nothing_cut(&format!("{state}, {scheme}, {width}")).await;
            if let Some(folder) = std::env::var_os("SCREENSHOTS_TO").map(PathBuf::from) {
                let name = format!("{state}-{scheme}-{width}.png");
                browser.picture(&folder.join(name)).await;
            }
        }
        browser.assert_accessible(&format!("{state}, {scheme}")).await;
    }
}

#[tokio::test]
async fn the_log_tells_what_happened_narrows_and_follows() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(OTTO).await);
    let issued = ada.issue("ci-deploy").await;
    otto.issue("incident-playbook").await;
    ada.revoke(issued.view.id).await;
    let spent = json!({ "link": tenant.link, "name": "Ingrid First" });
    send_json(tenant.caller.as_page(&Route::SignInByLink), &spent).await.expect(204);
    send_json(tenant.caller.as_page(&Route::SignInByLink), &spent).await.expect_wrong("link");

    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.click("link", "Activity log ").await;
    browser.await_text("h1", "Activity log").await;
    assert_eq!(browser.path().await, LOG);
    let link = format!("The operator made a sign-in link for {}", tenant.label);
    let all = [
        "Ada Admin signed in",
        "Somebody was refused a sign-in",
        "Ingrid First signed in",
        "Ingrid First used a one-time sign-in link",
        "Ada Admin revoked the token ci-deploy",
        "Otto Operator generated the token incident-playbook",
        "Ada Admin generated the token ci-deploy",
        "Otto Operator signed in",
        "Ada Admin signed in",
        &link,
    ];
    await_sentences(&browser, &all).await;
    look(&browser, "activity").await;

    browser.click("summary", "Ada Admin revoked the token ci-deploy").await;
    browser.await_text("dd", &issued.view.id.to_string()).await;
    browser.click("summary", "Somebody was refused").await;
    browser.await_text("td", "link_spent").await;
    look(&browser, "activity-open").await;

    // What happens elsewhere shows by itself, and what was opened stays open.
    ada.issue("nightly-backup").await;
    browser.await_text("li", "Ada Admin generated the token nightly-backup").await;
    browser.await_text("td", "link_spent").await;

    choose(&browser, "Kind", "token.revoked").await;
    await_sentences(&browser, &["Ada Admin revoked the token ci-deploy"]).await;
    choose(&browser, "Kind", "token").await;
    choose(&browser, "Person", otto.me().await.sub.as_str()).await;
    await_sentences(&browser, &["Otto Operator generated the token incident-playbook"]).await;
    choose(&browser, "Kind", "settings.changed").await;
    browser.await_test("no-event").await;
    look(&browser, "activity-no-match").await;
    browser.click("button", "Clear filters").await;
    browser.await_text("li", "Ada Admin generated the token nightly-backup").await;
    browser.fill("textbox", "Token id", &issued.view.id.to_string()).await;
    let of_token =
        ["Ada Admin revoked the token ci-deploy", "Ada Admin generated the token ci-deploy"];
    await_sentences(&browser, &of_token).await;
    browser.close().await;
}

#[tokio::test]
async fn who_did_something_long_ago_can_be_chosen() {
    let tenant = Tenant::create(shared().await).await;
    let (otto, ada) = (tenant.sign_in(OTTO).await, tenant.sign_in(ADA).await);
    for number in 0..51 {
        ada.issue(&format!("token {number}")).await;
    }
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.go(LOG).await;
    browser.await_text("p", "50 events, and more before them").await;
    let script = "return [...document.querySelectorAll('option')]
        .some((option) => option.innerText === 'Otto Operator');";
    eventually("Otto can be chosen", std::time::Duration::from_secs(30), async || {
        browser.run(script).await.as_bool().filter(|is_there| *is_there)
    })
    .await;
    choose(&browser, "Person", otto.me().await.sub.as_str()).await;
    await_sentences(&browser, &["Otto Operator signed in"]).await;
    browser.close().await;
}

#[tokio::test]
async fn older_events_come_by_the_button_and_who_may_not_see_the_log_is_told_so() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for number in 0..55 {
        ada.issue(&format!("token {number}")).await;
    }
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.go(LOG).await;
    browser.await_text("p", "50 events, and more before them").await;
    browser.click("button", "Load more").await;
    browser.await_text("p", "58 events").await;
    browser.await_gone("button", "Load more").await;
    browser.close().await;

    let browser = Browser::signed_in(&tenant, OTTO).await;
    assert!(browser.find("link", "Activity log ").await.is_none());
    browser.go(LOG).await;
    browser.await_text("h1", "You lack permission for this page").await;
    browser.close().await;
}
