//! The list of tokens.

use std::collections::HashSet;
use std::time::Duration;

use futures_util::StreamExt as _;
use gatepass_core::listing::{Direction, SortBy, TokenQuery};
use gatepass_core::status::{ACTIVE_FOR, Status};
use gatepass_core::time::Seconds;
use gatepass_core::wire::{ProblemKind, StatusTotals, TokenView};
use reqwest::Method;

use crate::harness::{ADA, OTTO, Person, RITA, Tenant, eventually, send, shared};

/// By when a use shows, at the latest: a report is due 5 s after the last, and takes its time.
const USE_SHOWS_WITHIN: Duration = Duration::from_secs(10);

async fn issue_many(person: &Person, names: impl IntoIterator<Item = String>) {
    let names: Vec<String> = names.into_iter().collect();
    let issuing = names.iter().map(|name| person.issue(name));
    let issued = futures_util::stream::iter(issuing).buffer_unordered(10);
    assert_eq!(issued.count().await, names.len());
}

fn sorted(sort: SortBy, direction: Direction) -> TokenQuery {
    TokenQuery { sort, direction, ..TokenQuery::default() }
}

fn of_status(status: Status) -> TokenQuery {
    TokenQuery { status: Some(status), ..TokenQuery::default() }
}

fn names(views: &[TokenView]) -> Vec<&str> {
    views.iter().map(|view| view.name.as_str()).collect()
}

#[tokio::test]
async fn pages_hold_every_token_exactly_once_in_every_order() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    // More than one person may have.
    let otto = tenant.sign_in(OTTO).await;
    issue_many(&ada, (0..65).map(|number| format!("Token {number:03}"))).await;
    issue_many(&otto, (65..130).map(|number| format!("Token {number:03}"))).await;
    for sort in [SortBy::Name, SortBy::Issued, SortBy::LastUsed, SortBy::Status] {
        for direction in [Direction::Ascending, Direction::Descending] {
            let mut query = sorted(sort, direction);
            query.limit = Some(50.try_into().unwrap());
            let (mut sizes, mut views) = (Vec::new(), Vec::new());
            loop {
                let page = ada.list(&query).await;
                assert_eq!(page.total, 130);
                assert_eq!(page.has_next, page.cursor.is_some());
                sizes.push(page.data.len());
                views.extend(page.data);
                query.cursor = page.cursor;
                if query.cursor.is_none() {
                    break;
                }
            }
            assert_eq!(sizes, [50, 50, 30]);
            let ids: HashSet<_> = views.iter().map(|view| view.id).collect();
            assert_eq!(ids.len(), 130, "{sort:?} {direction:?}");
            assert_order(&views, sort, direction);
        }
    }
}

/// All were never used, so two of the four orders tell nothing between them but the name.
fn assert_order(views: &[TokenView], sort: SortBy, direction: Direction) {
    let is_in_order = |a: &TokenView, b: &TokenView| match sort {
        SortBy::Name | SortBy::Status => a.name <= b.name,
        SortBy::Issued => a.iat <= b.iat,
        SortBy::LastUsed => true,
    };
    assert!(
        views.windows(2).all(|pair| match direction {
            Direction::Ascending => is_in_order(&pair[0], &pair[1]),
            Direction::Descending => is_in_order(&pair[1], &pair[0]),
        }),
        "{sort:?} {direction:?}: {:?}",
        names(views)
    );
}

#[tokio::test]
async fn a_token_revoked_or_issued_amid_paging_shifts_no_other() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    issue_many(&ada, ["b", "c", "d", "e"].map(str::to_owned)).await;
    let mut query = sorted(SortBy::Name, Direction::Ascending);
    query.limit = Some(2.try_into().unwrap());
    let first = ada.list(&query).await;
    assert_eq!(names(&first.data), ["b", "c"]);
    ada.revoke(first.data[1].id).await;
    ada.issue("a").await;
    query.cursor = first.cursor;
    let second = ada.list(&query).await;
    assert_eq!(names(&second.data), ["d", "e"]);
    assert!(!second.has_next);
}

#[tokio::test]
async fn names_sort_without_regard_to_case() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for name in ["b", "A", "c", "B2"] {
        ada.issue(name).await;
    }
    let ascending = ada.list(&sorted(SortBy::Name, Direction::Ascending)).await;
    assert_eq!(names(&ascending.data), ["A", "b", "B2", "c"]);
    let descending = ada.list(&sorted(SortBy::Name, Direction::Descending)).await;
    assert_eq!(names(&descending.data), ["c", "B2", "b", "A"]);
}

#[tokio::test]
async fn the_latest_come_first_unless_asked_otherwise() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    ada.issue("older").await;
    tenant.advance_clock(Seconds(5)).await;
    ada.issue("newer").await;
    assert_eq!(ada.names().await, ["newer", "older"]);
}

#[tokio::test]
async fn the_search_finds_what_has_the_text_in_it_without_regard_to_case() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for name in ["Nightly build", "build 100%", "a_b", "axb", "ÜBUNG", "it's"] {
        ada.issue(name).await;
    }
    for (search, found) in [
        ("BUILD", vec!["build 100%", "Nightly build"]),
        ("%", vec!["build 100%"]),
        ("_", vec!["a_b"]),
        ("übung", vec!["ÜBUNG"]),
        ("it's", vec!["it's"]),
        ("\\", vec![]),
        ("nothing of it", vec![]),
        ("", vec!["a_b", "axb", "build 100%", "it's", "Nightly build", "ÜBUNG"]),
        ("b", vec!["a_b", "axb", "build 100%", "Nightly build", "ÜBUNG"]),
        ("0%", vec!["build 100%"]),
        ("ld", vec!["build 100%", "Nightly build"]),
        ("\"", vec![]),
        ("build\" OR \"it's", vec![]),
        ("build*", vec![]),
        ("a\0b", vec![]),
        ("\u{1}", vec![]),
    ] {
        let mut query = sorted(SortBy::Name, Direction::Ascending);
        query.search = Some(search.to_owned());
        let page = ada.list(&query).await;
        assert_eq!(names(&page.data), found, "{search:?}");
        assert_eq!(page.totals.all(), 6, "the totals are those of all");
    }
}

#[tokio::test]
async fn the_list_is_exact_the_moment_after_a_change() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for round in 0..10 {
        let issued = ada.issue(&format!("round {round}")).await;
        assert_eq!(ada.find(issued.view.id).await, Some(issued.view.clone()));
        ada.revoke(issued.view.id).await;
        let page = ada.list(&TokenQuery::default()).await;
        assert_eq!((page.total, page.data), (0, vec![]));
    }
}

#[tokio::test]
async fn people_see_their_own_tokens_and_full_administrators_all_of_the_tenant() {
    let tenant = Tenant::create(shared().await).await;
    let other = Tenant::create(shared().await).await;
    other.sign_in(ADA).await.issue("of another tenant").await;
    let people = [ADA, OTTO, RITA];
    let mut sessions = Vec::new();
    for name in people {
        let person = tenant.sign_in(name).await;
        person.issue(&format!("of {name}")).await;
        sessions.push(person);
    }
    for (person, name) in sessions.iter().zip(people) {
        let page = person.list(&sorted(SortBy::Name, Direction::Ascending)).await;
        let seen: Vec<_> = page.data.iter().map(|view| view.issued_by.as_str()).collect();
        let all: &[&str] = if name == ADA { &people } else { &[name] };
        assert_eq!(seen, all);
        assert_eq!((page.total, page.totals.all()), (all.len() as u64, all.len() as u64));
        assert_eq!(person.me().await.is_full_administrator, name == ADA);
    }
}

#[tokio::test]
async fn a_token_turns_active_once_it_is_used() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let (used, unused) = (ada.issue("used").await, ada.issue("unused").await);
    tenant.caller.verify(&used.token).await.expect(200);
    let view = await_active(&ada, &used.view).await;
    let last_used_at = view.last_used_at.unwrap();
    assert!((0..60).contains(&(last_used_at - view.iat).0), "{view:?}");

    let totals = StatusTotals { generated: 1, active: 1, inactive: 0 };
    for (status, id) in [(Status::Active, used.view.id), (Status::Generated, unused.view.id)] {
        let page = ada.list(&of_status(status)).await;
        assert_eq!((page.total, page.totals), (1, totals));
        assert_eq!(page.data.len(), 1);
        assert_eq!(page.data[0].id, id);
    }
    assert_eq!(ada.list(&of_status(Status::Inactive)).await.data, []);
}

#[tokio::test]
async fn a_token_is_active_for_seven_days_after_its_use_and_then_inactive() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("used").await;
    tenant.caller.verify(&issued.token).await.expect(200);
    await_active(&ada, &issued.view).await;

    let margin = Seconds(60);
    tenant.advance_clock(Seconds(ACTIVE_FOR.0 - margin.0)).await;
    let ada = tenant.sign_in(ADA).await;
    assert_eq!(ada.find(issued.view.id).await.unwrap().status, Status::Active);
    tenant.advance_clock(Seconds(margin.0 + 1)).await;
    assert_eq!(ada.find(issued.view.id).await.unwrap().status, Status::Inactive);
    let page = ada.list(&of_status(Status::Inactive)).await;
    assert_eq!((page.total, page.totals.inactive), (1, 1));
    assert_eq!(page.data[0].id, issued.view.id);
    assert_eq!(ada.list(&of_status(Status::Active)).await.data, []);
}

#[tokio::test]
async fn a_use_that_was_refused_is_no_use() {
    let tenant = Tenant::create(shared().await).await;
    let rita = tenant.sign_in(RITA).await;
    let (refused, control) = (rita.issue("refused").await, rita.issue("control").await);
    let altering = tenant.caller.api(Method::POST, "echo/refused", &refused.token);
    send(altering).await.expect_problem(ProblemKind::InsufficientScope);
    // Reports go in order, so one of a later use shows that none of the refused one is to come.
    tenant.caller.verify(&control.token).await.expect(200);
    await_active(&rita, &control.view).await;
    let view = rita.find(refused.view.id).await.unwrap();
    assert_eq!((view.status, view.last_used_at), (Status::Generated, None));
}

async fn await_active(person: &Person, view: &TokenView) -> TokenView {
    eventually("the token is active", USE_SHOWS_WITHIN, async || {
        let view = person.find(view.id).await;
        view.filter(|view| view.status == Status::Active)
    })
    .await
}
