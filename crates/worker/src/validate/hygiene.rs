//! What may not cross between a caller, the portal and the API behind it.

/// The names of the portal's cookies begin so.
pub(crate) const OWN_COOKIES: &str = "__Host-gatepass";

/// Whether a caller's header must not reach the API behind: our identity headers in any spelling
/// that some server would take for them, the token, what would have the API take the request for one
/// of another method than was decided on, and what belongs to one connection (RFC 9110 §7.6.1).
pub(super) fn is_withheld_from_upstream(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('_', "-");
    name.starts_with("gatepass-")
        || matches!(
            name.as_str(),
            "authorization"
                | "connection"
                | "cookie"
                | "host"
                | "keep-alive"
                | "proxy-authorization"
                | "proxy-connection"
                | "te"
                | "trailer"
                | "transfer-encoding"
                | "upgrade"
                | "x-http-method"
                | "x-http-method-override"
                | "x-method-override"
        )
}

/// A `Cookie` header without our cookies; nothing, if none is left. RFC 6265 §4.2.
pub(super) fn foreign_cookies(cookies: &str) -> Option<String> {
    let foreign: Vec<&str> = cookies
        .split(';')
        .map(str::trim)
        .filter(|pair| !pair.is_empty() && !is_own_cookie(pair))
        .collect();
    (!foreign.is_empty()).then(|| foreign.join("; "))
}

/// Whether a cookie, as `Cookie` or `Set-Cookie` has it, is under a name of ours. Browsers match the
/// prefix in any case (RFC 6265bis §5.7), so it is ours in any.
pub(super) fn is_own_cookie(cookie: &str) -> bool {
    let name = cookie.split(['=', ';']).next().unwrap_or_default().trim();
    name.get(..OWN_COOKIES.len()).is_some_and(|start| start.eq_ignore_ascii_case(OWN_COOKIES))
}

/// Whether a header of the API behind must not reach a browser that takes it for the portal's:
/// what would let it act on the portal's origin.
pub(super) fn is_withheld_from_browser(name: &str) -> bool {
    matches!(
        name.to_ascii_lowercase().as_str(),
        "service-worker-allowed"
            | "clear-site-data"
            | "strict-transport-security"
            | "alt-svc"
            | "report-to"
            | "reporting-endpoints"
            | "nel"
            | "set-cookie"
            | "connection"
            | "keep-alive"
            | "transfer-encoding"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_headers_are_withheld_in_every_spelling() {
        for name in [
            "Gatepass-Subject",
            "gatepass-subject",
            "GATEPASS_SUBJECT",
            "Gatepass_Token-Id",
            "gatepass-anything",
        ] {
            assert!(is_withheld_from_upstream(name), "{name}");
        }
        for name in ["accept", "content-type", "x-gatepass", "gatepassport"] {
            assert!(!is_withheld_from_upstream(name), "{name}");
        }
    }

    #[test]
    fn no_other_method_can_be_asked_for_than_was_decided_on() {
        for name in ["X-HTTP-Method-Override", "x-http-method", "X_Method_Override"] {
            assert!(is_withheld_from_upstream(name), "{name}");
        }
    }

    #[test]
    fn the_token_is_withheld() {
        assert!(is_withheld_from_upstream("Authorization"));
    }

    #[test]
    fn our_cookies_are_taken_off_and_no_other() {
        for (cookies, foreign) in [
            ("__Host-gatepass-session=x", None),
            ("a=1; __Host-gatepass-session=x; b=2", Some("a=1; b=2")),
            ("a=1;__host-Gatepass-Session=x", Some("a=1")),
            ("a=__Host-gatepass-session", Some("a=__Host-gatepass-session")),
            ("", None),
        ] {
            assert_eq!(foreign_cookies(cookies).as_deref(), foreign, "{cookies}");
        }
    }

    #[test]
    fn no_cookie_may_be_set_under_a_name_of_ours() {
        assert!(is_own_cookie("__Host-gatepass-session=evil; Path=/; Secure"));
        assert!(is_own_cookie(" __HOST-GATEPASS-session=evil"));
        assert!(!is_own_cookie("session=theirs; Path=/"));
    }
}
