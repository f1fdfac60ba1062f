//! Names that differ only in how their accents were typed count as one.

use gatepass_core::agents::AgentKind;
use gatepass_core::listing::TokenQuery;
use gatepass_core::route::Route;
use gatepass_core::wire::{AddedUser, UserPage};
use reqwest::Method;
use serde_json::json;

use crate::harness::{ADA, Tenant, send, send_json, shared};

/// With an accented letter that is one character.
const ONE: &str = "Caf\u{e9}";
/// The same, where it is two.
const TWO: &str = "Cafe\u{301}";

#[tokio::test]
async fn a_token_has_no_namesake_in_another_form() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let body = json!({ "name": TWO, "description": TWO });
    let issued = ada.issue_with(&body).await;
    assert_eq!(issued.view.name.as_str(), ONE);
    assert_eq!(issued.view.description.unwrap().as_str(), ONE);
    for name in [ONE, TWO, "cafe\u{301}"] {
        ada.try_issue(name).await.expect_wrong("name");
    }
    let other = ada.issue("other").await;
    for name in [ONE, TWO] {
        let answer = ada.try_edit(other.view.id, &json!({ "name": name })).await;
        answer.expect_wrong("name");
    }
    let mut names = ada.names().await;
    names.sort();
    assert_eq!(names, [ONE, "other"]);
    for search in [ONE, TWO, "fe\u{301}"] {
        let query = TokenQuery { search: Some(search.to_owned()), ..TokenQuery::default() };
        let found = ada.list(&query).await.data;
        assert_eq!(found.len(), 1, "{search}");
        assert_eq!(found[0].id, issued.view.id);
    }
}

#[tokio::test]
async fn an_agent_has_no_namesake_in_another_form() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for kind in AgentKind::ALL {
        let added = ada.add_agent(kind, TWO).await;
        assert_eq!(added.view.name.as_str(), ONE);
        let answer = send_json(ada.to(&Route::AddAgent(kind)), &json!({ "name": ONE })).await;
        answer.expect_wrong("name");
        let other = ada.add_agent(kind, "other").await;
        let edit = Route::EditAgent(kind, other.view.id);
        let answer = send_json(ada.to(&edit), &json!({ "name": TWO })).await;
        answer.expect_wrong("name");
    }
}

#[tokio::test]
async fn a_user_is_found_by_either_form_of_their_name() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let body = json!({ "name": TWO, "role": "security-reader" });
    let added = send_json(ada.to(&Route::AddUser), &body).await.expect(201).json::<AddedUser>();
    assert_eq!(added.user.name.as_str(), ONE);
    let edit = Route::EditUser(added.user.sub);
    let body = json!({ "name": format!("{TWO} Society") });
    send_json(ada.to(&edit), &body).await.expect(200);
    for search in ["caf%C3%A9%20s", "cafe%CC%81%20s"] {
        let path = format!("{}?search={search}", Route::Users.to_path());
        let request = ada.caller.request(Method::GET, &path).header("cookie", ada.cookie());
        let found = send(request).await.expect(200).json::<UserPage>().data;
        assert_eq!(found.len(), 1, "{search}");
        assert_eq!(found[0].name.as_str(), format!("{ONE} Society"));
    }
}

#[tokio::test]
async fn what_is_too_long_in_its_one_form_is_named() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    // One character each, and two in normal form.
    ada.issue(&"\u{958}".repeat(50)).await;
    ada.try_issue(&"\u{958}".repeat(51)).await.expect_wrong("name");
    assert_eq!(ada.names().await.len(), 1);
}
