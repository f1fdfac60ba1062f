//! Every route × every bad credential.
//!
//! A new route does not compile until [`Needs::of`] says what it needs and the scene's routes lead to
//! it.

mod scene;

use gatepass_core::agents::AgentKind;
use gatepass_core::people::UserState;
use gatepass_core::route::Route;
use gatepass_core::wire::{ProblemKind, UserPage};
use serde_json::Value;

use scene::{Credential, ENDED, MANAGING, SMALL};
pub(crate) use scene::{Scene, request_for};

use crate::harness::{ADA, Answer, OTTO, Person, send};

/// What a request has to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// Nothing: anybody gets the same answer.
    Nothing,
    /// Nothing but what its body shows: anybody gets the same answer.
    Shown,
    /// A signature of GitHub's: anybody else gets the same answer.
    Signed,
    /// To come from the portal's page; what it signs in with is in its body.
    Page,
    /// The cookie of a sign-in that was begun.
    Cookie,
    /// A session: a person, and no token.
    Person,
    /// A session, or a token that has the scope `manage`.
    Managed,
    /// The operator's secret.
    Operator,
    /// An API token.
    Token,
    /// The SCIM token of the tenant, which nobody made.
    Scim,
    /// A token that has the scope for what is asked about another, which the request's form shows.
    Client,
}

impl Needs {
    fn of(route: &Route) -> Self {
        match route {
            Route::View(_)
            | Route::SignInOptions
            | Route::AuthorizationServer
            | Route::ProtectedResource
            | Route::Health
            | Route::Asset => Self::Nothing,
            Route::ReportLeaked => Self::Shown,
            Route::ReportByGithub => Self::Signed,
            Route::SignInByLink | Route::SignInForDevelopment | Route::BeginSignIn => Self::Page,
            Route::SignInCallback => Self::Cookie,
            Route::SignOut
            | Route::IssueToken
            | Route::RegenerateToken(_)
            | Route::ChangeSettings
            | Route::Users
            | Route::AddUser
            | Route::EditUser(_)
            | Route::UserLink(_)
            | Route::DeprovisionUser(_)
            | Route::ReprovisionUser(_)
            | Route::UserImpact(_)
            | Route::UserSessions(_)
            | Route::EndUserSessions(_)
            | Route::Sessions
            | Route::EndSession(_)
            | Route::HandUserOver(_)
            | Route::Provisioning
            | Route::ChangeProvisioning
            | Route::IssueScimToken
            | Route::SwitchProvisioningOff
            | Route::AddAgent(_)
            | Route::RegenerateAgent(..)
            | Route::Providers
            | Route::AddProvider
            | Route::EditProvider(_)
            | Route::DeleteProvider(_)
            | Route::TestProvider(_) => Self::Person,
            Route::Me
            | Route::Tokens
            | Route::RevokeToken(_)
            | Route::RevokeTokens
            | Route::Token(_)
            | Route::EditToken(_)
            | Route::Settings
            | Route::Agents(_)
            | Route::EditAgent(..)
            | Route::DeleteAgent(..)
            | Route::Activity
            | Route::ExportActivity => Self::Managed,
            Route::Tenants
            | Route::StoredLog(_)
            | Route::Drift(_)
            | Route::Rebuild(_)
            | Route::Metrics
            | Route::CreateTenant
            | Route::TenantLink(_)
            | Route::Fault(..)
            | Route::AdvanceClock(_) => Self::Operator,
            Route::Scim(_) => Self::Scim,
            Route::Verify | Route::Upstream => Self::Token,
            Route::Introspect | Route::RevokeShown => Self::Client,
        }
    }
}

#[tokio::test]
async fn no_route_takes_a_credential_that_is_not_its_own() {
    let scene = Scene::new().await;
    for route in scene.routes() {
        let needs = Needs::of(&route);
        let usual = scene.try_with(&route, &scene.credentials()[0]).await;
        for credential in scene.credentials() {
            // An ended session is as good as any for ending it.
            let is_ending = route == Route::SignOut && credential.what == ENDED;
            if credential.good_for.contains(&needs) || is_ending {
                continue;
            }
            let answer = scene.try_with(&route, &credential).await;
            let case = format!("{route:?} with {}: {}", credential.what, answer.text());
            match needs {
                Needs::Nothing => assert_eq!(answer.status, 200, "{case}"),
                Needs::Cookie => {
                    assert_eq!(answer.status, 303, "{case}");
                    assert!(answer.header("location").contains("#refused="), "{case}");
                    let cookies = answer.headers("set-cookie");
                    assert!(cookies.iter().all(|it| it.contains("Max-Age=0")), "{case}");
                }
                Needs::Page | Needs::Shown => {
                    assert_eq!((answer.status, &answer.body), (400, &usual.body), "{case}");
                }
                Needs::Signed => {
                    assert_eq!((answer.status, &answer.body), (403, &usual.body), "{case}");
                }
                Needs::Person | Needs::Managed | Needs::Operator | Needs::Token => {
                    refuse(needs, &credential, &answer, &case);
                }
                Needs::Scim => refuse_scim(&answer, &case),
                Needs::Client => refuse_client(&route, &credential, &answer, &case),
            }
        }
    }
    // None of it did anything.
    let known = send(scene.tenant.caller.as_operator(&Route::Tenants)).await.expect(200);
    assert!(!known.text().contains(&scene.new_label));
    assert_eq!(scene.names().await, ["ci", "manager"]);
    let users: UserPage = scene.ada.call(&Route::Users).await.expect(200).json();
    let users: Vec<_> = users
        .data
        .iter()
        .map(|user| (user.name.as_str(), user.role.as_str(), user.state))
        .collect();
    assert_eq!(
        users,
        [
            (ADA, "global-administrator", UserState::Active),
            (OTTO, "security-operator", UserState::Active),
        ]
    );
    scene.tenant.caller.verify(&scene.issued.token).await.expect(200);
    for kind in AgentKind::ALL {
        assert_eq!(scene.ada.agent_names(kind).await, ["hub"]);
    }
}

fn refuse(needs: Needs, credential: &Credential, answer: &Answer, case: &str) {
    assert!([401, 403].contains(&answer.status), "{case}");
    let scheme = credential.authorization.as_deref().and_then(|value| value.split_once(' '));
    let kind = match (needs, scheme) {
        (Needs::Person | Needs::Managed, _) if credential.what == SMALL => {
            ProblemKind::InsufficientScope
        }
        (Needs::Person, _) if credential.what == MANAGING => ProblemKind::PermissionDenied,
        (Needs::Token | Needs::Person | Needs::Managed, Some(("Bearer" | "Token", _))) => {
            ProblemKind::InvalidToken
        }
        (Needs::Operator, Some(("Bearer", _))) => ProblemKind::PermissionDenied,
        (_, _) => ProblemKind::Unauthenticated,
    };
    assert_eq!(answer.problem().kind, kind, "{case}");
    assert!(answer.header("www-authenticate").starts_with("Bearer realm="), "{case}");
    assert_eq!(answer.header("cache-control"), "no-store", "{case}");
    assert!(answer.headers("set-cookie").is_empty(), "{case}");
}

fn refuse_scim(answer: &Answer, case: &str) {
    let error: Value = answer.json();
    assert_eq!((answer.status, error["status"].as_str()), (401, Some("401")), "{case}");
    assert_eq!(answer.header("content-type"), "application/scim+json", "{case}");
    assert_eq!(answer.header("www-authenticate"), "Bearer", "{case}");
    assert_eq!(answer.header("cache-control"), "no-store", "{case}");
}

fn refuse_client(route: &Route, credential: &Credential, answer: &Answer, case: &str) {
    let (status, code) = match credential.what {
        // Whoever manages API tokens does not manage agents'.
        MANAGING if *route == Route::RevokeShown => (403, "access_denied"),
        SMALL | MANAGING => (403, "insufficient_scope"),
        _ => (401, "invalid_client"),
    };
    let error: Value = answer.json();
    assert_eq!((answer.status, error["error"].as_str()), (status, Some(code)), "{case}");
    assert!(answer.header("www-authenticate").starts_with("Bearer realm="), "{case}");
    assert_eq!(answer.header("cache-control"), "no-store", "{case}");
    assert!(answer.headers("set-cookie").is_empty(), "{case}");
}

#[tokio::test]
async fn a_session_is_good_in_its_own_tenant_only() {
    let (scene, other) = (Scene::new().await, Scene::new().await);
    let foreign = Route::RevokeToken(other.issued.view.id);
    scene.ada.call(&foreign).await.expect_problem(ProblemKind::NotFound);
    assert_eq!(other.names().await, ["ci", "manager"]);
    assert_eq!(scene.ada.me().await.tenant.id, scene.tenant.id);
    scene.ada.call(&Route::DeprovisionUser(other.sub)).await.expect_problem(ProblemKind::NotFound);
    // On another tenant's own host it is none at all.
    let elsewhere = other.tenant.at_own_host();
    let there = Person::with(&elsewhere.caller, scene.ada.session.clone());
    for route in [foreign, Route::Me] {
        there.call(&route).await.expect_problem(ProblemKind::Unauthenticated);
    }
}
