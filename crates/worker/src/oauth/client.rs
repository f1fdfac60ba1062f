//! Who asks.

use gatepass_core::oauth::{ParseFormError, parse_client};
use gatepass_core::refusal::Refusal;
use gatepass_core::token::SecretToken;
use gatepass_core::wire::Problem;
use worker::Request;

use crate::answer::Failure;
use crate::edge::Edge;
use crate::platform::headers;
use crate::validate;

/// Counts a client's request by where it comes from.
pub(super) async fn count_address(edge: &Edge, request: &Request) -> Result<(), Failure> {
    let address = headers::address(request.headers());
    validate::count_address(edge, address).await.map_err(Failure::Refused)
}

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
