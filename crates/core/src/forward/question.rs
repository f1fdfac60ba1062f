//! What the URL says at which a proxy asks: its operator wrote it, and not the one who calls.

use crate::wire::ProblemKind;

/// How a proxy asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question<'a> {
    /// Path and query of the request that it got, as they came, where it appends them to the URL.
    pub uri: Option<&'a str>,
    /// How it is told that nobody could say.
    pub outage: Outage,
}

/// How a proxy is told that nobody could say whether a request may pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outage {
    /// Like a no, by 403: nginx knows 401 and 403 alone.
    Refused,
    /// By 503, and by 429 that there were too many requests.
    Told,
}

impl<'a> Question<'a> {
    /// Reads a URL's query. What follows `uri=` is all of it, to the end: it comes from who calls, so
    /// nothing in it is a parameter.
    pub fn parse(query: &'a str) -> Self {
        let (mut outage, mut rest) = (Outage::Refused, query);
        while !rest.is_empty() {
            if let Some(uri) = rest.strip_prefix("uri=") {
                return Self { uri: Some(uri), outage };
            }
            let (parameter, after) = rest.split_once('&').unwrap_or((rest, ""));
            if parameter == "unavailable=503" {
                outage = Outage::Told;
            }
            rest = after;
        }
        Self { uri: None, outage }
    }
}

impl Outage {
    /// The status of an answer that is no yes: 401 or 403, or 429 or 503 if those were asked for.
    pub fn status(self, problem: ProblemKind) -> u16 {
        match (self, problem.status()) {
            (_, status @ (401 | 403)) => status,
            (Self::Told, status @ (429 | 503)) => status,
            (Self::Refused | Self::Told, _) => 403,
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn the_query_says_how_a_proxy_asks_and_what_follows_uri_is_the_callers() {
        for (query, uri, outage) in [
            ("", None, Outage::Refused),
            ("unavailable=503", None, Outage::Told),
            ("x=/verify&unavailable=503&y", None, Outage::Told),
            ("unavailable=500", None, Outage::Refused),
            ("unavailable=5030", None, Outage::Refused),
            ("uri=", Some(""), Outage::Refused),
            ("uri=/api/x?y=1&z=2", Some("/api/x?y=1&z=2"), Outage::Refused),
            ("unavailable=503&uri=/api/x", Some("/api/x"), Outage::Told),
            (
                "uri=/api/x&unavailable=503&uri=/y",
                Some("/api/x&unavailable=503&uri=/y"),
                Outage::Refused,
            ),
            ("xuri=/api/x", None, Outage::Refused),
            ("&&uri=/a#b", Some("/a#b"), Outage::Refused),
        ] {
            assert_eq!(Question::parse(query), Question { uri, outage }, "{query}");
        }
    }

    #[test]
    fn a_proxy_hears_401_and_403_alone_and_429_and_503_if_it_wants_to() {
        for (problem, plain, told) in [
            (ProblemKind::Unauthenticated, 401, 401),
            (ProblemKind::InvalidToken, 401, 401),
            (ProblemKind::InsufficientScope, 403, 403),
            (ProblemKind::PermissionDenied, 403, 403),
            (ProblemKind::Unavailable, 403, 503),
            (ProblemKind::TooManyRequests, 403, 429),
            (ProblemKind::NotFound, 403, 403),
            (ProblemKind::InvalidRequest, 403, 403),
            (ProblemKind::Internal, 403, 403),
        ] {
            assert_eq!(Outage::Refused.status(problem), plain, "{problem:?}");
            assert_eq!(Outage::Told.status(problem), told, "{problem:?}");
        }
    }
}
