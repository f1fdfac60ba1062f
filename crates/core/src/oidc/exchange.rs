//! What a provider is shown for a token.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::attempt::Proof;
use super::client::ClientSecret;
use super::discovery::Discovery;
use super::provider::Provider;

/// A form for the token endpoint, and what stands in `Authorization` beside it.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenRequest {
    /// The pairs of the form.
    pub pairs: String,
    /// Who sends it, if not by a pair.
    pub authorization: Option<String>,
}

/// Asks for the token that a code stands for. RFC 6749 §4.1.3, with who asks by its §2.3.1, and with
/// PKCE's verifier by RFC 7636 §4.5.
pub fn token_request(
    described: &Discovery,
    provider: &Provider,
    client_secret: Option<&ClientSecret>,
    grant: &str,
    redirect_uri: &str,
    proof: &Proof,
) -> TokenRequest {
    let client_id = provider.client_id.as_str();
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.extend_pairs([
        ("grant_type", "authorization_code"),
        ("code", grant),
        ("redirect_uri", redirect_uri),
        ("code_verifier", &proof.verifier),
    ]);
    let authorization = match client_secret {
        Some(shown) if !described.takes_secrets_in_forms_alone => {
            let encode = |text: &str| -> String {
                form_urlencoded::byte_serialize(text.as_bytes()).collect()
            };
            let pair = format!("{}:{}", encode(client_id), encode(shown.expose()));
            Some(format!("Basic {}", STANDARD.encode(pair)))
        }
        Some(shown) => {
            form.append_pair("client_id", client_id);
            form.append_pair("client_secret", shown.expose());
            None
        }
        None => {
            form.append_pair("client_id", client_id);
            None
        }
    };
    TokenRequest { pairs: form.finish(), authorization }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn request(methods: &[&str], shown: Option<&str>) -> TokenRequest {
        let document = json!({
            "issuer": "https://a.example", "authorization_endpoint": "https://a.example/a",
            "token_endpoint": "https://a.example/t", "jwks_uri": "https://a.example/k",
            "token_endpoint_auth_methods_supported": methods,
        });
        let issuer = "https://a.example".parse().unwrap();
        let described = Discovery::parse(document.to_string().as_bytes(), &issuer).unwrap();
        let provider: Provider = serde_json::from_value(json!({
            "id": "0123456789", "name": "A", "issuer": "https://a.example", "client_id": "us:1",
        }))
        .unwrap();
        let shown = shown.map(|text| ClientSecret::try_from(text.to_owned()).unwrap());
        let proof = Proof { state: "s".into(), nonce: "n".into(), verifier: "v".into() };
        let back = "https://b.example/back";
        token_request(&described, &provider, shown.as_ref(), "c/1", back, &proof)
    }

    const FORM: &str = "grant_type=authorization_code&code=c%2F1&\
                        redirect_uri=https%3A%2F%2Fb.example%2Fback&code_verifier=v";

    #[test]
    fn without_a_secret_the_verifier_alone_shows_who_asks() {
        let asked = request(&["none"], None);
        assert_eq!(asked.pairs, format!("{FORM}&client_id=us%3A1"));
        assert_eq!(asked.authorization, None);
    }

    #[test]
    fn a_secret_is_shown_as_the_provider_takes_it() {
        let asked = request(&["client_secret_basic", "client_secret_post"], Some("p:w/"));
        assert_eq!(asked.pairs, FORM);
        let expected = format!("Basic {}", STANDARD.encode("us%3A1:p%3Aw%2F"));
        assert_eq!(asked.authorization, Some(expected));
        let asked = request(&["client_secret_post"], Some("p:w/"));
        assert_eq!(asked.pairs, format!("{FORM}&client_id=us%3A1&client_secret=p%3Aw%2F"));
        assert_eq!(asked.authorization, None);
    }
}
