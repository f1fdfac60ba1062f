//! A page of the API behind, which comes from the portal's origin, can do nothing on the portal.

use serde_json::json;

use crate::harness::{ADA, Browser, Tenant, eventually, shared};

#[tokio::test]
async fn a_hostile_page_behind_the_gateway_can_do_nothing_on_the_portal() {
    let tenant = Tenant::create(shared().await).await;
    let token = tenant.sign_in(ADA).await.issue("visitor").await.token;
    let browser = Browser::signed_in(&tenant, ADA).await;

    browser.send_headers(json!({ "Authorization": format!("Token {token}") })).await;
    browser.go("/api/hostile/page").await;
    browser.send_headers(json!({})).await;
    browser.await_text("h1", "Hostile").await;

    // Its script would have changed the title, its form would end the session.
    assert_eq!(browser.run("return document.title").await, "untouched");
    assert_eq!(browser.run("return self.origin").await, "null");
    let form = browser.await_element("button", "Win a prize").await;
    form.click().await.unwrap();
    assert_eq!(browser.run("return document.title").await, "untouched");
    let reached = browser
        .run_to_end(
            "const done = arguments[arguments.length - 1];
             fetch('/manage/v1/me', { credentials: 'include' })
                 .then((answer) => answer.text(), () => 'blocked').then(done);",
        )
        .await;
    assert!(!reached.as_str().unwrap().contains("Ada Admin"), "{reached}");

    browser.go("/").await;
    eventually("the session lives on", std::time::Duration::from_secs(30), async || {
        (browser.rows().await.len() == 1).then_some(())
    })
    .await;
    browser.close().await;
}
