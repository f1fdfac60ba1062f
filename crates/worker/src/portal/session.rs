//! The session that a cookie stands for.

use gatepass_core::id::TenantId;
use gatepass_core::reference::{Purpose, SecretReference};
use gatepass_core::token::TokenDigest;
use worker::{Headers, Request, Response, Result};

use crate::answer::Failure;
use crate::edge::Edge;
use crate::platform::headers::SESSION_COOKIE;
use crate::platform::{entropy, headers};

const ATTRIBUTES: &str = "Path=/; Secure; HttpOnly; SameSite=Lax";

/// A session that a caller claims to have: sealed here, so its tenant exists.
pub(super) struct Session {
    pub(super) tenant: TenantId,
    pub(super) digest: TokenDigest,
}

impl Session {
    /// The session of a request that only reads.
    pub(super) fn of(edge: &Edge, request: &Request) -> Result<Self, Failure> {
        // With `Authorization`, a request rests on that alone.
        if request.headers().has("authorization").unwrap_or(true) {
            return Err(Failure::NotSignedIn);
        }
        let keys = &edge.config.session_keys;
        let reference = headers::sessions(request.headers())
            .iter()
            .find_map(|text| SecretReference::parse(text, Purpose::Session, keys).ok())
            .ok_or(Failure::NotSignedIn)?;
        Ok(Self { tenant: reference.tenant(), digest: reference.digest() })
    }

    /// The session of a request that changes something: it has to come from the portal's own page.
    pub(super) fn of_change(edge: &Edge, request: &Request) -> Result<Self, Failure> {
        let session = Self::of(edge, request)?;
        require_same_origin(request)?;
        Ok(session)
    }
}

/// A change asked for by a page of another origin is refused, whatever cookies came with it.
pub(super) fn require_same_origin(request: &Request) -> Result<(), Failure> {
    if headers::is_same_origin(request) { Ok(()) } else { Err(Failure::NotAllowed) }
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
