//! What SCIM clients are answered: RFC 7644 §3.12 for what is refused.

use gatepass_core::refusal::RETRY_AFTER_SECONDS;
use gatepass_core::scim::{MEDIA_TYPE, ScimError};
use serde_json::Value;
use worker::{Response, Result};

use super::Failure;
use crate::call::{Declined, ScimAnswer};

fn with_body(status: u16, body: Option<&Value>) -> Result<Response> {
    let response = match body {
        Some(body) => Response::from_json(body)?,
        None => Response::empty()?,
    };
    let mut response = response.with_status(status);
    let headers = response.headers_mut();
    if body.is_some() {
        headers.set("content-type", MEDIA_TYPE)?;
    }
    headers.set("cache-control", "no-store")?;
    headers.set("x-content-type-options", "nosniff")?;
    Ok(response)
}

/// The answer to a SCIM client.
pub(crate) fn answer_to_scim(answer: &ScimAnswer) -> Result<Response> {
    let mut response = with_body(answer.status, answer.body.as_ref())?;
    let headers = response.headers_mut();
    if let Some(version) = &answer.version {
        headers.set("etag", version)?;
    }
    if let Some(location) = &answer.location {
        headers.set("location", location)?;
    }
    Ok(response)
}

/// The answer to a SCIM client that is refused.
pub(crate) fn refuse_scim(failure: &Failure) -> Result<Response> {
    let error = match failure {
        Failure::Declined(Declined::Scim(error)) => error.clone(),
        Failure::MethodNotAllowed(_)
        | Failure::Refused(_)
        | Failure::Problem(_)
        | Failure::NotFound
        | Failure::UnknownHost
        | Failure::NotSignedIn
        | Failure::NotAllowed
        | Failure::Declined(_)
        | Failure::Registry
        | Failure::UpstreamUnreachable
        | Failure::UpstreamSilent
        | Failure::Misconfigured
        | Failure::Internal => {
            let problem = failure.to_problem();
            let detail = problem.detail.unwrap_or(problem.title);
            ScimError::plain(problem.status, detail)
        }
    };
    let mut response = with_body(error.status, Some(&error.to_json()))?;
    let headers = response.headers_mut();
    if error.status == 401 {
        headers.set("www-authenticate", "Bearer")?;
    }
    if error.status == 503 || error.status == 429 {
        headers.set("retry-after", &RETRY_AFTER_SECONDS.to_string())?;
    }
    if let Failure::MethodNotAllowed(allowed) = failure {
        headers.set("allow", allowed)?;
    }
    Ok(response)
}
