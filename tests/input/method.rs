//! Methods and paths.

use std::collections::BTreeSet;

use gatepass_core::agents::AgentKind;
use gatepass_core::route::{RegistryName, Route, View};
use gatepass_core::wire::ProblemKind;
use reqwest::Method;

use crate::harness::{send, shared};

#[tokio::test]
async fn a_method_that_a_path_does_not_take_is_told_which_it_takes() {
    let caller = shared().await.caller();
    let label: gatepass_core::tenant::TenantLabel = "contoso".parse().unwrap();
    let id = "0000000000000000".parse().unwrap();
    for (route, allowed) in [
        (Route::View(View::Home), "GET, HEAD"),
        (Route::View(View::SignIn), "GET, HEAD"),
        (Route::View(View::ApiTokens), "GET, HEAD"),
        (Route::View(View::ActivityLog), "GET, HEAD"),
        (Route::View(View::General), "GET, HEAD"),
        (Route::View(View::Users), "GET, HEAD"),
        (Route::Health, "GET, HEAD"),
        (Route::Metrics, "GET, HEAD"),
        (Route::Me, "GET, HEAD"),
        (Route::SignInOptions, "GET, HEAD"),
        (Route::Tokens, "GET, HEAD, POST"),
        (Route::Users, "GET, HEAD, POST"),
        (Route::EditUser("000000000000".parse().unwrap()), "PATCH"),
        (Route::UserLink("000000000000".parse().unwrap()), "POST"),
        (Route::DeprovisionUser("000000000000".parse().unwrap()), "POST"),
        (Route::ReprovisionUser("000000000000".parse().unwrap()), "POST"),
        (Route::UserImpact("000000000000".parse().unwrap()), "GET, HEAD"),
        (Route::Tenants, "GET, HEAD, POST"),
        (Route::SignInByLink, "POST"),
        (Route::SignInForDevelopment, "POST"),
        (Route::SignOut, "POST"),
        (Route::BeginSignIn, "POST"),
        (Route::SignInCallback, "GET, HEAD"),
        (Route::Providers, "GET, HEAD, POST"),
        (Route::EditProvider("0000000000".parse().unwrap()), "PATCH, DELETE"),
        (Route::TestProvider("0000000000".parse().unwrap()), "POST"),
        (Route::HandUserOver("000000000000".parse().unwrap()), "POST"),
        (Route::Provisioning, "GET, HEAD, PATCH"),
        (Route::IssueScimToken, "POST"),
        (Route::SwitchProvisioningOff, "POST"),
        (Route::Token(id), "GET, HEAD, PATCH"),
        (Route::RegenerateToken(id), "POST"),
        (Route::RevokeToken(id), "POST"),
        (Route::RevokeTokens, "POST"),
        (Route::Settings, "GET, HEAD, PATCH"),
        (Route::Agents(AgentKind::SiemAgent), "GET, HEAD, POST"),
        (Route::EditAgent(AgentKind::LogCollector, id), "PATCH, DELETE"),
        (Route::RegenerateAgent(AgentKind::SiemAgent, id), "POST"),
        (Route::Introspect, "POST"),
        (Route::RevokeShown, "POST"),
        (Route::ReportLeaked, "POST"),
        (Route::ReportByGithub, "POST"),
        (Route::AuthorizationServer, "GET, HEAD"),
        (Route::ProtectedResource, "GET, HEAD"),
        (Route::Activity, "GET, HEAD"),
        (Route::ExportActivity, "GET, HEAD"),
        (Route::StoredLog(label.clone()), "GET, HEAD"),
        (Route::TenantLink(label.clone()), "POST"),
        (Route::Drift(RegistryName::Directory), "GET, HEAD"),
        (Route::Rebuild(RegistryName::Directory), "POST"),
        (Route::Drift(RegistryName::Tenant(label.clone())), "GET, HEAD"),
        (Route::Rebuild(RegistryName::Tenant(label.clone())), "POST"),
        (Route::AdvanceClock(label), "POST"),
    ] {
        let taken: BTreeSet<_> = allowed.split(", ").collect();
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            if taken.contains(method.as_str()) {
                continue;
            }
            let answer = send(caller.request(method, &route.to_path())).await;
            answer.expect_problem(ProblemKind::MethodNotAllowed);
            assert_eq!(answer.header("allow"), allowed, "{route:?}");
        }
    }
}

#[tokio::test]
async fn a_management_path_that_does_not_exist_is_not_found_and_never_forwarded() {
    let caller = shared().await.caller();
    for path in [
        "/manage",
        "/manage/",
        "/manage/v1",
        "/manage/v1/",
        "/manage/v2/me",
        "/manage/v1/me/",
        "/manage/v1//me",
        "/manage/v1/Me",
        "/manage/v1/people",
        "/manage/v1/users/",
        "/manage/v1/users/none/link",
        "/manage/v1/tokens/",
        "/manage/v1/tenants/UPPER/link",
        "/manage/v1/tenants/contoso/faults/unheard-of",
        "/manage/v1/tenants/UPPER/drift",
        "/manage/v1/directory",
        "/manage/v1/directory/link",
    ] {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let answer = send(caller.request(method, path)).await;
            answer.expect_problem(ProblemKind::NotFound);
        }
    }
}
