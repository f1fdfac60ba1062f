//! What a browser is shown at a host that is neither the portal's nor a tenant's.

use worker::{Request, Response};

use super::page;
use crate::answer::{Failure, secure_page};
use crate::edge::Edge;

const DOCUMENT: &str = include_str!("unknown_host.html");

/// The page's files that the document needs. No other is to be had here, or the page would start.
const FILES: [&str; 5] =
    ["/favicon.svg", "/icons.svg", "/style/base.css", "/style/controls.css", "/style/sign-in.css"];

/// The document that says so, or a file that it needs.
pub(crate) async fn answer(edge: &Edge, request: Request) -> Result<Response, Failure> {
    if FILES.contains(&request.path().as_str()) {
        return page::asset(edge, request).await;
    }
    let host = &edge.config.portal_host;
    let document =
        DOCUMENT.replace("{portal}", &host.portal_url()).replace("{example}", &host.example());
    let mut response = Response::from_html(document)?.with_status(404);
    secure_page(response.headers_mut())?;
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_needs_no_other_file_than_those_to_be_had() {
        let links = DOCUMENT.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let files = links.filter_map(|link| link.split('#').next());
        for file in files.filter(|file| file.starts_with('/')) {
            assert!(FILES.contains(&file), "{file}");
        }
        assert!(!DOCUMENT.contains("<script") && !DOCUMENT.contains("style="));
    }
}
