//! Forward-auth: a proxy asks whether a request may pass.

use worker::{Headers, Request, Response, Result};

use super::check::check;
use super::identity;
use crate::answer::{Failure, answer_with};
use crate::edge::Edge;

/// Answers for the request's own method.
pub(crate) async fn verify(edge: &Edge, request: &Request) -> Result<Response> {
    let demand = edge.config.policy.demand(&request.inner().method());
    match check(edge, request.headers(), demand).await {
        Ok(principal) => {
            let headers = Headers::new();
            identity::set(&headers, &principal)?;
            headers.set("cache-control", "no-store")?;
            Ok(Response::empty()?.with_headers(headers))
        }
        Err(refusal) => answer_with(&Failure::Refused(refusal), edge.metadata_url().as_ref()),
    }
}
