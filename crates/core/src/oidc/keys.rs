//! A provider's keys: which of them a token is to be held against.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::claims::{Claim, Claims};
use super::token::{Algorithm, IdTokenError, SignedToken};
use crate::reading::read_json;

/// The shortest RSA key, in bytes: 2048 bits. RFC 7518 §3.3.
const SHORTEST_RSA: usize = 256;

/// A public key, by what the platform needs of it: members of a JWK (RFC 7517).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// What it verifies.
    pub algorithm: Algorithm,
    /// The members of the public key, and no others.
    pub members: Vec<(&'static str, String)>,
}

/// The keys of a provider. RFC 7517 §5.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Jwks {
    keys: Vec<Claims>,
}

fn numeral(key: &Claims, name: &str) -> Option<(String, usize)> {
    let text = key.text(name)?;
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let length = bytes.iter().skip_while(|byte| **byte == 0).count();
    (length > 0).then(|| (text.to_owned(), length))
}

fn is(key: &Claims, name: &str, word: &str) -> bool {
    key.text(name) == Some(word)
}

/// The key as one for this algorithm, if it is one.
fn as_signing_key(key: &Claims, algorithm: Algorithm) -> Option<SigningKey> {
    let fits = |name: &str, word: &str| match key.find(name) {
        None => true,
        Some(Claim::Text(text)) => text == word,
        Some(Claim::Number(_) | Claim::Texts(_) | Claim::Other) => false,
    };
    let verifies = match key.find("key_ops") {
        None => true,
        Some(Claim::Texts(operations)) => operations.iter().any(|word| word == "verify"),
        Some(Claim::Text(_) | Claim::Number(_) | Claim::Other) => false,
    };
    if !fits("use", "sig") || !fits("alg", algorithm.as_str()) || !verifies {
        return None;
    }
    let members = match algorithm {
        Algorithm::Rs256 | Algorithm::Ps256 => {
            let (n, length) = numeral(key, "n").filter(|_| is(key, "kty", "RSA"))?;
            let (e, _) = numeral(key, "e").filter(|_| length >= SHORTEST_RSA)?;
            vec![("kty", "RSA".to_owned()), ("n", n), ("e", e)]
        }
        Algorithm::Es256 => {
            let is_p256 = is(key, "kty", "EC") && is(key, "crv", "P-256");
            let (x, _) = numeral(key, "x").filter(|_| is_p256)?;
            let (y, _) = numeral(key, "y")?;
            vec![("kty", "EC".to_owned()), ("crv", "P-256".to_owned()), ("x", x), ("y", y)]
        }
        Algorithm::EdDsa => {
            let is_ed25519 = is(key, "kty", "OKP") && is(key, "crv", "Ed25519");
            let (x, _) = numeral(key, "x").filter(|_| is_ed25519)?;
            vec![("kty", "OKP".to_owned()), ("crv", "Ed25519".to_owned()), ("x", x)]
        }
    };
    Some(SigningKey { algorithm, members })
}

impl Jwks {
    /// Reads what was found at the provider's `jwks_uri`.
    ///
    /// # Errors
    /// [`IdTokenError::UnknownKey`]: there is none in it.
    pub fn parse(json: &[u8]) -> Result<Self, IdTokenError> {
        read_json(json).map_err(|_| IdTokenError::UnknownKey)
    }

    /// The one key that the token can be signed by: that of its id, or, if it names none, the only
    /// one for its algorithm.
    ///
    /// # Errors
    /// [`IdTokenError::UnknownKey`] where there is none, or more than one.
    pub fn key_for(&self, token: &SignedToken) -> Result<SigningKey, IdTokenError> {
        let named = self.keys.iter().filter(|key| match &token.key_id {
            None => true,
            Some(id) => is(key, "kid", id),
        });
        let mut fitting = named.filter_map(|key| as_signing_key(key, token.algorithm));
        match (fitting.next(), fitting.next()) {
            (Some(key), None) => Ok(key),
            (None, _) | (Some(_), Some(_)) => Err(IdTokenError::UnknownKey),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn token(alg: &str, kid: Option<&str>) -> SignedToken {
        let mut header = json!({ "alg": alg });
        if let Some(kid) = kid {
            header["kid"] = json!(kid);
        }
        let header = URL_SAFE_NO_PAD.encode(header.to_string());
        SignedToken::parse(&format!("{header}.{}.", URL_SAFE_NO_PAD.encode("{}"))).unwrap()
    }

    fn rsa(kid: &str) -> Value {
        json!({ "kty": "RSA", "kid": kid, "n": URL_SAFE_NO_PAD.encode([255; 256]), "e": "AQAB" })
    }

    fn ec(kid: &str) -> Value {
        json!({ "kty": "EC", "crv": "P-256", "kid": kid, "x": "eA", "y": "eQ", "use": "sig" })
    }

    fn find(keys: &[Value], token: &SignedToken) -> Result<SigningKey, IdTokenError> {
        Jwks::parse(json!({ "keys": keys }).to_string().as_bytes())?.key_for(token)
    }

    #[test]
    fn a_token_is_held_against_the_key_that_it_names() {
        let keys = [rsa("a"), rsa("b"), ec("c")];
        let found = find(&keys, &token("ES256", Some("c"))).unwrap();
        assert_eq!(found.members[1..3], [("crv", "P-256".to_owned()), ("x", "eA".to_owned())]);
        assert_eq!(find(&keys, &token("RS256", Some("b"))).unwrap().algorithm, Algorithm::Rs256);
        assert_eq!(find(&keys, &token("PS256", Some("b"))).unwrap().algorithm, Algorithm::Ps256);
        for (alg, kid) in [("RS256", "d"), ("RS256", "c"), ("ES256", "a"), ("EdDSA", "a")] {
            assert_eq!(find(&keys, &token(alg, Some(kid))), Err(IdTokenError::UnknownKey));
        }
    }

    #[test]
    fn a_token_that_names_no_key_goes_with_the_only_one_there_is() {
        assert!(find(&[rsa("a"), ec("c")], &token("RS256", None)).is_ok());
        for keys in [vec![rsa("a"), rsa("b")], vec![ec("c")], vec![]] {
            assert_eq!(find(&keys, &token("RS256", None)), Err(IdTokenError::UnknownKey));
        }
        let twice = [rsa("a"), rsa("a")];
        assert_eq!(find(&twice, &token("RS256", Some("a"))), Err(IdTokenError::UnknownKey));
    }

    #[test]
    fn a_key_that_is_weak_or_for_something_else_is_none() {
        for (member, value) in [
            ("n", json!(URL_SAFE_NO_PAD.encode([255; 255]))),
            ("n", json!(URL_SAFE_NO_PAD.encode([vec![0; 1], vec![255; 255]].concat()))),
            ("n", json!("")),
            ("e", json!(65537)),
            ("e", Value::Null),
            ("use", json!("enc")),
            ("use", json!(["sig"])),
            ("alg", json!("RS512")),
            ("alg", json!("HS256")),
            ("key_ops", json!(["encrypt"])),
            ("kty", json!("oct")),
        ] {
            let mut key = rsa("a");
            key[member] = value;
            let found = find(&[key.clone()], &token("RS256", Some("a")));
            assert_eq!(found, Err(IdTokenError::UnknownKey), "{key}");
        }
        let shared = json!({ "kty": "oct", "kid": "a", "k": "c2VjcmV0" });
        assert!(find(&[shared], &token("RS256", Some("a"))).is_err());
    }

    #[test]
    fn nothing_but_the_public_key_goes_on() {
        let mut key = rsa("a");
        for (member, value) in [("d", "AQAB"), ("x5u", "https://evil.example"), ("ext", "x")] {
            key[member] = json!(value);
        }
        let found = find(&[key], &token("RS256", Some("a"))).unwrap();
        let names: Vec<_> = found.members.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["kty", "n", "e"]);
    }
}
