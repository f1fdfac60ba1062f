//! GitHub's keys, as it publishes them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use der::asn1::BitStringRef;
use der::oid::ObjectIdentifier;
use der::{Decode as _, Document, Reader as _, SliceReader};
use serde::Deserialize;

use super::signature::KeyName;
use crate::oidc::{Algorithm, SigningKey};
use crate::reading::read_json;

/// `id-ecPublicKey`. RFC 5480 §2.1.1.
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

/// `secp256r1`, which is P-256. RFC 5480 §2.1.1.1.
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");

/// The label of a `SubjectPublicKeyInfo`. RFC 7468 §13.
const LABEL: &str = "PUBLIC KEY";

/// How a point with both coordinates begins. SEC 1 §2.3.3.
const UNCOMPRESSED: u8 = 4;

/// How many bytes a coordinate has on P-256.
const COORDINATE: usize = 32;

/// Why there is no key to hold a report against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GithubKeyError {
    /// GitHub has none of this name.
    #[error("GitHub has no such key")]
    Unknown,
    /// What was published is no list of keys, or the key in it is none on P-256.
    #[error("GitHub's list of keys is not as it is documented")]
    Malformed,
}

/// The keys that GitHub signs its reports with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GithubKeys {
    public_keys: Vec<PublishedKey>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct PublishedKey {
    key_identifier: String,
    key: String,
}

impl GithubKeys {
    /// Reads what was found where GitHub publishes them.
    ///
    /// # Errors
    /// [`GithubKeyError::Malformed`]: it is no such list.
    pub fn parse(json: &[u8]) -> Result<Self, GithubKeyError> {
        read_json(json).map_err(|_| GithubKeyError::Malformed)
    }

    /// The key of this name, current or not: a report may have been under way.
    ///
    /// # Errors
    /// [`GithubKeyError`].
    pub fn find(&self, name: &KeyName) -> Result<SigningKey, GithubKeyError> {
        let found = self.public_keys.iter().find(|key| key.key_identifier == name.as_str());
        signing_key(&found.ok_or(GithubKeyError::Unknown)?.key)
    }
}

/// The key of a `SubjectPublicKeyInfo` in PEM. RFC 5480 §2.
fn signing_key(pem: &str) -> Result<SigningKey, GithubKeyError> {
    let (label, document) =
        Document::from_pem(pem.trim()).map_err(|_| GithubKeyError::Malformed)?;
    let (kind, point) = read(document.as_bytes()).map_err(|_| GithubKeyError::Malformed)?;
    if label != LABEL || kind != [EC_PUBLIC_KEY, P256] {
        return Err(GithubKeyError::Malformed);
    }
    let Some((&UNCOMPRESSED, coordinates)) = point.split_first() else {
        return Err(GithubKeyError::Malformed);
    };
    if coordinates.len() != 2 * COORDINATE {
        return Err(GithubKeyError::Malformed);
    }
    let (x, y) = coordinates.split_at(COORDINATE);
    let [x, y] = [x, y].map(|coordinate| URL_SAFE_NO_PAD.encode(coordinate));
    let members = vec![("kty", "EC".to_owned()), ("crv", "P-256".to_owned()), ("x", x), ("y", y)];
    Ok(SigningKey { algorithm: Algorithm::Es256, members })
}

/// What kind of key it is and on which curve, and its point.
fn read(info: &[u8]) -> der::Result<(Vec<ObjectIdentifier>, Vec<u8>)> {
    let mut reader = SliceReader::new(info)?;
    let read = reader.sequence(|info| {
        let kind = Vec::<ObjectIdentifier>::decode(info)?;
        let point = BitStringRef::decode(info)?;
        let point = point.as_bytes().ok_or_else(|| info.error(der::ErrorKind::Failed))?;
        Ok::<_, der::Error>((kind, point.to_vec()))
    })?;
    reader.finish()?;
    Ok(read)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    /// The key that GitHub's documentation shows.
    const SHOWN: &str = "-----BEGIN PUBLIC KEY-----\n\
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE9MJJHnMfn2+H4xL4YaPDA4RpJqUq\n\
        kCmRCBnYERxZanmcpzQSXs1X/AljlKkbJ8qpVIW4clayyef9gWhFbNHWAA==\n\
        -----END PUBLIC KEY-----\n";

    fn keys(key: &str) -> GithubKeys {
        let list = json!({
            "public_keys": [
                { "key_identifier": "other", "key": "none", "is_current": true },
                { "key_identifier": "a1", "key": key, "is_current": false },
            ],
        });
        GithubKeys::parse(list.to_string().as_bytes()).unwrap()
    }

    fn name(text: &str) -> KeyName {
        text.parse().unwrap()
    }

    #[test]
    fn a_key_is_found_by_its_name() {
        let found = keys(SHOWN).find(&name("a1")).unwrap();
        assert_eq!(found.algorithm, Algorithm::Es256);
        let expected = [
            ("kty", "EC"),
            ("crv", "P-256"),
            ("x", "9MJJHnMfn2-H4xL4YaPDA4RpJqUqkCmRCBnYERxZank"),
            ("y", "nKc0El7NV_wJY5SpGyfKqVSFuHJWssnn_YFoRWzR1gA"),
        ];
        assert_eq!(found.members, expected.map(|(member, value)| (member, value.to_owned())));
        assert_eq!(keys(SHOWN).find(&name("a2")), Err(GithubKeyError::Unknown));
    }

    #[test]
    fn how_its_lines_end_does_not_matter() {
        let one_line = SHOWN.replace("UqkCm", "Uq\nkCm");
        for pem in [SHOWN.replace('\n', "\r\n"), SHOWN.trim_end().to_owned(), one_line] {
            assert!(keys(&pem).find(&name("a1")).is_ok(), "{pem:?}");
        }
    }

    #[test]
    fn a_key_of_another_kind_is_none() {
        let ed25519 = "-----BEGIN PUBLIC KEY-----\n\
            MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n\
            -----END PUBLIC KEY-----\n";
        // P-384, a point that is cut, one bit more, and bytes that follow.
        let other_curve = SHOWN.replace("BggqhkjOPQMBBw", "BggqhkjOPQMBBg");
        let body = SHOWN.replace(
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE",
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAC",
        );
        for pem in [
            ed25519,
            &other_curve.replace("AQYIKoZIzj0DAQcDQgAE", "AQYIKoZIzj0DAQYDQgAE"),
            &body,
            &SHOWN.replace("MFkw", "MFgw"),
            &SHOWN.replace("AQcDQgAE", "AQcDQgEE"),
            &SHOWN.replace("PUBLIC KEY", "CERTIFICATE"),
            &SHOWN.replace("-----END PUBLIC KEY-----", ""),
            "",
            "none",
        ] {
            assert_eq!(keys(pem).find(&name("a1")), Err(GithubKeyError::Malformed), "{pem}");
        }
    }

    #[test]
    fn what_is_no_list_of_keys_is_refused() {
        for json in ["", "[]", "{}", r#"{"public_keys":{}}"#, r#"{"public_keys":[{"key":"x"}]}"#] {
            assert_eq!(
                GithubKeys::parse(json.as_bytes()),
                Err(GithubKeyError::Malformed),
                "{json}"
            );
        }
    }
}
