//! Who asks.

use gatepass_core::oauth::{ParseFormError, parse_client};
use gatepass_core::refusal::Refusal;
use gatepass_core::token::SecretToken;
use gatepass_core::wire::Problem;
use worker::Request;

use crate::answer::Failure;
use crate::edge::Edge;
use crate::platform::headers;

/// The token by which a client authenticates.
pub(super) fn token(edge: &Edge, request: &Request) -> Result<SecretToken, Failure> {
    let authorization = headers::value(request.headers(), "authorization");
    parse_client(authorization.as_deref(), &edge.config.prefixes)
        .map_err(|error| Failure::Refused(Refusal::from(error)))
}

/// What is wrong with a client's form.
pub(super) fn wrong(error: ParseFormError) -> Problem {
    Problem::of_field(error.parameter(), error.to_string())
}
