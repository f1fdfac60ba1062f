//! What a provider says of itself. OpenID Connect Discovery 1.0 §3 and RFC 8414.

use serde::{Deserialize, Serialize};

use super::address::{Issuer, WebAddress};
use crate::reading::read_json;

/// What a provider says of itself, as far as anything here rests on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discovery {
    /// Who it is.
    pub issuer: Issuer,
    /// Where a browser is sent.
    pub authorization_endpoint: WebAddress,
    /// Where a code becomes a token.
    pub token_endpoint: WebAddress,
    /// Where its keys are.
    pub jwks_uri: WebAddress,
    /// Whether it says in each answer who it is. RFC 9207 §3.
    pub names_itself: bool,
    /// Whether a client shows its secret in the form alone, and not in `Authorization`.
    pub takes_secrets_in_forms_alone: bool,
}

/// Why what a provider says of itself is not to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum DiscoveryError {
    /// It is no JSON object with all that is needed.
    #[error("it is no description of an OpenID provider")]
    Malformed,
    /// It is of another issuer.
    #[error("it is that of another issuer: copy the issuer's URL to the letter")]
    OtherIssuer,
    /// An address in it is not reached by TLS.
    #[error("an address in it does not begin with https://")]
    Insecure,
    /// It does not take what proves that the one who began a sign-in ends it.
    #[error("the provider does not take PKCE with S256")]
    NoPkce,
    /// It gives no codes.
    #[error("the provider does not take the authorization code flow")]
    NoCode,
}

#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    response_types_supported: Option<Vec<String>>,
    #[serde(default)]
    code_challenge_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: Option<bool>,
}

fn lacks(list: Option<&Vec<String>>, word: &str) -> bool {
    list.is_some_and(|list| !list.iter().any(|known| known == word))
}

impl Discovery {
    /// Reads what was found at [`Issuer::discovery_url`].
    ///
    /// # Errors
    /// [`DiscoveryError`].
    pub fn parse(json: &[u8], issuer: &Issuer) -> Result<Self, DiscoveryError> {
        let document: Document = read_json(json).map_err(|_| DiscoveryError::Malformed)?;
        if document.issuer != issuer.as_str() {
            return Err(DiscoveryError::OtherIssuer);
        }
        if lacks(document.response_types_supported.as_ref(), "code") {
            return Err(DiscoveryError::NoCode);
        }
        if lacks(document.code_challenge_methods_supported.as_ref(), "S256") {
            return Err(DiscoveryError::NoPkce);
        }
        let address = |text: &str| {
            let address = text.parse::<WebAddress>().map_err(|_| DiscoveryError::Insecure)?;
            match address.is_local() && !issuer.is_local() {
                true => Err(DiscoveryError::Insecure),
                false => Ok(address),
            }
        };
        let methods = document.token_endpoint_auth_methods_supported.as_ref();
        Ok(Self {
            issuer: issuer.clone(),
            authorization_endpoint: address(&document.authorization_endpoint)?,
            token_endpoint: address(&document.token_endpoint)?,
            jwks_uri: address(&document.jwks_uri)?,
            names_itself: document.authorization_response_iss_parameter_supported == Some(true),
            takes_secrets_in_forms_alone: lacks(methods, "client_secret_basic")
                && !lacks(methods, "client_secret_post"),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn document() -> Value {
        json!({
            "issuer": "https://login.example.com",
            "authorization_endpoint": "https://login.example.com/authorize?p=1",
            "token_endpoint": "https://login.example.com/token",
            "jwks_uri": "https://keys.example.com/jwks",
            "response_types_supported": ["code", "id_token"],
            "code_challenge_methods_supported": ["plain", "S256"],
            "authorization_response_iss_parameter_supported": true,
            "claims_supported": ["sub"],
        })
    }

    fn parse(document: &Value) -> Result<Discovery, DiscoveryError> {
        let issuer = "https://login.example.com".parse().unwrap();
        Discovery::parse(document.to_string().as_bytes(), &issuer)
    }

    #[test]
    fn a_provider_says_where_everything_is() {
        let found = parse(&document()).unwrap();
        assert_eq!(found.jwks_uri.as_str(), "https://keys.example.com/jwks");
        assert!(found.names_itself && !found.takes_secrets_in_forms_alone);
    }

    #[test]
    fn how_a_secret_is_shown_is_the_providers_choice() {
        for (methods, in_form) in [
            (json!(["client_secret_basic", "client_secret_post"]), false),
            (json!(["client_secret_post"]), true),
            (json!(["none"]), false),
        ] {
            let mut document = document();
            document["token_endpoint_auth_methods_supported"] = methods;
            assert_eq!(parse(&document).unwrap().takes_secrets_in_forms_alone, in_form);
        }
    }

    #[test]
    fn a_description_that_does_not_hold_is_refused() {
        for (member, value, error) in [
            ("issuer", json!("https://login.example.com/"), DiscoveryError::OtherIssuer),
            ("issuer", json!("https://LOGIN.example.com"), DiscoveryError::OtherIssuer),
            ("issuer", json!(1), DiscoveryError::Malformed),
            ("token_endpoint", json!("http://login.example.com/token"), DiscoveryError::Insecure),
            ("jwks_uri", json!("http://localhost:1/jwks"), DiscoveryError::Insecure),
            ("authorization_endpoint", json!("javascript:alert(1)"), DiscoveryError::Insecure),
            ("code_challenge_methods_supported", json!(["plain"]), DiscoveryError::NoPkce),
            ("response_types_supported", json!(["id_token"]), DiscoveryError::NoCode),
        ] {
            let mut document = document();
            document[member] = value;
            assert_eq!(parse(&document), Err(error), "{document}");
        }
        for member in ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"] {
            let mut document = document();
            document.as_object_mut().unwrap().remove(member);
            assert_eq!(parse(&document), Err(DiscoveryError::Malformed), "without {member}");
        }
    }
}
