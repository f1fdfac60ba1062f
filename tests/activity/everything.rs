//! Whatever is done is in the log.

use std::time::Duration;

use gatepass_core::audit::{Action, Actor, Means};
use gatepass_core::route::Route;
use gatepass_core::wire::ProblemKind;
use serde_json::json;

use super::{asking, events, issue_with};
use crate::harness::{ADA, Person, Tenant, eventually, send, send_json, session_of, shared};

/// By when a refused use shows, at the latest: a report is due 5 s after the last.
const REFUSAL_SHOWS_WITHIN: Duration = Duration::from_secs(20);

#[tokio::test]
async fn each_thing_done_is_told_with_who_did_it_by_what_and_from_where() {
    let tenant = Tenant::create(shared().await).await;
    let link = json!({ "link": tenant.link, "name": "Ingrid First" });
    let by_link = || send_json(tenant.caller.as_page(&Route::SignInByLink), &link);
    let ingrid = Person::with(&tenant.caller, session_of(&by_link().await.expect(204)));
    by_link().await.expect_wrong("link");
    let ada = tenant.sign_in(ADA).await;
    let managing = issue_with(&ada, "manager", "read manage").await;
    let issued = ada.issue("ci").await;
    let renaming = json!({ "name": "ci-deploy" });
    send_json(ada.to(&Route::EditToken(issued.view.id)), &renaming).await.expect(200);
    let regenerating = json!({ "overlap": 0 });
    send_json(ada.to(&Route::RegenerateToken(issued.view.id)), &regenerating).await.expect(200);
    let settings = json!({ "most_live_tokens": 7 });
    send_json(ada.to(&Route::ChangeSettings), &settings).await.expect(200);
    let revoking = tenant.caller.to(&Route::RevokeToken(issued.view.id));
    let revoking = revoking.header("authorization", format!("Token {}", managing.token));
    send(revoking).await.expect(200);
    let refused = tenant.caller.to(&Route::Tokens);
    let refused = refused.header("authorization", format!("Token {}", issued.token));
    send(refused).await.expect_problem(ProblemKind::InvalidToken);
    send(asking(&ada, &Route::ExportActivity, "")).await.expect(200);
    let ada_me = ada.me().await;
    let ingrid_me = ingrid.me().await;
    ingrid.call(&Route::SignOut).await.expect(204);

    let user = |me: &gatepass_core::wire::Me| Actor::User { sub: me.sub, name: me.name.clone() };
    let (by_ada, by_ingrid) = (user(&ada_me), user(&ingrid_me));
    for (action, actor, by, object) in [
        (Action::SignInLinkCreated, &Actor::Operator, Means::OperatorSecret, tenant.label.as_str()),
        (Action::SignInLinkUsed, &by_ingrid, Means::SignInLink, ""),
        (Action::SignInRefused, &Actor::Unknown, Means::SignInLink, ""),
        (Action::TokenIssued, &by_ada, Means::Session, "manager"),
        (Action::TokenChanged, &by_ada, Means::Session, "ci-deploy"),
        (Action::TokenRegenerated, &by_ada, Means::Session, "ci-deploy"),
        (Action::SettingsChanged, &by_ada, Means::Session, tenant.label.as_str()),
        (Action::TokenRevoked, &by_ada, Means::Token(managing.view.id), "ci-deploy"),
        (Action::ActivityExported, &by_ada, Means::Session, ""),
        (Action::SessionClosed, &by_ingrid, Means::Session, ""),
    ] {
        let told = events(&ada, action).await;
        let event = told.first().unwrap_or_else(|| panic!("{action} is not told"));
        assert_eq!((&event.actor, &event.by), (actor, &by), "{action}");
        let name = event.object.as_ref().map(|object| object.name.as_str()).unwrap_or_default();
        assert_eq!(name, object, "{action}");
        // The operator's commands come from wherever the operator is.
        let has_address = event.address.is_some_and(|address| address.is_loopback());
        assert!(has_address || event.by == Means::OperatorSecret, "{action}");
    }
    for (action, field, before, after) in [
        (Action::TokenChanged, "name", Some("ci"), Some("ci-deploy")),
        (Action::TokenRegenerated, "overlap", None, Some("0")),
        (Action::SettingsChanged, "most_live_tokens", Some("100"), Some("7")),
        (Action::SignInRefused, "reason", None, Some("link_spent")),
        (Action::ActivityExported, "format", None, Some("csv")),
    ] {
        let told = events(&ada, action).await;
        let change = told[0].changes.iter().find(|change| change.field == field);
        let change = change.unwrap_or_else(|| panic!("{action} does not tell {field}"));
        assert_eq!((change.before.as_deref(), change.after.as_deref()), (before, after));
    }
    let opened = events(&ada, Action::SessionOpened).await;
    let by: Vec<&Means> = opened.iter().map(|event| &event.by).collect();
    assert_eq!(by, [&Means::SignInLink, &Means::DevelopmentSignIn]);

    eventually("the refused use is told", REFUSAL_SHOWS_WITHIN, async || {
        let told = events(&ada, Action::TokenRefused).await;
        let object = told.first()?.object.clone()?;
        (object.id == issued.view.id.to_string()).then_some(())
    })
    .await;
}
