//! The methods that a rule can name.

use std::str::FromStr;

/// A method of the API behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ApiMethod(&'static str);

/// Those that the platform knows, but `CONNECT` and `TRACE`, which no gateway passes on. Source: kj,
/// "compat/http.h", which workerd parses requests with.
const KNOWN: [&str; 25] = [
    "ACL",
    "CHECKOUT",
    "COPY",
    "DELETE",
    "GET",
    "HEAD",
    "LOCK",
    "MERGE",
    "MKACTIVITY",
    "MKCOL",
    "MOVE",
    "NOTIFY",
    "OPTIONS",
    "PATCH",
    "POST",
    "PROPFIND",
    "PROPPATCH",
    "PURGE",
    "PUT",
    "QUERY",
    "REPORT",
    "SEARCH",
    "SUBSCRIBE",
    "UNLOCK",
    "UNSUBSCRIBE",
];

/// Text that is no method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a method is one of HTTP's, in capitals, as in [\"GET\", \"POST\"]")]
pub struct ParseMethodError;

impl FromStr for ApiMethod {
    type Err = ParseMethodError;

    fn from_str(text: &str) -> Result<Self, ParseMethodError> {
        KNOWN.into_iter().find(|known| *known == text).map(Self).ok_or(ParseMethodError)
    }
}

impl ApiMethod {
    /// The method on the wire.
    pub(super) fn as_str(self) -> &'static str {
        self.0
    }

    /// Whether it, or `HEAD` in its place where it is `GET` (RFC 9110 §9.3.2), is the one asked about.
    pub(super) fn covers(self, is_asked: impl Fn(&str) -> bool) -> bool {
        is_asked(self.0) || (self.0 == "GET" && is_asked("HEAD"))
    }
}
