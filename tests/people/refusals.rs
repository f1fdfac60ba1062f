//! Who may not touch people, and what there is not.

use gatepass_core::id::Subject;
use gatepass_core::policy::Role;
use gatepass_core::route::Route;
use gatepass_core::wire::ProblemKind;
use serde_json::{Value, json};

use super::{add, enter, names, view};
use crate::harness::{ADA, Answer, OTTO, Person, RITA, Tenant, send, send_json, shared};

/// Every route about people, with a body that is right and a query that is.
fn routes(sub: Subject) -> Vec<(Route, Option<Value>, &'static str)> {
    vec![
        (Route::Users, None, ""),
        (Route::AddUser, Some(json!({ "name": "Eve", "role": Role::SECURITY_READER })), ""),
        (Route::EditUser(sub), Some(json!({ "role": Role::GLOBAL_ADMINISTRATOR })), ""),
        (Route::UserLink(sub), None, ""),
        (Route::DeprovisionUser(sub), None, ""),
        (Route::ReprovisionUser(sub), None, ""),
        (Route::UserImpact(sub), None, "?deprovision=true"),
    ]
}

async fn ask(person: &Person, (route, body, query): &(Route, Option<Value>, &str)) -> Answer {
    let path = format!("{}{query}", route.to_path());
    let method = route.method().as_str().parse().unwrap();
    let request = person.caller.request(method, &path);
    let request =
        request.header("origin", person.caller.origin()).header("cookie", person.cookie());
    match body {
        Some(body) => send_json(request, body).await,
        None => send(request).await,
    }
}

#[tokio::test]
async fn people_are_the_business_of_full_administrators_alone() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let bob = add(&ada, "Bob", Role::SECURITY_READER).await;
    for name in [OTTO, RITA] {
        let other = tenant.sign_in(name).await;
        let own = other.me().await.sub;
        for sub in [own, bob.user.sub] {
            for route in routes(sub) {
                let answer = ask(&other, &route).await;
                let problem = answer.expect_problem(ProblemKind::PermissionDenied);
                let sentence = "Only full administrators may do this.";
                assert_eq!(problem.detail.as_deref(), Some(sentence), "{route:?}");
            }
        }
        assert!(!other.me().await.is_full_administrator);
    }
    assert_eq!(names(&ada).await, [ADA, "Bob", OTTO, RITA]);
    assert_eq!(view(&ada, bob.user.sub).await, bob.user);
    enter(&tenant, &bob.link.link).await.expect(204);
}

#[tokio::test]
async fn somebody_of_another_tenant_is_as_good_as_nobody() {
    let (tenant, other) =
        (Tenant::create(shared().await).await, Tenant::create(shared().await).await);
    let (ada, ada_there) = (tenant.sign_in(ADA).await, other.sign_in(ADA).await);
    let there = add(&ada_there, "Bob", Role::SECURITY_READER).await;
    let nobody: Subject = "000000000000".parse().unwrap();
    // The first two are about nobody in particular.
    let about = |sub| routes(sub).into_iter().skip(2);
    for (of_other, of_nobody) in about(there.user.sub).zip(about(nobody)) {
        let answer = ask(&ada, &of_other).await;
        answer.expect_problem(ProblemKind::NotFound);
        assert_eq!(answer.body, ask(&ada, &of_nobody).await.body, "{of_other:?}");
    }
    assert_eq!(view(&ada_there, there.user.sub).await, there.user);
    enter(&other, &there.link.link).await.expect(204);
}

#[tokio::test]
async fn a_token_that_may_manage_touches_no_people_and_is_told_so() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let body = json!({ "name": "manager", "scope": "manage" });
    let issued: crate::harness::Issued =
        send_json(ada.to(&Route::IssueToken), &body).await.expect(201).json();
    let sub = ada.me().await.sub;
    for (route, body, query) in routes(sub) {
        let method = route.method().as_str().parse().unwrap();
        let path = format!("{}{query}", route.to_path());
        let request = tenant.caller.request(method, &path);
        let request = request.header("authorization", format!("Token {}", issued.token));
        let answer = match body {
            Some(body) => send_json(request, &body).await,
            None => send(request).await,
        };
        let problem = answer.expect_problem(ProblemKind::PermissionDenied);
        assert_eq!(
            problem.detail.as_deref(),
            Some("A token may not do this. Sign in."),
            "{route:?}"
        );
    }
    assert_eq!(names(&ada).await, [ADA]);
}

#[tokio::test]
async fn a_page_of_another_origin_changes_nobody() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let bob = add(&ada, "Bob", Role::SECURITY_READER).await;
    for (route, body, _) in routes(bob.user.sub) {
        if route.method() == gatepass_core::route::Method::Get {
            continue;
        }
        let request = tenant.caller.to(&route).header("cookie", ada.cookie());
        let request = request.header("origin", "https://evil.example.com");
        let answer = match &body {
            Some(body) => send_json(request, body).await,
            None => send(request).await,
        };
        answer.expect_problem(ProblemKind::PermissionDenied);
    }
    assert_eq!(view(&ada, bob.user.sub).await, bob.user);
}

#[tokio::test]
async fn a_question_about_an_impact_that_is_none_is_named_as_wrong() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let sub = add(&ada, "Bob", Role::SECURITY_READER).await.user.sub;
    for (query, parameter) in [
        ("", "role"),
        ("role=janitor", "role"),
        ("role=No%20Role", "role"),
        ("deprovision=false", "deprovision"),
        ("deprovision=true&role=security-reader", "deprovision"),
        ("delete=true", "delete"),
    ] {
        super::try_impact(&ada, sub, query).await.expect_wrong(parameter);
    }
}
