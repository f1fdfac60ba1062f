//! Forward-auth: a proxy asks whether a request may pass.

use gatepass_core::decision::Principal;
use gatepass_core::policy::Access;
use worker::{Headers, Request, Response, Result};

use super::check::check;
use super::forward::{self, Asked};
use super::{identity, limits};
use crate::answer::{Failure, answer_to_proxy};
use crate::edge::Edge;

/// Answers for the request that a proxy that is believed says that it got, else for the asking
/// request's own method.
pub(crate) async fn verify(edge: &Edge, request: &Request) -> Result<Response> {
    match admit(edge, request).await {
        Ok(principal) => pass(principal.as_ref()),
        Err(failure) => decline(edge, request, &failure),
    }
}

/// Whether a request may pass, and as whom; as nobody, on a public route.
async fn admit(edge: &Edge, request: &Request) -> std::result::Result<Option<Principal>, Failure> {
    let (url, headers) = (request.inner().url(), request.headers());
    let question = forward::question(&url);
    let secret = forward::secret(headers);
    let method = request.inner().method();
    let all = || Headers(headers.0.clone());
    let asked = Asked::read(&edge.config, &question, &method, secret.as_deref(), all)?;
    let caller = asked.caller(headers);
    limits::count_address(edge, caller.address()).await.map_err(Failure::Refused)?;
    match asked.access {
        Access::Public => Ok(None),
        Access::Token(demand) => {
            Ok(Some(check(edge, headers, caller, demand).await.map_err(Failure::Refused)?))
        }
    }
}

/// The answer to whoever may pass.
pub(super) fn pass(principal: Option<&Principal>) -> Result<Response> {
    let headers = Headers::new();
    match principal {
        Some(principal) => identity::set(&headers, principal)?,
        None => identity::set_nobody(&headers)?,
    }
    headers.set("cache-control", "no-store")?;
    Ok(Response::empty()?.with_headers(headers))
}

/// The answer to whoever may not, in a way that a proxy takes for that.
pub(crate) fn decline(edge: &Edge, request: &Request, failure: &Failure) -> Result<Response> {
    let outage = forward::question(&request.inner().url()).outage;
    answer_to_proxy(failure, outage, edge.metadata_url().as_ref())
}
