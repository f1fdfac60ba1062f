//! What is done to people is kept, with what was and what is.

use gatepass_core::audit::{Action, Actor, AuditEvent, ObjectKind};
use gatepass_core::id::Subject;
use gatepass_core::policy::Role;
use gatepass_core::route::Route;
use serde_json::json;

use super::{add, deprovision, edit, enter, give_role, reprovision};
use crate::harness::{ADA, Tenant, send, shared};

/// The events about a user, in their order.
async fn events(sub: Subject) -> Vec<AuditEvent> {
    let registries = shared().await.registries();
    let mut found = Vec::new();
    for registry in registries {
        let Ok(mut statement) =
            registry.prepare("SELECT event FROM audit_events ORDER BY sequence")
        else {
            continue;
        };
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let events = rows.map(|row| serde_json::from_str::<AuditEvent>(&row.unwrap()).unwrap());
        found.extend(events.filter(|event| {
            event.object.as_ref().is_some_and(|object| {
                object.kind == ObjectKind::User && object.id == sub.to_string()
            })
        }));
    }
    found
}

#[tokio::test]
async fn every_change_of_a_user_is_an_event_with_before_and_after() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let bob = add(&ada, "Bob", Role::SECURITY_OPERATOR).await;
    let sub = bob.user.sub;
    edit(&ada, sub, json!({ "email": "bob@example.com", "name": "Bob B." })).await.expect(200);
    give_role(&ada, sub, Role::SECURITY_READER).await;
    // What changes nothing is no event.
    give_role(&ada, sub, Role::SECURITY_READER).await;
    edit(&ada, sub, json!({})).await.expect(200);
    deprovision(&ada, sub).await;
    deprovision(&ada, sub).await;
    reprovision(&ada, sub).await;
    reprovision(&ada, sub).await;
    ada.call(&Route::UserLink(sub)).await.expect(201);

    let events = events(sub).await;
    let actions: Vec<_> = events.iter().map(|event| event.action).collect();
    assert_eq!(
        actions,
        [
            Action::UserAdded,
            Action::SignInLinkCreated,
            Action::UserChanged,
            Action::UserChanged,
            Action::UserDeprovisioned,
            Action::UserReprovisioned,
            Action::SignInLinkCreated,
        ]
    );
    let by_ada = ada.me().await;
    let expected = Actor::User { sub: by_ada.sub, name: by_ada.name };
    assert!(events.iter().all(|event| event.actor == expected), "{events:?}");
    let told = |event: &AuditEvent| -> Vec<(String, Option<String>, Option<String>)> {
        let changes = event.changes.iter();
        changes.map(|c| (c.field.clone(), c.before.clone(), c.after.clone())).collect()
    };
    let change = |field: &str, before: Option<&str>, after: Option<&str>| {
        (field.to_owned(), before.map(str::to_owned), after.map(str::to_owned))
    };
    assert_eq!(told(&events[0]), [change("role", None, Some("security-operator"))]);
    assert_eq!(
        told(&events[2]),
        [
            change("name", Some("Bob"), Some("Bob B.")),
            change("email", None, Some("bob@example.com")),
        ]
    );
    let role = change("role", Some("security-operator"), Some("security-reader"));
    assert_eq!(told(&events[3]), [role]);
    let state = change("state", Some("invited"), Some("deprovisioned"));
    assert_eq!(told(&events[4]), [state]);
}

#[tokio::test]
async fn who_was_deprovisioned_and_tries_to_sign_in_is_noted_by_name() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(crate::harness::OTTO).await);
    let me = otto.me().await;
    deprovision(&ada, me.sub).await;
    send(tenant.signing_in(crate::harness::OTTO)).await.expect(403);
    let refused = shared().await.registries().into_iter().any(|registry| {
        let query = "SELECT count(*) FROM audit_events WHERE action = ?1 AND person = ?2";
        let values = [Action::SignInRefused.as_str().to_owned(), me.sub.to_string()];
        registry.query_row(query, values, |row| row.get::<_, i64>(0)).is_ok_and(|count| count > 0)
    });
    assert!(refused);
}

#[tokio::test]
async fn no_link_is_kept_in_clear() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let bob = add(&ada, "Bob", Role::SECURITY_OPERATOR).await;
    let secret = super::secret_of(&bob.link.link);
    for file in shared().await.registry_files() {
        let bytes = std::fs::read(&file).unwrap();
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "{file:?}");
    }
    assert!(!shared().await.log().contains(&secret));
    enter(&tenant, &bob.link.link).await.expect(204);
}
