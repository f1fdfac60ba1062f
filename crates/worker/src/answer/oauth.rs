//! Failures as OAuth clients expect them: RFC 6749 §5.2.

use gatepass_core::challenge::MetadataUrl;
use gatepass_core::wire::{OauthError, OauthErrorCode};
use worker::{Response, Result};

use super::{Failure, told};

/// How a client may authenticate where it does not send a token as such. RFC 7617 §2.
const BASIC_CHALLENGE: &str = r#"Basic realm="gatepass""#;

/// The answer to a client's failure: the standard's error, with the same status and challenge as
/// anywhere else.
pub(crate) fn answer_to_client(
    failure: &Failure,
    metadata: Option<&MetadataUrl>,
) -> Result<Response> {
    let (problem, headers) = told(failure, metadata)?;
    let error = OauthError::from(&problem);
    if error.error == OauthErrorCode::InvalidClient {
        headers.append("www-authenticate", BASIC_CHALLENGE)?;
    }
    headers.set("content-type", "application/json")?;
    Ok(Response::from_json(&error)?.with_status(problem.status).with_headers(headers))
}

/// The answer to a client whose token is revoked, or was none: no body. RFC 7009 §2.2.
pub(crate) fn revoked() -> Result<Response> {
    let mut response = Response::empty()?;
    response.headers_mut().set("cache-control", "no-store")?;
    Ok(response)
}
