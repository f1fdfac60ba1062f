//! Checking a token on the page, which never sends it.

use gatepass_core::agents::AgentKind;
use gatepass_core::route::Route;
use serde_json::{Value, json};
use thirtyfour::prelude::Key;

use super::look;
use super::secret::{ALL_THERE_IS, has_part_of, text};
use crate::harness::{ADA, Browser, OTTO, RITA, Tenant, random_hex, send_json, shared};
use crate::verify::sealed_with;

/// Notes all that is sent from here on: method, URL, body and headers of each request.
const NOTE_WHAT_IS_SENT: &str = r"
    window.noted = [];
    const real = window.fetch;
    window.fetch = (url, init) => {
        noted.push([init?.method, String(url), init?.body ?? null, [...new Headers(init?.headers)]]);
        return real.call(window, url, init);
    };
    performance.clearResourceTimings();
";

/// Opens the dialog, from where it notes what is sent.
async fn open(browser: &Browser) {
    browser.click("button", "Check a token").await;
    browser.await_focus("Token").await;
    browser.run(NOTE_WHAT_IS_SENT).await;
}

/// What was sent since, but for what the page asks for by itself as time passes.
async fn sent(browser: &Browser) -> Vec<Value> {
    let noted = browser.run("return window.noted").await;
    let noted = noted.as_array().unwrap().iter();
    noted.filter(|it| !it[1].as_str().unwrap().starts_with("/manage/v1/tokens?")).cloned().collect()
}

async fn expect_verdict(browser: &Browser, said: &str) {
    browser.await_text("[data-test=check-verdict]", said).await;
    let value = browser.run("return document.getElementById('check-token').value").await;
    assert_eq!(value, "", "{said}");
}

/// Types into the field, as nobody does who can paste.
async fn enter(browser: &Browser, text: &str) {
    browser.fill("textbox", "Token", text).await;
    browser.press([Key::Enter]).await;
}

#[tokio::test]
async fn what_is_pasted_is_told_at_once_and_its_id_alone_is_sent() {
    let tenant = Tenant::create(shared().await).await;
    let issued = tenant.sign_in(ADA).await.issue("ci").await;
    let secret = &issued.token[20..];
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.await_rows(&[("ci", "Generated")]).await;
    open(&browser).await;
    browser.paste(&issued.token).await;
    expect_verdict(&browser, "It is “ci”.").await;
    browser.await_text("[data-test=check-card]", "Ada Admin").await;
    browser.await_text("[data-test=check-status]", "Generated").await;
    browser.await_text("[data-test=check-used]", "Never").await;
    browser.await_text("[data-test=check-result] code", &issued.view.id.to_string()).await;
    browser.await_element("button", "Revoke…").await;

    let sent = sent(&browser).await;
    let [request] = sent.as_slice() else { panic!("{sent:?}") };
    let expected = json!(["GET", Route::Token(issued.view.id).to_path(), null]);
    assert_eq!([&request[0], &request[1], &request[2]], [&expected[0], &expected[1], &expected[2]]);
    let everything = browser
        .run("return JSON.stringify([noted, performance.getEntriesByType('resource')])")
        .await;
    assert!(!has_part_of(everything.as_str().unwrap(), secret));
    let all = browser.run_to_end(ALL_THERE_IS).await;
    for place in ["document", "storage", "memory"] {
        assert!(!has_part_of(text(&all, place), secret), "{place}");
    }
    browser.close().await;
}

#[tokio::test]
async fn of_what_is_no_token_it_is_said_what_is_wrong_and_nothing_is_sent() {
    let tenant = Tenant::create(shared().await).await;
    let token = tenant.sign_in(ADA).await.issue("ci").await.token;
    let browser = Browser::signed_in(&tenant, ADA).await;
    open(&browser).await;
    let (head, body) = token.split_once('_').unwrap();
    let swapped = if body.ends_with('0') { "1" } else { "0" };
    for (entered, said) in [
        (format!("{}{swapped}", &token[..token.len() - 1]), "It has a typo."),
        (token[..token.len() - 3].to_owned(), "It is 3 characters too short."),
        (format!("{token}x"), "It is 1 character too long."),
        (format!("ghp_{}", &body[..36]), "This is no token of Gatepass."),
        (format!("acmeu_{body}"), "of another installation"),
        (format!("{head}_{}-{}", &body[..9], &body[10..]), "a character that no token has"),
        (" ".to_owned(), "Paste a token first."),
    ] {
        enter(&browser, &entered).await;
        expect_verdict(&browser, said).await;
        assert!(browser.find("button", "Revoke…").await.is_none(), "{said}");
    }
    browser.paste("hello").await;
    expect_verdict(&browser, "This is no token of Gatepass.").await;
    assert!(sent(&browser).await.is_empty(), "{:?}", sent(&browser).await);
    browser.close().await;
}

#[tokio::test]
async fn whose_a_token_is_that_one_may_not_see_is_not_told() {
    let (tenant, other) = tokio::join!(async { Tenant::create(shared().await).await }, async {
        Tenant::create(shared().await).await
    });
    let (ada, rita) = (tenant.sign_in(ADA).await, tenant.sign_in(RITA).await);
    let (adas, ritas) = (ada.issue("ci").await, rita.issue("report").await);
    let theirs = other.sign_in(ADA).await.issue("ci").await.token;
    let agent = ada.add_agent(AgentKind::SiemAgent, "hub").await;
    let keys = tenant.caller.settings().seal_keys();
    let never = sealed_with(&keys, tenant.id);
    let forged = sealed_with(&random_hex(32).parse().unwrap(), tenant.id);

    let browser = Browser::signed_in(&tenant, RITA).await;
    open(&browser).await;
    for (token, said) in [
        (&adas.token, "none of yours has its id"),
        (&never, "none of yours has its id"),
        (&forged, "none of yours has its id"),
        (&theirs, "of another tenant"),
        (&agent.token, "made like a SIEM agent's token"),
        (&ritas.token, "It is “report”."),
    ] {
        browser.paste(token).await;
        expect_verdict(&browser, said).await;
    }
    assert!(browser.find("button", "Show SIEM agents").await.is_none());
    assert_eq!(sent(&browser).await.len(), 4);
    browser.close().await;

    let browser = Browser::signed_in(&tenant, ADA).await;
    open(&browser).await;
    browser.paste(&never).await;
    expect_verdict(&browser, "none was issued with its id").await;
    browser.paste(&ritas.token).await;
    browser.await_text("[data-test=check-owner]", "Rita").await;
    browser.paste(&agent.token).await;
    browser.click("button", "Show SIEM agents").await;
    browser.await_text("h1", "SIEM agents").await;
    browser.await_gone("dialog", "Check a token").await;
    browser.close().await;
}

#[tokio::test]
async fn what_was_found_is_revoked_by_keyboard_alone() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("ci").await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.await_rows(&[("ci", "Generated")]).await;
    browser.tab_to("Check a token").await;
    browser.press([Key::Enter]).await;
    browser.await_focus("Token").await;
    browser.press([Key::Escape]).await;
    browser.await_focus("Check a token").await;
    browser.press([Key::Enter]).await;
    browser.await_focus("Token").await;
    browser.paste(&format!("Authorization: Bearer {}", issued.token)).await;
    expect_verdict(&browser, "It is “ci”.").await;
    browser.tab_to("Revoke…").await;
    browser.press([Key::Enter]).await;
    browser.await_focus("Cancel").await;
    browser.tab_to("Revoke ").await;
    browser.press([Key::Enter]).await;
    browser.await_test("empty-state").await;

    browser.tab_to("Check a token").await;
    browser.press([Key::Enter]).await;
    browser.await_focus("Token").await;
    browser.paste(&issued.token).await;
    expect_verdict(&browser, "It is “ci”, which works no more.").await;
    browser.await_text("[data-test=check-notes]", "Revoked by Ada Admin").await;
    assert!(browser.find("button", "Revoke…").await.is_none());
    browser.close().await;
}

#[tokio::test]
async fn what_was_typed_is_gone_when_the_dialog_is_closed_and_a_server_out_of_reach_is_asked_again()
{
    let tenant = Tenant::create(shared().await).await;
    let issued = tenant.sign_in(ADA).await.issue("ci").await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    open(&browser).await;
    browser.type_text("half-a-token").await;
    browser.press([Key::Escape]).await;
    browser.await_out_of_document("half-a-token").await;
    open(&browser).await;
    browser.set_offline(true).await;
    browser.paste(&issued.token).await;
    expect_verdict(&browser, "The server can't be reached.").await;
    browser.set_offline(false).await;
    browser.click("button", "Try again").await;
    expect_verdict(&browser, "It is “ci”.").await;
    browser.close().await;
}

#[tokio::test]
async fn the_dialog_is_accessible_and_whole() {
    let tenant = Tenant::create(shared().await).await;
    let otto = tenant.sign_in(OTTO).await;
    let issued = otto.issue("incident-playbook").await;
    tenant.caller.verify(&issued.token).await.expect(200);
    let leaked = otto.issue("weekly-report").await;
    let found_at = "https://github.com/contoso/website/blob/4f1a2b/deploy/.env.production#L12";
    let report = json!({ "token": leaked.token, "found_at": found_at });
    send_json(tenant.caller.to(&Route::ReportLeaked), &report).await.expect(204);
    let browser = Browser::signed_in(&tenant, ADA).await;
    open(&browser).await;
    look(&browser, "checking").await;
    enter(&browser, &format!("{}x", issued.token)).await;
    expect_verdict(&browser, "too long").await;
    look(&browser, "checked-wrong").await;
    browser.paste(&issued.token).await;
    expect_verdict(&browser, "It is “incident-playbook”.").await;
    look(&browser, "checked").await;
    browser.paste(&leaked.token).await;
    expect_verdict(&browser, "works no more").await;
    look(&browser, "checked-exposed").await;
    browser.close().await;
}
