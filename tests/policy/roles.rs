//! Roles of an operator's own, and those there are without them.

use gatepass_core::route::Route;
use gatepass_core::scope::Scope;
use gatepass_core::wire::SignInOptions;

use super::*;
use crate::harness::session_of;

async fn people(server: &Server) -> Vec<(String, String)> {
    let options = send(server.caller().to(&Route::SignInOptions)).await.expect(200);
    let options: SignInOptions = options.json();
    options
        .people
        .into_iter()
        .map(|person| (person.name.to_string(), person.role.to_string()))
        .collect()
}

#[tokio::test]
async fn every_role_of_the_policy_has_somebody_to_try_it_as_and_no_other_has() {
    let server = ruled().await;
    let expected = [(ANALYST, "analyst"), (GUEST, "guest"), (OWNER, "owner")];
    let expected = expected.map(|(name, role)| (name.to_owned(), role.to_owned()));
    assert_eq!(people(server).await, expected);
    let tenant = Tenant::create(server).await;
    send(tenant.signing_in("Ada Admin")).await.expect_wrong("person");
}

#[tokio::test]
async fn the_operators_link_gives_the_first_role_that_administers() {
    let tenant = Tenant::create(ruled().await).await;
    let body = json!({ "link": tenant.link, "name": "First" });
    let answer = send_json(tenant.caller.as_page(&Route::SignInByLink), &body).await.expect(204);
    let me = Person::with(&tenant.caller, session_of(&answer)).me().await;
    assert_eq!((me.role.as_str(), me.is_full_administrator), ("owner", true));
    assert!(me.scope.contains(&Scope::MANAGE));
}

#[tokio::test]
async fn a_role_gives_the_scopes_that_the_policy_names_and_no_other() {
    let tenant = Tenant::create(ruled().await).await;
    for (name, scopes) in [(ANALYST, "read reports:read"), (GUEST, "")] {
        let me = tenant.sign_in(name).await.me().await;
        assert_eq!((me.scope.to_string().as_str(), me.is_full_administrator), (scopes, false));
    }
    let analyst = tenant.sign_in(ANALYST).await;
    issue(&analyst, "read reports:read").await;
    for (person, scope) in [(&analyst, "write"), (&analyst, "read manage")] {
        let body = json!({ "name": "ci", "scope": scope });
        send_json(person.to(&Route::IssueToken), &body).await.expect_wrong("scope");
    }
    // Whom nothing is allowed can issue nothing.
    tenant.sign_in(GUEST).await.try_issue("ci").await.expect_wrong("scope");
}

#[tokio::test]
async fn without_a_policy_the_roles_are_those_of_a_security_portal() {
    let tenant = Tenant::create(shared().await).await;
    for (name, scopes, altering, is_full) in [
        ("Ada Admin", "activity:read introspect logs:write manage read write", 200, true),
        (
            "Security administrator",
            "activity:read introspect logs:write manage read write",
            200,
            true,
        ),
        (
            "Cloud app security administrator",
            "activity:read introspect logs:write manage read write",
            200,
            true,
        ),
        ("Compliance administrator", "read write", 200, false),
        ("Otto Operator", "read write", 200, false),
        ("Rita Reader", "read", 403, false),
        ("Global reader", "read", 403, false),
    ] {
        let person = tenant.sign_in(name).await;
        let me = person.me().await;
        assert_eq!((me.scope.to_string().as_str(), me.is_full_administrator), (scopes, is_full));
        let token = person.issue("ci").await.token;
        for (method, status) in [
            (Method::GET, 200),
            (Method::HEAD, 200),
            (Method::OPTIONS, 200),
            (Method::POST, altering),
            (Method::PUT, altering),
            (Method::PATCH, altering),
            (Method::DELETE, altering),
        ] {
            let path = format!("echo/{}", random_hex(8));
            let answer = send(tenant.caller.api(method.clone(), &path, &token)).await;
            assert_eq!(answer.status, status, "{method} by {name}");
        }
    }
}
