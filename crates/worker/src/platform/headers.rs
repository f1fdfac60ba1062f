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

/// The name of the session's cookie. The prefix makes a browser hold it to this host, to TLS and to
/// the path `/` (RFC 6265bis §4.1.3).
pub(crate) const SESSION_COOKIE: &str = "__Host-gatepass-session";

/// What the names of all our cookies begin with.
pub(crate) const OWN_COOKIES: &str = "__Host-gatepass";

/// Every value of the session's cookie: several may come, one of them set by a neighbor. Where a
/// client split its cookies, they are joined by commas.
pub(crate) fn sessions(headers: &Headers) -> Vec<String> {
    let cookies = value(headers, "cookie").unwrap_or_default();
    let pairs = cookies.split([';', ',']).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(name, _)| *name == SESSION_COOKIE).map(|(_, value)| value.to_owned()).collect()
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
