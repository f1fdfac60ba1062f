//! Where a request comes in.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use gatepass_core::route::{Route, Routed};
use worker::{Context, Env, Request, Response, Result, event};

use crate::answer::{Failure, answer_with, refuse_scim, secured, text};
use crate::edge::Edge;
use crate::leaked;
use crate::oauth;
use crate::platform::config;
use crate::platform::headers::Origin;
use crate::platform::log;
use crate::portal;
use crate::site::{self, Site};
use crate::validate;

/// Answers a request. A panic on the way is this request's alone.
#[event(fetch)]
async fn fetch(request: Request, env: Env, context: Context) -> Result<Response> {
    let config = match config::load(&env) {
        Ok(config) => config,
        Err(error) => {
            log::fault("every request is answered 503", error);
            return secured(answer_with(&Failure::Misconfigured, None)?);
        }
    };
    let mut edge = Edge { env, context, config, site: Site::Elsewhere };
    match AssertUnwindSafe(answer(&mut edge, request)).catch_unwind().await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(failure)) => secured(answer_with(&failure, edge.metadata_url().as_ref())?),
        Err(_) => {
            log::fault("a request", "panicked");
            secured(answer_with(&Failure::Internal, None)?)
        }
    }
}

async fn answer(edge: &mut Edge, request: Request) -> std::result::Result<Response, Failure> {
    let method = request.inner().method();
    // As it is forwarded and as pages are found, not as it was spelled: the platform gives that, dots
    // and backslashes and all, and the SDK's own `path` with it.
    let url = request.url().map_err(|_| Failure::UnknownHost)?;
    let route = match Route::find(&method, url.path()) {
        Routed::To(route) => route,
        Routed::MethodNotAllowed(allowed) => return Err(Failure::MethodNotAllowed(allowed)),
        Routed::NotFound => return Err(Failure::NotFound),
    };
    let is_for_a_browser = matches!(route, Route::View(_) | Route::Asset);
    edge.site = match site::find(edge, &request, &route).await {
        Err(Failure::UnknownHost) if is_for_a_browser => {
            return portal::unknown_host::answer(edge, request).await;
        }
        Err(failure) if route == Route::Verify => {
            return Ok(validate::decline(edge, &request, &failure)?);
        }
        Err(failure) if matches!(route, Route::Scim(_)) => {
            return Ok(secured(refuse_scim(&failure)?)?);
        }
        found => found?,
    };
    let origin = url.origin().ascii_serialization();
    route.admits(&Origin::of(request.headers()).sender(), &origin)?;
    let edge: &Edge = edge;
    // The page has its own policy; what the API behind says is its own, and no browser sees what a
    // proxy is told.
    let is_left = is_for_a_browser || matches!(route, Route::Upstream | Route::Verify);
    let response = dispatch(edge, request, route).await?;
    if is_left { Ok(response) } else { Ok(secured(response)?) }
}

async fn dispatch(
    edge: &Edge,
    request: Request,
    route: Route,
) -> std::result::Result<Response, Failure> {
    match route {
        Route::Upstream => validate::forward(edge, &request).await,
        Route::Verify => Ok(validate::verify(edge, &request).await?),
        Route::Introspect => Ok(oauth::introspect(edge, request).await?),
        Route::RevokeShown => Ok(oauth::revoke(edge, request).await?),
        Route::ReportLeaked => leaked::report(edge, request).await,
        Route::ReportByGithub => leaked::github::report(edge, request).await,
        Route::AuthorizationServer => Ok(oauth::authorization_server(edge)?),
        Route::ProtectedResource => Ok(oauth::protected_resource(edge)?),
        Route::Health => Ok(text("text/plain; charset=utf-8", "ok\n".to_owned())?),
        Route::Metrics => portal::metrics::show(edge, &request).await,
        Route::View(view) => portal::page::view(edge, &request, view).await,
        Route::Asset => portal::page::asset(edge, request).await,
        Route::SignInOptions => portal::sign_in::options(edge, &request).await,
        Route::SignInByLink => portal::sign_in::by_link(edge, request).await,
        Route::SignInForDevelopment => portal::sign_in::for_development(edge, request).await,
        Route::BeginSignIn => portal::oidc::begin(edge, request).await,
        Route::SignInCallback => portal::oidc::callback(edge, &request).await,
        Route::SignOut => portal::sign_in::sign_out(edge, &request).await,
        Route::Me => portal::me::me(edge, &request).await,
        Route::Tokens => portal::tokens::list(edge, &request).await,
        Route::IssueToken => portal::tokens::issue(edge, request).await,
        Route::Token(id) => portal::tokens::show(edge, &request, id).await,
        Route::EditToken(id) => portal::tokens::edit(edge, request, id).await,
        Route::RegenerateToken(id) => portal::tokens::regenerate(edge, request, id).await,
        Route::RevokeTokens => portal::tokens::revoke_several(edge, request).await,
        Route::Settings => portal::settings::show(edge, &request).await,
        Route::ChangeSettings => portal::settings::change(edge, request).await,
        Route::RevokeToken(id) => portal::tokens::revoke(edge, &request, id).await,
        Route::Agents(kind) => portal::agents::list(edge, &request, kind).await,
        Route::AddAgent(kind) => portal::agents::add(edge, request, kind).await,
        Route::EditAgent(kind, id) => portal::agents::edit(edge, request, kind, id).await,
        Route::RegenerateAgent(kind, id) => {
            portal::agents::regenerate(edge, &request, kind, id).await
        }
        Route::DeleteAgent(kind, id) => portal::agents::delete(edge, &request, kind, id).await,
        Route::Activity => portal::activity::list(edge, &request).await,
        Route::ExportActivity => portal::activity::export(edge, &request).await,
        Route::StoredLog(label) => portal::tenants::stored_log(edge, &request, &label).await,
        Route::Drift(registry) => portal::rebuild::drift(edge, &request, &registry).await,
        Route::Rebuild(registry) => portal::rebuild::step(edge, request, &registry).await,
        Route::Users => portal::users::list(edge, &request).await,
        Route::AddUser => portal::users::add(edge, request).await,
        Route::EditUser(sub) => portal::users::edit(edge, request, sub).await,
        Route::UserLink(sub) => portal::users::link(edge, &request, sub).await,
        Route::DeprovisionUser(sub) => portal::users::deprovision(edge, &request, sub).await,
        Route::ReprovisionUser(sub) => portal::users::reprovision(edge, &request, sub).await,
        Route::UserImpact(sub) => portal::users::impact(edge, &request, sub).await,
        Route::Sessions => portal::sessions::own(edge, &request).await,
        Route::UserSessions(sub) => portal::sessions::of(edge, &request, sub).await,
        Route::EndSession(id) => portal::sessions::end(edge, &request, id).await,
        Route::EndUserSessions(sub) => portal::sessions::end_all(edge, &request, sub).await,
        Route::Providers => portal::providers::list(edge, &request).await,
        Route::AddProvider => portal::providers::add(edge, request).await,
        Route::EditProvider(id) => portal::providers::edit(edge, request, id).await,
        Route::DeleteProvider(id) => portal::providers::delete(edge, &request, id).await,
        Route::TestProvider(id) => portal::oidc::test(edge, &request, id).await,
        Route::HandUserOver(sub) => portal::provisioning::hand_over(edge, &request, sub).await,
        Route::Provisioning => portal::provisioning::show(edge, &request).await,
        Route::ChangeProvisioning => portal::provisioning::change(edge, request).await,
        Route::IssueScimToken => portal::provisioning::issue_token(edge, &request).await,
        Route::SwitchProvisioningOff => portal::provisioning::switch_off(edge, &request).await,
        Route::Scim(path) => portal::scim::answer(edge, request, path).await,
        Route::Tenants => portal::tenants::list(edge, &request).await,
        Route::CreateTenant => portal::tenants::create(edge, request).await,
        Route::TenantLink(label) => portal::tenants::link(edge, &request, &label).await,
        Route::Fault(fault, label) => portal::faults::provoke(edge, &request, fault, &label).await,
        Route::AdvanceClock(label) => portal::faults::advance_clock(edge, request, &label).await,
    }
}
