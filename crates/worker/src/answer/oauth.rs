//! Failures as OAuth clients expect them: RFC 6749 §5.2.

use gatepass_core::wire::{OauthError, ProblemKind};
use worker::{Response, Result};

use super::{Failure, told};

/// How a client may authenticate where it does not send a token as such. RFC 7617 §2.
const BASIC_CHALLENGE: &str = r#"Basic realm="gatepass""#;

/// The answer to a client's failure: the standard's error, with the same status and challenge as
/// anywhere else.
pub(crate) fn answer_to_client(failure: &Failure) -> Result<Response> {
    let (problem, headers) = told(failure)?;
    match problem.kind {
        ProblemKind::Unauthenticated | ProblemKind::InvalidToken => {
            headers.append("www-authenticate", BASIC_CHALLENGE)?;
        }
        ProblemKind::InvalidRequest
        | ProblemKind::PermissionDenied
        | ProblemKind::InsufficientScope
        | ProblemKind::NotFound
        | ProblemKind::MethodNotAllowed
        | ProblemKind::NotAcceptable
        | ProblemKind::AlreadyExists
        | ProblemKind::Conflict
        | ProblemKind::TooLarge
        | ProblemKind::UnsupportedMediaType
        | ProblemKind::BadGateway
        | ProblemKind::Unavailable
        | ProblemKind::Internal => {}
    }
    headers.set("content-type", "application/json")?;
    let error = OauthError::from(&problem);
    Ok(Response::from_json(&error)?.with_status(problem.status).with_headers(headers))
}

/// The answer to a client whose token is revoked, or was none: no body. RFC 7009 §2.2.
pub(crate) fn revoked() -> Result<Response> {
    let mut response = Response::empty()?;
    response.headers_mut().set("cache-control", "no-store")?;
    Ok(response)
}
