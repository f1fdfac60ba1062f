//! What a host says of itself: RFC 8414 and RFC 9728. It is the same for all who ask.

use gatepass_core::wire::{AuthorizationServer, ProtectedResource};
use serde::Serialize;
use worker::{Response, Result};

use super::issuer::issuer;
use crate::answer::json;
use crate::edge::Edge;

/// For how long it may be kept: a deployment is all that changes it.
const CACHE_CONTROL: &str = "public, max-age=3600";

/// As who issues tokens.
pub(crate) fn authorization_server(edge: &Edge) -> Result<Response> {
    answer(&AuthorizationServer::of(&issuer(edge), &edge.config.policy))
}

/// As what takes tokens.
pub(crate) fn protected_resource(edge: &Edge) -> Result<Response> {
    answer(&ProtectedResource::of(&issuer(edge), &edge.config.policy))
}

fn answer(metadata: &impl Serialize) -> Result<Response> {
    let mut response = json(200, metadata)?;
    response.headers_mut().set("cache-control", CACHE_CONTROL)?;
    Ok(response)
}
