#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::agents::AgentKind;
use crate::samples::{subject, token};

fn every_route() -> Vec<Route> {
    let label: TenantLabel = "contoso".parse().unwrap();
    let mut routes = vec![
        Route::SignInOptions,
        Route::SignInByLink,
        Route::SignInForDevelopment,
        Route::SignOut,
        Route::Me,
        Route::Tokens,
        Route::IssueToken,
        Route::Token(token(1).id()),
        Route::EditToken(token(1).id()),
        Route::RegenerateToken(token(1).id()),
        Route::RevokeToken(token(1).id()),
        Route::RevokeTokens,
        Route::Settings,
        Route::ChangeSettings,
        Route::Activity,
        Route::ExportActivity,
        Route::StoredLog(label.clone()),
        Route::Users,
        Route::AddUser,
        Route::EditUser(subject("ada")),
        Route::UserLink(subject("ada")),
        Route::DeprovisionUser(subject("ada")),
        Route::ReprovisionUser(subject("ada")),
        Route::UserImpact(subject("ada")),
        Route::HandUserOver(subject("ada")),
        Route::Provisioning,
        Route::ChangeProvisioning,
        Route::IssueScimToken,
        Route::SwitchProvisioningOff,
        Route::Tenants,
        Route::CreateTenant,
        Route::TenantLink(label.clone()),
        Route::AdvanceClock(label.clone()),
        Route::Metrics,
        Route::Drift(RegistryName::Directory),
        Route::Rebuild(RegistryName::Directory),
        Route::Drift(RegistryName::Tenant(label.clone())),
        Route::Rebuild(RegistryName::Tenant(label.clone())),
        Route::Verify,
        Route::Introspect,
        Route::RevokeShown,
        Route::ReportLeaked,
        Route::ReportByGithub,
        Route::AuthorizationServer,
        Route::ProtectedResource,
        Route::Health,
        Route::Upstream,
    ];
    for kind in AgentKind::ALL {
        let id = token(1).id();
        routes.extend([Route::Agents(kind), Route::AddAgent(kind)]);
        routes.extend([Route::EditAgent(kind, id), Route::DeleteAgent(kind, id)]);
        routes.push(Route::RegenerateAgent(kind, id));
    }
    routes.extend(View::ALL.map(Route::View));
    routes.extend(Fault::ALL.map(|fault| Route::Fault(fault, label.clone())));
    routes
}

#[test]
fn every_route_is_found_at_its_own_path() {
    for route in every_route() {
        let found = Route::find(route.method().as_str(), &route.to_path());
        assert_eq!(found, Routed::To(route));
    }
}

#[test]
fn only_what_rests_on_no_tenant_is_at_every_host_and_only_what_takes_a_token_at_others() {
    for route in every_route() {
        let path = route.to_path();
        let is_the_operators =
            ["/tenants", "/directory", "/metrics"].iter().any(|part| path.contains(part));
        let is_at_every_host = is_the_operators || route == Route::Health;
        assert_eq!(route.is_at_every_host(), is_at_every_host, "{path}");
        assert_eq!(route.is_for_programs(), ["/verify", "/api/"].contains(&path.as_str()));
    }
}

#[test]
fn a_path_that_exists_names_the_methods_that_it_takes() {
    for (method, path, allowed) in [
        ("DELETE", "/manage/v1/tokens", "GET, HEAD, POST"),
        ("POST", "/manage/v1/me", "GET, HEAD"),
        ("GET", "/manage/v1/sign-out", "POST"),
        ("GET", "/manage/v1/users/000000000ada", "PATCH"),
        ("POST", "/manage/v1/users/000000000ada/impact", "GET, HEAD"),
        ("PUT", "/manage/v1/siem-agents/tenant0123456789", "PATCH, DELETE"),
        ("GET", "/manage/v1/log-collectors/tenant0123456789/regenerate", "POST"),
        ("GET", "/oauth2/introspect", "POST"),
        ("DELETE", "/oauth2/revoke", "POST"),
        ("POST", "/", "GET, HEAD"),
    ] {
        assert_eq!(
            Route::find(method, path),
            Routed::MethodNotAllowed(allowed.to_owned()),
            "{path}"
        );
    }
}

#[test]
fn head_is_answered_wherever_get_is() {
    assert_eq!(Route::find("HEAD", "/manage/v1/me"), Routed::To(Route::Me));
}

#[test]
fn an_unknown_path_below_manage_is_not_found_rather_than_forwarded() {
    for path in [
        "/manage",
        "/manage/",
        "/manage/v2/me",
        "/manage/v1/nothing",
        "/manage/v1/tokens/",
        "/manage/v1/tokens/short/revoke",
        "/manage/v1/users/",
        "/manage/v1/users/short",
        "/manage/v1/users/000000000ada/promote",
        "/manage/v1/users/000000000ada/link/",
        "/manage/v1/siem-agents/short",
        "/manage/v1/siem-agents/tenant0123456789/revoke",
        "/manage/v1/tenants/UPPER/link",
        "/manage/v1/tenants/contoso/faults/none",
    ] {
        assert_eq!(Route::find("GET", path), Routed::NotFound, "{path}");
    }
}

#[test]
fn everything_below_api_belongs_to_the_upstream_in_every_method() {
    for path in ["/api", "/api/", "/api/v1/x", "/api//manage/v1/me"] {
        for method in ["GET", "POST", "PROPFIND"] {
            assert_eq!(Route::find(method, path), Routed::To(Route::Upstream));
        }
    }
    assert_eq!(Route::find("GET", "/apis"), Routed::To(Route::Asset));
}
