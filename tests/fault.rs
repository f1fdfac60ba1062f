//! A fault harms nothing beside it.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use gatepass_core::audit::Action;
use gatepass_core::route::Fault;
use gatepass_core::wire::ProblemKind;
use reqwest::Method;
use rusqlite::Connection;

use crate::harness::{ADA, Answer, OTTO, Server, Tenant, Upstream, random_hex, send, shared};

/// How many requests are in flight beside each fault.
const BESIDE: usize = 200;

/// How long the one that fails may take to say so.
const PROMPTLY: Duration = Duration::from_secs(5);

/// Provokes the fault while requests wait in the Worker, and others are with the same registry.
async fn provoke_beside_others(fault: Fault) {
    let tenant = Tenant::create(shared().await).await;
    let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(OTTO).await);
    let issued = ada.issue("ci").await;
    let key = random_hex(8);
    let path = format!("held/{key}");
    tenant.caller.verify(&issued.token).await.expect(200);

    let held = tokio::spawn(join_all((0..BESIDE).map(|_| {
        let request = tenant.caller.api(Method::GET, &path, &issued.token);
        send(request)
    })));
    Upstream::shared().await_seen(&key, |seen| seen.times == BESIDE).await;

    let begin = Instant::now();
    let failing = async {
        let answer = tenant.provoke(fault).await;
        (answer, begin.elapsed())
    };
    let lists = join_all((0..20).map(|_| ada.try_list("")));
    let names: Vec<String> = (0..20).map(|number| format!("beside {number}")).collect();
    let issuing = join_all(names.iter().map(|name| otto.try_issue(name)));
    let ((failed, elapsed), listed, beside) = tokio::join!(failing, lists, issuing);

    failed.expect_problem(ProblemKind::Internal);
    assert!(!failed.text().contains("provoked"), "{}", failed.text());
    assert!(elapsed < PROMPTLY, "{fault:?} took {elapsed:?}");
    listed.iter().for_each(|answer| assert_eq!(answer.status, 200, "{}", answer.text()));
    beside.iter().for_each(|answer| assert_eq!(answer.status, 201, "{}", answer.text()));

    let more = format!("echo/{key}-more");
    send(tenant.caller.api(Method::GET, &more, &issued.token)).await.expect(200);
    let held: Vec<Answer> = held.await.unwrap();
    assert_eq!(held.len(), BESIDE);
    for answer in held {
        assert_eq!((answer.status, answer.text().as_str()), (200, "held\n"));
    }

    expect_nothing_of_it_kept(shared().await);

    // Worker and registry live on, with all that the others did.
    assert_eq!(otto.names().await.len(), names.len());
    let after = ada.issue("after").await;
    tenant.caller.verify(&after.token).await.expect(200);
}

/// What was rolled back may leave its bytes in a file's free space, so rows are counted. One that was
/// committed is looked for as well, which shows that looking finds what is there.
fn expect_nothing_of_it_kept(server: &Server) {
    let registries = server.registries();
    let events = |action: Action| -> i64 {
        let count = "SELECT count(*) FROM audit_events WHERE action = ?";
        let of_registry = |registry: &Connection| -> Option<i64> {
            registry.query_row(count, [action.as_str()], |row| row.get(0)).ok()
        };
        registries.iter().filter_map(of_registry).sum()
    };
    assert!(events(Action::SignInLinkCreated) > 0);
    assert_eq!(events(Action::FaultProvoked), 0);
}

#[tokio::test]
async fn a_panic_in_the_worker_fails_its_own_request_and_no_other() {
    provoke_beside_others(Fault::PanicInWorker).await;
}

#[tokio::test]
async fn a_panic_in_a_registry_fails_its_own_request_and_no_other() {
    provoke_beside_others(Fault::PanicInRegistry).await;
}

#[tokio::test]
async fn a_panic_in_a_transaction_fails_its_own_request_and_no_other() {
    provoke_beside_others(Fault::PanicInTransaction).await;
}

#[tokio::test]
async fn an_error_in_a_transaction_fails_its_own_request_and_no_other() {
    provoke_beside_others(Fault::ErrorInTransaction).await;
}
