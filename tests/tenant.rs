//! Tenants, for the operator.

use gatepass_core::route::{Fault, Route};
use gatepass_core::tenant::Region;
use gatepass_core::time::Seconds;
use gatepass_core::wire::{CreatedTenant, ProblemKind, TenantList};
use serde_json::json;

use crate::harness::{
    ADA, Caller, Server, Settings, Tenant, create, plain, random_hex, send, send_json, shared,
};

async fn listed(caller: &Caller) -> TenantList {
    send(caller.as_operator(&Route::Tenants)).await.expect(200).json()
}

#[tokio::test]
async fn a_tenant_is_made_with_a_way_in_that_ends_after_a_day() {
    let caller = shared().await.caller();
    let label = format!("t-{}", random_hex(8)).parse().unwrap();
    let answer = create(&caller, &label).await.expect(201);
    assert_eq!(answer.header("cache-control"), "no-store");
    let made: CreatedTenant = answer.json();
    assert_eq!((&made.tenant.label, made.tenant.region), (&label, Region::Eu));
    assert_eq!(made.link.exp - made.tenant.created_at, Seconds::hours(24));
    let own = caller.at_host(&format!("{label}.eu.localhost"));
    let start = format!("{}/sign-in#link=link_", own.origin());
    assert!(made.link.link.starts_with(&start), "{}", made.link.link);
    assert!(listed(&caller).await.data.contains(&made.tenant));
}

#[tokio::test]
async fn making_a_tenant_twice_changes_nothing_and_says_so() {
    let tenant = Tenant::create(shared().await).await;
    let issued = tenant.sign_in(ADA).await.issue("ci").await;
    let again = create(&tenant.caller, &tenant.label).await;
    let problem = again.expect_problem(ProblemKind::AlreadyExists);
    assert!(problem.detail.unwrap().contains(tenant.label.as_str()));
    assert!(!again.text().contains("link_"));
    let known = listed(&tenant.caller).await.data;
    let namesakes: Vec<_> = known.iter().filter(|known| known.label == tenant.label).collect();
    assert_eq!(namesakes.len(), 1);
    assert_eq!(namesakes[0].id, tenant.id);
    tenant.caller.verify(&issued.token).await.expect(200);
}

#[tokio::test]
async fn of_many_who_make_one_tenant_at_once_one_does() {
    let caller = shared().await.caller();
    let label = format!("t-{}", random_hex(8)).parse().unwrap();
    let answers = futures_util::future::join_all((0..8).map(|_| create(&caller, &label))).await;
    let mut statuses: Vec<_> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409, 409, 409, 409, 409, 409, 409]);
}

#[tokio::test]
async fn a_label_that_no_host_name_could_have_is_refused() {
    let caller = shared().await.caller();
    for label in [
        "",
        "1st",
        "-a",
        "a-",
        "Upper",
        "under_score",
        "dot.ted",
        "a b",
        "é",
        &"a".repeat(64),
        "a/../b",
    ] {
        let body = json!({ "label": label, "region": "eu" });
        let answer = send_json(caller.as_operator(&Route::CreateTenant), &body).await;
        answer.expect_wrong("label");
    }
}

#[tokio::test]
async fn another_link_is_another_way_in() {
    let tenant = Tenant::create(shared().await).await;
    let another = tenant.another_link().await;
    assert_ne!(another, tenant.link);
    for (link, name) in [(&another, "Second"), (&tenant.link, "First")] {
        let body = json!({ "link": link, "name": name });
        send_json(tenant.caller.as_page(&Route::SignInByLink), &body).await.expect(204);
    }
}

#[tokio::test]
async fn a_tenant_that_does_not_exist_is_not_found() {
    let caller = shared().await.caller();
    let nobody: gatepass_core::tenant::TenantLabel = "nobody-has-this".parse().unwrap();
    send(caller.as_operator(&Route::TenantLink(nobody.clone())))
        .await
        .expect_problem(ProblemKind::NotFound);
    let request = caller.as_operator(&Route::AdvanceClock(nobody));
    send_json(request, &json!({ "seconds": 1 })).await.expect_problem(ProblemKind::NotFound);
}

#[tokio::test]
async fn only_the_operators_command_makes_a_registry() {
    let server = Server::start(Settings::new()).await;
    let caller = server.caller();
    Tenant::create(&server).await;
    let before = server.registry_count();
    assert_eq!(before, 2, "the directory's and the tenant's");
    for number in 0..50 {
        let label = format!("guess-{number}");
        let body = json!({ "tenant": label, "person": ADA });
        let request = caller.as_page(&Route::SignInForDevelopment);
        send_json(request, &body).await.expect_wrong("tenant");
        let host = caller.at_host(&format!("{label}.eu.localhost"));
        send(host.to(&Route::Me)).await.expect(404);
        host.verify("garbage").await.expect(403);
        let link = Route::TenantLink(label.parse().unwrap());
        send(caller.as_operator(&link)).await.expect(404);
    }
    assert_eq!(server.registry_count(), before);
}

#[tokio::test]
async fn where_faults_are_not_switched_on_there_are_none_to_provoke() {
    let caller = plain().await.caller();
    let label: gatepass_core::tenant::TenantLabel = "contoso".parse().unwrap();
    for fault in Fault::ALL {
        let answer = send(caller.as_operator(&Route::Fault(fault, label.clone()))).await;
        answer.expect_problem(ProblemKind::NotFound);
    }
    let request = caller.as_operator(&Route::AdvanceClock(label));
    send_json(request, &json!({ "seconds": 1 })).await.expect_problem(ProblemKind::NotFound);
}
