//! The body of a request.

use futures_util::StreamExt as _;
use gatepass_core::oauth::FORM_TYPE;
use gatepass_core::wire::{Problem, ProblemKind, from_json};
use serde::de::DeserializeOwned;
use worker::Request;

/// The largest body that is read, in bytes.
const LARGEST_BODY: usize = 64 * 1024;

/// Reads a JSON object.
///
/// # Errors
/// A [`Problem`] that names what is wrong with it.
pub(crate) async fn json<T: DeserializeOwned>(request: &mut Request) -> Result<T, Problem> {
    if !is_of_type(request, "application/json") {
        return Err(Problem::of(ProblemKind::UnsupportedMediaType)
            .with_detail("Send JSON with Content-Type: application/json."));
    }
    from_json(&bytes(request).await?)
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
    bytes(request).await
}

/// Whether the body is of this media type, by what its sender says.
fn is_of_type(request: &Request, wanted: &str) -> bool {
    let content_type = request.headers().get("content-type").ok().flatten().unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    media_type.eq_ignore_ascii_case(wanted)
}

async fn bytes(request: &mut Request) -> Result<Vec<u8>, Problem> {
    let mut body = Vec::new();
    // A request without a body has no stream.
    let Ok(mut stream) = request.stream() else {
        return Ok(body);
    };
    while let Some(chunk) = stream.next().await {
        let chunk =
            chunk.map_err(|_| Problem::of_field("body", "The body ended before its end."))?;
        if body.len() + chunk.len() > LARGEST_BODY {
            return Err(Problem::of(ProblemKind::TooLarge)
                .with_detail(format!("Send at most {LARGEST_BODY} bytes.")));
        }
        body.extend(chunk);
    }
    Ok(body)
}
