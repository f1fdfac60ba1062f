//! A fault in the midst of an answer from memory.

use std::time::Duration;

use futures_util::future::join_all;
use gatepass_core::route::Fault;
use gatepass_core::wire::ProblemKind;
use reqwest::Method;
use tokio::time::timeout;

use super::{Question, Scene, is_at_once};
use crate::harness::{Answer, Upstream, random_hex, send};

/// How many requests are in flight beside each fault.
const BESIDE: usize = 200;

/// How long any request may take once what it waits for has answered.
const PROMPTLY: Duration = Duration::from_secs(5);

/// What the requests beside the fault were answered with.
struct Beside {
    held: Vec<Answer>,
}

/// Provokes a fault in the midst of a valid token's validation, while requests wait in the same
/// isolate. Whatever the fault: its own request fails, nobody is let through that should not be, and
/// whoever comes next is served.
async fn provoke(fault: &str) -> Beside {
    let scene = Scene::new().await;
    let near = &scene.edges.near;
    let (valid, revoked) = (scene.issue("valid").await, scene.issue("revoked").await);
    scene.ada.revoke(revoked.view.id).await;
    let (valid, revoked) = (Question::of(near, &valid.token), Question::of(near, &revoked.token));
    valid.ask_memory("valid").await.expect(200);
    revoked.ask_memory("revoked").await.expect(401);

    let key = random_hex(8);
    let token = scene.issue("held").await.token;
    let path = format!("held/{key}");
    let held = (0..BESIDE).map(|_| send(near.api(Method::GET, &path, &token)));
    let held = tokio::spawn(join_all(held));
    Upstream::shared().await_seen(&key, |seen| seen.times == BESIDE).await;

    let usual = scene.tenant.provoke(Fault::PanicInWorker).await;
    for question in [&valid, &revoked] {
        let failing = send(question.request().header("x-fault", fault));
        let failed = timeout(PROMPTLY, failing).await.expect("it does not hang");
        failed.expect_problem(ProblemKind::Internal);
        assert!(is_at_once(&failed), "it failed where it was provoked");
        let unmarked = |answer: &Answer| {
            let mut headers = answer.headers.clone();
            headers.remove("x-way");
            (headers, answer.body.clone())
        };
        assert_eq!(unmarked(&failed), unmarked(&usual), "as any fault is told");

        // The very next ones, and many at once.
        timeout(PROMPTLY, valid.ask()).await.expect("it does not hang").expect(200);
        timeout(PROMPTLY, revoked.ask()).await.expect("it does not hang").expect(401);
        let both = [&valid, &revoked];
        let next = join_all(both.into_iter().cycle().take(BESIDE).map(Question::ask));
        let next = timeout(PROMPTLY * 2, next).await.expect("none hangs");
        let statuses: Vec<u16> = next.iter().map(|answer| answer.status).collect();
        assert_eq!(statuses, [200, 401].repeat(BESIDE / 2));
    }

    send(near.api(Method::GET, &format!("echo/{key}-more"), &token)).await.expect(200);
    let held = timeout(PROMPTLY * 2, held).await.expect("none hangs").unwrap();
    assert_eq!(held.len(), BESIDE);
    scene.issue("after").await;
    valid.ask_memory("valid").await.expect(200);
    Beside { held }
}

#[tokio::test]
async fn a_panic_in_an_answer_from_memory_fails_its_own_request_and_no_other() {
    let Beside { held } = provoke("panic").await;
    for answer in held {
        assert_eq!((answer.status, answer.text().as_str()), (200, "held\n"));
    }
}

#[tokio::test]
async fn a_platform_that_throws_in_an_answer_from_memory_fails_one_request_and_no_other() {
    let Beside { held } = provoke("throw").await;
    for answer in held {
        assert_eq!((answer.status, answer.text().as_str()), (200, "held\n"));
    }
}

/// Those that wait in an instance that is lost are lost with it, and told so.
#[tokio::test]
async fn after_a_trap_in_an_answer_from_memory_the_next_request_is_served_and_none_hangs() {
    let Beside { held } = provoke("trap").await;
    for answer in &held {
        assert!(answer.status >= 500, "{}: {}", answer.status, answer.text());
    }
}
