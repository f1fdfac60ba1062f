//! Asking a server outside. It may be slow, or hostile: what it says is read up to a size and within
//! a time, and a redirect is no answer.

use futures_util::StreamExt as _;
use gatepass_core::oidc::TokenRequest;
use gatepass_core::time::Millis;
use worker::wasm_bindgen::JsValue;
use worker::{Fetch, Headers, Method, Request, RequestInit, RequestRedirect, Response};

use super::clock;

/// How long an answer is waited for, to its end.
const PATIENCE: Millis = Millis::seconds(5);

/// The largest answer that is read, in bytes: keys of the largest providers take a tenth of it.
const LARGEST: usize = 256 * 1024;

/// Who asks. The platform says nothing by itself, and GitHub answers nobody who says nothing. Source:
/// GitHub Docs, "Getting started with the REST API".
const USER_AGENT: &str = "gatepass";

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum OutsideError {
    /// It cannot be reached.
    #[error("it cannot be reached")]
    Unreachable,
    /// It did not answer in time.
    #[error("it did not answer within 5 seconds")]
    Silent,
    /// It answered with another status than 200.
    #[error("it answered with status {0}")]
    Status(u16),
    /// Its answer is larger than any that is read.
    #[error("it answered with more than 256 KiB")]
    TooLarge,
}

impl From<worker::Error> for OutsideError {
    fn from(_: worker::Error) -> Self {
        Self::Unreachable
    }
}

/// Reads a document, or what is answered to a form.
pub(crate) async fn ask(url: &str, form: Option<TokenRequest>) -> Result<Vec<u8>, OutsideError> {
    clock::within(PATIENCE, read(url, form)).await.ok_or(OutsideError::Silent)?
}

async fn read(url: &str, form: Option<TokenRequest>) -> Result<Vec<u8>, OutsideError> {
    let (mut init, headers) = (RequestInit::new(), Headers::new());
    headers.set("accept", "application/json")?;
    headers.set("user-agent", USER_AGENT)?;
    if let Some(TokenRequest { pairs, authorization }) = form {
        headers.set("content-type", "application/x-www-form-urlencoded")?;
        if let Some(authorization) = authorization {
            headers.set("authorization", &authorization)?;
        }
        init.with_method(Method::Post).with_body(Some(JsValue::from(pairs)));
    }
    init.with_headers(headers).with_redirect(RequestRedirect::Manual);
    let request = Request::new_with_init(url, &init)?;
    let mut response = Fetch::Request(request).send().await?;
    match response.status_code() {
        200 => body_of(&mut response).await,
        status => Err(OutsideError::Status(status)),
    }
}

async fn body_of(response: &mut Response) -> Result<Vec<u8>, OutsideError> {
    let (mut body, mut stream) = (Vec::new(), response.stream()?);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk?;
        if body.len() + chunk.len() > LARGEST {
            return Err(OutsideError::TooLarge);
        }
        body.extend(chunk);
    }
    Ok(body)
}
