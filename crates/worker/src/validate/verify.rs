//! Forward-auth: a proxy asks whether a request may pass.

use gatepass_core::decision::Principal;
use gatepass_core::policy::Demand;
use gatepass_core::refusal::Refusal;
use worker::{Headers, Request, Response, Result};

use super::check::check;
use super::{identity, limits};
use crate::answer::{Failure, answer_with};
use crate::edge::Edge;
use crate::platform::headers;

/// Answers for the request's own method.
pub(crate) async fn verify(edge: &Edge, request: &Request) -> Result<Response> {
    let demand = edge.config.policy.demand(&request.inner().method());
    match admit(edge, request.headers(), demand).await {
        Ok(principal) => {
            let headers = Headers::new();
            identity::set(&headers, &principal)?;
            headers.set("cache-control", "no-store")?;
            Ok(Response::empty()?.with_headers(headers))
        }
        Err(refusal) => answer_with(&Failure::Refused(refusal), edge.metadata_url().as_ref()),
    }
}

async fn admit(
    edge: &Edge,
    headers: &Headers,
    demand: Demand,
) -> std::result::Result<Principal, Refusal> {
    limits::count_address(edge, headers::address(headers)).await?;
    check(edge, headers, demand).await
}
