//! What steady use costs: counted at the registry, behind one edge.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use gatepass_core::lifecycle::REFUSED_IN_USE_WITHIN;
use serde_json::json;

use crate::harness::{ADA, Edges, Kv, RITA, Tenant, eventually};

/// How long the hot set is used.
const USED_FOR: Duration = Duration::from_secs(21);

/// The least time between two reports of an isolate for one tenant.
const REPORTED_EVERY: Duration = Duration::from_secs(5);

/// How long the registry takes to answer a report: no request may take as long.
const REPORTS_TAKE: Duration = Duration::from_secs(2);

/// How many programs ask at once, each one request after the other.
const PROGRAMS: usize = 4;

/// By when what was counted shows, at the latest.
const SHOWS_WITHIN: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_hot_set_of_tokens_costs_a_call_in_five_seconds_that_nobody_waits_for() {
    let kv = Kv::start().await;
    let edges = Edges::start(&kv).await;
    let tenant = Tenant::create_at(edges.near.clone()).await;
    let (ada, rita) = (tenant.sign_in(ADA).await, tenant.sign_in(RITA).await);
    let names: Vec<String> = (0..30).map(|number| format!("hot {number}")).collect();
    let hot = join_all(names.iter().map(|name| ada.issue(name))).await;
    let (revoked, small) = (ada.issue("revoked").await, rita.issue("small").await);
    let networks = json!({ "in": ["192.0.2.0/24"] });
    let elsewhere = ada.issue_with(&json!({ "name": "elsewhere", "networks": networks })).await;
    ada.revoke(revoked.view.id).await;

    // Once each, so that all is known to this edge.
    let ask = async |token: &str, status: u16| {
        let begin = Instant::now();
        edges.beside.verify(token).await.expect(status);
        begin.elapsed()
    };
    let ask_with_too_much = async || {
        let route = gatepass_core::route::Route::Verify;
        let request = edges.beside.request(reqwest::Method::DELETE, &route.to_path());
        let authorization = format!("Token {}", small.token);
        crate::harness::send(request.header("authorization", authorization)).await.expect(403);
    };
    for issued in &hot {
        ask(&issued.token, 200).await;
    }
    ask(&revoked.token, 401).await;
    ask(&elsewhere.token, 403).await;
    ask_with_too_much().await;
    edges.delay_reports(REPORTS_TAKE).await;

    let (before, reads) = (edges.calls().await, kv.reads());
    let begin = Instant::now();
    let programs = (0..PROGRAMS).map(|program| {
        let (hot, ask) = (&hot, &ask);
        async move {
            let (mut count, mut slowest) = (0_u32, Duration::ZERO);
            for issued in hot.iter().cycle().skip(program * 7) {
                if begin.elapsed() >= USED_FOR {
                    break;
                }
                slowest = slowest.max(ask(&issued.token, 200).await);
                count += 1;
            }
            (count, slowest)
        }
    });
    let refused = async {
        while begin.elapsed() < USED_FOR {
            ask(&revoked.token, 401).await;
            ask(&elsewhere.token, 403).await;
            ask_with_too_much().await;
        }
    };
    let (programs, ()) = tokio::join!(join_all(programs), refused);
    let (elapsed, after) = (begin.elapsed(), edges.calls().await);
    let requests: u32 = programs.iter().map(|(count, _)| count).sum();
    let slowest = programs.iter().map(|(_, slowest)| *slowest).max().unwrap();

    let asked = |word: &str| {
        let of = |calls: &crate::harness::Calls| calls.get(word).copied().unwrap_or_default();
        (of(&after) - of(&before)) as u64
    };
    let most = elapsed.as_secs() / REPORTED_EVERY.as_secs() + 1;
    assert!(requests > 1_000, "{requests} in {elapsed:?}");
    assert!((1..=most).contains(&asked("report_usage")), "{before:?} {after:?} in {elapsed:?}");
    let sum = |calls: &crate::harness::Calls| calls.values().sum::<usize>() as u64;
    assert_eq!(sum(&after) - sum(&before), asked("report_usage"), "{before:?} {after:?}");
    // A token that is used costs no read. What of a token is refused confirms no grant, so the two
    // whose grants do not reach are read once in a grant's life.
    let lives = elapsed.as_secs() / REFUSED_IN_USE_WITHIN.0 as u64 + 1;
    let of_refused = usize::try_from(2 * lives).unwrap();
    assert!(kv.reads() - reads <= of_refused, "{} reads", kv.reads() - reads);
    assert!(slowest < REPORTS_TAKE, "somebody waited for {slowest:?}");

    // What was a use shows, what was refused never does.
    let uses = u64::from(requests) + hot.len() as u64;
    eventually("all uses are counted", SHOWS_WITHIN, async || {
        let shown = join_all(hot.iter().map(|issued| ada.show(issued.view.id))).await;
        let counted: u64 = shown.iter().flat_map(|view| view.uses_by_day.iter()).sum();
        assert!(counted <= uses, "{counted} of {uses}");
        (counted == uses).then_some(())
    })
    .await;
    for (person, issued) in [(&ada, &revoked), (&ada, &elsewhere), (&rita, &small)] {
        let shown = person.show(issued.view.id).await;
        let uses: u64 = shown.uses_by_day.iter().sum();
        assert_eq!((shown.last_used_at, uses), (None, 0), "{}", shown.name);
        assert_eq!(shown.status, issued.view.status);
    }
    for issued in &hot {
        let (shown, now) =
            (ada.show(issued.view.id).await, ada.list(&Default::default()).await.now);
        let last_used_at = shown.last_used_at.expect("it was used");
        let since = begin.elapsed().saturating_sub(elapsed);
        let behind = (now - last_used_at).0 - since.as_secs() as i64;
        assert!(behind <= 60, "{behind} s behind");
    }
}
