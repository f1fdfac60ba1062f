//! The people of a tenant on the page: who comes, who goes, and what is said before.

mod edit;

use std::time::Duration;

use gatepass_core::policy::Role;
use gatepass_core::route::{Route, View};
use gatepass_core::wire::{AddedUser, UserPage};
use reqwest::Method;
use serde_json::json;
use thirtyfour::prelude::Key;

use super::states::look;
use crate::harness::{
    ADA, Browser, OTTO, Person, RITA, Tenant, eventually, send, send_json, shared,
};

async fn at_users(tenant: &Tenant) -> Browser {
    let browser = Browser::signed_in(tenant, ADA).await;
    browser.click("link", "Users ").await;
    browser.await_text("h1", "Users").await;
    browser.await_test("user-row").await;
    browser
}

async fn choose(browser: &Browser, person: &str, item: &str) {
    browser.click("button", &format!("Actions for {person}")).await;
    browser.click("button", item).await;
}

/// Waits until a row says all of this.
async fn await_row(browser: &Browser, says: &[&str]) {
    eventually(&format!("a row says {says:?}"), Duration::from_secs(30), async || {
        let rows = browser
            .run(
                "return [...document.querySelectorAll('[data-test=user-row]')]
                    .map((row) => row.innerText)",
            )
            .await;
        let rows: Vec<String> = serde_json::from_value(rows).ok()?;
        rows.iter().any(|row| says.iter().all(|said| row.contains(said))).then_some(())
    })
    .await;
}

/// A token that was used just now.
async fn in_use(tenant: &Tenant, person: &Person, name: &str) {
    let issued = person.issue(name).await;
    send(tenant.caller.api(Method::GET, "/hello", &issued.token)).await.expect(200);
    eventually("the use is noted", Duration::from_secs(20), async || {
        person.find(issued.view.id).await?.last_used_at
    })
    .await;
}

#[tokio::test]
async fn somebody_is_added_comes_in_is_given_another_role_goes_and_comes_back() {
    let tenant = Tenant::create(shared().await).await;
    let otto = tenant.sign_in(OTTO).await;
    in_use(&tenant, &otto, "playbook").await;
    otto.issue("idle").await;
    let browser = at_users(&tenant).await;
    assert_eq!(browser.path().await, Route::View(View::Users).to_path());

    browser.click("button", "Add user").await;
    browser.fill("textbox", "Name", "Grace Hopper").await;
    browser.fill("textbox", "E-mail", "grace@example.com").await;
    browser.choose("Role", "Security reader").await;
    browser.await_text("dialog", "Allows read.").await;
    browser.click("button", "Add user").await;
    browser.await_text("dialog", "Grace Hopper was added").await;
    let link = browser.value("link-value").await;
    let own_host = tenant.at_own_host().caller.origin();
    let path = link.strip_prefix(&own_host).unwrap_or_else(|| panic!("{link}"));
    browser.click("button", "Close").await;
    browser.await_out_of_document(&link).await;
    await_row(&browser, &["Grace Hopper", "grace@example.com", "Security reader", "Invited"]).await;

    let grace = Browser::open(own_host.clone()).await;
    grace.go(path).await;
    grace.await_text("form", "This link signs you in as the person it was made for").await;
    assert!(grace.find("textbox", "Your name").await.is_none());
    grace.click("button", "Sign in").await;
    grace.await_test("empty-state").await;
    assert_eq!(grace.await_test("session-name").await.text().await.unwrap(), "Grace Hopper");
    assert!(grace.find("link", "Users ").await.is_none());
    grace.go(&Route::View(View::Users).to_path()).await;
    grace.await_text("h1", "You lack permission for this page").await;

    choose(&browser, OTTO, "Change role").await;
    browser.choose("Role", "Security reader").await;
    browser.await_text("dialog", "2 tokens lose write; 1 of them was used").await;
    browser.click("button", "Change role ").await;
    await_row(&browser, &[OTTO, "Security reader", "2"]).await;
    assert_eq!(otto.me().await.role, Role::SECURITY_READER);

    choose(&browser, "Grace Hopper", "Deprovision").await;
    browser.await_text("dialog", "Grace Hopper has no live tokens.").await;
    browser.click("button", "Cancel").await;
    choose(&browser, OTTO, "Deprovision").await;
    browser.await_text("dialog", "2 tokens will be refused; 1 of them was used").await;
    browser.await_text("dialog", "work again if Otto Operator comes back.").await;
    browser.click("button", "Deprovision ").await;
    await_row(&browser, &[OTTO, "Deprovisioned"]).await;
    let toast = browser.await_text("[data-test=toast]", "Otto Operator is deprovisioned").await;
    assert!(toast.is_displayed().await.unwrap());
    otto.call(&Route::Me).await.expect(401);
    choose(&browser, OTTO, "Reprovision").await;
    await_row(&browser, &[OTTO, "Active"]).await;
    tenant.sign_in(OTTO).await;

    choose(&browser, "Grace Hopper", "New sign-in link").await;
    browser.click("button", "Make link").await;
    let second = browser.value("link-value").await;
    assert_ne!(second, link);
    browser.press([Key::Escape]).await;
    browser.await_out_of_document(&second).await;
    browser.close().await;
    grace.close().await;
}

#[tokio::test]
async fn the_last_full_administrator_is_told_so_before_trying() {
    let tenant = Tenant::create(shared().await).await;
    let browser = at_users(&tenant).await;
    for item in ["Change role", "Deprovision"] {
        choose(&browser, ADA, item).await;
        if item == "Change role" {
            browser.choose("Role", "Security reader").await;
        }
        browser.await_text("dialog", "Ada Admin is the last full administrator.").await;
        let confirm = browser.await_element("button", &format!("{item} ")).await;
        assert_eq!(confirm.attr("aria-disabled").await.unwrap().as_deref(), Some("true"));
        confirm.click().await.unwrap();
        browser.click("button", "Cancel").await;
        browser.await_gone("dialog", item).await;
    }
    await_row(&browser, &[ADA, "Global administrator", "Active"]).await;
    browser.close().await;
}

#[tokio::test]
async fn a_role_is_changed_by_keyboard_alone() {
    let tenant = Tenant::create(shared().await).await;
    let rita = tenant.sign_in(RITA).await;
    let browser = at_users(&tenant).await;
    let button = browser.await_element("button", "Actions for Rita Reader").await;
    button.focus().await.unwrap();
    browser.press([Key::Enter]).await;
    browser.press([Key::Tab]).await;
    browser.await_focus("Edit").await;
    browser.press([Key::Tab]).await;
    browser.await_focus("Change role").await;
    browser.press([Key::Escape]).await;
    browser.await_focus("Actions for Rita Reader").await;
    browser.press([Key::Enter]).await;
    browser.press([Key::Tab, Key::Tab]).await;
    browser.await_focus("Change role").await;
    browser.press([Key::Enter]).await;
    browser.await_focus("Role").await;
    browser.press([Key::Down]).await;
    browser.await_text("dialog", "There are no live tokens.").await;
    browser.press([Key::Tab, Key::Tab]).await;
    browser.await_focus("Change role").await;
    browser.press([Key::Enter]).await;
    browser.await_focus("Actions for Rita Reader").await;
    assert_eq!(rita.me().await.role, Role::GLOBAL_READER);
    browser.close().await;
}

async fn furnished() -> Tenant {
    let tenant = Tenant::create(shared().await).await;
    let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(OTTO).await);
    in_use(&tenant, &otto, "incident-playbook").await;
    for name in ["nightly-backup", "weekly-report"] {
        otto.issue(name).await;
    }
    for (name, email, role) in [
        ("Grace Hopper", Some("grace.hopper@example.com"), "cloud-app-security-administrator"),
        ("Zoë Ångström", None, "security-reader"),
        ("Bob the Builder", Some("bob@example.com"), "compliance-administrator"),
    ] {
        let body = json!({ "name": name, "email": email, "role": role });
        let added: AddedUser = send_json(ada.to(&Route::AddUser), &body).await.expect(201).json();
        if name == "Bob the Builder" {
            ada.call(&Route::DeprovisionUser(added.user.sub)).await.expect(200);
        }
    }
    tenant
}

#[tokio::test]
async fn the_users_and_their_dialogs_are_accessible_and_whole() {
    let tenant = furnished().await;
    let browser = at_users(&tenant).await;
    await_row(&browser, &["Bob the Builder", "Deprovisioned"]).await;
    look(&browser, "users").await;
    browser.click("button", "Actions for Otto Operator").await;
    browser.await_element("button", "New sign-in link").await;
    look(&browser, "users-menu").await;
    browser.press([Key::Escape]).await;

    browser.click("button", "Add user").await;
    browser.fill("textbox", "E-mail", "grace").await;
    browser.click("button", "Add user").await;
    browser.await_text("dialog", "Choose a role.").await;
    look(&browser, "users-add").await;
    browser.fill("textbox", "Name", "Ada Lovelace").await;
    browser.fill("textbox", "E-mail", "ada@example.com").await;
    browser.choose("Role", "Security operator").await;
    browser.click("button", "Add user").await;
    browser.await_test("link-value").await;
    look(&browser, "users-link").await;
    browser.click("button", "Close").await;

    choose(&browser, OTTO, "Change role").await;
    browser.choose("Role", "Security reader").await;
    browser.await_text("dialog", "tokens lose write").await;
    look(&browser, "users-role").await;
    browser.click("button", "Cancel").await;
    choose(&browser, OTTO, "Deprovision").await;
    browser.await_text("dialog", "tokens will be refused").await;
    look(&browser, "users-deprovision").await;
    browser.click("button", "Cancel").await;

    browser.fill("searchbox", "Search by name or e-mail", "nobody like it").await;
    browser.await_test("no-user").await;
    look(&browser, "users-no-match").await;
    browser.set_offline(true).await;
    browser.click("button", "Clear the search").await;
    browser.await_test("users-failed").await;
    look(&browser, "users-failed").await;
    browser.set_offline(false).await;
    browser.click("button", "Try again").await;
    browser.await_test("user-row").await;
    browser.close().await;
}

#[tokio::test]
async fn who_does_not_administer_finds_no_users() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, RITA).await;
    assert!(browser.find("link", "Users ").await.is_none());
    browser.go(&Route::View(View::Users).to_path()).await;
    browser.await_text("h1", "You lack permission for this page").await;
    assert!(browser.find("button", "Add user").await.is_none());
    look(&browser, "users-denied").await;
    browser.close().await;
}
