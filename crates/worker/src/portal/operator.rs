//! The operator, who shows the deployment's secret.

use worker::Request;

use crate::answer::Failure;
use crate::edge::Edge;
use crate::platform::headers;

/// Whether the request is the operator's.
pub(super) fn require(edge: &Edge, request: &Request) -> Result<(), Failure> {
    let authorization = headers::value(request.headers(), "authorization");
    let shown = authorization.as_deref().and_then(|value| value.strip_prefix("Bearer "));
    match shown {
        Some(secret) if edge.config.is_operator_secret(secret) => Ok(()),
        Some(_) => Err(Failure::NotAllowed),
        None => Err(Failure::NotSignedIn),
    }
}
