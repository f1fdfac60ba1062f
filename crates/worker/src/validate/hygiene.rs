//! What may not cross between a caller, the portal and the API behind it.

use crate::platform::headers::OWN_COOKIES;

/// Whether a caller's header must not reach the API behind: our identity headers in any spelling
/// that some server would take for them, the token, what would have the API take the request for one
/// of another method or path than was decided on, and what belongs to one connection (RFC 9110 §7.6.1).
pub(super) fn is_withheld_from_upstream(name: &str) -> bool {
    let fold = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let name: String = name.chars().map(fold).collect();
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
                | "x-original-url"
                | "x-rewrite-url"
        )
}

/// A `Cookie` header without our cookies; nothing, if none is left. RFC 6265 §4.2. What has a name of
/// ours anywhere in it goes as a whole: where a client split its cookies, they are joined by commas.
pub(super) fn foreign_cookies(cookies: &str) -> Option<String> {
    let foreign: Vec<&str> = cookies
        .split(';')
        .map(str::trim)
        .filter(|pair| !pair.is_empty() && !is_ours(pair))
        .collect();
    (!foreign.is_empty()).then(|| foreign.join("; "))
}

/// Whether a cookie, as `Cookie` or `Set-Cookie` has it, may come to be under a name of ours.
/// Browsers match the prefix in any case (RFC 6265bis §5.7).
fn is_ours(text: &str) -> bool {
    text.to_ascii_lowercase().contains(&OWN_COOKIES.to_ascii_lowercase())
}

/// Whether a cookie that the API behind sets must not reach the browser: one under a name of ours,
/// or without a name, whose value older browsers take for a whole pair.
pub(super) fn is_withheld_cookie(cookie: &str) -> bool {
    let pair = cookie.split(';').next().unwrap_or_default();
    match pair.split_once('=') {
        Some((name, _)) => name.trim().is_empty() || is_ours(name),
        None => true,
    }
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
            "Gatepass.Subject",
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
            ("a=1, __Host-gatepass-session=x; b=2", Some("b=2")),
            ("", None),
        ] {
            assert_eq!(foreign_cookies(cookies).as_deref(), foreign, "{cookies}");
        }
    }

    #[test]
    fn no_cookie_may_be_set_under_a_name_of_ours() {
        for cookie in [
            "__Host-gatepass-session=evil; Path=/; Secure",
            " __HOST-GATEPASS-session=evil",
            "=__Host-gatepass-session=evil",
            "__Host-gatepass-session",
        ] {
            assert!(is_withheld_cookie(cookie), "{cookie}");
        }
        assert!(!is_withheld_cookie("session=theirs; Path=/"));
    }
}
