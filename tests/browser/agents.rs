//! SIEM agents and log collectors on the page.

use std::time::Duration;

use gatepass_core::agents::AgentKind;
use gatepass_core::route::Route;
use gatepass_core::time::Seconds;
use reqwest::{Method, RequestBuilder};
use serde_json::json;

use super::states::look;
use crate::harness::{ADA, Browser, OTTO, RITA, Tenant, eventually, send, send_json, shared};

/// Where something says how an agent stands.
const STATUS: &str = "[data-test=agent-status]";

/// What the agent's command line does.
fn using(tenant: &Tenant, kind: AgentKind, token: &str) -> RequestBuilder {
    match kind {
        AgentKind::SiemAgent => tenant
            .caller
            .to(&Route::Activity)
            .header("accept", "application/cef")
            .header("authorization", format!("Token {token}")),
        AgentKind::LogCollector => {
            tenant.caller.api(Method::POST, "v1/discovery/logs", token).body("a line")
        }
    }
}

async fn await_refused(tenant: &Tenant, kind: AgentKind, token: &str) {
    eventually("the token is refused", Duration::from_secs(15), async || {
        (send(using(tenant, kind, token)).await.status == 401).then_some(())
    })
    .await;
}

async fn choose(browser: &Browser, agent: &str, item: &str) {
    browser.click("button", &format!("Actions for {agent} ")).await;
    browser.click("button", &format!("{item} ")).await;
}

#[tokio::test]
async fn a_siem_agent_is_added_connects_falls_silent_and_is_deleted() {
    let kind = AgentKind::SiemAgent;
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.click("link", "SIEM agents").await;
    browser.await_text("h1", "SIEM agents").await;
    browser.await_test("no-siem-agents").await;

    browser.click("button", "Add SIEM agent").await;
    browser.fill("textbox", "Name", "hub").await;
    browser.click("button", "Next").await;
    browser.await_text("dialog", "SIEM agent was successfully added").await;
    browser.await_text("dialog", "Save it now: it can't be shown again").await;
    let token = browser.value("token-value").await;
    assert!(token.starts_with("gps_") && token.len() == 69);
    let url = browser.value("tenant-url").await;
    assert_eq!(
        browser.value("curl-line").await,
        format!(
            "curl -H 'Accept: application/cef' -H 'Authorization: Token {token}' \
             '{url}/manage/v1/activity?order=oldest'"
        )
    );
    browser.click("button", "Close").await;
    browser.await_out_of_document(&token).await;
    browser.await_focus("Actions for hub").await;
    browser.await_text(STATUS, "Created").await;
    let count = browser.await_test("siem-agents-count").await.text().await.unwrap();
    assert_eq!(count, "1 - 1 of 1 SIEM agents");

    let events = send(using(&tenant, kind, &token)).await.expect(200);
    assert!(events.text().starts_with("CEF:0|"));
    browser.await_text(STATUS, "Connected").await;
    // The session has ended by then; whoever signs in again is where they were.
    tenant.advance_clock(Seconds(2 * 3600 + 60)).await;
    sign_in_again(&browser).await;
    browser.await_text(STATUS, "Connection error").await;
    browser.click("link", "API tokens").await;
    browser.await_test("empty-state").await;
    browser.click("link", "SIEM agents").await;

    choose(&browser, "hub", "Regenerate token").await;
    browser.await_text("dialog", "stops working at once").await;
    browser.click("button", "Regenerate token ").await;
    browser.await_text("dialog", "SIEM agent token was successfully regenerated").await;
    let again = browser.value("token-value").await;
    assert_ne!(again, token);
    browser.click("button", "Close").await;
    await_refused(&tenant, kind, &token).await;
    send(using(&tenant, kind, &again)).await.expect(200);
    browser.await_text(STATUS, "Connected").await;

    tenant.advance_clock(Seconds::hours(13)).await;
    sign_in_again(&browser).await;
    browser.await_text(STATUS, "Disconnected").await;

    choose(&browser, "hub", "Delete").await;
    browser.await_text("dialog", "Delete “hub”?").await;
    browser.click("button", "Delete ").await;
    browser.await_test("no-siem-agents").await;
    let toast = browser.await_test("toast").await.text().await.unwrap();
    assert!(toast.contains("Deleted “hub”"), "{toast}");
    await_refused(&tenant, kind, &again).await;
    browser.close().await;
}

#[tokio::test]
async fn a_log_collector_is_added_with_its_sources_sends_data_and_is_changed() {
    let kind = AgentKind::LogCollector;
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.click("link", "Log collectors").await;
    browser.await_test("no-log-collectors").await;
    browser.click("button", "Add log collector").await;
    browser.fill("textbox", "Name", "edge").await;
    browser.fill("textbox", "Linked data sources", "Proxy\nproxy").await;
    browser.click("button", "Next").await;
    browser.await_text("dialog", "“proxy” is named twice.").await;
    browser.fill("textbox", "Linked data sources", "Proxy\nFirewall").await;
    browser.click("button", "Next").await;
    browser.await_text("dialog", "Log collector was successfully added").await;
    let token = browser.value("token-value").await;
    let url = browser.value("tenant-url").await;
    assert_eq!(
        browser.value("curl-line").await,
        format!(
            "curl --data-binary @logs.txt -H 'Authorization: Token {token}' \
             {url}/api/v1/discovery/logs"
        )
    );
    browser.click("button", "Close").await;
    browser.await_text("td", "Proxy, Firewall").await;
    browser.await_text(STATUS, "It has not sent any data yet.").await;
    send(using(&tenant, kind, &token)).await.expect(200);
    browser.await_text(STATUS, "Data is being received.").await;

    choose(&browser, "edge", "Edit").await;
    browser.fill("textbox", "Name", "edge 2").await;
    browser.fill("textbox", "Linked data sources", "Proxy").await;
    browser.click("button", "Save").await;
    browser.await_gone("dialog", "Edit").await;
    browser.await_element("button", "Actions for edge 2 ").await;
    browser.await_focus("Actions for edge 2").await;
    let sources = tenant.sign_in(ADA).await.agents(kind).await[0].sources.clone().unwrap();
    assert_eq!(sources.to_string(), "Proxy");

    tenant.advance_clock(Seconds::hours(25)).await;
    sign_in_again(&browser).await;
    browser.await_text(STATUS, "No data for more than 24 hours.").await;
    send(using(&tenant, kind, &token)).await.expect(200);
    browser.close().await;
}

async fn sign_in_again(browser: &Browser) {
    browser.await_text("h1", "Sign in").await;
    browser.click("button", &format!("{ADA} ")).await;
}

#[tokio::test]
async fn who_is_no_full_administrator_lacks_permission_for_both_pages() {
    let tenant = Tenant::create(shared().await).await;
    for name in [OTTO, RITA] {
        let browser = Browser::signed_in(&tenant, name).await;
        assert!(browser.find("link", "SIEM agents").await.is_none());
        assert!(browser.find("link", "Log collectors").await.is_none());
        for kind in AgentKind::ALL {
            browser.go(&Route::View(kind.view()).to_path()).await;
            browser.await_text("h1", "You lack permission for this page").await;
            assert!(browser.find("button", "Add ").await.is_none());
        }
        browser.close().await;
    }
}

/// A tenant with agents in every state.
async fn furnished() -> Tenant {
    let tenant = Tenant::create_named(shared().await, "fabrikam").await;
    let add = async |kind: AgentKind, name: &str, settings: serde_json::Value, is_used: bool| {
        let ada = tenant.sign_in(ADA).await;
        let added = ada.add_agent(kind, name).await;
        send_json(ada.to(&Route::EditAgent(kind, added.view.id)), &settings).await.expect(200);
        if is_used {
            send(using(&tenant, kind, &added.token)).await.expect(200);
            eventually("the use is noted", Duration::from_secs(20), async || {
                let agents = ada.agents(kind).await;
                agents.iter().find(|agent| agent.id == added.view.id)?.last_used_at
            })
            .await;
        }
    };
    let (siem, logs) = (AgentKind::SiemAgent, AgentKind::LogCollector);
    let changes = json!({ "notifications": "changes" });
    tenant.advance_clock(Seconds::hours(-30)).await;
    add(siem, "branch-office-sentinel-forwarder", json!({}), true).await;
    add(logs, "old-proxy", json!({ "sources": ["Squid"] }), true).await;
    tenant.advance_clock(Seconds::hours(27)).await;
    add(siem, "backup", changes, true).await;
    tenant.advance_clock(Seconds::hours(3)).await;
    add(siem, "hub", json!({ "type": "json" }), true).await;
    add(siem, "new", json!({}), false).await;
    let sources = json!({ "sources": ["Berlin firewall", "Oslo firewall", "Zurich proxy"] });
    add(logs, "datacenter", sources, true).await;
    add(logs, "lab", json!({}), false).await;
    tenant
}

#[tokio::test]
async fn agents_and_what_is_asked_about_them_are_accessible_and_whole() {
    let tenant = furnished().await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    for (link, word, agent) in
        [("SIEM agents", "siem-agents", "hub"), ("Log collectors", "log-collectors", "datacenter")]
    {
        browser.resize(1280, 900).await;
        browser.click("link", link).await;
        browser.await_test("agent-row").await;
        look(&browser, word).await;
        browser.click("button", &format!("Actions for {agent} ")).await;
        browser.await_element("button", "Edit ").await;
        look(&browser, &format!("{word}-menu")).await;
        browser.click("button", "Edit ").await;
        browser.await_element("button", "Save").await;
        look(&browser, &format!("{word}-edit")).await;
        browser.click("button", "Cancel").await;
        choose(&browser, agent, "Delete").await;
        browser.await_element("button", "Cancel").await;
        look(&browser, &format!("{word}-delete")).await;
        browser.click("button", "Cancel").await;
        choose(&browser, agent, "Regenerate token").await;
        browser.click("button", "Regenerate token ").await;
        browser.await_test("token-value").await;
        look(&browser, &format!("{word}-token")).await;
        browser.click("button", "Close").await;
    }
    browser.close().await;
}

#[tokio::test]
async fn views_without_agents_are_accessible_and_whole() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    for kind in AgentKind::ALL {
        let word = kind.word();
        browser.go(&Route::View(kind.view()).to_path()).await;
        browser.await_test(&format!("no-{word}")).await;
        look(&browser, &format!("{word}-empty")).await;
        browser.set_offline(true).await;
        browser.await_text("[role=status]", "Can't refresh").await;
        browser.set_offline(false).await;
    }
    browser.close().await;
}
