//! Management by API: with a token that may manage, in place of a session.

use gatepass_core::route::Route;
use gatepass_core::time::Seconds;
use gatepass_core::wire::{ProblemKind, RevokedTokens, TokenPage, TokenView};
use serde_json::{Value, json};

use crate::harness::{ADA, Answer, Issued, OTTO, Person, Tenant, send, send_json, shared};

/// A tenant, with a full administrator's program that may manage.
struct Scene {
    tenant: Tenant,
    ada: Person,
    managing: Issued,
}

impl Scene {
    async fn new() -> Self {
        let tenant = Tenant::create(shared().await).await;
        let ada = tenant.sign_in(ADA).await;
        let managing = ada.issue_with(&json!({ "name": "manager", "scope": "manage" })).await;
        Self { tenant, ada, managing }
    }

    async fn call(&self, route: &Route) -> Answer {
        send(self.tenant.caller.with_token(route, &self.managing.token)).await
    }

    async fn send(&self, route: &Route, body: &Value) -> Answer {
        send_json(self.tenant.caller.with_token(route, &self.managing.token), body).await
    }
}

#[tokio::test]
async fn a_program_lists_shows_changes_and_revokes() {
    let scene = Scene::new().await;
    let otto = scene.tenant.sign_in(OTTO).await;
    let (one, two) = (otto.issue("one").await, otto.issue("two").await);
    let listed: TokenPage = scene.call(&Route::Tokens).await.expect(200).json();
    assert_eq!(listed.total, 3);
    let shown: TokenView = scene.call(&Route::Token(one.view.id)).await.expect(200).json();
    assert_eq!(shown, one.view);
    let change =
        json!({ "name": "first", "scope": "read", "exp": one.view.iat + Seconds::days(1) });
    let changed: TokenView =
        scene.send(&Route::EditToken(one.view.id), &change).await.expect(200).json();
    assert_eq!((changed.name.as_str(), changed.scope.to_string()), ("first", "read".to_owned()));
    scene.call(&Route::RevokeToken(two.view.id)).await.expect(200);
    let ids = json!({ "ids": [one.view.id] });
    let revoked: RevokedTokens = scene.send(&Route::RevokeTokens, &ids).await.expect(200).json();
    assert_eq!(revoked.data.len(), 1);
    scene.call(&Route::Settings).await.expect(200);
    assert!(otto.names().await.is_empty());
}

#[tokio::test]
async fn a_program_neither_issues_nor_regenerates_nor_widens_nor_sets() {
    let scene = Scene::new().await;
    let exp = scene.managing.view.iat + Seconds::days(1);
    let networks = json!({ "in": ["127.0.0.0/8", "::1/128"] });
    let body = json!({ "name": "ci", "scope": "read", "exp": exp, "networks": networks });
    let bounded = scene.ada.issue_with(&body).await;
    let id = bounded.view.id;
    for (route, body) in [
        (Route::IssueToken, json!({ "name": "new" })),
        (Route::RegenerateToken(id), json!({ "overlap": 0 })),
        (Route::ChangeSettings, json!({ "most_live_tokens": 1 })),
        (Route::EditToken(id), json!({ "scope": "read write" })),
        (Route::EditToken(id), json!({ "exp": null })),
        (Route::EditToken(id), json!({ "exp": exp + Seconds(1) })),
        (Route::EditToken(id), json!({ "networks": {} })),
        (Route::EditToken(id), json!({ "name": "other", "networks": { "in": ["0.0.0.0/0"] } })),
    ] {
        let answer = scene.send(&route, &body).await;
        answer.expect_problem(ProblemKind::PermissionDenied);
    }
    assert_eq!(scene.ada.show(id).await, bounded.view);
    // Its own token neither, though it is its owner's.
    let own = Route::EditToken(scene.managing.view.id);
    let widening = scene.send(&own, &json!({ "scope": "manage read" })).await;
    widening.expect_problem(ProblemKind::PermissionDenied);
}

#[tokio::test]
async fn a_program_without_manage_manages_nothing() {
    let scene = Scene::new().await;
    let issued = scene.ada.issue("ci").await;
    let with = |route: &Route| scene.tenant.caller.with_token(route, &issued.token);
    let id = scene.managing.view.id;
    for (route, body) in [
        (Route::Tokens, None),
        (Route::Token(id), None),
        (Route::Settings, None),
        (Route::EditToken(id), Some(json!({ "name": "x" }))),
        (Route::RevokeTokens, Some(json!({ "ids": [id] }))),
    ] {
        let answer = match body {
            None => send(with(&route)).await,
            Some(body) => send_json(with(&route), &body).await,
        };
        answer.expect_problem(ProblemKind::InsufficientScope);
    }
}

#[tokio::test]
async fn several_are_revoked_all_or_none() {
    let scene = Scene::new().await;
    let ada = &scene.ada;
    let other = Tenant::create(shared().await).await;
    let foreign = other.sign_in(ADA).await.issue("foreign").await;
    let (one, two) = (ada.issue("one").await, ada.issue("two").await);
    let (one, two) = (one.view.id, two.view.id);
    let wrong = json!({ "ids": [one, two, one, foreign.view.id] });
    let answer = send_json(ada.to(&Route::RevokeTokens), &wrong).await;
    answer.expect_wrong("ids[3]");
    assert_eq!(ada.names().await.len(), 3);
    let otto = scene.tenant.sign_in(OTTO).await;
    let answer = send_json(otto.to(&Route::RevokeTokens), &json!({ "ids": [one] })).await;
    answer.expect_wrong("ids[0]");

    let right = json!({ "ids": [one, two] });
    let answer = send_json(ada.to(&Route::RevokeTokens), &right).await.expect(200);
    let revoked: RevokedTokens = answer.json();
    let ids: Vec<_> = revoked.data.iter().map(|revoked| revoked.id).collect();
    assert_eq!(ids, [one, two]);
    assert_eq!(ada.names().await, ["manager"]);
    other.caller.verify(&foreign.token).await.expect(200);
}
