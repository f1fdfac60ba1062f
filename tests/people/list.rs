//! The list of users.

use gatepass_core::people::UserState;
use gatepass_core::policy::{Policy, Role};
use gatepass_core::route::Route;
use gatepass_core::time::Seconds;
use gatepass_core::wire::{RoleView, UserQuery};
use serde_json::json;

use super::{add, edit, list, names, try_list, view};
use crate::harness::{ADA, OTTO, RITA, Tenant, send_json, shared};

#[tokio::test]
async fn users_are_listed_by_name_with_their_role_state_and_tokens() {
    let tenant = Tenant::create(shared().await).await;
    let (rita, ada) = (tenant.sign_in(RITA).await, tenant.sign_in(ADA).await);
    add(&ada, "bob Builder", Role::SECURITY_OPERATOR).await;
    rita.issue("one").await;
    let two = rita.issue("two").await;
    let three = rita.issue("three").await;
    rita.revoke(two.view.id).await;
    let ends = three.view.iat + Seconds(3600);
    let body = json!({ "name": "short", "exp": ends });
    send_json(rita.to(&Route::IssueToken), &body).await.expect(201);

    let page = list(&ada, &UserQuery::default()).await;
    let told: Vec<_> = page
        .data
        .iter()
        .map(|user| (user.name.as_str(), user.role.as_str(), user.state, user.tokens))
        .collect();
    assert_eq!(
        told,
        [
            (ADA, "global-administrator", UserState::Active, 0),
            ("bob Builder", "security-operator", UserState::Invited, 0),
            (RITA, "security-reader", UserState::Active, 3),
        ]
    );
    assert_eq!((page.total, page.has_next, &page.cursor), (3, false, &None));
    let signed_in: Vec<_> = page.data.iter().map(|user| user.last_sign_in_at.is_some()).collect();
    assert_eq!(signed_in, [true, false, true]);
    let roles: Vec<RoleView> = Policy::default().roles().map(RoleView::from).collect();
    assert_eq!(page.roles, roles);
    assert_eq!(try_list(&ada, "").await.header("cache-control"), "no-store");
    // One that has expired lives no more.
    tenant.advance_clock(Seconds(3601)).await;
    let (rita, ada) = (tenant.sign_in(RITA).await, tenant.sign_in(ADA).await);
    assert_eq!(view(&ada, rita.me().await.sub).await.tokens, 2);
}

#[tokio::test]
async fn the_list_goes_on_where_it_ended_and_has_everybody_once() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for name in ["Ünal", "carol", "Bob", "bob", "Zoë"] {
        add(&ada, name, Role::SECURITY_READER).await;
    }
    let mut query = UserQuery { limit: Some(2.try_into().unwrap()), ..UserQuery::default() };
    let (mut seen, mut pages) = (Vec::new(), 0);
    loop {
        let page = list(&ada, &query).await;
        assert_eq!(page.total, 6);
        assert_eq!(page.has_next, page.cursor.is_some());
        seen.extend(page.data.iter().map(|user| user.name.to_string().to_lowercase()));
        pages += 1;
        match page.cursor {
            Some(cursor) => query.cursor = Some(cursor),
            None => break,
        }
    }
    assert_eq!(pages, 3);
    assert_eq!(seen, ["ada admin", "bob", "bob", "carol", "zoë", "ünal"]);
}

#[tokio::test]
async fn the_search_is_in_names_and_addresses_in_whatever_case() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let added = add(&ada, "Bob", Role::SECURITY_READER).await;
    let email = json!({ "email": "Builder@Example.com" });
    edit(&ada, added.user.sub, email).await.expect(200);
    for (search, found) in [
        ("bo", vec!["Bob"]),
        ("ADMIN", vec![ADA]),
        ("builder@EXAMPLE", vec!["Bob"]),
        ("%", vec![]),
        (" ", vec![ADA, "Bob"]),
    ] {
        let query = UserQuery { search: Some(search.to_owned()), ..UserQuery::default() };
        let page = list(&ada, &query).await;
        let listed: Vec<_> = page.data.iter().map(|user| user.name.as_str()).collect();
        assert_eq!(listed, found, "{search:?}");
    }
}

#[tokio::test]
async fn the_parameter_at_fault_is_named() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let long = format!("search={}", "x".repeat(401));
    for (query, parameter) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("cursor=garbage", "cursor"),
        ("cursor=W10", "cursor"),
        ("search=a&search=b", "search"),
        ("role=security-reader", "role"),
        (long.as_str(), "search"),
    ] {
        try_list(&ada, query).await.expect_wrong(parameter);
    }
}

#[tokio::test]
async fn a_tenant_knows_its_own_people_alone() {
    let (tenant, other) =
        (Tenant::create(shared().await).await, Tenant::create(shared().await).await);
    let (ada, ada_there) = (tenant.sign_in(ADA).await, other.sign_in(ADA).await);
    tenant.sign_in(OTTO).await;
    add(&ada_there, "Only there", Role::SECURITY_READER).await;
    assert_eq!(names(&ada).await, [ADA, OTTO]);
    assert_eq!(names(&ada_there).await, [ADA, "Only there"]);
    let sub = ada.me().await.sub;
    assert_eq!(view(&ada, sub).await.name.as_str(), ADA);
    assert_ne!(sub, ada_there.me().await.sub);
    let query = UserQuery { limit: Some(1.try_into().unwrap()), ..UserQuery::default() };
    let cursor = list(&ada_there, &query).await.cursor;
    let query = UserQuery { cursor, ..query };
    assert_eq!(list(&ada_there, &query).await.data.len(), 1);
    try_list(&ada, &query.to_query()).await.expect_wrong("cursor");
}
