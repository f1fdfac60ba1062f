//! What hands out a token that can change data takes a sign-in of the last 15 minutes.

use gatepass_core::agents::AgentKind;
use gatepass_core::route::Route;
use gatepass_core::time::Seconds;
use gatepass_core::wire::{Problem, ProblemKind, SessionList};
use serde_json::{Value, json};

use crate::harness::{ADA, Answer, Issued, Person, Tenant, send_json, shared};

async fn issue(person: &Person, name: &str, scope: &str) -> Answer {
    let request = json!({ "name": name, "scope": scope });
    send_json(person.to(&Route::IssueToken), &request).await
}

async fn edit(person: &Person, token: &Issued, change: Value) -> Answer {
    send_json(person.to(&Route::EditToken(token.view.id)), &change).await
}

fn assert_too_old(answer: &Answer) {
    assert_eq!(answer.status, 403, "{}", answer.text());
    assert_eq!(answer.json::<Problem>().kind, ProblemKind::SignInTooOld);
}

#[tokio::test]
async fn a_token_that_can_change_data_takes_a_recent_sign_in() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let writing: Issued = issue(&ada, "writes", "read write").await.expect(201).json();
    let reading: Issued = issue(&ada, "reads", "read").await.expect(201).json();
    tenant.advance_clock(Seconds(901)).await;

    for scope in ["read write", "write", "manage", "logs:write", "introspect"] {
        assert_too_old(&issue(&ada, "late", scope).await);
    }
    let overlap = json!({ "overlap": 0 });
    let regenerate = Route::RegenerateToken(writing.view.id);
    assert_too_old(&send_json(ada.to(&regenerate), &overlap).await);
    assert_too_old(&edit(&ada, &reading, json!({ "scope": "read write" })).await);
    let collector = Route::AddAgent(AgentKind::LogCollector);
    assert_too_old(&send_json(ada.to(&collector), &json!({ "name": "hub" })).await);
    let mut names = ada.names().await;
    names.sort();
    assert_eq!(names, ["reads", "writes"], "nothing was changed");

    issue(&ada, "reads too", "read").await.expect(201);
    let regenerate = Route::RegenerateToken(reading.view.id);
    send_json(ada.to(&regenerate), &overlap).await.expect(200);
    edit(&ada, &writing, json!({ "name": "renamed" })).await.expect(200);
    edit(&ada, &writing, json!({ "scope": "read" })).await.expect(200);

    let again = tenant.sign_in(ADA).await;
    issue(&again, "late", "read write").await.expect(201);
    assert_too_old(&issue(&ada, "later", "read write").await);
}

#[tokio::test]
async fn to_use_a_session_does_not_make_its_sign_in_recent() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for _ in 0..4 {
        tenant.advance_clock(Seconds(240)).await;
        ada.call(&Route::Me).await.expect(200);
    }
    assert_too_old(&issue(&ada, "late", "write").await);
}

#[tokio::test]
async fn each_sign_in_opens_a_session_of_its_own() {
    let tenant = Tenant::create(shared().await).await;
    let (first, second) = (tenant.sign_in(ADA).await, tenant.sign_in(ADA).await);
    assert_ne!(first.session, second.session);
    let sessions: SessionList = first.call(&Route::Sessions).await.expect(200).json();
    assert_ne!(sessions.data[0].id, sessions.data[1].id);
}
