//! A browser that comes back from a provider.

use gatepass_core::oidc::{
    Attempt, AttemptPurpose, Callback, Claims, Discovery, Expectation, Identity, OpenAttemptError,
    Provider, TokenAnswer, TokenRequest, judge, token_request,
};
use gatepass_core::person::PersonName;
use gatepass_core::reference::SecretReference;
use gatepass_core::route::{ReturnTo, Route, View};
use gatepass_core::scim::ExternalId;
use gatepass_core::tenant::Tenant;
use gatepass_core::token::TokenDigest;
use worker::{Request, Response};

use super::refused::Refused;
use super::verified::claims_of;
use super::{ATTEMPT_COOKIE, documents, redirect_uri, secret};
use crate::answer::Failure;
use crate::call::{
    Asker, CompleteSignIn, FindProvider, FoundProvider, NoteRefusedSignIn, NoteTest,
};
use crate::edge::Edge;
use crate::platform::{clock, headers, log, outside, text};
use crate::portal::session::{self, Asking};
use crate::registry::RegistryClient;

/// Lets in who comes back from a provider, or says at the sign-in view why not.
pub(crate) async fn callback(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    let arrived = arrive(edge, request).await;
    let (place, session) = match &arrived {
        Ok(Arrived::SignedIn { session, to }) => {
            (Route::View(to.map_or(View::Home, ReturnTo::view)).to_path(), Some(session))
        }
        Ok(Arrived::Tested) => (Route::View(View::SignInProviders).to_path(), None),
        Err(refused) => {
            let view = Route::View(View::SignIn).to_path();
            (format!("{view}#refused={}", refused.word()), None)
        }
    };
    let mut response = Response::empty()?.with_status(303);
    let headers = response.headers_mut();
    headers.set("location", &place)?;
    headers.set("cache-control", "no-store")?;
    headers.set("referrer-policy", "no-referrer")?;
    let ended = format!("{ATTEMPT_COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
    headers.append("set-cookie", &ended)?;
    match session {
        Some(session) => Ok(session::open(response, session)?),
        None => Ok(response),
    }
}

/// What came of a sign-in.
pub(super) enum Arrived {
    /// Somebody is signed in, and goes there.
    SignedIn { session: SecretReference, to: Option<ReturnTo> },
    /// The provider was tried.
    Tested,
}

async fn arrive(edge: &Edge, request: &Request) -> Result<Arrived, Refused> {
    let url = request.url().map_err(|_| Refused::Fault)?;
    let callback = Callback::parse(url.query().unwrap_or_default())?;
    let tenant = edge.site.tenant().ok_or(OpenAttemptError::Forged)?;
    let attempt = attempt(edge, request, tenant, &callback.state)?;
    let asking = match attempt.purpose {
        AttemptPurpose::Test => Some(Asking::by_session(edge, request).map_err(|_| Refused::Gone)?),
        AttemptPurpose::SignIn | AttemptPurpose::Link { .. } => None,
    };
    let registry = RegistryClient::of(&edge.env, &tenant.id);
    let asker = asking.map(|asking| asking.asker);
    let call = FindProvider { id: attempt.provider, asker: asker.clone() };
    let FoundProvider { provider, .. } = registry.call(call).await?;
    let known = identify(edge, tenant, &provider, &attempt, callback).await;
    Ending { attempt, provider, asker }.end(edge, request, known).await
}

/// A sign-in that is to be ended.
pub(super) struct Ending {
    /// As it was begun.
    pub(super) attempt: Attempt,
    /// By whom they are known.
    pub(super) provider: Provider,
    /// Who tries the provider, if it is but tried.
    pub(super) asker: Option<Asker>,
}

impl Ending {
    /// Lets in who is known by the provider, or notes that the provider was tried.
    pub(super) async fn end(
        self,
        edge: &Edge,
        request: &Request,
        known: Result<(Identity, Claims), Refused>,
    ) -> Result<Arrived, Refused> {
        let Self { attempt, provider, asker } = self;
        let registry = RegistryClient::of(&edge.env, &attempt.tenant);
        let address = headers::address(request.headers());
        let (identity, claims) = match known {
            Ok(known) => known,
            Err(refused) => {
                if let Some(reason) = refused.reason() {
                    let call = NoteRefusedSignIn { provider: provider.name, reason, address };
                    registry.call(call).await?;
                }
                return Err(refused);
            }
        };
        let (digest, ends_at) = (attempt.digest(), attempt.ends_at);
        if let Some(asker) = asker {
            let call = NoteTest { asker, tried: provider, attempt: digest, ends_at, identity };
            registry.call(call).await?;
            return Ok(Arrived::Tested);
        }
        let session = session::draw(edge, attempt.tenant)?;
        let to = attempt.to;
        let (link, entered) = link_of(attempt.purpose);
        let call = CompleteSignIn {
            provider: provider.id,
            attempt: digest,
            ends_at,
            link,
            identity,
            name: entered.or_else(|| name_of(&claims)),
            role_values: provider.role_values(&claims),
            session: session.digest(),
            address,
            browser: headers::browser(request.headers()),
            replaced: session::shown(edge, request, attempt.tenant),
            external_id: provider.external_id(&claims).and_then(in_normal_form),
        };
        registry.call(call).await?;
        Ok(Arrived::SignedIn { session, to })
    }
}

fn link_of(purpose: AttemptPurpose) -> (Option<TokenDigest>, Option<PersonName>) {
    match purpose {
        AttemptPurpose::Link { link, name } => (Some(link), name),
        AttemptPurpose::SignIn | AttemptPurpose::Test => (None, None),
    }
}

/// What the provider calls them, if that can be anybody's name here.
fn name_of(claims: &Claims) -> Option<PersonName> {
    let told = ["name", "preferred_username"].into_iter().filter_map(|name| claims.text(name));
    told.into_iter().find_map(|name| text::to_nfc(name).parse().ok())
}

/// As SCIM's is, which is kept in normal form.
fn in_normal_form(id: ExternalId) -> Option<ExternalId> {
    text::to_nfc(id.as_str()).parse().ok()
}

/// The attempt that this browser began and comes back from.
fn attempt(
    edge: &Edge,
    request: &Request,
    tenant: &Tenant,
    state: &str,
) -> Result<Attempt, Refused> {
    let (keys, now) = (&edge.config.session_keys, clock::now().to_seconds());
    let mut refused = OpenAttemptError::Forged;
    for cookie in headers::cookies(request.headers(), ATTEMPT_COOKIE) {
        match Attempt::open(&cookie, state, keys, now) {
            Ok(attempt) if attempt.tenant == tenant.id => return Ok(attempt),
            Ok(_) => {}
            Err(error) => refused = error,
        }
    }
    Err(refused.into())
}

/// Who they are, by a token that is to be believed.
async fn identify(
    edge: &Edge,
    tenant: &Tenant,
    provider: &Provider,
    attempt: &Attempt,
    callback: Callback,
) -> Result<(Identity, Claims), Refused> {
    let described = documents::description(&provider.issuer).await?;
    let grant = callback.into_code(&described)?;
    let proof = attempt.proof(&edge.config.session_keys);
    let back = redirect_uri(&edge.config.portal_host, tenant);
    let client_secret = secret::open(edge, tenant.id, provider).await?;
    let shown = client_secret.as_ref();
    let asked = token_request(&described, provider, shown, &grant, &back, &proof);
    let token = exchange(&described, asked).await?;
    let claims = claims_of(&token.id_token, described.jwks_uri.as_str()).await?;
    let expected = Expectation {
        issuer: &provider.issuer,
        client_id: provider.client_id.as_str(),
        nonce: Some(&proof.nonce),
    };
    let identity = judge(&claims, &expected, clock::now().to_seconds())?;
    Ok((identity, claims))
}

async fn exchange(described: &Discovery, asked: TokenRequest) -> Result<TokenAnswer, Refused> {
    let answer = outside::ask(described.token_endpoint.as_str(), Some(asked)).await;
    let answer = answer.map_err(|error| {
        log::fault("a provider gives no token for a code", &error);
        Refused::Provider(error.to_string())
    })?;
    let unreadable = || Refused::Provider("its answer has no ID token".to_owned());
    TokenAnswer::parse(&answer).ok_or_else(unreadable)
}
