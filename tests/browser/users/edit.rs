//! Changing a user's name and address.

use super::*;

async fn added(person: &Person, name: &str, email: &str) -> AddedUser {
    let body = json!({ "name": name, "email": email, "role": "security-reader" });
    send_json(person.to(&Route::AddUser), &body).await.expect(201).json()
}

#[tokio::test]
async fn a_name_and_an_address_are_corrected_and_taken_away() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    added(&ada, "Grace Hoper", "grace@example.co").await;
    let browser = at_users(&tenant).await;
    choose(&browser, "Grace Hoper", "Edit").await;
    browser.await_text("dialog", "Edit Grace Hoper").await;
    assert!(browser.find("combobox", "Role").await.is_none());
    browser.fill("textbox", "Name", "Grace Hopper").await;
    browser.fill("textbox", "E-mail", "grace@example.com").await;
    browser.click("button", "Save ").await;
    await_row(&browser, &["Grace Hopper", "grace@example.com", "Security reader", "Invited"]).await;
    browser.await_text("[data-test=toast]", "Grace Hopper was changed.").await;
    browser.await_focus("Actions for Grace Hopper").await;

    choose(&browser, "Grace Hopper", "Edit").await;
    browser.erase("textbox", "E-mail").await;
    browser.click("button", "Save ").await;
    browser.await_gone("dialog", "Edit").await;
    let users = ada.call(&Route::Users).await.expect(200).json::<UserPage>().data;
    let grace = users.iter().find(|user| user.name.as_str() == "Grace Hopper").unwrap();
    assert_eq!((&grace.email, &grace.role), (&None, &Role::SECURITY_READER));

    // Oneself as well: the bar follows.
    choose(&browser, ADA, "Edit").await;
    browser.fill("textbox", "Name", "Ada Lovelace").await;
    browser.click("button", "Save ").await;
    browser.await_text("[data-test=session-name]", "Ada Lovelace").await;
    assert_eq!(ada.me().await.name.as_str(), "Ada Lovelace");
    browser.close().await;
}

#[tokio::test]
async fn what_is_wrong_or_taken_is_said_at_its_field_and_changes_nothing() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    added(&ada, "Grace Hopper", "grace@example.com").await;
    added(&ada, "Alan Turing", "alan@example.com").await;
    let browser = at_users(&tenant).await;
    let before = ada.call(&Route::Users).await.expect(200).json::<UserPage>().data;
    choose(&browser, "Alan Turing", "Edit").await;
    for (name, email, field, sentence) in [
        ("two\u{200b}parts", "alan@example.com", "Name", "Remove the invisible character"),
        ("Alan Turing", "alan@", "E-mail", "Enter an address like ada@example.com."),
        ("Alan Turing", "GRACE@example.com", "E-mail", "Grace Hopper has this address."),
    ] {
        browser.fill("textbox", "Name", name).await;
        browser.fill("textbox", "E-mail", email).await;
        browser.press([Key::Enter]).await;
        browser.await_text("dialog", sentence).await;
        browser.await_focus(field).await;
        let field = browser.await_element("textbox", field).await;
        assert_eq!(field.attr("aria-invalid").await.unwrap().as_deref(), Some("true"));
    }
    browser.click("button", "Cancel").await;
    browser.await_focus("Actions for Alan Turing").await;
    let after = ada.call(&Route::Users).await.expect(200).json::<UserPage>().data;
    assert_eq!(after, before);
    browser.close().await;
}

#[tokio::test]
async fn a_user_is_changed_by_keyboard_alone() {
    let tenant = Tenant::create(shared().await).await;
    tenant.sign_in(RITA).await;
    let browser = at_users(&tenant).await;
    let button = browser.await_element("button", "Actions for Rita Reader").await;
    button.focus().await.unwrap();
    browser.press([Key::Enter]).await;
    browser.press([Key::Tab]).await;
    browser.await_focus("Edit").await;
    browser.press([Key::Enter]).await;
    browser.await_focus("Name").await;
    browser.press([Key::Escape]).await;
    browser.await_focus("Actions for Rita Reader").await;
    browser.press([Key::Enter]).await;
    browser.press([Key::Tab]).await;
    browser.await_focus("Edit").await;
    browser.press([Key::Enter]).await;
    browser.await_focus("Name").await;
    browser.press([Key::End]).await;
    browser.type_text(" Jr.").await;
    browser.press([Key::Tab]).await;
    browser.type_text("rita@example.com").await;
    browser.press([Key::Enter]).await;
    await_row(&browser, &["Rita Reader Jr.", "rita@example.com"]).await;
    browser.await_focus("Actions for Rita Reader Jr.").await;
    browser.close().await;
}

#[tokio::test]
async fn the_form_that_changes_a_user_is_accessible_and_whole() {
    let tenant = furnished().await;
    let browser = at_users(&tenant).await;
    choose(&browser, "Grace Hopper", "Edit").await;
    browser.await_text("dialog", "Edit Grace Hopper").await;
    look(&browser, "users-edit").await;
    browser.fill("textbox", "E-mail", "bob@example.com").await;
    browser.click("button", "Save ").await;
    browser.await_text("dialog", "Bob the Builder has this address.").await;
    look(&browser, "users-edit-wrong").await;
    browser.close().await;
}
