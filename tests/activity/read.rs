//! Who reads what.

use gatepass_core::activity::{ActivityQuery, Kind, Order};
use gatepass_core::audit::{Action, Actor, Means, ObjectKind};
use gatepass_core::time::Seconds;
use gatepass_core::wire::{ActivityPage, ProblemKind};

use super::{actions, asking_with, events, issue_with, read, try_read};
use crate::harness::{ADA, OTTO, RITA, Tenant, send, shared};

#[tokio::test]
async fn each_change_is_told_with_who_by_what_from_where_and_what() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let managing = issue_with(&ada, "manager", "read manage").await;
    let issued = ada.issue("ci").await;
    let route = gatepass_core::route::Route::RevokeToken(issued.view.id);
    let revoking = tenant.caller.to(&route);
    let revoking = revoking.header("authorization", format!("Token {}", managing.token));
    send(revoking).await.expect(200);

    let page = read(&ada, &ActivityQuery::default()).await;
    assert_eq!(
        actions(&page.data),
        [
            Action::TokenRevoked,
            Action::TokenIssued,
            Action::TokenIssued,
            Action::SessionOpened,
            Action::SignInLinkCreated
        ]
    );
    let sequences: Vec<u64> = page.data.iter().map(|event| event.sequence).collect();
    assert_eq!(sequences, [5, 4, 3, 2, 1]);
    assert!(!page.has_next && page.cursor.is_none());

    let me = ada.me().await;
    let actor = Actor::User { sub: me.sub, name: me.name };
    let [revoked, of_ci, _, opened, link] = page.data.as_slice() else { panic!("{page:?}") };
    for event in [revoked, of_ci] {
        assert_eq!(event.actor, actor);
        let object = event.object.as_ref().unwrap();
        let told = (object.kind, object.id.as_str(), object.name.as_str());
        assert_eq!(told, (ObjectKind::Token, issued.view.id.to_string().as_str(), "ci"));
        assert!(event.address.is_some_and(|address| address.is_loopback()), "{event:?}");
        assert!((page.now.0 - 60..=page.now.0).contains(&event.at.0));
    }
    assert_eq!((&of_ci.by, &revoked.by), (&Means::Session, &Means::Token(managing.view.id)));
    assert_eq!((&opened.by, &link.actor), (&Means::DevelopmentSignIn, &Actor::Operator));
    assert_eq!(link.by, Means::OperatorSecret);
    let role = link.changes.first().unwrap();
    assert_eq!((role.field.as_str(), &role.before), ("role", &None));
}

#[tokio::test]
async fn full_administrators_read_it_and_nobody_else_in_person() {
    let tenant = Tenant::create(shared().await).await;
    for name in [OTTO, RITA] {
        let person = tenant.sign_in(name).await;
        try_read(&person, "").await.expect_problem(ProblemKind::PermissionDenied);
    }
    try_read(&tenant.sign_in(ADA).await, "").await.expect(200);
}

#[tokio::test]
async fn a_token_reads_it_by_its_own_scope_or_by_managing_and_by_no_other() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for (scope, is_enough) in [
        ("activity:read", true),
        ("manage", true),
        ("activity:read manage", true),
        ("read write introspect logs:write", false),
    ] {
        let token = issue_with(&ada, scope, scope).await;
        let answer = send(asking_with(&tenant, &token.token, "")).await;
        if is_enough {
            assert!(!answer.expect(200).json::<ActivityPage>().data.is_empty());
        } else {
            let problem = answer.expect_problem(ProblemKind::InsufficientScope);
            assert_eq!(problem.detail.as_deref(), Some("This needs the scope activity:read."));
        }
        ada.revoke(token.view.id).await;
        let answer = send(asking_with(&tenant, &token.token, "")).await;
        answer.expect_problem(ProblemKind::InvalidToken);
    }
}

#[tokio::test]
async fn pages_hold_every_event_exactly_once_in_both_orders() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for number in 0..9 {
        ada.issue(&format!("token {number}")).await;
    }
    let ascending: Vec<u64> = (1..=11).collect();
    let descending: Vec<u64> = (1..=11).rev().collect();
    for (order, expected) in [(Order::Oldest, ascending), (Order::Newest, descending)] {
        let limit = Some(4.try_into().unwrap());
        let mut query = ActivityQuery { order, limit, ..Default::default() };
        let (mut found, mut sizes) = (Vec::new(), Vec::new());
        loop {
            let page = read(&ada, &query).await;
            sizes.push(page.data.len());
            found.extend(page.data.iter().map(|event| event.sequence));
            query.cursor = page.cursor;
            if !page.has_next {
                break;
            }
        }
        assert_eq!((sizes, found), (vec![4, 4, 3], expected));
        assert_eq!(query.cursor.is_some(), order == Order::Oldest, "who follows can go on");
    }
}

#[tokio::test]
async fn filters_let_through_what_they_say_alone_and_together() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, rita) = (tenant.sign_in(ADA).await, tenant.sign_in(RITA).await);
    let (mine, theirs) = (ada.issue("mine").await, rita.issue("theirs").await);
    ada.revoke(theirs.view.id).await;
    let (ada_sub, rita_sub) = (ada.me().await.sub, rita.me().await.sub);
    use Action::{SessionOpened, SignInLinkCreated, TokenIssued, TokenRevoked};
    let all = [TokenRevoked, TokenIssued, TokenIssued, SessionOpened, SessionOpened];
    let all = [all.as_slice(), &[SignInLinkCreated]].concat();
    for (query, expected) in [
        (String::new(), all.clone()),
        (format!("person={rita_sub}"), vec![TokenIssued, SessionOpened]),
        (format!("person={rita_sub}&kind=token"), vec![TokenIssued]),
        (format!("person={rita_sub}&kind=session.opened"), vec![SessionOpened]),
        (format!("person={rita_sub}&kind=session.closed"), vec![]),
        (format!("token={}", theirs.view.id), vec![TokenRevoked, TokenIssued]),
        (format!("token={}&person={ada_sub}", theirs.view.id), vec![TokenRevoked]),
        (format!("token={}&kind=token.issued", theirs.view.id), vec![TokenIssued]),
        (format!("token={}&person={rita_sub}&kind=token", mine.view.id), vec![]),
        ("kind=token".to_owned(), vec![TokenRevoked, TokenIssued, TokenIssued]),
        ("kind=token.revoked".to_owned(), vec![TokenRevoked]),
        ("kind=settings".to_owned(), vec![]),
        ("from=0&until=4000000000".to_owned(), all),
        ("from=4000000000".to_owned(), vec![]),
        ("until=1000000000".to_owned(), vec![]),
    ] {
        let page: ActivityPage = try_read(&ada, &query).await.expect(200).json();
        assert_eq!(actions(&page.data), expected, "{query}");
    }
}

#[tokio::test]
async fn from_counts_and_until_does_not() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    ada.issue("before").await;
    tenant.advance_clock(Seconds(1000)).await;
    let ada = tenant.sign_in(ADA).await;
    ada.issue("after").await;
    let issued = events(&ada, Action::TokenIssued).await;
    let names = async |from: i64, until: i64| {
        let query = format!("kind=token&order=oldest&from={from}&until={until}");
        let page: ActivityPage = try_read(&ada, &query).await.expect(200).json();
        let names = page.data.into_iter().filter_map(|event| event.object);
        names.map(|object| object.name).collect::<Vec<_>>()
    };
    let (before, after) = (issued[0].at.0, issued[1].at.0);
    assert!(after >= before + 1000);
    assert_eq!(names(before, after).await, ["before"]);
    assert_eq!(names(before, after + 1).await, ["before", "after"]);
    assert_eq!(names(before + 1, after + 1).await, ["after"]);
    assert_eq!(names(after + 1, after + 2).await, [""; 0]);
}

#[tokio::test]
async fn what_is_wrong_with_a_query_is_named() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let other = Tenant::create(shared().await).await;
    let theirs = other.sign_in(ADA).await;
    let page = read(&theirs, &ActivityQuery { order: Order::Oldest, ..Default::default() }).await;
    let theirs = page.cursor.unwrap();
    let page = read(&ada, &ActivityQuery { order: Order::Oldest, ..Default::default() }).await;
    let mine = page.cursor.unwrap();
    for (query, parameter) in [
        (format!("cursor={theirs}"), "cursor"),
        (format!("cursor={}", mine.replace(tenant.id.as_str(), other.id.as_str())), "cursor"),
        (format!("cursor={}0", mine), "cursor"),
        (format!("cursor={}", &mine[1..]), "cursor"),
        ("cursor=".to_owned(), "cursor"),
        ("cursor=%00".to_owned(), "cursor"),
        ("kind=bogus".to_owned(), "kind"),
        ("person=bogus".to_owned(), "person"),
        ("token=bogus".to_owned(), "token"),
        ("from=-".to_owned(), "from"),
        ("from=2&until=1".to_owned(), "until"),
        ("limit=0".to_owned(), "limit"),
        ("limit=101".to_owned(), "limit"),
        ("order=sideways".to_owned(), "order"),
        ("wait=1".to_owned(), "wait"),
        (format!("wait=26&order=oldest&cursor={mine}"), "wait"),
        ("search=x".to_owned(), "search"),
        ("kind=token&kind=token".to_owned(), "kind"),
    ] {
        let answer = try_read(&ada, &query).await;
        assert_eq!(answer.status, 400, "{query}: {}", answer.text());
        answer.expect_wrong(parameter);
    }
    for place in 0..mine.len() {
        let mut tampered = mine.clone().into_bytes();
        tampered[place] = if tampered[place] == b'A' { b'B' } else { b'A' };
        let tampered = String::from_utf8(tampered).unwrap();
        try_read(&ada, &format!("order=oldest&cursor={tampered}")).await.expect_wrong("cursor");
    }
}

#[tokio::test]
async fn a_tenant_sees_nothing_of_another() {
    let tenant = Tenant::create(shared().await).await;
    let other = Tenant::create(shared().await).await;
    let (ada, theirs) = (tenant.sign_in(ADA).await, other.sign_in(ADA).await);
    let issued = theirs.issue("not to be seen").await;
    let query = ActivityQuery { token: Some(issued.view.id), ..Default::default() };
    assert_eq!(read(&ada, &query).await.data, []);
    let query = ActivityQuery { person: Some(theirs.me().await.sub), ..Default::default() };
    assert_eq!(read(&ada, &query).await.data, []);
    let kind = Some(Kind::Action(Action::TokenIssued));
    assert_eq!(read(&ada, &ActivityQuery { kind, ..Default::default() }).await.data, []);
}
