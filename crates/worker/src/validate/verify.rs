//! Forward-auth: a proxy asks whether a request may pass.

use gatepass_core::decision::Principal;
use worker::{Headers, Request, Response, Result};

use super::check::check;
use super::identity;
use crate::answer::{Failure, answer_with};
use crate::edge::Edge;

/// Answers for the request's own method.
pub(crate) async fn verify(edge: &Edge, request: &Request) -> Result<Response> {
    let demand = edge.config.policy.demand(&request.inner().method());
    match check(edge, request, demand).await {
        Ok(principal) => Ok(Response::empty()?.with_headers(told_of(&principal)?)),
        Err(refusal) => answer_with(&Failure::Refused(refusal)),
    }
}

/// What the proxy is told of who may pass, in headers.
pub(super) fn told_of(principal: &Principal) -> Result<Headers> {
    let headers = Headers::new();
    identity::set(&headers, principal)?;
    headers.set("cache-control", "no-store")?;
    Ok(headers)
}
