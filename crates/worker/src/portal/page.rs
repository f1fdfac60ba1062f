//! The page's files. The Worker answers for them, so that each has its security headers.

use gatepass_core::route::View;
use worker::{Fetcher, Headers, Request, RequestInit, Response};

use crate::answer::Failure;
use crate::edge::Edge;

/// What the page may do: load its own files and talk to its own origin. No inline script or style.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

pub(super) fn secure(headers: &Headers) -> worker::Result<()> {
    for (name, value) in [
        ("content-security-policy", CONTENT_SECURITY_POLICY),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "clipboard-write=(self)"),
        ("referrer-policy", "no-referrer"),
        ("strict-transport-security", "max-age=31536000"),
        ("x-content-type-options", "nosniff"),
        // A browser asks each time, and gets 304 where nothing changed.
        ("cache-control", "no-cache"),
    ] {
        headers.set(name, value)?;
    }
    Ok(())
}

async fn fetch(edge: &Edge, request: Request) -> Result<Response, Failure> {
    let assets: Fetcher = edge.env.assets("ASSETS")?;
    let mut response: Response = assets.fetch_request(request).await?;
    if response.status_code() == 404 {
        return Err(Failure::NotFound);
    }
    let headers = Headers::new();
    for (name, value) in response.headers().entries() {
        headers.append(&name, &value)?;
    }
    secure(&headers)?;
    *response.headers_mut() = headers;
    Ok(response)
}

/// A view of the page: all of them are one document, which shows the one that its URL names.
pub(crate) async fn view(edge: &Edge, request: &Request, view: View) -> Result<Response, Failure> {
    let portal = edge.config.portal_host.portal_url();
    let document = format!("{portal}/index.html");
    match view {
        View::Home
        | View::SignIn
        | View::ApiTokens
        | View::SiemAgents
        | View::LogCollectors
        | View::ActivityLog
        | View::General
        | View::Users => {
            // With its own headers, so that what the browser has already is not sent again.
            let mut init = RequestInit::new();
            init.with_headers(request.headers().clone());
            fetch(edge, Request::new_with_init(&document, &init)?).await
        }
    }
}

/// One of the page's files.
pub(crate) async fn asset(edge: &Edge, request: Request) -> Result<Response, Failure> {
    fetch(edge, request).await
}
