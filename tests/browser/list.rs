//! The table: filter, search, sort, and all of a long list.

use reqwest::Method;

use crate::harness::{ADA, Browser, OTTO, Tenant, eventually, send, shared};

#[tokio::test]
async fn the_table_is_filtered_searched_and_sorted() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for name in ["backup", "deploy", "report"] {
        ada.issue(name).await;
    }
    let used = tenant.sign_in(OTTO).await.issue("siem").await;
    send(tenant.caller.api(Method::GET, "/hello", &used.token)).await.expect(200);
    let browser = Browser::signed_in(&tenant, ADA).await;

    browser.click("button", "Active 1 ").await;
    browser.await_rows(&[("siem", "Active")]).await;
    browser.click("button", "Generated 3 ").await;
    browser.click("button", "Name").await;
    let by_name = [("backup", "Generated"), ("deploy", "Generated"), ("report", "Generated")];
    browser.await_rows(&by_name).await;
    browser.click("button", "Name").await;
    browser.await_rows(&[by_name[2], by_name[1], by_name[0]]).await;

    browser.fill("searchbox", "Search by name or description", "PLO").await;
    browser.await_rows(&[("deploy", "Generated")]).await;
    browser.fill("searchbox", "Search by name or description", "nothing like it").await;
    browser.await_test("no-match").await;
    browser.click("button", "Clear filters").await;
    eventually("all rows are back", std::time::Duration::from_secs(30), async || {
        (browser.rows().await.len() == 4).then_some(())
    })
    .await;
    browser.close().await;
}

#[tokio::test]
async fn a_long_list_comes_as_one_scrolls() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    // More than one person may have.
    let otto = tenant.sign_in(OTTO).await;
    for number in 0..120 {
        let person = if number < 60 { &ada } else { &otto };
        person.issue(&format!("token {number:03}")).await;
    }
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.await_text("[data-test=token-count]", "of 120").await;
    eventually("every row is there", std::time::Duration::from_secs(30), async || {
        browser.run("document.querySelector('[data-test=token-count]').scrollIntoView()").await;
        (browser.rows().await.len() == 120).then_some(())
    })
    .await;
    let mut names: Vec<String> = browser.rows().await.into_iter().map(|(name, _)| name).collect();
    names.sort();
    let expected: Vec<String> = (0..120).map(|number| format!("token {number:03}")).collect();
    assert_eq!(names, expected);
    browser.close().await;
}

#[tokio::test]
async fn what_others_change_shows_without_a_click() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.await_test("empty-state").await;
    let issued = ada.issue("from elsewhere").await;
    browser.await_rows(&[("from elsewhere", "Generated")]).await;
    ada.revoke(issued.view.id).await;
    browser.await_test("empty-state").await;
    browser.close().await;
}
