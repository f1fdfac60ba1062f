//! Signing in by OpenID Connect, where a browser is sent to a provider and comes back, and by
//! Cloudflare Access, where the request itself says who sends it.

mod access;
mod arrival;
mod documents;
mod refused;
mod secret;
mod verified;

use gatepass_core::oidc::{Attempt, AttemptPurpose, Provider, ProviderKind};
use gatepass_core::reference::{Purpose, SecretReference};
use gatepass_core::route::Route;
use gatepass_core::tenant::{PortalHost, Tenant};
use gatepass_core::wire::{BeginSignIn, InNormalForm as _, Problem, ProblemKind, SignInBegun};
use worker::{Request, Response};

use arrival::Ending;
pub(crate) use arrival::callback;
pub(super) use secret::seal;

use super::session::Asking;
use crate::answer::{Failure, json};
use crate::call::{Declined, FindProvider, FoundProvider};
use crate::edge::Edge;
use crate::platform::{body, clock, entropy, text};
use crate::registry::{CallError, RegistryClient};

/// The name of the cookie that keeps an attempt. The prefix makes a browser hold it to this host.
const ATTEMPT_COOKIE: &str = "__Host-gatepass-sign-in";

/// Where a browser comes back to: at the tenant's own host, and at no other.
pub(super) fn redirect_uri(portal: &PortalHost, tenant: &Tenant) -> String {
    format!("{}{}", portal.own_url(tenant), Route::SignInCallback.to_path())
}

/// Sends a browser to a provider, or ends the sign-in at once where the provider has spoken already.
pub(crate) async fn begin(edge: &Edge, mut request: Request) -> Result<Response, Failure> {
    let BeginSignIn { provider, link, name, to } =
        body::json::<BeginSignIn>(&mut request).await?.in_normal_form(text::to_nfc)?;
    let nowhere = || Problem::of_field("provider", "There is no such provider here.");
    let tenant = edge.site.tenant().ok_or_else(nowhere)?;
    let purpose = match link {
        None => AttemptPurpose::SignIn,
        Some(link) => {
            let purpose = Purpose::claimed_by(&link).unwrap_or(Purpose::SignInLink);
            let link = SecretReference::parse(&link, purpose, &edge.config.session_keys)
                .ok()
                .filter(|link| link.tenant() == tenant.id && purpose != Purpose::Session)
                .ok_or(Failure::Declined(Declined::LinkSpent))?;
            AttemptPurpose::Link { link: link.digest(), name }
        }
    };
    let call = FindProvider { id: provider, asker: None };
    let found = RegistryClient::of(&edge.env, &tenant.id).call(call).await;
    let FoundProvider { provider, tenant } = match found {
        Err(CallError::Declined(Declined::NoProvider)) => return Err(nowhere().into()),
        found => found?,
    };
    let attempt = attempt(&tenant, &provider, purpose)?.returning_to(to);
    match provider.kind {
        ProviderKind::Openid => send_away(edge, &provider, &tenant, &attempt).await,
        ProviderKind::Access => {
            let ending = Ending { attempt, provider, asker: None };
            access::arrive(edge, &request, ending).await
        }
    }
}

/// The same for an administrator, to try the provider.
pub(crate) async fn test(
    edge: &Edge,
    request: &Request,
    id: gatepass_core::oidc::ProviderId,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let call = FindProvider { id, asker: Some(asker.clone()) };
    let FoundProvider { provider, tenant } =
        RegistryClient::of(&edge.env, &tenant).call(call).await?;
    if edge.site.tenant().is_none() {
        let own_url = edge.config.portal_host.own_url(&tenant);
        let sentence = format!("People sign in at {own_url}. Open this page there to test it.");
        return Err(Problem::of(ProblemKind::Conflict).with_detail(sentence).into());
    }
    let attempt = attempt(&tenant, &provider, AttemptPurpose::Test)?;
    match provider.kind {
        ProviderKind::Openid => send_away(edge, &provider, &tenant, &attempt).await,
        ProviderKind::Access => {
            let ending = Ending { attempt, provider, asker: Some(asker) };
            access::arrive(edge, request, ending).await
        }
    }
}

fn attempt(
    tenant: &Tenant,
    provider: &Provider,
    purpose: AttemptPurpose,
) -> Result<Attempt, Failure> {
    let (entropy, now) = (entropy::draw()?, clock::now().to_seconds());
    Attempt::begin(tenant.id, provider.id, purpose, &entropy, now)
        .map_err(|error| entropy::EntropyError::from(error).into())
}

async fn send_away(
    edge: &Edge,
    provider: &Provider,
    tenant: &Tenant,
    attempt: &Attempt,
) -> Result<Response, Failure> {
    let keys = &edge.config.session_keys;
    let described = documents::description(&provider.issuer).await;
    let described = described.map_err(|error| {
        let sentence = format!("{} can't be used now: {error}.", provider.name);
        Problem::of(ProblemKind::BadGateway).with_detail(sentence)
    })?;
    let back = redirect_uri(&edge.config.portal_host, tenant);
    let client_id = provider.client_id.as_str();
    let url = attempt.proof(keys).authorization_url(&described, client_id, &back);
    let mut response = json(200, &SignInBegun { url })?;
    let life = gatepass_core::oidc::ATTEMPT_LIFE.0;
    let cookie = format!(
        "{ATTEMPT_COOKIE}={}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={life}",
        attempt.seal(keys),
    );
    response.headers_mut().append("set-cookie", &cookie)?;
    Ok(response)
}
