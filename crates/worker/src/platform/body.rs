//! The body of a request.

use futures_util::StreamExt as _;
use gatepass_core::oauth::FORM_TYPE;
use gatepass_core::reading::read_json;
use gatepass_core::scim::{self, ScimError, ScimErrorType};
use gatepass_core::wire::{Problem, ProblemKind, from_json};
use serde::de::DeserializeOwned;
use serde_json::Value;
use worker::Request;

use crate::answer::Failure;

/// The largest body that is read, in bytes, but for those that say otherwise.
const LARGEST_BODY: usize = 64 * 1024;

/// Reads a JSON object.
///
/// # Errors
/// A [`Problem`] that names what is wrong with it.
pub(crate) async fn json<T: DeserializeOwned>(request: &mut Request) -> Result<T, Problem> {
    from_json(&json_bytes(request, LARGEST_BODY).await?)
}

/// Reads JSON of at most this many bytes, as it came.
///
/// # Errors
/// A [`Problem`] that names what is wrong with it.
pub(crate) async fn json_bytes(request: &mut Request, most: usize) -> Result<Vec<u8>, Problem> {
    if !is_of_type(request, "application/json") {
        return Err(Problem::of(ProblemKind::UnsupportedMediaType)
            .with_detail("Send JSON with Content-Type: application/json."));
    }
    bytes(request, most).await
}

/// Reads the JSON that a SCIM client sends. Some say that it is plain JSON.
///
/// # Errors
/// A [`Problem`] or a [`ScimError`] that says what is wrong with it.
pub(crate) async fn scim(request: &mut Request) -> Result<Value, Failure> {
    if !is_of_type(request, scim::MEDIA_TYPE) && !is_of_type(request, "application/json") {
        return Err(Problem::of(ProblemKind::UnsupportedMediaType)
            .with_detail("Send JSON with Content-Type: application/scim+json.")
            .into());
    }
    let read = read_json(&bytes(request, LARGEST_BODY).await?);
    read.map_err(|_| ScimError::of(ScimErrorType::InvalidSyntax, "The body is no JSON.").into())
}

/// Reads a form, as it came.
///
/// # Errors
/// A [`Problem`] that names what is wrong with it.
pub(crate) async fn form(request: &mut Request) -> Result<Vec<u8>, Problem> {
    if !is_of_type(request, FORM_TYPE) {
        let detail = format!("Send a form with Content-Type: {FORM_TYPE}.");
        return Err(Problem::of_field("body", detail));
    }
    bytes(request, LARGEST_BODY).await
}

/// Whether the body is of this media type, by what its sender says.
fn is_of_type(request: &Request, wanted: &str) -> bool {
    let content_type = request.headers().get("content-type").ok().flatten().unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    media_type.eq_ignore_ascii_case(wanted)
}

async fn bytes(request: &mut Request, most: usize) -> Result<Vec<u8>, Problem> {
    let mut body = Vec::new();
    // A request without a body has no stream.
    let Ok(mut stream) = request.stream() else {
        return Ok(body);
    };
    while let Some(chunk) = stream.next().await {
        let chunk =
            chunk.map_err(|_| Problem::of_field("body", "The body ended before its end."))?;
        if body.len() + chunk.len() > most {
            return Err(Problem::of(ProblemKind::TooLarge)
                .with_detail(format!("Send at most {most} bytes.")));
        }
        body.extend(chunk);
    }
    Ok(body)
}
