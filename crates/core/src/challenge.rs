//! Challenges: how a client is told what it has to show. RFC 6750 §3 and RFC 9728 §5.1.

use crate::refusal::Refusal;
use crate::route::Route;

/// Where the host that a client asked says what takes tokens there. RFC 9728 §3.1.
///
/// A client may use what is told there only if that is about the very URL that it asked (§3.3), so
/// a host that says nothing of itself has none: that of another one would be worth nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetadataUrl(String);

impl MetadataUrl {
    /// At the host of the issuer with this URL.
    pub fn of(issuer: &str) -> Self {
        Self(format!("{issuer}{}", Route::ProtectedResource.to_path()))
    }
}

/// The challenge that names no error. RFC 6750 §3.
pub fn plain(metadata: Option<&MetadataUrl>) -> String {
    of_error("", metadata)
}

fn of_error(error: &str, metadata: Option<&MetadataUrl>) -> String {
    let metadata = metadata.map(|MetadataUrl(url)| format!(r#", resource_metadata="{url}""#));
    format!(r#"Bearer realm="gatepass"{error}{}"#, metadata.unwrap_or_default())
}

impl Refusal {
    /// The `WWW-Authenticate` header, where there is one: its error codes and attributes are those
    /// of RFC 6750 §3. A request without a token gets no error code (§3.1).
    pub fn to_challenge(&self, metadata: Option<&MetadataUrl>) -> Option<String> {
        match self {
            Self::NoToken | Self::OwnerDeprovisioned | Self::AddressNotAllowed => {
                Some(plain(metadata))
            }
            Self::Malformed(_)
            | Self::Forged
            | Self::Unknown
            | Self::Revoked
            | Self::Expired
            | Self::Superseded
            | Self::NotYetValid => Some(of_error(
                r#", error="invalid_token", error_description="The token is not valid""#,
                metadata,
            )),
            // RFC 6749 §3.3 keeps `"` and `\` out of a scope, so it needs no escaping here.
            Self::InsufficientScope(needed) => {
                let error = format!(r#", error="insufficient_scope", scope="{needed}""#);
                Some(of_error(&error, metadata))
            }
            Self::TooManyRequests(_) | Self::Unavailable => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::policy::Period;
    use crate::scope::Scope;

    #[test]
    fn a_challenge_leads_to_what_the_host_says_of_itself() {
        let metadata = MetadataUrl::of("https://contoso.eu.portal.example.com");
        let leading = r#"resource_metadata="https://contoso.eu.portal.example.com/.well-known/oauth-protected-resource""#;
        for (refusal, before) in [
            (Refusal::NoToken, r#"Bearer realm="gatepass""#),
            (Refusal::OwnerDeprovisioned, r#"Bearer realm="gatepass""#),
            (
                Refusal::Revoked,
                r#"Bearer realm="gatepass", error="invalid_token", error_description="The token is not valid""#,
            ),
            (
                Refusal::InsufficientScope(Scope::WRITE),
                r#"Bearer realm="gatepass", error="insufficient_scope", scope="write""#,
            ),
        ] {
            let expected = format!("{before}, {leading}");
            assert_eq!(refusal.to_challenge(Some(&metadata)), Some(expected));
            assert_eq!(refusal.to_challenge(None).as_deref(), Some(before));
        }
    }

    #[test]
    fn where_waiting_helps_nothing_else_need_be_shown() {
        let metadata = MetadataUrl::of("https://portal.example.com");
        for refusal in [Refusal::Unavailable, Refusal::TooManyRequests(Period::Minute)] {
            assert_eq!(refusal.to_challenge(Some(&metadata)), None);
        }
    }
}
