//! Headers, as plain text.

use std::net::IpAddr;

use worker::{Headers, Request};

/// A header's value, if there is one that can be read.
pub(crate) fn value(headers: &Headers, name: &str) -> Option<String> {
    headers.get(name).ok().flatten()
}

/// Where the request comes from, as the platform says; a caller cannot set this header.
/// Source: Cloudflare docs, "HTTP request headers".
pub(crate) fn address(headers: &Headers) -> Option<IpAddr> {
    value(headers, "cf-connecting-ip")?.parse().ok()
}

/// The value of a cookie. RFC 6265 §4.2.
pub(crate) fn cookie(headers: &Headers, name: &str) -> Option<String> {
    let cookies = value(headers, "cookie")?;
    cookies.split(';').find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then(|| value.to_owned())
    })
}

/// Whether a browser, or whoever else, says that the request comes from a page of this very origin.
/// `Sec-Fetch-Site` cannot be set by a page; `Origin` stands in for it in older browsers.
pub(crate) fn is_same_origin(request: &Request) -> bool {
    if let Some(site) = value(request.headers(), "sec-fetch-site") {
        return site == "same-origin";
    }
    let origin = value(request.headers(), "origin");
    let own = request.url().map(|url| url.origin().ascii_serialization());
    origin.is_some() && origin == own.ok()
}
