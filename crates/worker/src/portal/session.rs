//! Who asks: the session that a cookie stands for, or a token.

use gatepass_core::credentials;
use gatepass_core::id::TenantId;
use gatepass_core::reference::{Purpose, SecretReference};
use gatepass_core::refusal::Refusal;
use gatepass_core::session::UNATTENDED;
use gatepass_core::token::TokenDigest;
use worker::{Headers, Request, Response, Result};

use crate::answer::Failure;
use crate::call::{Asker, Shown};
use crate::edge::Edge;
use crate::platform::headers::SESSION_COOKIE;
use crate::platform::{entropy, headers};

const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Lax";

/// Somebody who asks, and the tenant that what they show belongs to. It was sealed here, so the
/// tenant exists; whether it is still good, the registry says.
pub(super) struct Asking {
    pub(super) tenant: TenantId,
    pub(super) asker: Asker,
}

impl Asking {
    /// By a session or a token.
    pub(super) fn of(edge: &Edge, request: &Request) -> Result<Self, Failure> {
        match headers::value(request.headers(), "authorization") {
            // With `Authorization`, a request rests on that alone.
            Some(authorization) => Self::by_token(edge, request, &authorization),
            None => Self::by_session(edge, request),
        }
    }

    /// By a session.
    pub(super) fn by_session(edge: &Edge, request: &Request) -> Result<Self, Failure> {
        let keys = &edge.config.session_keys;
        let reference = headers::sessions(request.headers())
            .iter()
            .filter_map(|text| SecretReference::parse(text, Purpose::Session, keys).ok())
            .find(|reference| edge.site.admits(reference.tenant()))
            .ok_or(Failure::NotSignedIn)?;
        Ok(Self::showing(reference.tenant(), Shown::Session(reference.digest()), request))
    }

    fn by_token(edge: &Edge, request: &Request, authorization: &str) -> Result<Self, Failure> {
        let token = credentials::parse(Some(authorization), &edge.config.prefixes)
            .map_err(|error| Failure::Refused(error.into()))?;
        if !token.is_sealed(&edge.config.seal_keys) {
            return Err(Failure::Refused(Refusal::Forged));
        }
        if !edge.site.admits(token.id().tenant) {
            return Err(Failure::Refused(Refusal::Unknown));
        }
        Ok(Self::showing(token.id().tenant, Shown::Token(token.digest()), request))
    }

    fn showing(tenant: TenantId, shown: Shown, request: &Request) -> Self {
        let address = headers::address(request.headers());
        let is_unattended = headers::value(request.headers(), UNATTENDED).is_some();
        Self { tenant, asker: Asker { shown, address, asks_on: false, is_unattended } }
    }
}

/// The tenant's session that the browser has until now, if it has one.
pub(super) fn shown(edge: &Edge, request: &Request, tenant: TenantId) -> Option<TokenDigest> {
    let asking = Asking::by_session(edge, request).ok().filter(|it| it.tenant == tenant)?;
    match asking.asker.shown {
        Shown::Session(digest) => Some(digest),
        Shown::Token(_) => None,
    }
}

/// A new session's reference.
pub(super) fn draw(edge: &Edge, tenant: TenantId) -> Result<SecretReference, Failure> {
    let entropy = entropy::draw()?;
    SecretReference::issue(Purpose::Session, tenant, &edge.config.session_keys, &entropy)
        .map_err(|error| entropy::EntropyError::from(error).into())
}

/// Hands the session to the browser.
pub(super) fn open(response: Response, session: &SecretReference) -> Result<Response> {
    set_cookie(response, &format!("{SESSION_COOKIE}={}; {ATTRIBUTES}", session.expose()))
}

/// Takes the session from the browser.
pub(super) fn close(response: Response) -> Result<Response> {
    set_cookie(response, &format!("{SESSION_COOKIE}=; {ATTRIBUTES}; Max-Age=0"))
}

fn set_cookie(mut response: Response, cookie: &str) -> Result<Response> {
    let headers: &Headers = response.headers_mut();
    headers.append("set-cookie", cookie)?;
    Ok(response)
}
