//! Headers, as plain text.

use std::net::IpAddr;

use gatepass_core::route::Sender;
use gatepass_core::session::BrowserName;
use worker::Headers;

/// A header's value, if there is one that can be read.
pub(crate) fn value(headers: &Headers, name: &str) -> Option<String> {
    headers.get(name).ok().flatten()
}

/// Where the request comes from, as the platform says; a caller cannot set this header.
/// Source: Cloudflare docs, "HTTP request headers".
pub(crate) fn address(headers: &Headers) -> Option<IpAddr> {
    value(headers, "cf-connecting-ip")?.parse().ok()
}

/// Which browser sends it, if it says so.
pub(crate) fn browser(headers: &Headers) -> Option<BrowserName> {
    BrowserName::told_by(&value(headers, "user-agent")?)
}

/// The name of the session's cookie. The prefix makes a browser hold it to this host, to TLS and to
/// the path `/` (RFC 6265bis §4.1.3).
pub(crate) const SESSION_COOKIE: &str = "__Host-gatepass-session";

/// What the names of all our cookies begin with.
pub(crate) const OWN_COOKIES: &str = "__Host-gatepass";

/// Every value of the session's cookie: several may come, one of them set by a neighbor. Where a
/// client split its cookies, they are joined by commas.
pub(crate) fn sessions(headers: &Headers) -> Vec<String> {
    cookies(headers, SESSION_COOKIE)
}

/// Every value of a cookie of ours, likewise.
pub(crate) fn cookies(headers: &Headers, wanted: &str) -> Vec<String> {
    let cookies = value(headers, "cookie").unwrap_or_default();
    let pairs = cookies.split([';', ',']).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(name, _)| *name == wanted).map(|(_, value)| value.to_owned()).collect()
}

/// What a browser says of where a request comes from.
pub(crate) struct Origin {
    site: Option<String>,
    destination: Option<String>,
    origin: Option<String>,
    has_authorization: bool,
    has_session: bool,
}

impl Origin {
    /// As the headers say.
    pub(crate) fn of(headers: &Headers) -> Self {
        Self {
            site: value(headers, "sec-fetch-site"),
            destination: value(headers, "sec-fetch-dest"),
            origin: value(headers, "origin"),
            has_authorization: value(headers, "authorization").is_some(),
            has_session: !sessions(headers).is_empty(),
        }
    }

    /// The same, to be judged.
    pub(crate) fn sender(&self) -> Sender<'_> {
        Sender {
            site: self.site.as_deref(),
            destination: self.destination.as_deref(),
            origin: self.origin.as_deref(),
            has_authorization: self.has_authorization,
            has_session: self.has_session,
        }
    }
}
