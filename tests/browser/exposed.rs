//! A token that somebody found, as its owner and the administrators see it.

use gatepass_core::route::Route;
use serde_json::json;

use super::look;
use crate::harness::{ADA, Browser, RITA, Tenant, send_json, shared};

#[tokio::test]
async fn a_token_that_was_found_is_marked_and_says_where() {
    let tenant = Tenant::create(shared().await).await;
    let rita = tenant.sign_in(RITA).await;
    let long = format!("https://github.com/contoso/website/blob/{}/.env", "4f1a2b".repeat(60));
    for (name, found_at) in [
        ("ci-deploy", Some("https://github.com/contoso/website/blob/4f1a2b/.env.production#L12")),
        ("nightly-backup", Some(long.as_str())),
        ("weekly-report", None),
    ] {
        let issued = rita.issue(name).await;
        let report = json!({ "token": issued.token, "found_at": found_at });
        send_json(tenant.caller.to(&Route::ReportLeaked), &report).await.expect(204);
    }
    rita.issue("still-good").await;
    for person in [ADA, RITA] {
        let browser = Browser::signed_in(&tenant, person).await;
        browser.await_rows(&[("still-good", "Generated")]).await;
        browser.click("checkbox", "Show revoked").await;
        browser.await_text("tr", "Exposed").await;
        let notes = browser.await_text("[data-test=notes]", "/.env.production#L12").await;
        let notes = notes.text().await.unwrap();
        assert!(notes.starts_with("Reported as found and revoked "), "{notes}");
        // It is a stranger's text, and leads nowhere.
        let links = browser.run("return document.querySelectorAll('td a, th a').length").await;
        assert_eq!(links, 0);
        if person == ADA {
            look(&browser, "exposed").await;
        }
        browser.close().await;
    }
}
