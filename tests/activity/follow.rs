//! Following the log as it grows.

use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use futures_util::future::select_all;
use gatepass_core::activity::{ActivityQuery, MOST_WAITERS, Order};
use gatepass_core::audit::Action;
use gatepass_core::route::Route;
use gatepass_core::wire::{ActivityPage, ProblemKind};

use super::{asking, asking_with, issue_with, read, try_read};
use crate::harness::{ADA, Tenant, eventually, send, shared};

/// A query that waits for what comes after a cursor.
fn waiting(cursor: &str, seconds: u32) -> String {
    format!("order=oldest&wait={seconds}&cursor={cursor}")
}

async fn end_of_log(person: &crate::harness::Person) -> String {
    let limit = Some(100.try_into().unwrap());
    let query = ActivityQuery { order: Order::Oldest, limit, ..Default::default() };
    read(person, &query).await.cursor.unwrap()
}

#[tokio::test]
async fn who_follows_the_cursor_sees_every_event_exactly_once_in_order() {
    const WRITERS: usize = 8;
    const EACH: usize = 6;
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let reader = issue_with(&ada, "siem", "activity:read").await;
    let start = end_of_log(&ada).await;
    let writing = async {
        let names: Vec<String> = (0..WRITERS * EACH).map(|number| format!("{number}")).collect();
        let issuing = names.iter().map(|name| ada.issue(name));
        futures_util::stream::iter(issuing).buffer_unordered(WRITERS).count().await
    };
    let reading = async {
        let (mut cursor, mut seen) = (start, Vec::new());
        while seen.len() < WRITERS * EACH {
            let query = format!("{}&limit=5", waiting(&cursor, 10));
            let answer = send(asking_with(&tenant, &reader.token, &query)).await.expect(200);
            let page: ActivityPage = answer.json();
            cursor = page.cursor.unwrap();
            seen.extend(page.data);
        }
        seen
    };
    let (written, seen) = tokio::join!(writing, reading);
    assert_eq!(written, WRITERS * EACH);
    let first = seen[0].sequence;
    let sequences: Vec<u64> = seen.iter().map(|event| event.sequence).collect();
    let expected: Vec<u64> = (first..first + seen.len() as u64).collect();
    assert_eq!(sequences, expected);
    assert!(seen.iter().all(|event| event.action == Action::TokenIssued));
}

#[tokio::test]
async fn a_wait_ends_as_soon_as_an_event_comes() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let cursor = end_of_log(&ada).await;
    let begun = Instant::now();
    let query = waiting(&cursor, 25);
    let (answer, _) = tokio::join!(try_read(&ada, &query), ada.issue("ci"));
    let page: ActivityPage = answer.expect(200).json();
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
    assert_eq!(page.data.len(), 1);
    assert_eq!(page.data[0].action, Action::TokenIssued);
}

#[tokio::test]
async fn a_wait_without_an_event_ends_empty_with_the_cursor_to_go_on_from() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let cursor = end_of_log(&ada).await;
    let begun = Instant::now();
    let page: ActivityPage = try_read(&ada, &waiting(&cursor, 2)).await.expect(200).json();
    assert!(begun.elapsed() >= Duration::from_secs(2));
    assert_eq!((page.data, page.has_next, page.cursor.as_ref()), (vec![], false, Some(&cursor)));
}

#[tokio::test]
async fn a_cursor_passes_over_what_its_filters_leave_out() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let start = end_of_log(&ada).await;
    ada.issue("left out").await;
    let query = format!("kind=user&{}", waiting(&start, 0));
    let page: ActivityPage = try_read(&ada, &query).await.expect(200).json();
    assert_eq!(page.data, []);
    assert_eq!(page.cursor, Some(end_of_log(&ada).await));
}

#[tokio::test]
async fn a_wait_holds_up_nobody_and_ends_with_its_token() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let reader = issue_with(&ada, "siem", "activity:read").await;
    let cursor = end_of_log(&ada).await;
    // Only what the revocation leaves out is waited for, so the wait itself is refused.
    let query = format!("kind=user&{}", waiting(&cursor, 25));
    let begun = Instant::now();
    let (answer, _) = tokio::join!(send(asking_with(&tenant, &reader.token, &query)), async {
        ada.issue("beside").await;
        ada.revoke(reader.view.id).await
    });
    answer.expect_problem(ProblemKind::InvalidToken);
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn so_many_wait_at_once_and_who_hangs_up_frees_the_place() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let query = waiting(&end_of_log(&ada).await, 25);
    let all = (0..=MOST_WAITERS)
        .map(|_| Box::pin(send(asking(&ada, &Route::Activity, &query))))
        .collect::<Vec<_>>();
    let begun = Instant::now();
    // The one too many is told at once; the others wait on.
    let (refused, _, others) = select_all(all).await;
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    refused.expect_problem(ProblemKind::Unavailable);
    assert!(!refused.header("retry-after").is_empty());
    try_read(&ada, "order=oldest").await.expect(200);

    drop(others);
    eventually("a place is free", Duration::from_secs(30), async || {
        let answer = try_read(&ada, &query.replace("wait=25", "wait=1")).await;
        (answer.status == 200).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_wait_is_one_use_however_often_it_looks() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let reader = issue_with(&ada, "siem", "activity:read").await;
    let cursor = end_of_log(&ada).await;
    send(asking_with(&tenant, &reader.token, &waiting(&cursor, 4))).await.expect(200);
    let uses = ada.find(reader.view.id).await.unwrap().uses_by_day;
    assert_eq!(uses.iter().sum::<u64>(), 1);
}
