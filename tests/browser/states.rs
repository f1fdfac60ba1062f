//! Every state of the page, light and dark, wide and narrow: nothing is cut, and axe-core finds
//! nothing. With `SCREENSHOTS_TO` set to a folder, what it looks like is kept there.

use std::path::PathBuf;
use std::time::Duration;

use gatepass_core::time::Seconds;
use reqwest::Method;

use crate::harness::{ADA, Browser, OTTO, Person, RITA, Tenant, eventually, send, shared};

/// Looks at the page in both schemes and at three widths, in CSS pixels.
pub(crate) async fn look(browser: &Browser, state: &str) {
    for scheme in ["light", "dark"] {
        browser.prefer(scheme).await;
        for (width, height) in [(360, 780), (720, 900), (2560, 1440), (1280, 860)] {
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

/// A tenant with tokens of every status and of several people, made over the past days: its registry
/// is taken back in time, since an edge's uses never lie in its future.
async fn furnished() -> Tenant {
    let tenant = Tenant::create_named(shared().await, "contoso").await;
    tenant.advance_clock(Seconds(-(11 * 24 + 7) * 3600 - 240)).await;
    let use_it = async |person: Person, name: &str| {
        let issued = person.issue(name).await;
        send(tenant.caller.api(Method::GET, "/hello", &issued.token)).await.expect(200);
        eventually("the use is noted", Duration::from_secs(20), async || {
            person.find(issued.view.id).await?.last_used_at
        })
        .await;
    };
    use_it(tenant.sign_in(ADA).await, "nightly-backup").await;
    tenant.advance_clock(Seconds::days(9)).await;
    tenant.sign_in(OTTO).await.issue("incident-playbook").await;
    tenant.advance_clock(Seconds::hours(50)).await;
    use_it(tenant.sign_in(RITA).await, "weekly-report").await;
    tenant.advance_clock(Seconds::hours(2)).await;
    tenant.sign_in(ADA).await.issue("terraform (staging)").await;
    tenant.advance_clock(Seconds::hours(3)).await;
    use_it(tenant.sign_in(ADA).await, "ci-deploy").await;
    tenant.advance_clock(Seconds(240)).await;
    tenant
}

#[tokio::test]
async fn signing_in_is_accessible_and_whole() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::open(tenant.caller.origin()).await;
    browser.go("/sign-in").await;
    browser.await_test("tenant-select").await;
    look(&browser, "sign-in").await;
    browser.close().await;

    let browser = Browser::open(tenant.caller.origin()).await;
    browser.go(&format!("/sign-in#link={}", tenant.link)).await;
    browser.await_element("textbox", "Your name").await;
    look(&browser, "sign-in-link").await;
    browser.close().await;
}

#[tokio::test]
async fn an_empty_list_and_its_dialogs_are_accessible_and_whole() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.await_test("empty-state").await;
    look(&browser, "empty").await;

    browser.click("button", "Generate new token").await;
    look(&browser, "naming").await;
    browser.fill("textbox", "Token name", "two\u{200b}parts").await;
    browser.await_text("dialog", "Remove the invisible character").await;
    look(&browser, "naming-wrong").await;
    browser.choose("Expires", "At the end of a day…").await;
    browser.click("summary", "More").await;
    browser.fill("textbox", "Only from these networks", "192.0.2.0/24\noffice").await;
    browser.await_text("dialog", "Line 2 is no network").await;
    look(&browser, "form-whole").await;
    browser.choose("Expires", "Never").await;
    browser.fill("textbox", "Only from these networks", "192.0.2.0/24").await;
    browser.fill("textbox", "Token name", "ci-deploy").await;
    browser.click("button", "Next").await;
    browser.await_test("token-value").await;
    look(&browser, "new-token").await;
    browser.close().await;
}

#[tokio::test]
async fn the_table_and_what_happens_to_it_are_accessible_and_whole() {
    let tenant = furnished().await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser
        .await_rows(&[
            ("ci-deploy", "Active"),
            ("terraform (staging)", "Generated"),
            ("weekly-report", "Active"),
            ("incident-playbook", "Generated"),
            ("nightly-backup", "Inactive"),
        ])
        .await;
    look(&browser, "tokens").await;

    browser.click("checkbox", "Select ci-deploy").await;
    browser.click("checkbox", "Select weekly-report").await;
    look(&browser, "selection").await;
    browser.click("button", "Revoke\u{2026}").await;
    browser.await_text("dialog", "Revoke 2 tokens?").await;
    look(&browser, "revoking-several").await;
    browser.click("button", "Cancel").await;
    browser.click("button", "Clear").await;
    browser.click("button", "More for ci-deploy").await;
    browser.await_element("button", "Edit").await;
    look(&browser, "row-menu").await;
    browser.click("button", "Edit").await;
    browser.await_text("dialog", "Edit \u{201c}ci-deploy\u{201d}").await;
    browser.choose("Expires", "In 7 days").await;
    browser.fill("textbox", "Description", "Ships every merge to the staging cluster").await;
    look(&browser, "editing").await;
    browser.click("button", "Save").await;
    browser.await_text("tr", "Expires soon").await;
    browser.click("button", "More for ci-deploy").await;
    browser.click("button", "Regenerate").await;
    browser.click("radio", "24 hours").await;
    look(&browser, "regenerating").await;
    browser.click("button", "Regenerate ").await;
    browser.await_test("token-value").await;
    look(&browser, "regenerated").await;
    browser.click("button", "Close").await;
    browser.await_text("[data-test=notes]", "Old token works until").await;
    look(&browser, "retiring").await;

    browser.click("button", "Revoke nightly-backup").await;
    browser.await_element("button", "Cancel").await;
    look(&browser, "revoking").await;
    browser.click("button", "Revoke ").await;
    browser.await_test("toast").await;
    look(&browser, "revoked").await;

    browser.click("checkbox", "Show revoked").await;
    browser.await_text("[data-test=notes]", "Revoked by Ada Admin").await;
    look(&browser, "show-revoked").await;
    browser.click("checkbox", "Show revoked").await;

    browser.fill("searchbox", "Search by name or description", "nothing like it").await;
    browser.await_test("no-match").await;
    look(&browser, "no-match").await;
    browser.click("button", "Clear filters").await;
    browser.await_test("token-row").await;

    browser.set_offline(true).await;
    browser.await_text("[role=status]", "Can't refresh").await;
    look(&browser, "stale").await;
    browser.click("button", "Generated").await;
    browser.await_test("failed-state").await;
    look(&browser, "failed").await;
    browser.set_offline(false).await;
    browser.click("button", "Try again").await;
    browser.await_test("token-row").await;
    browser.close().await;
}
