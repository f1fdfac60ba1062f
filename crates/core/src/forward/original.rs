//! The request that a proxy got, from what the proxy says of it.

use std::net::IpAddr;

use super::address;

/// A request as it is named by two texts, either of which may be missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Request<'a> {
    /// The method.
    pub method: Option<&'a str>,
    /// Path and query.
    pub uri: Option<&'a str>,
}

/// What a proxy that is believed says of the request that it got.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report<'a> {
    /// At the end of the URL that it asks at, with the method that it asks by: as Envoy does.
    pub asked: Request<'a>,
    /// `X-Original-Method` and `X-Original-URI`: as nginx is told to.
    pub original: Request<'a>,
    /// `X-Forwarded-Method` and `X-Forwarded-Uri`: as Caddy and Traefik do.
    pub forwarded: Request<'a>,
    /// `X-Forwarded-For`.
    pub forwarded_for: Option<&'a str>,
    /// Where the proxy itself is, if that is known.
    pub connected: Option<IpAddr>,
}

/// The request that a proxy got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Original<'a> {
    /// Its method.
    pub method: &'a str,
    /// Its path, without a query.
    pub path: &'a str,
    /// Where it comes from, if that is known.
    pub address: Option<IpAddr>,
}

/// Why nobody knows which request a proxy means. Then it is not guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseOriginalError {
    /// It shows the secret, and says nothing or half of it.
    #[error("The proxy does not say which request it asks about: method, path and query.")]
    Missing,
    /// It says two things, one of which may be from who calls.
    #[error("The proxy names two requests. Let it name one, and take off what callers send.")]
    Contradicting,
    /// That is no method. A header that came twice is none.
    #[error("The proxy names a method that is none.")]
    Method,
    /// That is no path with a query, as requests have it (RFC 9112 §3.2.1). Likewise.
    #[error("The proxy names a path that is none.")]
    Uri,
}

/// Whether a method may have this in it. RFC 9110 §5.6.2.
fn is_of_a_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

impl<'a> Original<'a> {
    /// Reads what a proxy says. What it says in several ways has to be the same.
    ///
    /// # Errors
    /// [`ParseOriginalError`]
    pub fn parse(report: &Report<'a>) -> Result<Self, ParseOriginalError> {
        // A URL without a request has a method all the same.
        let asked = report.asked.uri.map(|_| report.asked);
        let named = [report.original, report.forwarded].map(|named| {
            let is_named = named.method.is_some() || named.uri.is_some();
            is_named.then_some(named)
        });
        let mut named = asked.into_iter().chain(named.into_iter().flatten());
        let Some(Request { method: Some(method), uri: Some(uri) }) = named.next() else {
            return Err(ParseOriginalError::Missing);
        };
        if named.any(|other| other != Request { method: Some(method), uri: Some(uri) }) {
            return Err(ParseOriginalError::Contradicting);
        }
        if method.is_empty() || !method.bytes().all(is_of_a_token) {
            return Err(ParseOriginalError::Method);
        }
        if !uri.starts_with('/') || !uri.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#')
        {
            return Err(ParseOriginalError::Uri);
        }
        let path = uri.split('?').next().unwrap_or_default();
        let address = address::of_client(report.forwarded_for, report.connected);
        Ok(Self { method, path, address })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn request<'a>(method: &'a str, uri: &'a str) -> Request<'a> {
        Request { method: Some(method), uri: Some(uri) }
    }

    fn original<'a>(method: &'a str, uri: &'a str) -> Result<Original<'a>, ParseOriginalError> {
        Original::parse(&Report { original: request(method, uri), ..Report::default() })
    }

    #[test]
    fn each_proxy_names_the_request_in_its_own_way() {
        let (named, by_get) = (request("PUT", "/api/x?y=/z"), request("GET", "/api/x?y=/z"));
        let report = Report { asked: Request { method: Some("GET"), uri: None }, ..<_>::default() };
        for (report, method) in [
            (Report { original: named, ..report }, "PUT"),
            (Report { forwarded: named, ..report }, "PUT"),
            (Report { original: named, forwarded: named, ..report }, "PUT"),
            (Report { asked: named, ..report }, "PUT"),
            (Report { asked: named, original: named, forwarded: named, ..report }, "PUT"),
            (Report { asked: by_get, ..report }, "GET"),
        ] {
            let found = Original { method, path: "/api/x", address: None };
            assert_eq!(Original::parse(&report), Ok(found), "{report:?}");
        }
    }

    #[test]
    fn half_of_a_request_is_none() {
        let method = Request { method: Some("GET"), uri: None };
        let uri = Request { method: None, uri: Some("/api/x") };
        let report = Report { asked: method, ..Report::default() };
        for report in [
            report,
            Report { original: method, ..report },
            Report { original: uri, ..report },
            Report { forwarded: method, ..report },
            Report { forwarded: uri, ..report },
            Report { original: method, forwarded: request("GET", "/api/x"), ..report },
        ] {
            assert_eq!(Original::parse(&report), Err(ParseOriginalError::Missing), "{report:?}");
        }
    }

    #[test]
    fn of_two_requests_none_is_picked() {
        let report = Report { asked: request("GET", "/api/x"), ..Report::default() };
        let other = Report { original: request("GET", "/api/x"), ..Report::default() };
        for report in [
            Report { original: request("GET", "/api/y"), ..report },
            Report { original: request("PUT", "/api/x"), ..report },
            Report { original: request("GET", "/api/x?"), ..report },
            Report { forwarded: request("GET", "/api/y"), ..report },
            Report { forwarded: request("GET", "/api/y"), ..other },
            Report { forwarded: Request { method: Some("GET"), uri: None }, ..other },
            Report { forwarded: Request { method: None, uri: Some("/api/x") }, ..other },
        ] {
            let found = Original::parse(&report);
            assert_eq!(found, Err(ParseOriginalError::Contradicting), "{report:?}");
        }
    }

    #[test]
    fn what_is_no_method_is_refused() {
        for method in ["", " ", "GET ", "GET, GET", "GET,PUT", "GET\r\nX: y", "G\u{e9}T", "GET/"] {
            assert_eq!(original(method, "/"), Err(ParseOriginalError::Method), "{method:?}");
        }
        for method in ["GET", "get", "M-SEARCH", "X_Y", "BREW"] {
            assert_eq!(original(method, "/").map(|found| found.method), Ok(method));
        }
    }

    #[test]
    fn what_is_no_path_with_a_query_is_refused() {
        for uri in [
            "",
            "*",
            "api/x",
            "http://up/api/x",
            "/api/x, /api/y",
            "/api/x /api/y",
            "/api/x#y",
            "/api/x\r\nX: y",
            "/api/x\0",
            "/api/caf\u{e9}",
            "?/api/x",
        ] {
            assert_eq!(original("GET", uri), Err(ParseOriginalError::Uri), "{uri:?}");
        }
    }

    #[test]
    fn the_path_is_what_the_proxy_got_and_is_not_tidied_up() {
        for (uri, path) in [
            ("/", "/"),
            ("/?", "/"),
            ("/api/x?y?z", "/api/x"),
            ("/api/../x", "/api/../x"),
            ("//up/api", "//up/api"),
            ("/api/%2e%2e/x%3f", "/api/%2e%2e/x%3f"),
            ("/api/a,b;c\\d", "/api/a,b;c\\d"),
        ] {
            assert_eq!(original("GET", uri).map(|found| found.path), Ok(path), "{uri}");
        }
    }

    #[test]
    fn where_the_client_is_comes_with_it() {
        let named = request("GET", "/");
        let report = Report {
            forwarded: named,
            forwarded_for: Some("192.0.2.1"),
            connected: "203.0.113.9".parse().ok(),
            ..Report::default()
        };
        let found = Original::parse(&report).unwrap();
        assert_eq!(found.address, "192.0.2.1".parse().ok());
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn whatever_is_taken_is_one_path_and_one_method(method in "[A-Z, ]{0,6}", uri in "\\PC{0,12}") {
            if let Ok(found) = original(&method, &uri) {
                prop_assert!(!found.method.contains([',', ' ']) && !found.method.is_empty());
                prop_assert!(uri.starts_with(found.path) && found.path.starts_with('/'));
                prop_assert!(!found.path.contains(['?', '#', ' ']));
            }
        }
    }
}
