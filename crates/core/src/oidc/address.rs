//! Where a provider is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The most characters that an address has.
const LONGEST: usize = 500;

/// An absolute URL of a provider's: `https`, or `http` to this very machine; without userinfo and
/// without a fragment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WebAddress(String);

/// Who signs ID tokens, as a URL that is compared character by character. It has no query. OpenID
/// Connect Core §2, `iss`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Issuer(WebAddress);

/// Text that is no address of a provider's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Enter a URL like https://login.example.com.")]
pub struct ParseAddressError;

impl WebAddress {
    /// The URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is on this very machine: for a developer, and for nobody else.
    pub fn is_local(&self) -> bool {
        self.0.starts_with("http://")
    }

    /// The URL with a query added to it.
    pub(super) fn with_query(&self, query: &str) -> String {
        let sign = if self.0.contains('?') { '&' } else { '?' };
        format!("{}{sign}{query}", self.0)
    }
}

/// The host of an address after its scheme, without its port; nothing, where the port is none.
fn host_of(rest: &str) -> Option<&str> {
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let authority = rest.get(..end)?;
    let (host, port) = match authority.split_once(':') {
        None => (authority, "1"),
        Some((host, port)) => (host, port),
    };
    let is_port = port.parse::<u16>().is_ok_and(|port| port > 0);
    let is_name = host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'));
    (is_port && is_name && !host.is_empty()).then_some(host)
}

impl FromStr for WebAddress {
    type Err = ParseAddressError;

    fn from_str(text: &str) -> Result<Self, ParseAddressError> {
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !br##"#@\"<>`{}|^"##.contains(&byte);
        if text.len() > LONGEST || !text.bytes().all(is_plain) {
            return Err(ParseAddressError);
        }
        let is_address = if let Some(rest) = text.strip_prefix("https://") {
            host_of(rest).is_some()
        } else if let Some(rest) = text.strip_prefix("http://") {
            host_of(rest).is_some_and(|host| host == "127.0.0.1" || host == "localhost")
        } else {
            false
        };
        if is_address { Ok(Self(text.to_owned())) } else { Err(ParseAddressError) }
    }
}

impl TryFrom<String> for WebAddress {
    type Error = ParseAddressError;

    fn try_from(text: String) -> Result<Self, ParseAddressError> {
        text.parse()
    }
}

impl From<WebAddress> for String {
    fn from(address: WebAddress) -> Self {
        address.0
    }
}

impl Issuer {
    /// The URL.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether it is on this very machine.
    pub fn is_local(&self) -> bool {
        self.0.is_local()
    }

    /// Whether it is a scheme and a host, and nothing after them.
    pub fn is_bare(&self) -> bool {
        self.as_str().split_once("://").is_some_and(|(_, rest)| !rest.contains('/'))
    }

    /// Where a team of Cloudflare Access has its keys. Cloudflare One docs, "Validate JWTs".
    pub fn access_keys_url(&self) -> String {
        format!("{}/cdn-cgi/access/certs", self.as_str())
    }

    /// Where it describes itself. OpenID Connect Discovery §4.
    pub fn discovery_url(&self) -> String {
        format!("{}/.well-known/openid-configuration", self.as_str().trim_end_matches('/'))
    }
}

impl FromStr for Issuer {
    type Err = ParseAddressError;

    fn from_str(text: &str) -> Result<Self, ParseAddressError> {
        let address: WebAddress = text.trim().parse()?;
        if address.0.contains('?') { Err(ParseAddressError) } else { Ok(Self(address)) }
    }
}

impl TryFrom<String> for Issuer {
    type Error = ParseAddressError;

    fn try_from(text: String) -> Result<Self, ParseAddressError> {
        text.parse()
    }
}

impl From<Issuer> for String {
    fn from(issuer: Issuer) -> Self {
        issuer.0.into()
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn an_issuer_is_reached_by_tls_or_is_on_this_machine() {
        for right in [
            "https://login.example.com",
            "https://login.example.com/",
            "https://login.example.com:8443/tenant/v2.0",
            "http://localhost:3000",
            "http://127.0.0.1:3000/oidc",
        ] {
            assert_eq!(right.parse::<Issuer>().unwrap().as_str(), right);
        }
        for wrong in [
            "",
            "login.example.com",
            "http://login.example.com",
            "http://localhost.example.com",
            "http://localhost@example.com",
            "https://",
            "https:///path",
            "https://user@login.example.com",
            "https://login.example.com?x=1",
            "https://login.example.com#x",
            "https://login.example.com:0",
            "https://login.example.com:99999",
            "https://login.example.com:x",
            "https://login.exam ple.com",
            "https://login.example.com\\@evil.example",
            "https://lögin.example.com",
            "HTTPS://login.example.com",
            "ftp://login.example.com",
            "javascript:alert(1)",
        ] {
            assert_eq!(wrong.parse::<Issuer>(), Err(ParseAddressError), "{wrong:?}");
        }
        assert!(format!("https://{}", "x".repeat(500)).parse::<Issuer>().is_err());
    }

    #[test]
    fn an_issuer_describes_itself_below_its_url_with_or_without_its_slash() {
        let expected = "https://a.example/b/.well-known/openid-configuration";
        for issuer in ["https://a.example/b", "https://a.example/b/"] {
            assert_eq!(issuer.parse::<Issuer>().unwrap().discovery_url(), expected);
        }
    }

    #[test]
    fn a_query_is_added_to_one_that_is_there() {
        let address = |text: &str| text.parse::<WebAddress>().unwrap();
        assert_eq!(address("https://a.example/x").with_query("b=1"), "https://a.example/x?b=1");
        assert_eq!(
            address("https://a.example/x?p=y").with_query("b=1"),
            "https://a.example/x?p=y&b=1"
        );
    }
}
