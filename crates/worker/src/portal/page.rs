//! The page's files. The Worker answers for them, so that each has its security headers.

use gatepass_core::route::View;
use worker::{Fetcher, Headers, Request, RequestInit, Response};

use crate::answer::{Failure, secure_page};
use crate::edge::Edge;

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
    secure_page(&headers)?;
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
        | View::Users
        | View::SignInProviders
        | View::Sessions
        | View::Provisioning => {
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
