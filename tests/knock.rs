//! Refused uses: who still tries a token that has ended, and what the log says of it.

use std::time::Duration;

use gatepass_core::audit::{Action, AuditEvent};
use gatepass_core::listing::TokenQuery;
use gatepass_core::wire::{Knocks, ProblemKind, TokenView};
use reqwest::Method;

use crate::harness::{ADA, Issued, OTTO, Person, RITA, Server, Tenant, eventually, send, shared};

/// By when a refused use shows, at the latest: a report is due 5 s after the last, and takes its time.
const KNOCK_SHOWS_WITHIN: Duration = Duration::from_secs(20);

fn with_ended() -> TokenQuery {
    TokenQuery { revoked: true, ..TokenQuery::default() }
}

async fn find_ended(person: &Person, issued: &Issued) -> TokenView {
    let page = person.list(&with_ended()).await;
    page.data.into_iter().find(|view| view.id == issued.view.id).expect("it is listed")
}

/// The knocks on a token once they are so many.
async fn await_knocks(person: &Person, issued: &Issued, count: u64) -> Knocks {
    eventually("the knocks show", KNOCK_SHOWS_WITHIN, async || {
        let view = find_ended(person, issued).await;
        view.knocks.filter(|knocks| knocks.count >= count)
    })
    .await
}

/// What the log says of refused uses of a token.
fn refusals(server: &Server, issued: &Issued) -> Vec<AuditEvent> {
    let mut events = Vec::new();
    for registry in server.registries() {
        let mut statement = registry
            .prepare("SELECT event FROM audit_events WHERE action = ? AND token = ?")
            .expect("a registry has a log");
        let id = issued.view.id.to_string();
        let found = statement.query_map([Action::TokenRefused.as_str(), &id], |row| row.get(0));
        let texts: Vec<String> = found.expect("it can be read").map(Result::unwrap).collect();
        events.extend(texts.iter().map(|text| serde_json::from_str::<AuditEvent>(text).unwrap()));
    }
    events
}

#[tokio::test]
async fn a_revoked_token_tells_how_often_when_and_from_where_it_was_tried_since() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("left behind").await;
    let revoked = ada.revoke(issued.view.id).await;
    let view = find_ended(&ada, &issued).await;
    let by = view.revoked.as_ref().expect("it tells who revoked it");
    assert_eq!((by.at, by.by.as_str(), &view.knocks), (revoked.revoked_at, ADA, &None));

    for _ in 0..5 {
        tenant.caller.verify(&issued.token).await.expect(401);
    }
    let knocks = await_knocks(&ada, &issued, 5).await;
    assert_eq!(knocks.count, 5, "each refused use counts once");
    assert!(revoked.revoked_at <= knocks.first_at && knocks.first_at <= knocks.last_at);
    assert!((knocks.last_at - revoked.revoked_at).0 < 60, "{knocks:?}");
    assert!(knocks.last_from.is_some_and(|from| from.is_loopback()), "{knocks:?}");

    let view = find_ended(&ada, &issued).await;
    assert_eq!((view.last_used_at, view.status), (None, issued.view.status), "it is no use");
    let [event] = &refusals(shared().await, &issued)[..] else { panic!("one event is written") };
    assert_eq!(event.address, knocks.last_from);
    assert_eq!(event.changes[0].after.as_deref(), Some("revoked"));
}

#[tokio::test]
async fn ended_tokens_are_listed_only_when_asked_for_and_each_to_whom_it_belongs() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(OTTO).await);
    let (of_ada, of_otto) = (ada.issue("of Ada").await, otto.issue("of Otto").await);
    ada.issue("live").await;
    ada.revoke(of_ada.view.id).await;
    ada.revoke(of_otto.view.id).await;

    assert_eq!(ada.names().await, ["live"]);
    let all = ada.list(&with_ended()).await;
    assert_eq!((all.total, all.data.len(), all.totals.all()), (3, 3, 1));
    let own = otto.list(&with_ended()).await;
    assert_eq!((own.total, own.data.len(), own.totals.all()), (1, 1, 0));
    let revoked = own.data[0].revoked.as_ref().expect("it was revoked");
    assert_eq!((own.data[0].id, revoked.by.as_str()), (of_otto.view.id, ADA));
    assert!(otto.list(&TokenQuery::default()).await.data.is_empty());
}

#[tokio::test]
async fn a_use_beyond_its_scope_is_in_the_log_and_is_no_knock() {
    let tenant = Tenant::create(shared().await).await;
    let rita = tenant.sign_in(RITA).await;
    let issued = rita.issue("reads").await;
    let altering = tenant.caller.api(Method::POST, "echo/refused", &issued.token);
    send(altering).await.expect_problem(ProblemKind::InsufficientScope);
    let event = eventually("the log has it", KNOCK_SHOWS_WITHIN, async || {
        refusals(shared().await, &issued).pop()
    })
    .await;
    assert_eq!(event.changes[0].after.as_deref(), Some("insufficient_scope"));
    let view = find_ended(&rita, &issued).await;
    assert_eq!((view.knocks, view.last_used_at), (None, None));
}

#[tokio::test]
async fn a_token_refused_by_the_management_api_is_a_knock_too() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("managed").await;
    ada.revoke(issued.view.id).await;
    let list = gatepass_core::route::Route::Tokens;
    let authorization = format!("Token {}", issued.token);
    send(tenant.caller.to(&list).header("authorization", authorization)).await.expect(401);
    assert_eq!(await_knocks(&ada, &issued, 1).await.count, 1);
}
