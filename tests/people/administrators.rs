//! Somebody who is there administers the tenant, whatever is asked for and by how many at once.

use futures_util::future::join_all;
use gatepass_core::people::UserState;
use gatepass_core::policy::{Policy, Role};
use gatepass_core::route::Route;
use gatepass_core::wire::{ProblemKind, UserQuery};
use serde_json::json;

use super::{add, deprovision, edit, enter, give_role, list, try_impact, view};
use crate::harness::{ADA, Answer, Person, Tenant, shared};

const SAM: &str = "Security administrator";

#[track_caller]
fn expect_last(answer: &Answer, name: &str) {
    let problem = answer.expect_problem(ProblemKind::Conflict);
    let sentence =
        format!("{name} is the last full administrator. Give somebody else such a role first.");
    assert_eq!(problem.detail, Some(sentence));
}

async fn expect_ada_stays(ada: &Person) {
    let sub = ada.me().await.sub;
    expect_last(&edit(ada, sub, json!({ "role": Role::SECURITY_READER })).await, ADA);
    expect_last(&ada.call(&Route::DeprovisionUser(sub)).await, ADA);
    // What is asked about is told the same.
    for query in ["role=security-reader", "deprovision=true"] {
        expect_last(&try_impact(ada, sub, query).await, ADA);
    }
    let seen = view(ada, sub).await;
    assert_eq!((seen.role, seen.state), (Role::GLOBAL_ADMINISTRATOR, UserState::Active));
}

#[tokio::test]
async fn the_last_full_administrator_can_be_neither_demoted_nor_deprovisioned() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    expect_ada_stays(&ada).await;
    // Who was invited may never come, and who is shut out can't.
    let bob = add(&ada, "Bob", Role::GLOBAL_ADMINISTRATOR).await;
    expect_ada_stays(&ada).await;
    enter(&tenant, &bob.link.link).await.expect(204);
    deprovision(&ada, bob.user.sub).await;
    expect_ada_stays(&ada).await;
    // From one role that administers to another, nobody is lost.
    let sub = ada.me().await.sub;
    give_role(&ada, sub, Role::SECURITY_ADMINISTRATOR).await;
    give_role(&ada, sub, Role::GLOBAL_ADMINISTRATOR).await;
}

#[tokio::test]
async fn with_another_administrator_there_one_may_step_down_and_even_leave() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, sam) = (tenant.sign_in(ADA).await, tenant.sign_in(SAM).await);
    let (ada_sub, sam_sub) = (ada.me().await.sub, sam.me().await.sub);
    give_role(&ada, ada_sub, Role::SECURITY_READER).await;
    let answer = ada.call(&Route::Users).await;
    answer.expect_problem(ProblemKind::PermissionDenied);
    expect_last(&sam.call(&Route::DeprovisionUser(sam_sub)).await, SAM);
    give_role(&sam, ada_sub, Role::GLOBAL_ADMINISTRATOR).await;
    deprovision(&sam, sam_sub).await;
    sam.call(&Route::Me).await.expect_problem(ProblemKind::Unauthenticated);
    expect_ada_stays(&ada).await;
}

#[tokio::test]
async fn of_two_administrators_who_go_at_once_one_stays() {
    for round in 0..3 {
        let tenant = Tenant::create(shared().await).await;
        let (ada, sam) = (tenant.sign_in(ADA).await, tenant.sign_in(SAM).await);
        let subs = [ada.me().await.sub, sam.me().await.sub];
        let reader = json!({ "role": Role::SECURITY_READER });
        let leaving = [(&ada, subs[0]), (&sam, subs[1])].map(|(person, sub)| {
            let reader = reader.clone();
            async move {
                if round == 0 {
                    edit(person, sub, reader).await
                } else {
                    person.call(&Route::DeprovisionUser(sub)).await
                }
            }
        });
        let answers = join_all(leaving).await;
        let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 1, "{statuses:?}");
        let stays = if statuses[0] == 409 { &ada } else { &sam };
        let policy = Policy::default();
        let page = list(stays, &UserQuery::default()).await;
        let there = page
            .data
            .iter()
            .filter(|user| policy.is_full(&user.role) && user.state == UserState::Active);
        assert_eq!(there.count(), 1);
    }
}
