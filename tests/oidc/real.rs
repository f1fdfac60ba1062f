//! With a real provider, in a real browser.

use gatepass_core::route::{Route, View};
use gatepass_core::wire::ProviderList;

use crate::browser::look;
use crate::harness::{ADA, Browser, Person, ProviderProcess, SESSION_COOKIE, Tenant, shared};

/// At the tenant's own host, where there is no tenant to choose.
async fn signed_in_for_development(tenant: &Tenant) -> Browser {
    let browser = Browser::open(tenant.caller.origin()).await;
    browser.go("/").await;
    browser.click("button", &format!("{ADA} ")).await;
    browser.await_test("empty-state").await;
    browser
}

/// Signs in at the provider as who is called this.
pub(crate) async fn sign_in_there(browser: &Browser, login: &str) {
    browser.await_text("h1", "Sign-in").await;
    browser.run(&format!("document.querySelector('[name=login]').value = '{login}'")).await;
    browser.run("document.querySelector('[name=password]').value = 'any'").await;
    browser.run("document.querySelector('form').requestSubmit()").await;
    browser.await_text("h1", "Authorize").await;
    browser.run("document.querySelector('form').requestSubmit()").await;
}

#[tokio::test]
async fn with_a_real_provider_one_tries_it_switches_it_on_and_signs_in() {
    for secret in [None, Some("hunter2-hunter2-hunter2-hunter2-hunter2")] {
        let tenant = Tenant::create(shared().await).await.at_own_host();
        let ada: Person = tenant.sign_in(ADA).await;
        let list: ProviderList = ada.call(&Route::Providers).await.expect(200).json();
        let provider = ProviderProcess::real("gatepass", secret, &list.redirect_uri);

        let browser = signed_in_for_development(&tenant).await;
        browser.click("link", "Sign-in").await;
        browser.await_test("no-providers").await;
        browser.await_text("code", &list.redirect_uri).await;
        look(&browser, "providers-none").await;
        browser.click("button", "Add a provider").await;
        browser.fill("textbox", "Name", "Contoso").await;
        browser.fill("textbox", "Issuer URL", "http://login.example.com").await;
        browser.fill("textbox", "Client ID", "gatepass").await;
        browser.fill("textbox", "Role claim", "groups").await;
        browser.fill("textbox", "Roles by value", "none = security-operator").await;
        browser.fill("textbox", "Claim that equals SCIM's externalId", "sub").await;
        browser.click("button", "Save").await;
        browser.await_text("p", "Enter a URL like https://login.example.com.").await;
        look(&browser, "providers-form").await;
        browser.fill("textbox", "Issuer URL", &provider.issuer).await;
        if let Some(secret) = secret {
            browser.fill("input[type=password]", "Client secret", secret).await;
        }
        browser.click("checkbox", "Let in who is not known here yet, with the least role").await;
        browser.click("button", "Save").await;
        browser.await_text("p", "Off; test it before you switch it on").await;
        look(&browser, "providers-untried").await;
        browser.click("button", "Test this").await;
        browser.turn_to_opened().await;
        sign_in_there(&browser, "ada").await;
        browser.await_text("p", "Off; tested, and ready to be switched on").await;
        browser.click("button", "Switch on").await;
        browser.await_text("p", "On: people can sign in with it").await;
        look(&browser, "providers-on").await;
        browser.close().await;

        let browser = Browser::open(tenant.caller.origin()).await;
        browser.go(&Route::View(View::SignIn).to_path()).await;
        browser.await_element("button", "Sign in with Contoso").await;
        look(&browser, "sign-in-provider").await;
        browser.click("button", "Sign in with Contoso").await;
        sign_in_there(&browser, "ada").await;
        browser.await_test("empty-state").await;
        assert_eq!(browser.await_test("session-name").await.text().await.unwrap(), ADA);
        assert_eq!(browser.path().await, Route::View(View::ApiTokens).to_path());
        assert!(!browser.document().await.contains(SESSION_COOKIE));
        browser.close().await;

        // Somebody new, with the name that the provider gives.
        let browser = Browser::open(tenant.caller.origin()).await;
        browser.go(&Route::View(View::SignIn).to_path()).await;
        browser.click("button", "Sign in with Contoso").await;
        sign_in_there(&browser, "grace").await;
        browser.await_test("empty-state").await;
        let name = browser.await_test("session-name").await.text().await.unwrap();
        assert!(["grace of Contoso", "New user"].contains(&name.as_str()), "{name}");
        browser.close().await;

        let browser = signed_in_for_development(&tenant).await;
        browser.click("link", "Sign-in").await;
        browser.click("button", "Delete").await;
        look(&browser, "providers-deleting").await;
        browser.click("button", "Delete it").await;
        browser.await_test("no-providers").await;
        browser.close().await;
    }
}

#[tokio::test]
async fn why_nobody_was_signed_in_is_said_in_plain_words() {
    let tenant = Tenant::create(shared().await).await.at_own_host();
    let browser = Browser::open(tenant.caller.origin()).await;
    browser.go(&format!("{}?code=x&state=y", Route::SignInCallback.to_path())).await;
    browser.await_text("[role=alert]", "was begun in another browser").await;
    assert_eq!(browser.path().await, Route::View(View::SignIn).to_path());
    look(&browser, "sign-in-refused").await;
    browser.close().await;
}
