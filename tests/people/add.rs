//! Adding somebody, and their way in.

use gatepass_core::people::UserState;
use gatepass_core::policy::Role;
use gatepass_core::route::Route;
use gatepass_core::time::Seconds;
use gatepass_core::wire::{ProblemKind, UserLink};
use serde_json::json;

use super::{add, deprovision, edit, enter, names, reprovision, secret_of, view};
use crate::harness::{ADA, Person, Tenant, send_json, session_of, shared};

async fn another_link(person: &Person, sub: gatepass_core::id::Subject) -> String {
    let link: UserLink = person.call(&Route::UserLink(sub)).await.expect(201).json();
    link.link
}

#[tokio::test]
async fn who_was_added_signs_in_as_themselves_by_their_link() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let added = add(&ada, "Bob", Role::SECURITY_OPERATOR).await;
    assert_eq!((added.user.state, added.user.last_sign_in_at), (UserState::Invited, None));

    let answer = enter(&tenant, &added.link.link).await.expect(204);
    let bob = Person::with(&tenant.caller, session_of(&answer));
    let me = bob.me().await;
    assert_eq!((me.sub, me.name.as_str()), (added.user.sub, "Bob"));
    assert_eq!((me.role, me.is_full_administrator), (Role::SECURITY_OPERATOR, false));
    assert_eq!(names(&ada).await, [ADA, "Bob"]);
    let seen = view(&ada, me.sub).await;
    assert_eq!(seen.state, UserState::Active);
    assert!(seen.last_sign_in_at.is_some());
    bob.issue("ci").await;
}

#[tokio::test]
async fn a_users_link_works_once_and_for_24_hours() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let bob = add(&ada, "Bob", Role::SECURITY_READER).await;
    let carol = add(&ada, "Carol", Role::SECURITY_READER).await;
    assert_eq!(bob.link.exp - bob.user.created_at, Seconds::hours(24));
    tenant.advance_clock(Seconds::hours(11)).await;
    enter(&tenant, &bob.link.link).await.expect(204);
    enter(&tenant, &bob.link.link).await.expect_wrong("link");
    tenant.advance_clock(Seconds::hours(13) + Seconds(1)).await;
    enter(&tenant, &carol.link.link).await.expect_wrong("link");
}

#[tokio::test]
async fn another_link_ends_the_older_ones_of_that_user_and_nobody_elses() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let bob = add(&ada, "Bob", Role::SECURITY_READER).await;
    let carol = add(&ada, "Carol", Role::SECURITY_READER).await;
    let second = another_link(&ada, bob.user.sub).await;
    let third = another_link(&ada, bob.user.sub).await;
    for dead in [&bob.link.link, &second] {
        enter(&tenant, dead).await.expect_wrong("link");
    }
    enter(&tenant, &third).await.expect(204);
    enter(&tenant, &carol.link.link).await.expect(204);
    // The operator's is nobody's.
    let body = json!({ "link": tenant.link, "name": "First" });
    send_json(tenant.caller.as_page(&Route::SignInByLink), &body).await.expect(204);
}

#[tokio::test]
async fn a_users_link_takes_no_name_and_an_operators_needs_one() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let bob = add(&ada, "Bob", Role::SECURITY_READER).await;
    for body in [
        json!({ "link": secret_of(&bob.link.link), "name": "Mallory" }),
        json!({ "link": tenant.link }),
    ] {
        let answer = send_json(tenant.caller.as_page(&Route::SignInByLink), &body).await;
        answer.expect_wrong("name");
    }
    // A link can't be turned into one of the other kind.
    let secret = secret_of(&bob.link.link);
    let as_operators = secret.replacen("userlink_", "link_", 1);
    let body = json!({ "link": as_operators, "name": "Mallory" });
    send_json(tenant.caller.as_page(&Route::SignInByLink), &body).await.expect_wrong("link");
    let as_users = tenant.link.replacen("link_", "userlink_", 1);
    enter(&tenant, &format!("#link={as_users}")).await.expect_wrong("link");
    enter(&tenant, &bob.link.link).await.expect(204);
}

#[tokio::test]
async fn the_link_of_who_was_deprovisioned_is_dead_and_none_is_made() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let bob = add(&ada, "Bob", Role::SECURITY_READER).await;
    deprovision(&ada, bob.user.sub).await;
    enter(&tenant, &bob.link.link).await.expect_wrong("link");
    let answer = ada.call(&Route::UserLink(bob.user.sub)).await;
    let problem = answer.expect_problem(ProblemKind::Conflict);
    assert_eq!(problem.detail.as_deref(), Some("Bob was deprovisioned. Reprovision them first."));
    reprovision(&ada, bob.user.sub).await;
    enter(&tenant, &bob.link.link).await.expect_wrong("link");
    let link = another_link(&ada, bob.user.sub).await;
    enter(&tenant, &link).await.expect(204);
}

#[tokio::test]
async fn an_address_is_one_users_alone_in_whatever_case_and_can_be_taken_away() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let body = |name: &str, email: &str| json!({ "name": name, "role": Role::SECURITY_READER, "email": email });
    let bob = send_json(ada.to(&Route::AddUser), &body("Bob", "bob@example.com")).await;
    let bob: gatepass_core::wire::AddedUser = bob.expect(201).json();
    assert_eq!(bob.user.email.as_ref().map(|email| email.as_str()), Some("bob@example.com"));
    let twice = send_json(ada.to(&Route::AddUser), &body("Rob", "BOB@example.COM")).await;
    twice.expect_wrong("email");
    let carol = add(&ada, "Carol", Role::SECURITY_READER).await;
    let taken = json!({ "email": "Bob@Example.com" });
    edit(&ada, carol.user.sub, taken.clone()).await.expect_wrong("email");
    edit(&ada, bob.user.sub, taken.clone()).await.expect(200);
    edit(&ada, bob.user.sub, json!({ "email": null })).await.expect(200);
    assert_eq!(view(&ada, bob.user.sub).await.email, None);
    edit(&ada, carol.user.sub, taken).await.expect(200);
    assert_eq!(names(&ada).await, [ADA, "Bob", "Carol"]);
}

#[tokio::test]
async fn a_role_has_to_be_one_of_the_policys() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let body = json!({ "name": "Bob", "role": "janitor" });
    send_json(ada.to(&Route::AddUser), &body).await.expect_wrong("role");
    assert_eq!(names(&ada).await, [ADA]);
    let sub = ada.me().await.sub;
    edit(&ada, sub, json!({ "role": "janitor" })).await.expect_wrong("role");
    assert_eq!(view(&ada, sub).await.role, Role::GLOBAL_ADMINISTRATOR);
}

#[tokio::test]
async fn a_users_name_changes_wherever_it_is_shown() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("ci").await;
    let sub = ada.me().await.sub;
    let before = view(&ada, sub).await;
    edit(&ada, sub, json!({ "name": "Ada Lovelace" })).await.expect(200);
    assert_eq!(ada.me().await.name.as_str(), "Ada Lovelace");
    let token = ada.find(issued.view.id).await.unwrap();
    assert_eq!(token.issued_by.as_str(), "Ada Lovelace");
    let after = view(&ada, sub).await;
    assert_eq!((after.role, after.email), (before.role, before.email));
    // Who develops still is the same person, whatever they are called by now.
    assert_eq!(tenant.sign_in(ADA).await.me().await.sub, sub);
}
